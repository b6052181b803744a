"""Readings of questions for yes or no: "Ist RE-2025-0146 bezahlt?", "Gibt es offene Angebote?"."""

import msgspec

from hanse.tables.bounds import bounded
from hanse.tables.fitting import Amount, Fit, Shaped
from hanse.tables.listing import columns_to_show, lists
from hanse.tables.mentions import Status, Value
from hanse.tables.plan import Filter, Plan
from hanse.tables.root import Misfit


def whether(fit: Fit) -> Shaped:
    """Return records with what is asked of them beside each, or the records whose being there is asked."""
    named = any(isinstance(f.mention, Value) for f in fit.frame.flags)
    states = [f for f in fit.frame.flags if isinstance(f.mention, Status)]
    conditions = bounded(fit)
    marks = tuple(f for f in conditions if f.op in ("true", "false"))
    if not named or len(states) + len(marks) == 0:
        return exists(fit)
    if len(states) + len(marks) > 1:
        raise Misfit("several states")
    others = tuple(f for f in conditions if f not in marks)
    entity = fit.listed_entity()
    if not (fit.of(entity) or (not entity and identified(fit))):
        raise Misfit(entity or "whose state")
    return [(stated(fit, others, marks), Amount(None))]


def identified(fit: Fit) -> bool:
    """Return whether the question names a record of this table by its own number or name."""
    own = {f.col for f in fit.entry.fields if f.meaning.own and f.meaning.attribute in ("number", "name")}
    return any(h.col in own for f in fit.frame.flags for h in f.mention.hits)


def record(fit: Fit) -> Shaped:
    """Return a record with all that is told of it, where the question asks several things of it."""
    if not identified(fit) or fit.frame.adds or (fit.measure and fit.measure.phrase):
        raise Misfit("several questions")
    cols = columns_to_show(fit)
    fit.used += [n for n in fit.frame.nouns if any(f.col in cols for f in fit.root.matching(n))]
    return [(Plan("rows", fit.entry.id, shown=cols, filters=bounded(fit)), Amount(None))]


def stated(fit: Fit, filters: tuple[Filter, ...], marks: tuple[Filter, ...]) -> Plan:
    """Return the records with a column that says whether the state holds."""
    return Plan("rows", fit.entry.id, shown=columns_to_show(fit), filters=filters, part=marks, polar="state")


def exists(fit: Fit) -> Shaped:
    """Return the records that there are."""
    if not fit.frame.flags and not fit.frame.times and not fit.frame.bounds:
        raise Misfit("whether what")
    return [(msgspec.structs.replace(plan, polar="exists"), amount) for plan, amount in lists(fit)]
