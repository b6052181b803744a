"""Public GDPdU packages against the facts stated beside them; skipped by name where the sample files are missing."""

import json
from pathlib import Path
from typing import Any

import pytest

from hanse.readers import gdpdu
from hanse.readers.gdpdu.index import dataset
from hanse.readers.item import Item

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "gdpdu" / "gdpdu-java"


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    if not SAMPLES.is_dir():
        pytest.skip(f"sample files missing: {SAMPLES}")
    return dict(json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["data1", "data2"])
def test_the_rows_of_the_public_packages_are_as_stated(expected: dict[str, Any], name: str) -> None:
    facts = expected[f"{name}/index.xml"]
    (table,) = gdpdu.read(Item.at(SAMPLES / name / "data.csv")).tables
    assert (table.name, len(table.rows)) == (facts["table"], facts["rows"])
    assert [column.name for column in table.columns] == facts["columns"]
    first = dict(zip(facts["columns"], table.rows[0], strict=True))
    assert {key: first[key] for key in facts["first_row"]} == facts["first_row"]


def test_the_second_record_of_three_empty_fields_is_there(expected: dict[str, Any]) -> None:
    assert expected
    (table,) = gdpdu.read(Item.at(SAMPLES / "data2" / "data.csv")).tables
    assert table.rows[1] == (None, None, None)


def test_the_public_index_is_understood_in_every_element(expected: dict[str, Any]) -> None:
    facts = expected["complex-index.xml"]
    found = dataset((SAMPLES / "complex-index.xml").read_bytes(), "complex-index.xml")
    assert found.version == facts["version"]
    assert [{"name": name, "url": url} for name, url in found.extensions] == facts["extensions"]
    assert list(found.supplier) == [facts["supplier"][key] for key in ("name", "location", "comment")]
    assert list(found.commands[:2]) == facts["pre_commands"] + facts["media[0]"]["pre_commands"]
    assert (len(found.media), found.media[0].name) == (facts["media"], facts["media[0]"]["name"])
    assert len(found.media[0].tables) == facts["media[0]"]["tables"]


def test_the_public_table_is_understood_in_every_element(expected: dict[str, Any]) -> None:
    facts = expected["complex-index.xml"]["media[0]"]["table"]
    table = dataset((SAMPLES / "complex-index.xml").read_bytes(), "complex-index.xml").tables[0]
    assert (table.url, table.name, table.about) == (facts["url"], facts["name"], facts["description"])
    assert table.validity is not None
    assert table.validity.start == facts["validity_from"]
    assert (table.encoding, table.decimal) == ("cp850", facts["decimal_symbol"])
    assert table.grouping == facts["digit_grouping_symbol"]
    assert (table.skip, table.epoch, table.fixed) == (facts["skip_num_bytes"], facts["epoch"], False)
    assert (table.first, table.last) == (facts["range"]["from"], facts["range"]["from"] + facts["range"]["length"] - 1)
    marks = (table.delimiter, table.record_delimiter, table.encapsulator)
    assert marks == tuple(facts[key] for key in ("column_delimiter", "record_delimiter", "text_encapsulator"))
    keys = len(table.keys)
    assert (keys, len(table.fields) - keys) == (facts["primary_keys"], facts["columns"])


def test_unusual_separators_part_the_records_as_they_should(expected: dict[str, Any], tmp_path: Path) -> None:
    assert expected
    columns = "".join(f"<VariableColumn><Name>{n}</Name><AlphaNumeric/></VariableColumn>" for n in "ABCD")
    marks = "<ColumnDelimiter>|C|</ColumnDelimiter><RecordDelimiter>|R|</RecordDelimiter>"
    (tmp_path / "index.xml").write_text(
        "<DataSet><Version/><Media><Table><URL>horror.csv</URL><VariableLength>"
        f"{marks}<TextEncapsulator>|E|</TextEncapsulator>{columns}</VariableLength></Table></Media></DataSet>",
        encoding="utf-8",
    )
    (tmp_path / "horror.csv").write_bytes((SAMPLES / "data1" / "horror.csv").read_bytes())
    reading = gdpdu.read(Item.at(tmp_path / "horror.csv"))
    (table,) = reading.tables
    assert table.rows == (("üö|C|bar|R||foo", None, "123456", "+|&bä&!\nar|+20"),)
    assert [finding.raw for finding in reading.findings if finding.code == "gdpdu.rejected"] == ["\nFoo|C|Bar"]
