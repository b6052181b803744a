"""Whether a superlative is about one record ("die höchste Rechnung") or about sums ("den höchsten Umsatz")."""

from typing import Literal

import msgspec

from hanse.tables import lexicon
from hanse.tables.fitting import Fit, role_of
from hanse.tables.frame import Super
from hanse.tables.mentions import Noun
from hanse.tables.root import Misfit

Way = Literal["single", "sum"]
RATES = frozenset({"price", "percent"})  # never added up
EITHER: tuple[Way, ...] = ("single", "sum")


def ways(fit: Fit, first: Super, ranked: str, measure: Noun | None) -> tuple[Way, ...]:
    """Return how to rank others than the records themselves. ranked: the entity of the places, "" for a column.

    Raises Misfit when the superlative is about records of another table.
    """
    noun = first.noun
    if noun and noun.entity and not noun.attribute and not noun.phrase and noun.entity != ranked:
        if not fit.at_home((noun.entity,)):
            raise Misfit(noun.text)
        if first.name in ("most", "least") or fit.frame.adds:
            return ("sum",)
        return EITHER if noun.plural else ("single",)
    if first.name in ("most", "least") or fit.frame.adds:
        return ("sum",)
    if measure is None or measure.phrase:
        return ("sum",)
    if noun and ranked and noun.entity == ranked and not noun.attribute and role_of(measure) == "money":
        return ("sum",)  # "die größten Kunden nach Betrag"
    return by_measure(measure, named=measure is noun)


def singular(first: Super, asked: Noun | None) -> Super:
    """Return a superlative for one record where its noun is alike in singular and plural ("welcher" asks for one)."""
    noun = first.noun
    known = lexicon.entity(noun.entity) if noun else None
    if noun is None or known is None or known.one.de != known.many.de or asked is None or asked.plural:
        return first
    return msgspec.structs.replace(first, count=first.count or 1, noun=msgspec.structs.replace(noun, plural=False))


def by_measure(measure: Noun, *, named: bool) -> tuple[Way, ...]:
    """Return how to rank by a column. named: the superlative stands right before it."""
    role = role_of(measure)
    if role in RATES or measure.attribute == "fee":
        return ("single",)
    if role not in ("money", "stock"):
        return ("sum",)
    one = named and measure.entity and measure.text.lower().endswith(("betrag", "amount"))
    return ("single",) if one else EITHER
