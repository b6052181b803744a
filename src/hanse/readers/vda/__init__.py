"""VDA 4905 (call-offs) and VDA 4913 (delivery notes): records of 128 characters that German car makers exchange."""

import re

from hanse.errors import Unreadable
from hanse.readers.item import Item
from hanse.readers.vda import tell
from hanse.readers.vda.cut import cut
from hanse.readers.vda.layout import LENGTH, fields
from hanse.readers.vda.messages import Messages
from hanse.records import Counts, Reading
from hanse.words import Words

NAME = "vda"
SUFFIXES = (".vda", ".lab", ".dfu")
TITLE = Words("VDA 4905 und 4913", "VDA 4905 and 4913")
HELP = Words(
    "Lieferabrufe (VDA 4905, Satzarten 511 bis 519) und Lieferscheine (VDA 4913, 711 bis 719), mit und ohne"
    " Zeilenumbruch: Köpfe, Einteilungen mit Termin, Menge und Fortschrittszahl, Positionen; dazu jede Satzart als"
    " eigene Tabelle. Die Satzzähler werden geprüft. Nicht gelesen: der Aufbau der Satzarten 516, 717 und 718 und"
    " anderer VDA-Empfehlungen (4906, 4908, 4915, 4987 ...); ihre Sätze stehen als Text da.",
    "Call-offs (VDA 4905, records 511 to 519) and delivery notes (VDA 4913, 711 to 719), with and without line breaks:"
    " heads, schedules with date, quantity and cumulative quantity, lines; and each record type as a table. Counters"
    " are checked. Not read: the layout of records 516, 717 and 718 and of other VDA recommendations (4906, 4908, 4915,"
    " 4987 ...); their records are there as text.",
)
SPEC = "https://www.vda.de"

_FIRST = re.compile(rb"(?:511|711)\d\d")
_NEXT = re.compile(rb"(?:51[1-9]|71[1-9])\d\d")
_EBCDIC = re.compile(rb"(?:\xf5\xf1\xf1|\xf7\xf1\xf1)[\xf0-\xf9]{2}")
_EBCDIC_NEXT = re.compile(rb"[\xf5\xf7]\xf1[\xf1-\xf9][\xf0-\xf9]{2}")


def sniff(head: bytes, name: str) -> int:
    """Return 95 when a header record is followed by a record of the same family, 60 when it stands alone."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    start, following = (_EBCDIC, _EBCDIC_NEXT) if _EBCDIC.match(head) else (_FIRST, _NEXT)
    if not start.match(head):
        return 0
    stops = [at + len(end) for end in (b"\r\n", b"\n", b"\r") if 0 <= (at := head.find(end)) <= LENGTH + 2][:1]
    places = stops or [LENGTH]
    if any(following.match(head, place) and head[place] == head[0] for place in places):
        return 95
    return 60 if len(head.rstrip()) <= LENGTH and name.lower().endswith(SUFFIXES) else 0


def read(item: Item) -> Reading:
    """Return the tables of all transmissions of the file. Raises Unreadable when no record type is found."""
    found = cut(item.data())
    known = [record for record in found.records if record.known]
    if not any(fields(record.text[:3]) for record in known):
        raise _no_vda(item.name)
    messages = Messages()
    for record in known:
        messages.read(record)
    messages.end()
    rejected = [tell.rejected(record) for record in found.records if not record.known]
    unknown = [tell.unknown(tag, len(rows)) for tag, rows in sorted(messages.raw.items()) if not fields(tag)]
    told = [*found.findings, *unknown, *rejected, *messages.findings, *messages.filler.findings]
    return Reading(
        NAME,
        tables=messages.tables(),
        findings=tuple(sorted([*told, *messages.tally.findings()], key=lambda f: f.severity != "info")),
        counts=Counts(len(found.records), len(known), len(rejected)),
        checks=messages.tally.checks(),
    )


def _no_vda(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name}: keine VDA-Satzart (511 bis 519, 711 bis 719) gefunden.", f"{name}: no VDA record type found."),
        hint=Words(
            "Sätze haben 128 Zeichen und beginnen mit der Satzart. Die Datei beim Kunden neu anfordern.",
            "Records have 128 characters and begin with their type. Ask the customer for the file again.",
        ),
    )
