"""ASC X12: purchase orders, acknowledgements, ship notices, invoices, schedules as tables; the rest as segments."""

import re

from hanse.errors import Unreadable
from hanse.readers._edi.delimited import Separators, segments
from hanse.readers.cells import decode
from hanse.readers.item import Item
from hanse.readers.x12.messages import Messages
from hanse.records import Counts, Finding, Place, Reading
from hanse.words import Words

NAME = "x12"
SUFFIXES = (".x12", ".850", ".855", ".856", ".810", ".830")
TITLE = Words("ANSI X12", "ANSI X12")
HELP = Words(
    "Bestellungen (850), Auftragsbestätigungen (855), Lieferavise (856), Rechnungen (810) und Lieferabrufe (830) als"
    " Tabellen: Köpfe, Positionen, Einteilungen, Beteiligte; dazu jedes Segment. Andere Nachrichten nur als Kopf und"
    " Segmente. Zähler und Referenzen werden geprüft. Nicht gelesen: Verschlüsseltes und Binäres (BIN, BDS).",
    "Purchase orders (850), acknowledgements (855), ship notices (856), invoices (810) and planning schedules (830) as"
    " tables: heads, lines, schedules, parties; and every segment. Other sets only as head and segments. Counts and"
    " references are checked. Not read: anything encrypted or binary (BIN, BDS).",
)
SPEC = "https://x12.org/products/transaction-sets"

_ISA = re.compile(  # every element of ISA has its length
    r"ISA(?P<e>[^A-Za-z0-9 \t\r\n])"
    r"[^\r\n]{2}(?P=e).{10}(?P=e).{2}(?P=e).{10}(?P=e).{2}(?P=e).{15}(?P=e).{2}(?P=e).{15}(?P=e)"
    r"\d{6}(?P=e)\d{4}(?P=e)(?P<r>.)(?P=e)(?P<v>.{5})(?P=e).{9}(?P=e).(?P=e).(?P=e)(?P<c>.)(?P<t>.)",
    re.DOTALL,
)
_LOOSE = re.compile(r"ISA([^A-Za-z0-9 \t\r\n])(?:(?:(?!\1)[^\r\n])*\1){15}(.)(.)", re.DOTALL)


def sniff(head: bytes, name: str) -> int:
    """Return 96 for an ISA segment of the fixed form, 80 for one whose lengths are wrong."""
    del name
    text = head.decode("latin-1").lstrip("\ufeffï»¿\r\n\t ")
    if not text.startswith("ISA"):
        return 0
    return 96 if _ISA.match(text) else 80 if _LOOSE.match(text) else 0


def read(item: Item) -> Reading:
    """Return the tables of all transaction sets of the file. Raises Unreadable when there is no ISA segment."""
    letters = decode(item.data())
    start = letters.text.find("ISA")
    text = letters.text[start:] if start >= 0 else ""
    found = _ISA.match(text) or _LOOSE.match(text)
    if found is None:
        raise _no_x12(item.name)
    messages = Messages()
    messages.findings += letters.findings
    before = letters.text[:start]
    if before.strip():
        messages.reject(before, 1, "before")
    seps = _separators(found)
    messages.findings.append(_told(seps, fixed="v" in found.groupdict()))
    whole = seps._replace(component=seps.element)  # elements stay whole: text may hold the component's mark
    messages.read(segments(text, whole, 1 + before.count("\n")), whole)
    messages.end()
    out = len(messages.book.rows.get("segments", ()))
    counts = Counts(out + messages.rejected, out, messages.rejected)
    return Reading(
        NAME, tables=messages.book.tables(), findings=messages.told(), counts=counts, checks=messages.tally.checks()
    )


def _separators(found: re.Match[str]) -> Separators:
    """Return the separators: fixed places of ISA; a repetition mark exists from version 00402 on."""
    said = found.groupdict()
    if "v" not in said:
        return Separators(found[2], found[1], found[3])
    repetition = said["r"] if said["v"].isdigit() and said["v"] >= "00402" and not said["r"].isalnum() else ""
    return Separators(said["c"], said["e"], said["t"], "", repetition)


def _told(seps: Separators, *, fixed: bool) -> Finding:
    used = " ".join(repr(c) for c in (seps.element, seps.component, seps.repetition, seps.terminator) if c)
    de = f"Trennzeichen laut ISA: {used}." + ("" if fixed else " ISA hat nicht die feste Länge von 106 Zeichen.")
    en = f"Separators by ISA: {used}." + ("" if fixed else " ISA doesn't have its fixed length of 106 characters.")
    return Finding("x12.separators", "info" if fixed else "warning", Words(de, en), Place(line=1))


def _no_x12(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name}: kein ISA-Segment gefunden.", f"{name}: no ISA segment found."),
        hint=Words(
            "Eine X12-Datei beginnt mit ISA. Die Datei beim Absender neu anfordern.",
            "An X12 file begins with ISA. Ask the sender for the file again.",
        ),
    )
