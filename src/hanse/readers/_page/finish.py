"""Item tables to typed Tables with the columns of hanse.readers._invoice, each row with its place on the page."""

from collections.abc import Sequence
from decimal import Decimal

from hanse.readers import _invoice
from hanse.readers._page import amounts
from hanse.readers._page.amounts import Style
from hanse.readers._page.body import Row
from hanse.readers._page.items import Items
from hanse.readers._page.labels import is_count, split_count
from hanse.readers.cells import typed
from hanse.records import Cell, Column, Finding, Place, Table
from hanse.words import Words

_SIGNED = "Positionsbetrag_mit_Vorzeichen"
_SCHEMA = {column.name: column for column in _invoice.LINES}


def table(items: Items, name: str, number: str | None, *, credit: bool = False) -> tuple[Table, list[Finding]]:
    """Return the table and a finding for each figure that could not be read. number: of the paper, if it has one.

    credit: the paper is a credit note, whose amounts are negative in the signed column.
    """
    chosen = amounts.style(t for row in items.rows for c in row.values for t in row.cells.get(c, ()))
    extra = [i for i, h in enumerate(items.grid.headings) if h.role not in _SCHEMA]
    rows, findings = [], []
    for row in items.rows:
        named, unclear = _cells(items, row, chosen)
        named["Rechnungsnummer"] = number
        named[_SIGNED] = _invoice.sign(named, _SIGNED, credit=credit)
        rows.append(named)
        findings += [_unclear(text, column, place(row)) for column, text in unclear]
    columns = list(_invoice.LINES)
    grid: list[list[Cell]] = [[named[c.name] for c in columns] for named in rows]
    for index in extra:
        title = items.grid.headings[index].title or f"Spalte {index + 1}"
        done = typed([_text(row, index) or None for row in items.rows], title, style=chosen)
        columns.append(Column(_unique(title, columns), title, done.type))
        for cells, cell in zip(grid, done.cells, strict=True):
            cells.append(cell)
    places = tuple(place(row) for row in items.rows)
    title = (name[:1].upper() + name[1:]).replace("_r", " R").replace("_", " ")
    keys = ("Rechnungsnummer", "Position")
    kind = _invoice.LINES_KIND if name == _invoice.LINES_NAME and not extra else ""
    return Table(name, title, tuple(columns), tuple(tuple(r) for r in grid), places, keys, kind), findings


def place(row: Row) -> Place:
    """Return where a row stands: its page and the box around its lines."""
    x0, y0 = min(b[0] for b in row.boxes), min(b[1] for b in row.boxes)
    x1, y1 = max(b[2] for b in row.boxes), max(b[3] for b in row.boxes)
    return Place(page=row.sheet.number, box=row.sheet.box(x0, y0, x1, y1))


def _cells(items: Items, row: Row, chosen: Style) -> tuple[dict[str, Cell], list[tuple[str, str]]]:
    cells: dict[str, Cell] = dict.fromkeys(_SCHEMA)
    unclear: list[tuple[str, str]] = []
    for index, heading in enumerate(items.grid.headings):
        text = _text(row, index)
        if not text or heading.role not in _SCHEMA:
            continue
        if _SCHEMA[heading.role].type != "decimal":
            cells[heading.role] = f"{cells[heading.role]} {text}" if cells[heading.role] else text
            continue
        value, rest = _figure(text, chosen)
        if heading.role == "Menge" and rest and not cells["Einheit"]:
            cells["Einheit"] = rest
        elif value is None:
            unclear.append((heading.role, text))
        cells[heading.role] = value if cells[heading.role] is None else cells[heading.role]
    if cells["Menge"] is None and cells["Einheit"] and is_count(str(cells["Einheit"])):
        value, unit = _figure(str(cells["Einheit"]), chosen)
        cells = {**cells, "Menge": value, "Einheit": unit}
    return cells, unclear


def _figure(text: str, chosen: Style) -> tuple[Decimal | None, str]:
    digits, rest = split_count(text)
    if digits and not any(ch.isdigit() for ch in rest):
        return amounts.amount(f"{digits}{'-' if rest == '-' else ''}", chosen), rest.strip("-€% ")
    return amounts.amount(text, chosen), "" if digits else text


def _text(row: Row, index: int) -> str:
    joined = ""
    for text in row.cells.get(index, ()):
        broken = joined.endswith("-") and text[:1].islower() and joined[-2:-1].isalpha()
        joined = joined[:-1] + text if broken else f"{joined} {text}".strip()
    return joined


def _unique(title: str, columns: Sequence[Column]) -> str:
    taken = {column.name for column in columns}
    return next(n for n in (title, *(f"{title}_{i}" for i in range(2, 99))) if n not in taken)


def _unclear(text: str, column: str, where: Place) -> Finding:
    return Finding(
        "page.figure",
        "warning",
        Words(
            f"{column}: „{text[:60]}“ ist keine einzelne Zahl; das Feld bleibt leer. Bitte auf der Seite nachsehen.",
            f"{column}: '{text[:60]}' is no single number; the field stays empty. Please look at the page.",
        ),
        where,
        raw=text[:500],
    )
