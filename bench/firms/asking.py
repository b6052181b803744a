"""Makes questions with their right answers, and the sums, spans and rankings these are computed with. Knows no firm."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from hanse.samplefirm.truth import Asked, Expected

TODAY = date(2026, 11, 20)
Cell = str | int | Decimal | date
Row = TypeVar("Row")
Cells = Iterable[tuple[Cell, ...]]


@dataclass(frozen=True)
class Span:
    """The days from first to last, both included."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        """Return whether a day lies in the span; an empty cell never does."""
        return day is not None and self.first <= day <= self.last


def year(number: int) -> Span:
    """Return a calendar year."""
    return Span(date(number, 1, 1), date(number, 12, 31))


def month(number: int, of: int) -> Span:
    """Return a month of a year."""
    return months(of, number, number)


def quarter(number: int, of: int) -> Span:
    """Return a quarter of a year."""
    return months(of, 3 * number - 2, 3 * number)


def months(of: int, first: int, last: int) -> Span:
    """Return the days from one month of a year to the end of another."""
    after = date(of + last // 12, last % 12 + 1, 1)
    return Span(date(of, first, 1), after - timedelta(days=1))


def one(question: str, *values: Cell, places: int = 2) -> Asked:
    """Return a question for one figure, date or name. values: each of them is right."""
    return Asked("", "table", question, Expected(values=_apart(_plain(v) for v in values), places=places))


def many(question: str, *lists: Cells, ordered: bool = False) -> Asked:
    """Return a question for rows. lists: each of them is right; a row has the cells that must be there."""
    first, *others = _apart(tuple(tuple(_plain(c) for c in row) for row in rows) for rows in lists)
    return Asked("", "table", question, Expected(rows=first, or_rows=tuple(others), ordered=ordered))


def none(question: str, why: str) -> Asked:
    """Return a question that the firm's tables can't answer."""
    return Asked("", "none", question, Expected(why=why))


def numbered(firm: str, questions: Iterable[Asked]) -> tuple[Asked, ...]:
    """Give the questions of a firm their names."""
    return tuple(Asked(f"{firm}-{n:02d}", q.kind, q.question, q.expected, q.shapes) for n, q in enumerate(questions, 1))


def alike(rows: Iterable[Row], *keys: Callable[[Row], Cell]) -> list[Cells]:
    """Return lists of the same records, each named by another of its columns."""
    found = list(rows)
    return [[(key(row),) for row in found] for key in keys]


def kept(rows: Iterable[Row], cancelled: Callable[[Row], bool]) -> tuple[list[Row], list[Row]]:
    """Return the rows with and without the cancelled ones: a fair reader may do either."""
    found = list(rows)
    return found, [row for row in found if not cancelled(row)]


def total(figures: Iterable[Decimal]) -> Decimal:
    """Return the sum."""
    return sum(figures, Decimal(0))


def mean(figures: Iterable[Decimal | int]) -> Decimal:
    """Return the average to two places."""
    found = list(figures)
    return Decimal(sum(found) / Decimal(len(found))).quantize(Decimal("0.01"))


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """Return the share in percent to two places."""
    return (100 * Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"))


def sums(rows: Iterable[Row], key: Callable[[Row], str], figure: Callable[[Row], Decimal | int]) -> dict[str, Decimal]:
    """Return the sum for each key."""
    found: dict[str, Decimal] = {}
    for row in rows:
        found[key(row)] = found.get(key(row), Decimal(0)) + figure(row)
    return found


def counts(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, int]:
    """Return the number of rows for each key."""
    return {name: int(count) for name, count in sums(rows, key, lambda _: 1).items()}


def top(figures: dict[str, Decimal] | dict[str, int], number: int) -> list[tuple[Cell, ...]]:
    """Return the keys with the highest figures, highest first. A tie would make the question unfair."""
    ranked = sorted(figures.items(), key=lambda item: -item[1])
    values = [value for _, value in ranked[: number + 1]]
    assert len(set(values)) == len(values), f"tie: {ranked[: number + 1]}"
    return [(name,) for name, _ in ranked[:number]]


def best(figures: dict[str, Decimal] | dict[str, int]) -> str:
    """Return the key with the highest figure."""
    return str(top(figures, 1)[0][0])


def pairs(figures: dict[str, Decimal] | dict[str, int]) -> Cells:
    """Return key and figure as rows."""
    return list(figures.items())


def compared(first: Cell, second: Cell) -> tuple[Cells, ...]:
    """Return two figures as one row or as two."""
    return [(first, second)], [(first,), (second,)]


def single(rows: Iterable[Row]) -> Row:
    """Return the only row."""
    found: Sequence[Row] = list(rows)
    assert len(found) == 1, f"{len(found)} rows: {found[:3]}"
    return found[0]


def _apart(items: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(items))


def _plain(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)
