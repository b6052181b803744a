"""Readings about what is not there: customers without an invoice, without a telephone number."""

import msgspec

from hanse.tables import lexicon
from hanse.tables.bounds import bounded
from hanse.tables.fitting import Amount, Fit, Shaped
from hanse.tables.lexicon import Phrase
from hanse.tables.listing import columns_to_show
from hanse.tables.mentions import Noun
from hanse.tables.plan import Absent, Filter, Measure, Plan, When
from hanse.tables.root import Misfit, Root

WHOLE = 0.6  # a table with fewer rows than this share of another of its kind is a partial copy


def absences(fit: Fit) -> Shaped:
    """Return records that have none of another kind: "Kunden ohne Rechnung seit 2025"; or an empty column."""
    absent, entity = fit.frame.absent, fit.listed_entity()
    if absent is None or not fit.of(entity) or fit.frame.supers or fit.groups or fit.frame.adds:
        raise Misfit("absence")
    shape = absence_shape(fit)
    found = [a for t in fit.root.schema.tables.values() if (a := other(fit, t.id, absent))]
    if not found:
        raise Misfit(absent.text)
    tables = fit.root.schema.tables
    rows = {id(a): tables[a.steps[0].left.table if a.steps else a.right.table].rows for a, _ in found}
    most = max(rows.values())
    found = [(a, cost) for a, cost in found if rows[id(a)] >= most * WHOLE]
    return [(msgspec.structs.replace(shape, absent=a), Amount(None, cost)) for a, cost in found]


def absence_shape(fit: Fit) -> Plan:
    """Return a list, or a count, of the table's records."""
    if fit.frame.ask == "count":
        return Plan("value", fit.entry.id, measures=(Measure("count"),), filters=bounded(fit))
    return Plan("rows", fit.entry.id, shown=columns_to_show(fit), filters=bounded(fit))


def other(fit: Fit, table: int, absent: Noun) -> tuple[Absent, float] | None:
    """Return the absence over one other table, when it is of the kind and leads here."""
    schema = fit.root.schema
    phrase = lexicon.load().phrase.get(absent.phrase)
    wanted = phrase.entities if phrase else (absent.entity,)
    if wanted == ("invoice",) and fit.entry.entity == "article":
        wanted = ("line",)  # an article stands in the lines of an invoice
    way = schema.reach[table].get(fit.entry.id)
    if table == fit.entry.id or not way or schema.tables[table].entity not in wanted:
        return None
    there = Root(schema, table, fit.root.today)
    whens: tuple[When, ...] = ()
    if fit.frame.times:
        field = there.dated([])
        if field is None or len(fit.frame.times) > 1:
            return None
        whens = (When(field.col, fit.frame.times[0].period),)
    filters = not_cancelled(there, phrase)
    further = there.steps([*(f.col for f in filters), *(w.col for w in whens)])
    steps = tuple(dict.fromkeys((*way[:-1], *further)))
    if len(further) > 1 or any(s.right.table == fit.entry.id for s in steps):
        return None
    return Absent(way[-1].right, way[-1].left, steps, filters, whens), 0.2 * len(way)


def not_cancelled(there: Root, phrase: Phrase | None) -> tuple[Filter, ...]:
    """Return the filter on cancelled records of the other table, where a phrase leaves them out."""
    held = there.held(phrase.without) if phrase and phrase.without else None
    return (Filter(held[0].col, "isnt", held[1], shown="cancelled"),) if held else ()
