"""Turns a frame into plans: for each table as a base, the readings of the question that fit it, each with a cost.

A part of the question that has no place on a table rules this table out; nothing is left out in silence.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

import msgspec

from hanse.tables import calendar, lexicon
from hanse.tables.absence import absences
from hanse.tables.bounds import grouping_bounds, undecided, yearly
from hanse.tables.figures import comparisons, counts, figures, shares, times_done
from hanse.tables.fitting import MASTERS, Amount, Fit, Shaped, role_of
from hanse.tables.frame import Flagged, Frame
from hanse.tables.grouping import grouped, having, per_person, per_value
from hanse.tables.listing import dates, lists, lookups, places
from hanse.tables.mentions import Hit, Noun, Status, Value
from hanse.tables.persons import telling
from hanse.tables.plan import Col, Filter, Plan, When
from hanse.tables.polar import record, whether
from hanse.tables.root import Misfit, Picked, Root
from hanse.tables.schema import Schema
from hanse.tables.superlatives import superlatives

MOST_DAYS = 3
LISTED_VERBS = frozenset({"ordered", "offered", "sold", "bought"})
AHEAD = frozenset({"due", "appointment", "valid", "end", "deliveredon"})


class Candidate(msgspec.Struct, frozen=True):
    """A reading with its cost (0 is sure). choices: names or columns that were picked among several as likely."""

    plan: Plan
    cost: float
    choices: tuple[str, ...] = ()
    phrase: str = ""


def candidates(frame: Frame, schema: Schema, today: date) -> list[Candidate]:
    """Return all readings over all tables, cheapest first."""
    found: list[Candidate] = []
    for table in schema.tables:
        found += over_table(frame, Root(schema, table, today))
    return sorted(found, key=lambda c: (c.cost, -schema.tables[c.plan.table].rows))


def over_table(frame: Frame, root: Root) -> list[Candidate]:
    """Return the readings over one table, none when a part of the question has no place there."""
    try:
        if not undecided(Fit(frame, root)):
            return readings(Fit(frame, root))
    except Misfit:
        return []
    wishes = [msgspec.structs.replace(frame, bound_net=net) for net in ("gross", "net")]
    return [candidate for wish in wishes for candidate in over_table(wish, root)]


def obstacle(frame: Frame, schema: Schema, today: date) -> str:
    """Return the part of a question that has no place in the table that it speaks of; "" when that can't be told."""
    named = {n.entity for n in (*frame.nouns, *(s.noun for s in frame.supers if s.noun)) if n.entity}
    for entry in schema.tables.values():
        try:
            if entry.entity in named:
                readings(Fit(frame, Root(schema, entry.id, today)))
        except Misfit as misfit:
            return str(misfit)
    return ""


def readings(fit: Fit) -> list[Candidate]:
    """Return the readings; raises Misfit when a part of the question has no place here."""
    fit.check_entities()
    fit.check_now()
    picked = list(conditions(fit))
    shaped = [(timed_plan, amount) for plan, amount in shapes(fit) for timed_plan in timed(fit, plan)]
    fit.check_used()
    made = [finished(fit, plan, amount, picks) for picks in picked for plan, amount in shaped]
    return [c for c in made if c]


def conditions(fit: Fit) -> Iterator[list[Picked]]:
    """Yield each combination of ways to apply values and states."""
    ways = [expired(fit) if is_expired(flag) else fit.root.condition(flag) for flag in together(fit.frame.flags)]
    yield from (list(combination) for combination in product(*ways))


def is_expired(flag: Flagged) -> bool:
    """Return whether a condition is that a day has passed: "abgelaufen"."""
    return isinstance(flag.mention, Status) and flag.mention.name == "expired"


def expired(fit: Fit) -> list[Picked]:
    """Return: the day that the question names, or the end of what is listed, lies before today."""
    named = [f for n in fit.frame.nouns for f in fit.root.matching(n, own=True) if f.role == "date"]
    ends = [f for f in fit.entry.fields if f.role == "date" and f.meaning.attribute in ("end", "valid", "due")]
    own = [f for f in fit.entry.fields if f.role == "date" and f.col in fit.entry_day()]
    found = named or own or ends
    if not found:
        raise Misfit("expired")
    fit.used += [n for n in fit.frame.nouns if found[0] in fit.root.matching(n, own=True)]
    return [Picked((Filter(found[0].col, "lt", (fit.root.today,)),))]


