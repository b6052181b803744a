"""Large data files of a GDPdU package: the quick way gives the same table as the ordinary one."""

from pathlib import Path

import duckdb
import pytest

from hanse.config import Config
from hanse.flow import learn, place
from hanse.flow.house import House
from hanse.readers import bulk, gdpdu
from hanse.readers.item import Item
from hanse.records import Counts, Reading
from hanse.store import accounts, tableparts

INDEX = """<?xml version="1.0" encoding="utf-8"?><DataSet><Version>1.0</Version><Media><Name>1</Name><Table>
<URL>buch.csv</URL><Name>Buchungen</Name><ANSI/>{range}<VariableLength>
<VariablePrimaryKey><Name>Nr</Name><Numeric/></VariablePrimaryKey>
<VariableColumn><Name>Datum</Name><Date/></VariableColumn>
<VariableColumn><Name>Konto</Name><AlphaNumeric/></VariableColumn>
<VariableColumn><Name>Betrag</Name><Numeric><Accuracy>2</Accuracy></Numeric></VariableColumn>
</VariableLength></Table></Media></DataSet>"""
LINES = [f'{n};{n % 28 + 1:02}.03.2025;"0{n % 7}";{n},{n % 100:02}' for n in range(1, 400)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("hanse.readers.bulk.writing.LARGE", 100)
    monkeypatch.setattr("hanse.readers.gdpdu.large.HEAD", 2000)
    made = tmp_path / "export"
    made.mkdir()
    (tmp_path / "spool").mkdir()
    return made


def package(folder: Path, lines: list[str], range_: str = "") -> Path:
    (folder / "index.xml").write_text(INDEX.replace("{range}", range_), encoding="utf-8")
    file = folder / "buch.csv"
    file.write_bytes("".join(f"{line}\r\n" for line in lines).encode("cp1252"))
    return file


def both(folder: Path, file: Path) -> tuple[Reading, Reading, list[tuple[object, ...]]]:
    plain = gdpdu.read(Item.at(file))
    item = Item.at(file)
    item.spool = folder.parent / "spool"
    assert bulk.is_large(item)
    quick = gdpdu.read(item)
    found = quick.tables[0].bulk
    assert found, "read in the ordinary way"
    with duckdb.connect() as db:
        rows = db.execute("SELECT * FROM read_parquet(?)", [str(item.spool / found.file)]).fetchall()
    return plain, quick, rows


@pytest.mark.parametrize("header", [False, True])
def test_the_quick_way_gives_the_same_table(folder: Path, header: bool) -> None:  # noqa: FBT001 - a parameter
    lines = ["Nr;Datum;Konto;Betrag", *LINES] if header else LINES
    plain, quick, rows = both(folder, package(folder, lines, "<Range><From>2</From></Range>" if header else ""))
    table = plain.tables[0]
    assert rows == list(table.rows)
    assert (quick.tables[0].columns, quick.tables[0].keys, quick.counts) == (table.columns, table.keys, plain.counts)
    found = quick.tables[0].bulk
    assert found
    assert (found.first_record, found.first_line) == (table.places[0].record, table.places[0].line)


def test_records_that_do_not_fit_are_told_with_their_text(folder: Path) -> None:
    lines = [*LINES, "400;01.01.2025;zu;viel;1,00", "401;01.01.2025"]
    plain, quick, rows = both(folder, package(folder, lines))
    assert len(rows) == len(LINES)
    told = [(f.raw, f.place.record) for f in quick.findings if f.code == "gdpdu.rejected"]
    assert told == [("400;01.01.2025;zu;viel;1,00", 400), ("401;01.01.2025", 401)]
    assert quick.counts == Counts(plain.counts.in_, 399, 2)  # the ordinary way mends the first, and tells that


def test_a_column_with_a_value_that_is_no_number_stays_text(folder: Path) -> None:
    _, quick, rows = both(folder, package(folder, [*LINES, "400;01.01.2025;01;offen"]))
    assert quick.tables[0].columns[3].type == "text"
    assert rows[-1][3] == "offen"
    assert any(f.code == "gdpdu.not_a_value" for f in quick.findings)


def test_a_large_package_is_learned_and_each_record_leads_to_its_place(folder: Path, tmp_path: Path) -> None:
    file = package(folder, [*LINES, *(f"{n};01.01.2026;01;1,00" for n in range(400, 120_000)), "x;y"])
    file.write_bytes(file.read_bytes() * 4)  # over the limit that reader children know
    with House(Config(tmp_path / "home", today="2026-11-20", readers=1)) as house:
        owner = accounts.owner(house.store)
        learn.link(house, folder, account=owner)
        list(learn.sync(house))
        table = next(t for t in tableparts.logical_tables(house.store) if t.name == "buchungen")
        assert table.rows == 4 * 119_999
        part = house.store.rows("SELECT id FROM table_parts WHERE bulk IS NOT NULL")[0][0]
        origin, where = tableparts.place_of(house.store, part, 119_999)
        assert (where.record, where.line) == (120_001, 120_001)  # behind the record that was left out
        shown = place.show(house, origin, where, account=owner).grid
        assert shown
        (marked,) = [row for row in shown.rows if row.marked]
        assert (marked.place, marked.cells) == (where, (1, "2025-03-02", "01", "1.01"))


def test_windows_letters_that_happen_to_be_utf8_stay_what_they_are(folder: Path) -> None:
    plain = gdpdu.read(Item.at(package(folder, ["1;01.01.2025;Ä§;1,00"])))
    assert plain.tables[0].rows[0][2] == "Ä§"
    assert not any(finding.code == "gdpdu.encoding" for finding in plain.findings)
