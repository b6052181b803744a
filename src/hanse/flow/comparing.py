"""What an import does to a file: how it stood before and stands now, and which rows of its tables are others.

Equal tables are told by their hash at once; of the others the rows are compared, up to a bound, by the table's keys
where it has some that tell its rows apart, else as whole rows. Knows no sources.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import apsw
import msgspec

from hanse.flow import bulkcompare, rowchanges
from hanse.records import Reading, Table
from hanse.store import imports, tableparts
from hanse.store.catalogue import Facts, Known
from hanse.store.database import Store
from hanse.store.imports import ItemChange, Kind, Standing, TableChange
from hanse.store.tableparts import Stored

MOST_ROWS = 200_000
MOST_CELLS = 4_000_000
_raw = msgspec.msgpack.Decoder(list[msgspec.Raw])
_cells = msgspec.msgpack.Decoder(list[list[object]])
_row = msgspec.msgpack.Decoder(list[object])

Readings = Sequence[tuple[str, Reading]]
Numbered = tuple[int, bytes]


class _Both(msgspec.Struct, frozen=True):
    """A table as it is stored and as it was read now."""

    store: Store
    old: Stored
    new: Table


def of_item(store: Store, source: int, facts: Facts, readings: Readings) -> ItemChange:
    """Return what storing an item is going to change, to be called before what was stored of it goes."""
    now = standing(facts, readings)
    before = imports.standing(store.db, source, facts.path)
    if before is None:
        return ItemChange("new", facts.path, None, now, tables=tuple(_came(*one) for one in _tables(readings)))
    kind: Kind = "reread" if before.sha256 == now.sha256 else "changed"
    ((item,),) = store.rows("SELECT id FROM items WHERE source_id = ? AND path = ?", (source, facts.path))
    return ItemChange(kind, facts.path, before, now, tables=tuple(_table_changes(store, item, readings)))


def gone(db: apsw.Connection, source: int, known: Known) -> ItemChange:
    """Return what is lost with an item that is there no more, to be called before it is dropped."""
    before = imports.standing(db, source, known.path)
    return ItemChange("gone", known.path, before, tables=tuple(map(_went, tableparts.stored(db, known.id))))


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


def _table_changes(store: Store, item: int, readings: Readings) -> Iterator[TableChange]:
    """Yield what becomes of each table, paired by their way and name, several of a name in their order."""
    waiting: dict[tuple[str, str], list[Stored]] = {}
    for part in tableparts.stored(store.db, item):
        waiting.setdefault((part.inner, part.name), []).append(part)
    for inner, table in _tables(readings):
        same = waiting.get((inner, table.name))
        yield _table_change(_Both(store, same.pop(0), table), inner) if same else _came(inner, table)
    for parts in waiting.values():
        yield from map(_went, parts)


def _came(inner: str, table: Table) -> TableChange:
    return TableChange(inner, table.name, table.title, None, _many(table))


def _went(part: Stored) -> TableChange:
    return TableChange(part.inner, part.name, part.title, part.rows, None)


def _many(table: Table) -> int:
    return table.bulk.rows if table.bulk else len(table.rows)


def _table_change(both: _Both, inner: str) -> TableChange:
    old, new = both.old, both.new
    change = TableChange(inner, new.name, new.title, old.rows, _many(new))
    if [(c.name, c.type) for c in old.columns] != [(c.name, c.type) for c in new.columns]:
        return msgspec.structs.replace(change, by="columns")
    if new.bulk or old.bulk:
        return bulkcompare.compared(both.store.home, old, new, change)
    longest = max(old.rows, len(new.rows))
    if longest > MOST_ROWS or longest * len(new.columns) > MOST_CELLS:
        same = hashlib.sha256(b"".join(tableparts.encoded(new))).hexdigest() == old.sha256
        return change if same else msgspec.structs.replace(change, by="size")
    return _compared(both, change)


def _compared(both: _Both, change: TableChange) -> TableChange:
    before, after = list(tableparts.raw_chunks(both.store.db, both.old.id)), list(tableparts.encoded(both.new))
    if before == after:
        return change
    if keys := rowchanges.keys(both.new):
        old, new = _keyed(before, keys), _keyed(after, keys)
        if len(old) == change.before and len(new) == change.after:
            return _by_keys(both, change, old, new)
    return _by_rows(both, change, _whole(before), _whole(after))


def _keyed(chunks: Iterable[bytes], keys: list[int]) -> dict[bytes, Numbered]:
    """Return each row with its number, by its key; fewer than there are where keys are not unique."""
    found: dict[bytes, Numbered] = {}
    at = 0
    for chunk in chunks:
        for raw, cells in zip(_raw.decode(chunk), _cells.decode(chunk), strict=True):
            found[msgspec.msgpack.encode([cells[n] for n in keys])] = (at, bytes(raw))
            at += 1
    return found


def _whole(chunks: Iterable[bytes]) -> list[bytes]:
    return [bytes(raw) for chunk in chunks for raw in _raw.decode(chunk)]


def _by_keys(both: _Both, change: TableChange, old: dict[bytes, Numbered], new: dict[bytes, Numbered]) -> TableChange:
    came = [new[key] for key in new if key not in old]
    went = [old[key] for key in old if key not in new]
    others = [(old[key][1], *new[key]) for key in new if key in old and old[key][1] != new[key][1]]
    examples = [
        rowchanges.changed(both.new, _row.decode(before), _row.decode(after), both.new.places[at])
        for before, at, after in others[: rowchanges.EXAMPLES]
    ]
    return msgspec.structs.replace(
        change, by="keys", added=len(came), removed=len(went), changed=len(others),
        examples=(*examples, *_examples(both, came, went)),
    )  # fmt: skip


def _by_rows(both: _Both, change: TableChange, old: list[bytes], new: list[bytes]) -> TableChange:
    more, less = Counter(new), Counter(old)
    came, went = more - less, less - more
    examples = _examples(
        both,
        ((at, row) for at, row in enumerate(new) if row in came),
        ((at, row) for at, row in enumerate(old) if row in went),
    )
    return msgspec.structs.replace(
        change, by="rows", added=came.total(), removed=went.total(), examples=tuple(examples)
    )


def _examples(both: _Both, came: Iterable[Numbered], went: Iterable[Numbered]) -> Iterator[imports.RowChange]:
    """Yield the first of the rows that came and that went, each with where it stands or stood."""
    for at, row in rowchanges.first(came):
        yield rowchanges.added(both.new, _row.decode(row), both.new.places[at])
    for at, row in rowchanges.first(went):
        place = tableparts.place_within(both.store.db, both.old.id, at)
        yield rowchanges.removed(both.new, _row.decode(row), place)
