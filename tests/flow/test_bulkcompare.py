"""Two versions of a table with very many rows, as readers write them: Parquet files that the query child compares."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from hanse.errors import TooBig
from hanse.flow import bulkcompare, comparing, reportwords
from hanse.records import Bulk, Column, Counts, Reading, Table
from hanse.store import catalogue, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.store.imports import TableChange
from hanse.words import Words

COLUMNS = (Column("Nr", "Nr", "text", role="key"), Column("Netto", "Netto", "decimal"))
FACTS = Facts("a.csv", 1, 1, "x", "gdpdu", readable=True, counts=Counts())
Rows = list[tuple[str | None, Decimal | None]]
OLD: Rows = [("A", Decimal("1.50")), ("B", None), ("C", Decimal("3.00")), (None, Decimal("4.00"))]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        (opened.home / "tables" / "parts").mkdir(parents=True)
        catalogue.link(opened, "folder", "/docs", [])
        yield opened


def bulk(store: Store, name: str, rows: Rows, scale: int = 2) -> Table:
    path = store.home / "tables" / "parts" / f"{name}.parquet"
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE t (c0 VARCHAR, c1 DECIMAL(18, {scale}))")
        db.executemany("INSERT INTO t VALUES (?, ?)", rows)
        db.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return Table("werte", "Werte", COLUMNS, (), (), bulk=Bulk(path.name, len(rows), 2, 1))


def change(store: Store, old: Table, new: Table, *keys: str) -> TableChange:
    before, after = (Table(t.name, t.title, t.columns, (), (), keys, bulk=t.bulk) for t in (old, new))
    with store.write() as db:
        tableparts.add_part(db, catalogue.put_item(db, 1, FACTS), "", before)
    return comparing.of_item(store, 1, FACTS, [("", Reading("gdpdu", tables=(after,)))]).tables[0]


def test_rows_are_compared_by_key(store: Store) -> None:
    new: Rows = [("A", Decimal("1.75")), ("C", Decimal("3.00")), (None, Decimal("4.00")), ("D", Decimal("5.00"))]
    found = change(store, bulk(store, "old", OLD), bulk(store, "new", new), "Nr")
    assert (found.by, found.added, found.removed, found.changed) == ("keys", 1, 1, 1)
    assert [(e.kind, e.place.record) for e in found.examples] == [("changed", 1), ("added", 4), ("removed", 2)]
    assert reportwords.row(found.examples[0], "de") == "Nr A; Netto 1,50 → 1,75"


def test_whole_rows_are_compared_where_keys_do_not_tell_them_apart(store: Store) -> None:
    new: Rows = [*OLD, ("A", Decimal("1.50"))]
    found = change(store, bulk(store, "old", OLD), bulk(store, "new", new), "Nr")
    assert (found.by, found.added, found.removed) == ("rows", 1, 0)
    assert found.examples[0].kind == "added"


def test_a_number_with_more_places_is_the_same_number(store: Store) -> None:
    found = change(store, bulk(store, "old", OLD), bulk(store, "new", OLD, scale=4), "Nr")
    assert (found.added, found.removed, found.changed) == (0, 0, 0)


def test_what_takes_too_long_is_only_told_to_differ(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object) -> None:
        raise TooBig(Words("zu lang", "too long"), hint=Words("", ""))

    monkeypatch.setattr(bulkcompare, "_by_rows", late)
    assert change(store, bulk(store, "old", OLD), bulk(store, "new", OLD[:2])).by == "size"


def test_a_table_that_has_grown_large_is_only_told_to_differ(store: Store) -> None:
    with store.write() as db:
        item = catalogue.put_item(db, 1, FACTS)
        tableparts.add_part(db, item, "", Table("werte", "Werte", COLUMNS, (), ()))
    new = bulk(store, "new", OLD)
    (found,) = comparing.of_item(store, 1, FACTS, [("", Reading("gdpdu", tables=(new,)))]).tables
    assert (found.before, found.after, found.by) == (0, 4, "size")
