"""Examples of rows that came, went or changed, cut to what a person takes in. Knows not where rows come from."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from hanse.records import Place, Table
from hanse.store.imports import CellChange, RowChange

EXAMPLES = 5  # of each kind
CELLS = 8
CHARACTERS = 200
Cells = Sequence[object]
One = TypeVar("One")


def first(rows: Iterable[One]) -> Iterator[One]:
    """Return as many as are shown of a kind."""
    return islice(rows, EXAMPLES)


def keys(table: Table) -> list[int]:
    """Return which columns are the table's keys, by their position."""
    names = [column.name for column in table.columns]
    return [names.index(key) for key in table.keys if key in names]


def added(table: Table, cells: Cells, place: Place) -> RowChange:
    """Return a row that came. place: where it stands."""
    told = (
        CellChange(c.title, c.type, after=text(x)) for c, x in zip(table.columns, cells, strict=True) if x is not None
    )
    return RowChange("added", place, tuple(islice(told, CELLS)))


def removed(table: Table, cells: Cells, place: Place) -> RowChange:
    """Return a row that went. place: where it stood."""
    told = (CellChange(c.title, c.type, text(x)) for c, x in zip(table.columns, cells, strict=True) if x is not None)
    return RowChange("removed", place, tuple(islice(told, CELLS)))


def changed(table: Table, before: Cells, after: Cells, place: Place) -> RowChange:
    """Return a row that changed: its keys, which tell it, and the cells that are others."""
    rows = zip(table.columns, before, after, strict=True)
    told = (CellChange(c.title, c.type, text(x), text(y)) for c, x, y in rows if x != y or c.name in table.keys)
    return RowChange("changed", place, tuple(islice(told, CELLS)))


def text(cell: object) -> str | None:
    """Return a cell as it is kept, cut when it is long."""
    return None if cell is None else str(cell)[:CHARACTERS]
