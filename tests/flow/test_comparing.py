from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.flow import comparing, reportwords
from hanse.records import Column, Counts, Place, Reading, Table
from hanse.store import catalogue, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.store.imports import TableChange

COLUMNS = (Column("Nr", "Nr", "integer"), Column("Betrag", "Betrag", "text"))
FACTS = Facts("a.dbf", 1, 1, "x", "dbf", readable=True, counts=Counts())
Row = tuple[int, str | None]
row = st.tuples(st.integers(0, 6), st.one_of(st.none(), st.sampled_from("abc")))
unique = st.lists(row, unique_by=lambda r: r[0], max_size=7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        catalogue.link(opened, "folder", "/docs", [])
        yield opened


def change(store: Store, before: list[Row], after: list[Row], *, keys: tuple[str, ...] = ()) -> TableChange:
    """Return what becomes of a table, and leave the store as it was."""

    def table(rows: list[Row]) -> Table:
        return Table("t", "T", COLUMNS, tuple(rows), tuple(Place(record=n) for n, _ in enumerate(rows, 1)), keys)

    with store.write() as db:
        item = catalogue.put_item(db, 1, FACTS)
        tableparts.add_part(db, item, "", table(before))
        found = comparing.of_item(store, 1, FACTS, [("", Reading("dbf", tables=(table(after),)))])
        catalogue.drop_item(db, item)
    return found.tables[0]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(unique, unique)
def test_rows_with_keys_are_counted_as_they_came_went_and_changed(
    store: Store, before: list[Row], after: list[Row]
) -> None:
    old, new = dict(before), dict(after)
    found = change(store, before, after, keys=("Nr",))
    assert (found.added, found.removed) == (len(new.keys() - old.keys()), len(old.keys() - new.keys()))
    assert found.changed == sum(old[key] != new[key] for key in old.keys() & new.keys())
    assert found.differs == (before != after)
    assert len(before) + found.added - found.removed == len(after)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(row, max_size=9), st.lists(row, max_size=9))
def test_rows_without_keys_are_counted_as_often_as_they_stand_there(
    store: Store, before: list[Row], after: list[Row]
) -> None:
    old, new = Counter(before), Counter(after)
    found = change(store, before, after)
    assert (found.added, found.removed) == ((new - old).total(), (old - new).total())


def test_keys_that_do_not_tell_rows_apart_are_not_relied_on(store: Store) -> None:
    assert change(store, [(1, "a"), (1, "b")], [(1, "a"), (1, "c")], keys=("Nr",)).by == "rows"


def test_a_changed_row_shows_its_key_and_the_cells_that_are_others(store: Store) -> None:
    found = change(store, [(1, "a"), (2, "b")], [(1, "a"), (2, None)], keys=("Nr",))
    (example,) = found.examples
    assert (example.place.record, reportwords.row(example, "de")) == (2, "Nr 2; Betrag b → –")
    assert reportwords.table(found).en == "T: 2 rows; 1 changed (compared by key)"


def test_examples_of_long_tables_have_their_places_across_chunks(store: Store) -> None:
    rows: list[Row] = [(n, "a") for n in range(2500)]
    found = change(store, rows, [*rows[:2400], (9999, "z")], keys=("Nr",))
    assert (found.added, found.removed) == (1, 100)
    assert [e.place.record for e in found.examples] == [2401, 2401, 2402, 2403, 2404, 2405]
