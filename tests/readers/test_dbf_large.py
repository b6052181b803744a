"""Large dBase files: the quick way gives the same table as the ordinary one."""

import struct
from pathlib import Path

import duckdb
import pytest

from hanse.readers import bulk, dbf
from hanse.readers.item import Item
from hanse.records import Place, Reading
from hanse.store import bulkparts

FIELDS = (("NR", "N", 6, 0), ("NAME", "C", 12, 0), ("AM", "D", 8, 0), ("BETRAG", "N", 10, 2), ("OFFEN", "L", 1, 0))
ROWS = tuple(
    f"{n:6}{f'Müller {n}':12}{f'202501{n % 28 + 1:02}' if n % 5 else '        '}{n / 4:10.2f}{'TF? '[n % 4]}"
    for n in range(300)
)


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hanse.readers.bulk.writing.LARGE", 100)


def dbase(path: Path, rows: tuple[str, ...], *, stated: int | None = None, end: bytes = b"\x1a") -> Path:
    length = 1 + sum(f[2] for f in FIELDS)
    head = struct.pack(
        "<BBBBLHH20x", 3, 124, 1, 1, len(rows) if stated is None else stated, 33 + 32 * len(FIELDS), length
    )
    fields = b"".join(struct.pack("<11sc4xBB14x", n.encode(), k.encode(), w, d) for n, k, w, d in FIELDS)
    marked = ("*" + row if number % 7 == 3 else " " + row for number, row in enumerate(rows))
    path.write_bytes(head + fields + b"\r" + "".join(marked).encode("cp850") + end)
    return path


def quickly(tmp_path: Path, path: Path) -> tuple[Reading, list[tuple[object, ...]]]:
    item = Item.at(path)
    item.spool = tmp_path
    reading = dbf.read(item)
    found = reading.tables[0].bulk
    assert found, "read in the ordinary way"
    with duckdb.connect() as db:
        return reading, db.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / found.file)]).fetchall()


def test_the_quick_way_gives_the_same_table_places_and_counts(tmp_path: Path) -> None:
    path = dbase(tmp_path / "KUNDEN.DBF", ROWS)
    plain = dbf.read(Item.at(path))
    quick, rows = quickly(tmp_path, path)
    table, found = plain.tables[0], quick.tables[0].bulk
    assert found
    assert rows == list(table.rows)
    assert quick.tables[0].columns == table.columns
    assert (quick.counts, quick.checks, quick.findings) == (plain.counts, plain.checks, plain.findings)
    assert [bulkparts.place(found, "KUNDEN", n) for n in range(len(rows))] == list(table.places)
    assert table.places[3] == Place(table="KUNDEN", record=5)  # behind a deleted one


def test_a_file_that_breaks_off_says_how_many_records_are_missing(tmp_path: Path) -> None:
    path = dbase(tmp_path / "KUNDEN.DBF", ROWS, stated=400, end=b"")
    quick, rows = quickly(tmp_path, path)
    assert (quick.counts.in_, quick.counts.out) == (400, len(rows))
    assert quick.checks[0].held is False


def test_a_value_that_is_no_number_keeps_its_field_as_text(tmp_path: Path) -> None:
    odd = ROWS[0][:26] + "    ca. 5 " + ROWS[0][36:]
    quick, rows = quickly(tmp_path, dbase(tmp_path / "KUNDEN.DBF", (*ROWS, odd)))
    assert (quick.tables[0].columns[3].type, rows[-1][3]) == ("text", "ca. 5")
    assert [f.code for f in quick.findings if f.severity == "warning"][-1:] == ["dbf.kept"]


def test_a_line_end_in_a_field_is_read_in_the_ordinary_way(tmp_path: Path) -> None:
    path = dbase(tmp_path / "KUNDEN.DBF", (*ROWS, ROWS[0].replace("Müller", "Mül\ner")))
    item = Item.at(path)
    item.spool = tmp_path
    assert bulk.is_large(item)
    assert dbf.read(item).tables[0].bulk is None
