"""Items of an invoice without any column headings: lines of words and an amount, ended by their sum.

Only where arithmetic proves it: the amounts above add up to the sum below. Quantities are not guessed.
"""

from collections.abc import Sequence
from decimal import Decimal

from hanse.readers._page import amounts
from hanse.readers._page.body import Row
from hanse.readers._page.grid import Grid
from hanse.readers._page.header import Header, Heading
from hanse.readers._page.items import Items
from hanse.readers._page.labels import is_value, total_role
from hanse.readers._page.words import Line, Sheet

_MOST = 60


def find(sheet: Sheet, lines: Sequence[Line]) -> Items | None:
    """Return the items above the first sum of a page that they prove, or None."""
    chosen = amounts.style(s.text for line in lines for s in line.segments if is_value(s.text))
    for index, line in enumerate(lines):
        if len(line.segments) < 2 or not total_role(line.segments[0].text):
            continue
        total = amounts.amount(line.segments[-1].text, chosen) if is_value(line.segments[-1].text) else None
        rows = _above(sheet, lines, index) if total is not None else []
        values = [amounts.amount(row.cells[1][0], chosen) for row in rows]
        if rows and None not in values and sum((v for v in values if v), Decimal(0)) == total:
            return _items(sheet, lines, rows)
    return None


def _above(sheet: Sheet, lines: Sequence[Line], end: int) -> list[Row]:
    """Return the lines with an amount right above a sum; lines of words alone belong to the row above them."""
    right = lines[end].x1
    rows: list[Row] = []
    words: list[int] = []
    for index in range(end - 1, max(-1, end - _MOST), -1):
        line, below = lines[index], lines[index + 1]
        if below.y0 - line.y1 > 1.2 * line.height:
            break
        last = line.segments[-1]
        if len(line.segments) == 2 and is_value(last.text) and abs(last.x1 - right) < 4:
            rows.insert(0, _row(sheet, lines, index, words))
            words = []
        elif len(line.segments) == 1 and line.x1 < right - 20:
            words.insert(0, index)
        else:
            break
    return rows


def _row(sheet: Sheet, lines: Sequence[Line], index: int, words: Sequence[int]) -> Row:
    row = Row(sheet)
    line = lines[index]
    row.lines, row.values = [index, *words], {1}
    row.boxes = [(lines[i].x0, lines[i].y0, lines[i].x1, lines[i].y1) for i in row.lines]
    row.cells = {0: [line.segments[0].text, *(lines[i].text for i in words)], 1: [line.segments[-1].text]}
    return row


def _items(sheet: Sheet, lines: Sequence[Line], rows: list[Row]) -> Items:
    first = lines[rows[0].lines[0]]
    left, right = first.segments[0], first.segments[-1]
    headings = (
        Heading(left.x0, left.x1, "Bezeichnung", "Bezeichnung"),
        Heading(right.x0, right.x1, "Betrag", "Positionsbetrag"),
    )
    columns = Grid(headings, ((left.x1 + right.x0) / 2,), frozenset({1}), left.x0, right.x1)
    used = {index for row in rows for index in row.lines}
    return Items(
        Header(rows[0].lines[0], rows[0].lines[0], headings), columns, rows, closed=True, used={sheet.number: used}
    )
