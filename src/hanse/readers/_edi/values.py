"""Numbers and days as interchanges write them. Knows no format by name; None for what is none."""

import calendar
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)-?")
_MAX_DIGITS = 40
CENTURY_TURN = 70  # two-digit years from here on are 19xx


def decimal(raw: str) -> Decimal | None:
    """Return a number with point or comma as its decimal mark, minus before or behind; no grouping of thousands."""
    raw = raw.strip()
    if len(raw) > _MAX_DIGITS or not _NUMBER.fullmatch(raw):
        return None
    if raw.endswith("-"):
        if raw[0] in "+-":
            return None
        raw = f"-{raw[:-1]}"
    return Decimal(raw.replace(",", "."))


def implied(raw: str, places: int) -> Decimal | None:
    """Return a number whose last digits are decimals although no mark is written."""
    value = decimal(raw)
    if value is None or not places or value.as_tuple().exponent != 0:
        return value
    return value.scaleb(-places)


def year(two: str) -> int:
    """Return the year that two digits mean."""
    return int(two) + (1900 if int(two) >= CENTURY_TURN else 2000)


def day(raw: str) -> date | None:
    """Return the day of YYYYMMDD or YYMMDD, None for anything else."""
    if not raw.isascii() or not raw.isdigit() or len(raw) not in {6, 8}:
        return None
    head = int(raw[:4]) if len(raw) == 8 else year(raw[:2])
    return made(head, int(raw[-4:-2]), int(raw[-2:]))


def made(years: int, months: int, days: int) -> date | None:
    """Return the date, None when there is none such."""
    try:
        return date(years, months, days)
    except ValueError:
        return None


def month(years: int, months: int) -> tuple[date, date] | None:
    """Return first and last day of a month."""
    first = made(years, months, 1)
    return (first, first.replace(day=calendar.monthrange(years, months)[1])) if first else None


def week(years: int, weeks: int) -> tuple[date, date] | None:
    """Return Monday and Sunday of a calendar week (ISO 8601)."""
    try:
        first = date.fromisocalendar(years, weeks, 1)
        return first, first + timedelta(days=6)
    except (ValueError, OverflowError):
        return None


def moment(raw_day: str, raw_time: str) -> datetime | None:
    """Return day and time (HHMM or HHMMSS) together; midnight when the time is none."""
    found = day(raw_day)
    if found is None:
        return None
    time = raw_time.strip()[:6] if raw_time.strip().isdigit() else ""
    time = time.rjust(4, "0").ljust(6, "0")
    try:
        return datetime(found.year, found.month, found.day, int(time[:2]), int(time[2:4]), int(time[4:6]))  # noqa: DTZ001 - the file names no zone
    except ValueError:
        return datetime(found.year, found.month, found.day)  # noqa: DTZ001 - the file names no zone
