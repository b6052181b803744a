"""dBase files against what other programs read in them, and against damage."""

import re
import runpy
import struct
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.errors import Unreadable
from hanse.readers import dbf
from hanse.readers.dbf.letters import drivers
from hanse.readers.item import Item
from hanse.records import Cell, Foreign, Place, Reading

HERE = Path(__file__).parent
INFUSED = HERE.parents[2] / "shared/samples/dbf/infused-dbf"
make: dict[str, Any] = runpy.run_path(str(HERE / "samples/dbf/make.py"))
NAME = [("NAME", "C", 12, 0)]
needs_infused = pytest.mark.skipif(not INFUSED.exists(), reason="needs ../shared/samples/dbf/infused-dbf")


def _read(data: bytes, name: str = "X.DBF") -> Reading:
    return dbf.read(Item.of(name, data))


def _codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def _column(fields: list[tuple[str, str, int, int]], *raw: bytes, version: int = 0x03) -> list[Cell]:
    reading = _read(make["dbf"](fields, [b" " + cell for cell in raw], version=version))
    return [row[0] for row in reading.tables[0].rows]


@needs_infused
@pytest.mark.parametrize("stem", ["cp1251", "dbase_02", "dbase_03", "dbase_30", "dbase_31", "dbase_83"])
def test_records_and_fields_are_those_that_another_program_finds(stem: str) -> None:
    summary = (INFUSED / f"{stem}_summary.txt").read_text(encoding="utf-8")
    expected = re.search(r"Records: (\d+)", summary)
    names = re.findall(r"^(\S+) +[A-Z] +\d+ +\d+", summary, re.MULTILINE)
    (table,) = dbf.read(Item.at(INFUSED / f"{stem}.dbf")).tables
    assert expected
    assert len(table.rows) == int(expected[1])
    assert [re.sub("_2$", "", column.name) for column in table.columns] == names


@needs_infused
@pytest.mark.parametrize(
    ("yml", "stem", "index"),
    [
        ("dbase_83_record_0", "dbase_83", 0),
        ("dbase_83_record_9", "dbase_83", 9),
        ("dbase_83_missing_memo_record_0", "dbase_83_missing_memo", 0),
    ],
)
def test_whole_records_are_those_that_another_program_reads(yml: str, stem: str, index: int) -> None:
    (table,) = dbf.read(Item.at(INFUSED / f"{stem}.dbf")).tables
    listed = _yaml_list((INFUSED / f"{yml}.yml").read_text(encoding="utf-8"))
    assert [_as_yaml(cell).split() for cell in table.rows[index]] == [entry.split() for entry in listed]


def _yaml_list(text: str) -> list[str]:
    """Read the plain lists of the sample folder: scalars, and quoted texts over several lines."""
    entries = re.split(r"^ *- ?", text.removeprefix("---\n"), flags=re.MULTILINE)[1:]
    return [_yaml_scalar(re.sub(r"\s*\n\s*", " ", entry).strip()) for entry in entries]


def _yaml_scalar(entry: str) -> str:
    inner = entry.strip("'") if entry.startswith("'") else entry.removeprefix('"').removesuffix('"')
    return inner.replace("\\r\\n", "\n").replace('\\"', '"').strip()


def _as_yaml(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return str(float(cell))
    return str(cell).lower() if isinstance(cell, bool) else str("" if cell is None else cell)


@needs_infused
def test_visual_foxpro_times_money_and_memos_are_read() -> None:
    (table,) = dbf.read(Item.at(INFUSED / "dbase_31.dbf")).tables
    assert table.rows[0][:6] == (1, "Chai", 1, 1, "10 boxes x 20 bags", Decimal("18.0000"))
    (photos,) = dbf.read(Item.at(INFUSED / "dbase_30.dbf")).tables
    first = dict(zip((column.name for column in photos.columns), photos.rows[0], strict=True))
    assert first["CLASSES"] == "Domestic Life\nWeddings"
    assert isinstance(first["UPDATED"], datetime)


def test_a_truncated_dbf_says_how_many_rows_are_missing() -> None:
    rows = [b" " + f"Name {n}".ljust(12).encode() for n in range(10)]
    whole = make["dbf"](NAME, rows)
    reading = _read(whole[: len(whole) - 1 - 3 * 13])
    assert _codes(reading) == ["dbf.truncated"]
    assert "fehlen: 3" in reading.findings[0].message.de
    assert (reading.counts.in_, reading.counts.out, reading.counts.rejected) == (10, 7, 3)


def test_records_that_the_header_does_not_know_of_are_read_and_told() -> None:
    reading = _read(make["dbf"](NAME, [b" eins        ", b" zwei        "], records=1))
    assert len(reading.tables[0].rows) == 2
    assert _codes(reading) == ["dbf.beyond"]


def test_deleted_records_are_counted_and_keep_their_numbers() -> None:
    reading = _read(make["dbf"](NAME, [b"*weg         ", b" da          "]))
    assert reading.tables[0].places == (Place(table="X", record=2),)
    assert _codes(reading) == ["dbf.deleted"]


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "cp1252", "utf-8"])
def test_umlauts_are_read_without_a_language_driver(encoding: str) -> None:
    names = ["Müller", "Größe", "Käse", "Öl", "Ägypten"]
    rows = [b" " + name.encode(encoding).ljust(12) for name in names]
    assert [row[0] for row in _read(make["dbf"](NAME, rows)).tables[0].rows] == names


