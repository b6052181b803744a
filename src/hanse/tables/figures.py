"""Readings that give one figure: sums, averages, counts, shares, comparisons of periods."""

from hanse.tables import calendar, lexicon
from hanse.tables.amounts import amounts, value_of
from hanse.tables.bounds import bounded, narrowed
from hanse.tables.fitting import LOOKED_UP, Amount, Fit, Shaped
from hanse.tables.listing import shown
from hanse.tables.mentions import Time, Value
from hanse.tables.plan import Function, Measure, Plan, When
from hanse.tables.root import Misfit

DONE = frozenset({"bought", "paid", "ordered", "offered"})


def figures(fit: Fit) -> Shaped:
    """Return one figure: a sum, an average, or the looked-up value of a price or stock."""
    function: Function = "avg" if "avg" in fit.frame.adds else "sum"
    found = amounts(fit, fit.measure)
    if "sum" in fit.frame.adds and any(a.field and a.field.role in ("percent", "price") for a in found):
        raise Misfit("a sum of rates or prices")
    looked = [a for a in found if a.field and a.field.role in LOOKED_UP and not a.times and not fit.frame.adds]
    made = [(shown(fit, (a.field.col,)), a) for a in looked if a.field]
    made += value_of(fit, function, [a for a in found if a not in looked])
    if not made and fit.measure and fit.measure.attribute:
        return looked_amounts(fit)
    return made


def looked_amounts(fit: Fit) -> Shaped:
    """Return an amount of a joined table, looked up for records of this one."""
    if fit.frame.adds or fit.measure is None:
        return []
    found = [a for a in amounts(fit, fit.measure, anywhere=True) if a.field and a.field.role in LOOKED_UP]
    return [(shown(fit, (a.field.col,)), a) for a in found if a.field]


def counts(fit: Fit) -> Shaped:
    """Return how many records, how many pieces or hours, or how many different things of another kind."""
    if "avg" in fit.frame.adds or fit.frame.money:
        raise Misfit("an average of counts, or a number of records in euros")
    if fit.measure and not (fit.asked and fit.asked.entity and not fit.asked.attribute):
        found = [a for a in amounts(fit, fit.measure) if a.field]
        return [(Plan("value", fit.entry.id, measures=(a.measure("sum"),), filters=bounded(fit)), a)
                for a in found if a.field]  # fmt: skip
    entity = fit.listed_entity()
    if fit.of(entity) or fit.entry.id in (fit.asked.tables if fit.asked else ()):
        return [(Plan("value", fit.entry.id, measures=(Measure("count"),), filters=bounded(fit)),
                 Amount(None))]  # fmt: skip
    label = fit.root.label(entity) if entity else ()
    if not label or not narrowed(fit):
        raise Misfit("count")
    measure = Measure("distinct", label[-1])
    phrase = fit.measure.phrase if fit.measure else ""
    return [
        (
            Plan("value", fit.entry.id, measures=(measure,), filters=bounded(fit)),
            Amount(None, 1.5, phrase=phrase),
        )
    ]


def times_done(fit: Fit) -> Shaped:
    """Return how often somebody bought, paid or ordered: the number of invoices, payments, orders."""
    phrase = lexicon.load().phrase.get(fit.verb)
    if phrase is None and stands_here(fit):
        fit.used += [n for n in fit.frame.nouns if n.attribute or n.columns]
        return [(Plan("value", fit.entry.id, measures=(Measure("count"),), filters=bounded(fit)), Amount(None))]
    if phrase is None or fit.verb not in DONE or fit.entry.entity != phrase.entities[0] or fit.frame.adds:
        raise Misfit("how often what")
    return [(Plan("value", fit.entry.id, measures=(Measure("count"),), filters=bounded(fit)), Amount(None))]


def stands_here(fit: Fit) -> bool:
    """Return whether "wie oft" asks for a text in a column here: "wie oft stand defekt in der Bemerkung"."""
    flags = [f for f in fit.frame.flags if isinstance(f.mention, Value)]
    nouns = [n for n in fit.frame.nouns if not n.entity and not n.phrase]
    if len(flags) != 1 or len(nouns) != len(fit.frame.nouns) or fit.frame.adds or fit.frame.supers or not nouns:
        return False
    hits = [fit.root.schema.field(h.col) for h in flags[0].mention.hits if h.col.table == fit.entry.id]
    return all(any(fit.root.fits(field, noun) for field in hits) for noun in nouns)


def shares(fit: Fit) -> Shaped:
    """Return percent of the records or of a sum that fulfil the one condition of the question."""
    if (
        len(fit.frame.flags) != 1
        or fit.frame.flags[0].negated
        or fit.frame.bounds
        or fit.groups
        or (fit.frame.supers or len(fit.frame.times) > 1 or len(fit.frame.adds) > 1)
    ):
        raise Misfit("share of what")
    if (fit.measure and fit.measure.attribute != "quantity") or (fit.measure and fit.measure.phrase):
        found = [(a.measure("sum"), a) for a in amounts(fit, fit.measure) if a.field]
    else:
        if not fit.of(fit.listed_entity()):
            raise Misfit("share of what")
        found = [(Measure("count"), Amount(None))]
    return [(Plan("share", fit.entry.id, measures=(m,), filters=()), a) for m, a in found]


def comparisons(fit: Fit) -> Shaped:
    """Return a figure in each of several periods."""
    periods = compared_periods(fit.frame.times, fit.frame.adds)
    if len(periods) < 2 or fit.groups or fit.frame.supers:
        raise Misfit("comparison")
    field = fit.root.dated(fit.frame.nouns)
    if field is None:
        raise Misfit("comparison")
    counted = not fit.measure and (fit.frame.ask == "count" or not (fit.frame.ask or fit.frame.money))
    if counted and not fit.of(fit.listed_entity()):
        raise Misfit("count")
    function: Function = "avg" if "avg" in fit.frame.adds else "sum"
    found = [(Measure("count"), Amount(None))] if counted else [
        (a.measure(function), a) for a in amounts(fit, fit.measure)
        if a.field and fit.measure and a.field.role not in LOOKED_UP]  # fmt: skip
    return [(Plan("compare", fit.entry.id, measures=(m,), whens=(When(field.col, periods[0]),),
                  periods=tuple(periods), filters=bounded(fit)), a) for m, a in found]  # fmt: skip


def compared_periods(times: list[Time], adds: list[str]) -> list[calendar.Period]:
    """Return the periods to compare; "Vorjahr" beside a year is the year before that one."""
    periods = [t.period for t in times if not t.before]
    for time in times:
        if time.before and periods:
            first = periods[0]
            if first.grain == "span" or first.start is None:
                return []
            periods.append(calendar.of(first.grain, calendar.add_months(first.start, -12)))
        elif time.before:
            periods.append(time.period)
    return periods if len(periods) > 1 or not adds else []
