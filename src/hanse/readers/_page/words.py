"""Words with their boxes, grouped into lines and segments. Lengths in points, origin at the top left of the page."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hanse.records import Box

GAP = 0.85
"""A gap between words wider than this share of the line height separates two segments."""


class Word(NamedTuple):
    """A word and its box. bold: as far as the font says so."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    bold: bool = False


class Segment(NamedTuple):
    """Words of one line without a wide gap between them."""

    words: tuple[Word, ...]
    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def bold(self) -> bool:
        """Whether it begins and ends in bold type."""
        return self.words[0].bold and self.words[-1].bold


class Line(NamedTuple):
    """Segments that stand side by side, from left to right."""

    segments: tuple[Segment, ...]
    y0: float
    y1: float

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y1 - self.y0

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.segments[-1].x1

    @property
    def text(self) -> str:
        """All text, segments separated by two spaces."""
        return "  ".join(segment.text for segment in self.segments)


class Sheet(NamedTuple):
    """A page: its size in points, words, and drawn straight lines (across: x0, x1, y; down: y0, y1, x).

    turn: degrees by which a scan was turned (counter-clockwise, about its middle) to make its lines level; words and
    lines are those of the level page, boxes are of the page as it was scanned.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[tuple[float, float, float], ...] = ()
    down: tuple[tuple[float, float, float], ...] = ()
    turn: float = 0.0

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return a box as fractions of this page, cut at its edges."""
        if self.turn:
            x0, y0, x1, y1 = self._turned_back(x0, y0, x1, y1)
        return (
            _fraction(x0, self.width),
            _fraction(y0, self.height),
            _fraction(x1, self.width),
            _fraction(y1, self.height),
        )

    def _turned_back(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return the upright box around this box of the level page, as it lies on the page as scanned."""
        sin, cos = math.sin(math.radians(self.turn)), math.cos(math.radians(self.turn))
        mx, my = self.width / 2, self.height / 2
        corners = [(x - mx, y - my) for x in (x0, x1) for y in (y0, y1)]
        xs = [mx + cos * x - sin * y for x, y in corners]
        ys = [my + sin * x + cos * y for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


def _fraction(value: float, size: float) -> float:
    return round(min(1.0, max(0.0, value / size)), 4) if size > 0 else 0.0


def segment(words: Sequence[Word]) -> Segment:
    """Return words as one segment."""
    if len(words) == 1:
        return Segment((words[0],), *words[0][:5])
    text = " ".join([word.text for word in words])
    x0, y0 = min([word.x0 for word in words]), min([word.y0 for word in words])
    x1, y1 = max([word.x1 for word in words]), max([word.y1 for word in words])
    return Segment(tuple(words), text, x0, y0, x1, y1)


def line(segments: Iterable[Segment]) -> Line:
    """Return segments as one line, sorted from left to right."""
    ordered = tuple(sorted(segments, key=lambda s: s.x0))
    return Line(ordered, min(s.y0 for s in ordered), max(s.y1 for s in ordered))


def lines(words: Iterable[Word]) -> list[Line]:
    """Return the words as lines from top to bottom: words are on one line when they overlap by half their height."""
    rows: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda w: (w.y0 + w.y1, w.x0)):
        home = _row_of(word, rows)
        if home is None:
            rows.append((word.y0, word.y1, [word]))
        else:
            rows[home][2].append(word)
    return [_line(row) for _, _, row in sorted(rows, key=lambda r: r[0] + r[1])]


def _row_of(word: Word, rows: list[tuple[float, float, list[Word]]]) -> int | None:
    """Return the last few rows' index that the word belongs to; only those can still overlap it."""
    for index in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
        top, bottom, _ = rows[index]
        shared = min(bottom, word.y1) - max(top, word.y0)
        if shared > 0.55 * max(0.1, min(bottom - top, word.y1 - word.y0)):
            return index
    return None


def _line(row: list[Word]) -> Line:
    ordered = sorted(row, key=lambda w: w.x0)
    groups = [[ordered[0]]]
    for word in ordered[1:]:
        last = groups[-1][-1]
        height = max(min(word.y1 - word.y0, last.y1 - last.y0), 1.0)
        if word.x0 - max(w.x1 for w in groups[-1][-2:]) > GAP * height:
            groups.append([word])
        else:
            groups[-1].append(word)
    return line(segment(group) for group in groups)
