"""The tables that a question may be asked of: columns with meaning, profile and joins, as one asker may see them."""

import re
from pathlib import PurePosixPath
from typing import cast

import msgspec

from hanse.records import ColumnType
from hanse.store import keydecisions
from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable, logical_tables
from hanse.tables import columns, joins, values
from hanse.tables.columns import Meaning
from hanse.tables.names import Names, Naming
from hanse.tables.plan import Col, Step
from hanse.tables.terms import stem, title_words
from hanse.tables.values import ColumnProfile, Value
from hanse.tables.views import build as views

KEPT = 16
ASIDE = frozenset({"invoice.parties", "invoice.more", "invoice.other"})  # they name many a thing that is not the firm's


class Field(msgspec.Struct, frozen=True):
    """A column with what is known of it. unit: "EUR", "kg", where it is the same for all rows; labels: of codes."""

    col: Col
    name: str
    title: str
    type: ColumnType
    meaning: Meaning
    profile: ColumnProfile
    unit: str = ""
    labels: tuple[tuple[str, str], ...] = ()

    @property
    def role(self) -> str:
        """Return the role by its type, else by its name; days that are written as text ("03/2027") are none."""
        by_type = {"date": "date", "datetime": "date", "boolean": "flag"}
        named = self.meaning.role
        return by_type.get(self.type) or ("" if named == "date" else named)

    @property
    def number(self) -> bool:
        """Return whether its cells are numbers."""
        return self.type in ("integer", "decimal")


class Entry(msgspec.Struct, frozen=True):
    """A table: entity is what it is about ("" when unknown), terms the stems of its name.

    made_of: the tables that a view is made of, those of the best rank first, () for a table; sources: what people call
    these.
    """

    id: int
    name: str
    title: str
    entity: str
    file: str
    rows: int
    fields: tuple[Field, ...]
    terms: frozenset[str]
    path: str = ""
    made_of: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """Return what people call it: the file that it was read from, else its own name."""
        return PurePosixPath(self.path).name or re.sub("_[0-9]+$", "", self.name)


class Schema:
    """All tables of the sources that the asker may see, and the values in them.

    over: the same with views in place of the tables that they are made of; None where there are no views. beside: the
    same with the tables of what papers say beside their figures; None where there are none.
    """

    def __init__(self, store: Store, sources: list[int], tables: tuple[Entry, ...], steps: tuple[Step, ...]) -> None:
        """Keep the parts and find the ways from each table along its joins."""
        self.sources = sources
        self.tables = {t.id: t for t in tables}
        self.steps = steps
        self.reach = {t.id: _reach(t.id, steps) for t in tables}
        self.names = _named(tables)
        self.over: Schema | None = None
        self.beside: Schema | None = None
        self._store = store
        self._json = msgspec.json.encode(sources).decode()
        self._by_file = {t.file: t for t in tables}
        self._cache: dict[tuple[str, str], list[tuple[Field, Value]]] = {}
        self._vocabulary: list[str] | None = None
        self._stems: dict[str, list[str]] | None = None

    def field(self, col: Col) -> Field:
        """Return a column by its reference."""
        return self.tables[col.table].fields[col.index]

    def exact(self, norm: str) -> list[tuple[Field, Value]]:
        """Return the values whose words are exactly these, with their columns."""
        return self._looked_up("exact", norm)

    def containing(self, word: str) -> list[tuple[Field, Value]]:
        """Return the values that have this word."""
        return self._looked_up("word", word)

    def with_stem(self, word_stem: str) -> list[tuple[Field, Value]]:
        """Return the values that have a word with this stem."""
        return self._looked_up("stem", word_stem)

    def vocabulary(self) -> list[str]:
        """Return all words that occur in values, for repairing typing errors."""
        if self._vocabulary is None:
            self._vocabulary = values.vocabulary(self._store, self._json, self._by_file)
        return self._vocabulary

    def stems(self) -> dict[str, list[str]]:
        """Return the words of values by their stems."""
        if self._stems is None:
            self._stems = {}
            for word in self.vocabulary():
                self._stems.setdefault(stem(word), []).append(word)
        return self._stems

    def listed(self, field: Field) -> list[Value]:
        """Return the distinct values of a column."""
        return values.listed(self._store, self.tables[field.col.table].file, field.col.index, self._json)

    def _looked_up(self, how: str, text: str) -> list[tuple[Field, Value]]:
        if (how, text) not in self._cache:
            look = {"exact": values.exact, "word": values.containing, "stem": values.with_stem}[how]
            found = look(self._store, text, self._json)
            pairs = [(self._by_file[v.file].fields[v.col], v) for v in found if v.file in self._by_file]
            self._cache[how, text] = pairs
        return self._cache[how, text]


