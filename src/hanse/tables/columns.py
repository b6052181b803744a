"""What a column means by its name: KDNR is the number of a customer, "Auftragswert netto" a net amount of an order.

Works on names alone; knows neither values nor questions.
"""

from functools import lru_cache

import msgspec

from hanse.records import Column
from hanse.store.tableparts import LogicalTable
from hanse.tables import lexicon
from hanse.tables.lexicon import Concept
from hanse.tables.terms import fold, stem, title_words

KEYS = ("number", "name", "document")
LOOSE = frozenset({"", "plz", "country"})


class Meaning(msgspec.Struct, frozen=True):
    """entity: what the column is about (the table's own unless its name says another, then own is False).

    attribute: "" when the name says nothing known; all: every attribute in the name; plain: the folded name.
    """

    entity: str
    attribute: str
    own: bool
    all: tuple[str, ...]
    plain: str
    terms: frozenset[str]

    @property
    def role(self) -> str:
        """Return how the column's values behave: "money", "date", "name", ...; "" when unknown."""
        known = lexicon.load().attribute
        if any(known[name].role == "price" for name in self.all):
            return "price"  # "Listenpreis netto" is a price, not an amount to be added up
        return known[self.attribute].role if self.attribute else ""

    def is_a(self, attribute: str) -> bool:
        """Return whether this is the attribute or a kind of it."""
        known = lexicon.load().attribute
        return any(name == attribute or attribute in known[name].like for name in self.all)


def meaning(table: LogicalTable, column: Column) -> Meaning:
    """Return what the column means."""
    return _meaning(table_entity(table), column.name, column.title, column.type)


@lru_cache(maxsize=20_000)
def _meaning(about: str, name: str, title: str, kind: str) -> Meaning:
    found = _concepts(name) or _concepts(title)
    entities = [c.name for c in found if c.kind == "entity"]
    attributes = [c.name for c in found if c.kind == "attribute"]
    entity = entities[-1] if entities else about
    attribute = _attribute(attributes, named=bool(entities), kind=kind)
    terms = frozenset(stem(w) for w in (*title_words(name), *title_words(title)) if len(w) > 2)
    return Meaning(
        entity, attribute, own=entity == about, all=tuple(dict.fromkeys([*attributes, attribute]))
        if attribute else (), plain="".join(title_words(name)), terms=terms,
    )  # fmt: skip


def _attribute(attributes: list[str], *, named: bool, kind: str) -> str:
    if len(attributes) > 1 and attributes[-1] == "number":
        return attributes[-2]
    if attributes:
        return attributes[-1]
    if not named:
        return ""
    return {"text": "name", "integer": "number", "date": "date"}.get(kind, "")


def _concepts(name: str) -> tuple[Concept, ...]:
    parts = title_words(name)
    whole = lexicon.concepts("".join(parts), short=True)
    found = whole or tuple(c for part in parts for c in lexicon.concepts(part, short=True))
    kind, number = Concept("attribute", "kind"), Concept("attribute", "number")
    if found[:2] == (kind, number) and fold(name).startswith("art"):  # ARTNR: here "art" is short for article
        return (Concept("entity", "article"), *found[1:])
    return found


@lru_cache(maxsize=2000)
def table_entity(table: LogicalTable) -> str:
    """Return what the table is about by its name, else by the entity of its first column; "" when unknown."""
    for name in (table.name, table.title):
        entities = [c.name for c in _concepts(name) if c.kind == "entity"]
        if entities:
            return entities[-1]
    for column in table.columns[:1]:
        entities = [c.name for c in _concepts(column.name) if c.kind == "entity"]
        if entities:
            return entities[-1]
    return ""


def same_key(left: Meaning, right: Meaning) -> bool:
    """Return whether two columns may hold the same key, by their names."""
    if left.entity and left.entity == right.entity and left.attribute == right.attribute in KEYS:
        return right.own
    alike = left.plain == right.plain and fold(left.plain) not in ("pos", "nr", "id", "name")
    return alike and left.attribute in LOOSE and right.attribute in LOOSE and left.attribute == ""
