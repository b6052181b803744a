"""Which column a piece of text belongs to: borders between columns from white space, drawn lines and headings."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from hanse.readers._page.header import Heading
from hanse.readers._page.labels import is_count, is_value
from hanse.readers._page.words import Line, Segment, Sheet, Word

_DECIMAL = re.compile(r"\d+[.,]\d{2,}.{0,6}")
NUMERIC = {"Menge", "Einzelpreis", "Positionsbetrag", "Steuersatz", "Rabatt", "Preisbasis"}


class Piece(NamedTuple):
    """Text in one column of one line."""

    column: int
    text: str
    value: bool


class Grid(NamedTuple):
    """Columns with the borders between them (one less), the columns of figures, and the table's edges."""

    headings: tuple[Heading, ...]
    borders: tuple[float, ...]
    figures: frozenset[int]
    x0: float
    x1: float
    usual: Mapping[int, tuple[float, float]] = MappingProxyType({})

    def column(self, role: str) -> int | None:
        """Return the first column of a role."""
        return next((i for i, h in enumerate(self.headings) if h.role == role), None)

    def pieces(self, line: Line) -> list[Piece]:
        """Return the line's text by column, wide segments cut at the borders where they may be."""
        found: list[Piece] = []
        for s in line.segments:
            found += self._placed(s)
        return found

    def _placed(self, s: Segment) -> list[Piece]:
        if len(s.words) == 1:
            column = self.at(s)
            return [Piece(column, s.text, column in self.figures and (is_value(s.text) or is_count(s.text)))]
        parts: list[list[Word]] = []
        columns: list[int] = []
        for word in s.words:
            column = self.at(word)
            if columns and column == columns[-1]:
                parts[-1].append(word)
            else:
                parts.append([word])
                columns.append(column)
        if len(parts) > 1 and not self._may_cut(s, parts, columns):
            parts, columns = [list(s.words)], [self._home(s)]
        texts = [" ".join(word.text for word in part) for part in parts]
        return [
            Piece(c, t, c in self.figures and (is_value(t) or is_count(t))) for c, t in zip(columns, texts, strict=True)
        ]

    def at(self, word: Word | Segment) -> int:
        """Return the column that the middle of a word or segment lies in."""
        middle = (word.x0 + word.x1) / 2
        return len([1 for border in self.borders if border <= middle])

    def _home(self, s: Segment) -> int:
        """Return the column of a segment that stays whole: figures by their right edge, text by where it begins."""
        if is_value(s.text) or is_count(s.text):
            return self.at(s)
        return self.at(s.words[0])

    def _may_cut(self, s: Segment, parts: list[list[Word]], columns: list[int]) -> bool:
        """A phrase that runs on into empty columns stays whole; pieces that fit their columns are cut apart."""
        if columns != sorted(set(columns)) or any(word.text.endswith(":") for word in s.words[:-1]):
            return False
        figures = sum(1 for part, c in zip(parts, columns, strict=True) if c in self.figures and _is_figure(part))
        if figures and all(self._is_own(part, c) for part, c in zip(parts, columns, strict=True) if c in self.figures):
            return True
        gaps = [right[0].x0 - left[-1].x1 for left, right in pairwise(parts)]
        height = s.y1 - s.y0
        fits = all(self._fits(part, c) for part, c in zip(parts[1:], columns[1:], strict=True))
        return min(gaps) > 0.55 * height or (
            fits and len(s.words) <= 8 and not any(c in self.figures for c in columns[1:])
        )

    def _is_own(self, part: list[Word], column: int) -> bool:
        """Tell whether words are a figure and stand where the figures of this column stand: left, right or middle."""
        x0, x1 = self.usual.get(column, (part[0].x0, part[-1].x1))
        shifts = (part[0].x0 - x0, part[-1].x1 - x1, (part[0].x0 + part[-1].x1 - x0 - x1) / 2)
        return _is_figure(part) and min(abs(shift) for shift in shifts) < 3

    def _fits(self, part: list[Word], column: int) -> bool:
        heading = self.headings[column]
        return abs(part[0].x0 - heading.x0) < 4 or abs(part[-1].x1 - heading.x1) < 4


def _is_figure(part: list[Word]) -> bool:
    text = " ".join(word.text for word in part)
    return is_value(text) or is_count(text)


