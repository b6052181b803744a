"""Files of doctors' practices (xDT: GDT, LDT, BDT, KVDT). Health data: read only where the owner has switched it on."""

import re

from hanse.errors import Unreadable
from hanse.readers.item import Item
from hanse.readers.xdt import findings as say
from hanse.readers.xdt import lines as files
from hanse.readers.xdt import records as made
from hanse.readers.xdt.lines import Bad, Line
from hanse.records import Counts, Document, Reading
from hanse.words import Words

NAME = "xdt"
SUFFIXES = (".gdt", ".ldt", ".bdt", ".xdt", ".con")
TITLE = Words("Arztdaten (xDT)", "Medical data (xDT)")
HELP = Words(
    "GDT, LDT, BDT und KVDT aus Praxisprogrammen, Geräten und Laboren: alle Felder, Patienten, Messwerte, Befundtexte;"
    ' Zeilen- und Satzlängen werden geprüft. Es sind Gesundheitsdaten: gelesen wird nur mit xdt = "on" in hanse.toml.'
    " Nicht gelesen: verschlüsselte Abrechnungen (XKM); Regeln der KBV werden nicht geprüft.",
    "GDT, LDT, BDT and KVDT of practice programs, devices and laboratories: all fields, patients, values, findings;"
    ' lengths of lines and records are checked. This is health data: it is read only with xdt = "on" in hanse.toml.'
    " Not read: encrypted accounts (XKM); the rules of the KBV are not checked.",
)
SPEC = "https://www.qms-standards.de/standards/gdt-schnittstelle/"
SWITCH = "xdt"
"""The setting that must be "on" before the host lets this reader read."""

_BEGIN = re.compile(rb"(?:\s*)013 ?8000\w{4}\r?\n(?:014|015|017|018|\d{3})\d{4}")
_LINE = re.compile(rb"^\d{3}[0-9]{4}[^\r\n]*\r?$", re.MULTILINE)


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a first line "0138000" and more of its kind, 30 for the suffix with such lines."""
    if _BEGIN.match(head):
        return 95
    named = name.lower().endswith(SUFFIXES)
    return 30 if named and _LINE.match(head) else 15 if named else 0


def read(item: Item) -> Reading:
    """Return all fields, patients, values and texts. Raises Unreadable when no line is xDT."""
    data = item.data()
    letters = files.letters(data)
    parts = list(files.lines(data, letters.name))
    good = [part for part in parts if isinstance(part, Line)]
    bad = [part for part in parts if isinstance(part, Bad)]
    if not good:
        raise _no_xdt(item.name)
    records = list(made.records(good))
    tables = (made.fields(records), made.patients(records), made.results(records))
    blocks = tuple(made.texts(records))
    short = say.missing_end(good)
    checks = tuple(say.checks(good, records, short))
    findings = (
        *(
            *say.codepage(letters, plain=data.isascii()),
            *say.bad(bad),
            *say.empty(parts.count(None)),
            *say.lengths(good, short),
        ),
        *(say.failed(check) for check in checks if check.code != "xdt.length" and not check.held),
    )
    out = len(good) + len(blocks)
    documents = (Document(item.name, blocks),) if blocks else ()
    counts = Counts(out + len(bad), out, len(bad))
    return Reading(NAME, documents, tuple(table for table in tables if table.rows), findings, counts, checks=checks)


def _no_xdt(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} enthält keine Zeile im Format xDT.", f"{name} holds no line in the format xDT."),
        hint=Words(
            "Verschlüsselte Abrechnungen (XKM) im Praxisprogramm unverschlüsselt ausgeben.",
            "Write encrypted accounts (XKM) unencrypted in the practice program.",
        ),
    )
