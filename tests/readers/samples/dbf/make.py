"""Writes the dBase samples anew, byte for byte the same each time: python make.py."""

import struct
from pathlib import Path

HERE = Path(__file__).parent
Field = tuple[str, str, int, int]


def dbf(fields: list[Field], rows: list[bytes], *, version: int = 0x03, driver: int = 0, records: int = -1) -> bytes:
    """Return a dBase file. rows: raw records with their deletion mark. records: what the header claims."""
    length = 1 + sum(size for _, _, size, _ in fields)
    start = 32 + 32 * len(fields) + 1
    count = len(rows) if records < 0 else records
    head = struct.pack("<4BLHH17xB2x", version, 124, 3, 15, count, start, length, driver)
    described = b"".join(struct.pack("<11sc4xBB14x", n.encode(), t.encode(), size, dec) for n, t, size, dec in fields)
    return head + described + b"\r" + b"".join(rows) + b"\x1a"


def row(*cells: str, mark: str = " ", encoding: str = "cp850") -> bytes:
    return (mark + "".join(cells)).encode(encoding)


KUNDEN: list[Field] = [
    ("KUNDENNR", "N", 5, 0),
    ("NAME", "C", 20, 0),
    ("UMSATZ", "N", 10, 2),
    ("SEIT", "D", 8, 0),
    ("AKTIV", "L", 1, 0),
]


def kunde(number: str, name: str, umsatz: str, seit: str, aktiv: str, *, mark: str = " ") -> bytes:
    return row(f"{number:>5}", f"{name:<20}", f"{umsatz:>10}", f"{seit:<8}", aktiv, mark=mark)


def main() -> None:
    rows = [
        kunde("10001", "Müller & Söhne GmbH", "12345.67", "19980401", "T"),
        kunde("10002", "Bäckerei Groß", "0.10", "", "F"),
        kunde("10003", "gelöscht", "1.00", "20010101", "T", mark="*"),
        kunde("10004", "Übermaß KG", "**********", "20230230", "J"),
        kunde("", "Löwen-Apotheke", "", "00000000", "?"),
    ]
    (HERE / "KUNDEN.DBF").write_bytes(dbf(KUNDEN, rows))
    (HERE / "abgebrochen.dbf").write_bytes(dbf(KUNDEN, rows[:2], driver=2, records=7)[:-12])
    memo = [("NR", "N", 3, 0), ("TEXT", "M", 10, 0), ("NR", "C", 4, 0)]
    (HERE / "notizen.dbf").write_bytes(
        dbf([*memo], [row("  1", "         1", "A   "), row("  2", " " * 10, "B   ")], version=0x83, driver=1)
    )
    text = "Schlüssel liegt beim Pförtner.\r\nNur vormittags.".encode("cp437")
    (HERE / "NOTIZEN.DBT").write_bytes(struct.pack("<L508x", 2) + (text + b"\x1a\x1a").ljust(512, b"\0"))
    (HERE / "artikel_ohne_memo.dbf").write_bytes(dbf(memo[:2], [row("  7", "         3")], version=0x83, driver=2))


if __name__ == "__main__":
    main()
