"""What an import does to a file: how it stood before and stands now, and which rows of its tables are others.

Rows are compared by the table's keys where it has some that tell its rows apart, else as whole rows; equal tables are
told by their hash at once, and tables longer than MOST_ROWS are only told to be others. Knows no sources.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import apsw
import msgspec

from hanse.records import Column, Reading, Table
from hanse.store import imports, tableparts
from hanse.store.catalogue import Facts, Known
from hanse.store.imports import CellChange, ItemChange, Kind, RowChange, Standing, TableChange
from hanse.store.tableparts import Stored

MOST_ROWS = 200_000
MOST_CELLS = 4_000_000
EXAMPLES = 5  # of each kind
SHOWN_CELLS = 8
SHOWN_CHARACTERS = 200
_raw = msgspec.msgpack.Decoder(list[msgspec.Raw])
_cells = msgspec.msgpack.Decoder(list[list[object]])
_row = msgspec.msgpack.Decoder(list[object])

Readings = Sequence[tuple[str, Reading]]
Rows = dict[bytes, tuple[int, bytes]]


class _Both(msgspec.Struct, frozen=True):
    """A table as it was and as it is now."""

    db: apsw.Connection
    old: Stored
    new: Table


def of_item(db: apsw.Connection, source: int, facts: Facts, readings: Readings) -> ItemChange:
    """Return what storing an item is going to change, to be called before what was stored of it goes."""
    now = standing(facts, readings)
    before = imports.standing(db, source, facts.path)
    if before is None:
        tables = tuple(TableChange(inner, t.name, t.title, None, len(t.rows)) for inner, t in _tables(readings))
        return ItemChange("new", facts.path, None, now, tables=tables)
    kind: Kind = "reread" if before.sha256 == now.sha256 else "changed"
    (item,) = next(iter(db.execute("SELECT id FROM items WHERE source_id = ? AND path = ?", (source, facts.path))))
    return ItemChange(kind, facts.path, before, now, tables=tuple(_table_changes(db, item, readings)))


def gone(db: apsw.Connection, source: int, known: Known) -> ItemChange:
    """Return what is lost with an item that is there no more, to be called before it is dropped."""
    before = imports.standing(db, source, known.path)
    tables = tuple(TableChange(p.inner, p.name, p.title, p.rows, None) for p in tableparts.stored(db, known.id))
    return ItemChange("gone", known.path, before, tables=tables)


def moved(db: apsw.Connection, source: int, was: str, path: str) -> ItemChange:
    """Return that an item lies elsewhere now, to be called when that is stored."""
    stands = imports.standing(db, source, path)
    return ItemChange("moved", path, stands, stands, was)


def standing(facts: Facts, readings: Readings) -> Standing:
    """Return how an item stands that is about to be stored."""
    found = Counter(f.severity for _, r in readings for f in r.findings)
    failed = sum(c.held is False for _, r in readings for c in r.checks)
    return Standing(
        facts.sha256, facts.size, facts.readers, facts.readable, facts.counts,
        found["error"], found["warning"], failed,
    )  # fmt: skip


def _tables(readings: Readings) -> Iterator[tuple[str, Table]]:
    return ((inner, table) for inner, reading in readings for table in reading.tables)


def _table_changes(db: apsw.Connection, item: int, readings: Readings) -> Iterator[TableChange]:
    """Yield what becomes of each table, paired by their way and name, several of a name in their order."""
    waiting: dict[tuple[str, str], list[Stored]] = {}
    for part in tableparts.stored(db, item):
        waiting.setdefault((part.inner, part.name), []).append(part)
    for inner, table in _tables(readings):
        same = waiting.get((inner, table.name))
        yield (
            _table_change(_Both(db, same.pop(0), table), inner)
            if same
            else TableChange(inner, table.name, table.title, None, len(table.rows))
        )
    for parts in waiting.values():
        yield from (TableChange(p.inner, p.name, p.title, p.rows, None) for p in parts)


def _table_change(both: _Both, inner: str) -> TableChange:
    old, new = both.old, both.new
    change = TableChange(inner, new.name, new.title, old.rows, len(new.rows))
    if [(c.name, c.type) for c in old.columns] != [(c.name, c.type) for c in new.columns]:
        return msgspec.structs.replace(change, by="columns")
    longest = max(old.rows, len(new.rows))
    if longest * len(new.columns) > MOST_CELLS or longest > MOST_ROWS:
        same = hashlib.sha256(b"".join(tableparts.encoded(new))).hexdigest() == old.sha256
        return change if same else msgspec.structs.replace(change, by="size")
    return _compared(both, change)


def _compared(both: _Both, change: TableChange) -> TableChange:
    before, after = list(tableparts.raw_chunks(both.db, both.old.id)), list(tableparts.encoded(both.new))
    if before == after:
        return change
    names = [c.name for c in both.new.columns]
    keys = [names.index(key) for key in both.new.keys if key in names]
    if keys:
        old, new = _keyed(before, keys), _keyed(after, keys)
        if len(old) == change.before and len(new) == change.after:
            return _by_keys(both, change, old, new)
    return _by_rows(both, change, _whole(before), _whole(after))


def _keyed(chunks: Iterable[bytes], keys: list[int]) -> Rows:
    """Return each row with its number, by its key; fewer than there are where keys are not unique."""
    found: Rows = {}
    at = 0
    for chunk in chunks:
        for raw, cells in zip(_raw.decode(chunk), _cells.decode(chunk), strict=True):
            found[msgspec.msgpack.encode([cells[n] for n in keys])] = (at, bytes(raw))
            at += 1
    return found


def _whole(chunks: Iterable[bytes]) -> list[bytes]:
    return [bytes(raw) for chunk in chunks for raw in _raw.decode(chunk)]


def _by_keys(both: _Both, change: TableChange, old: Rows, new: Rows) -> TableChange:
    added = [new[key] for key in new if key not in old]
    removed = [old[key] for key in old if key not in new]
    changed = [(old[key][1], *new[key]) for key in new if key in old and old[key][1] != new[key][1]]
    examples = [
        *(_one_changed(both, *row) for row in changed[:EXAMPLES]),
        *(_one_added(both, *row) for row in added[:EXAMPLES]),
        *(_one_removed(both, *row) for row in removed[:EXAMPLES]),
    ]
    return msgspec.structs.replace(
        change, by="keys", added=len(added), removed=len(removed), changed=len(changed), examples=tuple(examples)
    )


def _by_rows(both: _Both, change: TableChange, old: list[bytes], new: list[bytes]) -> TableChange:
    more, less = Counter(new), Counter(old)
    added, removed = more - less, less - more
    examples = [
        *(_one_added(both, *row) for row in _some(new, added)),
        *(_one_removed(both, *row) for row in _some(old, removed)),
    ]
    return msgspec.structs.replace(
        change, by="rows", added=added.total(), removed=removed.total(), examples=tuple(examples)
    )


def _some(rows: list[bytes], wanted: Counter[bytes]) -> Iterator[tuple[int, bytes]]:
    return islice(((at, row) for at, row in enumerate(rows) if row in wanted), EXAMPLES)


def _one_added(both: _Both, at: int, row: bytes) -> RowChange:
    cells = zip(both.new.columns, _row.decode(row), strict=True)
    return RowChange("added", both.new.places[at], tuple(islice(_filled(cells, removed=False), SHOWN_CELLS)))


def _one_removed(both: _Both, at: int, row: bytes) -> RowChange:
    cells = zip(both.old.columns, _row.decode(row), strict=True)
    place = tableparts.place_within(both.db, both.old.id, at)
    return RowChange("removed", place, tuple(islice(_filled(cells, removed=True), SHOWN_CELLS)))


def _filled(cells: Iterable[tuple[Column, object]], *, removed: bool) -> Iterator[CellChange]:
    for column, cell in cells:
        if cell is not None:
            text = _text(cell)
            yield CellChange(column.title, column.type, text if removed else None, None if removed else text)


def _one_changed(both: _Both, before: bytes, at: int, after: bytes) -> RowChange:
    """Return a changed row: its keys, which tell it, and the cells that are others."""
    rows = zip(both.new.columns, _row.decode(before), _row.decode(after), strict=True)
    cells = (CellChange(c.title, c.type, _text(x), _text(y)) for c, x, y in rows if x != y or c.name in both.new.keys)
    return RowChange("changed", both.new.places[at], tuple(islice(cells, SHOWN_CELLS)))


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)[:SHOWN_CHARACTERS]
