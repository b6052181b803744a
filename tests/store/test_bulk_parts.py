"""Parts with very many rows: their own file is their table's, other parts join them, each row leads to its place."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.records import Bulk, Column, Counts, Place, Table
from hanse.store import bulkparts, catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.tables import bulkrows
from hanse.tables.execute import Executor

COLUMNS = (Column("Nr", "Nr", "text", role="key"), Column("Netto", "Netto", "decimal"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        (opened.home / "tables" / "parts").mkdir(parents=True)
        yield opened


def bulk(store: Store, name: str, rows: int = 3, gaps: tuple[int, ...] = ()) -> Bulk:
    path = store.home / "tables" / "parts" / f"{name}.parquet"
    with duckdb.connect() as db:
        sql = f"SELECT 'N' || i AS c0, CAST(i * 1.25 AS DECIMAL(18, 2)) AS c1 FROM range({rows}) t(i)"
        db.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
    return Bulk(path.name, rows, 2, 2, gaps)


def put(store: Store, path: str, table: Table) -> int:
    source = catalogue.link(store, "folder", "/docs", [])
    with store.write() as db:
        item = catalogue.put_item(db, source, Facts(path, 1, 1, "x", "gdpdu", readable=True, counts=Counts()))
        tableparts.add_part(db, item, "", table)
    return item


def many(name: str, found: Bulk) -> Table:
    return Table(name, name, COLUMNS, (), (), bulk=found)


def rows_of(store: Store) -> list[tuple[object, ...]]:
    (found,) = tableparts.logical_tables(store)
    sql = f"SELECT _row, c0, c1 FROM {bulkparts.relation(str(found.file))} ORDER BY _part, _row"
    with duckdb.connect() as db:
        return db.execute(sql, [str(store.home / "tables" / str(found.file))]).fetchall()


def test_the_only_part_of_a_table_is_used_as_it_is(store: Store) -> None:
    put(store, "a.csv", many("werte", bulk(store, "a")))
    tablefiles.refresh(store)
    assert rows_of(store) == [(0, "N0", Decimal("0.00")), (1, "N1", Decimal("1.25")), (2, "N2", Decimal("2.50"))]
    (table,) = tableparts.logical_tables(store)
    part = store.home / "tables" / "parts" / "a.parquet"
    assert (store.home / "tables" / str(table.file)).samefile(part)
    assert (table.rows, table.columns) == (3, COLUMNS)


def test_where_a_file_can_have_no_second_name_its_rows_are_copied(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hanse.store.bulkparts.second_name", lambda *_: "")
    put(store, "a.csv", many("werte", bulk(store, "a")))
    tablefiles.refresh(store)
    assert [row[1] for row in rows_of(store)] == ["N0", "N1", "N2"]


def test_large_and_small_parts_make_one_table(store: Store) -> None:
    put(store, "a_2024.csv", many("werte_2024", bulk(store, "a")))
    small = Table("werte_2025", "werte_2025", COLUMNS, (("X", Decimal("9.999")),), (Place(line=2),))
    put(store, "a_2025.csv", small)
    tablefiles.refresh(store)
    assert sorted(row[1:] for row in rows_of(store)) == [
        ("N0", Decimal("0.000")), ("N1", Decimal("1.250")), ("N2", Decimal("2.500")), ("X", Decimal("9.999")),
    ]  # fmt: skip


def test_a_copy_counts_once_and_what_no_part_names_is_swept(store: Store) -> None:
    found = bulk(store, "a")
    put(store, "a.csv", many("werte", found))
    put(store, "kopie/a.csv", many("werte", found))
    bulk(store, "left_by_a_killed_run")
    tablefiles.refresh(store)
    assert len(rows_of(store)) == 3
    assert [p.name for p in (store.home / "tables" / "parts").iterdir()] == ["a.parquet"]


def test_the_cells_of_a_record_are_fetched_from_its_file(store: Store) -> None:
    put(store, "a.csv", many("werte", bulk(store, "a", rows=300_000)))
    part = store.rows("SELECT id FROM table_parts")[0][0]
    with Executor(store.home) as executor:
        assert bulkrows.cells(store, executor, [(part, 123_456)]) == {(part, 123_456): ["N123456", "154320.00"]}


@given(st.sets(st.integers(1, 40), max_size=20), st.integers(1, 30))
def test_each_row_leads_to_its_place_and_back(gaps: set[int], rows: int) -> None:
    records = [n for n in range(1, 100) if n not in gaps][:rows]
    found = Bulk("p", rows, 5, 2, tuple(sorted(gaps)))
    places = [bulkparts.place(found, "werte", row) for row in range(rows)]
    assert [(place.record, place.line) for place in places] == [(n + 1, n + 4) for n in records]
    assert [bulkparts.row(found, place) for place in places] == list(range(rows))
    assert all(bulkparts.row(found, Place(record=gap + 1)) is None for gap in gaps)
