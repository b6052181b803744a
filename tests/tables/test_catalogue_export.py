"""The catalogue of tables for others: DCAT as JSON-LD, a Frictionless package, and the rows where they are wanted."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from hanse.records import Column, Counts, Place, Table
from hanse.store import catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.tables import exporting, inventory, values
from hanse.tables.views import build

MADE = "2026-11-24T12:00:00+00:00"
CUSTOMERS = Table(
    "kundenübersicht", "Kunden", (Column("Kundennr", "Nummer", "integer", role="key"), Column("Nr", "Nr", "text"),
    Column("nr", "Andere Nr", "text"), Column("Art", "Art", "text", role="code", labels=(("P", "privat"),))),
    ((1, "a", "b", "P"), (2, "c", "d", "P")), (Place(line=2), Place(line=3)), ("Kundennr",), "x.customers", "Alle.",
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        source = catalogue.link(opened, "folder", "/a", [])
        with opened.write() as db:
            facts = Facts("stamm/k.csv", 1, 1, "k", "x", readable=True, counts=Counts(2, 2))
            tableparts.add_part(db, catalogue.put_item(db, source, facts), "", CUSTOMERS)
        tablefiles.refresh(opened)
        build.refresh(opened)
        values.index(opened)
        yield opened


def test_a_package_says_what_the_format_says_of_tables_and_columns(store: Store, tmp_path: Path) -> None:
    exporting.export(store, tmp_path / "out", made=MADE, publisher="", data=False)
    found = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))["resources"][0]
    assert (found["name"], found["description"], found["hanse:kind"]) == ("kundenubersicht", "Alle.", "x.customers")
    fields = {field["name"]: field for field in found["schema"]["fields"]}
    assert list(fields) == ["Kundennr", "Nr", "nr 2", "Art"]
    assert fields["Art"]["categories"] == [{"value": "P", "label": "privat"}]
    assert found["schema"]["primaryKey"] == ["Kundennr"]
    assert found["sources"] == [{"title": "stamm/k.csv", "path": "stamm/k.csv"}]


def test_a_catalogue_without_data_promises_no_files(store: Store, tmp_path: Path) -> None:
    written = exporting.export(store, tmp_path / "out", made=MADE, publisher="Nordlicht GmbH", data=False)
    found = json.loads((tmp_path / "out" / "catalogue.jsonld").read_text(encoding="utf-8"))
    assert found["dct:publisher"]["foaf:name"] == "Nordlicht GmbH"
    assert found["dcat:dataset"][0]["@id"] == "urn:hanse:table:kundenubersicht"
    assert "dcat:distribution" not in found["dcat:dataset"][0]
    assert len(written) == 2


def test_the_rows_are_under_the_names_that_the_package_gives(store: Store, tmp_path: Path) -> None:
    exporting.export(store, tmp_path / "out", made=MADE, publisher="", data=True)
    with duckdb.connect() as db:
        rows = db.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / "out" / "kundenubersicht.parquet")])
        assert [column[0] for column in rows.description or []] == ["Kundennr", "Nr", "nr 2", "Art"]
        assert rows.fetchall() == [(1, "a", "b", "P"), (2, "c", "d", "P")]


def test_names_of_tables_that_differ_in_umlauts_only_stay_apart() -> None:
    assert inventory.slug("Stundensätze 2026") == inventory.slug("stundensatze_2026") == "stundensatze-2026"
