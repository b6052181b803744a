"""The keys between tables, as people confirm or reject them: where each leads, how well it matches, if it is used."""

from typing import Literal

import msgspec

from hanse.errors import Misconfigured
from hanse.store import keydecisions
from hanse.store.database import Store
from hanse.store.keydecisions import Link
from hanse.store.tableparts import logical_tables
from hanse.tables import joins, values
from hanse.tables.plan import Step
from hanse.tables.views import build as views
from hanse.words import Words

State = Literal["confirmed", "rejected", "declared", "open"]


class Key(msgspec.Struct, frozen=True):
    """A key. name: "rechnungen.Kundennr=kunden.KDNR". rate: share of the left's different values that the right has.

    state: what a person said, else whether the format declares it. used: whether questions are answered by it.
    """

    name: str
    link: Link
    rate: float
    state: State
    used: bool


def listed(store: Store, source_ids: list[int] | None = None) -> list[Key]:
    """Return the keys that were found, those that nobody has looked at first, then the best ones."""
    store.ensure(values.SCRIPT)
    tables = logical_tables(store, source_ids)
    seen = {table.id for table in tables}
    over = [made for made in views.made(store) if all(part.table in seen for part in made.parts)]
    parts = {made.table().id: {part.table for part in made.parts} for made in over}
    measured = joins.known(store, [*tables, *(made.table() for made in over)])
    found = [_key(found) for found in measured if not _within(found.step, parts)]
    return sorted(found, key=lambda key: (key.state != "open", -key.rate, key.name))


def _within(step: Step, parts: dict[int, set[int]]) -> bool:
    """Return whether a key leads from a view to a table that it is made of, or back: they are never asked together."""
    left, right = step.left.table, step.right.table
    return right in parts.get(left, ()) or left in parts.get(right, ())


def _key(found: joins.Found) -> Key:
    said: dict[bool | None, State] = {True: "confirmed", False: "rejected"}
    state = said.get(found.confirmed, "declared" if found.declared else "open")
    return Key(str(found.link), found.link, found.rate, state, found.used)


def decide(store: Store, name: str, *, confirmed: bool | None, account: int) -> Key:
    """Confirm or reject a key by its name, or take back what was said (None), and return it as it is then.

    Raises Misconfigured when there is no such key.
    """
    link = _named(store, name)
    if confirmed is None:
        keydecisions.withdraw(store, link)
    else:
        keydecisions.decide(store, link, confirmed=confirmed, account=account)
    return next(key for key in listed(store) if key.link == link)


def _named(store: Store, name: str) -> Link:
    for key in listed(store):
        if key.name == name:
            return key.link
    raise Misconfigured(
        Words(f"Einen Schlüssel „{name}“ gibt es nicht.", f"There is no key “{name}”."),
        hint=Words("'hanse keys list' zeigt alle.", "'hanse keys list' shows all."),
    )
