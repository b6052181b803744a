"""What a column means by its name: KDNR is the number of a customer, "Auftragswert netto" a net amount of an order.

Where the format itself says what role a column has, that goes before what its name sounds like. Knows neither values
nor questions.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

import msgspec

from hanse.records import Column, Role
from hanse.store.tableparts import LogicalTable
from hanse.tables import lexicon, ownwords
from hanse.tables.lexicon import Concept
from hanse.tables.terms import fold, stem, title_words

KEYS = ("number", "name", "document")
LOOSE = frozenset({"", "plz", "country"})
NAMED_BY_KEY = frozenset({"customer", "supplier", "employee", "article"})  # a table "fahrer" with PersNr has employees
AS_ENTITY = {"hours": "hours"}  # a table "STUNDEN" has time entries
ENDINGS = frozenset({"", "e", "n", "en", "s", "aus", "ein", "alt", "neu", "kopf", "pos", "dat"})  # RECHAUS
KINDS = frozenset({"order", "contract", "delivery", "movement", "customer", "employee", "article"})
ROLES: dict[Role, str] = {
    "amount": "money", "quantity": "quantity", "rate": "percent", "date": "date", "key": "key", "party": "name",
    "code": "class", "text": "text", "flag": "flag",
}  # fmt: skip
ATTRIBUTES: dict[Role, str] = {"amount": "amount", "quantity": "quantity", "date": "date", "key": "number"}
KIN: dict[Role, frozenset[str]] = {  # roles of attributes that go with a role that the format gives
    "amount": frozenset({"money", "price"}), "quantity": frozenset({"quantity", "stock"}),
    "rate": frozenset({"percent", "price"}), "date": frozenset({"date"}), "key": frozenset({"key", "contact", "code"}),
    "party": frozenset({"name"}), "code": frozenset({"class", "status", "code", "place", "text"}),
    "text": frozenset({"text", "name", "place", "contact", "class", "status", "code", "key"}),
    "flag": frozenset({"flag", "status"}),
}  # fmt: skip
ALIKE = 5  # letters that a short name must share with the longer one that it cuts off: KENNZ, Kennzeichen


class Meaning(msgspec.Struct, frozen=True):
    """entity: what the column is about (the table's own unless its name says another, then own is False).

    attribute: "" when the name says nothing known; all: every attribute in the name; plain: the folded name.
    given: the role that the format gives it, "" where it gives none.
    """

    entity: str
    attribute: str
    own: bool
    all: tuple[str, ...]
    plain: str
    terms: frozenset[str]
    given: Role = ""

    @property
    def role(self) -> str:
        """Return how the column's values behave: "money", "date", "name", ...; "" when unknown."""
        known = lexicon.load().attribute
        if any(known[name].role == "price" for name in self.all):
            return "price"  # "Listenpreis netto" is a price, not an amount to be added up
        return known[self.attribute].role if self.attribute else ROLES.get(self.given, "")

    def is_a(self, attribute: str) -> bool:
        """Return whether this is the attribute or a kind of it."""
        known = lexicon.load().attribute
        return any(name == attribute or attribute in known[name].like for name in self.all)


def meaning(table: LogicalTable, column: Column, owns: tuple[str, ...] = ()) -> Meaning:
    """Return what the column means. owns: the entities that only the firm's own tables know."""
    found = _meaning(table_entity(table), column.name, column.title, column.type, owns)
    return _as_given(found, column, table.keys) if column.role else found


def _as_given(found: Meaning, column: Column, keys: tuple[str, ...]) -> Meaning:
    """Return a meaning in the role that the format gives: an attribute of another role was only a likeness of names.

    "Umsatz (ohne Soll/Haben-Kz)" is an amount, and "Umsatzsteuer-Schlüssel" is none, as codes are no figures.
    """
    role, known = column.role, lexicon.load().attribute
    kin = tuple(name for name in found.all if known[name].role in KIN[role])
    if found.attribute and known[found.attribute].role in KIN[role]:
        return msgspec.structs.replace(found, all=kin, given=role)
    attribute = kin[-1] if kin else _attribute_of(column, keys)
    return msgspec.structs.replace(
        found, attribute=attribute, all=tuple(dict.fromkeys((*kin, attribute))) if attribute else (), given=role
    )


def _attribute_of(column: Column, keys: tuple[str, ...]) -> str:
    """Return what a column is by its role alone; a key is a number of its table's records only where it is the key."""
    fits = {
        "amount": column.type in ("integer", "decimal"), "quantity": column.type in ("integer", "decimal"),
        "date": column.type in ("date", "datetime"), "key": keys == (column.name,),
    }  # fmt: skip
    return ATTRIBUTES[column.role] if fits.get(column.role) else ""


def own_entities(tables: Iterable[LogicalTable]) -> tuple[str, ...]:
    """Return the entities of tables that the lexicon knows nothing of."""
    return tuple(sorted({e for t in tables if ownwords.is_own(e := table_entity(t))}))


@lru_cache(maxsize=20_000)
def _meaning(about: str, name: str, title: str, kind: str, owns: tuple[str, ...]) -> Meaning:
    found = _concepts(_taxed(name)) or _concepts(_taxed(title))
    entities = [c.name for c in found if c.kind == "entity"]
    attributes = [_priced(c.name, title) for c in found if c.kind == "attribute"]
    entity = entities[-1] if entities else about
    attribute = (
        _attribute(attributes, named=bool(entities), kind=kind) or _measured_in(title, kind) or _tail(name, kind)
    )
    if kind in ("integer", "decimal") and attribute and lexicon.load().attribute[attribute].role == "date":
        attribute = ""  # "Lieferzeit Tage" is a span, no day
    if kind == "boolean" and attribute and lexicon.load().attribute[attribute].role not in ("flag", "status"):
        attribute = ""
    if kind == "date" and attribute and lexicon.load().attribute[attribute].role == "name":
        attribute = ""  # BEZ_AM is no Bezeichnung
    wanted = owns if not entities else (about,) if ownwords.is_own(about) else ()
    own, key = ownwords.named_in(name, wanted) if kind in ("text", "integer") else ("", False)
    contact = bool(attribute) and lexicon.load().attribute[attribute].role == "contact"
    if own and (key or not entities) and not (contact and kind == "text"):  # "Telefon" beside a table Telefonliste
        entity, attribute = own, "number" if key or kind == "integer" else "name"
    terms = frozenset(stem(w) for w in (*title_words(name), *title_words(title)) if len(w) > 2)
    return Meaning(
        entity, attribute, own=entity == about, all=tuple(dict.fromkeys([*attributes, attribute]))
        if attribute else (), plain="".join(title_words(name)), terms=terms,
    )  # fmt: skip


def _taxed(name: str) -> str:
    """Return a title with gross and net in one word: "Preis inkl. MwSt" is "Preis brutto"."""
    return re.sub(r"\b(?:inkl|incl|einschl)\w*\.?\W*(?:mwst|ust|vat|mehrwertsteuer|umsatzsteuer)\b\.?", "brutto",
                  re.sub(r"\b(?:zzgl|exkl|excl|ohne)\w*\.?\W*(?:mwst|ust|vat|mehrwertsteuer|umsatzsteuer)\b\.?",
                         "netto", name, flags=re.IGNORECASE), flags=re.IGNORECASE)  # fmt: skip


def _priced(attribute: str, title: str) -> str:
    """Return a rate in euros as what it is, a price: "Satz netto €"."""
    return "price" if attribute == "rate" and ownwords.unit(title) == "money" else attribute


def _attribute(attributes: list[str], *, named: bool, kind: str) -> str:
    if len(attributes) > 1 and attributes[-1] == "number":
        return attributes[-2]
    if attributes:
        return attributes[-1]
    if not named:
        return ""
    return {"text": "name", "integer": "number", "date": "date"}.get(kind, "")


def _tail(name: str, kind: str) -> str:
    """Return what the last part of an unknown compound says: Kursgebühr is a fee, Leistungsart a kind."""
    found = lexicon.headed("".join(title_words(name))) if kind in ("text", "integer", "decimal") else None
    return found[1].name if found and found[1].kind == "attribute" else ""


def _measured_in(title: str, kind: str) -> str:
    """Return the attribute of a figure by the unit in its title: "Fracht EUR" is an amount."""
    if kind not in ("integer", "decimal"):
        return ""
    return {"money": "amount", "percent": "rate", "pieces": "quantity"}.get(ownwords.unit(title), "")


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
    """Return what the table is about: by its name, by the entity of its first column, else one of its own."""
    names = (table.name, table.title, *((PurePosixPath(table.path).stem,) if table.path else ()))
    known = [[c for c in _concepts(name) if c.name] for name in names]
    for found in known[:2]:
        if entities := [_as_entity(c) for c in found if _as_entity(c)]:
            return entities[-1]
    titles = [c.title for c in table.columns]
    own = "" if any(known[:2]) else ownwords.entity(names[:2], titles)
    first = [c.name for column in table.columns[:1] for c in _concepts(column.name) if c.kind == "entity"]
    if first and (not own or first[-1] in NAMED_BY_KEY or _cut_from(own, first[-1])):
        return first[-1]
    if own:
        head = lexicon.headed(ownwords.word(own))  # "Werkstattaufträge" are orders
        return head[1].name if head and head[1].name in KINDS else own
    return next((e for found in known[2:] for c in found if (e := _as_entity(c))), "") or ownwords.entity(names, titles)


def _cut_from(own: str, entity: str) -> bool:
    """Return whether a table's name is a short form of an entity's word: RECHAUS is about Rechnungen."""
    known = lexicon.load().entity[entity]
    return any(len(s) > 3 and ownwords.word(own).removeprefix(fold(s)) in ENDINGS for s in (*known.short, *known.words))


def _as_entity(concept: Concept) -> str:
    return concept.name if concept.kind == "entity" else AS_ENTITY.get(concept.name, "")


def same_key(left: Meaning, right: Meaning) -> bool:
    """Return whether two columns may hold the same key, by their names."""
    if left.entity and left.entity == right.entity and left.attribute == right.attribute in KEYS:
        return right.own
    short, long = sorted((left.plain, right.plain), key=len)
    alike = short == long and short not in ("pos", "nr", "id", "name")
    alike = alike or (len(short) >= ALIKE and long.startswith(short))
    return alike and left.attribute in LOOSE and right.attribute in LOOSE and left.attribute == ""
