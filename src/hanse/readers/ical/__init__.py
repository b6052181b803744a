"""Calendars (.ics): events and tasks as rows, descriptions as text, rules of recurrence in words."""

import re
from collections.abc import Iterator

from hanse.errors import Unreadable
from hanse.readers._cards import components, lines
from hanse.readers._cards.components import MOST, Component
from hanse.readers.ical.entries import Entry, block, entries, tables
from hanse.readers.item import Item
from hanse.records import Counts, Document, Finding, Reading
from hanse.words import Words

NAME = "ical"
SUFFIXES = (".ics", ".ical", ".ifb", ".vcs")
TITLE = Words("Kalender (iCal)", "Calendar (iCal)")
HELP = Words(
    "Kalender und Einladungen aus Outlook, Google, Handy oder Nextcloud: Termine und Aufgaben mit Zeitzone, Ort,"
    " Teilnehmern; Beschreibungen und Notizen als Text. Eine Terminreihe ist eine Zeile, ihre Regel steht in Worten."
    " Nicht gelesen: Erinnerungen, Frei/Gebucht-Zeiten, Anlagen.",
    "Calendars and invitations of Outlook, Google, phones or Nextcloud: events and tasks with time zone, place,"
    " attendees; descriptions and notes as text. A series is one row, its rule stands in words. Not read: alarms,"
    " free/busy times, attachments.",
)
SPEC = "https://www.rfc-editor.org/rfc/rfc5545"
_BEGIN = re.compile(rb"(\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\s", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a calendar at the beginning, 25 for the suffix alone."""
    if _BEGIN.match(head) or "BEGIN:VCALENDAR".encode("utf-16-le") in head[:40]:
        return 95
    return 25 if name.lower().endswith(SUFFIXES) else 0


def read(item: Item) -> Reading:
    """Return tables of events and tasks and the descriptions. Raises Unreadable when there is no calendar."""
    found = lines.read(item.data(), NAME)
    parsed = components.parse(found.lines, NAME)
    calendars = [top for top in parsed.components if top.name == "VCALENDAR"] or _loose(parsed.components)
    if not calendars:
        raise _no_calendar(item.name)
    listed: list[Entry] = []
    for calendar in calendars:
        listed += entries(calendar, len(listed) + 1)
    blocks = tuple(text for entry in listed if (text := block(entry)) is not None)
    made = tables(listed)
    count = sum(len(table.rows) for table in made) + len(blocks)
    findings = (*found.findings, *parsed.findings, *_said(calendars, listed))
    documents = (Document(calendars[0].text("X-WR-CALNAME") or item.name, blocks),) if blocks else ()
    return Reading(NAME, documents, made, findings, Counts(count + parsed.outside, count, parsed.outside))


def _loose(parts: list[Component]) -> list[Component]:
    """Return a calendar for entries that stand in none."""
    if not any(part.name in {"VEVENT", "VTODO", "VJOURNAL"} for part in parts):
        return []
    return [Component("VCALENDAR", [], parts, parts[0].line, parts[-1].line_end)]


def _said(calendars: list[Component], listed: list[Entry]) -> Iterator[Finding]:
    unknown = sorted({entry.span.begin.zone for entry in listed if entry.span.begin.unknown})
    if unknown:
        yield _unknown_zones(unknown)
    if utc := sum(entry.span.begin.zone == "UTC" for entry in listed):
        yield _in_utc(utc)
    undated = [entry for entry in listed if entry.part.name == "VEVENT" and entry.span.begin.local is None]
    for entry in undated[:MOST]:
        yield _undated(entry)
    if busy := sum(1 for calendar in calendars for _ in calendar.walk("VFREEBUSY")):
        yield _busy(busy)


def _unknown_zones(names: list[str]) -> Finding:
    listed = ", ".join(names)[:300]
    words = Words(
        f"Diese Zeitzonen kennt Hanse nicht: {listed}. Die Ortszeiten stimmen, die Weltzeit fehlt. Nichts zu tun.",
        f"Hanse doesn't know these time zones: {listed}. Local times are right, UTC is missing. Nothing to do.",
    )
    return Finding("ical.zone", "info", words)


def _in_utc(count: int) -> Finding:
    words = Words(
        f"Termine, deren Zeit nur in Weltzeit (UTC) in der Datei steht: {count}. In Deutschland ist es eine Stunde"
        " später, im Sommer zwei. Nichts zu tun.",
        f"Events whose time is in UTC only: {count}. In Germany it is one hour later, two in summer. Nothing to do.",
    )
    return Finding("ical.utc", "info", words)


def _undated(entry: Entry) -> Finding:
    line = entry.part.first("DTSTART")
    words = Words(
        "Der Termin hat keinen lesbaren Beginn; bei Fragen nach einem Zeitraum fehlt er. Ihn im Kalender ansehen.",
        "The event has no legible begin; questions about a period will miss it. Look at it in the calendar.",
    )
    return Finding("ical.begin", "warning", words, entry.place, line.value[:200] if line else "")


def _busy(count: int) -> Finding:
    words = Words(
        f"Frei/Gebucht-Zeiten wurden nicht gelesen: {count}. Nichts zu tun.",
        f"Free/busy times were not read: {count}. Nothing to do.",
    )
    return Finding("ical.busy", "info", words)


def _no_calendar(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} enthält keinen Kalender.", f"{name} holds no calendar."),
        hint=Words("Den Kalender noch einmal als .ics exportieren.", "Export the calendar as .ics once more."),
    )
