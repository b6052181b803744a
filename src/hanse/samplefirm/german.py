"""Numbers and dates as they stand on German paper. Knows nothing of the firm."""

from datetime import date
from decimal import Decimal

MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember")  # fmt: skip


def amount(value: Decimal) -> str:
    """Return "1.234,56"."""
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def plain(value: Decimal) -> str:
    """Return a quantity without needless zeros: "2", "5,25"."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")


def day(value: date) -> str:
    """Return "31.12.2025"."""
    return f"{value:%d.%m.%Y}"


def long_day(value: date) -> str:
    """Return "31. Dezember 2025"."""
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"
