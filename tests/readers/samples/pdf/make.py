"""Writes the PDF samples of this folder: python tests/readers/samples/pdf/make.py."""

import io
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
Page = Any  # reportlab has no types
WIDTH, HEIGHT = A4
RIGHT = (132, 150, 185)


def main() -> None:
    (HERE / "rechnung-zwei-seiten.pdf").write_bytes(two_pages())
    (HERE / "zwei-spalten.pdf").write_bytes(two_columns())
    (HERE / "mit-xml.pdf").write_bytes(with_xml())


def canvas(stream: io.BytesIO) -> Page:
    return Canvas(stream, pagesize=A4, invariant=1, pageCompression=1)


def put(
    page: Page, at: tuple[float, float], text: str, *, font: str = "Helvetica", size: float = 9, right: bool = False
) -> None:
    """Write text at x and y in mm from the top left."""
    page.setFont(font, size)
    (page.drawRightString if right else page.drawString)(at[0] * mm, HEIGHT - at[1] * mm, text)


def heading(page: Page, y: float) -> None:
    for x, text in ((20, "Pos"), (30, "Art.-Nr."), (52, "Bezeichnung")):
        put(page, (x, y), text, font="Helvetica-Bold")
    for x, text in zip(RIGHT, ("Menge", "Einzelpreis", "Gesamt €"), strict=True):
        put(page, (x, y), text, font="Helvetica-Bold", right=True)


def item(page: Page, y: float, cells: tuple[str, ...], more: tuple[str, ...] = ()) -> None:
    for x, text in zip((20, 30, 52), cells, strict=False):
        put(page, (x, y), text)
    for x, text in zip(RIGHT, cells[3:], strict=True):
        put(page, (x, y), text, right=True)
    for number, line in enumerate(more, start=1):
        put(page, (52, y + 4 * number), line)


def two_pages() -> bytes:
    """Return an invoice without any drawn line: wrapped texts, a page break with carry-over, no XML."""
    stream = io.BytesIO()
    page = canvas(stream)
    put(page, (20, 45), "Muster Bau GmbH · Feldweg 1 · 50667 Köln", size=6)
    for number, text in enumerate(("Gärtnerei Grün OHG", "Frau Öztürk", "Am Bach 12", "41460 Neuss")):
        put(page, (20, 52 + 5 * number), text, size=10)
    facts = ("Rechnungsnummer:", "RE-2024/0117"), ("Rechnungsdatum:", "05.03.2024"), ("Kundennummer:", "10042")
    for number, (label, value) in enumerate(facts):
        put(page, (120, 52 + 5 * number), label)
        put(page, (190, 52 + 5 * number), value, right=True)
    put(page, (20, 95), "Rechnung RE-2024/0117", font="Helvetica-Bold", size=14)
    heading(page, 110)
    item(
        page,
        117,
        ("1", "HZ-100", "Heizkessel Brennwert 20 kW,", "1 Stk.", "3.250,00", "3.250,00"),
        ("wandhängend, mit Regelung",),
    )
    item(page, 130, ("2", "RO-22", "Kupferrohr 22 mm", "12,5 m", "8,40", "105,00"))
    put(page, (52, 140), "Übertrag", font="Helvetica-Bold")
    put(page, (185, 140), "3.355,00", right=True)
    put(page, (100, 285), "Seite 1 von 2", size=7)
    page.showPage()
    heading(page, 30)
    put(page, (52, 37), "Übertrag", font="Helvetica-Bold")
    put(page, (185, 37), "3.355,00", right=True)
    item(
        page,
        44,
        ("3", "MO-1", "Montage durch einen Gesellen", "8 Std.", "54,50", "436,00"),
        ("einschließlich Anfahrt", "und Entsorgung"),
    )
    sums = ("Summe netto", "3.791,00 €"), ("zzgl. 19 % MwSt.", "720,29 €"), ("Rechnungsbetrag", "4.511,29 €")
    for number, (label, value) in enumerate(sums):
        put(page, (120, 70 + 6 * number), label)
        put(page, (185, 70 + 6 * number), value, right=True)
    put(page, (20, 100), "Bitte überweisen Sie den Betrag ohne Abzug bis zum 19.03.2024.")
    put(page, (20, 106), "IBAN: DE02 1203 0000 0000 2020 51")
    put(page, (100, 285), "Seite 2 von 2", size=7)
    page.showPage()
    page.save()
    return stream.getvalue()