def test_a_language_driver_that_makes_nonsense_of_umlauts_is_overruled_with_a_warning() -> None:
    rows = [b" " + name.encode("cp850").ljust(12) for name in ("Müller", "Jäger", "Köln")]
    reading = _read(make["dbf"](NAME, rows, driver=0x03))
    assert reading.tables[0].rows[0] == ("Müller",)
    assert [(f.code, f.severity) for f in reading.findings] == [("dbf.codepage", "warning")]


def test_a_language_driver_that_fits_is_believed_without_a_word() -> None:
    reading = _read(make["dbf"](NAME, [b" " + "Łódź".encode("cp852").ljust(12)], driver=0x64))
    assert reading.tables[0].rows == (("Łódź",),)
    assert reading.findings == ()


def test_every_language_driver_names_a_code_page_that_python_has() -> None:
    assert len(drivers()) > 50
    assert all("a".encode(encoding) == b"a" for encoding in drivers().values())


def test_numbers_are_exact() -> None:
    price = [("PREIS", "N", 12, 2)]
    assert _column(price, b"  1234567.89", b"        0.10", b"           .") == [
        Decimal("1234567.89"),
        Decimal("0.10"),
        None,
    ]
    assert _column([("NR", "N", 20, 0)], b" 9007199254740993".rjust(20)) == [9007199254740993]


def test_a_fraction_in_a_whole_number_field_makes_the_column_decimal() -> None:
    reading = _read(make["dbf"]([("M", "N", 5, 0)], [b"     1", b"   2.5"]))
    assert reading.tables[0].columns[0].type == "decimal"
    assert reading.tables[0].rows == ((Decimal(1),), (Decimal("2.5"),))


def test_values_that_are_none_keep_their_source_text_in_the_finding() -> None:
    fields = [("N", "N", 3, 0), ("D", "D", 8, 0), ("L", "L", 1, 0)]
    reading = _read(make["dbf"](fields, [b" ***20231301X"]))
    assert reading.tables[0].rows == ((None, None, None),)
    assert [(f.code, f.raw) for f in reading.findings] == [
        ("dbf.overflow", "***"),
        ("dbf.value", "20231301"),
        ("dbf.value", "X"),
    ]


def test_a_thousand_bad_cells_are_twenty_findings_and_a_count() -> None:
    reading = _read(make["dbf"]([("N", "N", 3, 0)], [b" ***"] * 1000))
    assert len(reading.findings) == 21
    assert "980" in reading.findings[-1].message.de


def test_dates_and_truths_in_all_spellings() -> None:
    assert _column([("D", "D", 8, 0)], b"20240229", b"        ", b"00000000") == [date(2024, 2, 29), None, None]
    assert _column([("L", "L", 1, 0)], b"J", b"y", b"N", b"f", b"?") == [True, True, False, False, None]


def test_foxpro_binary_types_are_exact() -> None:
    money = struct.pack("<q", -12_3450)
    assert _column([("Y", "Y", 8, 4)], money, version=0x30) == [Decimal("-12.3450")]
    moment = struct.pack("<LL", 2460370, 45_000_000)
    assert _column([("T", "T", 8, 0)], moment, bytes(8), version=0x30) == [datetime(2024, 2, 29, 12, 30), None]  # noqa: DTZ001 - the format has no time zone
    assert _column([("B", "B", 8, 2)], struct.pack("<d", 0.1), version=0x30) == [Decimal("0.1")]


def test_foxpro_nulls_and_short_texts_are_told_apart() -> None:
    fields = [("ORT", "V", 8, 0), ("_NullFlags", "0", 1, 0)]
    rows = [b" Koeln\0\0\5\1", b" Hannover\0", b"         \2"]
    data = bytearray(make["dbf"](fields, rows, version=0x30))
    data[32 + 18] = 2  # this field may be null
    assert _read(bytes(data)).tables[0].rows == (("Koeln",), ("Hannover",), (None,))


