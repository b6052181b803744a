"""Checks as stored: what must hold within an item, and whether it does."""

from typing import Any

import apsw
import msgspec

from hanse.records import Check, Origin, Place
from hanse.store.database import Store
from hanse.words import Words


class ItemCheck(msgspec.Struct, frozen=True):
    """A check with the item that it is about."""

    origin: Origin
    check: Check


def add(db: apsw.Connection, item: int, inner: str, checks: tuple[Check, ...]) -> None:
    """Store the checks of an item, or of one thing inside it."""
    db.executemany(
        "INSERT INTO checks (item_id, inner, code, de, en, held, expected, found, place)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(item, inner, c.code, *c.words, c.held, c.expected, c.found, _json(c.place)) for c in checks],
    )


def of_item(store: Store, origin: Origin, *, limit: int = -1, after: int = 0) -> list[ItemCheck]:
    """Return the checks of an item and of all inside it, those that failed first. limit -1: all of them."""
    sql = (
        "SELECT c.inner, c.code, c.de, c.en, c.held, c.expected, c.found, c.place FROM checks c JOIN items i"
        " ON i.id = c.item_id WHERE i.source_id = ? AND i.path = ?"
        " ORDER BY CASE c.held WHEN 0 THEN 0 WHEN 1 THEN 2 ELSE 1 END, c.id LIMIT ? OFFSET ?"
    )
    rows = store.rows(sql, (origin.source, origin.path, limit, after))
    return [_item_check(origin, row) for row in rows]


def _item_check(origin: Origin, row: tuple[Any, ...]) -> ItemCheck:
    inner, code, german, english, held, expected, found, place = row
    truth = None if held is None else bool(held)
    at = msgspec.json.decode(place, type=Place)
    check = Check(code, Words(german, english), truth, expected, found, at)
    return ItemCheck(msgspec.structs.replace(origin, inner=inner), check)


def _json(place: Place) -> str:
    return msgspec.json.encode(place).decode()
