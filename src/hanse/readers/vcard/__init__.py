"""Address books as vCards (.vcf): one row for each contact, its notes as text."""

import re

from hanse.errors import Unreadable
from hanse.readers._cards import components, lines
from hanse.readers._cards.contacts import Contact, table
from hanse.readers._cards.lines import Line
from hanse.readers.item import Item
from hanse.readers.vcard.card import contact, said
from hanse.records import Block, Counts, Document, Place, Reading
from hanse.words import Words

NAME = "vcard"
SUFFIXES = (".vcf", ".vcard")
TITLE = Words("Kontakte (vCard)", "Contacts (vCard)")
HELP = Words(
    "Kontakte aus Outlook, Handy, Nextcloud oder Google (vCard 2.1, 3.0 und 4.0), mehrere in einer Datei: Name, Firma,"
    " Mailadressen, Telefone, Anschriften, Geburtstag; Notizen als Text. Nicht gelesen: Fotos und Schlüssel.",
    "Contacts of Outlook, phones, Nextcloud or Google (vCard 2.1, 3.0 and 4.0), several in one file: name, firm, mail"
    " addresses, phones, addresses, birthday; notes as text. Not read: photos and keys.",
)
SPEC = "https://www.rfc-editor.org/rfc/rfc6350"
_BEGIN = re.compile(rb"(\xef\xbb\xbf)?\s*BEGIN:VCARD\s", re.IGNORECASE)
_WIDE = ("BEGIN:VCARD".encode("utf-16-le"), "BEGIN:VCARD".encode("utf-16-be"))


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a card at the beginning, 25 for the suffix alone."""
    if _BEGIN.match(head) or head[2:].startswith(_WIDE):
        return 95
    return 25 if name.lower().endswith(SUFFIXES) else 0


def read(item: Item) -> Reading:
    """Return a row for each card and a document with the notes. Raises Unreadable when there is no card."""
    found = lines.read(item.data(), NAME)
    parsed = components.parse(found.lines, NAME)
    cards = [card for top in parsed.components for card in ((top,) if top.name == "VCARD" else top.walk("VCARD"))]
    if not cards:
        raise _no_card(item.name)
    contacts = [contact(card, number) for number, card in enumerate(cards, 1)]
    blocks = tuple(
        Block(f"{who.shown}: {text}" if who.shown else text, _place(line, who))
        for who, card in zip(contacts, cards, strict=True)
        for line in card.all("NOTE")
        if (text := line.text().strip())
    )
    findings = (*found.findings, *parsed.findings, *said(cards, contacts))
    count = len(contacts) + len(blocks)
    documents = (Document(item.name, blocks),) if blocks else ()
    counts = Counts(count + parsed.outside, count, parsed.outside)
    return Reading(NAME, documents, (table(contacts),), findings, counts)


def _place(line: Line, who: Contact) -> Place:
    return Place(record=who.place.record, line=line.line, line_end=line.line_end)


def _no_card(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} enthält keine vCard.", f"{name} holds no vCard."),
        hint=Words("Die Kontakte noch einmal als vCard exportieren.", "Export the contacts as vCard once more."),
    )
