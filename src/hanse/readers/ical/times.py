"""The times of an entry: local as the calendar shows them, and in UTC. Knows no table."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from hanse.readers._cards.components import Component
from hanse.readers._cards.lines import Line
from hanse.readers._cards.moments import day, duration, in_utc, moment
from hanse.readers.ical.zones import Zones


class When(NamedTuple):
    """A point in time. local: as the calendar shows it; zone: its name; utc: None where that isn't known.

    unknown: the zone is named, but nobody describes it.
    """

    local: datetime | None = None
    utc: datetime | None = None
    zone: str = ""
    whole_day: bool = False
    unknown: bool = False


class Span(NamedTuple):
    """From when to when. end: of whole days the last one, as people say it; the file has the day after."""

    begin: When
    end: When


def when(line: Line | None, zones: Zones) -> When:
    """Return what a line such as DTSTART says; nothing for one that is no time."""
    if line is None:
        return When()
    text = line.text().strip()
    if line.parameter("VALUE").upper() == "DATE" or (len(text) in (8, 10) and "T" not in text):
        found = day(text)
        return When(_midnight(found), whole_day=True) if found else When()
    stated = moment(text)
    if stated is None:
        return When()
    if stated.tzinfo is not None:
        return _from_utc(in_utc(stated), zones)
    zone = line.parameter("TZID")
    if not zone:
        return When(stated)
    return When(stated, zones.to_utc(stated, zone), zone, unknown=not zones.knows(zone))


def span(entry: Component, zones: Zones, end: str) -> Span:
    """Return begin and end of an entry. end: the name of the line that has it (DTEND or DUE)."""
    begin = when(entry.first("DTSTART"), zones)
    line = entry.first(end)
    until = when(line, zones) if line else _after(begin, duration(entry.text("DURATION")))
    if until.whole_day and until.local and begin.local and end == "DTEND":
        until = until._replace(local=max(begin.local, until.local - timedelta(days=1)))
    return Span(begin, until)


def _from_utc(utc: datetime | None, zones: Zones) -> When:
    """Return a time in UTC as the calendar's own zone shows it, if it names one."""
    local = zones.to_local(utc, zones.own) if utc and zones.own else None
    return When(local, utc, zones.own) if local else When(utc, utc, "UTC")


def _after(begin: When, length: timedelta | None) -> When:
    if begin.local is None or length is None:
        return begin if begin.whole_day else When()
    try:
        utc = begin.utc + length if begin.utc else None
        return begin._replace(local=begin.local + length, utc=utc)
    except OverflowError:
        return When()


def _midnight(found: date) -> datetime:
    return datetime.combine(found, time())
