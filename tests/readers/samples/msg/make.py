"""Writes the Outlook messages anew, byte for byte the same each time: python make.py."""

import struct
from pathlib import Path

from hanse.readers.msg.written import Node, file

HERE = Path(__file__).parent
PDF = b"%PDF-1.4\n% Angebot\n"
TEXT = (
    "Sehr geehrte Frau Weiß,\r\n\r\nanbei unser Angebot über 12 Türen, gültig bis 30.04.2024.\r\n\r\nJürgen Müller\r\n"
)
RTF_HTML = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\fonttbl{\f0\fswiss Arial;}{\f1\fcharset238 Arial CE;}}"
    rb"{\*\htmltag19 <html>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Gr\'fc\'dfe nach {\f1 \'a3\'f3d\'9f}, 5 \u8364?"
    rb"{\*\htmltag84 &nbsp;}netto\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}"
    rb"{\*\htmltag64 <p>}Liefertermin\'3a 2. April{\*\htmltag72 </p>}{\*\htmltag27 </html>}}"
)
WHEN = 133548775640000000  # 2024-03-14 08:12:44 UTC in units of 100 ns since 1601

BIRTHDAY = 118080252000000000  # 1975-03-08 23:00 UTC: midnight of the 9th in Germany


def lzfu(rtf: bytes) -> bytes:
    """Compress in the plainest way: only literals."""
    body = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body


def storage(name: str, *nodes: Node) -> Node:
    return Node(name, None, nodes)


def text(number: int, value: str, codepage: str = "") -> Node:
    kind, data = ("001E", value.encode(codepage)) if codepage else ("001F", value.encode("utf-16-le"))
    return Node(f"__substg1.0_{number:04X}{kind}", data)


def binary(number: int, data: bytes) -> Node:
    return Node(f"__substg1.0_{number:04X}0102", data)


def short(skip: int, **values: int) -> Node:
    """Short values as p3FFD_0003=1252: number and type in the name."""
    rows = b"".join(
        struct.pack("<HHIQ", int(name[6:], 16), int(name[1:5], 16), 6, value) for name, value in values.items()
    )
    return Node("__properties_version1.0", bytes(skip) + rows)


def person(number: int, name: str, mail: str, role: int) -> Node:
    parts = (text(0x3001, name), text(0x39FE, mail), short(8, p0C15_0003=role))
    return storage(f"__recip_version1.0_#{number:08X}", *parts)


def attachment(number: int, name: str, data: bytes, *more: Node) -> Node:
    parts = (text(0x3707, name), binary(0x3701, data), short(8, p3705_0003=1), *more)
    return storage(f"__attach_version1.0_#{number:08X}", *parts)


def names(of: str, *numbers: int) -> Node:
    """The table of named properties: the first one is number 0x8000 in this file."""
    guids = bytes.fromhex(f"{of}00000000c000000000000046")
    entries = b"".join(struct.pack("<IHH", name, 3 << 1, at) for at, name in enumerate(numbers))
    return storage("__nameid_version1.0", Node("__substg1.0_00020102", guids), Node("__substg1.0_00030102", entries))


def message(*nodes: Node, named: Node | None = None) -> bytes:
    return file(storage("Root Entry", named or storage("__nameid_version1.0"), *nodes))


def contact() -> bytes:
    return message(
        text(0x001A, "IPM.Contact"), text(0x0037, "Weiß, Anna"), text(0x3A06, "Anna"), text(0x3A11, "Weiß"),
        text(0x3001, "Anna Weiß"), text(0x3A16, "Tischlerei Weiß GmbH"), text(0x3A08, "+49 221 4711-0"),
        text(0x3A1C, "0171 2345678"), text(0x1000, "Rahmenvertrag bis 2026."), text(0x8000, "a.weiss@weiss.example"),
        text(0x8001, "Lindenstraße 12"), text(0x8002, "50674"), text(0x8003, "Köln"),
        short(32, p3A42_0040=BIRTHDAY),
        named=names("04200600", 0x8083, 0x8045, 0x8048, 0x8046),
    )  # fmt: skip


