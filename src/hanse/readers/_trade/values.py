"""Texts of trade formats to numbers and days, exactly as written; rounding as merchants do."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,20})?|\.\d{1,20})")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})*,\d{0,20}")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?|(\d{4})(\d{2})(\d{2})")
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")
_CENT = Decimal("0.01")
_PLACES = 10
_TINY = Decimal(1).scaleb(-_PLACES)
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)  # absurdly big numbers of damaged files mustn't end in an exception
_YES = frozenset({"yes", "true", "1", "j", "ja", "y"})
_NO = frozenset({"no", "false", "0", "n", "nein"})


def decimal(raw: str) -> Decimal | None:
    """Return the number that a text with decimal point (or German decimal comma) writes; None when it is none."""
    text = raw.strip().removesuffix("%").strip()
    if text.endswith("-") and len(text) > 1:  # the minus behind the number, as older programs write it
        text = f"-{text[:-1].strip()}"
    if "," in text:
        text = text.replace(".", "").replace(",", ".") if _GROUPED.fullmatch(text) else text.replace(",", ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def implied(raw: str, places: int) -> Decimal | None:
    """Return the number of a field whose last digits are decimals without a mark; None when it is none."""
    text = raw.strip()
    sign = -1 if text.startswith("-") or text.endswith("-") else 1
    digits = text.strip("+-").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 27:
        return None
    return Decimal(sign * int(digits)).scaleb(-places)


def day(raw: str) -> date | None:
    """Return the day of 2026-11-24 (with or without time), 20261124, 24.11.2026 or 24.11.26."""
    text = raw.strip()
    if found := _DAY.fullmatch(text):
        year, month, number = (int(part) for part in found.groups() if part is not None)
    elif found := _GERMAN.fullmatch(text):
        number, month, year = (int(part) for part in found.groups())
        year = year if year > 99 else year + (1900 if year >= 80 else 2000)
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def flag(raw: str) -> bool | None:
    """Return what Yes, true, J and the like mean; None for anything else."""
    low = raw.strip().lower()
    return True if low in _YES else False if low in _NO else None


def per_unit(price: Decimal | None, quantity: Decimal | None) -> Decimal | None:
    """Return the price of one: exact where it can be written in ten places, else rounded to them."""
    if price is None or not quantity:
        return None
    each = price / quantity
    if each * quantity == price and each == each.quantize(_TINY, context=_WIDE):
        return each
    return trimmed(each.quantize(_TINY, context=_WIDE))


def trimmed(amount: Decimal) -> Decimal:
    """Return the number without needless zeros, but with two places at least."""
    whole = amount.quantize(_CENT, context=_WIDE)
    return whole if whole == amount else amount.normalize()


def cents(amount: Decimal) -> Decimal:
    """Round to two places, half away from zero (kaufmännisch, DIN 1333)."""
    return amount.quantize(_CENT, context=_WIDE)
