"""Both ways of counting a table's columns count the same."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.records import Cell, Column, ColumnType, Counts, Place, Table
from hanse.store import catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.tables import census, joins, values
from hanse.tables.execute import Executor

KINDS: tuple[ColumnType, ...] = ("text", "integer", "decimal", "date", "datetime", "time", "boolean")
CELLS = (
    st.sampled_from(["", "a", "A", "ä", "ß", "1", "\\N", "zwei Worte", "💧"]),
    st.sampled_from([-3, 0, 7, 10, 10**17]),
    st.sampled_from([Decimal(text) for text in ("1", "1.0", "1.00", "-0.5", "-0.00", "1234567.891")]),
    st.dates(min_value=date(1900, 1, 1)),
    st.datetimes(min_value=datetime(1900, 1, 1)),  # noqa: DTZ001 - a cell has no zone
    st.sampled_from([time(7), time(23, 59, 59)]),
    st.booleans(),
)
ROWS = st.lists(st.tuples(*(st.none() | cells for cells in CELLS)), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def executor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Executor]:
    home: Path = tmp_path_factory.mktemp("census")
    with Executor(home, seconds=20) as made:
        yield made


@pytest.fixture
def store(executor: Executor) -> Iterator[Store]:
    with Store(executor._folder.parent) as opened:
        yield opened


def put(store: Store, kinds: tuple[ColumnType, ...], *parts: list[tuple[Cell, ...]]) -> tableparts.LogicalTable:
    """Store parts of one table, each in a source of its own, in place of all that was there."""
    columns = tuple(Column(f"s{i}", f"s{i}", kind) for i, kind in enumerate(kinds))
    with store.write() as db:
        db.execute("DELETE FROM items")
        db.execute("DELETE FROM logical_tables")
    for number, rows in enumerate(parts):
        source = catalogue.link(store, "folder", f"/{number}", [])
        with store.write() as db:
            item = catalogue.put_item(db, source, Facts("a.csv", 1, 1, "x", "csv", readable=True, counts=Counts()))
            places = tuple(Place(line=n + 2) for n in range(len(rows)))
            tableparts.add_part(db, item, "", Table("werte", "werte", columns, tuple(rows), places))
    tablefiles.refresh(store)
    (found,) = tableparts.logical_tables(store)
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, ROWS)
def test_rows_in_memory_are_counted_as_by_a_query(
    store: Store, executor: Executor, first: list[tuple[Cell, ...]], second: list[tuple[Cell, ...]]
) -> None:
    table = put(store, KINDS, first, second)
    path = str((store.home / "tables" / str(table.file)).resolve())
    by_rows, by_query = census.ByRows(store, table), census.ByQuery(executor, path, len(KINDS))
    assert by_rows.columns() == by_query.columns()
    for column in (0, 1):  # the others' values are not listed
        assert list(by_rows.values(column)) == list(by_query.values(column))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, ROWS)
def test_a_small_file_written_at_once_is_read_as_one_that_duckdb_wrote(
    store: Store, first: list[tuple[Cell, ...]], second: list[tuple[Cell, ...]]
) -> None:
    read = [content(store, put(store, KINDS, first, second))]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tablefiles, "SMALL", 0)
        read.append(content(store, put(store, KINDS, first, second)))
    assert read[0] == read[1]


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("decimal", ("1E+2", "1")),
        ("decimal", ("1.5", "12345678901234567890123456789012345678.5")),
        ("integer", (10**19, None)),
        ("integer", ("12", 1)),
        ("datetime", ("2024-03-01T10:00:00+02:00", "2024-03-01")),
    ],
)
def test_odd_cells_are_written_as_duckdb_writes_them(
    store: Store, kind: ColumnType, cells: tuple[Cell, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[tuple[Cell, ...]] = [(cell,) for cell in cells]
    here = content(store, put(store, (kind,), rows))
    monkeypatch.setattr(tablefiles, "SMALL", 0)
    assert content(store, put(store, (kind,), rows)) == here


def content(store: Store, table: tableparts.LogicalTable) -> list[tuple[object, ...]]:
    path = str((store.home / "tables" / str(table.file)).resolve())
    with duckdb.connect() as db:
        rows = db.execute("SELECT * EXCLUDE (_part, _source) FROM read_parquet(?)", [path]).fetchall()
        return [*rows, *db.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()]


def test_a_number_in_a_column_of_text_is_text(store: Store) -> None:
    counts = census.ByRows(store, put(store, ("text",), [("1",), (1,), (True,), (None,)]))
    assert counts.columns()[0] == census.Counted(3, 2, "1", "True")
    assert counts.values(0) == [("1", 1, 2), ("True", 1, 1)]


@pytest.mark.parametrize("small", [0, census.SMALL])
def test_a_key_is_found_whether_its_values_are_in_memory_or_not(
    store: Store, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(census, "SMALL", small)
    monkeypatch.setattr(values, "CAP", small)
    monkeypatch.setattr(values, "KEY_CAP", 1000)
    source = catalogue.link(store, "folder", "/0", [])
    with store.write() as db:
        db.execute("DELETE FROM items")
        db.execute("DELETE FROM logical_tables")
        for name, names, rows in (
            ("kunden", ("Kundennr", "Name"), [(" 1", "A"), ("2\u00a0", "B"), ("3", "C")]),
            ("rechnungen", ("Rechnungsnr", "Kundennr"), [("R1", "1"), ("R2", "2 "), ("R3", "2"), ("R4", "")]),
        ):
            item = catalogue.put_item(db, source, Facts(name, 1, 1, name, "csv", readable=True, counts=Counts()))
            columns = tuple(Column(n, n, "text") for n in names)
            places = tuple(Place(line=n + 2) for n in range(len(rows)))
            tableparts.add_part(db, item, "", Table(name, name, columns, tuple(rows), places))
    tablefiles.refresh(store)
    values.index(store)
    tables = tableparts.logical_tables(store)
    (step,) = joins.stored(store, tables)
    by_id = {t.id: t for t in tables}
    assert (by_id[step.left.table].name, by_id[step.right.table].name) == ("rechnungen", "kunden")
