"""Readings that rank: the best customers, the largest invoice, the latest payment."""

from hanse.tables import lexicon
from hanse.tables.amounts import amounts, both, value_of
from hanse.tables.bounds import bounded
from hanse.tables.fitting import MASTERS, UPWARD, Amount, Fit, Shaped
from hanse.tables.frame import Super
from hanse.tables.grouping import keys
from hanse.tables.listing import columns_to_show
from hanse.tables.mentions import Grain, Noun, Status, Value
from hanse.tables.persons import people
from hanse.tables.plan import Col, Filter, Function, Key, Measure, Order, Plan
from hanse.tables.root import Misfit
from hanse.tables.singles import RATES, singular, ways

UNRANKED = frozenset({"count", "howoften", "where"})  # these ask for something else of the first one


def superlatives(fit: Fit) -> Shaped:
    """Return the first places."""
    first = fit.frame.supers[0]
    if len(fit.frame.supers) > 1 or set(fit.frame.adds) - {"sum", "avg"} or fit.frame.ask in UNRANKED:
        raise Misfit("superlatives")
    others = {n.entity for n in fit.frame.nouns if n.entity and not n.attribute} - {first.noun and first.noun.entity}
    if first.noun and first.noun.entity in MASTERS and others - {fit.asked and fit.asked.entity}:
        raise Misfit("what the first one has")  # "Rechnungen des größten Kunden"
    if counted := by_records(fit, first) or most_frequent(fit, first):
        return counted
    if first.name in ("newest", "oldest"):
        return by_date(fit, first)
    if by := ranked_keys(fit):
        return places(fit, first, "", by)
    if entity := ranked_entity(fit, first):
        return ranked_things(fit, first, entity)
    if fit.groups:
        return best_groups(fit, first, tuple(k for g in fit.groups for k in keys(fit, g)))
    return extremes(fit, first)


def by_records(fit: Fit, first: Super) -> Shaped:
    """Return things by the number of records of this table: "top 3 Kurse nach Teilnahmen"; [] when not asked so."""
    counted = [g for g in fit.groups if isinstance(g, Noun) and g.entity and not g.attribute and fit.of(g.entity)]
    if not counted or fit.measure or first.noun is None or first.noun.entity in ("", fit.entry.entity):
        return []
    fit.groups = [g for g in fit.groups if g not in counted]
    by = tuple(Key(c) for c in fit.root.label(first.noun.entity))
    order = Order(None, first.name in UPWARD, first.count or 10)
    plan = Plan("groups", fit.entry.id, measures=(Measure("count"),), keys=by, order=order, filters=bounded(fit))
    return [(plan, Amount(None))] if by else []


def most_frequent(fit: Fit, first: Super) -> Shaped:
    """Return the values of a column by how often they stand there: "die häufigsten Arbeiten"; [] when not asked so."""
    noun = first.noun
    if noun is None or noun.entity or noun.phrase or first.name not in ("most", "least"):
        return []
    fields = [f for f in fit.root.matching(noun, own=True) if f.type == "text"]
    if not fields or fit.measure or fit.groups:
        return []
    fit.used.append(noun)
    order = Order(None, first.name in UPWARD, first.count or 10)
    plan = Plan("groups", fit.entry.id, measures=(Measure("count"),), keys=(Key(fields[0].col),), order=order,
                filters=(*bounded(fit), Filter(fields[0].col, "filled")))  # fmt: skip
    return [(plan, Amount(None))]


def ranked_keys(fit: Fit) -> tuple[Key, ...]:
    """Return the column or the days whose first places are wanted: "welcher Monteur", "an welchem Tag"."""
    if fit.frame.rivals:
        return (Key(rivals(fit)),)
    if by := ranked_column(fit):
        return keys(fit, by)
    if fit.frame.ask == "when" and fit.measure and (fit.measure.phrase or fit.figure_column(fit.measure)):
        day = fit.root.dated([])
        return (Key(day.col, "day"),) if day is not None and day.col.table == fit.entry.id else ()
    return ()


def rivals(fit: Fit) -> Col:
    """Return the column in which both of those to choose from stand: "der Linus oder der Rolf"."""
    hits = [[h.col for h in f.mention.hits if h.col.table in fit.root.ways] for f in fit.frame.flags]
    shared = [c for c in (hits[0] if hits else []) if all(c in cols for cols in hits)]
    if not shared:
        raise Misfit("which of both")
    return min(shared, key=fit.root.cost)


def ranked_column(fit: Fit) -> Noun | Grain | None:
    """Return the month or the column whose first places are wanted: "in welchem Monat", "welcher Monteur"."""
    asked = fit.asked
    if isinstance(fit.frame.asked, Grain):
        return fit.frame.asked
    if asked is None or asked is fit.measure or asked.entity or asked.phrase or not (asked.columns or asked.attribute):
        return None
    fit.used.append(asked)
    return asked


