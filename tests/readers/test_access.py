"""Access databases against what a second engine and the tests of Jackcess state; skipped by name where missing."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.errors import Unreadable
from hanse.readers import access
from hanse.readers.access import tools
from hanse.readers.access.header import header
from hanse.readers.access.queries import Query
from hanse.readers.item import Item
from hanse.records import Foreign, Reading, Table

SAMPLES = Path(__file__).parents[3] / "shared/samples/access/jackcess"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared/samples/access/jackcess")
needs_mdbtools = pytest.mark.skipif(bool(tools.missing()), reason="needs the Debian package mdbtools")


def _stated() -> dict[str, Any]:
    path = SAMPLES / "expected.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))["second_engine"]) if path.exists() else {}


def _read(name: str) -> Reading:
    return access.read(Item.at(SAMPLES / name))


def _table(name: str, table: str) -> Table:
    return next(t for t in _read(name).tables if t.name == table)


@needs_samples
@needs_mdbtools
@pytest.mark.parametrize("name", sorted(_stated()))
def test_tables_rows_and_columns_are_those_of_a_second_engine(name: str) -> None:
    stated = _stated()[name]["tables"]
    reading = _read(name)
    assert {t.name for t in reading.tables if "_" not in t.name or t.name in stated} == {
        t for t in stated if not t.startswith("MSys")
    }
    left_out = " ".join(f.message.de for f in reading.findings if f.code in {"access.binary", "access.calculated"})
    for table in reading.tables:
        if table.name in stated:
            assert len(table.rows) == stated[table.name]["rows"], table.name
            missing = [c for c in stated[table.name]["columns"] if c not in {c.name for c in table.columns}]
            assert all(column in left_out for column in missing), missing
    assert reading.counts.in_ == reading.counts.out + reading.counts.rejected


@needs_samples
@needs_mdbtools
@pytest.mark.parametrize("name", ["V1997/overflowV1997.mdb", "V2000/overflowV2000.mdb", "V2007/overflowV2007.accdb"])
def test_rows_that_were_moved_to_another_page_are_read(name: str) -> None:
    rows = _table(name, "Table1").rows
    assert len(rows) == 7
    filled = [[cell for cell in row if cell] for row in rows]
    assert ["row3col3", "row3col9"] in filled
    assert ["row5col2"] in filled


@needs_samples
@needs_mdbtools
def test_calculated_fields_are_named_and_not_guessed() -> None:
    reading = _read("V2010/calcFieldV2010.accdb")
    (finding,) = [f for f in reading.findings if f.code == "access.calculated"]
    assert "MonthlySalary = [Salary]/12" in finding.message.de
    assert reading.tables[0].rows[1] == (2, "Bart", "Simpson", "Springfield", Decimal(-1), Decimal("-36.2222"))
    assert [f.code for f in reading.findings if f.severity == "warning"] == ["access.calculated", "access.rows"]


@needs_samples
@needs_mdbtools
def test_a_linked_table_says_where_its_rows_lie() -> None:
    findings = [f for f in _read("V2007/linkedV2007.accdb").findings if f.code == "access.linked"]
    assert [f.raw for f in findings] == ["Z:\\jackcess_test\\linkeeTest.accdb"]


@needs_samples
@needs_mdbtools
def test_attachments_and_several_values_lead_back_to_their_row() -> None:
    reading = _read("V2007/complexDataV2007.accdb")
    assert next((i.name, i.data[:11]) for i in reading.inside) == ("1:test_data.txt", b"this is som")
    values = next(t for t in reading.tables if t.name == "Table1_multi-value-data")
    assert values.foreign == (Foreign(("_multi-value-data",), "Table1", ("multi-value-data",)),)
    assert [row[2] for row in values.rows if row[0] == 3] == ["value1", "value2", "value3", "value4"]


@needs_samples
@needs_mdbtools
@pytest.mark.parametrize("name", ["V1997/queryV1997.mdb", "V2007/queryV2007.accdb"])
def test_saved_queries_have_their_sql(name: str) -> None:
    texts = {document.title: document.blocks[0].text for document in _read(name).documents}
    assert len(texts) == 9
    assert texts["MakeTableQuery"].splitlines()[1:3] == [
        "INTO Table4",
        "FROM (Table2 INNER JOIN Table1 ON Table2.col1 = Table1.col2) RIGHT JOIN Table3 ON Table1.col2 = Table3.col3",
    ]
    assert texts["CrosstabQuery"].endswith("PIVOT [Table1].[col1]")
    assert texts["UpdateQuery"].startswith('PARAMETERS [User Name];\nUPDATE Table1\nSET Table1.col1 = "foo"')
    assert "\nUNION ALL\n" in texts["UnionQuery"]


@needs_samples
@needs_mdbtools
def test_keys_and_types_come_from_the_file() -> None:
    table = _table("V2007/common1V2007.accdb", "Table1")
    assert table.keys == ("A",)
    assert [c.type for c in table.columns[2:]] == [
        *("integer", "integer", "integer", "decimal", "date", "decimal", "boolean")
    ]
    assert _read("V2003/unicodeCompV2003.mdb").tables[0].rows[1][1] == "ääkkösiä"


@needs_samples
def test_no_sample_has_a_password_and_a_key_makes_an_accdb_unreadable() -> None:
    for path in [*SAMPLES.glob("V*/*.*db"), SAMPLES / "adox_jet4.mdb"]:
        found = header(path.read_bytes()[:8192])
        assert found is not None
        assert not found.password, path.name
        assert not found.enciphered, path.name
    data = bytearray((SAMPLES / "V2007/delV2007.accdb").read_bytes())
    data[0x3E] ^= 0x55
    with pytest.raises(Unreadable, match="encrypted"):
        access.read(Item.of("lager.accdb", bytes(data)))


@needs_samples
@needs_mdbtools
def test_a_password_of_jet_is_told_and_the_data_read() -> None:
    data = bytearray((SAMPLES / "V2000/delV2000.mdb").read_bytes())
    data[0x42] ^= ord("g")
    reading = access.read(Item.of("lager.mdb", bytes(data)))
    assert [f.code for f in reading.findings] == ["access.password"]
    assert len(reading.tables[0].rows) == 2


@needs_samples
def test_a_missing_program_is_told_with_the_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    (_, finding) = _read("V2000/delV2000.mdb").findings
    assert "apt install mdbtools" in finding.message.de


@needs_samples
@needs_mdbtools
def test_a_database_cut_in_half_says_so_and_loses_no_count() -> None:
    data = (SAMPLES / "V2007/common1V2007.accdb").read_bytes()
    try:
        reading = access.read(Item.of("halb.accdb", data[: len(data) // 2]))
    except Unreadable as error:
        assert "beschädigt" in error.message.de  # noqa: PT017 - either way it must say so
        return
    assert any(f.severity != "info" for f in reading.findings)
    assert reading.counts.in_ == reading.counts.out + reading.counts.rejected


def test_a_query_of_an_unknown_kind_is_empty() -> None:
    assert Query([{"Attribute": "1", "Flag": "77"}]).sql() == ""
