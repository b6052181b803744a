"""Lines of a page to paragraphs in reading order: columns of prose one after the other, labels with their values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from hanse.readers._page.labels import head_role, is_value
from hanse.readers._page.words import Line, Segment, Sheet, segment
from hanse.records import Block, Place

_LEADING = 0.75
"""Lines further apart than this share of their height are two paragraphs."""


@dataclass
class Chain:
    """Segments one below the other that make a paragraph."""

    segments: list[Segment] = field(default_factory=list)

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(s.x0 for s in self.segments)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(s.x1 for s in self.segments)

    @property
    def y0(self) -> float:
        """Upper edge."""
        return min(s.y0 for s in self.segments)

    @property
    def y1(self) -> float:
        """Lower edge."""
        return max(s.y1 for s in self.segments)

    @property
    def height(self) -> float:
        """Height of its type in points."""
        return median(s.y1 - s.y0 for s in self.segments)

    def text(self) -> str:
        """Return its text; a line that ends short of the edge ends with a line break."""
        said = ""
        for index, s in enumerate(self.segments):
            if not said:
                said = s.text
            elif said.endswith("-") and s.text[:1].islower() and said[-2:-1].isalpha():
                said = said[:-1] + s.text
            else:
                said += (" " if self._full(self.segments[index - 1]) else "\n") + s.text
        return said

    def _full(self, s: Segment) -> bool:
        ends = s.text[-1:].isdigit() or s.text.endswith((":", "€", "%"))
        return s.x1 - self.x0 >= 0.82 * (self.x1 - self.x0) and len(s.words) > 3 and not ends


def blocks(lines: Sequence[Line], sheet: Sheet) -> list[tuple[float, float, Block]]:
    """Return (top, left, block) in reading order. Headings are larger or bold, short, and stand alone."""
    rows = [_labelled(line) for line in lines]
    gutter = _gutter(rows, sheet)
    chains = _ordered(_chains(rows, gutter), gutter)
    size = _body_size(chains)
    return [(c.y0, c.x0, _block(c, sheet, size)) for c in chains]


def _block(chain: Chain, sheet: Sheet, size: float) -> Block:
    box = sheet.box(chain.x0, chain.y0, chain.x1, chain.y1)
    heading = _is_heading(chain, size)
    return Block(chain.text(), Place(page=sheet.number, box=box), "heading" if heading else "text")


def _is_heading(chain: Chain, size: float) -> bool:
    words = sum(len(s.words) for s in chain.segments)
    letters = any(ch.isalpha() for s in chain.segments for ch in s.text)
    if not letters or words > 14 or len(chain.segments) > 2 or chain.text().endswith((".", ",", ";")):
        return False
    return chain.height > 1.18 * size or (all(s.bold for s in chain.segments) and chain.height >= 0.95 * size)


def _body_size(chains: Sequence[Chain]) -> float:
    sizes = [c.height for c in chains for s in c.segments for _ in s.words]
    return median(sizes) if sizes else 10.0


def _labelled(line: Line) -> list[Segment]:
    """Return the line's segments with values joined to the labels that stand before them."""
    done: list[Segment] = []
    for s in line.segments:
        if done and _is_label(done[-1].text, s) and s.x0 - done[-1].x1 < 25 * line.height:
            done[-1] = segment(done[-1].words + s.words)
        else:
            done.append(s)
    return done


def _is_label(text: str, value: Segment) -> bool:
    if text.endswith(":") or value.text.startswith(":"):
        return True
    if len(text) > 45 or head_role(value.text):
        return False
    short = len(text.split()) <= 5 and not text[-1:].isdigit()
    return bool(head_role(text)) or (short and (is_value(value.text) or _is_code(value.text)))


def _is_code(text: str) -> bool:
    return len(text) <= 24 and " " not in text and any(ch.isdigit() for ch in text)


class Gutter(NamedTuple):
    """The white strip between two columns of prose: its middle, and how far down the page it runs."""

    x: float
    top: float
    bottom: float

    def parts(self, chain: Chain) -> bool:
        """Tell whether a paragraph stands in one of the two columns."""
        inside = chain.y0 >= self.top - 1 and chain.y1 <= self.bottom + 2 * chain.height
        return inside and not chain.x0 < self.x < chain.x1


def _gutter(rows: Sequence[Sequence[Segment]], sheet: Sheet) -> Gutter | None:
    """Return the strip between two columns of prose, or None. Prose: long lines on both sides."""
    pairs = [(row[0], row[1]) for row in rows if len(row) == 2 and len(row[0].words) >= 4 and len(row[1].words) >= 4]
    if len(pairs) < 5:
        return None
    left, right = median(a.x1 for a, _ in pairs), median(b.x0 for _, b in pairs)
    middle = (left + right) / 2
    clear = sum(1 for a, b in pairs if a.x1 <= middle <= b.x0)
    central = 0.3 * sheet.width < middle < 0.7 * sheet.width
    if not central or clear < 0.85 * len(pairs) or len(pairs) < 0.25 * len(rows):
        return None
    return Gutter(middle, min(a.y0 for a, _ in pairs), max(b.y1 for _, b in pairs))


def _chains(rows: Sequence[Sequence[Segment]], gutter: Gutter | None) -> list[Chain]:
    chains: list[Chain] = []
    open_chains: list[Chain] = []
    for row in rows:
        top = row[0].y0
        open_chains = [c for c in open_chains if top - c.segments[-1].y1 < 1.5 * c.height]
        for s in row:
            home = next((c for c in reversed(open_chains) if _continues(c, s, row, gutter)), None)
            if home is None:
                home = Chain()
                chains.append(home)
                open_chains.append(home)
            home.segments.append(s)
    return chains


def _continues(chain: Chain, s: Segment, row: Sequence[Segment], gutter: Gutter | None) -> bool:
    last = chain.segments[-1]
    height, own = chain.height, s.y1 - s.y0
    gap = s.y0 - last.y1
    if last in row or gap > _LEADING * min(height, own) or gap < -0.6 * height:
        return False
    if not 0.8 < own / max(height, 0.1) < 1.25 or last.bold != s.bold:
        return False
    if gutter is not None and (last.x1 <= gutter.x) != (s.x1 <= gutter.x):
        return False
    shared = min(last.x1, s.x1) - max(last.x0, s.x0)
    return shared > 0 and (abs(last.x0 - s.x0) < 2.5 * height or abs(chain.x0 - s.x0) < 2.5 * height)


def _ordered(chains: list[Chain], gutter: Gutter | None) -> list[Chain]:
    chains.sort(key=lambda c: (round(c.y0), c.x0))
    if gutter is None:
        return chains
    done: list[Chain] = []
    left: list[Chain] = []
    right: list[Chain] = []
    for chain in chains:
        if not gutter.parts(chain):
            done += [*left, *right, chain]
            left, right = [], []
        else:
            (left if chain.x1 <= gutter.x else right).append(chain)
    return [*done, *left, *right]
