"""E-invoices: UBL 2.1 and UN/CEFACT CII (XRechnung, ZUGFeRD 1 and 2, Factur-X, Peppol). Both give the same tables."""

import re

from hanse.readers.einvoice import rows, story, sums, tree
from hanse.readers.item import Item
from hanse.records import Counts, Finding, Reading
from hanse.words import Words

NAME = "einvoice"
SUFFIXES = (".xml",)
TITLE = Words("E-Rechnung (XRechnung, ZUGFeRD)", "E-invoice (XRechnung, ZUGFeRD)")
HELP = Words(
    "UBL- und CII-Rechnungen, einzeln oder in einer PDF-Datei: Kopf, Positionen, Steuern; die Summen werden geprüft.",
    "UBL and CII invoices, alone or inside a PDF: head, lines, taxes; the sums are checked.",
)
SPEC = "https://xeinkauf.de/xrechnung/"

_START = re.compile(r"<(?:\w+:)?(CrossIndustryInvoice|CrossIndustryDocument|Invoice|CreditNote)[\s>]")
_OTHER_START = re.compile(r"<(?![?!])[\w:.-]+")
_COMMENT = re.compile(r"<!--.*?(-->|$)", re.DOTALL)
_LIKELY_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", ".ubl.xml", ".cii.xml")


def sniff(head: bytes, name: str) -> int:
    """Return 96 when the first element is an invoice's, 60 when only the name or a comment says so."""
    said = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", errors="replace")
    said = said.lstrip("\ufeff \r\n\t")
    if not said.startswith("<"):
        return 0
    body = _COMMENT.sub("", said)
    first = _OTHER_START.search(body)
    if first:
        return 96 if _START.match(body, first.start()) else 0
    xml = said.startswith(("<?xml", "<!--"))
    return 60 if xml and (name.lower().endswith(_LIKELY_NAMES) or "ZUGFeRD" in said) else 0


def read(item: Item) -> Reading:
    """Return the tables rechnungen, rechnungspositionen and rechnungssteuern, and the invoice as text.

    Raises Unreadable when the file is no XML or no invoice.
    """
    root, syntax, mended = tree.parse(item.data(), item.name)
    invoice = rows.Invoice(root, syntax)
    tables = rows.tables(invoice)
    findings = [_mended(m) for m in mended] + invoice.findings + sums.check(invoice)
    count = sum(len(table.rows) for table in tables)
    return Reading(NAME, (story.document(invoice),), tables, tuple(findings), Counts(in_=count, out=count, rejected=0))


def _mended(error: str) -> Finding:
    return Finding(
        "einvoice.xml",
        "error",
        Words(
            f"Das XML ist beschädigt ({error}); gelesen wurde, was lesbar ist. Bitte die Rechnung neu anfordern.",
            f"The XML is damaged ({error}); what could be read was read. Please ask for the invoice again.",
        ),
    )
