"""Account reports of ISO 20022: camt.052 (intraday), camt.053 (statement), camt.054 (notification), all versions."""

from hanse.readers._bank.sniffing import message
from hanse.readers.camt import reading
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

NAME = "camt"
SUFFIXES = (".xml", ".camt")
TITLE = Words("Kontoauszug camt (ISO 20022)", "Account statement camt (ISO 20022)")
HELP = Words(
    "Kontoauszüge camt.053, Umsätze camt.052 und Avise camt.054, alle Versionen: Salden, Umsätze mit Gegenseite, "
    "Zweck, Mandat und Geschäftsvorfall, Teile von Sammelbuchungen; Saldenkette und Sammlersummen werden "
    "geprüft. Nicht gelesen: Zinssätze je Stufe, Wertpapier- und Kartendetails, andere camt-Nachrichten.",
    "Statements camt.053, reports camt.052 and notifications camt.054, all versions: balances, entries with the other "
    "party, purpose, mandate and kind, parts of batches; the chain of balances and sums of batches are checked. Not "
    "read: interest rates, details of securities and cards, other camt messages.",
)
SPEC = "https://www.iso20022.org/iso-20022-message-definitions?business-domain=1"


def sniff(head: bytes, name: str) -> int:  # noqa: ARG001 - the content says it all
    """Return 97 when the first elements are those of such a message."""
    return 97 if message(head, r"camt\.05[234]", "BkToCstmrStmt|BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn") else 0


def read(item: Item) -> Reading:
    """Return statements and entries, the parts of batches that don't add up, and the checks.

    Raises Unreadable when the file is no XML at all.
    """
    return reading.read(NAME, item)
