"""Tables that aren't lists of items: lines whose pieces stand in columns under a heading, drawn or not.

Careful rather than keen: at least three columns, two rows, a heading, and a column of values; anything else stays text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from hanse.readers import cells
from hanse.readers._page.items import Items, found_lines
from hanse.readers._page.labels import is_count, is_value
from hanse.readers._page.words import Line, Segment, Sheet, segment
from hanse.records import Finding, Place, Table

_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_TIGHT = 0.4
_LOOSE = 2.2


class Made(NamedTuple):
    """A table, its page, and the lines of each row."""

    table: Table | None
    findings: tuple[Finding, ...]
    page: int
    rows: tuple[tuple[int, ...], ...]


@dataclass
class _Run:
    """Lines in a row that stand in the same columns. spans: left and right edge of each column."""

    lines: list[int]
    spans: list[tuple[float, float]]
    gaps: list[float] = field(default_factory=list)


def find(pages: Sequence[tuple[Sheet, list[Line]]], found: Sequence[Items]) -> list[Made]:
    """Return the tables of the pages outside the item tables already found."""
    made: list[Made] = []
    for sheet, lines in pages:
        used = found_lines(found, sheet)
        split = [_split(line, sheet) for line in lines]
        for number, run in enumerate(_runs(split, used, sheet), start=1):
            made.append(_table(run, split, sheet, number))
    return [entry for entry in made if entry.table is not None]


def _split(line: Line, sheet: Sheet) -> tuple[Segment, ...]:
    """Return the line's segments, cut where a drawn upright line passes between two words."""
    middle = (line.y0 + line.y1) / 2
    walls = [x for y0, y1, x in sheet.down if y0 <= middle <= y1]
    if not walls:
        return line.segments
    return tuple(piece for s in line.segments for piece in _cut(s, walls))


def _cut(s: Segment, walls: Sequence[float]) -> Iterator[Segment]:
    start = 0
    for index in range(1, len(s.words)):
        if any(s.words[index - 1].x1 - 1 <= x <= s.words[index].x0 + 1 for x in walls):
            yield segment(s.words[start:index])
            start = index
    yield segment(s.words[start:])


def _runs(split: Sequence[tuple[Segment, ...]], used: set[int], sheet: Sheet) -> Iterator[_Run]:
    index = 0
    while index < len(split):
        run = None if index in used or len(split[index]) < 3 else _grown(split, index, used)
        if run and _is_table(run, split, sheet):
            yield run
            index = run.lines[-1] + 1
        else:
            index += 1


def _grown(split: Sequence[tuple[Segment, ...]], start: int, used: set[int]) -> _Run:
    run = _Run([start], [(s.x0, s.x1) for s in split[start]])
    for index in range(start + 1, len(split)):
        above, here = split[run.lines[-1]], split[index]
        gap = min(s.y0 for s in here) - max(s.y1 for s in above)
        height = max(s.y1 - s.y0 for s in here)
        limit = (
            max([_LOOSE * height] + [1.7 * g for g in run.gaps[:1]]) if len(run.lines) < 2 else 1.6 * max(run.gaps) + 2
        )
        spans = None if index in used or gap > max(limit, 0.8 * height) else _fitted(run.spans, here)
        if spans is None or (len(here) == 1 and not _may_stand_alone(here[0], run, height)):
            break
        run.lines.append(index)
        run.gaps.append(gap)
        run.spans = spans
    return run


def _may_stand_alone(s: Segment, run: _Run, height: float) -> bool:
    """A line with one piece goes on with a table when it is a cell, not a sentence or a heading below."""
    return len(run.spans) >= 3 and s.x1 - s.x0 < 18 * height and not s.text.endswith(":") and not s.bold


def _fitted(spans: Sequence[tuple[float, float]], pieces: Sequence[Segment]) -> list[tuple[float, float]] | None:
    """Return the columns widened by a line's pieces; None when a piece lies in two columns or in none."""
    done = list(spans)
    for s in pieces:
        over = [i for i, (x0, x1) in enumerate(done) if min(x1, s.x1) - max(x0, s.x0) > 0.5]
        if len(over) != 1:
            return None
        x0, x1 = done[over[0]]
        done[over[0]] = (min(x0, s.x0), max(x1, s.x1))
    return done