def finished(fit: Fit, plan: Plan, amount: Amount, picks: list[Picked]) -> Candidate | None:
    """Return a plan with all conditions, joins and its cost."""
    still = owing(fit, plan)
    if still is None or clashing(fit, picks):
        return None
    filters = merged([*still, *(f for p in picks for f in p.filters)])
    if plan.polar == "state":
        plan = asked_of(fit, plan, picks)
    elif plan.shape == "share":
        plan = msgspec.structs.replace(plan, part=(*plan.part, *filters))
        if not plan.part:
            return None
    else:
        plan = msgspec.structs.replace(plan, filters=(*plan.filters, *filters))
    plan = outgoing(fit, without_cancelled(fit, plan, amount))
    plan = msgspec.structs.replace(plan, present=tuple(fit.present))
    plan = msgspec.structs.replace(plan, steps=fit.root.steps(used_columns(plan)))
    if fit.frame.yearly and not any(yearly(fit.root.schema.field(c)) for c in used_columns(plan)):
        return None
    told = telling(fit, plan)
    if told is None or echoes(told) or not anchored(fit, plan) or sold_by_supplier(fit, plan):
        return None
    usual = 0.0 if goods_named(fit) else amount.cost
    cost = unlikely(fit, amount) + usual + sum(p.cost for p in picks) + 2 * len(plan.steps) + distance(fit)
    choices = tuple(c for c in (*(p.choice for p in picks), amount.choice) if c)
    return Candidate(told, cost, choices, amount.phrase or fit.verb)


def outgoing(fit: Fit, plan: Plan) -> Plan:
    """Return a plan that tells how much went out as a positive figure where it is stored as a negative one."""
    states = {f.mention.name for f in fit.frame.flags if isinstance(f.mention, Status)}
    if "outgoing" not in states:
        return plan
    made = tuple(msgspec.structs.replace(m, negated=m.col is not None and below_nothing(fit, m.col))
                 for m in plan.measures)  # fmt: skip
    return msgspec.structs.replace(plan, measures=made)


def below_nothing(fit: Fit, col: Col) -> bool:
    """Return whether a column holds figures below 0."""
    low = fit.root.schema.field(col).profile.low
    return low is not None and low.startswith("-")


def clashing(fit: Fit, picks: list[Picked]) -> bool:
    """Return whether two conditions on one column can't both be meant: "Wärmepumpe mit 20 kW" where there is none."""
    seen: dict[Col, Flagged] = {}
    for flag, picked in zip(together(fit.frame.flags), picks, strict=True):
        for item in picked.filters:
            before = seen.get(item.col) if isinstance(flag.mention, Value) and item.op == "is" else None
            if before and not flag.joined and not (whole(before, item.col) and whole(flag, item.col)):
                return True
            seen[item.col] = flag
    return False


def whole(flag: Flagged, col: Col) -> bool:
    """Return whether the words of a condition are a whole value of a column."""
    return any(h.whole for h in flag.mention.hits if h.col == col)


def asked_of(fit: Fit, plan: Plan, picks: list[Picked]) -> Plan:
    """Return a yes-no plan with its state as what is asked, and all else as conditions."""
    both = list(zip(together(fit.frame.flags), picks, strict=True))
    asked = [f for flag, p in both if isinstance(flag.mention, Status) for f in p.filters]
    others = [f for flag, p in both if not isinstance(flag.mention, Status) for f in p.filters]
    return msgspec.structs.replace(plan, part=(*plan.part, *asked), filters=(*plan.filters, *merged(others)))


def echoes(plan: Plan) -> bool:
    """Return whether all that is looked up are values that the question itself names."""
    named = {f.col for f in plan.filters if f.op == "is" and len(f.values) == 1}
    looked_up = bool(plan.asked) and set(plan.asked) <= named
    return plan.shape == "rows" and (looked_up or (plan.unique and plan.shown[0] in named))


def owing(fit: Fit, plan: Plan) -> tuple[Filter, ...] | None:
    """Return the condition of "wer schuldet uns Geld", that something is open; () where it is summed."""
    still = [f.col for f in fit.entry.fields if f.meaning.attribute == "open" and f.number]
    if fit.verb != "owes" or any(m.col in still for m in plan.measures):
        return ()
    return (Filter(still[0], "gt", (0,)),) if still and not fit.frame.bounds else None


def anchored(fit: Fit, plan: Plan) -> bool:
    """Return whether the question speaks of this table at all, and does not only pass through it."""
    around = (
        *(g for g in fit.frame.groups if isinstance(g, Noun)),
        *(s.noun for s in fit.frame.supers if s.noun),
        *(b.noun for b in fit.frame.bounds if b.noun),
    )
    named = [n for n in (*fit.frame.nouns, *around) if n.entity]
    if fit.verb or plan.absent or any(fit.at_home((n.entity,)) for n in named):
        return True
    cols = [*plan.shown[:1], *(m.col for m in plan.measures if m.col), *(f.col for f in (*plan.filters, *plan.part))]
    ways = {fit.root.ways[c.table][0] for c in cols if fit.root.ways[c.table]}
    return len(ways) > 1 or any(c.table == fit.entry.id for c in cols)  # it joins what the question names, or has it


