"""Paradox tables (.db with memo file .mb): records to typed rows."""

from hanse.readers.item import Item
from hanse.readers.paradox.findings import companion
from hanse.readers.paradox.layout import layout, plausible
from hanse.readers.paradox.rows import reading
from hanse.records import Reading
from hanse.words import Words

NAME = "paradox"
SUFFIXES = (".db", ".mb", ".px")
TITLE = Words("Paradox", "Paradox")
HELP = Words(
    "Tabellen aus Paradox 3 bis 11 und Delphi-Programmen (BDE) mit Schlüsselfeldern und Memotexten; die Memo-Datei"
    " (.mb) muss daneben liegen. Nicht gelesen werden Bilder, OLE-Objekte, formatierte Memos und mit Kennwort"
    " verschlüsselte Tabellen.",
    "Tables of Paradox 3 to 11 and of Delphi programs (BDE) with key fields and memo texts; the memo file (.mb) must"
    " lie beside it. Not read: pictures, OLE objects, formatted memos, and tables encrypted with a password.",
)
SPEC = "https://sources.debian.org/src/pxlib/0.6.9-1/doc/pxformat.txt"
DESCRIBES = ("*.mb",)
_COMPANIONS = SUFFIXES[1:]


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a header whose fields fill its record exactly, 20 for the suffix of a memo or index file."""
    if plausible(head):
        return 95
    return 20 if name.lower().endswith(_COMPANIONS) else 0


def read(item: Item) -> Reading:
    """Return one table; of a memo or index file alone only a finding.

    Raises Unreadable when the header is damaged or the table is encrypted.
    """
    if item.name.lower().endswith(_COMPANIONS):
        return Reading(NAME, findings=(companion(item.name),))
    data = item.data()
    return reading(NAME, item, layout(data, item.name), data)
