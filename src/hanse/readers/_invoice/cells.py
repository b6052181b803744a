"""Texts of an invoice to dates and numbers, exactly as they stand. Knows no columns."""

import re
from datetime import date
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_MAX_DIGITS = 40


def decimal(raw: str) -> Decimal | None:
    """Return the number; None when the text is none (xs:decimal: a point, no thousands, no exponent)."""
    return Decimal(raw) if _NUMBER.fullmatch(raw) and len(raw) <= _MAX_DIGITS else None


def day(raw: str) -> date | None:
    """Return the date at the start of a text: 2024-03-05, 20240305, 2024-03-05T00:00:00; None when it is none."""
    found = _DAY.match(raw)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
