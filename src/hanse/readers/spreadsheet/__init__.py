"""Spreadsheets: each table on each sheet with the cells it stands in, the rest as text.

Knows nothing of formulas: it takes the values that were calculated when the file was saved.
"""

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import python_calamine as calamine

from hanse.readers._office import Parts, broken, holds, is_locked, locked
from hanse.readers.cells import Made, Merge, shown, table, tidy
from hanse.readers.item import Item
from hanse.readers.spreadsheet import ods, ole, xlsx
from hanse.readers.spreadsheet.islands import Island, islands
from hanse.readers.spreadsheet.xlsx import Facts
from hanse.records import Block, Cell, Counts, Document, Finding, Place, Reading, Table
from hanse.words import Words

NAME = "spreadsheet"
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".ods", ".ots")
TITLE = Words("Tabellenblätter", "Spreadsheet")
HELP = Words(
    "Excel (alle Formate seit 97) und OpenDocument: jede Tabelle auf jedem Blatt, auch ausgeblendeten; Kopfzeilen, "
    "verbundene Zellen, Summenzeilen, Prozent und Datum werden erkannt.",
    "Excel (all formats since 97) and OpenDocument: each table on each sheet, hidden ones too; headers, merged cells, "
    "totals, percent and dates are recognised.",
)
SPEC = "https://ecma-international.org/publications-and-standards/standards/ecma-376/"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_NO_FACTS = Facts({}, [], [], [])


class _Sheet(NamedTuple):
    """One sheet: its name, tidied cells from A1 on, merged cells, and what else is known of it."""

    name: str
    grid: list[list[Cell]]
    merged: list[Merge]
    facts: Facts


def sniff(head: bytes, name: str) -> int:
    """Return 95 or 90 for what shows itself as a spreadsheet, 60 for a container with one of the suffixes."""
    if head.startswith(b"PK\x03\x04") and _ODS in head[:200]:
        return 95
    if holds(head, b"xl/") or (head.startswith(_OLE) and "Workbook".encode("utf-16-le") in head):
        return 90
    named = name.lower().endswith(SUFFIXES)
    return 60 if named and head.startswith((b"PK\x03\x04", _OLE)) else 0


def read(item: Item) -> Reading:
    """Return each table of each sheet and the text around them.

    Raises Unreadable when the file is locked or damaged, TooBig when a sheet spans too many cells.
    """
    data = item.data()
    if data.startswith(_OLE) and not is_locked(data):
        ole.check(item.name, data)
    facts = _facts(item) if data.startswith(b"PK") else {}
    found = _Found()
    for sheet, hidden in _sheets(item.name, data, facts):
        found.add(sheet, hidden=hidden)
    blocks = tuple(found.blocks)
    documents = (Document(item.name, blocks),) if blocks else ()
    counts = Counts(found.rows_in + len(blocks), found.rows_out + len(blocks), found.rows_in - found.rows_out)
    return Reading(NAME, documents, tuple(found.tables), tuple(found.findings), counts)


def _facts(item: Item) -> dict[str, Facts]:
    with Parts(item) as parts:
        return ods.facts(parts) if "content.xml" in parts.names else xlsx.facts(parts)


