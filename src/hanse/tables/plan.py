"""The closed form that every reading of a table question has. Never free SQL; knows no words of a question."""

from decimal import Decimal
from typing import Literal

import msgspec

from hanse.records import Cell
from hanse.tables.calendar import Period

Function = Literal["sum", "avg", "min", "max", "count", "distinct"]
Op = Literal["is", "isnt", "lt", "le", "gt", "ge", "true", "false", "filled", "empty", "below", "above"]
Grain = Literal["", "day", "week", "month", "quarter", "year"]
Shape = Literal["value", "rows", "groups", "share", "compare"]


class Col(msgspec.Struct, frozen=True, order=True):
    """A column: number of the logical table, position in it from 0."""

    table: int
    index: int


class Step(msgspec.Struct, frozen=True):
    """A join along a known key. right is unique in its table, so that no row of the left is counted twice."""

    left: Col
    right: Col


class Filter(msgspec.Struct, frozen=True):
    """A condition. "is" and "isnt" take any of the values; "below" and "above" compare with another column."""

    col: Col
    op: Op
    values: tuple[Cell, ...] = ()
    other: Col | None = None
    shown: str = ""


class When(msgspec.Struct, frozen=True):
    """A date column lies in a period."""

    col: Col
    period: Period
    outside: bool = False


class Measure(msgspec.Struct, frozen=True):
    """What is computed.

    col: None counts rows. times: another column that each of its cells is multiplied by; minus: one that is taken off
    each. negated: what is stored as less than nothing is told as so much.
    """

    function: Function
    col: Col | None = None
    times: Col | None = None
    minus: Col | None = None
    negated: bool = False


class Key(msgspec.Struct, frozen=True):
    """What rows are grouped by; grain cuts a date column."""

    col: Col
    grain: Grain = ""


class Having(msgspec.Struct, frozen=True):
    """A condition on a computed value of a group."""

    measure: Measure
    op: Op
    value: Decimal


class Absent(msgspec.Struct, frozen=True):
    """There is no row in another table, or there is: right is its key (not unique), with its own conditions."""

    left: Col
    right: Col
    steps: tuple[Step, ...] = ()
    filters: tuple[Filter, ...] = ()
    whens: tuple[When, ...] = ()


class Order(msgspec.Struct, frozen=True):
    """Order by the measure (col None) or a column, less another. limit counts places, ties share one; 0: no limit."""

    col: Col | None = None
    descending: bool = True
    limit: int = 0
    minus: Col | None = None


class Plan(msgspec.Struct, frozen=True):
    """One reading.

    shape: "value" one figure; "rows" records of the table (distinct values of shown when unique); "groups" a figure
    for each key; "share" percent of the rows that fulfil part; "compare" the figure in each of periods. asked: the
    columns of shown or keys that the question wants; where all of them are empty, there is no answer.
    present: other tables in which there is a row. polar: the question is one for yes or no: whether part holds for the
    rows ("state"), or whether there are any ("exists").
    """

    shape: Shape
    table: int
    steps: tuple[Step, ...] = ()
    measures: tuple[Measure, ...] = ()
    shown: tuple[Col, ...] = ()
    filters: tuple[Filter, ...] = ()
    whens: tuple[When, ...] = ()
    keys: tuple[Key, ...] = ()
    having: Having | None = None
    order: Order | None = None
    absent: Absent | None = None
    part: tuple[Filter, ...] = ()
    periods: tuple[Period, ...] = ()
    unique: bool = False
    asked: tuple[Col, ...] = ()
    present: tuple[Absent, ...] = ()
    polar: Literal["", "state", "exists"] = ""
