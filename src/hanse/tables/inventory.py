"""What is described to others: each table and view with its columns, files, days and keys. Reads no rows."""

from collections.abc import Sequence

import msgspec

from hanse.records import Column
from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable, logical_tables
from hanse.tables import joins, values
from hanse.tables.terms import fold
from hanse.tables.views import build as views


class Leading(msgspec.Struct, frozen=True):
    """A key in use: the column here, the slug and column of the table that it leads to. rate: share that matches."""

    column: str
    slug: str
    to: str
    rate: float


class Described(msgspec.Struct, frozen=True):
    """A table as others may know of it.

    slug: its name in small letters without umlauts; files: that it was read from; first, last: its earliest and latest
    day, "" when there are none; made_of: slugs of the tables that a view is made of.
    """

    slug: str
    title: str
    about: str
    kind: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    rows: int
    file: str
    files: tuple[str, ...]
    first: str = ""
    last: str = ""
    leading: tuple[Leading, ...] = ()
    made_of: tuple[str, ...] = ()


def described(store: Store) -> list[Described]:
    """Return all tables, then all views."""
    store.ensure(values.SCRIPT)
    made = views.made(store)
    tables = [*(t for t in logical_tables(store) if t.file), *(m.table() for m in made)]
    names = _unique([slug(table.name) for table in tables], "-")
    slugs = {table.id: name for table, name in zip(tables, names, strict=True)}
    leading = _leading(store, tables, slugs)
    parts = {m.table().id: tuple(slugs[c.table] for c in m.parts) for m in made}
    known = values.profiles(store)
    return [
        _described(table, slugs[table.id], _files(store, table), known.get(str(table.file)), leading, parts)
        for table in tables
    ]


def slug(name: str) -> str:
    """Return a table's name in small ASCII letters, digits and "-"."""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in fold(name))
    return "-".join(part for part in plain.split("-") if part) or "tabelle"


def _unique(names: Sequence[str], between: str) -> list[str]:
    """Return names of which no two are the same, even in small letters: the second "Nr" is "Nr 2"."""
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        wish, number = name, 2
        while wish.casefold() in taken:
            wish, number = f"{name}{between}{number}", number + 1
        taken.add(wish.casefold())
        found.append(wish)
    return found


def _described(
    table: LogicalTable, name: str, files: tuple[str, ...], profile: values.Profile | None,
    leading: dict[int, tuple[Leading, ...]], parts: dict[int, tuple[str, ...]],
) -> Described:  # fmt: skip
    first, last = _days(table, profile)
    named = zip(table.columns, _unique([column.name for column in table.columns], " "), strict=True)
    columns = tuple(msgspec.structs.replace(column, name=own) for column, own in named)
    return Described(
        name, table.title, table.about, table.kind, columns, table.keys, table.rows, str(table.file), files,
        first, last, leading.get(table.id, ()), parts.get(table.id, ()),
    )  # fmt: skip


def _days(table: LogicalTable, profile: values.Profile | None) -> tuple[str, str]:
    """Return the earliest and the latest day of the first column of days, which says when a record is of."""
    if profile is None:
        return "", ""
    pairs = zip(table.columns, profile.columns, strict=True)
    days = [(p.low[:10], p.high[:10]) for c, p in pairs if c.type in ("date", "datetime") and p.low and p.high]
    return days[0] if days else ("", "")


def _files(store: Store, table: LogicalTable) -> tuple[str, ...]:
    sql = (
        "SELECT DISTINCT CASE p.inner WHEN '' THEN i.path ELSE i.path || '!/' || p.inner END"
        " FROM table_parts p JOIN items i ON i.id = p.item_id WHERE p.logical_id = ? ORDER BY 1"
    )
    return tuple(row[0] for row in store.rows(sql, (table.id,)))


def _leading(store: Store, tables: Sequence[LogicalTable], slugs: dict[int, str]) -> dict[int, tuple[Leading, ...]]:
    found: dict[int, tuple[Leading, ...]] = {}
    for key in joins.known(store, tables):
        if key.used:
            made = Leading(key.link.left_column, slugs[key.step.right.table], key.link.right_column, key.rate)
            found[key.step.left.table] = (*found.get(key.step.left.table, ()), made)
    return found
