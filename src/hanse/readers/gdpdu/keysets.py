"""The values of some columns of another data file of the package, for the keys that lead to it. Remembers a few."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from hanse.readers.gdpdu.layout import Layout
from hanse.readers.gdpdu.rows import made
from hanse.readers.item import Item
from hanse.records import Cell, Table

Keys = frozenset[tuple[str, ...]]


def keys(file: Item, layout: Layout, names: tuple[str, ...]) -> Keys | None:
    """Return the values of the named columns of a data file as texts; None where it has no such columns."""
    if file.path is not None:
        state = file.path.stat()
        return _remembered(str(file.path), (state.st_mtime_ns, state.st_size), layout, names)
    return _of(table(file, layout), names)


def table(file: Item, layout: Layout) -> Table:
    """Return another data file's table."""
    return made(file.data(), layout, file.name).table


@lru_cache(8)
def _remembered(path: str, _state: tuple[int, int], layout: Layout, names: tuple[str, ...]) -> Keys | None:

    return _of(table(Item.at(Path(path)), layout), names)


def _of(found: Table, names: tuple[str, ...]) -> Keys | None:
    columns = [column.name for column in found.columns]
    if not set(names) <= set(columns):
        return None
    at = [columns.index(name) for name in names]
    return frozenset(plain(row[i] for i in at) for row in found.rows)


def plain(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return cells as texts that are alike where they mean the same: "1200" for 1200, 1200.00 and "001200"."""
    return tuple(_plain(cell) for cell in cells)


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return text.lstrip("0") or "0" if text.isdecimal() else text
