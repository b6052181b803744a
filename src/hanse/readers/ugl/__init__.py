"""UGL 4 and 5: requests, quotations, orders and confirmations between wholesalers and craftsmen."""

import re

from hanse.errors import Unreadable
from hanse.readers._trade.cells import Notes
from hanse.readers._trade.letters import encoding_words
from hanse.readers.cells.letters import decode
from hanse.readers.item import Item
from hanse.readers.ugl import document
from hanse.readers.ugl.layout import layout
from hanse.records import Reading
from hanse.words import Words

NAME = "ugl"
SUFFIXES = (".ugl",)
TITLE = Words("UGL (Bestellungen im SHK-Großhandel)", "UGL (orders at heating and sanitary wholesalers)")
HELP = Words(
    "UGL 2, 4 und 5 mit festen Sätzen zu 200 Zeichen: Kopf (KOP), Lieferanschrift (ADR), Artikel (POA), Texte (POT),"
    " Zuschläge (POZ), Rechnung (RGD), Ende (END). Nettowerte und Brutto werden nachgerechnet. Nicht gelesen: der"
    " Steuersatz des Rechnungssatzes und eigene Satzarten einzelner Händler, die gemeldet werden.",
    "UGL 2, 4 and 5 with fixed records of 200 characters: head (KOP), delivery address (ADR), articles (POA), texts"
    " (POT), surcharges (POZ), invoice (RGD), end (END). Net values and gross are computed again. Not read: the tax"
    " rate of the invoice record, and record types of single wholesalers, which are reported.",
)
SPEC = "https://www.label-software.de/wp-content/uploads/2017/03/ugl_schnittstelle.pdf"

_BODY = re.compile(rb"^(POA|POT|POZ|ADR|END|KOP)", re.MULTILINE)


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a head record with its version, or records of UGL below it; 80 for such a head alone in .ugl."""
    first = head.lstrip(b"\xef\xbb\xbf \r\n").split(b"\n", 1)[0].rstrip(b"\r")
    if not first.startswith((b"KOP", b"RGD")) or len(first) < 40:
        return 0
    if re.fullmatch(rb"\d\d\.\d\d", first[116:121]) or len(_BODY.findall(head)) >= 2:
        return 95
    return 80 if name.lower().endswith(SUFFIXES) else 0


def read(item: Item) -> Reading:
    """Return the tables belege and belegpositionen, and the file as text.

    Raises Unreadable when no record of UGL is in it.
    """
    data = item.data()
    letters = decode(data)
    notes = Notes(NAME)
    found = document.records(letters.text.removeprefix("\ufeff"), notes)
    if not any(record.kind in layout().records for record in found):
        raise Unreadable(
            Words(f"{item.name}: keine UGL-Sätze gefunden.", f"{item.name}: no UGL records found."),
            hint=Words(
                f"Erwartet werden Sätze der Arten {', '.join(layout().records)}. Die Datei neu anfordern.",
                f"Records of the types {', '.join(layout().records)} are expected. Ask for the file again.",
            ),
        )
    notes.say("encoding", "info", encoding_words(letters.encoding))
    return document.File(item.name, found, notes).reading()
