"""Orders to the bank of ISO 20022: pain.001 (credit transfers) and pain.008 (direct debits), all versions."""

from hanse.readers._bank.sniffing import message
from hanse.readers.item import Item
from hanse.readers.pain import reading
from hanse.records import Reading
from hanse.words import Words

NAME = "pain"
SUFFIXES = (".xml", ".pain")
TITLE = Words("Zahlungsaufträge pain (ISO 20022)", "Payment orders pain (ISO 20022)")
HELP = Words(
    "Überweisungen pain.001 und Lastschriften pain.008, alle Versionen: eine Zeile je Auftrag mit Betrag, Gegenseite, "
    "Zweck und Mandat; Anzahl und Summe der Datei und jedes Sammlers werden geprüft. Angewiesen heißt nicht gebucht. "
    "Nicht gelesen: Statusberichte pain.002, Mandatsnachrichten und Änderungen früherer Mandate.",
    "Credit transfers pain.001 and direct debits pain.008, all versions: one row for each order with amount, other "
    "party, purpose and mandate; number and sum of the file and of each batch are checked. Ordered does not mean "
    "booked. Not read: status reports pain.002, mandate messages and amendments of earlier mandates.",
)
SPEC = "https://www.iso20022.org/iso-20022-message-definitions?business-domain=1"


def sniff(head: bytes, name: str) -> int:  # noqa: ARG001 - the content says it all
    """Return 97 when the first elements are those of such a message."""
    return 97 if message(head, r"pain\.00[18]", "CstmrCdtTrfInitn|CstmrDrctDbtInitn") else 0


def read(item: Item) -> Reading:
    """Return the orders and the checks of numbers and sums.

    Raises Unreadable when the file is no XML at all.
    """
    return reading.read(NAME, item)
