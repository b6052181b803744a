"""Writes the Paradox samples anew, byte for byte the same each time: python make.py."""

import struct
from datetime import date, datetime, time
from pathlib import Path

HERE = Path(__file__).parent
Field = tuple[str, int, int]  # name, type, size as the header has it (decimals for a BCD number)
ALPHA, DATE, SHORT, LONG, MONEY, NUMBER, LOGICAL, MEMO = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x09, 0x0C
GRAPHIC, TIME, MOMENT, COUNTER, BCD, BYTES = 0x10, 0x14, 0x15, 0x16, 0x17, 0x18
BCD_SIZE, BLOCK = 17, 1024


def width(field: Field) -> int:
    return BCD_SIZE if field[1] == BCD else field[2]


def integer(value: int | None, size: int) -> bytes:
    return bytes(size) if value is None else (value + (1 << 8 * size - 1)).to_bytes(size, "big")


def number(value: float | None) -> bytes:
    if value is None:
        return bytes(8)
    bits = int.from_bytes(struct.pack(">d", value), "big")
    return (bits ^ (1 << 63 if value >= 0 else (1 << 64) - 1)).to_bytes(8, "big")


def day(value: date | None) -> bytes:
    return integer(value.toordinal() if value else None, 4)


def clock(value: time) -> bytes:
    return integer((value.hour * 3600 + value.minute * 60 + value.second) * 1000, 4)


def moment(value: datetime) -> bytes:
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return number(float((value.toordinal() * 86400 + seconds) * 1000))


def truth(value: bool | None) -> bytes:  # noqa: FBT001 - the value itself
    return b"\0" if value is None else b"\x81" if value else b"\x80"


def bcd(text: str, decimals: int) -> bytes:
    negative = text.startswith("-")
    whole, _, part = text.lstrip("-").partition(".")
    digits = whole.rjust(32 - decimals, "0") + part.ljust(decimals, "0")
    packed = bytes(int(digits[i]) << 4 | int(digits[i + 1]) for i in range(0, 32, 2))
    if negative:
        return bytes([0x40 | decimals]) + bytes(byte ^ 0xFF for byte in packed)
    return bytes([0xC0 | decimals]) + packed


def text(value: str, size: int, encoding: str = "cp850") -> bytes:
    return value.encode(encoding)[:size].ljust(size, b"\0")


def memo(value: bytes, size: int, place: int = 0) -> bytes:
    return value[: size - 10].ljust(size - 10, b"\0") + struct.pack("<LLH", place, len(value), 1)


def table(  # noqa: PLR0913 - what a header can say
    fields: list[Field],
    rows: list[bytes],
    *,
    keys: int = 1,
    version: int = 12,
    code_page: int = 850,
    key: int = 0,
    name: str = "tabelle.db",
) -> bytes:
    """Return a table of blocks of one kilobyte. key: of the encryption, 0 for none."""
    size = sum(width(field) for field in fields)
    per_block = (BLOCK - 6) // size
    blocks = [rows[i : i + per_block] for i in range(0, len(rows), per_block)]
    long = version >= 5
    kinds = b"".join(bytes([kind, wide]) for _, kind, wide in fields)
    names = name.encode("cp850").ljust(261 if version >= 12 else 79, b"\0")
    names += b"".join(field.encode("cp850") + b"\0" for field, _, _ in fields)
    numbers = b"".join(struct.pack("<H", n) for n in range(1, len(fields) + 1))
    tail = kinds + bytes(4 + 4 * len(fields)) + names + numbers + b"DB850DE0\0"
    head = bytearray(0x78 if long else 0x58)
    struct.pack_into(
        "<HHBBLHHHH", head, 0, size, 2048, 0 if keys else 2, 1, len(rows), len(blocks), len(blocks), 1, len(blocks)
    )
    struct.pack_into("<H", head, 0x21, len(fields))
    struct.pack_into("<H", head, 0x23, keys)
    struct.pack_into("<L", head, 0x25, key and (0xFF00FF00 if long else key))
    head[0x39] = version
    if long:
        struct.pack_into("<L", head, 0x5C, key)
        struct.pack_into("<H", head, 0x6A, code_page)
    body = b""
    for i, block in enumerate(blocks, 1):
        following = i + 1 if i < len(blocks) else 0
        body += (struct.pack("<HHh", following, i - 1, (len(block) - 1) * size) + b"".join(block)).ljust(BLOCK, b"\0")
    return (bytes(head) + tail).ljust(2048, b"\0") + body


