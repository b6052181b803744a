"""DATANORM 4 and 5: articles, prices, discount groups and goods groups of wholesalers for the trades."""

import re

from hanse.errors import Unreadable
from hanse.readers.datanorm import reading
from hanse.readers.datanorm.head import is_head
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

NAME = "datanorm"
SUFFIXES = (".001", ".002", ".wrg", ".rab")
TITLE = Words("DATANORM (Artikel und Preise des Großhandels)", "DATANORM (wholesalers' articles and prices)")
HELP = Words(
    "DATANORM 4 und 5: Artikel mit Texten, Preise (auch je Einheit), Rabatt- und Warengruppen, Löschungen und"
    " Umbenennungen; Zeichensatz CP850 oder Windows. Jede Datei einer Lieferung für sich; die Artikelnummer verbindet"
    " sie. Nur im Wortlaut: Leistungen (C), Sets (J), Staffeln (Z), Bilder (G). Nicht gelesen: DATANORM 3.",
    "DATANORM 4 and 5: articles with texts, prices (per unit as well), discount and goods groups, deletions and"
    " renamings; CP850 or Windows letters. Each file of a delivery on its own; the article number joins them. Only word"
    " by word: services (C), sets (J), surcharges and scales (Z), pictures (G). Not read: DATANORM 3.",
)
SPEC = "https://www.kommunal-edv.de/wissen/it-technik/schnittstellen/datanorm/"

_NAMED = re.compile(r"(datanorm|datpreis)[^/\\]*\.\d{3}$|\.(wrg|rab)$", re.IGNORECASE)
_RECORD = re.compile(rb"^[ABCDEGJKPRSTZ];", re.MULTILINE)


def sniff(head: bytes, name: str) -> int:
    """Return 95 for the first record of DATANORM 4 or 5, 75 for records under one of its file names."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].decode("cp850")
    if is_head(first):
        return 95
    lines = head.count(b"\n") + 1
    return 75 if _NAMED.search(name) and 2 * len(_RECORD.findall(head)) >= lines else 0


def read(item: Item) -> Reading:
    """Return the tables of a file and its articles as text.

    Raises Unreadable when no line is a record of DATANORM 4 or 5.
    """
    file, lines = reading.read(NAME, item)
    if file.taken == 0:
        raise Unreadable(
            Words(f"{item.name}: keine DATANORM-Sätze gefunden.", f"{item.name}: no DATANORM records found."),
            hint=Words(
                "Gelesen werden DATANORM 4 und 5. DATANORM 3 beim Lieferanten als Version 4 oder 5 anfordern.",
                "DATANORM 4 and 5 are read. Ask the supplier of a DATANORM 3 file for version 4 or 5.",
            ),
        )
    return file.reading(lines)
