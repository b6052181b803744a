"""The time zones of a calendar: as the file describes them, else as the IANA database does. Source: RFC 5545, 3.6.5."""

import calendar
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hanse.readers._cards.components import Component
from hanse.readers._cards.moments import moment
from hanse.readers._cards.zones import known

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Observance(NamedTuple):
    """Winter or summer time: from when on, by which rule each year, and the offsets before and after."""

    start: datetime
    rule: dict[str, str]
    others: tuple[datetime, ...]
    before: timedelta
    after: timedelta


class Zones:
    """The zones that a calendar's times are in, by their identifiers."""

    def __init__(self, calendar_: Component) -> None:
        self._described = {zone.text("TZID"): _observances(zone) for zone in calendar_.walk("VTIMEZONE")}
        stated = calendar_.text("X-WR-TIMEZONE")
        single = next(iter(self._described)) if len(self._described) == 1 else ""
        self.own = stated or single

    def knows(self, name: str) -> bool:
        """Tell whether times of this zone can be brought to UTC."""
        return bool(self._described.get(name)) or known(name) is not None

    def to_utc(self, local: datetime, name: str) -> datetime | None:
        """Return a local time in UTC, without zone; None when the zone isn't known."""
        offset = self._offset(local, name)
        return _shifted(local, -offset) if offset is not None else None

    def to_local(self, utc: datetime, name: str) -> datetime | None:
        """Return a time in UTC as the local time of a zone; None when the zone isn't known."""
        if not self._described.get(name):
            zone = known(name)
            return utc.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if zone and _sane(utc) else None
        near = self._offset(utc, name)
        local = _shifted(utc, near) if near is not None else None
        exact = self._offset(local, name) if local else None
        return _shifted(utc, exact) if exact is not None else None

    def _offset(self, local: datetime, name: str) -> timedelta | None:
        described = self._described.get(name)
        if described:
            return _described_offset(described, local)
        zone = known(name)
        return local.replace(tzinfo=zone).utcoffset() if zone and _sane(local) else None


def _sane(moment_: datetime) -> bool:
    return 1 < moment_.year < 9999


def _shifted(moment_: datetime, offset: timedelta) -> datetime | None:
    try:
        return moment_ + offset
    except OverflowError:
        return None


def _observances(zone: Component) -> tuple[_Observance, ...]:
    found = []
    for part in zone.walk("STANDARD", "DAYLIGHT"):
        start = moment(part.text("DTSTART"))
        before, after = _offset_of(part.text("TZOFFSETFROM")), _offset_of(part.text("TZOFFSETTO"))
        if start and after is not None:
            rule = dict(piece.split("=", 1) for piece in part.text("RRULE").upper().split(";") if "=" in piece)
            others = tuple(m for line in part.all("RDATE") for text in line.items() if (m := moment(text)))
            plain = tuple(other.replace(tzinfo=None) for other in others)
            found.append(
                _Observance(start.replace(tzinfo=None), rule, plain, after if before is None else before, after)
            )
    return tuple(found)


def _offset_of(text: str) -> timedelta | None:
    digits = text[1:].ljust(6, "0")
    if text[:1] not in {"+", "-"} or not digits.isdecimal():
        return None
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:6]))
    return (-length if text[0] == "-" else length) if length < timedelta(hours=24) else None


def _described_offset(observances: tuple[_Observance, ...], local: datetime) -> timedelta:
    """Return the offset of the observance that began last before this time; before all of them, what held before."""
    begun = [(onset, o.after) for o in observances if (onset := _last_onset(o, local)) is not None]
    if begun:
        return max(begun)[1]
    return min(observances, key=lambda o: o.start).before


def _last_onset(observance: _Observance, local: datetime) -> datetime | None:
    """Return when an observance last began up to this time: by its start, its dates, or its yearly rule."""
    candidates = [observance.start, *observance.others]
    until = moment(observance.rule.get("UNTIL", ""))
    last = until.replace(tzinfo=None) if until else datetime.max  # noqa: DTZ901 - local times have no zone here
    for year in (local.year, local.year - 1):
        onset = _yearly(observance, year)
        if onset and observance.start <= onset <= last:
            candidates.append(onset)
    return max((onset for onset in candidates if onset <= local), default=None)


def _yearly(observance: _Observance, year: int) -> datetime | None:
    """Return this year's onset by a rule such as FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU; None without one."""
    rule = observance.rule
    if rule.get("FREQ") != "YEARLY" or not 1 < year < 9999:
        return None
    stated = rule.get("BYMONTH", str(observance.start.month))
    month = int(stated) if stated.isdecimal() and 1 <= int(stated) <= 12 else observance.start.month
    by_day = rule.get("BYDAY", "")
    day = _weekday(year, month, by_day) if by_day[-2:] in _DAYS else observance.start.day
    length = calendar.monthrange(year, month)[1]
    return observance.start.replace(year=year, month=month, day=min(max(day, 1), length))


def _weekday(year: int, month: int, by_day: str) -> int:
    """Return the day of the month of "-1SU" (the last Sunday) or "2MO"."""
    first, length = calendar.monthrange(year, month)
    stated = by_day[:-2].lstrip("+")
    number = int(stated) if stated.removeprefix("-").isdecimal() else 1
    days = list(range(1 + (_DAYS.index(by_day[-2:]) - first) % 7, length + 1, 7))
    number = number - 1 if number > 0 else len(days) + number
    return days[min(max(number, 0), len(days) - 1)]
