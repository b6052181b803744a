"""Hanse's own copy of a table of a database (.dbtable): texts to typed cells, and what was found while copying."""

import msgspec

from hanse.errors import Unreadable
from hanse.readers.item import Item
from hanse.readers.tablecopy.rows import reading
from hanse.records import Reading
from hanse.store import tablecopy
from hanse.words import Words

NAME = "tablecopy"
SUFFIXES = (tablecopy.SUFFIX,)
TITLE = Words("Kopie einer Datenbank-Tabelle", "Copy of a database's table")
HELP = Words(
    "So legt Hanse Tabellen verknüpfter Datenbanken ab: Zeilen als JSON, mit Typen, Schlüsseln und Kommentaren."
    " Binäre Spalten (Bilder, Dateien) sind nicht dabei; doppelt kodierte Umlaute werden gemeldet.",
    "How Hanse keeps tables of linked databases: rows as JSON, with types, keys and comments."
    " Binary columns (images, files) are not in it; umlauts that were encoded twice are reported.",
)
SPEC = "https://jsonlines.org/"


def sniff(head: bytes, name: str) -> int:
    """Return 95 for the first line of a copy, 30 for the suffix alone."""
    if head.startswith(tablecopy.MARK):
        return 95
    return 30 if name.lower().endswith(SUFFIXES) else 0


def read(item: Item) -> Reading:
    """Return one table, or none where the copy only tells of the source. Raises Unreadable without a first line."""
    with item.open() as stream:
        try:
            head = tablecopy.head(stream.readline())
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise Unreadable(
                Words(f"{item.name} ist keine Kopie von Hanse: {error}", f"{item.name} is no copy of Hanse's: {error}"),
                hint=Words("'hanse sync' legt die Kopie neu an.", "'hanse sync' makes the copy anew."),
            ) from error
        return reading(NAME, head, stream)
