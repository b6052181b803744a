"""Writes the winmail.dat samples anew, byte for byte the same each time: python make.py."""

import struct
from pathlib import Path

HERE = Path(__file__).parent
RTF = rb"{\rtf1\ansi\ansicpg1252 Anbei die Unterlagen f\'fcr K\'f6ln.\par Gru\'df, M\'fcller\par}"
CSV = "Pos;Artikel;Menge\n1;Dübel;200\n".encode("cp1252")


def attribute(level: int, kind: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def text(number: int, value: str) -> bytes:
    data = value.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 0x1F, number, 1, len(data)) + padded(data)


def binary(number: int, data: bytes, kind: int = 0x102) -> bytes:
    return struct.pack("<HHII", kind, number, 1, len(data)) + padded(data)


def number(tag: int, value: int) -> bytes:
    return struct.pack("<HHI", 3, tag, value)


def named(value: int) -> bytes:
    """A named property, which has a GUID and a name between its number and its value."""
    name = "Kategorie".encode("utf-16-le") + b"\0\0"
    return struct.pack("<HH16sII", 3, 0x8001, b"\1" * 16, 1, len(name)) + padded(name) + struct.pack("<I", value)


def properties(*parts: bytes) -> bytes:
    return struct.pack("<I", len(parts)) + b"".join(parts)


def file(name: str, data: bytes, *more: bytes) -> bytes:
    about = properties(text(0x3707, name), *more)
    parts = (attribute(2, 6, 0x9002, bytes(14)), attribute(2, 1, 0x8010, b"DATEI.DAT\0"))
    return b"".join(parts) + (attribute(2, 6, 0x800F, data) if data else b"") + attribute(2, 6, 0x9005, about)


def stream(*attributes: bytes) -> bytes:
    head = attribute(1, 8, 0x9006, struct.pack("<I", 0x10000)) + attribute(1, 6, 0x9007, struct.pack("<II", 1252, 0))
    return b"\x78\x9f\x3e\x22\x01\x00" + head + b"".join(attributes)


def whole() -> bytes:
    inner = stream(attribute(1, 1, 0x8004, b"Termin\0"), attribute(1, 2, 0x800C, "Einbau in Köln.\0".encode("cp1252")))
    rtf = struct.pack("<II4sI", len(RTF) + 12, len(RTF), b"MELA", 0) + RTF
    people = struct.pack("<I", 1) + properties(
        number(0x0C15, 1), text(0x3001, "Anna Weiß"), text(0x39FE, "a@weiss.example")
    )
    return stream(
        attribute(1, 1, 0x8004, "Unterlagen für Köln\0".encode("cp1252")),
        attribute(1, 3, 0x8005, struct.pack("<7H", 2024, 1, 2, 10, 0, 0, 2)),
        attribute(1, 6, 0x9004, people),
        attribute(1, 6, 0x9003, properties(named(7), binary(0x1009, rtf), text(0x0042, "Müller"))),
        file("Stückliste.csv", CSV),
        file("Termin", b"", binary(0x3701, b"\2" * 16 + inner, 0x0D)),
        file("Zeichnung", b"", binary(0x3701, b"\3" * 16 + b"OLE", 0x0D)),
    )


def main() -> None:
    (HERE / "winmail.dat").write_bytes(whole())
    (HERE / "abgebrochen.tnef").write_bytes(whole()[:-150])
    wrong = bytearray(whole())
    wrong[wrong.index(b"Unterlagen")] ^= 1
    (HERE / "pruefsumme.tnef").write_bytes(wrong)


if __name__ == "__main__":
    main()
