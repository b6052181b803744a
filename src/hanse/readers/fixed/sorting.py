"""The lines of a print list, each to what it is: a row, a heading said again, a page break, a carry, text."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from hanse.readers.cells import tidy, totals, value_like
from hanse.readers.fixed import borders, heading
from hanse.readers.fixed.borders import Span

_PAGE = re.compile(r"\b(?:seite|blatt|page)\b\s*:?\s*(?:nr\.?)?\s*\d+", re.IGNORECASE)
_FIGURES = 2
"""A line with more values than this is a record, even if it is said twice."""


class Line(NamedTuple):
    """A line and its number."""

    number: int
    text: str


class Sorted(NamedTuple):
    """heading: the line that names the columns. carries: totals between the rows. odd: rows that don't fit.

    repeated: page breaks and what is said again on each page. text: everything else.
    """

    heading: Line | None
    rows: list[Line]
    carries: list[Line]
    odd: list[Line]
    repeated: list[Line]
    text: list[Line]


def sort(lines: Sequence[str], spans: Sequence[Span]) -> Sorted:
    """Return each line that isn't blank or drawn under what it is."""
    at = {n: borders.cells(line, spans) for n, line in enumerate(lines) if _is_row(line, spans)}
    if not at:
        return Sorted(None, [], [], [], [], [Line(n, t) for n, t in enumerate(lines, start=1) if t.strip()])
    first, last = min(at), max(at)
    head = heading.find(lines, first, spans)
    made = Sorted(Line(head + 1, lines[head]) if head is not None else None, [], [], [], [], [])
    seen: set[str] = {_shape(lines[head])} if head is not None else set()
    ends = _ends(at)
    for n, line in enumerate(lines):
        if not line.strip() or borders.is_rule(line) or n == head:
            continue
        place = _kind(made, line, n in at, first < n < last, seen)
        if n in at and place is made.rows and n not in ends and totals.labelled([tidy(cell) for cell in at[n]]):
            place = made.carries
        place.append(Line(n + 1, line))
    return made


def _kind(made: Sorted, line: str, is_row: bool, within: bool, seen: set[str]) -> list[Line]:  # noqa: FBT001 - facts
    if is_row:
        return made.rows
    shape = _shape(line)
    values = sum(value_like(word) for word in line.split())
    again = (shape in seen and values <= _FIGURES) or (within and _PAGE.search(line) is not None)
    seen.add(shape)
    if again:
        return made.repeated
    return made.odd if within and any(value_like(word) for word in line.split()[1:]) else made.text


def _is_row(line: str, spans: Sequence[Span]) -> bool:
    if borders.is_rule(line) or _PAGE.search(line) or not borders.fits(line, spans):
        return False
    return any(value_like(cell) for cell in borders.cells(line, spans) if cell)


def _ends(rows: dict[int, list[str]]) -> set[int]:
    """Return the rows at the end that are totals of the whole: those are added up with the table."""
    ends: set[int] = set()
    for n in reversed(rows):
        if not totals.labelled([tidy(cell) for cell in rows[n]]):
            break
        ends.add(n)
    return ends


def _shape(line: str) -> str:
    return " ".join(line.split())
