"""Writes outgoing invoices as PDF in four layouts; a third carries its CII XML as attachment factur-x.xml.

Source: ZUGFeRD 2.3 / Factur-X 1.0.7 (name and relationship of the attachment). The PDFs are not full PDF/A-3.
"""

import io
from collections.abc import Callable
from html import escape
from random import Random
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from hanse.samplefirm import e_invoices, model
from hanse.samplefirm.german import amount, day, plain
from hanse.samplefirm.model import Customer, Firm, Invoice, Line

TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9.5, leading=12.5)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7, leading=9)
HEAD = ParagraphStyle("head", parent=TEXT, fontName="Helvetica-Bold", fontSize=14, leading=20)
BOLD = ParagraphStyle("bold", parent=TEXT, fontName="Helvetica-Bold")
RIGHT = [("ALIGN", (-1, 0), (-1, -1), "RIGHT"), ("ALIGN", (-2, 0), (-2, -1), "RIGHT")]
BASE = [
    ("FONT", (0, 0), (-1, -1), "Helvetica", 9),
    ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 9),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
HOW_MANY = 60

Layout = Callable[[tuple[Line, ...]], Table]


def chosen(firm: Firm) -> tuple[Invoice, ...]:
    """Return the invoices that lie as PDF: 60 drawn from all, the five longest among them."""
    rng = Random(f"pdf {firm.seed}")
    longest = sorted(firm.invoices, key=lambda i: (-len(i.lines), i.nr))[:5]
    others = [i for i in firm.invoices if i not in longest]
    return tuple(sorted([*longest, *rng.sample(others, min(len(others), HOW_MANY - 5))], key=lambda i: i.nr))


def with_xml(firm: Firm) -> tuple[Invoice, ...]:
    """Return the invoices whose PDF carries XML: every third."""
    return chosen(firm)[::3]


def files(firm: Firm) -> dict[str, bytes]:
    """Return the PDFs by path."""
    electronic = {i.nr for i in with_xml(firm)}
    layouts = (ruled, borderless, wrapped, striped)
    return {
        f"rechnungen/{i.nr}.pdf": pdf(
            i,
            firm.customer(i.customer),
            layouts[n % 4],
            xml=e_invoices.cii(i, firm.customer(i.customer)) if i.nr in electronic else b"",
        )
        for n, i in enumerate(chosen(firm))
    }


def pdf(invoice: Invoice, customer: Customer, layout: Layout, *, xml: bytes = b"") -> bytes:
    """Return the invoice as PDF in this layout, with the XML attached where there is one."""
    stream = io.BytesIO()
    paper = SimpleDocTemplate(
        stream,
        pagesize=A4,
        invariant=1,
        title=f"Rechnung {invoice.nr}",
        author=model.NAME,
        topMargin=18 * mm,
        bottomMargin=22 * mm,
    )

    def first(canvas: Any, _: Any) -> None:  # noqa: ANN401 - reportlab has no types
        _footer(canvas)
        if xml:
            _attach(canvas, xml)

    paper.build(_story(invoice, customer, layout), onFirstPage=first, onLaterPages=lambda canvas, _: _footer(canvas))
    return stream.getvalue()


def _story(invoice: Invoice, customer: Customer, layout: Layout) -> list[Any]:
    address = [
        customer.name,
        *([f"z. Hd. {customer.contact}"] if customer.contact else []),
        customer.street,
        f"{customer.plz} {customer.town}",
    ]
    facts = (
        f"Rechnungsnummer: {invoice.nr}<br/>Rechnungsdatum: {day(invoice.day)}<br/>"
        f"Kundennummer: {customer.nr}<br/>Auftrag: {invoice.order}"
    )
    return [
        Paragraph(model.NAME, HEAD),
        Paragraph(f"{model.STREET} · {model.PLZ} {model.TOWN} · Telefon {model.PHONE} · {model.MAIL}", SMALL),
        Spacer(1, 10 * mm),
        Table(
            [[Paragraph("<br/>".join(escape(a) for a in address), TEXT), Paragraph(facts, TEXT)]],
            colWidths=[100 * mm, 70 * mm],
        ),
        Spacer(1, 8 * mm),
        Paragraph(f"Rechnung {invoice.nr}", BOLD),
        Spacer(1, 2 * mm),
        Paragraph("Für die ausgeführten Arbeiten berechnen wir Ihnen wie vereinbart:", TEXT),
        Spacer(1, 4 * mm),
        layout(invoice.lines),
        Spacer(1, 4 * mm),
        _totals(invoice),
        Spacer(1, 6 * mm),
        Paragraph(
            f"Bitte überweisen Sie den Betrag ohne Abzug bis zum {day(invoice.due)}. "
            "Das Leistungsdatum entspricht dem Rechnungsdatum.",
            TEXT,
        ),
    ]


def _totals(invoice: Invoice) -> Table:
    rows = [
        ["Summe netto", f"{amount(invoice.net)} €"],
        ["zzgl. 19 % MwSt", f"{amount(invoice.vat)} €"],
        ["Rechnungsbetrag", f"{amount(invoice.gross)} €"],
    ]
    style = [
        ("FONT", (0, 0), (-1, -1), "Helvetica", 9.5),
        ("FONT", (0, 2), (-1, 2), "Helvetica-Bold", 10),
        ("ALIGN", (1, 0), (1, -1), "RIGHT"),
    ]
    return Table(rows, colWidths=[40 * mm, 30 * mm], hAlign="RIGHT", style=style)


