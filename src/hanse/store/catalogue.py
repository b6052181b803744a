"""What has been learned from where: sources, items, passages, findings. Knows no formats and no question."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import apsw
import msgspec

from hanse.records import Counts, Finding, Origin, Passage, Place
from hanse.store.database import Store
from hanse.words import Words


class Source(msgspec.Struct, frozen=True):
    """A linked place. location: the absolute path for the kinds "folder" and "file", an address for the others."""

    id: int
    kind: str
    location: str
    scanned: str | None
    items: int
    unreadable: int


class Known(msgspec.Struct, frozen=True):
    """What is stored of an item, enough to tell whether it changed."""

    id: int
    path: str
    size: int
    mtime_ns: int
    sha256: str


class Facts(msgspec.Struct, frozen=True):
    """What is to be stored of an item besides its content. readers: names joined by "+"."""

    path: str
    size: int
    mtime_ns: int
    sha256: str
    readers: str
    readable: bool
    counts: Counts


class ItemFinding(msgspec.Struct, frozen=True):
    """A finding with the item that it is about."""

    origin: Origin
    finding: Finding


def now() -> str:
    """Return the time as stored, UTC to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def link(store: Store, kind: str, location: str, accounts: Iterable[int]) -> int:
    """Link a source (or find it linked already), give the accounts the right to see it, and return its number."""
    with store.write() as db:
        db.execute("INSERT OR IGNORE INTO sources (kind, location, added) VALUES (?, ?, ?)", (kind, location, now()))
        number = _one(db, "SELECT id FROM sources WHERE location = ?", (location,))
        for account in accounts:
            db.execute("INSERT OR IGNORE INTO rights VALUES (?, ?)", (account, number))
    return int(number)


def unlink(store: Store, source: int) -> None:
    """Forget a source and all that was learned from it. The files themselves are not touched."""
    with store.write() as db:
        db.execute(
            "UPDATE logical_tables SET dirty = 1 WHERE id IN (SELECT logical_id FROM table_parts p JOIN items i"
            " ON i.id = p.item_id WHERE i.source_id = ?)",
            (source,),
        )
        db.execute("DELETE FROM sources WHERE id = ?", (source,))


def sources(store: Store, account: int | None = None) -> list[Source]:
    """Return the linked sources that an account may see (None: all)."""
    sql = (
        "SELECT s.id, s.kind, s.location, s.scanned, count(i.id), coalesce(sum(i.readable = 0), 0)"
        " FROM sources s LEFT JOIN items i ON i.source_id = s.id"
        " WHERE ?1 IS NULL OR s.id IN (SELECT source_id FROM rights WHERE account_id = ?1) GROUP BY s.id"
    )
    return [Source(*row) for row in store.rows(sql, (account,))]


def allowed_sources(store: Store, account: int) -> list[int]:
    """Return the numbers of the sources that an account may see."""
    return [row[0] for row in store.rows("SELECT source_id FROM rights WHERE account_id = ? ORDER BY 1", (account,))]


def known_items(store: Store, source: int) -> dict[str, Known]:
    """Return what is stored of each item of a source, by path."""
    sql = "SELECT id, path, size, mtime_ns, sha256 FROM items WHERE source_id = ?"
    return {row[1]: Known(*row) for row in store.rows(sql, (source,))}


def put_item(db: apsw.Connection, source: int, facts: Facts) -> int:
    """Store an item afresh, dropping what was stored under its path, and return its number."""
    old = list(db.execute("SELECT id FROM items WHERE source_id = ? AND path = ?", (source, facts.path)))
    for (number,) in old:
        drop_item(db, number)
    values = (source, facts.path, facts.size, facts.mtime_ns, facts.sha256, facts.readers, facts.readable, now())
    db.execute(
        "INSERT INTO items (source_id, path, size, mtime_ns, sha256, readers, readable, read_at, records_in,"
        " records_out, records_rejected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, facts.counts.in_, facts.counts.out, facts.counts.rejected),
    )
    return db.last_insert_rowid()


