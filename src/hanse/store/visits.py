"""Each connection that Hanse made to a mailbox or a database: when, where to, what came in, how it ended."""

import msgspec

from hanse.store import catalogue
from hanse.store.database import Store
from hanse.words import Words


class Visit(msgspec.Struct, frozen=True):
    """One connection. problem: why it failed, or None; ended: None while it goes on, or when it was cut off."""

    source: int
    host: str
    encrypted: bool
    started: str
    ended: str | None = None
    items: int = 0
    rows: int = 0
    bytes: int = 0
    problem: Words | None = None


def begin(store: Store, source: int, host: str, *, encrypted: bool) -> int:
    """Note that a connection is about to be made, and return the note's number."""
    with store.write() as db:
        db.execute(
            "INSERT INTO visits (source_id, host, encrypted, started) VALUES (?, ?, ?, ?)",
            (source, host, encrypted, catalogue.now()),
        )
        return db.last_insert_rowid()


def end(store: Store, visit: int, came: tuple[int, int, int], problem: Words | None = None) -> None:
    """Note how a connection ended. came: items, rows, bytes that came in."""
    german, english = problem or (None, None)
    with store.write() as db:
        db.execute(
            "UPDATE visits SET ended = ?, items = ?, rows = ?, bytes = ?, de = ?, en = ? WHERE id = ?",
            (catalogue.now(), *came, german, english, visit),
        )


def last(store: Store, source: int, *, limit: int = 1) -> list[Visit]:
    """Return the newest connections of a source, the newest first."""
    sql = (
        "SELECT source_id, host, encrypted, started, ended, items, rows, bytes, de, en FROM visits"
        " WHERE source_id = ? ORDER BY id DESC LIMIT ?"
    )
    return [
        Visit(number, host, bool(encrypted), started, ended, items, rows, size, Words(de, en) if de else None)
        for number, host, encrypted, started, ended, items, rows, size, de, en in store.rows(sql, (source, limit))
    ]