def _sheets(name: str, data: bytes, facts: dict[str, Facts]) -> Iterator[tuple[_Sheet, bool]]:
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                if about.typ == calamine.SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_name(about.name)
                    hidden = about.visible != calamine.SheetVisibleEnum.Visible
                    yield _sheet(sheet, facts.get(about.name, _NO_FACTS)), hidden
    except calamine.PasswordError as error:
        raise locked(name) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise (locked if is_locked(data) else broken)(name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the native library; its class can't be imported
            raise
        raise broken(name) from error


def _sheet(sheet: calamine.CalamineSheet, facts: Facts) -> _Sheet:
    grid = [[tidy(raw) for raw in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = [(a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ()]
    for (row, column), unit in facts.units.items():
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = _with_unit(grid[row][column], unit)
    return _Sheet(sheet.name, grid, merged, facts)


def _with_unit(cell: Cell, unit: str) -> Cell:
    """Return a number with the unit of its format as people see it: 0.125 as "12,5 %"."""
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return cell
    value = cell * 100 if unit == "%" else cell
    text = f"{Decimal(value).normalize():f}" if isinstance(value, Decimal) else str(value)
    return f"{text.replace('.', ',')} {unit}"


class _Found:
    """Gathers tables, text and findings over the sheets."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.findings: list[Finding] = []
        self.rows_in = 0
        self.rows_out = 0

    def add(self, sheet: _Sheet, *, hidden: bool) -> None:
        """Add one sheet."""
        if hidden:
            words = Words(
                f"Blatt „{sheet.name}“ ist ausgeblendet; es wurde trotzdem gelesen.",
                f'Sheet "{sheet.name}" is hidden; it was read all the same.',
            )
            self.findings.append(Finding("spreadsheet.hidden", "info", words, Place(sheet=sheet.name)))
        self.findings += _about_cells(sheet)
        before = len(self.tables)
        heading = ""
        for island in islands(sheet.grid):
            number = len(self.tables) - before + 1
            name = sheet.name if number == 1 else f"{sheet.name} {number}"
            heading = self._add_island(sheet, island, name, heading)
        for cell, text in sheet.facts.comments:
            self.blocks.append(Block(text, Place(sheet=sheet.name, cell=cell, part="comment")))

    def _add_island(self, sheet: _Sheet, island: Island, name: str, heading: str) -> str:
        """Add a rectangle as a table, or as text; return it if it is a heading for what comes next."""
        grid = [sheet.grid[n][island.left : island.right + 1] for n in range(island.top, island.bottom + 1)]
        places = [_place(sheet.name, island, n) for n in range(island.top, island.bottom + 1)]
        made = Made(None, loose=tuple(range(len(grid))))
        if island.height > 1 and island.width > 1 and not _terms(grid):
            made = table(name, heading or name, grid, places, merged=_within(sheet.merged, island))
        if made.table is not None and not made.table.rows:
            made = Made(None, loose=tuple(range(len(grid))))
        self._add_made(made)
        for n in made.loose:
            text = " ".join(shown(cell) for cell in grid[n] if cell is not None)
            if text:
                self.blocks.append(Block(text, places[n]))
        lone = [shown(cell) for cell in grid[0] if cell is not None]
        return lone[0] if island.height == 1 and len(lone) == 1 and len(lone[0]) <= 80 else ""

    def _add_made(self, made: Made) -> None:
        if made.table is not None:
            self.tables.append(made.table)
            self.findings += made.findings
            self.rows_in += made.counts.in_
            self.rows_out += made.counts.out


def _terms(grid: Sequence[Sequence[Cell]]) -> bool:
    """Say whether these are terms with values beside them ("Kunde: | Müller"), not a table."""
    ends = sum(1 for row in grid for cell in row if isinstance(cell, str) and cell.endswith(":"))
    return ends > 1 and ends * 2 >= len(grid)


def _within(merged: Sequence[Merge], island: Island) -> list[Merge]:
    top, left = island.top, island.left
    return [
        (max(a - top, 0), b - left, c - top, d - left)
        for a, b, c, d in merged
        if c >= top and a <= island.bottom and left <= b and d <= island.right
    ]


def _place(sheet: str, island: Island, row: int) -> Place:
    first, last = f"{_letters(island.left)}{row + 1}", f"{_letters(island.right)}{row + 1}"
    return Place(sheet=sheet, cell=first if first == last else f"{first}:{last}")


def _letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, B, ... Z, AA."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _about_cells(sheet: _Sheet) -> Iterator[Finding]:
    if cells := sheet.facts.uncalculated:
        said = ", ".join(cells[:5])
        words = Words(
            f"Blatt „{sheet.name}“: {len(cells)} Formeln ohne gespeichertes Ergebnis ({said}). "
            "Die Datei in Excel öffnen, speichern und neu einlesen.",
            f'Sheet "{sheet.name}": {len(cells)} formulas without a stored result ({said}). '
            "Open the file in Excel, save it and read it again.",
        )
        place = Place(sheet=sheet.name, cell=cells[0])
        yield Finding("spreadsheet.uncalculated", "warning", words, place, ", ".join(cells))
    if errors := sheet.facts.errors:
        said = ", ".join(f"{cell} {what}" for cell, what in errors[:5])
        words = Words(
            f"Blatt „{sheet.name}“: {len(errors)} Zellen zeigen einen Fehler ({said}) und bleiben leer. "
            "Die Formeln in Excel prüfen.",
            f'Sheet "{sheet.name}": {len(errors)} cells show an error ({said}) and stay empty. '
            "Check the formulas in Excel.",
        )
        raw = ", ".join(f"{cell} {what}" for cell, what in errors)
        yield Finding("spreadsheet.errors", "warning", words, Place(sheet=sheet.name, cell=errors[0][0]), raw)