def grid(headings: tuple[Heading, ...], body: Sequence[Line], sheet: Sheet) -> Grid:
    """Return the grid for lines below a heading; lines with two figures or more decide where the borders are."""
    counts = [sum(1 for s in line.segments if _is_value(s)) for line in body]
    enough = max(2, 0.6 * max(counts, default=0))
    telling = [line for line, count in zip(body, counts, strict=True) if count >= enough] or list(body)
    segments = [s for line in telling for s in line.segments]
    borders = tuple(_border(left, right, segments, sheet) for left, right in pairwise(headings))
    x0 = min([h.x0 for h in headings] + [s.x0 for s in segments])
    x1 = max([h.x1 for h in headings] + [s.x1 for s in segments])
    bare = Grid(headings, borders, frozenset(range(len(headings))), x0, x1)
    bare = bare._replace(headings=_renamed(bare, telling))
    return bare._replace(figures=_figures(bare, telling), usual=_usual(bare, telling))


def _usual(bare: Grid, lines: Sequence[Line]) -> dict[int, tuple[float, float]]:
    """Return the usual left and right edge of the figures in each column, from figures that stand alone."""
    edges: dict[int, list[Segment]] = {}
    for s in (s for line in lines for s in line.segments if _is_value(s)):
        edges.setdefault(bare.at(s), []).append(s)
    return {c: (median(s.x0 for s in found), median(s.x1 for s in found)) for c, found in edges.items()}


def _renamed(bare: Grid, lines: Sequence[Line]) -> tuple[Heading, ...]:
    """Some print "#" or "Amount" over quantities: a column of decimals is no position, the first of two sums no sum."""
    if bare.column("Menge") is not None:
        return bare.headings
    sums = [i for i, h in enumerate(bare.headings) if h.role == "Positionsbetrag"]
    column = bare.column("Position") if len(sums) < 2 else sums[0]
    if column is None:
        return bare.headings
    texts = [p.text for line in lines for p in bare.pieces(line) if p.column == column]
    if not texts or sum(1 for t in texts if _DECIMAL.fullmatch(t)) * 2 <= len(texts):
        return bare.headings
    return tuple(h._replace(role="Menge") if i == column else h for i, h in enumerate(bare.headings))


def _is_value(s: Segment) -> bool:
    return is_value(s.text) or is_count(s.text)


def _figures(bare: Grid, lines: Sequence[Line]) -> frozenset[int]:
    known = {i for i, h in enumerate(bare.headings) if h.role in NUMERIC}
    pieces = [p for line in lines for p in bare.pieces(line) if not bare.headings[p.column].role]
    for column in {p.column for p in pieces}:
        values = [p.value for p in pieces if p.column == column]
        if sum(values) * 2 > len(values):
            known.add(column)
    return frozenset(known)


def _border(left: Heading, right: Heading, segments: Sequence[Segment], sheet: Sheet) -> float:
    """Return where to draw the border between two columns: where the least text is cut, best between the headings."""
    drawn = [x for _, _, x in sheet.down if left.x1 - 2 <= x <= right.x0 + 2]
    if drawn:
        return drawn[len(drawn) // 2]
    low, high = left.x0, right.x1
    near = [s for s in segments if s.x1 > low and s.x0 < high]
    words = [(w.x0, w.x1) for s in near for w in s.words if w.x1 > low and w.x0 < high]
    phrases = [(s.x0, s.x1) for s in near if not _is_pair(s, left.role, right.role)]
    edges = sorted({low, high, left.x1, right.x0, *(min(max(x, low), high) for span in words for x in span)})
    strips = [(a, b) for a, b in pairwise(edges) if b - a > 0.05]
    price = 1 + len({s.y0 for s in near}) / 2

    def cost(strip: tuple[float, float]) -> tuple[float, float]:
        titles = _cut([(left.x0, left.x1), (right.x0, right.x1)], strip)
        return (2 * _cut(words, strip) + _cut(phrases, strip) + price * titles, strip[0] - strip[1])

    best = min(strips, key=cost, default=(left.x1, right.x0))
    return (best[0] + best[1]) / 2


def _is_pair(s: Segment, left: str, right: str) -> bool:
    """Tell whether a phrase is the contents of two columns that stand close: "1 TB100A4", "10 Stk.", "Rohr 7"."""
    if left == "Position":
        return s.words[0].text.isdigit()
    tail = is_value(s.words[-1].text) or is_count(" ".join(word.text for word in s.words[-2:]))
    if (left in NUMERIC and is_value(s.words[0].text)) != (right in NUMERIC and tail):
        return not is_count(s.text) or {left, right} == {"Menge", "Einheit"}
    return {left, right} == {"Menge", "Einheit"} and is_count(s.text)


def _cut(spans: Sequence[tuple[float, float]], strip: tuple[float, float]) -> int:
    middle = (strip[0] + strip[1]) / 2
    return len([1 for x0, x1 in spans if x0 < middle < x1])
