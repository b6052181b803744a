"""Readings that give a figure for each of a kind: "Umsatz je Monat", "Kunden mit mehr als 3 Rechnungen"."""

import msgspec

from hanse.tables.amounts import amounts, value_of
from hanse.tables.bounds import bounded, counted, narrowed
from hanse.tables.fitting import Amount, Fit, Shaped
from hanse.tables.frame import Bound
from hanse.tables.listing import shown
from hanse.tables.mentions import Grain, Noun
from hanse.tables.plan import Col, Function, Having, Key, Measure, Order, Plan
from hanse.tables.root import Misfit


def grouped(fit: Fit) -> Shaped:
    """Return a figure for each of a kind: "Umsatz je Monat"."""
    if averaged_records(fit):
        return value_of(fit, "avg", amounts(fit, fit.measure))
    if apart := each_record(fit):
        return apart
    by = tuple(k for g in fit.groups for k in keys(fit, g))
    if fit.frame.bounds:
        raise Misfit("a bound on rows or on groups")
    if "avg" in fit.frame.adds and any(k.grain for k in by):
        raise Misfit("an average of what")  # of the rows, or of the days?
    order = None if all(k.grain for k in by) else Order()
    return [
        (Plan("groups", fit.entry.id, measures=(m,), keys=by, filters=bounded(fit), order=order), amount)
        for m, amount in group_measures(fit)
    ]


def each_record(fit: Fit) -> Shaped:
    """Return a figure of each record: "offener Betrag je Rechnung"; [] when another kind is grouped by."""
    alone = fit.groups[0] if len(fit.groups) == 1 else None
    mine = isinstance(alone, Noun) and bool(alone.entity) and not alone.attribute and fit.of(alone.entity)
    if not mine or fit.frame.adds or not fit.measure or not narrowed(fit):
        return []
    found = amounts(fit, fit.measure)
    return [(msgspec.structs.replace(shown(fit, (a.field.col,)), asked=()), a) for a in found if a.field]


def averaged_records(fit: Fit) -> bool:
    """Return whether an average is asked for each record, which is the plain average: "pro Rechnung"."""
    alone = fit.groups[0] if len(fit.groups) == 1 else None
    here = isinstance(alone, Noun) and bool(alone.entity) and not alone.attribute and fit.of(alone.entity)
    return here and "avg" in fit.frame.adds and fit.measure is not None


def group_measures(fit: Fit) -> list[tuple[Measure, Amount]]:
    """Return what is computed for each group: a figure, or the number of records."""
    function: Function = "avg" if "avg" in fit.frame.adds else "sum"
    counted = fit.frame.ask == "count" or (not fit.measure and not fit.frame.adds and not fit.frame.money)
    if counted and not (fit.measure and fit.frame.ask == "count"):
        entity = fit.listed_entity()
        if "avg" in fit.frame.adds:
            raise Misfit("an average of counts")
        if entity and entity != fit.entry.entity:
            label = fit.root.label(entity)
            if not label or fit.frame.ask != "count" or not fit.speaks_of_it():
                raise Misfit("count")
            return [(Measure("distinct", label[-1]), Amount(None, 1.5))]
        if not entity:
            raise Misfit("count of what")
        return [(Measure("count"), Amount(None))]
    return [(a.measure(function), a) for a in amounts(fit, fit.measure) if a.field]


def keys(fit: Fit, group: Noun | Grain) -> tuple[Key, ...]:
    """Return what is grouped by."""
    if isinstance(group, Grain):
        field = fit.root.dated(fit.frame.nouns)
        if field is None:
            raise Misfit(group.text)
        return (Key(field.col, group.name),)  # type: ignore[arg-type] # the grains of the lexicon are those of plans
    if group.entity and not group.attribute:
        label = fit.root.label(group.entity)
        if not label or group.entity == fit.entry.entity:
            raise Misfit(group.text)
        return tuple(Key(c) for c in label)
    fields = fit.root.matching(group)
    if not fields:
        raise Misfit(group.text)
    return (Key(fields[0].col),)


def having(fit: Fit) -> Shaped:
    """Return the things with more than so many records, or so much of a figure: "Kunden mit mehr als 3 Rechnungen"."""
    if len(fit.frame.bounds) != 1 or fit.frame.bounds[0].high is not None or fit.frame.adds:
        raise Misfit("bounds")
    bound = fit.frame.bounds[0]
    entity, noun = fit.listed_entity(), bound.noun
    label = fit.root.label(entity)
    if bound.unit == "times" and label and counted(fit):
        return [(with_having(fit, label, Amount(None), bound), Amount(None))]
    if noun is None or not label or entity == fit.entry.entity:
        raise Misfit("having")
    if noun.entity and not noun.attribute:
        if noun.entity != fit.entry.entity:
            raise Misfit(noun.text)
        found = [Amount(None)]
    else:
        found = amounts(fit, noun)
    return [(with_having(fit, label, a, bound), a) for a in found]


def with_having(fit: Fit, label: tuple[Col, ...], amount: Amount, bound: Bound) -> Plan:
    """Return groups cut by a comparison; counted when the question asks how many."""
    measure = amount.measure("sum")
    keys = tuple(Key(c) for c in label)
    having = Having(measure, bound.op, bound.value)
    return Plan("groups", fit.entry.id, measures=(measure,), keys=keys, having=having, order=Order(),
                unique=fit.frame.ask == "count")  # fmt: skip