def touch_item(db: apsw.Connection, item: int, *, path: str, size: int, mtime_ns: int) -> None:
    """Note that an unchanged item has another path or time now."""
    db.execute("UPDATE items SET path = ?, size = ?, mtime_ns = ? WHERE id = ?", (path, size, mtime_ns, item))


def drop_item(db: apsw.Connection, item: int) -> None:
    """Forget an item and all that came from it, and mark the tables it fed as to be rebuilt."""
    db.execute(
        "UPDATE logical_tables SET dirty = 1 WHERE id IN (SELECT logical_id FROM table_parts WHERE item_id = ?)",
        (item,),
    )
    db.execute("DELETE FROM items WHERE id = ?", (item,))


def add_passages(db: apsw.Connection, item: int, passages: Sequence[Passage]) -> list[Passage]:
    """Store passages of an item and return them with their numbers."""
    first = int(_one(db, "SELECT coalesce(max(id), 0) + 1 FROM passages", ()))
    db.executemany(
        "INSERT INTO passages (id, item_id, inner, title, text, place, spans) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (number, item, p.origin.inner, p.title, p.text, _json(p.place), _json(p.spans))
            for number, p in enumerate(passages, first)
        ],
    )
    return [msgspec.structs.replace(p, id=number) for number, p in enumerate(passages, first)]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def passages(store: Store, numbers: Sequence[int]) -> dict[int, Passage]:
    """Return stored passages by number; numbers that are gone are left out."""
    sql = (
        "SELECT p.id, p.text, p.place, p.spans, p.title, i.source_id, i.path, p.inner"
        " FROM passages p JOIN items i ON i.id = p.item_id WHERE p.id IN (SELECT value FROM json_each(?))"
    )
    wanted = msgspec.json.encode(list(numbers)).decode()
    return {row[0]: _passage(row) for row in store.rows(sql, (wanted,))}


def passages_of(store: Store, origin: Origin, *, limit: int) -> list[Passage]:
    """Return the first passages of an item, or of one thing inside it, in reading order."""
    sql = (
        "SELECT p.id, p.text, p.place, p.spans, p.title, i.source_id, i.path, p.inner FROM passages p"
        " JOIN items i ON i.id = p.item_id WHERE i.source_id = ? AND i.path = ? AND p.inner = ? ORDER BY p.id LIMIT ?"
    )
    return [_passage(row) for row in store.rows(sql, (origin.source, origin.path, origin.inner, limit))]


def _passage(row: tuple[Any, ...]) -> Passage:
    number, text, place, spans, title, source, path, inner = row
    return Passage(
        id=number,
        text=text,
        place=msgspec.json.decode(place, type=Place),
        origin=Origin(source, path, inner),
        title=title,
        spans=msgspec.json.decode(spans, type=tuple[tuple[int, Place], ...]),
    )


def add_finding(db: apsw.Connection, item: int, inner: str, finding: Finding) -> None:
    """Store one finding."""
    place = msgspec.json.encode(finding.place).decode()
    words = finding.message
    db.execute(
        "INSERT INTO findings (item_id, inner, code, severity, de, en, place, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (item, inner, finding.code, finding.severity, words.de, words.en, place, finding.raw),
    )


def findings(store: Store, source: int, *, path: str | None = None) -> list[ItemFinding]:
    """Return the findings of a source, or of one item of it, errors first."""
    sql = (
        "SELECT i.source_id, i.path, f.inner, f.code, f.severity, f.de, f.en, f.place, f.raw FROM findings f"
        " JOIN items i ON i.id = f.item_id WHERE i.source_id = ?1 AND (?2 IS NULL OR i.path = ?2)"
        " ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, i.path, f.id"
    )
    return [_item_finding(row) for row in store.rows(sql, (source, path))]


def _item_finding(row: tuple[Any, ...]) -> ItemFinding:
    source, path, inner, code, severity, german, english, place, raw = row
    words = Words(german, english)
    return ItemFinding(
        Origin(source, path, inner), Finding(code, severity, words, msgspec.json.decode(place, type=Place), raw)
    )


def _one(db: apsw.Connection, sql: str, values: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a cell is of any type
    return next(iter(db.execute(sql, values)))[0]
