"""dBase, FoxPro and Clipper tables (.dbf with memo files): records to typed rows."""

from hanse.readers.bulk import is_large
from hanse.readers.dbf.findings import companion, container
from hanse.readers.dbf.layout import layout, plausible
from hanse.readers.dbf.rows import quickly, reading
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

NAME = "dbf"
SUFFIXES = (".dbf", ".dbt", ".fpt", ".cdx", ".mdx", ".ntx", ".dbc", ".dct", ".dcx")
TITLE = Words("dBase, FoxPro, Clipper", "dBase, FoxPro, Clipper")
HELP = Words(
    "Tabellen alter Programme: dBase II bis 7, FoxBASE, FoxPro, Clipper, Visual FoxPro. Die Memo-Datei (.dbt, .fpt)"
    " und bei Visual FoxPro die Datenbank (.dbc, .dct) mit den langen Namen müssen daneben liegen; der Zeichensatz"
    " kommt aus der Datei oder wird an den Umlauten erkannt. Nicht gelesen werden Bilder, Objekte, verschlüsselte"
    " Tabellen und als gelöscht markierte Sätze (sie werden gezählt).",
    "Tables of old programs: dBase II to 7, FoxBASE, FoxPro, Clipper, Visual FoxPro. The memo file (.dbt, .fpt) and"
    " with Visual FoxPro the database (.dbc, .dct) with the long names must lie beside it; the code page comes from the"
    " file or is found by its umlauts. Not read: pictures, objects, encrypted tables, and records marked as deleted"
    " (they are counted).",
)
SPEC = "https://www.loc.gov/preservation/digital/formats/fdd/fdd000325.shtml"
DESCRIBES = ("*.dbt", "*.fpt", "*.dbc", "*.dct")
_COMPANIONS = SUFFIXES[1:]  # memos, indices, and the container of a database
_CONTAINER = (".dbc", ".dct", ".dcx")
_PROGRAM = (".pjx", ".scx", ".vcx", ".frx", ".lbx", ".mnx")  # FoxPro's own programs, in the same format


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a plausible header with the suffix, 30 without it; 20 for the suffix or a companion's alone."""
    lower = name.lower()
    if lower.endswith(_PROGRAM):
        return 0
    if plausible(head) and not lower.endswith(_COMPANIONS):
        return 95 if lower.endswith(".dbf") else 30
    return 20 if lower.endswith(SUFFIXES) else 0


def read(item: Item) -> Reading:
    """Return one table; of a memo or index file alone only a finding.

    Raises Unreadable when the header is damaged or encrypted.
    """
    if item.name.lower().endswith(_COMPANIONS):
        told = container if item.name.lower().endswith(_CONTAINER) else companion
        return Reading(NAME, findings=(told(item.name),))
    if is_large(item) and (found := quickly(NAME, item)):
        return found
    data = item.data()
    return reading(NAME, item, layout(data, item.name), data)
