"""What each view is made of, for people: its columns, and where each table's part of a column comes from."""

import msgspec

from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable, logical_tables
from hanse.tables.views.build import Made, made
from hanse.tables.views.model import ViewColumn
from hanse.words import Words


class Taken(msgspec.Struct, frozen=True):
    """What one table gives to a column of a view."""

    table: str
    column: str


class ColumnRule(msgspec.Struct, frozen=True):
    """A column of a view: its names, type, role, business term of a standard, and its rule, best source first.

    filled: what the source that counts leaves empty is taken from the next one.
    """

    name: str
    title: Words
    type: str
    role: str
    term: str
    filled: bool
    taken: tuple[Taken, ...]


class Source(msgspec.Struct, frozen=True):
    """A table that a view is made of. proposed: its columns were found by their names only. rows: that it gives."""

    table: str
    title: str
    path: str
    why: Words
    proposed: bool
    rows: int


class Listed(msgspec.Struct, frozen=True):
    """A view with its sources, the best first. rows: of all of them; what several have counts once in answers."""

    name: str
    title: Words
    rows: int
    key: tuple[str, ...]
    sources: tuple[Source, ...]
    columns: tuple[ColumnRule, ...]


def listed(store: Store, source_ids: list[int] | None = None) -> list[Listed]:
    """Return the views that there are, with the tables of the given sources only, if any are given."""
    tables = {table.id: table for table in logical_tables(store, source_ids)}
    return [_listed(m, tables) for m in made(store) if any(part.table in tables for part in m.parts)]


def _listed(m: Made, tables: dict[int, LogicalTable]) -> Listed:
    parts = [part for part in m.parts if part.table in tables]
    sources = tuple(
        Source(part.name, part.title, tables[part.table].path, part.why, part.proposed, part.rows) for part in parts
    )
    taken = [(part.name, part.from_titles(tables[part.table])) for part in parts]
    rules = tuple(
        _rule(column, tuple(Taken(name, titles[at]) for name, titles in taken if titles[at]))
        for at, column in enumerate(m.view.column)
    )
    return Listed(m.name, m.view.title.words(), sum(s.rows for s in sources), m.view.key, sources, rules)


def _rule(column: ViewColumn, taken: tuple[Taken, ...]) -> ColumnRule:
    return ColumnRule(column.name, column.title.words(), column.type, column.role, column.term, column.filled, taken)
