"""Write the samples of copied tables: a whole one, a damaged one, and one that only tells of its source."""

from pathlib import Path

from hanse.records import Check, Column, Finding, Foreign, Table
from hanse.store import tablecopy
from hanse.store.tablecopy import Foot, Row
from hanse.words import Words

HERE = Path(__file__).parent
COLUMNS = (
    Column("nr", "Belegnummer", "integer", about="Belegnummer"),
    Column("kdnr", "kdnr", "text"),
    Column("betrag", "betrag", "decimal"),
    Column("tag", "tag", "date"),
    Column("gebucht", "gebucht", "datetime"),
    Column("um", "um", "time"),
    Column("bezahlt", "bezahlt", "boolean"),
)
TABLE = Table(
    "belege", "Ausgangsrechnungen", COLUMNS, (), (), keys=("nr",), about="Ausgangsrechnungen",
    foreign=(Foreign(("kdnr",), "kunden", ("kdnr",)),),
)  # fmt: skip
ROWS: list[Row] = [
    (1, "00017", "1190.00", "2026-01-02", "2026-01-02 10:11:12", "08:30:00", True),
    ("2", "00018", "-0.10", "2026-02-30", "2026-01-02T10:11:12.5", None, "f"),
    (3, "MÃ¼ller", "NaN", "infinity", None, "25:00", 0),
]


def main() -> None:
    check = Check("database.rows", Words("belege: Zeilen", "belege: rows"), held=True, expected="3", found="3")
    note = Finding("database.binary", "info", Words("belege: scan ist binär.", "belege: scan is binary."))
    for _ in tablecopy.write(HERE, "belege", TABLE, ROWS, lambda _: Foot(0, (note,), (check,))):
        pass
    lines = (HERE / "belege.dbtable").read_bytes().splitlines(keepends=True)
    (HERE / "beschaedigt.dbtable").write_bytes(b"".join([lines[0], lines[1][:20] + b"\n", *lines[2:3], b"[1]\n"]))
    for _ in tablecopy.write(HERE, "quelle", Table("_source", "", (), (), ()), (), lambda _: Foot(0, (note,))):
        pass


if __name__ == "__main__":
    main()
