"""What a stretch of a question was linked to. Knows no grammar."""

from decimal import Decimal

import msgspec

from hanse.tables.calendar import Period
from hanse.tables.plan import Col


class Hit(msgspec.Struct, frozen=True):
    """Values of one column that the words fit. whole: the words are the whole value; rank: 0 is the best kind."""

    col: Col
    values: tuple[str, ...]
    whole: bool
    rank: int
    rows: int = 0


class Op(msgspec.Struct, frozen=True, tag="op"):
    """A question word, aggregate, comparison, superlative, negation: its name in the lexicon."""

    name: str
    text: str


class Time(msgspec.Struct, frozen=True, tag="time"):
    """A period; before: it is named as the one before another ("Vorjahr")."""

    period: Period
    text: str
    before: bool = False


class Number(msgspec.Struct, frozen=True, tag="number"):
    """A number with the unit behind it: "money", "percent", "days", "pieces", "hours" or ""."""

    value: Decimal
    unit: str
    text: str


class Grain(msgspec.Struct, frozen=True, tag="grain"):
    """A unit of the calendar as a word: "Monat", "monatlich" (then each is set)."""

    name: str
    text: str
    each: bool = False


class Noun(msgspec.Struct, frozen=True, tag="noun"):
    """A word for an entity, an attribute of one, or a phrase; literal: columns and tables that are named so.

    within: the word says that only these tables are meant ("Tankkosten", "getankt" of Tankbelege). mark: it names
    columns of yes and no only ("gesperrt"). held: what is asked for has one of these ("Vertragskunden").
    """

    text: str
    entity: str = ""
    attribute: str = ""
    phrase: str = ""
    columns: tuple[Col, ...] = ()
    tables: tuple[int, ...] = ()
    plural: bool = False
    within: tuple[int, ...] = ()
    mark: bool = False
    held: bool = False


class Status(msgspec.Struct, frozen=True, tag="status"):
    """A state word; hits: columns that have exactly this word as a value."""

    name: str
    text: str
    hits: tuple[Hit, ...] = ()


class Value(msgspec.Struct, frozen=True, tag="value"):
    """Words that stand in the tables.

    typo: how the words would be written if they were mistyped. verb: it is a participle ("repariert").
    """

    text: str
    hits: tuple[Hit, ...]
    typo: str = ""
    verb: bool = False


class Skip(msgspec.Struct, frozen=True, tag="skip"):
    """A word that carries no content of its own."""

    text: str


class Unknown(msgspec.Struct, frozen=True, tag="unknown"):
    """A word that nothing in the tables and the lexicon explains."""

    text: str


Mention = Op | Time | Number | Grain | Noun | Status | Value | Skip | Unknown
