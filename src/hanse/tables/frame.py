"""A question in parts: what is asked, of what, under which conditions. Knows no grammar and no table."""

from decimal import Decimal

import msgspec

from hanse.tables.mentions import Grain, Noun, Status, Time, Value
from hanse.tables.plan import Op as FilterOp

TURNOVER = Noun("Umsatz", phrase="turnover")
PIECES = Noun("Stück", attribute="quantity")  # "wie viele Stück", "wie viele Meter"


class Bound(msgspec.Struct, frozen=True):
    """A comparison with one or two numbers. noun: what is compared, when the question says so."""

    op: FilterOp
    value: Decimal
    unit: str
    high: Decimal | None = None
    noun: Noun | None = None


class Super(msgspec.Struct, frozen=True):
    """A superlative. noun: the word right behind it; count: how many places are wanted."""

    name: str
    count: int = 1
    noun: Noun | None = None
    counted: bool = False


class Flagged(msgspec.Struct, frozen=True):
    """A value or status, taken as it is or negated. entity: a noun of a kind right before it ("Kunde Müller").

    part: the question says that the words are part of a name. named: a noun right before it that may name the column.
    joined: "und" or "oder" stands before it.
    """

    mention: Value | Status
    negated: bool = False
    entity: str = ""
    part: bool = False
    named: Noun | None = None
    joined: bool = False


class Frame(msgspec.Struct):
    """A question in parts. nouns: in order, without those that went into groups, bounds, or absences.

    money: it asks for a figure in euros. now: it asks for what is so today ("derzeit", "laufen"). yearly: for a figure
    "im Jahr", "pro Jahr" that is no grouping. doer: it asks "und wer" besides. rivals: its two values are to
    choose from. unit: the word for what is counted, "stuck", "meter". future: it asks for what will be.
    further: what else it asks of the records ("und wann ist der Termin"); also: other things ("und welche Kunden").
    """

    ask: str = ""
    adds: list[str] = msgspec.field(default_factory=list)
    nouns: list[Noun] = msgspec.field(default_factory=list)
    asked: Noun | Grain | None = None
    groups: list[Noun | Grain] = msgspec.field(default_factory=list)
    flags: list[Flagged] = msgspec.field(default_factory=list)
    times: list[Time] = msgspec.field(default_factory=list)
    bounds: list[Bound] = msgspec.field(default_factory=list)
    supers: list[Super] = msgspec.field(default_factory=list)
    absent: Noun | None = None
    present: list[Noun] = msgspec.field(default_factory=list)
    top: int = 0
    odd: list[str] = msgspec.field(default_factory=list)
    unknown: list[str] = msgspec.field(default_factory=list)
    net: str = ""
    against: tuple[Noun | None, FilterOp, Noun] | None = None
    bound_net: str = ""
    money: bool = False
    now: bool = False
    yearly: bool = False
    doer: bool = False
    rivals: bool = False
    unit: str = ""
    future: bool = False
    further: list[str] = msgspec.field(default_factory=list)
    also: list[Noun] = msgspec.field(default_factory=list)
