"""Finds the heading of a table of items: one or several lines that name its columns. Knows no rows."""

from collections.abc import Sequence
from typing import NamedTuple

from hanse.readers._page.labels import column_role, is_count, is_value
from hanse.readers._page.words import Line, Segment, Sheet, segment

_GOODS = {"Bezeichnung", "Artikelnummer", "Position", "GTIN", "Datum"}
_FIGURES = {"Menge", "Einzelpreis", "Positionsbetrag"}
_NEAR = 0.8
_MOST_WORDS = 16
_APART = 0.45  # a gap of this share of the height is wider than a space within a name: "Stück  Preis"


class Heading(NamedTuple):
    """The heading of one column."""

    x0: float
    x1: float
    title: str
    role: str


class Header(NamedTuple):
    """Lines first to last (both included) are the heading."""

    first: int
    last: int
    headings: tuple[Heading, ...]

    def roles(self) -> set[str]:
        """Return the roles that its columns have."""
        return {h.role for h in self.headings if h.role}

    def alike(self, other: "Header") -> bool:
        """Tell whether both name mostly the same columns: a heading repeated on the next page."""
        mine, theirs = ({h.title.lower() for h in header.headings} for header in (self, other))
        return len(mine & theirs) >= 0.7 * max(len(mine), len(theirs))


def headers(lines: Sequence[Line], sheet: Sheet) -> list[Header]:
    """Return the item headers of a page from top to bottom."""
    found: list[Header] = []
    strength = [_strength(line) for line in lines]
    for index in range(len(lines)):
        rivals = [strength[i] for i in range(index + 1, min(len(lines), index + 4)) if _near(lines[index], lines[i])]
        if strength[index] and (not found or index > found[-1].last) and strength[index] >= max(rivals, default=0):
            first = _reach(lines, index, -1, sheet)
            last = _reach(lines, index, +1, sheet)
            found.append(Header(first, last, headings([s for row in lines[first : last + 1] for s in row.segments])))
    return found


def _near(upper: Line, lower: Line) -> bool:
    return lower.y0 - upper.y1 < 2 * upper.height


def _strength(line: Line) -> int:
    """Return how many columns of goods and figures a line names; 0 when it is no heading of items."""
    if max(len(s.words) for s in line.segments) > _MOST_WORDS or any(is_value(s.text) for s in line.segments):
        return 0
    pieces = [piece for s in line.segments for piece in split(s)]
    if len(pieces) < 2 or any(is_value(p.text) for p in pieces) or max(len(p.words) for p in pieces) > 6:
        return 0
    roles = {column_role(p.text) for p in pieces} - {""}
    if len(roles) * 2 < len(pieces) or not roles & _FIGURES or not roles & _GOODS:
        return 0
    return len(roles) if len(roles) >= 3 or (len(pieces) == 2 and "Positionsbetrag" in roles) else 0


def split(s: Segment) -> list[Segment]:
    """Return a segment as several when each part names a column of its own: "Pos Art.Nr." are two."""
    if not 2 <= len(s.words) <= _MOST_WORDS:
        return [s]
    whole = bool(column_role(s.text))
    for cut in reversed(range(1, len(s.words))):
        if not column_role(" ".join([word.text for word in s.words[:cut]])):
            continue
        left, right = segment(s.words[:cut]), segment(s.words[cut:])
        if whole and right.x0 - left.x1 <= _APART * (s.y1 - s.y0):
            continue
        rest = split(right)
        if all(column_role(part.text) for part in rest):
            return [left, *rest]
    return [s]


def _reach(lines: Sequence[Line], start: int, step: int, sheet: Sheet) -> int:
    """Return how far the heading goes up (-1) or down (+1) from its line with the most names."""
    core, index = lines[start], start
    left, right = core.x0 - 12, core.x1 + 12
    bold = all(s.bold for s in core.segments)
    while 0 <= index + step < len(lines) and abs(index + step - start) <= 4:
        here, there = lines[index], lines[index + step]
        gap = max(here.y0, there.y0) - min(here.y1, there.y1)
        beside = min(here.y1, there.y1) - max(here.y0, there.y0) > 0.2 * core.height
        edges = (left - 90, right + 90) if beside else (left, right)
        if gap > _NEAR * core.height or _ruled(here, there, sheet) or not _belongs(there, edges, bold=bold):
            break
        index += step
        left, right = min(left, there.x0 - 12), max(right, there.x1 + 12)
    return index


def _ruled(a: Line, b: Line, sheet: Sheet) -> bool:
    top, bottom = sorted(((a.y0 + a.y1) / 2, (b.y0 + b.y1) / 2))
    left, right = min(a.x0, b.x0), max(a.x1, b.x1)
    return any(top < y < bottom and x0 < right and x1 > left for x0, x1, y in sheet.across)


def _belongs(line: Line, edges: tuple[float, float], *, bold: bool) -> bool:
    for s in line.segments:
        if s.x0 < edges[0] or s.x1 > edges[1] or len(s.words) > 4 or s.text.endswith(":"):
            return False
        if is_value(s.text) or is_count(s.text) or any(ch.isdigit() for ch in s.text) or (bold and not s.bold):
            return False
    return True


def headings(segments: Sequence[Segment]) -> tuple[Heading, ...]:
    """Return the columns that these header segments name: those above one another are one."""
    groups: list[list[Segment]] = []
    for piece in sorted((p for s in segments for p in split(s)), key=lambda p: p.x0):
        home = next((g for g in reversed(groups) if _overlap(g, piece)), None)
        if home is None:
            groups.append([piece])
        else:
            home.append(piece)
    return tuple(_heading(group) for group in groups)


def _overlap(group: Sequence[Segment], piece: Segment) -> bool:
    left, right = min(s.x0 for s in group), max(s.x1 for s in group)
    shared = min(right, piece.x1) - max(left, piece.x0)
    return shared > 0.3 * min(right - left, piece.x1 - piece.x0)


def _heading(group: list[Segment]) -> Heading:
    title = ""
    for s in sorted(group, key=lambda s: (s.y0, s.x0)):
        broken = title.endswith("-") and s.text[:1].islower()
        title = title[:-1] + s.text if broken else f"{title} {s.text}".strip()
    role = column_role(title) or next((r for r in (column_role(s.text) for s in group) if r), "")
    return Heading(min(s.x0 for s in group), max(s.x1 for s in group), title, role)
