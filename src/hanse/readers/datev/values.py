"""One field of a DATEV file to a typed value. Knows neither rows nor files."""

import re
from collections.abc import Callable
from decimal import Decimal

from hanse.readers.datev import days
from hanse.records import Cell

_GERMAN = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d*)?")
_POINT = re.compile(r"[+-]?\d+\.\d{1,2}")
_MAX_DIGITS = 40


class Unclear(ValueError):
    """The text is no value of its type."""


def decimal(raw: str) -> Decimal:
    """Return "1.234,56" or "24,95" as a number; "24.95", which only other programs write, as well."""
    if len(raw) <= _MAX_DIGITS:
        if _GERMAN.fullmatch(raw):
            return Decimal(raw.replace(".", "").replace(",", ".").rstrip("."))
        if _POINT.fullmatch(raw):
            return Decimal(raw)
    raise Unclear(raw)


def integer(raw: str) -> int:
    """Return a whole number; "2,000", as fields with decimals are filled, is one too."""
    value = decimal(raw)
    if value != value.to_integral_value() or len(raw) > 18:
        raise Unclear(raw)
    return int(value)


def account(length: int | None) -> Callable[[str], str]:
    """Return how account numbers are read: with the zeros in front that they lost, up to the length of a Sachkonto."""

    def read(raw: str) -> str:
        if not (raw.isascii() and raw.isdigit()) or len(raw) > 9:
            raise Unclear(raw)
        return raw.zfill(length) if length else raw

    return read


def reader(kind: str, length: int | None) -> Callable[[str], Cell] | None:
    """Return how a field of this type is read; None for texts (kept) and for TTMM, which needs the header's period."""
    by_kind: dict[str, Callable[[str], Cell]] = {
        "decimal": decimal,
        "integer": integer,
        "account": account(length),
        "date": _full_day,
    }
    return by_kind.get(kind)


def _full_day(raw: str) -> Cell:
    if not raw.strip("0"):
        return None
    found = days.full(raw)
    if found is None:
        raise Unclear(raw)
    return found
