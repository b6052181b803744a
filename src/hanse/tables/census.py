"""Counts what stands in a table's columns: filled and different cells, smallest and largest, each value by source.

A small table is counted from its rows in the store, which takes less time than to start DuckDB and to plan its queries;
a large one by DuckDB from its file, which needs no more memory than it is given. Both count the same.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from hanse.records import ColumnType
from hanse.store import fileyear
from hanse.store.database import Store
from hanse.store.tablefiles import NULL
from hanse.store.tableparts import LogicalTable, counted_parts, raw_rows
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement
from hanse.tables.views.model import of_file
from hanse.tables.views.relation import relation

SMALL = 500_000  # cells

VALUES = """
    SELECT CAST({c} AS VARCHAR), _source, count(*) FROM {rows} WHERE {c} IS NOT NULL GROUP BY ALL ORDER BY 1, 2
"""


class Counted(NamedTuple):
    """filled: rows with a value; distinct: different values; low, high: smallest and largest, as text."""

    filled: int
    distinct: int
    low: str | None
    high: str | None


Tally = tuple[str, int, int]  # as text, source, in how many rows


class Census(Protocol):
    """What has been or can be counted of one table."""

    def columns(self) -> list[Counted]:
        """Return the counts of each column."""
        ...

    def values(self, column: int) -> Iterable[Tally]:
        """Return each value of a column with each source that has it, in order."""
        ...


class ByRows:
    """Counts the rows in the store; different cells are all in memory."""

    def __init__(self, store: Store, table: LogicalTable) -> None:
        self._kinds = [column.type for column in table.columns]
        self._found: list[dict[int, Counter[Any]]] = [defaultdict(Counter) for _ in table.columns]
        for part in counted_parts(store, table.id):
            columns = zip(*fileyear.added(raw_rows(store.db, part.id), part.year, table.columns), strict=True)
            for cells, kind, found in zip(columns, self._kinds, self._found, strict=False):  # none without rows
                found[part.source].update(_filled(cells, kind))

    def columns(self) -> list[Counted]:
        """Return the counts of each column."""
        return [_counted(found, kind) for found, kind in zip(self._found, self._kinds, strict=True)]

    def values(self, column: int) -> list[Tally]:
        """Return each value of a column with each source that has it, in order."""
        found = self._found[column]
        return sorted((str(cell), source, n) for source, cells in found.items() for cell, n in cells.items())


def _filled(cells: Sequence[object], kind: ColumnType) -> list[object]:
    """Return the cells that hold something; those of a text column as text, so that 1, "1" and True don't mix."""
    if kind == "text":
        return [cell if type(cell) is str else str(cell) for cell in cells if cell is not None and cell != NULL]
    return [cell for cell in cells if cell is not None]


def _counted(found: dict[int, Counter[Any]], kind: ColumnType) -> Counted:
    cells = set().union(*found.values())
    if not cells:
        return Counted(0, 0, None, None)
    compared = {_COMPARED[kind](cell) for cell in cells} if kind in _COMPARED else cells
    scale = _scale(cells) if kind == "decimal" else 0
    low, high = (_said(value, scale) for value in (min(compared), max(compared)))
    return Counted(sum(n.total() for n in found.values()), len(compared), low, high)


def _scale(cells: Iterable[object]) -> int:
    return max(len(str(cell).partition(".")[2]) for cell in cells)


def _said(value: object, scale: int) -> str:
    """Return a value as DuckDB writes it."""
    if isinstance(value, Decimal):
        return f"{value + 0:.{scale}f}"  # + 0: there is no -0.00
    if isinstance(value, datetime):
        text = value.isoformat(" ")
        return text.rstrip("0") if value.microsecond else text
    return str(value).lower() if isinstance(value, bool) else str(value)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


_COMPARED: dict[ColumnType, Callable[[Any], Any]] = {"decimal": Decimal, "datetime": _moment}


class ByQuery:
    """Counts the table's file with DuckDB."""

    def __init__(self, executor: Executor, path: str, columns: int) -> None:
        self._executor, self._path, self._columns = executor, path, columns

    def columns(self) -> list[Counted]:
        """Return the counts of each column, by one pass over the file."""
        parts = [f"count(c{i}), count(DISTINCT c{i}), CAST(min(c{i}) AS VARCHAR), CAST(max(c{i}) AS VARCHAR)"
                 for i in range(self._columns)]  # fmt: skip
        rows = relation(Path(self._path).name)
        row = self._rows(f"SELECT {', '.join(parts)} FROM {rows}")[0]  # noqa: S608 - c0.. are ours
        return [Counted(*cast("tuple[int, int, str, str]", tuple(row[at : at + 4]))) for at in range(0, len(row), 4)]

    def values(self, column: int) -> Iterable[Tally]:
        """Return each value of a column with each source that has it, in order."""
        return [
            cast("Tally", tuple(row))
            for row in self._rows(VALUES.format(c=f"c{column}", rows=relation(Path(self._path).name)))
        ]

    def _rows(self, sql: str) -> list[list[object]]:
        return self._executor.run([Statement(sql, (("text", self._path),), cap=0)])[0].rows


def census(store: Store, executor: Executor, table: LogicalTable) -> Census:
    """Return the census of a table whose file is up to date."""
    in_store = not of_file(str(table.file)) and not any(part.bulk for part in counted_parts(store, table.id))
    if in_store and table.rows * len(table.columns) <= SMALL:
        return ByRows(store, table)
    path = (store.home / "tables" / str(table.file)).resolve()
    return ByQuery(executor, str(path), len(table.columns))
