"""Where the tables lie on a sheet: rectangles parted by blank rows and columns. Knows nothing of values or files."""

from collections.abc import Sequence
from typing import NamedTuple

from hanse.readers.cells import filled, value_like
from hanse.records import Cell


class Island(NamedTuple):
    """A rectangle of a sheet, rows and columns from 0, all included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def width(self) -> int:
        """How many columns it spans."""
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        """How many rows it spans."""
        return self.bottom - self.top + 1


def islands(grid: Sequence[Sequence[Cell]]) -> list[Island]:
    """Part a sheet into rectangles, top to bottom, left to right.

    A blank row parts two tables only if what follows begins with a header of its own; a blank column only if both
    sides are two columns and two rows at least (else it is a spacer).
    """
    found: list[Island] = []
    for top, bottom in _bands(grid):
        for island in _side_by_side(grid, top, bottom):
            above = next((i for i in reversed(found) if _goes_on(grid, i, island)), None)
            if above is None:
                found.append(island)
            else:
                at = found.index(above)
                left, right = min(above.left, island.left), max(above.right, island.right)
                found[at] = Island(above.top, left, island.bottom, right)
    return found


def _bands(grid: Sequence[Sequence[Cell]]) -> list[tuple[int, int]]:
    bands: list[tuple[int, int]] = []
    for number, row in enumerate(grid):
        if any(cell is not None for cell in row):
            if bands and bands[-1][1] == number - 1:
                bands[-1] = (bands[-1][0], number)
            else:
                bands.append((number, number))
    return bands


def _side_by_side(grid: Sequence[Sequence[Cell]], top: int, bottom: int) -> list[Island]:
    rows = grid[top : bottom + 1]
    used = [i for i in range(max(len(row) for row in rows)) if any(i < len(r) and r[i] is not None for r in rows)]
    runs: list[list[int]] = []
    for column in used:
        if runs and runs[-1][1] == column - 1:
            runs[-1][1] = column
        else:
            runs.append([column, column])
    if len(runs) < 2 or not all(right > left and _rows_in(rows, left, right) > 1 for left, right in runs):
        return [Island(top, used[0], bottom, used[-1])]
    return [_trimmed(grid, Island(top, left, bottom, right)) for left, right in runs]


def _rows_in(rows: Sequence[Sequence[Cell]], left: int, right: int) -> int:
    return sum(1 for row in rows if any(cell is not None for cell in row[left : right + 1]))


def _trimmed(grid: Sequence[Sequence[Cell]], island: Island) -> Island:
    lines = range(island.top, island.bottom + 1)
    held = [n for n in lines if any(cell is not None for cell in grid[n][island.left : island.right + 1])]
    return island._replace(top=held[0], bottom=held[-1])


def _goes_on(grid: Sequence[Sequence[Cell]], above: Island, below: Island) -> bool:
    """Say whether the rows below a blank row belong to the table above: same columns, and values where it has some."""
    if above.height < 2 or above.width < 2 or below.left < above.left or below.right > above.right:
        return False
    first = grid[below.top][above.left : above.right + 1]
    last = grid[above.bottom][above.left : above.right + 1]
    shared = [i for i, (a, b) in enumerate(zip(last, first, strict=False)) if value_like(a) and value_like(b)]
    return bool(shared) and filled(first) >= 2 and (filled(first) * 2 >= filled(last) or _is_last(grid, below))


def _is_last(grid: Sequence[Sequence[Cell]], island: Island) -> bool:
    return island.height == 1 and all(filled(row) == 0 for row in grid[island.bottom + 1 : island.bottom + 2])