def two_columns() -> bytes:
    """Return a page with a title, prose in two columns and a drawn table of readings."""
    stream = io.BytesIO()
    page = canvas(stream)
    page.setTitle("Wartung der Heizung")
    put(page, (20, 25), "Wartung der Heizung", font="Helvetica-Bold", size=16)
    left = (
        "Die Anlage wird einmal im Jahr geprüft.",
        "Dabei werden Brenner und Filter gereinigt,",
        "der Druck gemessen und die Pumpe getestet.",
        "Ein Protokoll bleibt beim Kunden liegen.",
        "Mängel werden sofort schriftlich gemeldet.",
        "Ersatzteile liegen im Lager bereit.",
    )
    right = (
        "Bei einer Störung hilft der Notdienst.",
        "Er ist an allen Tagen rund um die Uhr da.",
        "Die Anfahrt kostet in der Stadt nichts,",
        "im Umland wird sie nach Weg berechnet.",
        "Rechnungen kommen am Ende des Monats.",
        "Zahlbar sind sie innerhalb von zwei Wochen.",
    )
    for number, (a, b) in enumerate(zip(left, right, strict=True)):
        put(page, (20, 40 + 4.2 * number), a)
        put(page, (110, 40 + 4.2 * number), b)
    put(page, (20, 80), "Messwerte", font="Helvetica-Bold", size=11)
    table(
        page,
        86,
        (
            ("Raum", "Datum", "Druck (bar)", "Bemerkung"),
            ("Keller", "12.03.2024", "1,8", "in Ordnung"),
            ("Küche", "12.03.2024", "1,75", ""),
            ("Bad", "13.03.2024", "0,9", "nachgefüllt"),
        ),
    )
    page.showPage()
    page.save()
    return stream.getvalue()


def table(page: Page, top: float, rows: tuple[tuple[str, ...], ...]) -> None:
    edges = (20, 60, 95, 130, 180)
    for number, row in enumerate(rows):
        for x, text in zip(edges, row, strict=False):
            put(page, (x + 2, top + 7 * number + 5), text, font="Helvetica" if number else "Helvetica-Bold")
    bottom = top + 7 * len(rows)
    for number in range(len(rows) + 1):
        y = HEIGHT - (top + 7 * number) * mm
        page.line(20 * mm, y, 180 * mm, y)
    for x in edges:
        page.line(x * mm, HEIGHT - top * mm, x * mm, HEIGHT - bottom * mm)


def with_xml() -> bytes:
    """Return a short invoice that carries its XML, as ZUGFeRD does."""
    stream = io.BytesIO()
    page = canvas(stream)
    put(page, (20, 30), "Rechnung Nr. 4711", font="Helvetica-Bold", size=14)
    heading(page, 45)
    item(page, 52, ("1", "A-1", "Schrauben M8", "100 Stk.", "0,12", "12,00"))
    item(page, 58, ("2", "A-2", "Dübel", "50 Stk.", "0,08", "4,00"))
    attach(page, (HERE.parent / "einvoice" / "rechnung-cii.xml").read_bytes())
    page.showPage()
    page.save()
    return stream.getvalue()


def attach(page: Page, xml: bytes) -> None:
    document = page._doc
    stream = PDFStream(PDFDictionary({"Type": PDFName("EmbeddedFile"), "Subtype": PDFName("text/xml")}), xml)
    names = {"F": PDFString("factur-x.xml"), "UF": PDFString("factur-x.xml")}
    files = PDFDictionary({"F": document.Reference(stream)})
    spec = document.Reference(PDFDictionary({"Type": PDFName("Filespec"), "EF": files, **names}))
    tree = PDFDictionary({"Names": PDFArray([PDFString("factur-x.xml"), spec])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": tree})


if __name__ == "__main__":
    main()
