"""A grid of raw cells to one typed table: where its header is, what is a total, what stands loosely around it.

Knows nothing of sheets, pages or files: the caller says where each row stands.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from hanse.readers.cells import columns, totals, voices
from hanse.readers.cells.columns import Note, Raw, Typed
from hanse.records import Cell, Column, Counts, Finding, Place, Table

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, counted from 0 in the grid, last ones included."""


class Made(NamedTuple):
    """What became of a grid. counts: data rows and totals in, rows of the table out, totals rejected.

    table is None when the grid has no data (loose then holds every row that isn't blank). loose: indices of rows that
    are text around the table (letterhead above, notes below), not records. header: index of the header row, or None.
    styles: for each column the style that its values prove: "de", "en", "dmy", "mdy" or "".
    """

    table: Table | None
    findings: tuple[Finding, ...] = ()
    loose: tuple[int, ...] = ()
    counts: Counts = Counts()
    header: int | None = None
    styles: tuple[str, ...] = ()


class _Row(NamedTuple):
    at: int
    cells: list[Cell]


def table(  # one grid, one table: the six things it can be told
    name: str,
    title: str,
    grid: Sequence[Sequence[Raw]],
    places: Sequence[Place],
    *,
    style: str = "",
    merged: Sequence[Merge] = (),
) -> Made:
    """Make a typed table of a grid of raw cells; places[i] is where grid[i] stands.

    Finds the header row, joins a header of several rows, makes column names unique, leaves out blank rows, blank
    columns, repeated headers and totals (each reported), and types each column. style: "de" or "en", the number
    style to assume where the values don't tell (German otherwise).
    """
    rows = _rows(grid, merged)
    if not rows:
        return Made(None)
    head = _find_header(rows, merged)
    if head is None:
        return Made(None, loose=tuple(row.at for row in rows))
    return _made(name, title, _Split.of(rows, head, merged), places, style)


def embedded(
    name: str, title: str, grid: Sequence[Sequence[Raw]], places: Sequence[Place], *, merged: Sequence[Merge] = ()
) -> Made:
    """Make a table of a grid inside a document; a list of terms and values ("Datum: | 1.2.24") is left to the text."""
    made = table(name, title, grid, places, merged=merged)
    if made.table is None or not made.table.rows:
        return Made(None, loose=tuple(range(len(grid))))
    terms = [row[0] for row in grid if row and row[0]]
    paired = len(made.table.columns) == 2 and (
        made.header is None or sum(str(t).rstrip()[-1:] == ":" for t in terms) > 1
    )
    return Made(None, loose=tuple(range(len(grid)))) if paired else made


def _rows(grid: Sequence[Sequence[Raw]], merged: Sequence[Merge]) -> list[_Row]:
    width = max((len(row) for row in grid), default=0)
    tidied = [[columns.tidy(raw) for raw in row] + [None] * (width - len(row)) for row in grid]
    for top, left, bottom, right in merged:
        if left == right and 0 <= top <= bottom < len(tidied) and left < width:
            for line in tidied[top + 1 : bottom + 1]:
                line[left] = tidied[top][left]
    return [_Row(i, cells) for i, cells in enumerate(tidied) if any(cell is not None for cell in cells)]


def filled(cells: Sequence[Cell]) -> int:
    """Return how many cells hold something."""
    return sum(1 for cell in cells if cell is not None)


_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOKS_LIKE_VALUE = re.compile(r"[-+−]?\s?[€$£]?\s?\d[\d.,:'’ /-]*\s?(?:%|€|EUR|\$|-)?|\d\d?\. ?\w{3,9} \d{4}")


def value_like(cell: Cell) -> bool:
    """Say whether a cell looks like a value (number, day, time, truth) and not like a name."""
    if isinstance(cell, str):
        return bool(_LOOKS_LIKE_VALUE.fullmatch(cell))
    return cell is not None


def _find_header(rows: list[_Row], merged: Sequence[Merge]) -> int | None:
    """Return the number of the header row in rows, -1 when the data begins without one, None for no table."""
    widths = [filled(row.cells) for row in rows]
    usual = max(widths)
    if usual < 2:
        return None
    wide = next(i for i, width in enumerate(widths) if width >= max(2, usual * 0.6))
    grouped = any(m[0] == rows[wide].at and m[3] > m[1] for m in merged)
    if not grouped and wide + 2 < len(rows) and widths[wide] < widths[wide + 1] and _names_values(rows, wide + 1):
        letterhead = widths[wide + 1] == usual or any(value_like(cell) for cell in rows[wide].cells)
        wide += letterhead
    below = [row.cells for row in rows[wide + 1 : wide + 31]]
    if _is_header(rows[wide].cells, below):
        return wide
    if not below and wide == 0 and len(rows) == 1:
        return None
    return -1 if wide == 0 else wide - len(rows)


