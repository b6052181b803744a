"""The DATEV format (EXTF and DTVF): bookings with their two legs, master data, names of accounts, terms, addresses."""

from hanse.readers.datev import header, reading
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

NAME = "datev"
SUFFIXES = (".csv", ".txt")
TITLE = Words("DATEV-Format (EXTF, DTVF)", "DATEV format (EXTF, DTVF)")
HELP = Words(
    "Buchungsstapel (auch je Konto mit Soll und Haben, Steuerschlüsseln und Kontennamen nach SKR03 und SKR04), "
    "Debitoren/Kreditoren, Kontenbeschriftungen, Zahlungsbedingungen, diverse Adressen, wiederkehrende Buchungen; "
    "Kopfversionen 300, 510 und 700. Andere Kategorien werden als Text gelesen. Nicht gelesen: das alte "
    "Postversandformat (KNE, OBE) und die Belegbilder.",
    "Bookings (also per account with debit and credit, tax keys and names of accounts by SKR03 and SKR04), debtors and "
    "creditors, names of accounts, terms of payment, addresses, recurring bookings; header versions 300, 510 and 700. "
    "Other categories are read as text. Not read: the old mailing format (KNE, OBE) and images of receipts.",
)
SPEC = "https://developer.datev.de/de/file-format/details/datev-format"


def sniff(head: bytes, name: str) -> int:  # noqa: ARG001 - the content says it all
    """Return 98 when the first line is a DATEV header."""
    line = head[:400].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    return 98 if header.delimiter(line.decode("latin-1")) else 0


def read(item: Item) -> Reading:
    """Return the tables of the file's category, its header, and the checks.

    Raises Unreadable when the first line is no DATEV header.
    """
    return reading.read(NAME, item)
