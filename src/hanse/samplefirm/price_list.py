"""Writes the price lists as .xlsx: letterhead, header in row 4, merged group headings, rates on a second sheet."""

import io
from datetime import date
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from hanse.samplefirm import model
from hanse.samplefirm.model import Firm
from hanse.samplefirm.packing import settled

HEADER = ("Artikelnr.", "Bezeichnung", "Einheit", "Listenpreis netto €", "Preis inkl. MwSt €")
GREY = PatternFill("solid", fgColor="DDDDDD")


def files(firm: Firm) -> dict[str, bytes]:
    """Return one price list for each of the three years; the older ones lie in the archive folder."""
    years = range(firm.year - 2, firm.year + 1)
    return {
        f"{'preise' if year == firm.year else 'preise/alt'}/Preisliste_{year}.xlsx": _workbook(firm, year)
        for year in years
    }


def _workbook(firm: Firm, year: int) -> bytes:
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError
    _articles(sheet, firm, year)
    _rates(book.create_sheet("Stundensätze"), firm, year)
    stream = io.BytesIO()
    book.save(stream)
    return settled(stream.getvalue(), date(year, 1, 2))


def _letterhead(sheet: Worksheet, words: str) -> None:
    sheet["A1"] = f"{model.NAME} · {model.STREET} · {model.PLZ} {model.TOWN}"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:E1")
    sheet["A2"] = words
    sheet.merge_cells("A2:E2")


def _header(sheet: Worksheet, names: tuple[str, ...]) -> None:
    for column, name in enumerate(names, 1):
        cell = sheet.cell(4, column, name)
        cell.font, cell.fill = Font(bold=True), GREY
    sheet.freeze_panes = "A5"
    for letter, width in zip("ABCDE", (13, 46, 10, 20, 20), strict=True):
        sheet.column_dimensions[letter].width = width


def _articles(sheet: Worksheet, firm: Firm, year: int) -> None:
    sheet.title = f"Preise {year}"
    _letterhead(sheet, f"Preisliste gültig vom 02.01.{year} bis 31.12.{year}, alle Preise freibleibend")
    _header(sheet, HEADER)
    row = 5
    for group, found in groupby(firm.articles, key=lambda a: a.group):
        sheet.cell(row, 1, group).font = Font(bold=True, italic=True)
        sheet.cell(row, 1).alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=5)
        for article in found:
            row += 1
            price = article.prices[year]
            _line(sheet, row, (article.nr, article.text, article.unit, price, model.money(price * (1 + model.VAT))))
        row += 1


def _rates(sheet: Worksheet, firm: Firm, year: int) -> None:
    _letterhead(sheet, f"Stundensätze und Pauschalen {year}, netto zuzüglich 19 % MwSt")
    _header(sheet, ("Kürzel", "Leistung", "Einheit", "Satz netto €", "Satz inkl. MwSt €"))
    for row, rate in enumerate(firm.rates, 5):
        price = rate.prices[year]
        _line(sheet, row, (rate.nr, rate.text, rate.unit, price, model.money(price * (1 + model.VAT))))


def _line(sheet: Worksheet, row: int, values: tuple[object, ...]) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        cell.value = value  # type: ignore[assignment]
        if column > 3:
            cell.number_format = "#,##0.00"
