"""Shows a cell as a person writes it: 1.234,56 and 31.12.2025 in German, 1,234.56 and 31 Dec 2025 in English."""

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from hanse.records import Cell, ColumnType
from hanse.words import Lang

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NUMBERS = frozenset({"integer", "decimal"})


def shown(cell: Cell, kind: ColumnType, lang: Lang) -> str:
    """Return a cell as text. A cell as stored (ISO text for decimals and dates) is understood by its column's type."""
    if cell is None:
        return ""
    value = _typed(cell, kind) if isinstance(cell, str) else cell
    if isinstance(value, bool):
        return {True: "ja", False: "nein"}[value] if lang == "de" else {True: "yes", False: "no"}[value]
    if isinstance(value, Decimal):
        return _decimal(value, lang)
    if isinstance(value, datetime):
        return f"{_date(value.date(), lang)} {value:%H:%M}"
    if isinstance(value, date):
        return _date(value, lang)
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _typed(text: str, kind: ColumnType) -> Cell:
    try:
        if kind == "decimal":
            return Decimal(text)
        if kind == "date":
            return date.fromisoformat(text)
        return datetime.fromisoformat(text) if kind == "datetime" else text
    except (ValueError, InvalidOperation):
        return text


def _decimal(value: Decimal, lang: Lang) -> str:
    if not value.is_finite():
        return str(value)
    text = f"{value:,f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "de" else text


def _date(value: date, lang: Lang) -> str:
    return f"{value:%d.%m.%Y}" if lang == "de" else f"{value.day} {MONTHS[value.month - 1]} {value.year}"
