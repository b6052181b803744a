"""Dates and times as vCard, iCalendar and LDIF write them (ISO 8601, basic or extended). Knows no time zones' rules."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)$")
_MOMENT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)?(?:[.,]\d+)?(Z|[+-]\d\d(?::?\d\d)?)?$", re.IGNORECASE
)
_DURATION = re.compile(r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$", re.IGNORECASE)


def day(text: str) -> date | None:
    """Return a date, or the day of a time; None when it is neither (or has no year)."""
    found = _DATE.match(text.strip())
    if found is None:
        whole = moment(text)
        return whole.date() if whole else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """Return a point in time, with its zone where it has one ("Z" or an offset); None for anything else."""
    found = _MOMENT.match(text.strip())
    if found is None:
        return None
    try:
        plain = datetime(*(int(part or 0) for part in found.groups()[:6]))  # type: ignore[arg-type]  # noqa: DTZ001
        return plain.replace(tzinfo=_zone(found[7])) if found[7] else plain
    except (ValueError, OverflowError):
        return None


def in_utc(found: datetime | None) -> datetime | None:
    """Return a point in time in UTC, without its zone; one that has none stays as it is."""
    if found is None or found.tzinfo is None:
        return found
    try:
        return found.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return None


def duration(text: str) -> timedelta | None:
    """Return a duration such as "PT1H30M"; None when it is none."""
    found = _DURATION.match(text.strip())
    if found is None or not any(found.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    try:
        length = timedelta(days=7 * weeks + days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None
    return -length if found[1] == "-" else length


def _zone(text: str) -> timezone:
    if text in {"Z", "z"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-length if text[0] == "-" else length)
