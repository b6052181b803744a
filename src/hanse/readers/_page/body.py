"""The rows below a table's heading: wrapped descriptions joined, carry-overs skipped, ended by totals or space."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hanse.readers._page import seam
from hanse.readers._page.grid import Grid, Piece
from hanse.readers._page.labels import is_value, total_role
from hanse.readers._page.words import Line, Sheet

_POSITION = re.compile(r"\d{1,4}(?:[.\-]\d{1,3})*[.)]?")
_PAGE_NUMBER = re.compile(r"(?:Seite|Page|Blatt)\s*:?\s*\d+(?:\s*(?:von|of|/)\s*\d+)?", re.IGNORECASE)
_FAR = 4.0
_CLOSE = 1.3


@dataclass
class Row:
    """A row in the making: texts by column, the lines it is made of, its page."""

    sheet: Sheet
    lines: list[int] = field(default_factory=list)
    cells: dict[int, list[str]] = field(default_factory=dict)
    values: set[int] = field(default_factory=set)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def take(self, index: int, line: Line, pieces: Sequence[Piece]) -> None:
        """Add a line's pieces."""
        self.lines.append(index)
        self.boxes.append((line.x0, line.y0, line.x1, line.y1))
        for piece in pieces:
            self.cells.setdefault(piece.column, []).append(piece.text)
            if piece.value:
                self.values.add(piece.column)

    def remark(self, other: "Row", grid: Grid) -> None:
        """Add the text of a row that is only a remark on this one."""
        home = grid.column("Bezeichnung")
        for column, texts in sorted(other.cells.items()):
            self.cells.setdefault(column if home is None else home, []).extend(texts)
        if other.sheet is self.sheet:
            self.lines += other.lines
            self.boxes += other.boxes


@dataclass
class Part:
    """The rows of a table on one page. closed: a total or another heading ended it. skipped: carry-over lines."""

    rows: list[Row]
    end: int
    closed: bool
    skipped: list[int]


@dataclass
class _Reader:
    """Walks over the lines below a heading. loose: text lines since the last figures, not yet given to a row."""

    lines: Sequence[Line]
    grid: Grid
    sheet: Sheet
    stops: frozenset[int]
    rows: list[Row] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    known: dict[int, list[Piece]] = field(default_factory=dict)

    def pieces(self, index: int) -> list[Piece]:
        """Return the pieces of a line; they are worked out once."""
        if index not in self.known:
            self.known[index] = self.grid.pieces(self.lines[index])
        return self.known[index]


def read(
    lines: Sequence[Line], start: int, grid: Grid, sheet: Sheet, *, stops: frozenset[int], earlier: Row | None
) -> Part:
    """Return the rows from line start on.

    stops: lines where another heading begins. earlier: the last row of the page before.
    """
    walk = _Reader(lines, grid, sheet, stops)
    end, closed, last = _extent(walk, start)
    index = start
    while index < end:
        pieces = walk.pieces(index)
        if _total(lines[index], pieces, grid) == "carry":
            walk.skipped.append(index)
        elif index > last and not _trails(walk, index):
            break
        else:
            _take(walk, index, pieces, earlier)
        index += 1
    if walk.rows:
        _give(walk, walk.rows[-1], walk.loose)
    return Part(walk.rows, index, closed, walk.skipped)


def _extent(walk: _Reader, start: int) -> tuple[int, bool, int]:
    """Return where the table ends at the latest, whether a total or heading ends it, its last line with figures."""
    last, reach = start - 1, _FAR / 2
    for index in range(start, len(walk.lines)):
        line = walk.lines[index]
        if index in walk.stops or any(_PAGE_NUMBER.fullmatch(s.text) for s in line.segments):
            return index, index in walk.stops, last
        pieces = walk.pieces(index)
        if _total(line, pieces, walk.grid) in {"sum", "tax"} or _is_section(walk, index, start):
            return index, True, last
        if _is_anchor(pieces, walk.grid):
            white = _white(walk.lines, max(last, start), index) / line.height
            if last >= start and white > 3 * reach:
                return index, False, last
            reach = max(reach, white)
            last = index
    return len(walk.lines), False, last


def _white(lines: Sequence[Line], first: int, last: int) -> float:
    """Return the tallest white space between two lines."""
    return max((b.y0 - a.y1 for a, b in pairwise(lines[first : last + 1])), default=0.0)


