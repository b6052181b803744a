"""Tables as they were read, part by part, and the logical tables that parts of the same shape make up.

rechnungen_2024.csv and rechnungen_2025.csv have the same columns and, years apart, the same name: one logical table.
A copy of a part (same content) is kept but counted once, so that a backup folder does not double a sum.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import apsw
import msgspec

from hanse.records import Bulk, Column, ColumnType, Foreign, Origin, Place, Table
from hanse.store import bulkparts, fileyear
from hanse.store.database import Store

CHUNK = 1000
_cells = msgspec.msgpack.Decoder(list[list[object]])
_places = msgspec.msgpack.Decoder(list[Place])


class LogicalTable(msgspec.Struct, frozen=True):
    """A table that questions are asked of. file: its Parquet file within home/tables, None when there are no rows.

    path: the file that it was read from, "" when there are several. kind, about, foreign: as in records.Table.

    The Parquet file has the columns in this order, named c0, c1, ..., and before them _part, _row (from 0 in the
    part) and _source, so that each row leads back to its place and rights can be applied.
    """

    id: int
    name: str
    title: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    rows: int
    file: str | None
    path: str = ""
    kind: str = ""
    about: str = ""
    foreign: tuple[Foreign, ...] = ()


class Said(msgspec.Struct, frozen=True):
    """What a format says of a table beside its columns, as in records.Table."""

    kind: str = ""
    about: str = ""
    foreign: tuple[Foreign, ...] = ()

    def stored(self) -> tuple[str, str, str]:
        """Return it as the columns kind, about and leads hold it."""
        return self.kind, self.about, msgspec.json.encode(self.foreign).decode()

    def __bool__(self) -> bool:
        return self != Said()


class Stored(msgspec.Struct, frozen=True):
    """A table of an item, as it is stored. sha256: of its rows; bulk: where they are when very many."""

    id: int
    inner: str
    name: str
    title: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    rows: int
    sha256: str
    bulk: Bulk | None


class Part(msgspec.Struct, frozen=True):
    """A table as one item holds it, with the source of the item. year: the one in its name, or 0.

    bulk: where its rows are when they are very many. said: what its format says of the table.
    """

    id: int
    source: int
    columns: tuple[Column, ...]
    year: int = 0
    bulk: Bulk | None = None
    said: Said = Said()


def add_part(db: apsw.Connection, item: int, inner: str, table: Table) -> int:
    """Store a table as read; its logical table is made when it is the first of its shape, and marked as changed."""
    logical = _logical(db, table)
    columns = msgspec.json.encode(table.columns).decode()
    keys = msgspec.json.encode(table.keys).decode()
    chunks = [
        (number * CHUNK, rows, msgspec.msgpack.encode(table.places[number * CHUNK : (number + 1) * CHUNK]))
        for number, rows in enumerate(encoded(table))
    ]
    digest = hashlib.sha256(b"".join(rows for _, rows, _ in chunks)).hexdigest()
    rows, bulk = len(table.rows), None
    if table.bulk:
        rows, bulk, digest = table.bulk.rows, msgspec.msgpack.encode(table.bulk), _digest(db, item, table)
    db.execute(
        "INSERT INTO table_parts (item_id, inner, logical_id, name, title, columns, keys, rows, sha256, bulk,"
        " kind, about, leads) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (item, inner, logical, table.name, table.title, columns, keys, rows, digest, bulk, *said(table).stored()),
    )
    part = db.last_insert_rowid()
    db.executemany("INSERT INTO table_rows VALUES (?, ?, ?, ?)", [(part, *chunk) for chunk in chunks])
    return part


def said(table: Table) -> Said:
    """Return what a table says of itself."""
    return Said(table.kind, table.about, table.foreign)


def encoded(table: Table) -> Iterator[bytes]:
    """Yield the rows as they are stored, many at a time."""
    return (msgspec.msgpack.encode(table.rows[at : at + CHUNK]) for at in range(0, len(table.rows), CHUNK))


def stored(db: apsw.Connection, item: int) -> list[Stored]:
    """Return the tables of an item in the order in which they were read."""
    sql = (
        "SELECT id, inner, name, title, columns, keys, rows, sha256, bulk FROM table_parts"
        " WHERE item_id = ? ORDER BY id"
    )
    return [_stored(row) for row in db.execute(sql, (item,))]


def _stored(row: tuple[Any, ...]) -> Stored:
    number, inner, name, title, columns, keys, rows, sha256, bulk = row
    decoded = msgspec.json.decode(columns, type=tuple[Column, ...]), msgspec.json.decode(keys, type=tuple[str, ...])
    return Stored(number, inner, name, title, *decoded, rows, sha256, bulk_of(bulk))


def raw_chunks(db: apsw.Connection, part: int) -> Iterator[bytes]:
    """Yield the rows of a part as they are stored, many at a time."""
    for (blob,) in db.execute("SELECT rows FROM table_rows WHERE part_id = ? ORDER BY first", (part,)):
        yield blob


def _digest(db: apsw.Connection, item: int, table: Table) -> str:
    """Return what parts with very many rows have in common when they are copies: the item's content and the table."""
    content = next(iter(db.execute("SELECT sha256 FROM items WHERE id = ?", (item,))))[0]
    described = msgspec.json.encode((content, table.name, table.columns))
    return hashlib.sha256(described).hexdigest()


def _logical(db: apsw.Connection, table: Table) -> int:
    shape = f"{stem(table.name)}|" + "|".join(c.name.casefold() for c in table.columns)
    found = list(db.execute("SELECT id FROM logical_tables WHERE shape = ?", (shape,)))
    if found:
        number = int(found[0][0])
        db.execute("UPDATE logical_tables SET dirty = 1 WHERE id = ?", (number,))
        return number
    columns, keys = msgspec.json.encode(table.columns).decode(), msgspec.json.encode(table.keys).decode()
    db.execute(
        "INSERT INTO logical_tables (shape, name, title, columns, keys, dirty, kind, about, leads)"
        " VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)",
        (shape, _free_name(db, stem(table.name)), table.title, columns, keys, *said(table).stored()),
    )
    return db.last_insert_rowid()


