"""Public e-invoices against the facts stated beside them; skipped by name where the sample files are missing."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hanse.readers import einvoice, pdf
from hanse.readers.item import Item
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
ZUGFERD = SAMPLES / "zugferd" / "zugferd-corpus"
XRECHNUNG = SAMPLES / "xrechnung" / "xrechnung-testsuite"
EN16931 = SAMPLES / "en16931" / "eInvoicing-EN16931"
FACTS = {
    "number": "Rechnungsnummer",
    "currency": "Währung",
    "type_code": "Typcode",
    "tax_exclusive": "Netto",
    "tax_total": "Steuer",
    "tax_inclusive": "Brutto",
    "due": "Zahlbetrag",
}
RULES = {"BR-CO-10", "BR-CO-12", "BR-CO-14", "BR-CO-16"}


def cases() -> Iterator[tuple[Path, dict[str, Any]]]:
    for name, facts in expected(ZUGFERD):
        for folder, ending in (("CII", "cii.xml"), ("UBL", "ubl.xml"), ("FX", "pdf")):
            yield ZUGFERD / "XML-Rechnung" / folder / f"{name}.{ending}", facts
    for name, facts in expected(XRECHNUNG):
        paths = (XRECHNUNG / f"{name}_{syntax}.xml" for syntax in ("ubl", "uncefact"))
        yield from ((path, facts) for path in paths if path.exists())
    for name, facts in expected(EN16931):
        yield EN16931 / name.replace("/", "/examples/"), facts


def expected(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    path = folder / "expected.json"
    return list(json.loads(path.read_text(encoding="utf-8")).items()) if path.exists() else []


def needs(folder: Path) -> None:
    if not folder.exists():
        pytest.skip(f"{folder.name} is not there")


def invoice(path: Path) -> Reading:
    item = Item.at(path)
    if path.suffix == ".pdf":
        attached = next(i for i in pdf.read(item).inside if i.name.endswith(".xml"))
        item = Item.of(attached.name, attached.data)
    return einvoice.read(item)


def differences(path: Path, facts: dict[str, Any]) -> list[str]:
    tables = invoice(path).tables
    row = dict(zip((c.name for c in tables[0].columns), tables[0].rows[0], strict=True))
    got: dict[str, Cell] = {key: row[name] for key, name in FACTS.items()} | {"lines": len(tables[1].rows)}
    return [
        f"{path.name} {key}: {facts[key]} != {got[key]}"
        for key in got
        if key in facts and not same(facts[key], got[key])
    ]


def same(wanted: Any, got: Cell) -> bool:
    return Decimal(wanted) == got if isinstance(got, Decimal) and wanted is not None else wanted == got


def test_every_stated_fact_of_the_public_invoices_is_read_as_stated() -> None:
    needs(SAMPLES)
    found = [difference for path, facts in cases() for difference in differences(path, facts)]
    assert found == []
    assert sum(1 for _ in cases()) > 80


def test_cii_and_ubl_of_one_zugferd_invoice_have_equal_rows() -> None:
    needs(ZUGFERD)
    for name, _ in expected(ZUGFERD):
        cii = invoice(ZUGFERD / "XML-Rechnung" / "CII" / f"{name}.cii.xml")
        ubl = invoice(ZUGFERD / "XML-Rechnung" / "UBL" / f"{name}.ubl.xml")
        assert [t.rows for t in cii.tables] == [t.rows for t in ubl.tables], name


def test_no_public_e_invoice_crashes_the_reader() -> None:
    needs(SAMPLES)
    for path in [*ZUGFERD.rglob("*.xml"), *XRECHNUNG.rglob("*.xml"), *EN16931.glob("*/examples/*.xml")]:
        if einvoice.sniff(Item.at(path).head(), path.name) > 50:
            reading = einvoice.read(Item.at(path))
            assert reading.counts.in_ == reading.counts.out


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_rule_cases_of_en_16931_are_judged_as_they_say(rule: str) -> None:
    path = EN16931 / "test" / "Invoice-unit-UBL" / f"{rule}.xml"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    for test in etree.parse(path).getroot().iter("{*}test"):
        wrong = test.find("{*}assert/{*}error") is not None
        body = test.find("{*}Invoice")
        assert body is not None
        codes = {f.code for f in einvoice.read(Item.of("fall.xml", etree.tostring(body))).findings}
        assert (f"einvoice.{rule}" in codes) is wrong, etree.tostring(test).decode()[:1500]
