"""A message of Outlook as one reading: header or row, text, attachments. Knows nothing of compound files' sectors."""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_string
from email.utils import parsedate_to_datetime

from hanse.readers._mail.letter import Head, document, row
from hanse.readers._mapi.body import body
from hanse.readers._mapi.properties import Properties
from hanse.readers.msg import findings as say
from hanse.readers.msg import stored
from hanse.readers.msg.attached import attached
from hanse.readers.msg.cfb import Compound, Folder
from hanse.readers.msg.named import Names
from hanse.readers.msg.things import thing
from hanse.records import Counts, Finding, Reading

_SUBJECT, _CLASS, _HEADERS = (0x0037, 0x0E1D, 0x0070), 0x001A, 0x007D
_SENDER, _SENDER_MAIL = (0x0042, 0x0C1A), (0x5D02, 0x5D01, 0x0065, 0x0C1F)
_SENT, _CREATED = (0x0039, 0x0E06), 0x3007
_NAME, _MAIL, _ROLE = (0x3001, 0x5FF6), (0x39FE, 0x3003), 0x0C15
_TO, _CC = 1, 2
_SHOWN = {_TO: 0x0E04, _CC: 0x0E03}
_SEALED = re.compile(r"IPM\.Note\.(Secure|SMIME)(?!\.MultipartSigned)", re.IGNORECASE)


def reading(reader: str, file: Compound) -> Reading:
    """Return the reading of the message in this file."""
    root = file.root()
    message = stored.message(root)
    text = body(message)
    parts = attached(root, message.codepage)
    head = _head(message, root)
    names = ", ".join(part.name.partition(":")[2] for part in parts.inside)
    told = document(head, names, text.blocks)
    other = thing(message, Names(root))
    said = () if other else tuple(_said(message, head))
    findings = (*said, *text.findings, *parts.findings, *say.short(file.short))
    counts = Counts(len(told.blocks), len(told.blocks))
    return Reading(reader, (told,), (other or row(head, names),), findings, counts, parts.inside)


def _head(message: Properties, root: Folder) -> Head:
    people: dict[int, list[str]] = {}
    for folder in root.folders(stored.RECIPIENT):
        person = stored.part(folder, message.codepage)
        people.setdefault(person.number(_ROLE) or _TO, []).append(_person(person.text(*_NAME), _mail(person, _MAIL)))
    to, cc = (", ".join(filter(None, people.get(role, ()))) or message.text(_SHOWN[role]) for role in (_TO, _CC))
    sender = _person(message.text(*_SENDER), _mail(message, _SENDER_MAIL))
    return Head(" ".join(message.text(*_SUBJECT).split()), sender, to, cc, _moment(message))


def _mail(properties_: Properties, numbers: tuple[int, ...]) -> str:
    """Return the first that is an address of the internet; the names inside an Exchange server aren't shown."""
    texts = (properties_.text(number).strip() for number in numbers)
    return next((text for text in texts if "@" in text), "")


def _person(name: str, mail: str) -> str:
    plain = name.strip().strip("'\"")
    if not mail:
        return plain
    return f"{plain} <{mail}>" if plain and plain.lower() != mail.lower() else mail


def _moment(message: Properties) -> datetime | None:
    """Return the sender's local time, which only the transport's header knows; else UTC."""
    return _header_date(message) or message.moment(*_SENT)


def _header_date(message: Properties) -> datetime | None:
    headers = message.text(_HEADERS)
    stated = message_from_string(headers[:100_000]).get("date", "") if headers else ""
    try:
        return parsedate_to_datetime(str(stated)).replace(tzinfo=None) if stated else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _said(message: Properties, head: Head) -> Iterator[Finding]:
    if head.date is None:
        yield say.no_date()
    elif _header_date(message) is None:
        yield say.utc()
    if _SEALED.match(message.text(_CLASS)):
        yield say.sealed()
