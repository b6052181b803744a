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


def dbase7(fields: list[Field], rows: list[bytes], *, name: str = "DB850DE0", version: int = 0x04) -> bytes:
    """Return a dBase 7 file: long header, fields of 48 bytes with long names."""
    length = 1 + sum(size for _, _, size, _ in fields)
    start = 68 + 48 * len(fields) + 1
    head = struct.pack("<4BLHH20x32s4x", version, 103, 3, 15, len(rows), start, length, name.encode())
    described = b"".join(struct.pack("<32scBB13x", n.encode("cp850"), t.encode(), s, d) for n, t, s, d in fields)
    return head + described + b"\r" + b"".join(rows) + b"\x1a"


def dbase2(fields: list[Field], rows: list[bytes]) -> bytes:
    """Return a dBase II file: 8 bytes, 32 places of 16 bytes for fields."""
    length = 1 + sum(size for _, _, size, _ in fields)
    head = struct.pack("<BH3BH", 0x02, len(rows), 3, 15, 85, length)
    described = b"".join(struct.pack("<11scB2xB", n.encode(), t.encode(), s, d) for n, t, s, d in fields)
    return (head + described + b"\r").ljust(521, b"\0") + b"".join(rows) + b"\x1a"


def sortable(value: float) -> bytes:
    """Return a double as dBase 7 keeps it: the highest byte first, so that bytes sort as numbers do."""
    bits = int.from_bytes(struct.pack(">d", value), "big")
    return (bits ^ (1 << 63 if value >= 0 else (1 << 64) - 1)).to_bytes(8, "big")


def whole(value: int) -> bytes:
    return (value + (1 << 31)).to_bytes(4, "big")


def properties(**told: str) -> bytes:
    """Return properties of a FoxPro database: length, length of the number, number, value."""
    numbers = {"path": 1, "comment": 7, "own": 13, "parent": 18, "there": 19, "primary": 20, "caption": 56}
    values = [(numbers[name], value.encode("cp1252") + b"\0") for name, value in told.items()]
    return b"".join(struct.pack("<LHB", 7 + len(value), 1, number) + value for number, value in values)


def foxpro(fields: list[Field], rows: list[bytes], *, database: str = "", nullable: tuple[int, ...] = ()) -> bytes:
    """Return a Visual FoxPro file with its way to a database; nullable: fields that may be empty."""
    length = 1 + sum(size for _, _, size, _ in fields)
    start = 32 + 32 * len(fields) + 1 + 263
    head = struct.pack("<4BLHH17xB2x", 0x31, 103, 3, 15, len(rows), start, length, 0x03)
    described = bytearray()
    for i, (name, kind, size, decimals) in enumerate(fields):
        flags = 2 * (i in nullable) | 0x0C * (name == "NR")
        described += struct.pack("<11sc4xBBB13x", name.encode(), kind.encode(), size, decimals, flags)
    return head + bytes(described) + b"\r" + database.encode().ljust(263, b"\0") + b"".join(rows) + b"\x1a"


DATABASE: list[Field] = [
    ("OBJECTID", "I", 4, 0),
    ("PARENTID", "I", 4, 0),
    ("OBJECTTYPE", "C", 10, 0),
    ("OBJECTNAME", "C", 40, 0),
    ("PROPERTY", "M", 4, 0),
]


def container(objects: list[tuple[int, int, str, str, bytes]]) -> tuple[bytes, bytes]:
    """Return a FoxPro database and its memo file; objects: (number, parent, kind, name, properties)."""
    memos, rows = b"", []
    for number, parent, kind, name, told in objects:
        block = 8 + len(memos) // 64 if told else 0
        rows.append(
            struct.pack("<cLL10s40sL", b" ", number, parent, kind.ljust(10).encode(), name.ljust(40).encode(), block)
        )
        if told:
            memo = struct.pack(">LL", 1, len(told)) + told
            memos += memo.ljust(-(-len(memo) // 64) * 64, b"\0")
    return foxpro(DATABASE, rows), struct.pack(">LHH504x", 0, 0, 64) + memos


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
    when = struct.pack(">d", (733000 * 86400 + 3723) * 1000.0)
    seven: list[Field] = [
        ("Auftragsnummer", "+", 4, 0),
        ("Empfänger der Lieferung", "C", 20, 0),
        ("Stückzahl", "I", 4, 0),
        ("Gewicht in kg", "O", 8, 0),
        ("Erfaßt am", "@", 8, 0),
        ("Preis", "N", 10, 2),
    ]
    (HERE / "dbase7.dbf").write_bytes(
        dbase7(
            seven,
            [
                b" "
                + whole(1)
                + "Müller".ljust(20).encode("cp850")
                + whole(-5)
                + sortable(-0.125)
                + when
                + b"     12.50",
                b" "
                + whole(2)
                + "Käse-Groß".ljust(20).encode("cp850")
                + bytes(4)
                + sortable(1e6)
                + bytes(8)
                + b" " * 10,
            ],
        )
    )
    (HERE / "dbase2.dbf").write_bytes(
        dbase2(
            [("NAME", "C", 10, 0), ("MENGE", "N", 5, 1)],
            [row("Öl        ", "  1.5"), row("Fett      ", "   20", mark="*")],
        )
    )
    fox: list[Field] = [
        *(("NR", "I", 4, 0), ("KUNDENBEZE", "V", 12, 0), ("SCHLUESSEL", "Q", 4, 0), ("UMSATZ", "Y", 8, 4)),
        *(("FAKTOR", "B", 8, 3), ("ANGELEGT", "T", 8, 0), ("_NullFlags", "0", 1, 0)),
    ]
    stamp = struct.pack("<LL", 2453083, 45_015_000)
    live = struct.pack(
        "<cl12s4sqd8sB", b" ", 1, b"Jaeger\0\0\0\0\0\x06", b"\x01\xff\0\x02", 1234500, 0.1, stamp, 0b0101
    )
    null = struct.pack(
        "<cl12s4sqd8sB", b" ", 2, "Größe & Söhne".encode("cp1252")[:12], b"abcd", -1, 2.5, bytes(8), 0b11000
    )
    (HERE / "foxpro.dbf").write_bytes(foxpro(fox, [live, null], database="firma.dbc", nullable=(1, 3, 4)))
    data, memos = container(
        [
            (1, 1, "Database", "Database", b""),
            (
                2,
                1,
                "Table",
                "kundenstamm",
                properties(path="foxpro.dbf", comment="Kunden seit 1999", primary="kundennummer"),
            ),
            (3, 2, "Field", "kundennummer", properties(caption="Kundennummer")),
            (4, 2, "Field", "kundenbezeichnung", properties(comment="wie auf der Rechnung")),
            *(
                (n, 2, "Field", name, b"")
                for n, name in enumerate(("schluessel", "jahresumsatz", "faktor", "angelegt_am"), 5)
            ),
            (9, 2, "Relation", "Relation 1", properties(own="schluessel", parent="gruppen", there="schluessel")),
        ]
    )
    (HERE / "firma.dbc").write_bytes(data)
    (HERE / "firma.dct").write_bytes(memos)


if __name__ == "__main__":
    main()
