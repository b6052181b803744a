"""E-invoices: both syntaxes make the same rows, sums are checked, damaged XML never crashes."""

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from hanse.errors import Unreadable
from hanse.readers import einvoice
from hanse.readers.item import Item
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parent / "samples" / "einvoice"
UBL = (SAMPLES / "rechnung-ubl.xml").read_bytes()
CII = (SAMPLES / "rechnung-cii.xml").read_bytes()


def reading(data: bytes) -> Reading:
    return einvoice.read(Item.of("rechnung.xml", data))


def head(data: bytes) -> dict[str, Cell]:
    table = reading(data).tables[0]
    return dict(zip((c.name for c in table.columns), table.rows[0], strict=True))


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in reading(data).findings]


def test_ubl_and_cii_of_one_invoice_make_the_same_tables() -> None:
    ubl, cii = reading(UBL).tables, reading(CII).tables
    assert [(t.name, t.columns, t.rows, t.keys) for t in ubl] == [(t.name, t.columns, t.rows, t.keys) for t in cii]


def test_a_right_invoice_has_no_findings_but_how_it_was_read() -> None:
    assert codes(UBL) == codes(CII) == ["einvoice.profile"]
    assert all(check.held for check in reading(UBL).checks)


def test_a_row_says_which_element_it_came_from() -> None:
    lines = reading(UBL).tables[1]
    assert [place.part for place in lines.places] == ["/Invoice/InvoiceLine[1]", "/Invoice/InvoiceLine[2]"]


def test_text_search_finds_notes_payment_terms_and_addresses() -> None:
    text = "\n".join(block.text for block in reading(CII).documents[0].blocks)
    assert all(wanted in text for wanted in ("Köln-Mülheim", "2 % Skonto", "Am Bach 12", "Schrauben M8"))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b'<cbc:LineExtensionAmount currencyID="EUR">16.00', b'<cbc:LineExtensionAmount currencyID="EUR">17.00', "10"),
        (b'TaxExclusiveAmount currencyID="EUR">16.00', b'TaxExclusiveAmount currencyID="EUR">15.00', "13"),
        (
            b'<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">3.04',
            b'<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">4.04',
            "14",
        ),
        (b'TaxInclusiveAmount currencyID="EUR">19.04', b'TaxInclusiveAmount currencyID="EUR">20.04', "15"),
        (b'PayableAmount currencyID="EUR">19.04', b'PayableAmount currencyID="EUR">9.04', "16"),
        (b'TaxableAmount currencyID="EUR">16.00', b'TaxableAmount currencyID="EUR">26.00', "17"),
    ],
)
def test_a_sum_that_does_not_agree_is_a_finding(old: bytes, new: bytes, rule: str) -> None:
    assert old in UBL
    assert f"einvoice.BR-CO-{rule}" in codes(UBL.replace(old, new, 1))


def test_a_figure_that_is_none_stays_empty_and_is_reported() -> None:
    broken = UBL.replace(b">0.12<", b">0,12 EUR<")
    prices = [row[8] for row in reading(broken).tables[1].rows]
    assert prices == [None, Decimal("0.08")]
    assert "einvoice.value" in codes(broken)


def test_an_impossible_date_is_reported() -> None:
    broken = CII.replace(b"20240305", b"20241345")
    assert head(broken)["Rechnungsdatum"] is None
    assert set(codes(broken)) == {"einvoice.profile", "einvoice.value"}


def test_a_missing_number_is_reported() -> None:
    assert "einvoice.BR-02" in codes(UBL.replace(b"<cbc:ID>4711</cbc:ID>", b""))