def _names_values(rows: list[_Row], at: int) -> bool:
    """Say whether a row holds nothing but texts, one of them above a column of values."""
    cells, below = rows[at].cells, [row.cells for row in rows[at + 1 : at + 31]]
    if any(value_like(cell) for cell in cells):
        return False
    return any(cell is not None and _mostly_values([row[i] for row in below]) for i, cell in enumerate(cells))


def _mostly_values(cells: list[Cell]) -> bool:
    return sum(value_like(cell) for cell in cells) * 5 > filled(cells) * 3


def _is_header(cells: list[Cell], below: list[list[Cell]]) -> bool:
    values = [i for i, cell in enumerate(cells) if value_like(cell)]
    if not values:
        return True
    years = all(_YEAR.fullmatch(columns.shown(cells[i])) for i in values)
    texts = filled(cells) - len(values)
    return years and texts > 0 and all(not _YEAR.fullmatch(columns.shown(row[i])) for row in below for i in values)


class _Split(NamedTuple):
    """The parts of a grid: names of the columns, rows of data, totals, and rows that are loose text."""

    names: list[str]
    body: list[_Row]
    ends: list[_Row]
    loose: list[int]
    repeated: list[int]
    header: int | None
    groups: list[int]

    @classmethod
    def of(cls, rows: list[_Row], head: int, merged: Sequence[Merge]) -> "_Split":
        if head < 0:
            start = 0 if head == -1 else head + len(rows)
            headers: list[_Row] = []
            body = rows[start:]
        else:
            start = head
            headers = _header_rows(rows, head, merged)
            body = rows[head + len(headers) :]
        headers, body, groups = _grouped(headers, body, merged)
        used = _used_columns(headers, body)
        names = _names(headers, used, merged)
        body = [_Row(row.at, [row.cells[i] for i in used]) for row in body]
        loose = [row.at for row in rows[:start]]
        body, below = _notes_below(body)
        body, repeated = _without_repeated(body, names if headers else [])
        body, ends = totals.split(body)
        return cls(names, body, ends, loose + below, repeated, headers[0].at if headers else None, groups)


def _header_rows(rows: list[_Row], head: int, merged: Sequence[Merge]) -> list[_Row]:
    """Return the header row, and the one below when it goes on: groups ("Preis" over "netto | brutto") or units."""
    if head + 2 >= len(rows) or rows[head + 1].at != rows[head].at + 1:
        return rows[head : head + 1]
    under = rows[head + 1].cells
    if any(value_like(cell) for cell in under) or (filled(under) == 1 and under[0] is not None):
        return rows[head : head + 1]
    groups = [m for m in merged if m[0] == rows[head].at and m[3] > m[1]]
    spanned = [under[i] for m in groups for i in range(m[1], min(m[3] + 1, len(under)))]
    grouped = bool(spanned) and filled(spanned) == len(spanned)
    below = [row.cells for row in rows[head + 2 : head + 32]]
    units = all(_mostly_values([row[i] for row in below]) for i, cell in enumerate(under) if cell is not None)
    return rows[head : head + 2] if grouped or (units and len(below) > 1) else rows[head : head + 1]


def _grouped(
    headers: list[_Row], body: list[_Row], merged: Sequence[Merge]
) -> tuple[list[_Row], list[_Row], list[int]]:
    """Turn rows that are one cell merged across the table ("Rohre und Fittings") into a column of the rows below."""
    wide = {m[0] for m in merged if m[3] - m[1] >= 2 and m[0] == m[2]}
    groups = [row for row in body if row.at in wide and filled(row.cells) == 1]
    if not groups or not headers or len(groups) == len(body):
        return headers, body, []
    starts = {row.at: next(cell for cell in row.cells if cell is not None) for row in groups}
    named: list[_Row] = []
    group: Cell = None
    for row in body:
        group = starts.get(row.at, group)
        if row.at not in starts:
            named.append(_Row(row.at, [*row.cells, group]))
    first = _Row(headers[0].at, [*headers[0].cells, "Gruppe"])
    return [first, *(_Row(h.at, [*h.cells, None]) for h in headers[1:])], named, list(starts)


def _used_columns(headers: list[_Row], body: list[_Row]) -> list[int]:
    lines = [row.cells for row in (*headers, *body)]
    return [i for i in range(len(lines[0])) if any(line[i] is not None for line in lines)] if lines else []


