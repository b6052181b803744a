"""The rows around a record, as they were learned. Knows no files."""

import re
from collections.abc import Iterator
from typing import cast

import msgspec

from hanse.flow.house import House
from hanse.records import Bulk, Cell, Column, Place
from hanse.store import bulkparts, tableparts
from hanse.store.database import Store
from hanse.tables import bulkrows

BEFORE, AFTER = 4, 6
CELL = re.compile(r"([A-Z]{1,3})(\d+)")
_places = msgspec.msgpack.Decoder(list[Place])
_rows = msgspec.msgpack.Decoder(list[tuple[str | int | bool | None, ...]])
_columns = msgspec.json.Decoder(tuple[Column, ...])


class GridRow(msgspec.Struct, frozen=True):
    """A row with its place. marked: it is the one that was asked for."""

    place: Place
    cells: tuple[Cell, ...]
    marked: bool


class Grid(msgspec.Struct, frozen=True):
    """A few rows of a table. cell: the column that was asked for, from 0; None for the whole row.

    Cells are as stored: decimals and dates as ISO text, told by the column's type.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    cell: int | None = None


def grid(house: House, item: int, inner: str, place: Place) -> Grid | None:
    """Return the rows around the record at this place; None when no table of the item has one there."""
    store = house.store
    for part, title, columns in _parts(store, item, inner, place):
        if bulk := bulkrows.of(store, part):
            found = bulkparts.row(bulk, place)
            if found is not None:
                return _of_many(house, bulk, found, place, title=title, columns=_columns.decode(columns))
            continue
        row = _row(store, part, place)
        if row is not None:
            return _around(store, part, row, place, title=title, columns=_columns.decode(columns))
    return None


def _parts(store: Store, item: int, inner: str, place: Place) -> list[tuple[int, str, str]]:
    """Return the item's tables, those that are named like the place's first."""
    sql = (
        "SELECT id, title, columns FROM table_parts WHERE item_id = ?1 AND inner = ?2 ORDER BY name NOT IN (?3, ?4), id"
    )
    return [(int(n), str(t), str(c)) for n, t, c in store.rows(sql, (item, inner, place.table, place.sheet))]


def _row(store: Store, part: int, wanted: Place) -> int | None:
    """Return the number of the row at exactly this place, else of the one that it lies in."""
    nearest = None
    for number, place in _numbered(store, part):
        if place == wanted:
            return number
        if nearest is None and _holds(place, wanted):
            nearest = number
    return nearest


def _numbered(store: Store, part: int) -> Iterator[tuple[int, Place]]:
    for first, blob in store.db.execute(
        "SELECT first, places FROM table_rows WHERE part_id = ? ORDER BY first", (part,)
    ):
        yield from enumerate(_places.decode(blob), first)


def _holds(row: Place, wanted: Place) -> bool:
    """Tell whether a wanted place (a cell, a line, a record) lies in a row."""
    if (row.sheet, row.table, row.page, row.part) != (wanted.sheet, wanted.table, wanted.page, wanted.part):
        return False
    if row.record is not None and wanted.record is not None:
        return row.record == wanted.record
    if row.cell and wanted.cell:
        return _line_of(row.cell) == _line_of(wanted.cell)
    if row.line is not None and wanted.line is not None:
        return row.line <= wanted.line <= (row.line_end or row.line)
    return False


def _around(store: Store, part: int, row: int, wanted: Place, *, title: str, columns: tuple[Column, ...]) -> Grid:
    near = [(n, place, cells) for n, place, cells in _stored(store, part, row) if row - BEFORE <= n <= row + AFTER]
    at = next(place for number, place, _ in near if number == row)
    rows = tuple(GridRow(place, cells, number == row) for number, place, cells in near)
    return Grid(title, columns, rows, _cell(at, wanted, len(columns)))


def _of_many(house: House, bulk: Bulk, row: int, wanted: Place, *, title: str, columns: tuple[Column, ...]) -> Grid:
    """Return rows that are fetched from the part's own file."""
    first = max(row - BEFORE, 0)
    near = enumerate(bulkrows.between(house.store, house.executor, bulk, first, row + AFTER), first)
    places = ((n, bulkparts.place(bulk, wanted.table or title, n), cells) for n, cells in near)
    rows = tuple(GridRow(place, tuple(cast("list[Cell]", cells)), n == row) for n, place, cells in places)
    return Grid(title, columns, rows)


def _stored(store: Store, part: int, row: int) -> Iterator[tuple[int, Place, tuple[Cell, ...]]]:
    """Yield number, place and cells of the rows in the few chunks that lie around a row."""
    sql = "SELECT first, places, rows FROM table_rows WHERE part_id = ? AND first > ? AND first <= ? ORDER BY first"
    values = (part, row - BEFORE - tableparts.CHUNK, row + AFTER)
    for first, places, rows in store.rows(sql, values):
        for number, (place, cells) in enumerate(zip(_places.decode(places), _rows.decode(rows), strict=True), first):
            yield number, place, cells


def _cell(row: Place, wanted: Place, width: int) -> int | None:
    if not row.cell or not wanted.cell or ":" in wanted.cell or row == wanted:
        return None
    column = _column_of(wanted.cell) - _column_of(row.cell)
    return column if 0 <= column < width else None


def _line_of(cell: str) -> str:
    found = CELL.match(cell)
    return found[2] if found else ""


def _column_of(cell: str) -> int:
    number = 0
    for letter in (CELL.match(cell) or [cell, ""])[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
