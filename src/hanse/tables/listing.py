"""Readings that show records: looked-up columns, lists, dates, places."""

import msgspec

from hanse.tables.bounds import bounded, narrowed
from hanse.tables.fitting import Amount, Fit, Shaped
from hanse.tables.mentions import Noun, Status
from hanse.tables.persons import party, people
from hanse.tables.plan import Col, Plan
from hanse.tables.root import Misfit

TELLING = ("project", "reason")  # what an order or a credit note is about
MOST = 9
NEEDED = {"when": {"date"}, "howmuch": {"money", "price"}, "howhigh": {"money", "price"}, "where": {"place"}}


def columns_to_show(fit: Fit) -> tuple[Col, ...]:
    """Return the columns of a list: what names the record, whom it is for, date, amount, state."""
    fields = fit.entry.fields
    label = [*fit.root.label(fit.entry.entity)]
    for person in ("customer", "supplier", "employee"):
        if person != fit.entry.entity and fit.root.entity_cost(person) is not None:
            label += fit.root.label(person)[:1]
    wanted = [n for n in fit.looked_up() if not fit.is_condition(n)]
    asked = [f.col for n in wanted for f in fit.root.matching(n)[:1]]
    told = [f.col for name in TELLING for f in fields if f.meaning.attribute == name and f.type == "text"]
    rest = [f.col for role in ("date", "money", "price", "stock", "place", "status") for f in fields if f.role == role]
    return tuple(dict.fromkeys([*label, *asked, *told, *rest]))[:MOST]


def shown(fit: Fit, cols: tuple[Col, ...]) -> Plan:
    """Return a look-up of columns, with the name of the record beside them."""
    label = fit.root.label(fit.entry.entity)
    rest = tuple(c for c in label if c not in cols)
    return Plan("rows", fit.entry.id, shown=(*cols, *rest), filters=bounded(fit), asked=cols)


def lookups(fit: Fit) -> Shaped:
    """Return columns of records: "Telefonnummer von Müller"."""
    cols: list[Col] = []
    cost = 0.0
    for noun in fit.looked_up():
        if fit.is_condition(noun):
            continue
        fields = fit.root.matching(noun)
        fit.used.append(noun)
        cols.append(fields[0].col)
        cost += fit.root.cost(fields[0].col)
    if not cols and fit.frame.ask in ("howmuch", "howhigh"):
        raise Misfit("how much of what")
    if not cols:
        return lists(fit)
    if not narrowed(fit) and not any(n.entity and not n.attribute for n in fit.frame.nouns):
        raise Misfit("of whom")
    before: tuple[Col, ...] = ()
    if fit.frame.ask == "who" and not party(fit, cols[0]):
        before = people(fit, fit.listed_entity())
    elif fit.asked_entity_noun() and fit.listed_entity() == fit.entry.entity:
        before = fit.root.label(fit.entry.entity)
    asked = tuple(dict.fromkeys(cols))
    plan = msgspec.structs.replace(shown(fit, tuple(dict.fromkeys((*before, *cols)))), asked=asked)
    unique = fit.entry.entity != fit.listed_entity() and bool(fit.root.steps(plan.shown))
    return [(msgspec.structs.replace(plan, unique=unique), Amount(None, cost))]


def lists(fit: Fit) -> Shaped:
    """Return records of this table, or the distinct things of another kind that its records lead to."""
    entity = fit.listed_entity()
    stated = fit.verb or any(isinstance(f.mention, Status) for f in fit.frame.flags)
    if fit.frame.ask == "what" and not stated and not measured(fit):
        raise Misfit("what")  # "was steht im Vertrag" asks for its text
    if not entity and fit.frame.ask in ("what", "which") and measured(fit):
        entity = fit.entry.entity  # "was ist unter Mindestbestand"
    if not entity and fit.frame.ask == "who":
        raise Misfit("who")
    if not entity:
        if fit.entry.id not in {t for n in fit.frame.nouns for t in n.tables}:
            raise Misfit("nothing to list")
        entity = fit.entry.entity
    if not narrowed(fit) and fit.frame.ask not in {"which", "who", "list", "whether"}:
        raise Misfit("a bare word")
    if entity == fit.entry.entity or (fit.entry.entity and fit.at_home((entity,))):
        return [(Plan("rows", fit.entry.id, shown=with_doer(fit), filters=bounded(fit)), Amount(None))]
    label = fit.root.label(entity)
    if not label or not narrowed(fit) or fit.frame.further:
        raise Misfit(entity)
    others = tuple(c for noun in fit.frame.also for c in fit.root.label(noun.entity)[:1])
    if len(others) < len(fit.frame.also):
        raise Misfit("which others")
    label = tuple(dict.fromkeys((*label, *others)))
    return [(Plan("rows", fit.entry.id, shown=label, filters=bounded(fit), unique=True), Amount(None, 1.5))]


def measured(fit: Fit) -> bool:
    """Return whether the question compares figures of the records."""
    return bool(fit.frame.against or fit.frame.bounds)


def with_doer(fit: Fit) -> tuple[Col, ...]:
    """Return the columns of a list, in which "und wer" must find somebody."""
    cols = columns_to_show(fit)
    roles = {fit.root.schema.field(c).role for c in cols}
    if any(not NEEDED[name] & roles for name in fit.frame.further):
        raise Misfit("what else is asked")
    others = tuple(c for noun in fit.frame.also for c in fit.root.label(noun.entity)[:1])
    if len(others) < len(fit.frame.also):
        raise Misfit("which others")
    cols = tuple(dict.fromkeys((*cols[:1], *others, *cols[1:])))
    doers = {c for person in ("employee", "customer", "supplier") for c in fit.root.label(person)[:1]}
    if fit.frame.doer and not doers & set(cols):
        raise Misfit("who")
    return cols


def dates(fit: Fit) -> Shaped:
    """Return a date of the records."""
    nouns = [n for n in fit.frame.nouns if n.attribute or n.columns]
    field = fit.root.dated(nouns)
    if field is None and fit.looked_up() and fit.frame.flags:
        return lookups(fit)  # a month or a day that is written as text: "nächste Prüfung: Juli"
    if field is None:
        raise Misfit("when")
    fit.used += [n for n in nouns if field in fit.root.matching(n)]
    if not fit.frame.flags or fit.frame.adds:
        raise Misfit("whose date")
    first = () if nouns or fit.verb else appointment(fit)
    return [(shown(fit, (*first, field.col)), Amount(None, fit.root.cost(field.col)))]


def appointment(fit: Fit) -> tuple[Col, ...]:
    """Return the day that work is planned for, which "wann ist ..." asks for as well as when it was ordered."""
    return tuple(f.col for f in fit.entry.fields if f.role == "date" and f.meaning.attribute == "appointment")


def places(fit: Fit) -> Shaped:
    """Return town and street."""
    cols = [f[0].col for a in ("town", "street", "plz") if (f := fit.root.matching(Noun("", attribute=a), own=True))]
    if not cols or not fit.frame.flags or fit.frame.adds:
        raise Misfit("where")
    return [(shown(fit, tuple(cols)), Amount(None))]