def test_zugferd_1_reads_like_its_successor() -> None:
    old = CII.replace(b"CrossIndustryInvoice>", b"CrossIndustryDocument>").replace(
        b"<rsm:CrossIndustryInvoice ", b"<rsm:CrossIndustryDocument "
    )
    for new_name, old_name in (
        (b"rsm:ExchangedDocument>", b"rsm:HeaderExchangedDocument>"),
        (b"rsm:ExchangedDocumentContext>", b"rsm:SpecifiedExchangedDocumentContext>"),
        (b"rsm:SupplyChainTradeTransaction>", b"rsm:SpecifiedSupplyChainTradeTransaction>"),
        (b"ApplicableHeaderTrade", b"ApplicableSupplyChainTrade"),
        (b"SpecifiedLineTrade", b"SpecifiedSupplyChainTrade"),
        (b"SettlementHeaderMonetary", b"SettlementMonetary"),
        (b"SettlementLineMonetary", b"SettlementMonetary"),
        (b"RateApplicablePercent", b"ApplicablePercent"),
        (b"IssuerAssignedID", b"ID"),
    ):
        old = old.replace(new_name, old_name)
    assert [t.rows for t in reading(old).tables] == [t.rows for t in reading(CII).tables]


def test_entities_are_not_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "&a;&a;&a;">]>'
    text = "\n".join(
        b.text for b in reading(bomb + UBL.split(b"?>", 1)[1].replace(b"verzinkt", b"&b;")).documents[0].blocks
    )
    assert "xxxx" not in text


def test_a_wrong_encoding_declaration_is_got_round() -> None:
    assert head(UBL.replace(b'encoding="UTF-8"', b'encoding="UTF-99"'))["Käufer"] == "Gärtnerei Grün OHG"


def test_a_truncated_invoice_gives_what_is_there_and_says_so() -> None:
    cut = UBL[: UBL.index(b"<cac:InvoiceLine><cbc:ID>2")]
    assert len(reading(cut).tables[1].rows) == 1
    assert "einvoice.xml" in codes(cut)


def test_other_xml_is_refused_with_what_to_do() -> None:
    with pytest.raises(Unreadable, match="no e-invoice"):
        reading(b"<katalog><artikel/></katalog>")


@pytest.mark.parametrize(
    ("head_bytes", "sure"),
    [(UBL[:500], True), (CII[:500], True), (b"<html></html>", False), (b"%PDF-1.4 " + CII, False), (b"", False)],
)
def test_only_an_invoice_is_claimed(head_bytes: bytes, sure: bool) -> None:  # noqa: FBT001 - a case
    assert (einvoice.sniff(head_bytes, "datei.xml") > 90) is sure


def test_a_long_licence_comment_before_the_root_does_not_hide_the_invoice() -> None:
    comment = b"<?xml version='1.0'?><!-- ZUGFeRD " + b"Nutzungsrechte " * 1000
    assert einvoice.sniff(comment[:8192], "beispiel.xml") == 60


def rows(data: bytes, kind: str) -> list[dict[str, Cell]]:
    tables = [table for table in reading(data).tables if table.kind == kind]
    return [dict(zip((c.name for c in t.columns), row, strict=True)) for t in tables for row in t.rows]


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def test_a_credit_note_keeps_its_amounts_and_turns_the_signed_ones() -> None:
    note = sample("gutschrift-peppol.xml")
    assert (head(note)["Brutto"], head(note)["Brutto_mit_Vorzeichen"]) == (Decimal("514.08"), Decimal("-514.08"))
    assert rows(note, "invoice.lines")[0]["Positionsbetrag_mit_Vorzeichen"] == Decimal("-480.00")
    assert rows(note, "invoice.vat")[0]["Steuerbetrag_mit_Vorzeichen"] == Decimal("-82.08")
    assert rows(note, "invoice.allowances")[0]["Betrag_mit_Vorzeichen"] == Decimal("48.00")


def test_a_credit_note_with_negative_amounts_is_reported() -> None:
    note = sample("gutschrift-peppol.xml").replace(b">514.08<", b">-514.08<")
    assert "einvoice.credit_sign" in codes(note)


def test_an_invoice_of_the_type_credit_note_is_one() -> None:
    assert head(UBL.replace(b">380<", b">381<"))["Netto_mit_Vorzeichen"] == Decimal("-16.00")


