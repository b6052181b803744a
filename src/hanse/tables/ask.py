"""Asks the tables: understand, run the readings, compare their results, answer or ask back or refuse.

The only entry point of this room for a question. Calls no model.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from hanse.records import Question, Refusal, TableResult
from hanse.store.database import Store
from hanse.tables import answer as answers
from hanse.tables import bulkrows
from hanse.tables import compile as compiler
from hanse.tables import schema as schemas
from hanse.tables.answer import Outcome
from hanse.tables.execute import Executor
from hanse.tables.plan import Plan
from hanse.tables.question import Reading, Understanding, Verdict, understand
from hanse.tables.schema import Schema
from hanse.tables.views import phrases
from hanse.words import Words


class TableAnswer(msgspec.Struct, frozen=True):
    """What the tables say.

    verdict "clear": result and sentence are set. "choose": refusal asks back and choices are the readings, best first;
    answer_reading() runs the one that was chosen. "no": refusal says why; text search may still know, and where it
    doesn't, choices may hold what the question would mean without the words that weren't understood: nearly() asks.
    """

    verdict: Verdict
    result: TableResult | None = None
    sentence: Words | None = None
    refusal: Refusal | None = None
    choices: tuple[Reading, ...] = ()
    understanding: Understanding | None = None


def answer(store: Store, executor: Executor, question: Question, sources: list[int]) -> TableAnswer:
    """Answer a question over the tables of these sources, exactly or not at all."""
    return answer_over(store, executor, question, schemas.current(store, sources, executor.kept))


def answer_over(store: Store, executor: Executor, question: Question, schema: Schema) -> TableAnswer:
    """Answer a question over a schema that was loaded before; over its views where the question means all sources.

    What papers say beside their figures is looked at only where no other table has an answer.
    """
    if schema.over and (rest := phrases.without(question.text)):
        return _over_tables(store, executor, msgspec.structs.replace(question, text=rest), schema.over)
    found = _over_tables(store, executor, question, schema)
    if schema.over and found.verdict == "choose" and (view := _common_view(found, schema.over)):
        whole = _over_tables(store, executor, question, schema.over)
        if whole.verdict == "clear" and whole.understanding and _tables(whole.understanding.readings) == {view}:
            return whole
    if schema.beside and found.verdict == "no":
        told = _over_tables(store, executor, question, schema.beside)
        return found if told.verdict == "no" else told
    return found


def _tables(readings: Sequence[Reading]) -> set[int]:
    return {reading.plan.table for reading in readings}


def _common_view(found: TableAnswer, over: Schema) -> int | None:
    """Return the view that all tables are part of between which Hanse would have to ask back; None without one."""
    tables = _tables(found.choices)
    made = (entry.id for entry in over.tables.values() if len(tables) > 1 and tables <= set(entry.made_of))
    return next(made, None)


def _over_tables(store: Store, executor: Executor, question: Question, schema: Schema) -> TableAnswer:
    found = understand(question, schema)
    if found.verdict == "no":
        near = tuple(r for r in found.near if not run(store, executor, r, schema).empty)
        return TableAnswer("no", refusal=_not_understood(found, question), choices=near, understanding=found)
    outcomes = [run(store, executor, reading, schema) for reading in found.readings]
    told = [o for o in outcomes if not o.empty] or outcomes[:1]
    apart = _different(told)
    if len(apart) > 1:
        readings = tuple(o.reading for o in apart)
        return TableAnswer("choose", refusal=_ask_back(readings, question), choices=readings, understanding=found)
    return _answered(apart[0], store, schema, question, found)


def nearly(found: TableAnswer, question: Question) -> Refusal | None:
    """Return the question back whether what was understood is what was meant; None when there is nothing near."""
    if found.verdict != "no" or not found.choices or found.understanding is None:
        return None
    unlinked = found.understanding.unlinked
    words, english = (", ".join(mark.format(w) for w in unlinked) for mark in ("„{}“", "“{}”"))
    choices = tuple(r.words.say(question.lang) for r in found.choices)
    be, is_ = ("sind", "are") if len(unlinked) > 1 else ("ist", "is")
    message = Words(
        f"{words} {be} nicht verstanden. Ist das gemeint?", f"{english} {is_} not understood. Is this meant?"
    )
    return Refusal("tables.near", message, choices)


def answer_reading(
    store: Store, executor: Executor, question: Question, reading: Reading, schema: Schema
) -> TableAnswer:
    """Answer by a reading that was chosen."""
    wider = (wide for wide in (schema.over, schema.beside) if wide and reading.plan.table in wide.tables)
    schema = schema if reading.plan.table in schema.tables else next(wider, schema)
    return _answered(run(store, executor, reading, schema), store, schema, question, None)


def run(store: Store, executor: Executor, reading: Reading, schema: Schema) -> Outcome:
    """Run one reading."""
    compiled = compiler.compile_plan(reading.plan, schema, (store.home / "tables").resolve())
    results = executor.run([compiled.result, compiled.records, compiled.count])
    found = answers.outcome(reading, compiled, results, schema)
    cells = bulkrows.cells(store, executor, found.records[: answers.CITED])
    return msgspec.structs.replace(found, cells=cells) if cells else found


def _answered(
    found: Outcome, store: Store, schema: Schema, question: Question, understanding: Understanding | None
) -> TableAnswer:
    plan = found.reading.plan
    if outside := _outside(plan, schema):
        return TableAnswer("no", refusal=outside, understanding=understanding)
    nothing = found.empty and plan.shape != "groups" and not (plan.shape == "rows" and found.reading.plan.absent)
    nothing = nothing and plan.polar != "exists"
    gap = plan.shape == "compare" and any(c is None for row in found.rows for c in row)
    if nothing or gap:
        return TableAnswer("no", refusal=_nothing(found), understanding=understanding)
    result = answers.table_result(found, store, schema, question.lang)
    return TableAnswer("clear", result, answers.sentence(found), None, (), understanding)


def _outside(plan: Plan, schema: Schema) -> Refusal | None:
    """Return the reason when the period lies wholly before or after all days in the table: 0 would be no answer."""
    whens = [w for w in plan.whens if plan.shape != "compare"]
    for when in whens:
        profile = schema.field(when.col).profile
        low, high = (date.fromisoformat(d[:10]) if d else None for d in (profile.low, profile.high))
        start, end = when.period.start, when.period.end
        if low and high and ((start and start > high) or (end and end <= low)):
            return Refusal(
                "tables.period",
                Words(
                    f"Dazu gibt es keine Daten: die Zeilen reichen vom {low:%d.%m.%Y} bis {high:%d.%m.%Y}.",
                    f"There is no data on that: the rows reach from {low} to {high}.",
                ),
            )
    return None


def _different(outcomes: list[Outcome]) -> list[Outcome]:
    """Return one outcome for each different result."""
    kept: list[Outcome] = []
    for item in outcomes:
        if all(_figures(item) != _figures(k) for k in kept):
            kept.append(item)
    return kept


def _figures(found: Outcome) -> tuple[object, ...]:
    """Return what makes two results the same: the figures; for rows and for best single records, the first column."""
    plan = found.reading.plan
    best = plan.shape == "groups" and plan.order and plan.order.limit and plan.measures[0].function in ("max", "min")
    if plan.shape == "rows" or best:
        return tuple(sorted({str(row[0]) for row in found.rows}))
    return tuple(tuple(str(c) for c in row) for row in found.rows)


def _not_understood(found: Understanding, question: Question) -> Refusal:
    if found.unlinked:
        words = ", ".join(f"„{w}“" for w in found.unlinked)
        english = ", ".join(f"'{w}'" for w in found.unlinked)
        return Refusal(
            "tables.words",
            Words(
                f"{words} kommt in den Tabellen nicht vor oder passt dort nicht. Bitte anders fragen.",
                f"{english} does not occur in the tables or does not fit there. Please ask in another way.",
            ),
        )
    if found.obstacle and found.obstacle in question.text:
        return Refusal(
            "tables.fit",
            Words(
                f"„{found.obstacle}“ passt in der Tabelle, um die es geht, zu keiner Spalte. Bitte anders fragen.",
                f"'{found.obstacle}' fits no column of the table that this is about. Please ask in another way.",
            ),
        )
    if found.obstacle == "period":
        return Refusal(
            "tables.fit",
            Words(
                "In der Tabelle, um die es geht, steht kein Tag, auf den sich der Zeitraum beziehen kann.",
                "The table that this is about has no day that the period could be about.",
            ),
        )
    return Refusal(
        "tables.fit",
        Words(
            "Die Tabellen können das so nicht beantworten. Bitte einfacher fragen, etwa „Umsatz 2025 je Kunde“.",
            "The tables can't answer this. Please ask more simply, for instance 'turnover 2025 per customer'.",
        ),
    )


def _ask_back(readings: tuple[Reading, ...], question: Question) -> Refusal:
    choices = tuple(r.words.say(question.lang) for r in readings)
    return Refusal("tables.choose", Words("Was ist gemeint? Bitte wählen.", "What is meant? Please choose."), choices)


def _nothing(found: Outcome) -> Refusal:
    words = found.reading.words
    return Refusal(
        "tables.nothing",
        Words(
            f"Dazu gibt es keine Zeilen ({words.de}). Bitte Zeitraum und Namen prüfen.",
            f"There are no rows for this ({words.en}). Please check the period and the names.",
        ),
    )