def _is_section(walk: _Reader, index: int, start: int) -> bool:
    """Tell whether a line begins another part of the paper: "Zahlungsbedingungen:" at the left edge after a gap."""
    line = walk.lines[index]
    if index == start or len(line.segments) > 1 or not line.text.endswith(":") or len(line.segments[0].words) > 4:
        return False
    return line.x0 <= walk.grid.x0 + 5 and line.y0 - walk.lines[index - 1].y1 > 1.2 * line.height


def _is_anchor(pieces: Sequence[Piece], grid: Grid) -> bool:
    """Tell whether a line carries a row: two figures in their columns, or goods and one that every row has."""
    values = {p.column for p in pieces if p.value}
    if len(values) >= 2:
        return True
    leading = {grid.column("Positionsbetrag"), grid.column("Menge")}
    goods = any(p.text and p.column not in grid.figures for p in pieces)
    return bool(values & leading) and goods


def _total(line: Line, pieces: Sequence[Piece], grid: Grid) -> str:
    """Return what total the line is, if any. A line with a position number or a quantity is an item."""
    position, quantity = grid.column("Position"), grid.column("Menge")
    if any(
        (p.column == position and _POSITION.fullmatch(p.text)) or (p.column == quantity and p.value) for p in pieces
    ):
        return ""
    roles = (total_role(s.text) for s in line.segments if not is_value(s.text))
    return next((role for role in roles if role), "")


def _take(walk: _Reader, index: int, pieces: list[Piece], earlier: Row | None) -> None:
    current = walk.rows[-1] if walk.rows else None
    if _starts(walk, pieces, current):
        above, below = seam.part(walk.lines, walk.grid, walk.sheet, walk.loose, index, first=current is None)
        row = Row(walk.sheet)
        if current is not None:
            _give(walk, current, above)
        elif above and earlier is not None:
            walk.rows.append(Row(walk.sheet))
            _give(walk, walk.rows[-1], above)
        _give(walk, row, below)
        row.take(index, walk.lines[index], pieces)
        walk.rows.append(row)
        walk.loose = []
    elif current is not None and (_fills(walk, pieces, current) or _closes(pieces)):
        _give(walk, current, walk.loose)
        walk.loose = []
        current.take(index, walk.lines[index], _filling(walk.grid, pieces, current))
    else:
        walk.loose.append(index)


def _give(walk: _Reader, row: Row, indices: Sequence[int]) -> None:
    for index in indices:
        row.take(index, walk.lines[index], _as_text(walk.grid, walk.pieces(index)))


def _fills(walk: _Reader, pieces: Sequence[Piece], current: Row) -> bool:
    """Tell whether a line brings a figure or the number that the current row still lacks."""
    position = walk.grid.column("Position")
    number = any(p.column == position and _POSITION.fullmatch(p.text) for p in pieces)
    return bool({p.column for p in pieces if p.value} - current.values) or (number and position not in current.cells)


def _closes(pieces: Sequence[Piece]) -> bool:
    """Tell whether a line has figures that are only remarks ("Rabatt 3 %"): such lines belong to the row above."""
    return any(p.value for p in pieces)


def _starts(walk: _Reader, pieces: Sequence[Piece], current: Row | None) -> bool:
    values = {p.column for p in pieces if p.value}
    position = walk.grid.column("Position")
    numbered = any(p.column == position and _POSITION.fullmatch(p.text) for p in pieces)
    if current is None or not current.values:
        return bool(values) or numbered
    if values & current.values and _is_anchor(pieces, walk.grid):
        return True
    return numbered and position in current.cells


def _filling(grid: Grid, pieces: Sequence[Piece], current: Row) -> list[Piece]:
    """Figures fill empty columns; words in columns of figures belong to the description."""
    return [p if p.value and p.column not in current.values else _to_text(grid, p) for p in pieces]


def _as_text(grid: Grid, pieces: Sequence[Piece]) -> list[Piece]:
    return [_to_text(grid, p) for p in pieces]


def _to_text(grid: Grid, piece: Piece) -> Piece:
    if piece.column not in grid.figures:
        return piece
    home = grid.column("Bezeichnung")
    if home is None:
        home = next((i for i in range(len(grid.headings)) if i not in grid.figures), piece.column)
    return Piece(home, piece.text, value=False)


def _trails(walk: _Reader, index: int) -> bool:
    """Tell whether a line after the last figures still belongs to the last row."""
    line, above = walk.lines[index], walk.lines[index - 1]
    if line.y0 - above.y1 > _CLOSE * min(line.height, above.height) or seam.ruled(walk.grid, walk.sheet, above, line):
        return False
    return line.x0 >= walk.grid.x0 - 3 and line.x1 <= walk.grid.x1 + 3