def ranked_things(fit: Fit, first: Super, entity: str) -> Shaped:
    """Return the first places among things: records of this table, or what its records lead to."""
    measure = ranked_by(fit, first)
    if fit.groups:
        raise Misfit("groups and places")
    record = measure is None or not measure.phrase or "-" in lexicon.load().phrase[measure.phrase].means[0]
    if entity == fit.entry.entity and record:
        return best_rows(fit, first, measure)
    label = fit.root.label(entity)
    if not label or entity == fit.entry.entity:
        raise Misfit(entity)
    return places(fit, first, entity, tuple(Key(c) for c in label))


def places(fit: Fit, first: Super, ranked: str, by: tuple[Key, ...]) -> Shaped:
    """Return the first places among others than the records: by their best record, by their sum, or both ways."""
    first = singular(first, fit.asked)
    measure = ranked_by(fit, first)
    made: Shaped = []
    for way in ways(fit, first, ranked, measure):
        if way == "sum":
            made += best_groups(fit, first, by)
        elif any(key.grain for key in by):
            made += best_groups(fit, first, by, function="max" if first.name in UPWARD else "min")
        else:
            made += best_rows(fit, first, measure, (by[0].col,))
    return made


def ranked_entity(fit: Fit, first: Super) -> str:
    """Return the entity whose first places are wanted."""
    if fit.asked and fit.asked.entity and not fit.asked.attribute:
        return fit.asked.entity
    who = fit.listed_entity() if fit.frame.ask == "who" else ""
    if first.noun and first.noun.entity and not first.noun.attribute and first.name not in ("most", "least"):
        return who or first.noun.entity
    if who:
        return who
    if fit.frame.ask == "what" and fit.verb in ("sold", "bought"):
        return "article"
    others = [n for n in fit.frame.nouns if n.entity and not n.attribute]
    if not others and fit.frame.ask == "which" and fit.asked is None and first.noun is not None:
        return classed(fit)
    return others[0].entity if others and fit.frame.ask in ("", "list", "which") else ""


def classed(fit: Fit) -> str:
    """Return the kind of thing that a class named by the question has: "mit welchen drei Armaturen"."""
    hits = [h for f in fit.frame.flags if isinstance(f.mention, Value) and not f.negated for h in f.mention.hits]
    fields = [fit.root.schema.field(h.col) for h in hits if h.whole and h.col.table in fit.root.ways]
    found = {f.meaning.entity for f in fields if f.role == "class"}
    return found.pop() if len(found) == 1 else ""


def ranked_by(fit: Fit, first: Super) -> Noun | None:
    """Return what the order is by, when the question says so."""
    noun = first.noun
    return noun if noun and (noun.attribute or noun.phrase) else fit.measure


def best_rows(fit: Fit, first: Super, measure: Noun | None, before: tuple[Col, ...] = ()) -> Shaped:
    """Return records in order of an amount. before: columns of whom or what is asked for, shown first."""
    if first.name in ("most", "least") and measure is None:
        raise Misfit("most of what")
    made = []
    found = amounts(fit, measure)
    for amount in found:
        if amount.field is None:
            continue
        front = before or wanted(fit, found, amount.field.col)
        minus = amount.minus.col if amount.minus else None
        order = Order(amount.field.col, first.name in UPWARD, first.count or 10, minus)
        label = (*front, *fit.root.label(fit.entry.entity))
        near = {fit.entry.id, *(c.table for c in front)}
        more = [c for c in columns_to_show(fit) if c.table in near or not front]
        cols = tuple(dict.fromkeys([*label, amount.field.col, *((minus,) if minus else ()), *more]))
        made.append((Plan("rows", fit.entry.id, shown=cols[:8], order=order, asked=front,
                          filters=(*bounded(fit), Filter(amount.field.col, "filled"))), amount))  # fmt: skip
    return made


def wanted(fit: Fit, found: list[Amount], amount: Col) -> tuple[Col, ...]:
    """Return what is asked of the first record: its date, its amount (gross and net), or () for the record itself."""
    if fit.frame.ask == "when":
        day = fit.root.dated([])
        if day is None or day.col.table != fit.entry.id:
            raise Misfit("when")
        return (day.col,)
    return (both(found) or (amount,)) if fit.frame.ask in ("howhigh", "howmuch") else ()


def best_groups(fit: Fit, first: Super, keys: tuple[Key, ...], *, function: Function = "sum") -> Shaped:
    """Return groups in order of a figure, or of the number of their records."""
    made = []
    for measure, amount in superlative_measures(fit, first, function):
        order = Order(None, first.name in UPWARD, first.count or 10)
        made.append((Plan("groups", fit.entry.id, measures=(measure,), keys=keys, order=order,
                          filters=(*bounded(fit), *(Filter(keys[-1].col, "filled"),))), amount))  # fmt: skip
    return made


