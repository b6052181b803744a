"""Medical data: read as another parser reads them, and only where the owner has switched it on."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.config import Config
from hanse.errors import Unreadable
from hanse.readers import xdt
from hanse.readers.item import Item
from hanse.readers.pool.children import Pool
from hanse.readers.xdt import records
from hanse.records import Cell, Reading, Table

HERE = Path(__file__).parent
PARSER = HERE.parents[2] / "shared/samples/xdt/xdt-parser"
needs_samples = pytest.mark.skipif(not PARSER.exists(), reason="needs ../shared/samples/xdt/xdt-parser")


def _read(data: bytes) -> Reading:
    return xdt.read(Item.of("x.gdt", data))


def _line(field: str, content: str, encoding: str = "cp1252") -> bytes:
    body = field.encode() + content.encode(encoding)
    return b"%03d" % (len(body) + 5) + body + b"\r\n"


def _table(reading: Reading, kind: str) -> Table:
    return next(table for table in reading.tables if table.kind == kind)


def _column(table: Table, name: str) -> list[Cell]:
    at = [column.name for column in table.columns].index(name)
    return [row[at] for row in table.rows]


def _contents(reading: Reading, field: str) -> list[Cell]:
    rows = _table(reading, "xdt.fields").rows
    return [row[5] for row in rows if row[3] == field]


@needs_samples
@pytest.mark.parametrize("name", ["sample.ldt", "empty_line_sample.ldt"])
def test_fields_are_those_that_another_parser_finds(name: str) -> None:
    expected: dict[str, Any] = json.loads((PARSER / "expected.json").read_text(encoding="utf-8"))["sample.ldt"]
    reading = xdt.read(Item.at(PARSER / name))
    for field in ("8316", "3101", "3102"):
        assert _contents(reading, field) == [expected[field]]
    assert _contents(reading, "6220") == expected["6220"]
    assert _contents(reading, expected["first_line"]["field"]) == [expected["first_line"]["value"]]
    assert reading.counts.rejected == 0


@needs_samples
def test_a_line_whose_length_does_not_fit_is_reported_and_an_empty_one_survived() -> None:
    codes = Counter(finding.code for finding in xdt.read(Item.at(PARSER / "corrupt_sample.ldt")).findings)
    assert codes["xdt.line"] == 1
    assert "xdt.empty" in {f.code for f in xdt.read(Item.at(PARSER / "empty_line_sample.ldt")).findings}


@pytest.mark.parametrize(
    ("mark", "encoding"), [("92062", "cp437"), ("92063", "cp1252"), ("91064", "iso8859-15"), ("", "cp1252")]
)
def test_umlauts_are_read_by_the_code_page_that_the_file_states(mark: str, encoding: str) -> None:
    stated = _line(mark[:4], mark[4:]) if mark else b""
    reading = _read(_line("8000", "6310") + stated + _line("3101", "Müßig", encoding))
    assert _contents(reading, "3101") == ["Müßig"]


def test_the_7_bit_code_has_umlauts_where_others_have_brackets() -> None:
    reading = _read(_line("8000", "6310") + _line("9206", "1") + _line("3101", "M}~ig"))
    assert _contents(reading, "3101") == ["Müßig"]


def test_lengths_count_bytes_and_not_letters() -> None:
    reading = _read(_line("8000", "6310") + _line("3101", "Mü", "utf-8"))
    assert [(check.code, check.held) for check in reading.checks] == [("xdt.length", True)]


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_other_line_ends_are_survived(end: bytes) -> None:
    data = (_line("8000", "6310") + _line("3101", "Groß") + _line("3102", "Änne")).replace(b"\r\n", end)
    reading = _read(data)
    assert reading.checks[0].held
    assert [place.line for place in _table(reading, "xdt.fields").places] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "day"),
    [("24121957", date(1957, 12, 24)), ("19571224", date(1957, 12, 24)), ("20112011", date(2011, 11, 20)),
     ("00000000", None), ("1957", None), ("", None)],
)  # fmt: skip
def test_dates_of_both_orders_are_understood(text: str, day: date | None) -> None:
    assert records.day(text) == day


def test_a_value_keeps_its_text_and_is_a_number_where_it_is_one() -> None:
    lines = [("8410", "LEU"), ("8420", "<4,0"), ("8410", "GLU"), ("8420", "98,50"), ("8421", "mg/dl"), ("6220", "x")]
    table = _table(_read(b"".join(_line(*line) for line in [("8000", "8201"), *lines])), "xdt.results")
    assert _column(table, "Wert") == ["<4,0", "98,50"]
    assert _column(table, "Zahl") == [None, Decimal("98.50")]
    assert _column(table, "Einheit") == [None, "mg/dl"]


def test_a_record_that_lost_a_line_is_told() -> None:
    data = (HERE / "samples/xdt/spiro.gdt").read_bytes()
    cut = b"".join(line for line in data.splitlines(keepends=True) if b"3102J" not in line)
    check = next(check for check in _read(cut).checks if check.code == "xdt.record")
    assert check.held is False
    assert check.place.line == 2


def test_what_is_no_xdt_says_so() -> None:
    with pytest.raises(Unreadable):
        _read(b"Nur Text\n")


@pytest.mark.parametrize("name", ["fields.csv", "records.csv"])
def test_every_code_of_the_dictionaries_has_four_signs_and_a_meaning(name: str) -> None:
    table = records.dictionary(name)
    assert len(table) > 20
    assert all(len(code) == 4 and meaning for code, meaning in table.items())


@pytest.mark.parametrize("inside", [False, True])
def test_health_data_stay_closed_until_the_owner_switches_them_on(tmp_path: Path, *, inside: bool) -> None:
    path = tmp_path / ("post.eml" if inside else "spiro.gdt")
    data = (HERE / "samples/xdt/spiro.gdt").read_bytes()
    head = b"From: a@b.example\nSubject: y\nContent-Type: application/octet-stream; name=a.gdt\n\n"
    path.write_bytes(head + data if inside else data)
    with Pool(Config(home=tmp_path)) as pool:
        closed = pool.read(path)[-1][1]
    assert (closed.tables, closed.documents) == ((), ())
    (finding,) = closed.findings
    assert finding.code == "reader.off"
    assert 'xdt = "on"' in finding.message.de
    assert "Schäfer" not in finding.message.de + finding.raw
    with Pool(Config(home=tmp_path, xdt="on")) as pool:
        assert _contents(pool.read(path)[-1][1], "3101") == ["Schäfer"]
