"""Data files of COBOL programs, in EBCDIC or ASCII, as the copybook beside them describes them; and copybooks."""

import re

from hanse.readers.cobol import beside
from hanse.readers.cobol.book import described
from hanse.readers.cobol.reading import reading
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

NAME = "cobol"
SUFFIXES = beside.COPYBOOKS
TITLE = Words("COBOL-Daten (EBCDIC) mit Copybook", "COBOL data (EBCDIC) with copybook")
HELP = Words(
    "Dateien vom Großrechner und aus COBOL-Programmen: gezont, gepackt, binär, Gleitkomma, OCCURS, REDEFINES,"
    " Satzlängenfelder (RDW, BDW). Das Copybook (.cpy, .cob, .cbl) liegt unter demselben Namen daneben, oder als"
    " einziges mit passender Satzlänge im Ordner. Zeichensatz (CP273, CP1141, CP037, CP500, ASCII) nach den Umlauten."
    " Nicht gelesen werden Programmtext, DBCS-Felder, Indexdateien und Redefinitionen, bei denen kein Satzartfeld"
    " entscheidet.",
    "Files from mainframes and COBOL programs: zoned, packed, binary, floats, OCCURS, REDEFINES, record descriptor"
    " words (RDW, BDW). The copybook (.cpy, .cob, .cbl) lies beside it under the same name, or as the only one of"
    " fitting length in the folder. Code page (CP273, CP1141, CP037, CP500, ASCII) by its umlauts. Not read: program"
    " text, DBCS fields, index files, and redefinitions where no record type decides.",
)
SPEC = "https://www.ibm.com/docs/en/cobol-zos/6.4.0?topic=division-data-entry"
DESCRIBES = tuple(f"*{suffix}" for suffix in beside.COPYBOOKS)
_LEVEL = re.compile(rb"^[^\n]{0,12}\b0?[15]\s+[A-Za-z][\w-]*", re.MULTILINE)
_PICTURE = re.compile(rb"\bPIC(TURE)?\s+(IS\s+)?[SX9AZVPN+*$-]", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return 90 for a copybook by its suffix and look; data files are claimed by their copybook instead."""
    if not name.lower().endswith(SUFFIXES):
        return 0
    return 90 if _LEVEL.search(head) and _PICTURE.search(head) else 20


def claims(item: Item) -> bool:
    """Return whether a copybook beside the item describes it."""
    return beside.describing(item) is not None


def read(item: Item) -> Reading:
    """Return the records of a data file, or the layout that a copybook describes.

    Raises Unreadable when there is no copybook, or none of its entries can be understood.
    """
    if item.name.lower().endswith(SUFFIXES):
        return described(NAME, item)
    return reading(NAME, item, beside.describing(item))
