"""Public files of building and trade against the facts stated beside them; skipped by name where they are missing."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.readers import bmecat, datanorm, gaeb, opentrans
from hanse.readers.item import Item
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
GAEB = SAMPLES / "gaeb" / "gaeb-php"
DATANORM = SAMPLES / "datanorm" / "datanorm-python"
OPENTRANS = SAMPLES / "opentrans" / "naugrimm-opentrans"
BMECAT = SAMPLES / "bmecat" / "naugrimm-bmecat"
Rows = list[dict[str, Cell]]


def facts(folder: Path) -> dict[str, Any]:
    if not folder.exists():
        pytest.skip(f"needs {folder.name}")
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return found


def rows(reading: Reading, kind: str) -> Rows:
    table = next(t for t in reading.tables if t.kind == kind)
    return [dict(zip((c.name for c in table.columns), row, strict=True)) for row in table.rows]


def same(stated: Any, got: Cell) -> bool:
    return Decimal(str(stated)) == got if isinstance(got, Decimal | int) else str(stated) == str(got)


def items(name: str) -> Rows:
    return rows(gaeb.read(Item.at(GAEB / name)), "gaeb.items")


def test_every_stated_fact_of_the_public_invoice_by_gaeb_is_read_as_stated() -> None:
    stated = facts(GAEB)["invoice.x89"]
    reading = gaeb.read(Item.at(GAEB / "invoice.x89"))
    head = rows(reading, "gaeb.project")[0]
    pairs = {"net": "Netto", "vat": "Steuer", "vat_rate": "Steuersatz", "gross": "Brutto"}
    assert all(same(stated[key], head[name]) for key, name in pairs.items())
    assert f"{head['Rechnungsart']} ({'cumulative' if head['Abrechnung'] == 'kumuliert' else '?'})" == stated["kind"]
    paid = [row for row in rows(reading, "gaeb.payments") if row["Art"] == "Zahlung"]
    assert [same(p["total"], row["Betrag"]) for p, row in zip(stated["payments"], paid, strict=True)] == [True]


def test_the_public_contract_has_the_stated_items_and_total() -> None:
    stated = facts(GAEB)["contract.x86"]
    first, second = items("contract.x86")
    assert first["OZ"] == stated["items"][0]["oz"]
    assert same(stated["items"][0]["unit_price"], first["Einheitspreis"])
    assert same(stated["items"][0]["total"], first["Positionsbetrag"])
    assert same(stated["items"][1]["total"], second["Positionsbetrag"])
    assert same(stated["total"], rows(gaeb.read(Item.at(GAEB / "contract.x86")), "gaeb.project")[0]["Positionssumme"])


def test_the_public_bill_of_quantities_counts_as_stated() -> None:
    stated = facts(GAEB)["boq.x83"]
    found = [row for row in items("boq.x83") if row["Art"] != "Unterbeschreibung"]
    assert [row["OZ"] for row in found] == stated["items"]
    by_oz = {row["OZ"]: row for row in found}
    assert (by_oz["03.0030"]["Art"], by_oz["03.0030"]["Zählt"]) == ("Bedarf", True)
    assert (by_oz["03.0040"]["Zuordnung"], by_oz["03.0040"]["Zählt"]) == ("1.1", True)
    assert (by_oz["03.0040.1"]["Zuordnung"], by_oz["03.0040.1"]["Zählt"]) == ("1.2", False)
    assert by_oz["03.0050"]["Stundenlohn"] is True


def test_the_public_bill_priced_at_ten_each_comes_to_the_stated_total() -> None:
    facts(GAEB)
    whole = (GAEB / "boq.x83").read_bytes()
    priced = whole.replace(b"<QU>", b"<UP>10.00</UP><QU>")
    head = rows(gaeb.read(Item.of("boq.x84", priced)), "gaeb.project")[0]
    assert head["Positionssumme"] == Decimal("1360.00")


def test_all_control_totals_of_the_public_gaeb_files_hold() -> None:
    facts(GAEB)
    checks = [c for path in sorted(GAEB.glob("*.x*")) for c in gaeb.read(Item.at(path)).checks]
    assert len(checks) > 30
    assert [c for c in checks if c.held is False] == []


def test_the_wrong_public_gaeb_file_is_read_with_warnings_and_the_others_without() -> None:
    facts(GAEB)
    warned = {
        path.name for path in GAEB.glob("*.x*") if any(f.severity != "info" for f in gaeb.read(Item.at(path)).findings)
    }
    assert warned == {"nonconforming.x83"}


def test_every_stated_fact_of_the_public_datanorm_article_is_read_as_stated() -> None:
    stated = facts(DATANORM)["datanorm_test.001"]
    reading = datanorm.read(Item.at(DATANORM / "datanorm_test.001"))
    head, article = rows(reading, "datanorm.head")[0], rows(reading, "datanorm.articles")[0]
    assert [head["Version"], str(head["Datum"]), head["Währung"]] == [
        str(stated["version"]),
        stated["date"],
        stated["currency"],
    ]
    assert [head["Text_1"], head["Text_2"], head["Text_3"]] == stated["header"]
    names = {
        "number": "Artikelnummer", "short_text_1": "Kurztext_1", "short_text_2": "Kurztext_2", "unit": "Mengeneinheit",
        "price_indicator": "Preiskennzeichen", "price_unit": "Preismenge", "price": "Preis", "ean": "GTIN",
        "discount_group": "Rabattgruppe", "main_group": "Hauptwarengruppe", "group": "Warengruppe",
        "matchcode": "Matchcode", "alt_number": "Alternativnummer", "min_pack": "Verpackungsmenge",
    }  # fmt: skip
    assert {key for key in stated["article"] if not same(stated["article"][key], article[names[key]])} == set()


def test_the_public_goods_groups_are_read_as_stated() -> None:
    stated = facts(DATANORM)["datanorm_test.WRG"]
    got: dict[str, Cell] = {}
    for row in rows(datanorm.read(Item.at(DATANORM / "datanorm_test.WRG")), "datanorm.goods_groups"):
        if row["Bezeichnung_Hauptwarengruppe"]:
            got[f"main_group {row['Hauptwarengruppe']}"] = row["Bezeichnung_Hauptwarengruppe"]
        if row["Warengruppe"]:
            got[f"group {row['Hauptwarengruppe']}/{row['Warengruppe']}"] = row["Bezeichnung"]
    assert got == stated


def test_the_public_prices_are_read_as_stated() -> None:
    stated = facts(DATANORM)["datpreis_test.001"]
    found = rows(datanorm.read(Item.at(DATANORM / "datpreis_test.001")), "datanorm.prices")
    got = {(str(row["Artikelnummer"]), str(row["Preiskennzeichen"])): row["Preis"] for row in found}
    for number, prices in stated.items():
        for key, price in prices.items() if number != "note" else ():
            kinds = ["1", "2"] if key == "price" else [key[-1]]
            assert any(got.get((number, kind)) == Decimal(price) for kind in kinds), (number, key)


def test_every_stated_fact_of_the_public_opentrans_documents_is_read_as_stated() -> None:
    names = {"ORDER_ID": "Bestellnummer", "INVOICE_ID": "Rechnungsnummer", "TOTAL_ITEM_NUM": "Positionen"}
    names |= {"TOTAL_AMOUNT": "Gesamtbetrag", "NET_VALUE_GOODS": "Warenwert", "CURRENCY": "Währung"}
    kinds = {"INVOICE": "Rechnung", "ORDER": "Bestellung", "ORDERCHANGE": "Bestelländerung"}
    wrong = []
    for name, stated in facts(OPENTRANS).items():
        reading = opentrans.read(Item.at(OPENTRANS / name))
        head = rows(reading, "order.head")[0]
        assert head["Belegart"] == kinds[stated["document"]]
        assert len(rows(reading, "order.lines")) == stated["items"]
        wrong += [(name, k) for k, column in names.items() if k in stated and not same(stated[k], head[column])]
        assert all(check.held is not False for check in reading.checks)
    assert wrong == []


def test_the_public_catalogue_has_the_stated_articles_and_prices() -> None:
    stated = facts(BMECAT)["document_without_null_values.xml"]
    reading = bmecat.read(Item.at(BMECAT / "document_without_null_values.xml"))
    assert [row["Artikelnummer"] for row in rows(reading, "catalog.articles")] == stated["supplier_pids"]
    assert len(rows(reading, "catalog.articles")) == stated["products"]
    assert [str(row["Betrag"]) for row in rows(reading, "catalog.prices")] == stated["prices"]
    assert rows(reading, "catalog.head")[0]["BMEcat"] == stated["version"]