def blobs(alone: bytes, shared: bytes) -> bytes:
    """Return a memo file: head, a block with one long text at 4096, a block with several short ones at 8192."""
    head = b"\0\1".ljust(4096, b"\0")
    first = (struct.pack("<BHLH", 2, 1, len(alone), 1) + alone).ljust(4096, b"\0")
    chunks = (len(shared) + 15) // 16
    entries = struct.pack("<BBHB", 21, chunks, 1, len(shared) % 16 or 16)
    second = (bytes([3, 1, 0]).ljust(12, b"\0") + entries).ljust(21 * 16, b"\0") + shared
    return head + first + second.ljust(4096, b"\0")


KUNDEN: list[Field] = [
    ("KundenNr", COUNTER, 4),
    ("Name", ALPHA, 25),
    ("Umsatz", MONEY, 8),
    ("Rabatt", NUMBER, 8),
    ("Seit", DATE, 4),
    ("Aktiv", LOGICAL, 1),
    ("Filiale", SHORT, 2),
]
LONG_TEXT = "Schlüssel liegt beim Pförtner.\r\nNur vormittags liefern, die Zufahrt ist ab 12 Uhr gesperrt. " * 20
SHORT_TEXT = "Zahlt immer bar, möchte keine Rechnung per Post."
NOTIZEN: list[Field] = [
    ("Nr", LONG, 4),
    ("Notiz", MEMO, 20),
    ("Bild", GRAPHIC, 17),
    ("Preis", BCD, 2),
    ("Uhrzeit", TIME, 4),
    ("Angelegt", MOMENT, 8),
    ("Schlüssel", BYTES, 4),
    ("Menge", NUMBER, 8),
]


def kunde(
    number_: int, name: str, umsatz: float | None, rabatt: float | None, seit: date | None, **more: object
) -> bytes:
    aktiv = more.get("aktiv")
    parts = (
        integer(number_, 4),
        text(name, 25, str(more.get("encoding", "cp850"))),
        number(umsatz),
        number(rabatt),
        day(seit),
        truth(aktiv if isinstance(aktiv, bool) else None),
        integer(-3 if aktiv else None, 2),
    )
    return b"".join(parts)


def notiz(nr: int, note: bytes, preis: str, menge: float) -> bytes:
    when = datetime(2003, 11, 5, 14, 30, 15)  # noqa: DTZ001 - the format has no time zone
    picture = bytes(17)
    parts = (
        integer(nr, 4),
        note,
        picture,
        bcd(preis, 2),
        clock(time(7, 45)),
        moment(when),
        b"\x01\xab\0\0",
        number(menge),
    )
    return b"".join(parts)


def main() -> None:
    rows = [
        kunde(10001, "Müller & Söhne GmbH", 12345.67, 2.5, date(1998, 4, 1), aktiv=True),
        kunde(10002, "Bäckerei Groß", -0.1, None, None, aktiv=False),
        *(kunde(10100 + n, f"Kunde {n}", float(n), 0.0, date(2001, 1, 1)) for n in range(30)),
    ]
    (HERE / "kunden.db").write_bytes(table(KUNDEN, rows))
    windows = [
        kunde(1, "Jäger", 1.0, 0.0, None, encoding="cp1252"),
        kunde(2, "Köln", None, 3.0, None, encoding="cp1252"),
    ]
    (HERE / "windows.db").write_bytes(table(KUNDEN, windows, code_page=850, keys=0))
    (HERE / "dos3.db").write_bytes(table(KUNDEN, rows[:3], version=3))
    (HERE / "abgebrochen.db").write_bytes(table(KUNDEN, rows)[: 2048 + 1024 + 200])
    long, short = LONG_TEXT.encode("cp850"), SHORT_TEXT.encode("cp850")
    notes = [
        notiz(1, memo(long, 20, 4096 | 0xFF), "1234.50", 3),
        notiz(2, memo(short, 20, 8192), "-0.05", -12),
        notiz(3, memo(b"kurz", 20), "0.00", 0),
        notiz(4, memo(short, 20, 65536), "99999999.99", 1),
    ]
    (HERE / "notizen.db").write_bytes(table(NOTIZEN, notes))
    (HERE / "Notizen.MB").write_bytes(blobs(long, short))
    (HERE / "ohne_memo.db").write_bytes(table(NOTIZEN, notes[:1]))


if __name__ == "__main__":
    main()