def superlative_measures(fit: Fit, first: Super, function: Function) -> list[tuple[Measure, Amount]]:
    """Return what groups are ranked by."""
    noun = ranked_by(fit, first)
    if noun is None and first.noun and first.noun.entity:
        if first.name in ("most", "least"):
            if first.noun.entity != fit.entry.entity:
                raise Misfit(first.noun.text)
            return [(Measure("count"), Amount(None))]
        if first.noun.entity in MASTERS and not fit.at_home((first.noun.entity,)):
            noun = Noun("Umsatz", phrase="turnover")
        elif not fit.at_home((first.noun.entity,)):
            raise Misfit(first.noun.text)
    elif noun is None:
        raise Misfit("ranked by what")
    function = "avg" if "avg" in fit.frame.adds else function
    found = [(a.field, a) for a in amounts(fit, noun) if a.field]
    return [(a.measure(function), a) for field, a in found if function != "sum" or field.role not in RATES]


def extremes(fit: Fit, first: Super) -> Shaped:
    """Return the largest or smallest single value."""
    noun = ranked_by(fit, first)
    if noun is None or noun.phrase:
        raise Misfit("largest of what")
    person = people(fit, "")
    if person:
        return best_rows(fit, first, noun, person) if ways(fit, first, "", noun) == ("single",) else []
    function: Function = "max" if first.name in UPWARD else "min"
    return value_of(fit, function, amounts(fit, noun))


def by_date(fit: Fit, first: Super) -> Shaped:
    """Return the latest or earliest date, or the records of it."""
    date_field = fit.root.dated([n for n in (*fit.frame.nouns, *((first.noun,) if first.noun else ())) if n.attribute])
    if date_field is None or date_field.col.table != fit.entry.id or fit.groups or fit.frame.adds:
        raise Misfit(first.name)
    fit.used += [n for n in fit.frame.nouns if n.attribute and date_field in fit.root.matching(n)]
    named = first.noun if first.noun and not first.noun.attribute else None  # "zuerst angelegt" names the day only
    entity = named.entity if named else fit.listed_entity()
    verb, phrase = bool(fit.verb), fit.verb
    if fit.frame.ask == "when":
        own = bool(
            first.noun and first.noun.attribute and fit.frame.flags and date_field in fit.root.matching(first.noun)
        )
        if not fit.of(entity) and not verb and not moved(fit) and not own:
            raise Misfit(entity)
        function: Function = "max" if first.name in UPWARD else "min"
        plan = Plan("value", fit.entry.id, measures=(Measure(function, date_field.col),), filters=bounded(fit))
        return [(plan, Amount(None, phrase=phrase))]
    alone = fit.frame.ask == "who" or (fit.asked_entity_noun() and fit.asked and not fit.asked.plural)
    if not fit.of(entity) and not (verb and alone and not named):
        raise Misfit(entity or "last of what")
    before = holder(fit) or height(fit)
    asked = [f.col for n in fit.looked_up() if n.attribute and n is not first.noun for f in fit.root.matching(n)[:1]]
    cols = tuple(
        dict.fromkeys([*before, *asked, *fit.root.label(fit.entry.entity), date_field.col, *columns_to_show(fit)])
    )
    order = Order(date_field.col, first.name in UPWARD, first.count or 10)
    plan = Plan("rows", fit.entry.id, shown=cols[:8], order=order, filters=bounded(fit), asked=(*before, *asked))
    return [(plan, Amount(None, phrase=phrase))]


def moved(fit: Fit) -> bool:
    """Return whether the question says that something came into or went out of the store, and this table tells it."""
    states = {f.mention.name for f in fit.frame.flags if isinstance(f.mention, Status)}
    return any(fit.root.held(s) for s in states & {"incoming", "outgoing"}) and fit.entry.entity == "movement"


def height(fit: Fit) -> tuple[Col, ...]:
    """Return the amount of the latest record when the question asks how high it was; gross and net when both are."""
    if fit.frame.ask not in ("howhigh", "howmuch"):
        return ()
    found = amounts(fit, fit.measure)
    cols = both(found) or tuple(a.field.col for a in found if a.field)
    if not cols or (len(cols) > 1 and not both(found)):
        raise Misfit("how high")
    return cols


def holder(fit: Fit) -> tuple[Col, ...]:
    """Return the column that names whom the wanted record is of: "welcher Kunde", "wer"."""
    noun = fit.asked_entity_noun()
    if fit.frame.ask == "who":
        return people(fit, fit.listed_entity())
    if (by := ranked_column(fit)) and isinstance(by, Noun):
        return (keys(fit, by)[0].col,)
    if noun is None or fit.of(noun.entity):
        return ()
    label = fit.root.label(noun.entity)
    if not label:
        raise Misfit(noun.text)
    return label[:1]
