"""Contacts, appointments and tasks that were saved as a .msg: the same tables as those of address books and calendars.

Sources: MS-OXOCNTC, MS-OXOCAL, MS-OXOTASK.
"""

import struct
from datetime import UTC, date, datetime, timedelta

from hanse.readers._cards.calendars import EVENTS, TASKS
from hanse.readers._cards.contacts import Address, Contact
from hanse.readers._cards.contacts import table as contacts
from hanse.readers._cards.zones import known
from hanse.readers._mail.letter import HEADER
from hanse.readers._mapi.properties import Properties
from hanse.readers.msg.named import ADDRESS, APPOINTMENT, TASK, Names
from hanse.records import Cell, Column, Table

_CHANGED, _SUBJECT = 0x3008, (0x0037, 0x0E1D)
_TASK_STATUS = ("NEEDS-ACTION", "IN-PROCESS", "COMPLETED")


def thing(message: Properties, names: Names) -> Table | None:
    """Return the row of a contact, an appointment or a task; None for a mail or anything else."""
    makers = {"ipm.contact": _contact, "ipm.appointment": _event, "ipm.task": _task}
    kind = ".".join(message.text(0x001A).lower().split(".")[:2])
    return makers[kind](message, names) if kind in makers else None


def _contact(message: Properties, names: Names) -> Table:
    text = message.text

    def named(name: int) -> str:
        return text(names.number(ADDRESS, name))

    mails = (named(name) for name in (0x8083, 0x8093, 0x80A3))
    made = Contact(
        place=HEADER,
        name=text(0x3001, 0x0037),
        first=" ".join(filter(None, (text(0x3A06), text(0x3A44)))),
        last=text(0x3A11),
        firm=text(0x3A16),
        department=text(0x3A18),
        position=text(0x3A17),
        mails=tuple(mail for mail in mails if "@" in mail),
        phones=tuple(filter(None, (text(0x3A08), text(0x3A1B)))),
        home_phones=tuple(filter(None, (text(0x3A09), text(0x3A2F)))),
        mobiles=tuple(filter(None, (text(0x3A1C),))),
        faxes=tuple(filter(None, (text(0x3A24), text(0x3A25)))),
        office=Address(*(named(name) for name in (0x8045, 0x8048, 0x8046, 0x8049))),
        home=Address(*(text(number) for number in (0x3A5D, 0x3A5B, 0x3A59, 0x3A5A))),
        web=text(0x3A51, names.number(ADDRESS, 0x802B)),
        birthday=_day(message.moment(names.number(ADDRESS, 0x80DE))) or _day(message.moment(0x3A42)),
        changed=message.moment(_CHANGED),
    )
    return contacts((made,))


def _event(message: Properties, names: Names) -> Table:
    def number(name: int) -> int:
        return names.number(APPOINTMENT, name)

    begin, end = (message.moment(number(name)) for name in (0x820D, 0x820E))
    zone = _zone(message.data(number(0x825E)))
    whole = bool(message.number(number(0x8215)))
    cells: dict[str, Cell] = {
        "Titel": message.text(*_SUBJECT) or None,
        "Beginn": _midnight(begin) if whole else _local(begin, zone),
        "Ende": _last_day(begin, end) if whole else _local(end, zone),
        "Ganztägig": whole if begin else None,
        "Zeitzone": None if whole or not begin else zone or "UTC",
        "Beginn UTC": None if whole else begin,
        "Ort": message.text(number(0x8208)) or None,
        "Organisator": message.text(0x0042, 0x0C1A) or None,
        "Teilnehmer": message.text(number(0x8238), 0x0E04).strip("\0") or None,
        "Wiederholung": message.text(number(0x8232)) or None,
        "Geändert": message.moment(_CHANGED),
    }
    return _one("Termine", "calendar.events", EVENTS, cells)


def _task(message: Properties, names: Names) -> Table:
    def number(name: int) -> int:
        return names.number(TASK, name)

    status, done = message.number(number(0x8101)), message.data(number(0x8102))
    cells: dict[str, Cell] = {
        "Titel": message.text(*_SUBJECT) or None,
        "Beginn": _midnight(message.moment(number(0x8104))),
        "Fällig": _midnight(message.moment(number(0x8105))),
        "Erledigt": _midnight(message.moment(number(0x810F))),
        "Fortschritt": _percent(done),
        "Status": _TASK_STATUS[status] if status is not None and status < len(_TASK_STATUS) else None,
        "Geändert": message.moment(_CHANGED),
    }
    return _one("Aufgaben", "calendar.todos", TASKS, cells)


def _one(name: str, kind: str, columns: tuple[Column, ...], cells: dict[str, Cell]) -> Table:
    row = tuple(cells.get(column.name) for column in columns)
    return Table(name, name, columns, (row,), (HEADER,), kind=kind)


def _percent(data: bytes) -> int | None:
    """Return a share of 1 as percent."""
    share = struct.unpack_from("<d", data)[0] if len(data) >= 8 else -1.0
    return round(share * 100) if 0 <= share <= 1 else None


def _zone(definition: bytes) -> str:
    """Return the name of the zone in a definition (MS-OXOCAL 2.2.1.41): behind two bytes, sizes and a count."""
    if len(definition) < 8:
        return ""
    count = struct.unpack_from("<H", definition, 6)[0]
    name = definition[8 : 8 + 2 * count].decode("utf-16-le", "replace")
    return name if known(name) else ""


def _local(utc: datetime | None, zone: str) -> datetime | None:
    found = known(zone) if zone else None
    if utc is None or found is None or not 1 < utc.year < 9999:
        return utc
    return utc.replace(tzinfo=UTC).astimezone(found).replace(tzinfo=None)


def _midnight(utc: datetime | None) -> datetime | None:
    """Return the day whose midnight was written in UTC: in zones east of Greenwich that is the evening before."""
    if utc is None or utc.year >= 4500:  # Outlook's "no date" is 4501-01-01
        return None
    return (utc + timedelta(hours=12)).replace(hour=0, minute=0, second=0)


def _day(utc: datetime | None) -> date | None:
    midnight = _midnight(utc)
    return midnight.date() if midnight else None


def _last_day(begin: datetime | None, end: datetime | None) -> datetime | None:
    first, after = _midnight(begin), _midnight(end)
    return max(first, after - timedelta(days=1)) if first and after else first