def test_an_attached_file_is_handed_on() -> None:
    inside = reading(sample("gutschrift-peppol.xml")).inside
    assert [(i.name, i.data[:11]) for i in inside] == [("reklamation.txt", b"Reklamation")]


def test_an_attached_file_that_is_no_base64_is_reported() -> None:
    note = sample("gutschrift-peppol.xml").replace(b'reklamation.txt">', b'reklamation.txt">!!')
    assert reading(note).inside == ()
    assert "einvoice.attachment" in codes(note)


def test_lines_that_only_sum_up_others_are_not_counted_twice() -> None:
    bill = sample("abschlag-extended.xml")
    assert [row["Position"] for row in rows(bill, "invoice.lines")] == ["2", "3"]
    assert [row["Position"] for row in rows(bill, "invoice.sublines")] == ["1"]


def test_sub_lines_know_the_line_that_they_belong_to() -> None:
    bill = sample("unterpositionen.xml")
    assert [row["Position"] for row in rows(bill, "invoice.lines")] == ["1"]
    assert [(r["Position"], r["Oberposition"]) for r in rows(bill, "invoice.sublines")] == [("1.1", "1"), ("1.2", "1")]


def test_a_discount_is_read_from_terms_in_words_and_in_fields() -> None:
    written, fields = (rows(sample(n), "invoice.discounts") for n in ("unterpositionen.xml", "abschlag-extended.xml"))
    assert [(row["Tage"], row["Prozentsatz"]) for row in written] == [(Decimal(14), Decimal("2.25"))]
    assert [(row["Tage"], row["Prozentsatz"]) for row in fields] == [(Decimal(10), Decimal("2.00"))]


def test_a_payment_by_a_third_party_counts_into_the_amount_due() -> None:
    held = {check.code: check.held for check in reading(sample("unterpositionen.xml")).checks}
    assert held["einvoice.BR-CO-16"] is True


def test_a_prepayment_that_was_not_taken_off_is_a_failed_check_with_both_figures() -> None:
    checks = [c for c in reading(sample("abschlag-extended.xml")).checks if c.held is False]
    assert [(c.code, c.expected, c.found) for c in checks] == [("einvoice.BR-CO-16", "3.129,50", "3.629,50")]


def test_a_field_that_is_no_term_of_the_standard_is_not_lost() -> None:
    fields = rows(sample("abschlag-extended.xml"), "invoice.other")
    assert [str(row["Feld"]).rsplit("/", 2)[1:] for row in fields] == [["InvoicerTradeParty", "Name"]]


def test_every_text_of_a_sample_is_in_a_table() -> None:
    for name in ("gutschrift-peppol.xml", "abschlag-extended.xml", "unterpositionen.xml", "zugferd-1.xml"):
        told = {str(cell) for table in reading(sample(name)).tables for row in table.rows for cell in row}
        for element in etree.fromstring(sample(name)).iter("*"):
            tag, text = element.tag.rpartition("}")[2], " ".join((element.text or "").split())
            if text and not tag.endswith(("Indicator", "BinaryObject", "Note")) and text not in {"VAT", "false"}:
                assert text.removeprefix("0") in told or any(text in cell for cell in told) or text.isdigit(), (
                    name,
                    tag,
                )


def test_a_wrong_code_page_is_got_round_and_reported() -> None:
    latin = UBL.decode().replace('encoding="UTF-8"', 'encoding="UTF-99"').encode("cp1252")
    assert head(latin)["Käufer"] == "Gärtnerei Grün OHG"
    assert "einvoice.encoding" in codes(latin)


def test_a_line_that_is_not_quantity_times_price_is_reported_with_its_place() -> None:
    broken = UBL.replace(b">0.12<", b">0.21<")
    finding = next(f for f in reading(broken).findings if f.code == "einvoice.line")
    assert finding.place.part == "/Invoice/InvoiceLine[1]"


def test_tax_without_the_sellers_number_is_reported() -> None:
    assert "einvoice.BR-S-02" in codes(UBL.replace(b"<cbc:CompanyID>DE123456789</cbc:CompanyID>", b""))
