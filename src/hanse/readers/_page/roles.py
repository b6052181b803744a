"""What unnamed columns of figures are, proven by arithmetic: quantity times price makes the sum. Guesses nothing."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from hanse.readers._page import amounts
from hanse.readers._page.body import Row
from hanse.readers._page.grid import Grid
from hanse.readers._page.header import Heading

_MOST = 8
_SHARE = 0.7
_ROLES = ("Menge", "Einzelpreis", "Positionsbetrag")


def proven(grid: Grid, rows: Sequence[Row]) -> Grid:
    """Return the grid with roles for figure columns without one, where quantity times price makes the sum."""
    known = {h.role: i for i, h in enumerate(grid.headings) if h.role in _ROLES}
    free = [i for i in sorted(grid.figures) if not grid.headings[i].role][:_MOST]
    wanted = [role for role in _ROLES if role not in known]
    if not wanted or len(wanted) > len(free) or not rows:
        return grid
    values = _values(grid, rows)
    for chosen in permutations(free, len(wanted)):
        columns = {**known, **dict(zip(wanted, chosen, strict=True))}
        if _holds(values, [columns[role] for role in _ROLES]):
            return grid._replace(headings=tuple(_named(grid, columns)))
    return grid


def _named(grid: Grid, columns: dict[str, int]) -> Iterator[Heading]:
    roles = {index: role for role, index in columns.items()}
    for index, heading in enumerate(grid.headings):
        yield heading._replace(role=roles.get(index, heading.role))


def _values(grid: Grid, rows: Sequence[Row]) -> list[dict[int, Decimal]]:
    chosen = amounts.style(t for row in rows for c in row.values for t in row.cells.get(c, ()))
    found: list[dict[int, Decimal]] = []
    for row in rows:
        read = {c: amounts.amount(" ".join(row.cells.get(c, ())), chosen) for c in grid.figures}
        found.append({c: value for c, value in read.items() if value is not None})
    return found


def _holds(values: Sequence[dict[int, Decimal]], columns: Sequence[int]) -> bool:
    """Tell whether the product is right in most rows that have all three, and not just because all are 0 or 1."""
    full = [tuple(v[c] for c in columns) for v in values if all(c in v for c in columns)]
    right = [t for t in full if abs(t[0] * t[1] - t[2]) <= Decimal("0.011")]
    telling = any(t[0] not in {0, 1} and t[1] not in {0, 1} for t in right)
    return len(right) >= max(1, _SHARE * len(values)) and (telling or len(right) >= 3)
