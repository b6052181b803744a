"""Makes the answer of a plan's rows: the value as text, the sentence, the table for people, the source records."""

from datetime import date, datetime, time
from decimal import Decimal

import msgspec

from hanse.records import Cell, Citation, Column, ColumnType, TableResult
from hanse.store.database import Store
from hanse.store.tableparts import place_of, titles_of
from hanse.tables import wording
from hanse.tables.compile import Compiled
from hanse.tables.frames import Rows
from hanse.tables.plan import Col, Measure, Plan
from hanse.tables.question import Reading
from hanse.tables.schema import Schema
from hanse.words import Lang, Words

SHOWN = 20
CITED = 10


class Heading(msgspec.Struct, frozen=True):
    """A column of a result: its heading, type, how its cells are written; name: of the column it is made from.

    unit, labels: as in schema.Field.
    """

    title: str
    type: ColumnType
    role: str
    grain: str = ""
    name: str = ""
    unit: str = ""
    labels: tuple[tuple[str, str], ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What a reading came to. empty: no row went in, or the figure is of nothing.

    cells: of those records whose rows aren't in the store, by part and row.
    """

    reading: Reading
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    records: tuple[tuple[int, int], ...]
    count: int
    sql: str
    more: bool = False
    cells: dict[tuple[int, int], list[object]] = {}

    @property
    def empty(self) -> bool:
        """Return whether there is nothing to say: no row, or none with what was asked for."""
        return not self.rows or not any(self.tells(row) for row in self.rows)

    @property
    def asked(self) -> tuple[int, ...]:
        """Return the places of the columns that were asked for, () when they are not told apart."""
        plan = self.reading.plan
        cols = [*(k.col for k in plan.keys), *plan.shown] if plan.shape in ("rows", "groups") else []
        return tuple(i for i, c in enumerate(cols) if c in plan.asked)

    def tells(self, row: tuple[Cell, ...]) -> bool:
        """Return whether a row holds anything of what was asked for."""
        return any(row[i] is not None for i in self.asked or range(len(row)))


def outcome(reading: Reading, compiled: Compiled, results: list[Rows], schema: Schema) -> Outcome:
    """Return the typed rows of a reading."""
    result, records, count = results
    columns = result_columns(reading.plan, schema)
    typed = [_typed(kind, c) for kind, c in zip(result.kinds, columns, strict=True)]
    rows = tuple(tuple(_cell(v, c.type) for v, c in zip(row, typed, strict=True)) for row in result.rows)
    found = tuple((int(str(part)), int(str(row))) for part, row in records.rows)
    return Outcome(reading, tuple(typed), rows, found, int(str(count.rows[0][0])), compiled.shown, result.more)


def result_columns(plan: Plan, schema: Schema) -> list[Heading]:
    """Return the columns of a plan's result in order."""
    keys = [_column(k.col, schema, grain=k.grain) for k in plan.keys]
    if plan.shape == "groups" and plan.unique:
        return [Heading("Anzahl", "integer", "quantity")]
    if plan.shape == "share":
        return [Heading("Prozent", "decimal", "percent")]
    measures = [_measured(m, schema) for m in plan.measures]
    if plan.shape == "compare":
        return [msgspec.structs.replace(measures[0], title=p.words.de) for p in plan.periods]
    verdict = [Heading("Trifft zu", "boolean", "flag")] if plan.polar == "state" else []
    return [*keys, *(_column(c, schema) for c in plan.shown), *measures, *verdict]


def _measured(measure: Measure, schema: Schema) -> Heading:
    title = wording.measured(measure, schema, "de")
    if measure.col is None or measure.function == "distinct":
        return Heading(title, "integer", "quantity")
    field = schema.field(measure.col)
    role = "money" if measure.times and schema.field(measure.times).role in wording.MONEY else field.role
    return Heading(title, "decimal", role, name=field.title, unit="" if measure.times else field.unit)


def _column(col: Col, schema: Schema, *, grain: str = "") -> Heading:
    field = schema.field(col)
    return Heading(field.title, field.type, field.role, grain, unit=field.unit, labels=field.labels)


def _typed(kind: str, column: Heading) -> Heading:
    base = kind.split("(", maxsplit=1)[0].upper()
    kinds: dict[str, ColumnType] = {
        "BIGINT": "integer", "HUGEINT": "integer", "INTEGER": "integer", "DECIMAL": "decimal", "DOUBLE": "decimal",
        "FLOAT": "decimal", "DATE": "date", "TIMESTAMP": "datetime", "TIME": "time", "BOOLEAN": "boolean",
    }  # fmt: skip
    return msgspec.structs.replace(column, type=kinds.get(base, "text"))


def _cell(value: object, kind: ColumnType) -> Cell:
    if value is None or isinstance(value, bool):
        return value
    text = str(value)
    if kind == "integer":
        return int(text)
    if kind == "decimal":
        return Decimal(text)
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "datetime":
        return datetime.fromisoformat(text)
    return time.fromisoformat(text) if kind == "time" else text


def table_result(found: Outcome, store: Store, schema: Schema, lang: Lang) -> TableResult:
    """Return the exact result with its query, its rows and the first source records."""
    columns, rows = told_apart(found, lang) if found.reading.plan.shape == "compare" else shown(found, lang)
    sources = tuple(citation(n, where, store, found, schema) for n, where in enumerate(found.records[:CITED], 1))
    return TableResult(found.sql, columns, rows, value(found, lang), found.reading.words, found.count, sources)


def shown(found: Outcome, lang: Lang) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Return the result's columns and rows, months and the like as they are called: "März 2025"."""
    grains = [c.grain if c.grain != "day" else "" for c in found.columns]
    kinds = zip(found.columns, grains, strict=True)
    columns = tuple(Column(c.title, c.title, "text" if grain else c.type) for c, grain in kinds)
    rows = (tuple(wording.grained(c, g, lang) if g else c for c, g in zip(r, grains, strict=True)) for r in found.rows)
    return columns, tuple(rows)


def told_apart(found: Outcome, lang: Lang) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Return the figures of several periods with a row for each, as people write them down."""
    first = found.columns[0]
    title, measured = ("Zeitraum", first.name or "Anzahl") if lang == "de" else ("period", first.name or "count")
    columns = (Column(title, title, "text"), Column(measured, measured, first.type))
    names = (p.words.say(lang) for p in found.reading.plan.periods)
    return columns, tuple(zip(names, found.rows[0], strict=True)) if found.rows else ()


def citation(n: int, where: tuple[int, int], store: Store, found: Outcome, schema: Schema) -> Citation:
    """Return a source record as a quote of its cells, with its place."""
    origin, place = place_of(store, *where)
    cells = found.cells.get(where) or store_row(store, *where)
    entry = schema.tables[found.reading.plan.table]
    titles = titles_of(store, where[0]) if entry.made_of else [f.title for f in entry.fields]
    quote = "; ".join(f"{title}: {c}" for title, c in zip(titles, cells, strict=False) if c is not None)
    return Citation(n, quote, place, origin)


def store_row(store: Store, part: int, row: int) -> list[object]:
    """Return the cells of one record as they are stored."""
    sql = "SELECT first, rows FROM table_rows WHERE part_id = ? AND first <= ? ORDER BY first DESC LIMIT 1"
    first, blob = store.rows(sql, (part, row))[0]
    cells = msgspec.msgpack.decode(blob, type=list[list[object]])
    return cells[row - first]


def written(value_: Cell, column: Heading, lang: Lang) -> str:
    """Return one cell of the result as people write it."""
    if column.grain:
        return wording.grained(value_, column.grain, lang)
    return wording.cell(value_, column.role, lang, column.unit) + wording.coded(value_, column.labels)


def value(found: Outcome, lang: Lang) -> str:
    """Return the answer's value: one figure, or the first column of the rows."""
    rows, columns = found.rows, found.columns
    if found.reading.plan.polar:
        return verdict(found).say(lang)
    if not rows:
        return "0" if found.reading.plan.shape == "groups" else ""
    if found.reading.plan.shape == "compare":
        return " / ".join(written(c, k, lang) for c, k in zip(rows[0], columns, strict=True)) + _change(found, lang)
    if found.reading.plan.shape == "value" and len(columns) > 1:
        return "; ".join(f"{written(c, k, lang)} {k.name}" for c, k in zip(rows[0], columns, strict=True))
    if len(columns) == 1 or found.reading.plan.shape == "rows":
        return "; ".join(dict.fromkeys(_named(r, found, lang) for r in rows[:SHOWN] if found.tells(r)))
    return "; ".join(f"{_named(r[:-1], found, lang)}: {written(r[-1], columns[-1], lang)}" for r in rows[:SHOWN])


def verdict(found: Outcome) -> Words:
    """Return yes or no; for a state that holds for some rows only, for how many."""
    if found.reading.plan.polar == "exists":
        return Words("Ja", "Yes") if found.rows else Words("Nein", "No")
    held = sum(1 for row in found.rows if row[-1] is True)
    if held in (0, len(found.rows)):
        return Words("Ja", "Yes") if held else Words("Nein", "No")
    return Words(f"Teils: {held} von {len(found.rows)}", f"In part: {held} of {len(found.rows)}")


def _named(row: tuple[Cell, ...], found: Outcome, lang: Lang) -> str:
    """Return what a row is called: its first cell that is not empty, the one asked for before all others."""
    if found.reading.plan.shape == "groups" and found.asked:
        return written(row[found.asked[0]], found.columns[found.asked[0]], lang)
    told = [(row[i], found.columns[i]) for i in found.asked if row[i] is not None]
    if len(told) > 1 and all(column.role == "money" for _, column in told):
        return "; ".join(f"{written(cell, column, lang)} {column.title}" for cell, column in told)
    at = next((i for i, c in enumerate(row) if c is not None and (not found.asked or i in found.asked)), 0)
    return written(row[at], found.columns[at], lang)


def sentence(found: Outcome) -> Words:
    """Return the answer in both languages."""
    tell = _judged if found.reading.plan.polar else _sentence
    return Words(tell(found, "de"), tell(found, "en"))


def _judged(found: Outcome, lang: Lang) -> str:
    """Return yes or no, and what it rests on."""
    basis = _sentence(found, lang) if found.rows else found.reading.words.say(lang)
    return f"{verdict(found).say(lang)} – {basis}"


def _sentence(found: Outcome, lang: Lang) -> str:
    german = lang == "de"
    shape, rows = found.reading.plan.shape, found.rows
    basis = _basis(found, lang)
    if shape in ("value", "share"):
        return f"{value(found, lang)} – {found.reading.words.say(lang)}{basis}"
    if shape == "compare":
        return f"{_compared(found, lang)}{basis}"
    if shape == "groups" and found.reading.plan.unique:
        return f"{value(found, lang)} – {found.reading.words.say(lang)}"
    if not rows:
        return "Keine." if german else "None."
    lines = [_line(row, found, lang) for row in rows[:SHOWN]]
    if len(lines) == 1:
        return f"{lines[0]}{basis}"
    more = len(rows) - SHOWN
    rest = [f"… {'und' if german else 'and'} {more}{'+' if found.more else ''} {'weitere' if german else 'more'}"]
    count = f"{len(rows)}{'+' if found.more else ''} {'Einträge' if german else 'entries'}:"
    return "\n".join([count, *(f"- {line}" for line in lines), *(rest if more > 0 else [])])


def _line(row: tuple[Cell, ...], found: Outcome, lang: Lang) -> str:
    pairs = [(c.title, written(v, c, lang)) for v, c in _told(row, found)]
    alone = len(found.asked) < 2
    return ", ".join(text if at == 0 and alone else f"{title} {text}" for at, (title, text) in enumerate(pairs))


def _told(row: tuple[Cell, ...], found: Outcome) -> list[tuple[Cell, Heading]]:
    """Return the cells to show: those that hold something, and those asked for even when empty."""
    asked = found.asked
    pairs = enumerate(zip(row, found.columns, strict=True))
    return [(cell, column) for at, (cell, column) in pairs if cell is not None or at in asked]


def _basis(found: Outcome, lang: Lang) -> str:
    if lang == "de":
        return f" ({found.count} {'Datensatz' if found.count == 1 else 'Datensätze'})"
    return f" ({found.count} {'record' if found.count == 1 else 'records'})"


def _compared(found: Outcome, lang: Lang) -> str:
    names = [p.words.say(lang) for p in found.reading.plan.periods]
    parts = [f"{n}: {written(c, k, lang)}" for n, c, k in zip(names, found.rows[0], found.columns, strict=True)]
    return "; ".join(parts) + _change(found, lang)


def _change(found: Outcome, lang: Lang) -> str:
    """Return the later of two periods less the earlier, in its unit and in percent; "" for more than two."""
    dated = list(zip(found.reading.plan.periods, found.rows[0], strict=True))
    if len(dated) != 2 or any(not isinstance(cell, Decimal | int) for _, cell in dated):
        return ""
    dated.sort(key=lambda pair: pair[0].start or date.min)
    before, after = (Decimal(str(cell)) for _, cell in dated)
    percent = f" ({wording.number(100 * (after - before) / before, lang, places=1)} %)" if before else ""
    word = "Veränderung" if lang == "de" else "change"
    return f"; {word} {written(after - before, found.columns[0], lang)}{percent}"
