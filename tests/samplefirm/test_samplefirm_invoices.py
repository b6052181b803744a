"""Invoices on paper and as XML say what the model says."""

import re
from decimal import Decimal

import msgspec
import pypdfium2
import pytest
from lxml import etree

from hanse.samplefirm import e_invoices, scans
from hanse.samplefirm.german import amount, day, plain
from hanse.samplefirm.model import Firm, Line

RAM = {"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"}
CBC = {
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
}


@pytest.fixture(scope="module")
def papers(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.startswith("rechnungen/")}


def words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def attached(data: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    if document.count_attachments() == 0:
        return b""
    attachment = document.get_attachment(0)
    assert attachment.get_name() == "factur-x.xml"
    return bytes(attachment.get_data())


def texts(root: etree._Element, path: str, names: dict[str, str]) -> list[str]:
    return [str(found.text) for found in root.iterfind(path, names)]


def test_every_paper_invoice_shows_its_head_and_sums(firm: Firm, papers: dict[str, bytes]) -> None:
    for path, data in papers.items():
        invoice = firm.invoice(path.removeprefix("rechnungen/").removesuffix(".pdf"))
        text = words(data)
        for wanted in (invoice.nr, firm.customer(invoice.customer).name, day(invoice.day), day(invoice.due)):
            assert wanted in text
        for figure in (invoice.net, invoice.vat, invoice.gross):
            assert f"{amount(figure)} €" in text


def test_every_line_stands_on_the_paper(firm: Firm, papers: dict[str, bytes]) -> None:
    for path, data in papers.items():
        text = words(data)
        for line in firm.invoice(path[11:-4]).lines:
            assert line.text in text
            assert amount(line.net) in text
            assert re.search(rf"\b{re.escape(plain(line.quantity))}\b", text)


def test_a_third_of_the_papers_carries_xml_that_equals_the_model(firm: Firm, papers: dict[str, bytes]) -> None:
    carrying = {path: xml for path, data in papers.items() if (xml := attached(data))}
    assert len(carrying) == len(papers) // 3
    for path, xml in carrying.items():
        invoice = firm.invoice(path[11:-4])
        root = etree.fromstring(xml)
        summary = ".//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:"
        assert texts(root, summary + "GrandTotalAmount", RAM) == [str(invoice.gross)]
        assert texts(root, summary + "TaxBasisTotalAmount", RAM) == [str(invoice.net)]
        assert texts(root, ".//ram:LineTotalAmount", RAM)[:-1] == [str(ln.net) for ln in invoice.lines]
        assert texts(root, ".//ram:BilledQuantity", RAM) == [str(ln.quantity) for ln in invoice.lines]


def test_some_invoices_take_two_pages_and_have_four_layouts(papers: dict[str, bytes]) -> None:
    pages = [len(pypdfium2.PdfDocument(data)) for data in papers.values()]
    heads = ("Einh.", "Leistung / Artikel", "Beschreibung", "GP netto")
    assert pages.count(2) >= 2
    assert all(any(head in words(data) for data in papers.values()) for head in heads)


def test_a_suppliers_bill_adds_up_and_names_its_delivery(firm: Firm) -> None:
    for bill in firm.bills:
        root = etree.fromstring(e_invoices.ubl(bill, firm.supplier(bill.supplier)))
        nets = [Decimal(t) for t in texts(root, "cac:InvoiceLine/cbc:LineExtensionAmount", CBC)]
        assert sum(nets) == bill.net
        assert texts(root, "cac:LegalMonetaryTotal/cbc:PayableAmount", CBC) == [str(bill.gross)]
        assert texts(root, "cac:DespatchDocumentReference/cbc:ID", CBC) == [bill.delivery]


def test_a_scan_has_no_text_layer(firm: Firm) -> None:
    pdfs = [data for path, data in scans.files(firm).items() if path.endswith(".pdf")]
    assert len(pdfs) == 6
    assert [words(data) for data in pdfs] == [""] * 6


def test_an_ampersand_in_a_name_does_not_break_the_xml(firm: Firm) -> None:
    customer = firm.customer(firm.invoices[0].customer)
    line = Line(1, "X-1", "Rohr & <Bogen>", Decimal(2), "Stk", Decimal("1.50"))
    changed = msgspec.structs.replace(firm.invoices[0], lines=(line,))
    root = etree.fromstring(e_invoices.cii(changed, customer))
    assert texts(root, ".//ram:SpecifiedTradeProduct/ram:Name", RAM) == ["Rohr & <Bogen>"]