def appointment() -> bytes:
    zone = "W. Europe Standard Time"
    definition = struct.pack("<BBHHH", 2, 1, 6 + 2 * len(zone), 2, len(zone)) + zone.encode("utf-16-le")
    return message(
        text(0x001A, "IPM.Appointment"), text(0x0037, "Einbau Türen"), text(0x0042, "Anna Weiß"),
        text(0x8002, "Lindenstraße 12, Köln"), binary(0x8003, definition),
        short(32, p8000_0040=WHEN, p8001_0040=WHEN + 36_000_000_000),
        named=names("02200600", 0x820D, 0x820E, 0x8208, 0x825E),
    )  # fmt: skip


def task() -> bytes:
    half = struct.unpack("<Q", struct.pack("<d", 0.5))[0]
    evening = WHEN - WHEN % 864_000_000_000 + 23 * 36_000_000_000  # midnight in Germany, in winter
    return message(
        text(0x001A, "IPM.Task"), text(0x0037, "Angebot nachfassen"),
        short(32, p8000_0040=evening, p8001_0005=half, p8002_0003=1), named=names("03200600", 0x8105, 0x8102, 0x8101),
    )  # fmt: skip


def offer() -> bytes:
    inner = storage(
        "__substg1.0_3701000D", text(0x0037, "Termin"), text(0x1000, "Einbau ab 2. April."),
        text(0x0042, "Bauleitung"), text(0x5D02, "bl@mueller-bau.example"), short(24, p0039_0040=WHEN),
    )  # fmt: skip
    return message(
        text(0x001A, "IPM.Note"), text(0x0037, "Angebot Türen für Bauvorhaben 2024/17"), text(0x1000, TEXT),
        text(0x0042, "Jürgen Müller"), text(0x5D02, "einkauf@mueller-bau.example"),
        text(0x007D, "Received: from x\r\nDate: Thu, 14 Mar 2024 09:12:44 +0100\r\nSubject: x\r\n"),
        person(0, "Anna Weiß", "info@weiss.example", 1), person(1, "Vertrieb", "vertrieb@weiss.example", 1),
        person(2, "Büro", "buero@mueller-bau.example", 2),
        attachment(0, "Angebot 2024-17.pdf", PDF * 300),
        attachment(1, "logo.png", b"\x89PNG\r\n", text(0x370E, "image/png"), text(0x3712, "logo@x")),
        storage("__attach_version1.0_#00000002", text(0x3001, "Termin"), short(8, p3705_0003=5), inner),
        short(32, p0039_0040=WHEN, p340D_0003=0x40000),
    )  # fmt: skip


def rtf_only() -> bytes:
    """An 8-bit message of an old Outlook: texts in the code page of its locale, the body only as RTF."""
    return message(
        text(0x0037, "Grüße", "cp1252"), binary(0x1009, lzfu(RTF_HTML)), text(0x0C1A, "Kraków Okna", "cp1252"),
        text(0x0C1F, "/O=FIRMA/CN=RECIPIENTS/CN=OKNA", "cp1252"), text(0x0E04, "Weiß, Anna", "cp1252"),
        short(32, p3FF1_0003=1031, p0E06_0040=WHEN),
    )  # fmt: skip


def circle(data: bytes) -> bytes:
    """Let the second sector of the PDF lead to itself."""
    table = struct.unpack_from("<I", data, 76)[0]
    sector = data.index(PDF) // 512
    at = (table + 1) * 512 + sector * 4
    return data[:at] + struct.pack("<I", sector) + data[at + 4 :]


def main() -> None:
    (HERE / "angebot.msg").write_bytes(offer())
    (HERE / "nur_rtf.msg").write_bytes(rtf_only())
    (HERE / "kontakt.msg").write_bytes(contact())
    (HERE / "termin.msg").write_bytes(appointment())
    (HERE / "aufgabe.msg").write_bytes(task())
    (HERE / "beschaedigt.msg").write_bytes(circle(offer()))


if __name__ == "__main__":
    main()