_BREAK = re.compile(r"(?<=[a-zäöüß])-\s*\n\s*(?=[a-zäöüß])")


def _names(headers: list[_Row], used: list[int], merged: Sequence[Merge]) -> list[str]:
    spread = [_spread(row, merged) for row in headers]
    names = []
    for i in used:
        parts = [columns.shown(cells[i]) for cells in spread if cells[i] is not None]
        joined = " ".join(dict.fromkeys(" ".join(_BREAK.sub("", part).split()) for part in parts))
        names.append(joined or f"Spalte {i + 1}")
    return _unique(names)


def _spread(row: _Row, merged: Sequence[Merge]) -> list[Cell]:
    cells = list(row.cells)
    for top, left, bottom, right in merged:
        if top <= row.at <= bottom and left < len(cells):
            cells[left : right + 1] = [cells[left]] * (min(right + 1, len(cells)) - left)
    return cells


def _unique(names: list[str]) -> list[str]:
    seen: set[str] = set()
    out = []
    for name in names:
        number, chosen = 1, name
        while chosen.lower() in seen:
            number += 1
            chosen = f"{name} {number}"
        seen.add(chosen.lower())
        out.append(chosen)
    return out


def _notes_below(body: list[_Row]) -> tuple[list[_Row], list[int]]:
    """Part trailing rows with one lone sentence from a table of three columns or more."""
    end = len(body)
    while end > 1 and len(body[0].cells) >= 3 and _is_note(body[end - 1].cells):
        end -= 1
    return body[:end], [row.at for row in body[end:]]


def _is_note(cells: list[Cell]) -> bool:
    texts = [cell for cell in cells if cell is not None]
    return len(texts) == 1 and isinstance(texts[0], str) and len(texts[0]) > 15 and " " in texts[0]


def _without_repeated(body: list[_Row], names: list[str]) -> tuple[list[_Row], list[int]]:
    if not names:
        return body, []
    repeated = [row.at for row in body if row.cells[0] == names[0] and [columns.shown(c) for c in row.cells] == names]
    return [row for row in body if row.at not in repeated] if repeated else body, repeated


def _made(name: str, title: str, split: _Split, places: Sequence[Place], style: str) -> Made:
    typed = _typed(split, style)
    ends, body = split.ends, split.body
    if not ends and totals.unlabelled(typed):
        ends, body = body[-1:], body[:-1]
        typed = _typed(split._replace(body=body), style)
    cols = tuple(Column(n, _with_unit(n, t.unit), t.type) for n, t in zip(split.names, typed, strict=True))
    cells = tuple(zip(*(t.cells for t in typed), strict=True)) if body else ()
    made = Table(name, title, cols, cells, tuple(places[row.at] for row in body))
    agreed = totals.agree(ends, typed)
    findings = [
        *voices.headers(made, [places[i] for i in split.repeated], places, split.header),
        *voices.groups(made, [places[i] for i in split.groups]),
        *voices.about_columns(made, [t.notes for t in typed]),
        *(voices.total(made, row.cells, places[row.at], ok) for row, ok in zip(ends, agreed, strict=True)),
    ]
    counts = Counts(len(body) + len(ends), len(body), len(ends))
    return Made(made, tuple(findings), tuple(split.loose), counts, split.header, tuple(t.style for t in typed))


def _typed(split: _Split, style: str) -> list[Typed]:
    """Type all columns; those that prove no number or day style follow the ones that do."""
    lines = [row.cells for row in split.body]
    cols: list[list[Cell]] = [list(c) for c in zip(*lines, strict=True)] if lines else [[] for _ in split.names]
    typed = [columns.typed(cells, name) for cells, name in zip(cols, split.names, strict=True)]
    proven = [t.style for t in typed if t.style in ("de", "en")]
    voted = max(("de", "en"), key=proven.count) if proven else style
    if voted != "en":
        return [_settled(t) for t in typed] if proven else typed
    again = [columns.typed(c, n, style="en") for c, n in zip(cols, split.names, strict=True)]
    return [_settled(t) for t in again] if proven else again


def _settled(typed: Typed) -> Typed:
    """Drop the doubt about a number style that other columns of the table prove."""
    notes: tuple[Note, ...] = tuple(n for n in typed.notes if n.code != "ambiguous_number")
    return typed._replace(notes=notes)


def _with_unit(name: str, unit: str) -> str:
    return name if not unit or unit in name or (unit == "€" and "EUR" in name.upper()) else f"{name} ({unit})"