def sold_by_supplier(fit: Fit, plan: Plan) -> bool:
    """Return whether sales would be cut to a supplier that the question does not call one: it may mean purchases."""
    nouns = {n.entity for n in fit.frame.nouns}
    about = {fit.root.schema.field(f.col).meaning.entity for f in (*plan.filters, *plan.part)}
    return fit.entry.entity in ("line", "invoice") and "supplier" in about and not nouns & {"supplier", "article"}


def goods_named(fit: Fit) -> bool:
    """Return whether a word of the question may name an article, so that invoice lines are as likely as invoices."""
    hits = [h for f in fit.frame.flags if isinstance(f.mention, Value) for h in f.mention.hits]
    return any(h.col.table in fit.root.schema.tables and fit.root.of_goods(h) for h in hits)


def unlikely(fit: Fit, amount: Amount) -> float:
    """Return a cost for open amounts of what is not owed (offers), and for what is a copy of master data."""
    states = {f.mention.name for f in fit.frame.flags if isinstance(f.mention, Status)}
    owed = any(f.meaning.attribute == "open" for f in fit.entry.fields)
    cost = 1.0 if amount.field and amount.field.role == "money" and "open" in states and not owed else 0.0
    keys = [f for f in fit.entry.fields if f.meaning.attribute == "number" and f.meaning.own]
    master = fit.entry.entity in MASTERS and keys and keys[0].profile.distinct < keys[0].profile.filled
    priced = amount.field is not None and amount.field.role == "price" and fit.entry.entity not in MASTERS
    lines = priced and not any(n.entity == fit.entry.entity for n in fit.frame.nouns)
    return cost + (1.0 if master else 0.0) + (0.6 if lines else 0.0)


def distance(fit: Fit) -> float:
    """Return how far the table is from what the question names: its entities, else its literal table names."""
    nouns = [n for n in (*fit.frame.nouns, *(s.noun for s in fit.frame.supers if s.noun)) if n.entity]
    if not nouns or any(n.entity == fit.entry.entity or fit.entry.id in n.tables for n in nouns):
        return 0.0
    return 1.0


def without_cancelled(fit: Fit, plan: Plan, amount: Amount) -> Plan:
    """Leave out cancelled rows where the phrase (Umsatz, verkauft) means so and the question does not speak of them."""
    phrase = lexicon.load().phrase.get(amount.phrase or fit.verb)
    if phrase is None or not phrase.without:
        return plan
    held = fit.root.held(phrase.without)
    if (held is None or held[0].col.table != fit.entry.id) and (
        marks := fit.root.marked(phrase.without, negated=True)
    ):  # a mark of these records says more than the state of an order that they came from
        said = any(f.col == marks[0].col for f in (*plan.filters, *plan.part))
        return plan if said else msgspec.structs.replace(plan, filters=(*plan.filters, *marks))
    if held is None or any(f.col == held[0].col for f in (*plan.filters, *plan.part)):
        return plan
    extra = Filter(held[0].col, "isnt", held[1], shown=phrase.without)
    return msgspec.structs.replace(plan, filters=(*plan.filters, extra))


def timed(fit: Fit, plan: Plan) -> list[Plan]:
    """Apply the period, unless it belongs to an absence or a comparison.

    "im Dezember fällig" may lie ahead as well as behind: then there are two plans.
    """
    if plan.shape == "compare" and fit.root.year_column() in [fit.root.schema.field(w.col) for w in plan.whens]:
        return [plan]
    if plan.absent or plan.shape == "compare" or not fit.frame.times:
        return [msgspec.structs.replace(plan, filters=(*plan.filters, *fit.root.latest()))]
    if len(fit.frame.times) != 1:
        raise Misfit("periods")
    periods = [fit.frame.times[0].period]
    asked_day = fit.frame.ask == "when" and plan.shape == "rows"  # the period then says of which record
    field = fit.state_day() or fit.root.dated([] if asked_day else fit.frame.nouns)
    fit.used += [n for n in fit.frame.nouns if field and (n.attribute or n.columns) and field in fit.root.matching(n)]
    if field and field.meaning.attribute in AHEAD and not periods[0].year_given:
        later = calendar.year_later(periods[0])
        over = periods[0].end is not None and periods[0].end <= fit.root.today
        periods = later if fit.frame.future and over and later else periods + later
    made = [found for period in periods for found in within(fit, period)]
    return [
        msgspec.structs.replace(plan, whens=(*plan.whens, *whens), filters=(*plan.filters, *filters))
        for whens, filters in made
    ]


