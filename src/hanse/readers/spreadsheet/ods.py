"""What the cell values of an .ods don't tell: which are percent and which are money.

Source: OASIS OpenDocument 1.3 part 3, 19.385 (office:value-type).
"""

from collections.abc import Iterator

from lxml import etree

from hanse.readers._office import Parts
from hanse.readers.spreadsheet.xlsx import MOST_CELLS, Facts

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_UNITS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF"}
_MOST_REPEATS = 1000
"""A cell with a value that is repeated more often than this keeps its unit only so far."""


def facts(parts: Parts) -> dict[str, Facts]:
    """Return the units of each sheet's cells by the sheet's name."""
    data = parts.data("content.xml")
    if b'"percentage"' not in data and b'"currency"' not in data:
        return {}
    root = parts.xml("content.xml")
    sheets = root.iter(f"{_TABLE}table") if root is not None else ()
    return {sheet.get(f"{_TABLE}name") or "": Facts(dict(_units(sheet)), [], [], []) for sheet in sheets}


def _units(sheet: etree._Element) -> Iterator[tuple[tuple[int, int], str]]:
    at = 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        repeats = _repeats(row, "number-rows-repeated")
        found = list(_row_units(row))
        for further in range(min(repeats, _MOST_REPEATS) if found else 0):
            yield from (((at + further, column), unit) for column, unit in found)
        at += repeats


def _row_units(row: etree._Element) -> Iterator[tuple[int, str]]:
    at = 0
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        repeats = _repeats(cell, "number-columns-repeated")
        kind = cell.get(f"{_OFFICE}value-type")
        money = _UNITS.get(cell.get(f"{_OFFICE}currency") or "", "")
        unit = "%" if kind == "percentage" else money if kind == "currency" else ""
        if unit:
            yield from ((at + further, unit) for further in range(min(repeats, _MOST_REPEATS)))
        at += repeats


def _repeats(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return min(int(text), MOST_CELLS) if text.isascii() and text.isdecimal() and len(text) < 12 else 1