def stem(name: str) -> str:
    """Return a table's name without years, dates and numbering: "Rechnungen_2024" gives "rechnungen"."""
    short = re.sub(r"\.[a-z0-9]{2,4}$", "", name.casefold())
    short = re.sub(r"[\W_]*\(?\d[\d\W_]*\)?$", "", short)
    return re.sub(r"[^\w]+", "_", short).strip("_") or "tabelle"


def _free_name(db: apsw.Connection, wish: str) -> str:
    taken = {row[0] for row in db.execute("SELECT name FROM logical_tables")}
    number = 2
    name = wish
    while name in taken:
        name, number = f"{wish}_{number}", number + 1
    return name


def unified(kinds: set[ColumnType]) -> ColumnType:
    """Return the narrowest type that holds all given ones without loss."""
    if len(kinds) == 1:
        return next(iter(kinds))
    if kinds <= {"integer", "decimal"}:
        return "decimal"
    return "datetime" if kinds <= {"date", "datetime"} else "text"


def logical_tables(store: Store, source_ids: list[int] | None = None) -> list[LogicalTable]:
    """Return the tables that have rows, only those with a part from the given sources if any are given."""
    sql = (
        "SELECT t.id, t.name, t.title, t.columns, t.keys, t.rows, t.file, t.kind, t.about, t.leads,"
        " (SELECT CASE WHEN count(DISTINCT i.path) = 1 THEN min(i.path) ELSE '' END"
        " FROM table_parts p JOIN items i ON i.id = p.item_id WHERE p.logical_id = t.id)"
        " FROM logical_tables t WHERE t.rows > 0 AND"
        " EXISTS (SELECT 1 FROM table_parts p JOIN items i ON i.id = p.item_id WHERE p.logical_id = t.id"
        " AND (?1 IS NULL OR i.source_id IN (SELECT value FROM json_each(?1)))) ORDER BY t.id"
    )
    allowed = None if source_ids is None else msgspec.json.encode(source_ids).decode()
    return [_table(row) for row in store.rows(sql, (allowed,))]


def _table(row: tuple[object, ...]) -> LogicalTable:
    number, name, title, columns, keys, rows, file, kind, about, leads, path = row
    values = {"id": number, "name": name, "title": title, "rows": rows, "file": file, "path": path or ""}
    values |= {"kind": kind, "about": about}
    lists = {"columns": columns, "keys": keys, "foreign": leads}
    decoded = {name: msgspec.json.decode(str(stored)) for name, stored in lists.items()}
    return msgspec.convert(values | decoded, LogicalTable)


def counted_parts(store: Store, logical: int) -> list[Part]:
    """Return the parts of a logical table that count: of equal copies within one source only the first."""
    sql = (
        "SELECT min(p.id), i.source_id, p.columns, i.path, p.name, p.bulk, p.kind, p.about, p.leads"
        " FROM table_parts p JOIN items i ON i.id = p.item_id"
        " WHERE p.logical_id = ? GROUP BY i.source_id, p.sha256 ORDER BY 1"
    )
    decode = msgspec.json.Decoder(tuple[Column, ...]).decode
    leading = msgspec.json.Decoder(tuple[Foreign, ...]).decode
    rows = store.rows(sql, (logical,))
    return [
        Part(
            part, source, decode(columns), fileyear.named(path, name), bulk_of(bulk), Said(kind, about, leading(leads))
        )
        for part, source, columns, path, name, bulk, kind, about, leads in rows
    ]


def raw_rows(db: apsw.Connection, part: int) -> Iterator[list[object]]:
    """Yield the rows of a part in order, cells as stored: str, int, bool, None; decimals and dates as ISO text."""
    for blob in raw_chunks(db, part):
        yield from _cells.decode(blob)


def place_within(db: apsw.Connection, part: int, row: int) -> Place:
    """Return where in its item a row of a part stands."""
    sql = "SELECT first, places FROM table_rows WHERE part_id = ? AND first <= ? ORDER BY first DESC LIMIT 1"
    ((first, places),) = db.execute(sql, (part, row))
    found = _places.decode(places)
    return found[row - int(first)]


def bulk_of(stored: bytes | None) -> Bulk | None:
    """Return what table_parts.bulk holds."""
    return None if stored is None else msgspec.msgpack.decode(stored, type=Bulk)


def titles_of(store: Store, part: int) -> list[str]:
    """Return the titles of a part's columns."""
    columns = store.rows("SELECT columns FROM table_parts WHERE id = ?", (part,))[0][0]
    return [column.title for column in msgspec.json.decode(columns, type=tuple[Column, ...])]


def place_of(store: Store, part: int, row: int) -> tuple[Origin, Place]:
    """Return where a row of a part stands."""
    sql = (
        "SELECT i.source_id, i.path, p.inner, p.name, p.bulk FROM table_parts p JOIN items i ON i.id = p.item_id"
        " WHERE p.id = ?"
    )
    source, path, inner, name, stored = store.rows(sql, (part,))[0]
    if bulk := bulk_of(stored):
        return Origin(source, path, inner), bulkparts.place(bulk, name, row)
    chunk = "SELECT first, places FROM table_rows WHERE part_id = ? AND first <= ? ORDER BY first DESC LIMIT 1"
    first, places = store.rows(chunk, (part, row))[0]
    return Origin(source, path, inner), _places.decode(places)[row - first]
