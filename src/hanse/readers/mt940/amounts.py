"""Amounts, days and balances as MT940 writes them: comma, two-digit years, D and C."""

import calendar
import re
from datetime import date
from decimal import Decimal

import msgspec

_BALANCE = re.compile(r"\s*([CD])(\d{6})([A-Z]{3})(\d+(?:,\d*)?)\s*")
_MAX_DIGITS = 30


class Balance(msgspec.Struct, frozen=True):
    """A signed balance with its currency and day (None where the day is none)."""

    amount: Decimal
    currency: str
    day: date | None


def amount(raw: str) -> Decimal:
    """Return "800," or "12,5" as a number."""
    return Decimal(raw.replace(",", ".").rstrip("."))


def balance(text: str) -> Balance | None:
    """Return the balance of a field :60F:, :62F:, :64: and so on; None when it is damaged."""
    found = _BALANCE.fullmatch(text)
    if not found or len(found[4]) > _MAX_DIGITS:
        return None
    value = amount(found[4])
    return Balance(-value if found[1] == "D" else value, found[3], day(found[2]))


def day(raw: str) -> date | None:
    """Return YYMMDD as a day: years from 80 on are those of the last century."""
    year = int(raw[:2])
    return _day(year + (1900 if year >= 80 else 2000), int(raw[2:4]), int(raw[4:6]))


def value_day(raw: str) -> tuple[date | None, bool]:
    """Return the value date YYMMDD, and whether it was a day that only the 30-day months of interest have (30.02.)."""
    found = day(raw)
    if found is not None or raw[2:4] != "02" or raw[4:6] not in {"29", "30"}:
        return found, False
    year = day(f"{raw[:2]}0101")
    return (date(year.year, 2, calendar.monthrange(year.year, 2)[1]), True) if year else (None, False)


def entry_day(raw: str, near: date | None) -> date | None:
    """Return the booking day MMDD in the year that brings it nearest to the value date."""
    if near is None:
        return None
    month, dom = int(raw[:2]), int(raw[2:])
    found = [d for d in (_day(year, month, dom) for year in (near.year - 1, near.year, near.year + 1)) if d]
    return min(found, key=lambda d: abs((d - near).days), default=None)


def _day(year: int, month: int, dom: int) -> date | None:
    try:
        return date(year, month, dom)
    except ValueError:
        return None
