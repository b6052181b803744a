"""Days of a DATEV file. A Belegdatum is written TTMM, without its year: the year follows from the header's period."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from hanse.readers.datev.header import Header

_TTMM = re.compile(r"(\d{1,2})\.?(\d\d)\.?")
_FULL = re.compile(r"(\d{1,2})\.?(\d\d)\.?(\d{4})")


class Day(msgspec.Struct, frozen=True):
    """What a Belegdatum means. doubt: "" none, "outside" the period, "ambiguous" in its year, "invalid" no day."""

    value: date | None
    doubt: str = ""


class Rule(msgspec.Struct, frozen=True):
    """How days of a file get their year: period and financial year (both ends included), None where not stated."""

    period: tuple[date, date] | None
    year: tuple[date, date] | None

    def resolve(self, raw: str) -> Day:
        """Return the day that TTMM (or a full TTMMJJJJ) stands for. Each text is looked at once."""
        return _resolve(self, raw)


def rule(header: Header) -> Rule:
    """Return the rule of a header: DATEV takes the year from Datum von and bis, or from the financial year."""
    period = None
    if header.start and header.end and header.start <= header.end:
        period = (header.start, header.end)
    return Rule(period, _year(header.year_start))


def full(raw: str) -> date | None:
    """Return a day written TTMMJJJJ (its first zero may be lost) or TT.MM.JJJJ; None when it is none."""
    found = _FULL.fullmatch(raw)
    return _day(int(found[3]), int(found[2]), int(found[1])) if found else None


@lru_cache(maxsize=8192)
def _resolve(by: Rule, raw: str) -> Day:
    found = _TTMM.fullmatch(raw)
    if not found:
        whole = full(raw)
        return _judged(by, whole) if whole else Day(None, "invalid")
    day, month = int(found[1]), int(found[2])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return Day(None, "invalid")
    inside = list(_within(by.period, month, day))
    if inside:
        return Day(inside[0]) if len(inside) == 1 else Day(None, "ambiguous")
    return _by_year(by, month, day)


def _by_year(by: Rule, month: int, day: int) -> Day:
    """Return the day by the financial year, where the period lies within it (or is not stated)."""
    within = by.period is None or (by.year is not None and by.year[0] <= by.period[0] and by.period[1] <= by.year[1])
    found = list(_within(by.year, month, day)) if within else []
    if len(found) == 1:
        return Day(found[0], "outside" if by.period else "")
    if day > calendar.monthrange(2024, month)[1] or (by.year and within):
        return Day(None, "invalid")
    return Day(None, "ambiguous")


def _judged(by: Rule, whole: date) -> Day:
    outside = by.period is not None and not by.period[0] <= whole <= by.period[1]
    return Day(whole, "outside" if outside else "")


def _within(span: tuple[date, date] | None, month: int, day: int) -> Iterator[date]:
    """Yield each such day within a span; spans of more than a century are no period of books."""
    if span is None or span[1].year - span[0].year > 100:
        return
    for year in range(span[0].year, span[1].year + 1):
        found = _day(year, month, day)
        if found and span[0] <= found <= span[1]:
            yield found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(start: date | None) -> tuple[date, date] | None:
    if start is None or start.year >= 9999:
        return None
    following = _day(start.year + 1, start.month, start.day) or date(start.year + 1, 3, 1)
    return start, following - timedelta(days=1)
