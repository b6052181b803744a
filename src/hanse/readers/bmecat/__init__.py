"""BMEcat 1.01, 1.2 and 2005: catalogues of articles with prices, features (ETIM, ECLASS) and groups, streamed."""

from hanse.errors import Unreadable
from hanse.readers._trade import tree
from hanse.readers.bmecat.catalog import Catalog
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

NAME = "bmecat"
SUFFIXES = (".xml",)
TITLE = Words("BMEcat (Artikelkatalog)", "BMEcat (product catalogue)")
HELP = Words(
    "BMEcat 1.01, 1.2 und 2005, auch mit ETIM oder ECLASS: Artikel, Preise (auch je Einheit), Merkmale,"
    " Kataloggruppen. Große Dateien werden Artikel für Artikel gelesen; im Speicher bleiben nur die Zeilen. Nicht"
    " gelesen: Klassifikationssysteme selbst, Konfigurationen, Bilder (nur ihre Namen), Preisformeln (IPP).",
    "BMEcat 1.01, 1.2 and 2005, with ETIM or ECLASS too: articles, prices (per unit as well), features, catalogue"
    " groups. Big files are read article by article; only the rows stay in memory. Not read: the classification systems"
    " themselves, configurations, pictures (only their names), price formulas (IPP).",
)
SPEC = "https://www.bme.de/initiativen/bmecat"


def sniff(head: bytes, name: str) -> int:  # noqa: ARG001  # the first element says it, whatever the name
    """Return 95 when the first element is BMECAT."""
    first = tree.start(head)
    return 95 if first is not None and first.name.upper() == "BMECAT" else 0


def read(item: Item) -> Reading:
    """Return the tables of a catalogue, its articles as text.

    Raises Unreadable when the file is no XML or no BMEcat.
    """
    catalog = Catalog(NAME)
    with item.open() as source:
        root = catalog.read(source)
    if root.upper() != "BMECAT":
        raise Unreadable(
            Words(f"{item.name}: kein lesbarer BMEcat-Katalog.", f"{item.name}: no readable BMEcat catalogue."),
            hint=Words(
                "Erwartet wird das Element BMECAT. Die Datei beim Lieferanten neu anfordern.",
                "The element BMECAT is expected. Ask the supplier for the file again.",
            ),
        )
    return catalog.reading(item.name)
