"""E-invoices in UBL and CII: XRechnung, ZUGFeRD 1 and 2, Factur-X, Peppol. Every syntax gives the same tables.

The terms of EN 16931-1 that most invoices have are columns of fixed tables (rechnungen, rechnungspositionen,
rechnungssteuern), so that the invoices of many files make one table each; allowances, ways of payment, discounts,
parties and sub lines have tables of their own where there are any; each rarer term is a row of rechnungsangaben, and a
field that is no term at all one of rechnungsfelder. So no table is mostly empty, and no value is lost.

Amounts are as in the file. A credit note (type 381 and its like, or UBL CreditNote) states positive amounts that go
the other way; columns "..._mit_Vorzeichen" turn its sign. A negative invoice (a corrected one, 384) keeps its own
sign, as does a credit note with negative amounts, which by the standard is a claim; that is reported.
"""

import re

from hanse.readers import _invoice
from hanse.readers.einvoice import attached, rest, story, verdict
from hanse.readers.einvoice.filling import Filling
from hanse.readers.einvoice.tables import Lines, tables
from hanse.readers.item import Item
from hanse.records import Counts, Reading
from hanse.words import Words

NAME = "einvoice"
SUFFIXES = (".xml",)
TITLE = Words("E-Rechnung (XRechnung, ZUGFeRD)", "E-invoice (XRechnung, ZUGFeRD)")
HELP = Words(
    "XRechnung, ZUGFeRD 1 und 2, Factur-X (alle Profile) und Peppol in UBL und CII, einzeln oder in einer PDF-Datei: "
    "Kopf, Positionen, Steuern, Zu- und Abschläge, Zahlungswege, Skonti, Beteiligte und alle weiteren Angaben nach "
    "EN 16931; beigefügte Dateien werden mitgelesen. Summen und Pflichtangaben werden geprüft, die amtlichen "
    "Prüfregeln (Schematron) nicht vollständig.",
    "XRechnung, ZUGFeRD 1 and 2, Factur-X (all profiles) and Peppol in UBL and CII, alone or inside a PDF: head, "
    "lines, taxes, allowances and charges, ways of payment, discounts, parties and all other terms of EN 16931; "
    "attached files are read too. Sums and required fields are checked, the official rules (Schematron) not in full.",
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
    """Return the tables, the invoice as text, the files inside it and the checks.

    Raises Unreadable when the file is no XML or no invoice.
    """
    parsed = _invoice.parse(item.data(), item.name)
    invoice = _invoice.read(parsed.root, parsed.syntax)
    filling, lines = Filling(invoice), Lines(invoice)
    made = tables(filling, lines)
    document = story.document(invoice, lines, made)
    made += rest.tables(filling)
    inside, lost = attached.attached(invoice)
    checks, findings = verdict.judge(parsed, invoice, lines)
    count = sum(len(table.rows) for table in made)
    return Reading(
        NAME,
        (document,),
        tuple(made),
        (*findings, *filling.findings, *lost),
        Counts(in_=count, out=count, rejected=0),
        tuple(inside),
        tuple(checks),
    )
