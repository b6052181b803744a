"""E-invoices inside PDF files: which one counts, and whether the page says the same."""

import io
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from hanse.readers import pdf
from hanse.readers.item import Item
from hanse.records import Finding, Reading

SAMPLES = Path(__file__).parent / "samples"
CII = (SAMPLES / "einvoice" / "rechnung-cii.xml").read_bytes()
UBL = (SAMPLES / "einvoice" / "rechnung-ubl.xml").read_bytes()
PAGE = {
    "Rechnungsnummer:": "4711",
    "Rechnungsdatum:": "05.03.2024",
    "Absender": "Muster Bau GmbH, DE123456789",
    "Summe netto": "16,00 EUR",
    "Umsatzsteuer": "3,04 EUR",
    "Gesamtbetrag": "19,04 EUR",
    "Zahlbetrag": "19,04 EUR",
}


def made(printed: dict[str, str], *attached: tuple[str, bytes], mark: str = "") -> Reading:
    stream = io.BytesIO()
    page = Canvas(stream, pagesize=(600, 800), invariant=1)
    page.setFont("Helvetica-Bold", 16)
    page.drawString(60, 740, "Rechnung")
    page.setFont("Helvetica", 10)
    for number, (label, value) in enumerate(printed.items()):
        page.drawString(60, 680 - 20 * number, label)
        page.drawString(260, 680 - 20 * number, value)
    page.showPage()
    page.save()
    document = pypdfium2.PdfDocument(stream.getvalue())
    for name, data in attached:
        document.new_attachment(name).set_data(data)
    whole = io.BytesIO()
    document.save(whole)
    return pdf.read(Item.of("rechnung.pdf", whole.getvalue() + mark.encode()))


def told(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings if finding.code.startswith("pdf.xml")]


def differing(reading: Reading) -> Finding:
    (found,) = [finding for finding in reading.findings if finding.code == "pdf.xml_differs"]
    return found


def test_a_page_that_says_what_its_e_invoice_says_passes_every_check() -> None:
    reading = made(PAGE, ("factur-x.xml", CII))
    assert told(reading) == []
    assert {check.code for check in reading.checks if check.held} == {
        f"pdf.xml_BT-{n}" for n in (1, 2, 27, 31, 110, 112, 115)
    }


@pytest.mark.parametrize(
    ("label", "printed", "wanted"),
    [
        ("Rechnungsnummer:", "4712", "4711"),
        ("Rechnungsdatum:", "06.03.2024", "2024-03-05"),
        ("Umsatzsteuer", "1,12 EUR", "3.04"),
        ("Gesamtbetrag", "99,04 EUR", "19.04"),
        ("Zahlbetrag", "91,40 EUR", "19.04"),
    ],
)
def test_a_printed_value_that_differs_is_told_with_both_values_and_places(
    label: str, printed: str, wanted: str
) -> None:
    finding = differing(made({**PAGE, label: printed}, ("factur-x.xml", CII)))
    assert finding.severity == "warning"
    assert wanted in finding.message.de
    assert finding.place.page == 1
    assert finding.place.box is not None
    assert "/CrossIndustryInvoice/" in finding.message.de


def test_a_value_that_is_not_printed_is_no_difference() -> None:
    reading = made({"Rechnungsnummer:": "4711"}, ("factur-x.xml", CII))
    assert told(reading) == ["pdf.xml_not_seen"]
    assert [c.held for c in reading.checks if c.code == "pdf.xml_BT-112"] == [None]


def test_an_e_invoice_under_another_name_is_found_by_its_content() -> None:
    reading = made(PAGE, ("beleg.xml", UBL))
    assert told(reading) == ["pdf.xml_name"]
    assert "rechnungen" not in [table.name for table in reading.tables]


def test_the_name_of_zugferd_1_is_known_in_any_case() -> None:
    assert told(made(PAGE, ("ZUGFeRD-invoice.xml", CII))) == []


def test_a_second_copy_of_the_same_invoice_does_not_count_twice() -> None:
    reading = made(PAGE, ("rechnung.xml", UBL), ("factur-x.xml", CII), ("stand.txt", b"Stand 3"))
    assert told(reading) == ["pdf.xml_twice"]
    assert [i.name for i in reading.inside] == ["factur-x.xml", "stand.txt"]


def test_two_different_e_invoices_are_both_read_and_reported() -> None:
    reading = made(PAGE, ("factur-x.xml", CII), ("xrechnung.xml", UBL.replace(b">4711<", b">4712<", 1)))
    assert told(reading) == ["pdf.xml_two"]
    assert len(reading.inside) == 2


def test_where_the_e_invoice_is_broken_the_printed_page_counts() -> None:
    reading = made(PAGE, ("factur-x.xml", b"<?xml version='1.0'?>\x00\x01 kein XML"))
    assert told(reading) == ["pdf.xml_broken"]
    (head,) = [table for table in reading.tables if table.name == "rechnungen"]
    assert Decimal("19.04") in head.rows[0]


def test_a_file_that_promises_an_e_invoice_and_has_none_is_reported() -> None:
    mark = '%<rdf:Description xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"/>\n%%EOF\n'
    assert told(made(PAGE, mark=mark)) == ["pdf.xml_missing"]


def test_printed_lines_count_where_the_e_invoice_has_none() -> None:
    start, end = (
        CII.index(b"<ram:IncludedSupplyChainTradeLineItem>"),
        CII.rindex(b"</ram:IncludedSupplyChainTradeLineItem>"),
    )
    bare = CII[:start] + CII[end + len(b"</ram:IncludedSupplyChainTradeLineItem>") :]
    whole = (SAMPLES / "pdf" / "rechnung-zwei-seiten.pdf").read_bytes()
    document = pypdfium2.PdfDocument(whole)
    document.new_attachment("factur-x.xml").set_data(bare)
    stream = io.BytesIO()
    document.save(stream)
    reading = pdf.read(Item.of("rechnung.pdf", stream.getvalue()))
    assert [table.name for table in reading.tables] == ["rechnungspositionen"]
