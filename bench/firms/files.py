"""Writes rows as programs export them: CSV in German or English dress, workbooks with a title. Knows no firm."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from hanse.samplefirm import dbf
from hanse.samplefirm.german import amount

Cell = str | int | Decimal | date | bool | None
Rows = Iterable[Sequence[Cell]]
CHANGED = date(2026, 11, 19)


@dataclass(frozen=True)
class Dress:
    """How a program writes CSV. grouped: thousands have a separator, as in "1.234,50"."""

    encoding: str = "cp1252"
    delimiter: str = ";"
    day: str = "%d.%m.%Y"
    german: bool = True
    grouped: bool = False
    yes: str = "J"
    no: str = "N"


GERMAN = Dress()
ENGLISH = Dress(encoding="utf-8", delimiter=",", day="%Y-%m-%d", german=False, yes="true", no="false")


def sheet(path: Path, header: Sequence[str], rows: Rows, dress: Dress = GERMAN) -> None:
    """Write a CSV file with its header in line 1."""
    with path.open("w", encoding=dress.encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=dress.delimiter, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([_text(cell, dress) for cell in row] for row in rows)


def _text(cell: Cell, dress: Dress) -> str:
    if isinstance(cell, bool):
        return dress.yes if cell else dress.no
    if isinstance(cell, Decimal) and dress.german:
        return amount(cell) if dress.grouped else f"{cell:f}".replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:{dress.day}}"
    return "" if cell is None else str(cell)


def workbook(path: Path, title: Sequence[str], header: Sequence[str], rows: Rows, *, name: str) -> None:
    """Write a workbook: the lines of the title, an empty line, the header in bold, the rows."""
    book = Workbook()
    page = book.active or book.create_sheet()
    page.title = name
    for heading in title:
        page.append([heading])
    page.append([])
    page.append(list(header))
    for head in page[page.max_row]:
        head.font = Font(bold=True)
    for row in rows:
        page.append([_cell(cell) for cell in row])
    for line in page.iter_rows(min_row=len(title) + 3):
        for made in line:
            made.number_format = _format(made.value)
    book.save(path)


def _cell(cell: Cell) -> str | int | float | date | None:
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    return float(cell) if isinstance(cell, Decimal) else cell


def dbase(path: Path, fields: Sequence[dbf.Field], rows: Rows) -> None:
    """Write a dBase file in code page 850."""
    cells = ((False, ["" if cell is None else cell for cell in row]) for row in rows)
    path.write_bytes(dbf.write(fields, cells, day=CHANGED, language=dbf.CP850))


def _format(value: object) -> str:
    if isinstance(value, date):
        return "DD.MM.YYYY"
    return "#,##0.00" if isinstance(value, float) else "General"
