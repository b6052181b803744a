"""GAEB: bills of quantities of the building trade in all three generations: GAEB 90, GAEB 2000 and DA XML."""

import re

from hanse.readers._trade import tree
from hanse.readers._trade.cells import Notes
from hanse.readers.gaeb import ways
from hanse.readers.gaeb.reading import reading
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

NAME = "gaeb"
_PHASES = ("80", "81", "82", "83", "84", "85", "86", "87", "88", "89")
SUFFIXES = (*(f".{letter}{phase}" for letter in "xdp" for phase in _PHASES), ".x31", ".x89b")
TITLE = Words("GAEB (Leistungsverzeichnis)", "GAEB (bill of quantities)")
HELP = Words(
    "GAEB 90, GAEB 2000 und DA XML, Phasen 80 bis 89 und 31: Projekt, Gruppen, Positionen mit Texten, Mengen, Preisen,"
    " Zuschlägen, Alternativen, Bedarfspositionen und Nachträgen; welche Position zur Summe zählt und warum; alle"
    " Summen werden nachgerechnet. Nicht gelesen: Bilder und Anlagen, Kostenphasen 50 bis 52, Handelsphasen 93 bis 97"
    " (nur Kopf), Kataloge. GAEB 90 und 2000 nach öffentlichen Beschreibungen, ohne amtliche Prüfdateien.",
    "GAEB 90, GAEB 2000 and DA XML, phases 80 to 89 and 31: project, groups, items with texts, quantities, prices,"
    " surcharges, alternatives, provisional items and addenda; which item counts for the total and why; all totals are"
    " computed again. Not read: pictures and attachments, cost phases 50 to 52, trade phases 93 to 97 (head only),"
    " catalogues. GAEB 90 and 2000 by public descriptions, without official test files.",
)
SPEC = "https://www.gaeb.de/de/service/downloads/gaeb-datenaustausch/"

_NAMED = re.compile(r"\.([xdp](3[01]|[589]\d)[a-z]{0,2})$", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return 97 for GAEB as first element or keyword, 93 for records of GAEB 90 under one of its names, else 85."""
    kind = ways.generation(head)
    if kind in {"xml", "2000"}:
        return 97
    if kind == "90":
        return 93 if _NAMED.search(name) else 85
    first = tree.start(head)
    return 30 if first is None and _NAMED.search(name) and head.strip() else 0


def read(item: Item) -> Reading:
    """Return the tables of a bill of quantities and its text.

    Raises Unreadable when the file is none of the three generations.
    """
    notes = Notes(NAME)
    root, generation = ways.root(item.data(), item.name, notes)
    return reading(item.name, root, generation, notes)