def within(fit: Fit, period: calendar.Period) -> list[tuple[tuple[When, ...], tuple[Filter, ...]]]:
    """Return the condition for a period; where several days may be meant (received, finished), one for each."""
    try:
        return [fit.root.during(period, fit.frame.nouns, day=fit.state_day())]
    except Misfit:
        days = fit.root.days()
        if not 2 <= len(days) <= MOST_DAYS:
            raise
        return [fit.root.during(period, (), day=day) for day in days]


def shapes(fit: Fit) -> Shaped:
    """Return the plans for what is asked, without conditions from values and periods."""
    frame = fit.frame
    if fit.groups and len(frame.times) < 2 and "compare" in frame.adds:
        fit.frame = frame = msgspec.structs.replace(frame, adds=[a for a in frame.adds if a != "compare"])
    several = len(frame.times) > 1 or "compare" in frame.adds or "difference" in frame.adds
    asked = {
        "when": dates,
        "where": places,
        "count": counts,
        "howoften": times_done,
        "whether": whether,
        "record": record,
    }
    first_that_applies: tuple[tuple[bool, Callable[[Fit], Shaped]], ...] = (
        (frame.absent is not None, absences),
        ("share" in frame.adds and not several, shares),
        (several, comparisons),
        ("figure" in frame.further, per_person),
        (frame.apart and not fit.groups, per_value),
        (bool(frame.supers), superlatives),
        (bool(fit.groups), grouped),
        (grouping_bounds(fit), having),
        (True, asked.get(frame.ask, plain)),
    )
    return next(shape for applies, shape in first_that_applies if applies)(fit)


def plain(fit: Fit) -> Shaped:
    """Return a figure, looked-up columns, or a list."""
    named = fit.frame.nouns[0] if fit.frame.nouns else None
    shown_figure = fit.frame.ask == "list" and not fit.asked and named is not None and named is fit.measure
    wants_list = fit.frame.ask in {"which", "who", "list"} and not fit.frame.adds and not shown_figure
    done = fit.measure is not None and fit.verb != "" and fit.measure.phrase == fit.verb
    if fit.frame.ask == "what" and done and fit.verb in LISTED_VERBS:
        return lists(fit)  # "was hat Müller bestellt"
    if done and any(role_of(n) == "text" for n in fit.looked_up()):
        return lookups(fit)  # "warum haben wir ... gutgeschrieben"
    if fit.measure and not (wants_list and fit.listed_entity()):
        return figures(fit)
    if fit.looked_up():
        return lookups(fit)
    if fit.frame.adds or fit.frame.ask in {"howmuch", "howhigh"}:
        return figures(fit)
    return lists(fit)


def together(flags: list[Flagged]) -> list[Flagged]:
    """Return conditions with parts of one name put together: "Werft" and "Brandt" mean the one that has both."""
    made: list[Flagged] = []
    for flag in flags:
        last = made[-1] if made else None
        both = shared_hits(last, flag) if last else ()
        if last and both and isinstance(last.mention, Value):
            text = f"{last.mention.text} {flag.mention.text}"
            mention = msgspec.structs.replace(last.mention, text=text, hits=both, verb=False)
            made[-1] = msgspec.structs.replace(last, mention=mention)
        else:
            made.append(flag)
    return made


def shared_hits(first: Flagged, second: Flagged) -> tuple[Hit, ...]:
    """Return the values that have the words of both conditions."""
    one, two = first.mention, second.mention
    if not isinstance(one, Value) or not isinstance(two, Value) or first.negated != second.negated:
        return ()
    if any(h.whole for h in (*one.hits, *two.hits)):
        return ()
    others = {h.col: set(h.values) for h in two.hits}
    pairs = [(h, tuple(v for v in h.values if v in others.get(h.col, ()))) for h in one.hits]
    return tuple(msgspec.structs.replace(h, values=values) for h, values in pairs if values)


def merged(filters: list[Filter]) -> tuple[Filter, ...]:
    """Return filters with those on one column made one: "in Lübeck oder Kiel" is either."""
    made: dict[tuple[Col, str], Filter] = {}
    for item in filters:
        key = (item.col, item.op)
        if item.op in ("is", "isnt") and key in made:
            values = tuple(dict.fromkeys((*made[key].values, *item.values)))
            made[key] = msgspec.structs.replace(made[key], values=values)
        else:
            made.setdefault(key, item)
    return tuple(made.values())


def used_columns(plan: Plan) -> list[Col]:
    """Return all columns that a plan needs joins for."""
    cols = [*plan.shown, *(k.col for k in plan.keys), *(m.col for m in plan.measures if m.col)]
    cols += [c for m in plan.measures for c in (m.times, m.minus) if c]
    cols += [f.col for f in (*plan.filters, *plan.part)]
    cols += [w.col for w in plan.whens] + [p.left for p in plan.present]
    cols += [plan.order.col] if plan.order and plan.order.col else []
    return cols + ([plan.having.measure.col] if plan.having and plan.having.measure.col else [])
