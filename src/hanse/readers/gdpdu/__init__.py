"""GDPdU/GoBD packages: index.xml, which says what the files beside it are, and those files as typed tables."""

from hanse.errors import Unreadable
from hanse.readers.gdpdu import story, tables
from hanse.readers.gdpdu.nearby import DESCRIBES, described
from hanse.readers.gdpdu.tree import looks_like
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

__all__ = ["DESCRIBES", "HELP", "NAME", "SPEC", "SUFFIXES", "TITLE", "claims", "read", "sniff"]

NAME = "gdpdu"
SUFFIXES = (".xml",)
TITLE = Words("GDPdU/GoBD-Datenträger (index.xml)", "GDPdU/GoBD audit export (index.xml)")
HELP = Words(
    "Die Datenträgerüberlassung, die jede Buchhaltung, Warenwirtschaft und Kasse erzeugen kann. Die index.xml nennt die"
    " Dateien, ihre Spalten, Typen und Schlüssel; Hanse liest danach jede Datei, die im selben Ordner oder darunter"
    " liegt (auch im Zip): mit Trennzeichen oder fester Satzlänge, Beschreibungsstandard 01-08-2002 und 01-09-2004."
    " Bekannt sind die Tabellen von Lexware und der Kassen (DSFinV-K). Befehle in der index.xml werden nie ausgeführt,"
    " DTDs nie geladen, Erweiterungen (Extension) nur aufgeführt.",
    "The data medium for the tax audit that every German bookkeeping, trade and till program can make. index.xml names"
    " the files, their columns, types and keys; by it Hanse reads each file in the same folder or below (in a zip too):"
    " with delimiters or of fixed width, standards 01-08-2002 and 01-09-2004. The tables of Lexware and of tills"
    " (DSFinV-K) are known. Commands in index.xml are never executed, DTDs never loaded, extensions only listed.",
)
SPEC = "https://www.bzst.de/DE/Unternehmen/Aussenpruefungen/Datenzugriff/datenzugriff_node.html"


def sniff(head: bytes, name: str) -> int:  # noqa: ARG001 - the content alone decides
    """Return 95 for XML with a DataSet or a DTD of the standard."""
    return 95 if looks_like(head) else 0


def claims(item: Item) -> bool:
    """Return whether an index.xml in the item's folder, or in one above, describes the item."""
    return described(item) is not None


def read(item: Item) -> Reading:
    """Return the table of a described file; of an index.xml the data dictionary, and the files it describes if alone.

    Raises Unreadable for a file that is neither.
    """
    if looks_like(item.head()):
        return story.reading(item)
    found = described(item)
    if found is None:
        raise Unreadable(
            Words(
                f"{item.name}: keine index.xml beschreibt diese Datei.",
                f"{item.name}: no index.xml describes this file.",
            ),
            hint=Words("Sie muss im selben Ordner liegen oder darüber.", "It must lie in the same folder or above."),
        )
    return tables.reading(item, found)
