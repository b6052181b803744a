"""Tables of items on the pages of one paper: found by their headings, followed over page breaks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hanse.readers._page import body, roles
from hanse.readers._page.body import Row
from hanse.readers._page.grid import Grid, grid
from hanse.readers._page.header import Header, headers
from hanse.readers._page.labels import total_role
from hanse.readers._page.words import Line, Sheet

_LOOK = 80
"""So many lines below a heading decide where the columns are."""


@dataclass
class Items:
    """One table: its heading, columns, rows over all pages, and the lines it takes up on each page."""

    header: Header
    grid: Grid
    rows: list[Row]
    closed: bool
    used: dict[int, set[int]] = field(default_factory=dict)


def find(pages: Sequence[tuple[Sheet, list[Line]]], running: frozenset[str]) -> list[Items]:
    """Return the item tables of a paper. running: texts of page headers and footers, which belong to no table."""
    found: list[Items] = []
    for sheet, all_lines in pages:
        lines = _above_footer(sheet, all_lines, running)
        heads = headers(lines, sheet)
        if found and not found[-1].closed:
            _continue(found[-1], sheet, lines, heads, running)
        for number, head in enumerate(heads):
            if head.first not in found_lines(found, sheet):
                _add(found, head, sheet, lines, frozenset(h.first for h in heads[number + 1 :]))
    for entry in found:
        entry.grid = roles.proven(entry.grid, entry.rows)
        _settle(entry)
    return [entry for entry in found if entry.rows]


def _above_footer(sheet: Sheet, lines: list[Line], running: frozenset[str]) -> list[Line]:
    footer = (i for i, line in enumerate(lines) if line.y0 > 0.8 * sheet.height and line.text in running)
    return lines[: next(footer, len(lines))]


def _settle(items: Items) -> None:
    """Rows without price and sum in a table of prices: between items they are remarks, after the last they are none."""
    sums = {i for i, h in enumerate(items.grid.headings) if h.role == "Positionsbetrag"}
    money = sums or {i for i, h in enumerate(items.grid.headings) if h.role == "Einzelpreis"}
    priced = [bool(row.values & money) for row in items.rows]
    if not any(priced) or sum(priced) * 10 < len(priced) * 3:
        return
    last = max(i for i, has in enumerate(priced) if has)
    kept: list[Row] = []
    for row, has in zip(items.rows[: last + 1], priced, strict=False):
        if has or not kept or _numbered(items.grid, row):
            kept.append(row)
        else:
            kept[-1].remark(row, items.grid)
    for row in items.rows[last + 1 :]:
        items.used.get(row.sheet.number, set()).difference_update(row.lines)
    items.rows = kept


def found_lines(found: Sequence[Items], sheet: Sheet) -> set[int]:
    """Return the lines of a page that tables take up."""
    return set().union(*(items.used.get(sheet.number, set()) for items in found)) if found else set()


def _add(found: list[Items], head: Header, sheet: Sheet, lines: list[Line], stops: frozenset[int]) -> None:
    same = found[-1] if found and head.alike(found[-1].header) and not found[-1].closed else None
    here = _grid(head, sheet, lines, stops)
    part = body.read(
        lines, head.last + 1, here, sheet, stops=stops, earlier=same.rows[-1] if same and same.rows else None
    )
    used = {head.first, *range(head.first, head.last + 1)} | _lines_of(part)
    if same is not None and same.rows and len(head.headings) == len(same.header.headings):
        _join(same, part, sheet, used)
    else:
        found.append(Items(head, here, part.rows, part.closed, {sheet.number: used}))


def _grid(head: Header, sheet: Sheet, lines: list[Line], stops: frozenset[int]) -> Grid:
    first = head.last + 1
    end = min([s for s in stops if s > head.last] + [len(lines), head.last + _LOOK])
    sums = (i for i in range(first + 1, end) if total_role(lines[i].segments[0].text) in {"sum", "tax"})
    return grid(head.headings, lines[first : next(sums, end)], sheet)


def _continue(items: Items, sheet: Sheet, lines: list[Line], heads: list[Header], running: frozenset[str]) -> None:
    """Follow a table that reached the end of its page on to the next, where its heading isn't repeated."""
    if heads and heads[0].alike(items.header):
        return
    start = next((i for i, line in enumerate(lines) if line.text not in running and _fits(items.grid, line)), None)
    stops = frozenset(h.first for h in heads)
    if start is None or any(stop <= start for stop in stops):
        return
    part = body.read(lines, start, items.grid, sheet, stops=stops, earlier=items.rows[-1] if items.rows else None)
    values = [row for row in part.rows if len(row.values) >= 2]
    if values:
        _join(items, part, sheet, _lines_of(part))


def _fits(columns: Grid, line: Line) -> bool:
    return line.x0 >= columns.x0 - 6 and line.x1 <= columns.x1 + 6


def _join(items: Items, part: body.Part, sheet: Sheet, used: set[int]) -> None:
    """Add the rows of a further page; a first piece without figures goes on with the row above the page break."""
    rows = list(part.rows)
    if rows and items.rows and not rows[0].values and not _numbered(items.grid, rows[0]):
        for column, texts in rows[0].cells.items():
            items.rows[-1].cells.setdefault(column, []).extend(texts)
        del rows[0]
    items.rows += rows
    items.closed = part.closed
    items.used.setdefault(sheet.number, set()).update(used)


def _numbered(columns: Grid, row: Row) -> bool:
    return columns.column("Position") in row.cells


def _lines_of(part: body.Part) -> set[int]:
    return {index for row in part.rows for index in row.lines} | set(part.skipped)