def test_a_memo_file_is_found_in_whatever_case_and_its_absence_is_told(tmp_path: Path) -> None:
    data = (HERE / "samples/dbf/notizen.dbf").read_bytes()
    (tmp_path / "Notizen.DBF").write_bytes(data)
    assert _codes(dbf.read(Item.at(tmp_path / "Notizen.DBF")))[-1] == "dbf.memo"
    (tmp_path / "nOTIZEN.dbt").write_bytes((HERE / "samples/dbf/NOTIZEN.DBT").read_bytes())
    assert dbf.read(Item.at(tmp_path / "Notizen.DBF")).tables[0].rows[0][1] != ""


@pytest.mark.parametrize(
    ("at", "value", "word"), [(0, 0x77, "die Hanse kennt"), (15, 1, "verschlüsselt"), (8, 0, "beschädigt")]
)
def test_what_cannot_be_read_says_why_and_what_to_do(at: int, value: int, word: str) -> None:
    data = bytearray(make["dbf"](NAME, [b" eins        "]))
    data[at] = value
    with pytest.raises(Unreadable) as caught:
        _read(bytes(data))
    assert word in caught.value.message.de
    assert caught.value.hint.de


def test_a_memo_file_alone_says_that_it_belongs_to_a_table() -> None:
    assert _codes(_read(b"\x02\0\0\0", "KUNDEN.DBT")) == ["dbf.companion"]


def _sample(name: str) -> Reading:
    return dbf.read(Item.at(HERE / "samples/dbf" / name))


def test_dbase_7_has_long_names_and_sortable_numbers() -> None:
    (table,) = _sample("dbase7.dbf").tables
    assert table.columns[1].name == "Empfänger der Lieferung"
    assert table.columns[0].role == "key"
    assert table.rows == (
        (1, "Müller", -5, Decimal("-0.125"), datetime(2007, 11, 20, 1, 2, 3), Decimal("12.50")),  # noqa: DTZ001 - the format has no time zone
        (2, "Käse-Groß", None, Decimal(1000000), None, None),
    )


@pytest.mark.parametrize(
    ("name", "encoding"), [("DB850DE0", "cp850"), ("DB437US0", "cp437"), ("DBWINUS0", "cp1252"), ("", "cp1252")]
)
def test_dbase_7_names_its_code_page_in_words(name: str, encoding: str) -> None:
    cell = "Größe Müller".encode(encoding).ljust(20)
    data = make["dbase7"]([("N", "C", 20, 0)], [b" " + cell], name=name)
    assert _read(data).tables[0].rows == (("Größe Müller",),)


def test_dbase_ii_is_read_without_its_deleted_records() -> None:
    reading = _sample("dbase2.dbf")
    assert reading.tables[0].rows == (("Öl", Decimal("1.5")),)
    assert (reading.counts.in_, reading.counts.rejected) == (2, 1)


def test_a_foxpro_database_gives_long_names_captions_and_keys() -> None:
    (table,) = _sample("foxpro.dbf").tables
    assert (table.title, table.about, table.keys) == ("kundenstamm", "Kunden seit 1999", ("kundennummer",))
    assert [column.name for column in table.columns[:2]] == ["kundennummer", "kundenbezeichnung"]
    assert (table.columns[0].title, table.columns[1].about) == ("Kundennummer", "wie auf der Rechnung")
    assert table.foreign == (Foreign(("schluessel",), "gruppen", ("schluessel",)),)


def test_foxpro_varchar_varbinary_and_null_are_told_apart() -> None:
    first, second = _sample("foxpro.dbf").tables[0].rows
    assert first[1:4] == ("Jaeger", "01ff", Decimal("123.4500"))
    assert second[1:] == ("Größe & Söhn", "61626364", None, None, None)


def test_a_table_whose_database_is_missing_keeps_its_short_names(tmp_path: Path) -> None:
    (tmp_path / "foxpro.dbf").write_bytes((HERE / "samples/dbf/foxpro.dbf").read_bytes())
    (table,) = dbf.read(Item.at(tmp_path / "foxpro.dbf")).tables
    assert [column.name for column in table.columns[:2]] == ["NR", "KUNDENBEZE"]


@needs_infused
def test_the_public_foxpro_database_gives_its_tables_their_long_names() -> None:
    (table,) = dbf.read(Item.at(INFUSED / "foxprodb/contacts.dbf")).tables
    names = [column.name for column in table.columns]
    assert {"company_name", "contact_type_id", "spouses_interests"} <= set(names)
