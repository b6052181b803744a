"""Readings that give one figure: sums, averages, counts, shares, comparisons of periods."""

from hanse.tables import calendar, lexicon
from hanse.tables.amounts import amounts, both, value_of
from hanse.tables.bounds import bounded, narrowed
from hanse.tables.fitting import LOOKED_UP, Amount, Fit, Shaped
from hanse.tables.listing import shown
from hanse.tables.mentions import Noun, Time, Value
from hanse.tables.plan import Function, Key, Measure, Plan, When
from hanse.tables.root import Misfit

DONE = frozenset({"bought", "paid", "ordered", "offered", "credited"})
GOODS_DONE = frozenset({"invoiced", "sold", "bought"})  # of a thing, how often: its lines


def figures(fit: Fit) -> Shaped:
    """Return one figure: a sum, an average, or the looked-up value of a price or stock."""
    function: Function = "avg" if "avg" in fit.frame.adds else "sum"
    found = amounts(fit, fit.measure)
    rates = [a for a in found if a.field and a.field.role in ("percent", "price") and not a.times]
    if "sum" in fit.frame.adds and rates:
        raise Misfit("a sum of rates or prices")
    looked = [
        a for a in found if a.field and a.field.role in LOOKED_UP and not (a.times or a.minus) and not fit.frame.adds
    ]
    cols = both(looked)
    made = [(shown(fit, cols), Amount(None))] if cols else [(shown(fit, (a.field.col,)), a) for a in looked if a.field]
    apart = [a for a in found if a.minus and not fit.frame.adds]
    made += [per_record(fit, a) for a in apart]
    made += value_of(fit, function, [a for a in found if a not in looked and a not in apart])
    if not made and fit.measure and fit.measure.attribute:
        return looked_amounts(fit)
    return made


def per_record(fit: Fit, amount: Amount) -> tuple[Plan, Amount]:
    """Return the difference of two columns for each record: "Spanne beim Kupferrohr"."""
    keys = tuple(Key(c) for c in fit.root.label(fit.entry.entity))
    if not keys or not narrowed(fit):
        raise Misfit("a difference of what")
    return Plan("groups", fit.entry.id, measures=(amount.measure("sum"),), keys=keys, filters=bounded(fit)), amount


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
    if not label or not narrowed(fit) or not fit.speaks_of_it():
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
    if (
        phrase is None
        and not fit.frame.nouns
        and not fit.frame.adds
        and fit.entry.entity == "order"
        and fit.frame.flags
    ):
        return [(Plan("value", fit.entry.id, measures=(Measure("count"),), filters=bounded(fit)), Amount(None))]
    goods = fit.verb in GOODS_DONE and fit.entry.entity == "line" and of_goods(fit)
    here = phrase is not None and fit.verb in DONE and fit.entry.entity == phrase.entities[0] and not of_goods(fit)
    if not (goods or here) or fit.frame.adds:
        raise Misfit("how often what")
    return [(Plan("value", fit.entry.id, measures=(Measure("count"),), filters=bounded(fit)), Amount(None))]


def of_goods(fit: Fit) -> bool:
    """Return whether the question names an article or the text of a line."""
    hits = [h for f in fit.frame.flags if isinstance(f.mention, Value) for h in f.mention.hits]
    return any(h.rank == 0 and fit.root.of_goods(h) for h in hits)


def stands_here(fit: Fit) -> bool:
    """Return whether "wie oft" asks for a text in a column here: "wie oft stand defekt in der Bemerkung"."""
    flags = [f for f in fit.frame.flags if isinstance(f.mention, Value)]
    nouns = [n for n in fit.frame.nouns if not n.entity and not n.phrase]
    if len(flags) != 1 or len(nouns) != len(fit.frame.nouns) or fit.frame.adds or fit.frame.supers:
        return False
    if not nouns:  # "wie oft haben wir 2025 Bremsen vorne gemacht"
        here = [h for h in flags[0].mention.hits if h.whole and h.col.table == fit.entry.id]
        kinds = [fit.root.schema.field(h.col) for h in here]
        return any(f.role in ("class", "") and 2 * f.profile.distinct < fit.entry.rows for f in kinds)
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
        return prices_then(fit, periods)
    bare = not (fit.frame.ask or fit.frame.money or {"sum", "avg"} & set(fit.frame.adds))
    counted = not fit.measure and (fit.frame.ask == "count" or bare)
    if counted and not fit.of(fit.listed_entity()):
        raise Misfit("count")
    function: Function = "avg" if "avg" in fit.frame.adds else "sum"
    found = [(Measure("count"), Amount(None))] if counted else [
        (a.measure(function), a) for a in amounts(fit, fit.measure)
        if a.field and a.field.role not in LOOKED_UP]  # fmt: skip
    return [(Plan("compare", fit.entry.id, measures=(m,), whens=(When(field.col, periods[0]),),
                  periods=tuple(periods), filters=bounded(fit)), a) for m, a in found]  # fmt: skip


def prices_then(fit: Fit, periods: list[calendar.Period]) -> Shaped:
    """Return the price of one thing in each of several years, where the files of each year have a list."""
    years = fit.root.year_column()
    if years is None or not fit.frame.flags or any(p.grain != "year" for p in periods):
        raise Misfit("comparison")
    found = [a for a in amounts(fit, fit.measure or Noun("", phrase="costs")) if a.field and a.field.role == "price"]
    net = [a for a in found if a.field and a.field.meaning.is_a("net")]
    return [(Plan("compare", fit.entry.id, measures=(a.measure("avg"),), whens=(When(years.col, periods[0]),),
                  periods=tuple(periods), filters=bounded(fit)), a) for a in net or found]  # fmt: skip


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
    periods = alike(periods)
    return periods if len(periods) > 1 or not adds else []


def alike(periods: list[calendar.Period]) -> list[calendar.Period]:
    """Return periods of one length: in "im 3. Quartal dieses Jahr und letztes Jahr" the second is a quarter, too."""
    made = periods[:1]
    for period in periods[1:]:
        first, year = made[0].start, period.start.year if period.start else 0
        shorter = period.grain == "year" and made[0].grain not in ("year", "span")
        made.append(calendar.moved(made[0], 12 * (year - first.year)) if shorter and first else period)
    return made
