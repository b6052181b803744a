"""The log of imports: which files came, changed or went, and what that did to their records and tables.

Each file's line is written in the transaction that stores the file, so that the log says exactly what is stored. An
import that was cut off is gone on with by the next run: one import is everything until the source is in step.
"""

from collections.abc import Sequence
from typing import Any, Literal

import apsw
import msgspec

from hanse.records import ColumnType, Counts, Place
from hanse.store.catalogue import now
from hanse.store.database import Store

KEPT = 1000  # imports that are remembered of each source
Kind = Literal["new", "changed", "reread", "moved", "gone"]
By = Literal["", "keys", "rows", "columns", "size"]


class CellChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cell of a row that changed, as stored (ISO texts); None before or after where there is no such row."""

    title: str
    type: ColumnType
    before: str | None = None
    after: str | None = None


class RowChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row as an example. place: where it stands now, or where it stood when it is gone."""

    kind: Literal["added", "removed", "changed"]
    place: Place
    cells: tuple[CellChange, ...]


class TableChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """A table of a file. before, after: its rows, None where it wasn't there.

    by: how rows were compared: by the table's keys, as whole rows, not since the columns are others or since it is
    too long (size); "" where there was nothing to compare or nothing differs. examples: the first rows of each kind.
    """

    inner: str
    name: str
    title: str
    before: int | None = None
    after: int | None = None
    by: By = ""
    added: int = 0
    removed: int = 0
    changed: int = 0
    examples: tuple[RowChange, ...] = ()

    @property
    def differs(self) -> bool:
        """Return whether the table has other rows or columns than before, or the same rows in another order."""
        return self.before != self.after or self.by != ""


class Standing(msgspec.Struct, frozen=True):
    """How a file stood: failed: checks that did not hold."""

    sha256: str
    size: int
    readers: str
    readable: bool
    counts: Counts
    errors: int = 0
    warnings: int = 0
    failed: int = 0


class ItemChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an import did to a file. path: where it is, or was when it is gone; was: where it lay before it moved."""

    kind: Kind
    path: str
    before: Standing | None = None
    after: Standing | None = None
    was: str = ""
    tables: tuple[TableChange, ...] = ()


class Import(msgspec.Struct, frozen=True):
    """One import of a source, with how many files it did what to. ended: None while it isn't finished."""

    id: int
    source: int
    started: str
    ended: str | None
    new: int = 0
    changed: int = 0
    reread: int = 0
    moved: int = 0
    gone: int = 0

    @property
    def files(self) -> int:
        """Return how many files it touched."""
        return self.new + self.changed + self.reread + self.moved + self.gone


def begin(db: apsw.Connection, source: int) -> int:
    """Return the number of the source's unfinished import, or of a new one."""
    for (number,) in db.execute(
        "SELECT id FROM imports WHERE source_id = ? AND ended IS NULL ORDER BY id DESC LIMIT 1", (source,)
    ):
        return int(number)
    db.execute("INSERT INTO imports (source_id, started) VALUES (?, ?)", (source, now()))
    made = db.last_insert_rowid()
    db.execute(
        "DELETE FROM imports WHERE source_id = ?1 AND id <="
        " (SELECT id FROM imports WHERE source_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        (source, KEPT),
    )
    return made


def note(db: apsw.Connection, number: int, changes: Sequence[ItemChange]) -> None:
    """Write down what happened to files."""
    db.executemany(
        "INSERT INTO import_items (import_id, kind, path, change) VALUES (?, ?, ?, ?)",
        [(number, change.kind, change.path, msgspec.json.encode(change).decode()) for change in changes],
    )


def finish(db: apsw.Connection, source: int) -> None:
    """Note that the source is in step."""
    db.execute("UPDATE imports SET ended = ? WHERE source_id = ? AND ended IS NULL", (now(), source))


def standing(db: apsw.Connection, source: int, path: str) -> Standing | None:
    """Return how a file is stored, None when it isn't."""
    sql = (
        "SELECT sha256, size, readers, readable, records_in, records_out, records_rejected,"
        " (SELECT count(*) FROM findings WHERE item_id = i.id AND severity = 'error'),"
        " (SELECT count(*) FROM findings WHERE item_id = i.id AND severity = 'warning'),"
        " (SELECT count(*) FROM checks WHERE item_id = i.id AND held = 0)"
        " FROM items i WHERE source_id = ? AND path = ?"
    )
    for sha256, size, readers, readable, in_, out, rejected, *found in db.execute(sql, (source, path)):
        return Standing(sha256, size, readers, bool(readable), Counts(in_, out, rejected), *found)
    return None


def of_source(store: Store, source: int, *, limit: int, before: int | None = None) -> list[Import]:
    """Return the imports of a source, newest first."""
    sql = (
        "SELECT m.id, m.source_id, m.started, m.ended, sum(x.kind = 'new'), sum(x.kind = 'changed'),"
        " sum(x.kind = 'reread'), sum(x.kind = 'moved'), sum(x.kind = 'gone') FROM"
        " (SELECT * FROM imports WHERE source_id = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3) m"
        " LEFT JOIN import_items x ON x.import_id = m.id GROUP BY m.id ORDER BY m.id DESC"
    )
    return [_import(row) for row in store.rows(sql, (source, before, limit))]


def _import(row: tuple[Any, ...]) -> Import:
    number, source, started, ended, *counts = row
    return Import(number, source, started, ended, *(int(count or 0) for count in counts))


def is_first(store: Store, number: int) -> bool:
    """Return whether an import is the first of its source that is remembered."""
    sql = "SELECT count(*) FROM imports a JOIN imports b ON b.source_id = a.source_id AND b.id < a.id WHERE a.id = ?"
    return not store.rows(sql, (number,))[0][0]


def changes(store: Store, number: int, *, path: str | None = None, limit: int = -1, after: int = 0) -> list[ItemChange]:
    """Return what an import did to which files, what is gone or changed first. limit -1: all of it."""
    sql = (
        "SELECT change FROM import_items WHERE import_id = ?1 AND (?2 IS NULL OR path = ?2) ORDER BY CASE kind"
        " WHEN 'gone' THEN 0 WHEN 'changed' THEN 1 WHEN 'reread' THEN 2 WHEN 'moved' THEN 3 ELSE 4 END, path, id"
        " LIMIT ?3 OFFSET ?4"
    )
    return [msgspec.json.decode(row[0], type=ItemChange) for row in store.rows(sql, (number, path, limit, after))]
