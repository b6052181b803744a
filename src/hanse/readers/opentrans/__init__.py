"""openTRANS 1.0 and 2.1: requests, quotations, orders, confirmations, dispatch notes and invoices as head and lines."""

from hanse.errors import Unreadable
from hanse.readers._trade import tree
from hanse.readers.item import Item
from hanse.readers.opentrans import document
from hanse.readers.opentrans.terms import terms
from hanse.records import Reading
from hanse.words import Words

NAME = "opentrans"
SUFFIXES = (".xml",)
TITLE = Words("openTRANS (Bestellung, Lieferavis, Rechnung)", "openTRANS (order, dispatch note, invoice)")
HELP = Words(
    "openTRANS 1.0 und 2.1: Anfrage, Angebot, Bestellung und ihre Änderung, Auftragsbestätigung, Lieferavis,"
    " Wareneingang, Rechnung, Zahlungsavis. Kopf, Beteiligte, Positionen; Summen und Zahl der Positionen werden"
    " geprüft. Nicht gelesen: Anhänge (MIME), Verpackungen, herstellereigene Felder (UDX) außer als Hinweis.",
    "openTRANS 1.0 and 2.1: request, quotation, order and order change, confirmation, dispatch note, receipt, invoice,"
    " remittance advice. Head, parties, lines; totals and the number of lines are checked. Not read: attachments"
    " (MIME), packages, and users' own fields (UDX), which are only mentioned.",
)
SPEC = "https://www.opentrans.de/"


def sniff(head: bytes, name: str) -> int:  # noqa: ARG001  # the first element says it, whatever the name
    """Return 95 when the first element is an openTRANS document's."""
    first = tree.start(head)
    if first is None or first.name not in terms().kinds:
        return 0
    if "opentrans" in first.tag.lower():
        return 95
    return 92 if f"<{first.name}_HEADER".encode() in head else 0


def read(item: Item) -> Reading:
    """Return the tables belege and belegpositionen, and the document as text.

    Raises Unreadable when the file is no XML or no openTRANS document.
    """
    with item.open() as source:
        found = document.read(source)
    if found.root not in terms().kinds or not found.anything():
        raise Unreadable(
            Words(f"{item.name}: kein lesbares openTRANS-Dokument.", f"{item.name}: no readable openTRANS document."),
            hint=Words(
                f"Erwartet wird eines von: {', '.join(terms().kinds)}. Die Datei neu anfordern.",
                f"One of these is expected: {', '.join(terms().kinds)}. Ask for the file again.",
            ),
        )
    return document.reading(NAME, item.name, found)
