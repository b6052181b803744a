"""Compiles a plan to SQL for DuckDB: values bound, names ours, only rows of the sources that the asker may see."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec

from hanse.records import Cell
from hanse.tables.calendar import Period
from hanse.tables.frames import Statement
from hanse.tables.plan import Absent, Col, Filter, Key, Measure, Plan, Step, When
from hanse.tables.schema import Schema
from hanse.tables.views.relation import relation

SHOWN_ROWS = 200
SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "below": "<", "above": ">"}


class Compiled(msgspec.Struct, frozen=True):
    """result: the answer's rows. records: (_part, _row) of the rows that went in, at most 50; count: how many.

    shown: the query as people see it, values written in.
    """

    result: Statement
    records: Statement
    count: Statement
    shown: str


class Piece(msgspec.Struct, frozen=True):
    """A stretch of SQL with "?" for each of its values."""

    sql: str
    values: tuple[tuple[str, str], ...] = ()


def joined(pieces: Iterable[Piece], between: str) -> Piece:
    """Return pieces in a row."""
    found = [p for p in pieces if p.sql]
    return Piece(between.join(p.sql for p in found), tuple(v for p in found for v in p.values))


def compile_plan(plan: Plan, schema: Schema, folder: Path) -> Compiled:
    """Return the statements for a plan over the Parquet files in this folder."""
    return _Compiler(plan, schema, folder).compiled()


class _Compiler:
    """Writes one plan."""

    def __init__(self, plan: Plan, schema: Schema, folder: Path) -> None:
        """Choose a name for each table and column that is used."""
        self.plan = plan
        self.schema = schema
        self.folder = folder
        self.names = {t: _unique(names) for t, names in _names(schema, plan).items()}

    def compiled(self) -> Compiled:
        """Return all statements."""
        base = self.base()
        body = self.body()
        source = joined((Piece(" FROM " + self.joins()), self.where()), " ")
        table = self.table(self.plan.table)
        limit = Piece("ORDER BY 1, 2 LIMIT 50")
        records = joined((base, Piece(f"SELECT {table}._part, {table}._row"), source, self.winners(), limit), " ")
        count = joined((base, Piece("SELECT count(*)"), source), " ")
        result = joined((base, body), " ")
        return Compiled(
            Statement(result.sql, result.values, SHOWN_ROWS),
            Statement(records.sql, records.values, 50),
            Statement(count.sql, count.values, 1),
            _written(body),
        )

    def base(self) -> Piece:
        """Return WITH ...: one view for each table, cut down to the rows that the asker may see."""
        views = [self.view(t) for t in self.names]
        return joined((Piece("WITH"), joined(views, ", ")), " ")

    def view(self, table: int) -> Piece:
        """Return one view."""
        entry = self.schema.tables[table]
        columns = ", ".join(f"c{i} AS {name}" for i, name in enumerate(self.names[table]))
        allowed = ", ".join(str(int(s)) for s in self.schema.sources) or "NULL"
        path = ("text", str(self.folder / entry.file))
        # the names are quoted, the numbers ours, the path is bound
        source = relation(entry.file, self.schema.sources)
        rows = f"SELECT _part, _row, {columns} FROM {source} WHERE _source IN ({allowed})"  # noqa: S608
        return Piece(f"{self.table(table)} AS ({rows})", (path,))

    def table(self, table: int) -> str:
        """Return the name of a table in the query."""
        return _quoted(self.schema.tables[table].name)

    def col(self, col: Col) -> str:
        """Return the name of a column in the query."""
        return f"{self.table(col.table)}.{self.names[col.table][col.index]}"

    def body(self) -> Piece:
        """Return SELECT ... ORDER BY."""
        plan = self.plan
        select = joined(self.selected(), ", ")
        group = "GROUP BY " + ", ".join(self.key(k) for k in plan.keys) if plan.keys else ""
        parts = (
            Piece("SELECT DISTINCT" if plan.unique and not plan.keys else "SELECT"), select,
            Piece("FROM " + self.joins()), self.where(), Piece(group), self.having(), self.ranked(), self.order(),
        )  # fmt: skip
        made = joined(parts, " ")
        if plan.shape == "groups" and plan.unique:
            return Piece(f'SELECT count(*) AS "Anzahl" FROM ({made.sql})', made.values)  # noqa: S608
        return made

    def selected(self) -> list[Piece]:
        """Return what is shown: keys, columns, figures."""
        plan = self.plan
        keys = [Piece(f"{self.key(k)} AS {_quoted(self.key_title(k))}") for k in plan.keys]
        shown = [Piece(f"{self.col(c)} AS {_quoted(self.schema.field(c).title)}") for c in plan.shown]
        if plan.shape == "share":
            return [self.share()]
        if plan.shape == "compare":
            return [*keys, *(self.compared(p) for p in plan.periods)]
        figures = [Piece(f"{self.figure(m)} AS {_quoted(self.figure_title(m))}") for m in plan.measures]
        return [*keys, *shown, *figures, *self.verdict()]

    def verdict(self) -> list[Piece]:
        """Return whether what a yes-no question asks holds for a row; [] for other questions."""
        if self.plan.polar != "state":
            return []
        part = joined((self.condition(f) for f in self.plan.part), " AND ")
        return [Piece(f'coalesce({part.sql}, false) AS "Trifft zu"', part.values)]

    def figure(self, measure: Measure) -> str:
        """Return an aggregate."""
        if measure.col is None:
            return "count(*)"
        col = self.col(measure.col)
        if measure.times:
            col = f"{col} * {self.col(measure.times)}"
        if measure.negated:
            col = f"-{col}"
        if measure.minus:
            col = f"{col} - {self.col(measure.minus)}"
        return f"count(DISTINCT {col})" if measure.function == "distinct" else f"{measure.function}({col})"

    def figure_title(self, measure: Measure) -> str:
        """Return the heading of a figure."""
        names = {"sum": "Summe", "avg": "Durchschnitt", "min": "kleinster Wert", "max": "größter Wert"}
        if measure.col is None or measure.function == "distinct":
            return "Anzahl"
        title = self.schema.field(measure.col).title
        title += f" × {self.schema.field(measure.times).title}" if measure.times else ""
        title += f" − {self.schema.field(measure.minus).title}" if measure.minus else ""
        return f"{names.get(measure.function, measure.function)} {title}"

    def share(self) -> Piece:
        """Return percent: the figure over rows that fulfil the part, of the figure over all."""
        part = joined((self.condition(f) for f in self.plan.part), " AND ")
        figure = self.figure(self.plan.measures[0])
        sql = f'round(100.0 * {figure} FILTER (WHERE {part.sql}) / nullif({figure}, 0), 4)::DECIMAL(18, 4) AS "Prozent"'
        return Piece(sql, part.values)

    def compared(self, period: Period) -> Piece:
        """Return the figure within one period."""
        inside = self.within(When(self.plan.whens[0].col, period))
        figure = self.figure(self.plan.measures[0])
        return Piece(f"{figure} FILTER (WHERE {inside.sql}) AS {_quoted(period.words.de)}", inside.values)

    def key(self, key: Key) -> str:
        """Return what is grouped by; months and the like as their first day."""
        return f"date_trunc('{key.grain}', {self.col(key.col)})::DATE" if key.grain else self.col(key.col)

    def key_title(self, key: Key) -> str:
        """Return the heading of a key."""
        names = {"day": "Tag", "week": "Woche", "month": "Monat", "quarter": "Quartal", "year": "Jahr"}
        return names.get(key.grain) or self.schema.field(key.col).title

    def joins(self) -> str:
        """Return the tables of the plan."""
        return self.tables(self.plan.table, self.plan.steps)

    def tables(self, first: int, steps: tuple[Step, ...]) -> str:
        """Return tables. Every join is to a unique key, so no row is doubled; rows without a partner stay."""
        parts = [self.table(first)]
        for step in steps:
            left, right = self.col(step.left), self.col(step.right)
            if self.schema.field(step.left).type != self.schema.field(step.right).type:
                left, right = f"trim(CAST({left} AS VARCHAR))", f"trim(CAST({right} AS VARCHAR))"
            parts.append(f"LEFT JOIN {self.table(step.right.table)} ON {left} = {right}")
        return " ".join(parts)

    def where(self) -> Piece:
        """Return all conditions on rows."""
        plan = self.plan
        conditions = [self.condition(f) for f in plan.filters]
        if plan.shape == "compare":
            ranges = [self.within(When(plan.whens[0].col, p)) for p in plan.periods]
            either = joined(ranges, " OR ")
            conditions.append(Piece(f"({either.sql})", either.values))
        else:
            conditions += [self.within(w) for w in plan.whens]
        if plan.absent:
            conditions.append(self.missing(plan.absent))
        conditions += [self.there(p) for p in plan.present]
        made = joined(conditions, " AND ")
        return Piece(f"WHERE {made.sql}", made.values) if made.sql else Piece("")

    def condition(self, item: Filter) -> Piece:
        """Return one condition."""
        col, values = self.col(item.col), tuple(_bound(v) for v in item.values)
        marks = ", ".join("?" for _ in values)
        if item.op == "is":
            return Piece(f"{col} IN ({marks})", values)
        if item.op == "isnt":
            return Piece(f"({col} IS NULL OR {col} NOT IN ({marks}))", values)
        if item.op in ("true", "false"):
            return Piece(col if item.op == "true" else f"NOT coalesce({col}, false)")
        if item.op in ("filled", "empty"):
            if item.op == "empty" and self.schema.field(item.col).number:
                return Piece(f"coalesce({col}, 0) = 0")
            blank = f"nullif(trim(CAST({col} AS VARCHAR)), '') IS "
            return Piece(blank + ("NOT NULL" if item.op == "filled" else "NULL"))
        right = self.col(item.other) if item.other else "?"
        return Piece(f"{col} {SIGNS[item.op]} {right}", () if item.other else values)

    def within(self, when: When) -> Piece:
        """Return a half-open range of days."""
        col = self.col(when.col)
        if self.schema.field(when.col).type == "integer" and when.period.start:
            return Piece(f"{col} = ?", (_bound(when.period.start.year),))  # a column of years
        ends = ((">=", when.period.start), ("<", when.period.end))
        made = joined((Piece(f"{col} {sign} ?", (_bound(end),)) for sign, end in ends if end), " AND ")
        return Piece(f"({made.sql})", made.values) if made.sql else Piece(f"{col} IS NOT NULL")

    def missing(self, absent: Absent) -> Piece:
        """Return NOT EXISTS over the other table."""
        there = self.there(absent)
        return Piece(f"NOT {there.sql}", there.values)

    def there(self, absent: Absent) -> Piece:
        """Return EXISTS over the other table."""
        left, right = (f"trim(CAST({self.col(c)} AS VARCHAR))" for c in (absent.left, absent.right))
        conditions = joined(
            (Piece(f"{right} = {left}"), *(self.condition(f) for f in absent.filters),
             *(self.within(w) for w in absent.whens)), " AND ",
        )  # fmt: skip
        first = absent.steps[0].left.table if absent.steps else absent.right.table
        tables = self.tables(first, absent.steps)
        sql = f"SELECT 1 FROM {tables} WHERE {conditions.sql}"  # noqa: S608 - names quoted, values bound
        return Piece(f"EXISTS ({sql})", conditions.values)

    def having(self) -> Piece:
        """Return the condition on groups."""
        having = self.plan.having
        if having is None:
            return Piece("")
        sign = "=" if having.op == "is" else SIGNS[having.op]
        return Piece(f"HAVING {self.figure(having.measure)} {sign} ?", (_bound(having.value),))

    def ranked(self) -> Piece:
        """Return the cut to the first places; equal values share a place, so none of them is left out."""
        order = self.plan.order
        if order is None or not order.limit or self.plan.shape not in ("rows", "groups"):
            return Piece("")
        return Piece(f"QUALIFY rank() OVER (ORDER BY {self.sorted_by()}) <= {int(order.limit)}")

    def sorted_by(self) -> str:
        """Return what is ordered by."""
        order = self.plan.order
        if order is None:
            return "1"
        what = self.col(order.col) if order.col else self.figure(self.plan.measures[0])
        what = f"({what} - {self.col(order.minus)})" if order.minus else what
        return f"{what} {'DESC' if order.descending else 'ASC'} NULLS LAST"

    def order(self) -> Piece:
        """Return the order: as asked, else by the first columns, so that the same question looks the same."""
        plan = self.plan
        if plan.shape not in ("rows", "groups"):
            return Piece("")
        if plan.order and not (plan.unique and plan.keys):
            return Piece(f"ORDER BY {self.sorted_by()}, 1")
        return Piece("ORDER BY ALL")

    def winners(self) -> Piece:
        """Return the cut of the source records to those of the places shown."""
        order = self.plan.order
        if self.plan.shape == "rows" and order and order.limit and not self.plan.unique:
            return self.ranked()
        return Piece("")


def _names(schema: Schema, plan: Plan) -> dict[int, list[str]]:
    used = {plan.table} | {s.right.table for s in plan.steps}
    for other in (*plan.present, *((plan.absent,) if plan.absent else ())):
        used |= {other.right.table} | {t for s in other.steps for t in (s.left.table, s.right.table)}
    return {t: [f.title or f.name for f in schema.tables[t].fields] for t in sorted(used)}


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    made = []
    for name in names:
        key = name.casefold()
        seen[key] = seen.get(key, 0) + 1
        made.append(_quoted(name if seen[key] == 1 else f"{name} {seen[key]}"))
    return made


def _quoted(name: str) -> str:
    clean = re.sub(r"[\x00-\x1f?]", " ", name)  # "?" marks a bound value
    return '"' + clean.replace('"', '""') + '"'


def _bound(value: Cell) -> tuple[str, str]:
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, Decimal):
        return "decimal", format(value, "f")
    if isinstance(value, int):
        return "integer", str(value)
    return "text", str(value)


def _written(piece: Piece) -> str:
    """Return SQL with its values written in, for people to read (this text is never run)."""
    values = iter(piece.values)
    return "".join(_literal(*next(values)) if part == "?" else part for part in re.split(r"(\?)", piece.sql))


def _literal(kind: str, text: str) -> str:
    if kind in ("integer", "decimal"):
        return text
    escaped = text.replace("'", "''")
    return f"DATE '{escaped}'" if kind == "date" else f"'{escaped}'"
