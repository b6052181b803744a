"""PDF: text layer with places, tables, attachments; scanned pages through text recognition."""

from hanse.readers.item import Item
from hanse.readers.pdf.reading import read_pdf
from hanse.records import Reading
from hanse.words import Words

NAME = "pdf"
SUFFIXES = (".pdf",)
TITLE = Words("PDF-Datei", "PDF file")
HELP = Words(
    "Text mit Seite und Stelle, Positionen und Kopf von Rechnungen als Tabelle, Anhänge, gescannte Seiten (Tesseract).",
    "Text with page and place, items and head of invoices as tables, attachments, scanned pages (Tesseract).",
)
SPEC = "https://www.iso.org/standard/75839.html"


def sniff(head: bytes, name: str) -> int:
    """Return 95 when the head begins like a PDF, 80 when the mark comes a little later, 30 for the name alone."""
    at = head.find(b"%PDF-", 0, 1024)
    if at >= 0:
        return 95 if at < 8 else 80
    return 30 if name.lower().endswith(".pdf") else 0


def read(item: Item) -> Reading:
    """Return the text, the tables and the attachments. Raises Unreadable for a locked or hopeless file."""
    return read_pdf(item)