def ruled(lines: tuple[Line, ...]) -> Table:
    """Return the lines in a grid."""
    head = ["Pos", "Art.-Nr.", "Bezeichnung", "Menge", "Einh.", "Einzelpreis", "Gesamt"]
    rows = [
        [str(ln.pos), ln.article, ln.text, plain(ln.quantity), ln.unit, amount(ln.price), amount(ln.net)]
        for ln in lines
    ]
    style = [*BASE, *RIGHT, ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    return Table([head, *rows], colWidths=[x * mm for x in (10, 20, 68, 14, 14, 22, 24)], repeatRows=1, style=style)


def borderless(lines: tuple[Line, ...]) -> Table:
    """Return the lines without any rule; quantity and unit stand together."""
    head = ["Menge", "Leistung / Artikel", "Preis €", "Betrag €"]
    rows = [
        [f"{plain(ln.quantity)} {ln.unit}", f"{ln.article}  {ln.text}", amount(ln.price), amount(ln.net)]
        for ln in lines
    ]
    return Table([head, *rows], colWidths=[x * mm for x in (22, 96, 26, 28)], repeatRows=1, style=[*BASE, *RIGHT])


def wrapped(lines: tuple[Line, ...]) -> Table:
    """Return the lines with long, wrapped descriptions and much air, so that long invoices take two pages."""
    head = ["Pos.", "Beschreibung", "Anzahl", "E-Preis", "G-Preis"]
    rows = [
        [
            str(ln.pos),
            Paragraph(_long(ln), TEXT),
            f"{plain(ln.quantity)} {ln.unit}",
            f"{amount(ln.price)} €",
            f"{amount(ln.net)} €",
        ]
        for ln in lines
    ]
    style = [*BASE, *RIGHT, ("LINEBELOW", (0, 0), (-1, 0), 1, "black"), ("BOTTOMPADDING", (0, 1), (-1, -1), 16)]
    return Table([head, *rows], colWidths=[x * mm for x in (12, 70, 26, 28, 32)], repeatRows=1, style=style)


def striped(lines: tuple[Line, ...]) -> Table:
    """Return the lines on grey stripes with rules between the rows only."""
    head = ["Pos", "Artikel", "Bezeichnung", "Menge", "ME", "EP netto", "GP netto"]
    rows = [
        [
            f"{ln.pos:02d}",
            ln.article,
            Paragraph(escape(ln.text), TEXT),
            plain(ln.quantity),
            ln.unit,
            amount(ln.price),
            amount(ln.net),
        ]
        for ln in lines
    ]
    style = [
        *BASE,
        *RIGHT,
        ("LINEBELOW", (0, 0), (-1, -1), 0.25, "grey"),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), ["#f2f2f2", "white"]),
    ]
    return Table([head, *rows], colWidths=[x * mm for x in (10, 20, 58, 16, 14, 26, 28)], repeatRows=1, style=style)


def _long(line: Line) -> str:
    if line.article == "L-WV":
        return escape(line.text)
    if line.article.startswith("L-"):
        return f"{escape(line.text)}<br/>gemäß Stundenzettel, einschließlich Rüstzeit und Entsorgung der Verpackung"
    done = "liefern, fachgerecht montieren, anschließen und auf Dichtheit prüfen"
    return f"{escape(line.text)}<br/>{done}, Art.-Nr. {line.article}"


def _footer(canvas: Any) -> None:  # noqa: ANN401 - reportlab has no types
    canvas.setFont("Helvetica", 7)
    canvas.drawString(
        22 * mm,
        12 * mm,
        f"IBAN {model.IBAN} · BIC {model.BIC} · USt-IdNr. {model.VAT_ID} · Steuernummer {model.TAX_NUMBER}",
    )
    canvas.drawRightString(188 * mm, 12 * mm, f"Seite {canvas.getPageNumber()}")


def _attach(canvas: Any, xml: bytes) -> None:  # noqa: ANN401 - reportlab has no types
    document = canvas._doc  # noqa: SLF001 - reportlab offers no attachments of its own
    stream = PDFStream(PDFDictionary({"Type": PDFName("EmbeddedFile"), "Subtype": PDFName("text/xml")}), xml)
    names = {
        "F": PDFString("factur-x.xml"),
        "UF": PDFString("factur-x.xml"),
        "Desc": PDFString("Factur-X/ZUGFeRD Rechnung"),
    }
    spec = {
        "Type": PDFName("Filespec"),
        **names,
        "AFRelationship": PDFName("Alternative"),
        "EF": PDFDictionary({"F": document.Reference(stream)}),
    }
    reference = document.Reference(PDFDictionary(spec))
    embedded = PDFDictionary({"Names": PDFArray([PDFString("factur-x.xml"), reference])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": embedded})
    document.Catalog.AF = PDFArray([reference])
    document.Catalog.__NoDefault__ = [*document.Catalog.__NoDefault__, "AF"]
