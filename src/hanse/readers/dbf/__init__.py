"""dBase, FoxPro and Clipper tables (.dbf with memo files): records to typed rows."""

from hanse.readers.dbf.findings import companion
from hanse.readers.dbf.layout import layout, plausible
from hanse.readers.dbf.rows import reading
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

NAME = "dbf"
SUFFIXES = (".dbf", ".dbt", ".fpt", ".cdx", ".mdx", ".ntx")
TITLE = Words("dBase, FoxPro, Clipper", "dBase, FoxPro, Clipper")
HELP = Words(
    "Tabellen alter Programme, von dBase II bis Visual FoxPro. Die Memo-Datei (.dbt, .fpt) muss daneben liegen; der"
    " Zeichensatz wird an den Umlauten erkannt.",
    "Tables of old programs, from dBase II to Visual FoxPro. The memo file (.dbt, .fpt) must lie beside it; the code"
    " page is found by its umlauts.",
)
SPEC = "https://www.loc.gov/preservation/digital/formats/fdd/fdd000325.shtml"
_COMPANIONS = SUFFIXES[1:]  # memos and indices
_PROGRAM = (".dbc", ".pjx", ".scx", ".vcx", ".frx", ".lbx", ".mnx")  # FoxPro's own programs, in the same format


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

    Raises Unreadable when the header is damaged, encrypted, or of dBase 7.
    """
    if item.name.lower().endswith(_COMPANIONS):
        return Reading(NAME, findings=(companion(item.name),))
    data = item.data()
    return reading(NAME, item, layout(data, item.name), data)
