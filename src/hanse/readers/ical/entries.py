"""Events and tasks of a calendar as rows, their descriptions as text."""

from collections.abc import Iterator
from typing import NamedTuple

from hanse.readers._cards.calendars import EVENTS, TASKS
from hanse.readers._cards.components import Component
from hanse.readers._cards.lines import Line
from hanse.readers._cards.moments import in_utc, moment
from hanse.readers.ical.repeats import words
from hanse.readers.ical.times import Span, span, when
from hanse.readers.ical.zones import Zones
from hanse.records import Block, Cell, Column, Place, Table


class Entry(NamedTuple):
    """An event, task or note with its place and its times."""

    part: Component
    place: Place
    span: Span
    zones: Zones
    calendar: str


def entries(calendar: Component, first: int) -> Iterator[Entry]:
    """Yield events, tasks and notes in the order of the file. first: the record number of the first."""
    zones, name = Zones(calendar), calendar.text("X-WR-CALNAME")
    for number, part in enumerate(calendar.walk("VEVENT", "VTODO", "VJOURNAL"), first):
        place = Place(record=number, line=part.line, line_end=part.line_end)
        yield Entry(part, place, span(part, zones, "DUE" if part.name == "VTODO" else "DTEND"), zones, name)


def tables(found: list[Entry]) -> tuple[Table, ...]:
    """Return the events and the tasks, each where there are any."""
    events = [entry for entry in found if entry.part.name == "VEVENT"]
    tasks = [entry for entry in found if entry.part.name == "VTODO"]
    made = (
        _table("Termine", "calendar.events", EVENTS, events, [_event(entry) for entry in events]),
        _table("Aufgaben", "calendar.todos", TASKS, tasks, [_task(entry) for entry in tasks]),
    )
    return tuple(table for table in made if table.rows)


def block(entry: Entry) -> Block | None:
    """Return title, day and description as text; nothing without a description, for the row says the rest."""
    description = entry.part.text("DESCRIPTION")
    if not description:
        return None
    begin = entry.span.begin
    shape = "%d.%m.%Y" if begin.whole_day else "%d.%m.%Y %H:%M"
    day = f"{begin.local:{shape}}" if begin.local else ""
    head = " ".join(filter(None, (entry.part.text("SUMMARY"), f"({day})" if day else "")))
    return Block(f"{head}\n{description}".strip(), entry.place)


def _table(name: str, kind: str, columns: tuple[Column, ...], of: list[Entry], rows: list[tuple[Cell, ...]]) -> Table:
    return Table(name, name, columns, tuple(rows), tuple(entry.place for entry in of), kind=kind)


def _event(entry: Entry) -> tuple[Cell, ...]:
    part, (begin, end) = entry.part, entry.span
    return (
        part.text("SUMMARY") or None,
        begin.local,
        end.local,
        begin.whole_day if begin.local else None,
        begin.zone or None,
        begin.utc,
        part.text("LOCATION") or None,
        ", ".join(map(_person, part.all("ORGANIZER")[:1])) or None,
        ", ".join(map(_person, part.all("ATTENDEE"))) or None,
        _repeats(part),
        _days(entry, "EXDATE"),
        when(part.first("RECURRENCE-ID"), entry.zones).local,
        *_ends(entry),
    )


def _task(entry: Entry) -> tuple[Cell, ...]:
    part, (begin, due) = entry.part, entry.span
    done = when(part.first("COMPLETED"), entry.zones).local
    numbers = (_whole(part.text("PERCENT-COMPLETE")), _whole(part.text("PRIORITY")))
    status, *rest = _ends(entry)
    due_at = due.local if part.first("DUE", "DURATION") else None
    return (part.text("SUMMARY") or None, begin.local, due_at, done, *numbers, status, _repeats(part), *rest)


def _ends(entry: Entry) -> tuple[Cell, ...]:
    part = entry.part
    groups = ", ".join(item for line in part.all("CATEGORIES") for item in line.items())
    changed = in_utc(moment(part.text("LAST-MODIFIED") or part.text("DTSTAMP")))
    status = part.text("STATUS").upper() or None
    return (status, groups or None, entry.calendar or None, changed, part.text("UID") or None)


def _repeats(part: Component) -> str | None:
    rules = [words(line.value) for line in part.all("RRULE")]
    dates = [item for line in part.all("RDATE") for item in line.items()]
    more = [f"dazu {len(dates)} einzelne Tage"] if dates else []
    return "; ".join([*rules, *more]) or None


def _days(entry: Entry, name: str) -> str | None:
    """Return the days of a list of times, each in the local time of the calendar."""
    lines = [line._replace(value=item) for line in entry.part.all(name) for item in line.items()]
    found = [when(line, entry.zones).local for line in lines]
    return ", ".join(f"{local:%d.%m.%Y}" for local in found if local) or None


def _person(line: Line) -> str:
    name, address = line.parameter("CN").strip("'"), line.text().strip()
    mail = address[7:] if address.lower().startswith("mailto:") else ""
    return f"{name} <{mail}>" if name and mail and name != mail else name or mail or address


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