def current(store: Store, sources: list[int], kept: dict[tuple[str, str], object]) -> Schema:
    """Return the schema over the tables of these sources, the kept one while no table has changed."""
    store.ensure(values.SCRIPT)
    files = store.rows("SELECT group_concat(file) FROM table_profiles")
    state = store.setting(values.SETTING), store.setting(keydecisions.SETTING), files
    key = (str(store.home), str(sorted(sources)))
    found = kept.get(key)
    if not isinstance(found, tuple) or found[0] != state:
        if len(kept) >= KEPT:
            kept.clear()
        found = (state, load(store, sources))
        kept[key] = found
    return cast("Schema", found[1])


def load(store: Store, sources: list[int]) -> Schema:
    """Return the schema over the tables of these sources. Takes a few milliseconds; keep it per generation."""
    store.ensure(values.SCRIPT)
    known = values.profiles(store)
    every = [t for t in logical_tables(store, sources) if t.file in known]
    tables = [t for t in every if t.kind not in ASIDE]
    found = _schema(store, sources, tables, known)
    found.over = _over(store, found, tables, known)
    found.beside = _schema(store, sources, every, known) if len(every) > len(tables) else None
    return found


def _schema(store: Store, sources: list[int], tables: list[LogicalTable], known: dict[str, values.Profile]) -> Schema:
    owns = columns.own_entities(tables)
    entries = tuple(_entry(t, known[str(t.file)], owns) for t in tables)
    return Schema(store, sources, entries, joins.stored(store, tables))


def _over(store: Store, base: Schema, tables: list[LogicalTable], known: dict[str, values.Profile]) -> Schema | None:
    """Return the schema with those views that are made of at least two tables which the asker may see."""
    made = [(m, tuple(c.table for c in m.parts if c.table in base.tables)) for m in views.made(store)]
    found = {m.table(): parts for m, parts in made if len(parts) >= views.FEWEST and m.file in known}
    if not found:
        return None
    inside = {number for parts in found.values() for number in parts}
    rest = [t for t in tables if t.id not in inside]
    owns = columns.own_entities(rest)
    entries = [base.tables[t.id] for t in rest]
    for table, parts in found.items():
        entry = _entry(table, known[str(table.file)], owns)
        entries.append(msgspec.structs.replace(entry, made_of=parts, sources=_called(base, parts)))
    return Schema(store, base.sources, tuple(entries), joins.stored(store, [*rest, *found]))


def _called(base: Schema, parts: tuple[int, ...]) -> tuple[str, ...]:
    """Return what people call these tables; those that would be called the same by their full names."""
    entries = [base.tables[number] for number in parts]
    short = [entry.called for entry in entries]
    return tuple(e.called if short.count(e.called) == 1 else e.name for e in entries)


def _entry(table: LogicalTable, profile: values.Profile, owns: tuple[str, ...]) -> Entry:
    names = {c.name for c in table.columns}
    fields = tuple(
        Field(
            Col(table.id, i), c.name, c.title, c.type, columns.meaning(table, c, owns), profile.columns[i],
            "" if c.unit in names else c.unit, c.labels,
        )
        for i, c in enumerate(table.columns)
    )  # fmt: skip
    terms = frozenset(stem(w) for w in (*title_words(table.name), *title_words(table.title)) if len(w) > 2)
    return Entry(
        table.id,
        table.name,
        table.title,
        columns.table_entity(table),
        str(table.file),
        profile.rows,
        fields,
        terms,
        table.path,
    )


def _named(tables: tuple[Entry, ...]) -> Names:
    naming = Naming()
    for table in tables:
        naming.table(table.id, (table.name, table.title), table.entity, table.path)
        for field in table.fields:
            naming.column(field.col, field.name, field.title)
    return naming.done()


def _reach(root: int, steps: tuple[Step, ...]) -> dict[int, tuple[Step, ...]]:
    """Return the shortest way to each table that can be reached without counting a row twice."""
    ways: dict[int, tuple[Step, ...]] = {root: ()}
    queue = [root]
    for table in queue:
        for step in steps:
            if step.left.table == table and step.right.table not in ways:
                ways[step.right.table] = (*ways[table], step)
                queue.append(step.right.table)
    return ways
