"""openTRANS and BMEcat: streamed XML, with named characters and damage, and prices of one."""

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from hanse.errors import Unreadable
from hanse.readers import bmecat, opentrans
from hanse.readers._trade import tree, values
from hanse.readers.bmecat.columns import terms as bmecat_terms
from hanse.readers.item import Item
from hanse.readers.opentrans.terms import terms as opentrans_terms
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parent / "samples"


def rows(reading: Reading, kind: str) -> list[dict[str, Cell]]:
    table = next(t for t in reading.tables if t.kind == kind)
    return [dict(zip((c.name for c in table.columns), row, strict=True)) for row in table.rows]


def catalogue(name: str) -> Reading:
    return bmecat.read(Item.at(SAMPLES / "bmecat" / name))


def test_named_characters_of_a_missing_dtd_become_letters() -> None:
    reading = catalogue("katalog_1_2_abgeschnitten.xml")
    assert rows(reading, "catalog.head")[0]["Lieferant"] == "Schrauben Krüger KG"


def test_the_price_of_one_is_the_price_by_its_quantity() -> None:
    prices = rows(catalogue("katalog_1_2_abgeschnitten.xml"), "catalog.prices")
    assert [(p["Betrag"], p["Preis_je_Einheit"]) for p in prices[:2]] == [
        (Decimal("349.00"), Decimal("3.49")), (Decimal("599.00"), Decimal("5.99"))
    ]  # fmt: skip


def test_a_cut_off_catalogue_loses_one_article_and_says_so() -> None:
    reading = catalogue("katalog_1_2_abgeschnitten.xml")
    assert [row["Artikelnummer"] for row in rows(reading, "catalog.articles")] == ["00120", "00977"]
    assert reading.counts.rejected == 1
    assert [f.code for f in reading.findings if f.severity == "error"] == ["bmecat.xml"]


def test_a_deleted_article_is_no_article_but_stays_visible() -> None:
    reading = catalogue("katalog_etim.xml")
    assert [row["Artikelnummer"] for row in rows(reading, "catalog.articles")] == ["LED-0030"]
    assert [row["Artikelnummer"] for row in rows(reading, "catalog.changes")] == ["ALT-1"]


def test_features_with_several_values_give_a_row_each() -> None:
    found = rows(catalogue("katalog_etim.xml"), "catalog.features")
    assert [(f["Merkmal"], f["Wert"], f["Zahlenwert"]) for f in found] == [
        ("EF009346", "18", Decimal(18)), ("EF000008", "300", Decimal(300)), ("EF000008", "310", Decimal(310)),
        ("EF000137", "true", None),
    ]  # fmt: skip


def test_every_place_of_a_catalogue_leads_to_its_element() -> None:
    root = etree.parse(SAMPLES / "bmecat" / "katalog_etim.xml").getroot()
    for table in catalogue("katalog_etim.xml").tables:
        ends = {"catalog.prices": "PRODUCT_PRICE", "catalog.features": "FEATURE", "catalog.articles": "PRODUCT"}
        for place in table.places:
            node = root
            for step in (place.part or "").split("/")[2:]:
                name, _, number = step.rstrip("]").partition("[")
                node = tree.children(node, name)[int(number or 1) - 1]
            assert tree.local(node) == ends.get(table.kind, tree.local(node))


def test_a_catalogue_of_any_size_keeps_only_one_article_in_the_tree() -> None:
    article = b"<PRODUCT><SUPPLIER_PID>1</SUPPLIER_PID></PRODUCT>"
    data = b"<BMECAT><HEADER/><T_NEW_CATALOG>" + article * 3000 + b"</T_NEW_CATALOG></BMECAT>"
    sizes = []
    for element, _ in tree.Stream(io.BytesIO(data), lambda name, depth: depth == 2 and name == "PRODUCT"):
        parent = element.getparent()
        assert parent is not None
        sizes.append(len(parent))
    assert len(sizes) == 3000
    assert max(sizes) < 2500  # what one piece of the file brings in, not what came before


def test_an_order_of_version_1_reads_like_one_of_version_2() -> None:
    reading = opentrans.read(Item.at(SAMPLES / "opentrans" / "auftragsbestaetigung_1_0.xml"))
    head, line = rows(reading, "order.head")[0], rows(reading, "order.lines")[0]
    assert (head["Belegart"], head["Kunde"], head["Lieferant"]) == (
        "Auftragsbestätigung",
        "Tischlerei Böhme",
        "Schrauben Krüger KG",
    )
    assert (line["Artikelnummer"], line["Preis_je_Einheit"], line["Steuersatz"]) == (
        "00120",
        Decimal("0.0349"),
        Decimal(19),
    )


def test_a_damaged_invoice_is_read_to_where_it_breaks() -> None:
    reading = opentrans.read(Item.at(SAMPLES / "opentrans" / "rechnung_abgeschnitten.xml"))
    assert [row["Menge"] for row in rows(reading, "order.lines")] == [Decimal(2000), None]
    assert {f.code for f in reading.findings} >= {"opentrans.xml", "opentrans.value"}


def test_an_invoice_whose_total_is_wrong_fails_its_checks() -> None:
    reading = opentrans.read(Item.at(SAMPLES / "opentrans" / "rechnung_falsche_summe.xml"))
    failed = {check.code: (check.expected, check.found) for check in reading.checks if check.held is False}
    assert failed == {
        "opentrans.item_count": ("3", "2"),
        "opentrans.line": ("2", "0"),  # the first line forgets that its price is for 100
        "opentrans.net": ("121.40", "121.30"),
        "opentrans.total": ("144.47", "144.37"),
    }


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE ORDER [<!ENTITY a "x"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    body = b"<ORDER><ORDER_HEADER><ORDER_INFO><ORDER_ID>&b;&c;</ORDER_ID></ORDER_INFO></ORDER_HEADER></ORDER>"
    head = rows(opentrans.read(Item.of("x.xml", bomb + body)), "order.head")[0]
    assert head["Belegnummer"] == "&b;&c;"


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("1234.5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("12,5", "12.5"),
        ("12.50-", "-12.50"),
        (" 7 ", "7"),
        (".5", "0.5"),
    ],
)
def test_numbers_are_read_exactly_as_written(raw: str, number: str) -> None:
    assert values.decimal(raw) == Decimal(number)


@pytest.mark.parametrize("raw", ["", "x", "1e9", "NaN", "1.2.3", "--1", "1" * 40])
def test_what_is_no_number_is_none(raw: str) -> None:
    assert values.decimal(raw) is None


def names() -> Iterator[str]:
    yield from bmecat_terms().price_types.values()
    yield from (named["de"] for named in opentrans_terms().kinds.values())
    yield from (named["en"] for named in opentrans_terms().kinds.values())


def test_every_code_has_a_name() -> None:
    assert all(name.strip() for name in names())
    assert set(opentrans_terms().roles) == set(opentrans_terms().idrefs)


def test_other_xml_is_neither() -> None:
    for reader in (bmecat, opentrans):
        with pytest.raises(Unreadable):
            reader.read(Item.of("x.xml", b"<html><body/></html>"))
        assert reader.sniff(b"<?xml version='1.0'?><Invoice xmlns='urn:x'/>", "x.xml") == 0


def test_absurdly_big_numbers_are_rounded_without_an_exception() -> None:
    big = Decimal("9" * 30)
    assert values.cents(big * big) > 0
    assert values.per_unit(big, Decimal("0.0000000001")) is not None
    assert values.trimmed(big) == big
