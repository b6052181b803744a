"""E-invoices: both syntaxes make the same rows, sums are checked, damaged XML never crashes."""

from decimal import Decimal
from pathlib import Path

import pytest

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


def test_a_right_invoice_has_no_findings() -> None:
    assert codes(UBL) == codes(CII) == []


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
    assert set(codes(broken)) == {"einvoice.missing", "einvoice.value"}


def test_a_missing_number_is_reported() -> None:
    assert "einvoice.missing" in codes(UBL.replace(b"<cbc:ID>4711</cbc:ID>", b""))


def test_zugferd_1_reads_like_its_successor() -> None:
    old = CII.replace(b"CrossIndustryInvoice>", b"CrossIndustryDocument>").replace(
        b"<rsm:CrossIndustryInvoice ", b"<rsm:CrossIndustryDocument "
    )
    for new_name, old_name in (
        (b"rsm:ExchangedDocument>", b"rsm:HeaderExchangedDocument>"),
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