def _is_table(run: _Run, split: Sequence[tuple[Segment, ...]], sheet: Sheet) -> bool:
    body = [split[i] for i in run.lines[1:]]
    texts = [s.text for row in [split[run.lines[0]], *body] for s in row]
    labels = sum(1 for t in texts if t.endswith(":") or t.startswith(":"))
    if len(body) < 1 + (not _is_drawn(run, split, sheet)) or labels * 4 > len(texts):
        return False
    if any(_is_datum(s.text) for s in split[run.lines[0]]):
        return False
    wide = sum(1 for row in body if len(row) >= 2)
    return wide * 10 >= len(body) * 6 and any(_mostly_data(body, span) for span in run.spans[1:])


def _is_drawn(run: _Run, split: Sequence[tuple[Segment, ...]], sheet: Sheet) -> bool:
    head = split[run.lines[0]]
    low, high = head[0].x0, head[-1].x1
    top, bottom = min(s.y0 for s in head), max(s.y1 for s in split[run.lines[-1]])
    return sum(1 for x0, x1, y in sheet.across if top - 8 < y < bottom + 8 and x0 < low + 5 and x1 > high - 5) >= 2


def _mostly_data(body: Sequence[tuple[Segment, ...]], span: tuple[float, float]) -> bool:
    texts = [s.text for row in body for s in row if min(span[1], s.x1) - max(span[0], s.x0) > 0.5]
    return len(texts) * 3 >= len(body) and sum(1 for t in texts if _is_datum(t)) * 10 >= len(texts) * 6


def _is_datum(text: str) -> bool:
    return is_value(text) or is_count(text) or bool(_DAY.fullmatch(text))


def _table(run: _Run, split: Sequence[tuple[Segment, ...]], sheet: Sheet, number: int) -> Made:
    rows = _rows(run, sheet, split)
    grid: list[list[str | None]] = []
    places: list[Place] = []
    for indices in rows:
        pieces = [s for i in indices for s in split[i]]
        grid.append([_cell(pieces, span) for span in run.spans])
        x0, y0 = min(s.x0 for s in pieces), min(s.y0 for s in pieces)
        x1, y1 = max(s.x1 for s in pieces), max(s.y1 for s in pieces)
        places.append(Place(page=sheet.number, box=sheet.box(x0, y0, x1, y1)))
    title = _title(run, split) or f"Tabelle {number} auf Seite {sheet.number}"
    made = cells.table(title, title, grid, places)
    return Made(made.table, made.findings, sheet.number, tuple(tuple(r) for r in rows))


def _rows(run: _Run, sheet: Sheet, split: Sequence[tuple[Segment, ...]]) -> list[list[int]]:
    """Join lines that are one row: no drawn line between them where rows are drawn apart, else close together."""
    usual = median(run.gaps)
    low, high = run.spans[0][0], run.spans[-1][1]
    rules = [y for x0, x1, y in sheet.across if x1 - x0 > 0.6 * (high - low)]
    ruled = [_between(rules, split[a], split[b]) for a, b in pairwise(run.lines)]
    height = median(s.y1 - s.y0 for s in split[run.lines[0]])
    rows = [[run.lines[0]]]
    for index, gap, has_rule in zip(run.lines[1:], run.gaps, ruled, strict=True):
        together = not has_rule if sum(ruled) >= 2 else gap < _TIGHT * height < 0.75 * usual
        if together:
            rows[-1].append(index)
        else:
            rows.append([index])
    return rows


def _between(rules: Sequence[float], upper: Sequence[Segment], lower: Sequence[Segment]) -> bool:
    top = min((s.y0 + s.y1) / 2 for s in upper)
    bottom = max((s.y0 + s.y1) / 2 for s in lower)
    return any(top < y < bottom for y in rules)


def _cell(pieces: Sequence[Segment], span: tuple[float, float]) -> str | None:
    inside = [s.text for s in pieces if span[0] - 0.5 <= (s.x0 + s.x1) / 2 <= span[1] + 0.5]
    return " ".join(inside) or None


def _title(run: _Run, split: Sequence[tuple[Segment, ...]]) -> str:
    """Return the short line right above the table, if there is one."""
    if run.lines[0] == 0:
        return ""
    above, head = split[run.lines[0] - 1], split[run.lines[0]]
    gap = min(s.y0 for s in head) - max(s.y1 for s in above)
    if len(above) > 1 or gap > 4 * (head[0].y1 - head[0].y0) or len(above[0].words) > 8:
        return ""
    title = above[0].text.rstrip(": ")
    return "" if ":" in title else title
