"""Where one row of a table ends and the next begins, when only text stands between their figures.

Cells may be aligned at the top, the middle or the bottom; drawn lines tell, else the widest white space does.
"""

from collections.abc import Sequence
from itertools import pairwise

from hanse.readers._page.grid import Grid
from hanse.readers._page.words import Line, Sheet

_WIDER = 1.1
"""A distance is clearly wider than another from this ratio on."""


def part(
    lines: Sequence[Line], grid: Grid, sheet: Sheet, loose: Sequence[int], start: int, *, first: bool
) -> tuple[Sequence[int], Sequence[int]]:
    """Return the loose lines that belong to the row above and those that belong to the row that starts below.

    first: there is no row above on this page; what isn't close to the row below then belongs to none.
    """
    if not loose:
        return (), ()
    cut = next((n for n, i in enumerate(loose) if ruled(grid, sheet, lines[i - 1], lines[i])), None)
    if ruled(grid, sheet, lines[loose[-1]], lines[start]):
        return loose, ()
    if cut is not None:
        last = max(n for n, i in enumerate(loose) if ruled(grid, sheet, lines[i - 1], lines[i]))
        return loose[:last], loose[last:]
    return _by_space(lines, grid, loose, start, first=first)


def ruled(grid: Grid, sheet: Sheet, upper: Line, lower: Line) -> bool:
    """Tell whether a line as wide as most of the table is drawn between two lines of text."""
    top, bottom = (upper.y0 + upper.y1) / 2, (lower.y0 + lower.y1) / 2
    wide = 0.6 * (grid.x1 - grid.x0)
    return any(top < y < bottom and x1 - x0 >= wide for x0, x1, y in sheet.across)


def _by_space(
    lines: Sequence[Line], grid: Grid, loose: Sequence[int], start: int, *, first: bool
) -> tuple[Sequence[int], Sequence[int]]:
    before = _words_above(lines, grid, loose[0])
    chain = [*([] if before is None else [before]), *loose, *([start] if _has_words(lines[start], grid) else [])]
    steps = [lines[b].y0 - lines[a].y0 for a, b in pairwise(chain)]
    if before is None or not steps:
        return ((), loose) if not first or _close(lines, loose, start) else (loose, ())
    widest = max(range(len(steps)), key=lambda n: steps[n])
    rest = [s for n, s in enumerate(steps) if n != widest]
    if rest and steps[widest] > _WIDER * max(rest):
        return loose[:widest], loose[widest:]
    if not rest:
        return ((), loose) if not _has_words(lines[start], grid) else (loose, ())
    return (loose, ()) if _has_words(lines[start], grid) else _by_middle(lines, loose, start)


def _by_middle(lines: Sequence[Line], loose: Sequence[int], start: int) -> tuple[Sequence[int], Sequence[int]]:
    """Without any telling space: the lines nearest above figures without words of their own are theirs."""
    below = [i for i in loose if lines[start].y0 - lines[i].y0 < 1.5 * lines[start].height]
    return [i for i in loose if i not in below], below


def _words_above(lines: Sequence[Line], grid: Grid, index: int) -> int | None:
    """Return the nearest line above that has text in a column of text."""
    return next((i for i in range(index - 1, max(-1, index - 4), -1) if _has_words(lines[i], grid)), None)


def _has_words(line: Line, grid: Grid) -> bool:
    position = grid.column("Position")
    return any(p.column not in grid.figures and p.column != position for p in grid.pieces(line))


def _close(lines: Sequence[Line], loose: Sequence[int], start: int) -> bool:
    return lines[start].y0 - lines[loose[-1]].y1 < 0.8 * lines[start].height
