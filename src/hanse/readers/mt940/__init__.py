"""Account statements MT940 and interim reports MT942 of SWIFT, as German banks and others write them."""

import re

from hanse.readers.item import Item
from hanse.readers.mt940 import reading
from hanse.records import Reading
from hanse.words import Words

NAME = "mt940"
SUFFIXES = (".sta", ".mt940", ".940", ".mt942", ".942")
TITLE = Words("Kontoauszug MT940, MT942 (SWIFT)", "Account statement MT940, MT942 (SWIFT)")
HELP = Words(
    "Kontoauszüge MT940 und Vormerkposten MT942, auch mehrere in einer Datei: Salden, Umsätze, Gegenseite, Zweck mit "
    "deutschen Unterfeldern und SEPA-Angaben, Geschäftsvorfallcodes; die Saldenkette wird geprüft. Nicht gelesen: "
    "andere MT-Nachrichten wie MT941 und MT950 und die Prüfsummen im SWIFT-Umschlag.",
    "Statements MT940 and interim reports MT942, several in one file as well: balances, entries, other party, purpose "
    "with German sub fields and SEPA words, business codes; the chain of balances is checked. Not read: other MT "
    "messages such as MT941 and MT950, and check sums of the SWIFT envelope.",
)
SPEC = "https://www.ebics.de/de/datenformate"

_REFERENCE = re.compile(rb"(?:^|[\r\n]|\{4:\s*):20:")
_NEXT = re.compile(rb"[\r\n]:(?:21|25|28C?|60[FM]|34F|13D?|NS):?")
_TAG = re.compile(rb"\s*:(?:20|25|28C?|60[FM]|61|62[FM]|64|65|86|13D|NS):")


def sniff(head: bytes, name: str) -> int:
    """Return 96 for the first fields of a statement, 85 for a piece of one (with the suffix 90)."""
    if b"\x00" in head:
        return 0
    reference = _REFERENCE.search(head)
    if reference and _NEXT.search(head, reference.end()):
        return 96
    if _TAG.match(head):
        return 90 if name.lower().endswith(SUFFIXES) else 85
    return 0


def read(item: Item) -> Reading:
    """Return statements and entries, and the checks of the balance chain.

    Raises Unreadable when no field of MT940 is in the file.
    """
    return reading.read(NAME, item)
