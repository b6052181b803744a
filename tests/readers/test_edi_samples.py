"""Public EDIFACT files against the results stated beside them; skipped by name where the sample files are missing."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from hanse.readers import edifact
from hanse.readers._edi.delimited import elements, repetitions
from hanse.readers.edifact import letters, marks
from hanse.readers.item import Item
from hanse.records import Cell, Reading, Table

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
STAEDI = SAMPLES / "edifact" / "staedi"
SMOOKS = SAMPLES / "edifact" / "smooks-edi"
EN16931 = SAMPLES / "en16931" / "eInvoicing-EN16931" / "edifact" / "examples"
PAIRS = [
    (SMOOKS / "ORDERS_D.03B_Interchange.txt", SMOOKS / "ORDERS_D.03B_Interchange.xml"),
    (SMOOKS / "d93a-invoic-1" / "input.edi", SMOOKS / "d93a-invoic-1" / "expected-result.xml"),
    (SMOOKS / "d93a-invoic-1" / "input.edi", SMOOKS / "d96a-invoic-1" / "expected-result.xml"),
    (SMOOKS / "recadv" / "recadv.txt", SMOOKS / "recadv" / "expected.xml"),
    *((EN16931 / f"EDIFACT_EXAMPLE{n}.TXT", EN16931 / f"EDIFACT_EXAMPLE{n}.xml") for n in (1, 3, 5, 7, 9)),
]
SAID_OTHERWISE = {("0932", "932"), ("4000.00", "4000"), ("675.00", "675")}  # by the two notations of one number
TOTALS = {
    "Positionssumme": "79", "Abschläge": "260", "Zuschläge": "259", "Netto": "389", "Steuer": "176", "Brutto": "388",
    "Vorauszahlung": "113", "Zahlbetrag": "9",
}  # fmt: skip
ONLY_IN_UNH = "16B"  # the association's code for the message's version, which the XML notation leaves out


def needs(folder: Path) -> None:
    if not folder.exists():
        pytest.skip(f"{folder.name} is not there")


def read(path: Path) -> Reading:
    return edifact.read(Item.at(path))


def table(reading: Reading, kind: str) -> Table:
    return next(t for t in reading.tables if t.kind == kind)


def column(reading: Reading, kind: str, name: str) -> list[Cell]:
    found = table(reading, kind)
    index = [c.name for c in found.columns].index(name)
    return [row[index] for row in found.rows]


def head(reading: Reading) -> dict[str, Cell]:
    found = table(reading, "edi.messages")
    return dict(zip((c.name for c in found.columns), found.rows[0], strict=True))


def values_read(path: Path, without: set[str]) -> list[str]:
    """Return every value of every segment in the order of the file, segments of some tags left out."""
    seps = marks.stretches(letters.read(path.read_bytes()).text)[1][0].seps
    found: list[str] = []
    for row in table(read(path), "edifact.segments").rows:
        texts = repetitions(f"{row[3]}{seps.element}{row[6]}", seps) if row[3] not in without else []
        parts = (part for text in texts for element in elements(text, seps)[1:] for part in element)
        found += [part for part in parts if part.strip()]
    return found


def values_stated(path: Path) -> list[str]:
    leaves = [e for e in etree.parse(path).getroot().iter("*") if not len(e) and (e.text or "").strip()]
    return [e.text or "" for e in leaves if not str(e.tag).endswith(("Separator", "Character", "Terminator"))]


def left_out(path: Path) -> set[str]:
    """Return the service segments that the XML doesn't have."""
    text = path.read_text(encoding="utf-8")
    return {tag for tag in ("UNB", "UNZ", "UNT", "UNO", "UNP") if not re.search(f"<(?:S_)?{tag}>", text)}


def plain(text: str) -> str:
    """Return the text without white space, which the XML wraps."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(("edi", "xml"), PAIRS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_value_of_a_message_is_read_as_its_xml_states_it(edi: Path, xml: Path) -> None:
    needs(edi)
    stated = [plain(value) for value in values_stated(xml)]
    found = [plain(value) for value in values_read(edi, left_out(xml))]
    if ONLY_IN_UNH not in stated:
        found = [value for value in found if value != ONLY_IN_UNH]
    assert {pair for pair in zip(found, stated, strict=True) if pair[0] != pair[1]} <= SAID_OTHERWISE


def texts(group: etree._Element, path: str) -> list[str]:
    return [e.text or "" for e in group.iterfind(path)]


def first(group: etree._Element, segment: str, qualifier: str, value: str) -> Decimal | None:
    """Return the number of the first segment of a group that has a qualifier; groups below are looked into too."""
    for found in group.iter(f"S_{segment}"):
        if next((e.text for e in found.iter() if not len(e)), None) == qualifier:
            return Decimal(texts(found, f".//{value}")[0])
    return None


@pytest.mark.parametrize("path", sorted(EN16931.glob("*.xml")), ids=lambda path: path.stem)
def test_lines_stand_in_the_groups_that_the_xml_puts_them_in(path: Path) -> None:
    reading = read(path.with_suffix(".TXT"))
    groups = list(etree.parse(path).getroot().iter("G_SG27"))
    assert column(reading, "edi.lines", "Position") == [texts(g, "S_LIN/D_1082")[0] for g in groups]
    assert column(reading, "edi.lines", "Menge") == [first(g, "QTY", "47", "D_6060") for g in groups]
    assert column(reading, "edi.lines", "Positionsbetrag") == [first(g, "MOA", "203", "D_5004") for g in groups]
    assert column(reading, "edi.lines", "Einzelpreis") == [first(g, "PRI", "AAA", "D_5118") for g in groups]
    names = [texts(g, "S_IMD/C_C273/D_7008")[0].strip() for g in groups]
    assert column(reading, "edi.lines", "Bezeichnung") == names


@pytest.mark.parametrize("path", sorted(EN16931.glob("*.xml")), ids=lambda path: path.stem)
def test_parties_stand_in_the_groups_that_the_xml_puts_them_in(path: Path) -> None:
    reading = read(path.with_suffix(".TXT"))
    groups = list(etree.parse(path).getroot().iter("G_SG2"))
    for name, where in (("Rollencode", "S_NAD/D_3035"), ("Name", "S_NAD/C_C080/D_3036"), ("Ort", "S_NAD/D_3164")):
        assert column(reading, "edi.parties", name) == [next(iter(texts(g, where)), None) for g in groups]
    accounts = [next(iter(texts(g, "S_FII/C_C078/D_3194")), None) for g in groups]
    assert column(reading, "edi.parties", "IBAN") == accounts


@pytest.mark.parametrize("path", sorted(EN16931.glob("*.xml")), ids=lambda path: path.stem)
def test_totals_and_taxes_are_those_of_the_summary_of_the_xml(path: Path) -> None:
    reading = read(path.with_suffix(".TXT"))
    root = etree.parse(path).getroot()
    totals: dict[str, Decimal] = {}
    for group in root.iter("G_SG52"):
        totals[texts(group, "S_MOA/C_C516/D_5025")[0]] = Decimal(texts(group, "S_MOA/C_C516/D_5004")[0])
    row = head(reading)
    for name, code in TOTALS.items():
        assert row.get(name) == totals.get(code), name
    taxes = list(root.iter("G_SG54"))
    assert column(reading, "edi.taxes", "Steuerbetrag") == [first(g, "MOA", "124", "D_5004") for g in taxes]
    assert column(reading, "edi.taxes", "Basisbetrag") == [first(g, "MOA", "125", "D_5004") for g in taxes]


def test_the_totals_of_the_german_bicycle_invoice_are_as_stated() -> None:
    needs(STAEDI)
    facts = json.loads((STAEDI / "expected.json").read_text(encoding="utf-8"))["invoic_d93a_una.edi"]
    reading = read(STAEDI / "invoic_d93a_una.edi")
    row = head(reading)
    found = [row["Netto"], row["Steuer"], row["Brutto"]]
    assert found == [Decimal(facts[name]) for name in ("net", "tax", "gross")]
    assert column(reading, "edi.lines", "Positionsbetrag") == [Decimal(a) for a in facts["line_amounts"]]
    assert (row["Belegnummer"], str(row["Belegdatum"])) == (facts["number"], facts["date"])
    assert (row["Lieferant"], row["Käufer"], row["Segmente"]) == (
        facts["seller"],
        facts["buyer"],
        facts["unt_segments"],
    )
    assert set(column(reading, "edi.parties", "Ort")) == {facts["city"]}
    assert "edifact.charset" in {f.code for f in reading.findings}  # UNOA, but UTF-8


@pytest.mark.parametrize("path", sorted(STAEDI.rglob("*.edi")), ids=lambda path: path.stem)
def test_counts_and_references_of_the_public_files_hold(path: Path) -> None:
    reading = read(path)
    counts = [c for c in reading.checks if c.code in {"edifact.count", "edifact.messages", "edifact.reference"}]
    assert len(counts) >= 3
    assert all(check.held for check in counts)
    assert reading.counts.rejected == 0


def test_a_file_with_faults_on_purpose_is_told_of() -> None:
    needs(STAEDI)
    found = [f for f in read(STAEDI / "invoic_d97b_bad.edi").findings if f.severity != "info"]
    told = {(f.code, f.raw) for f in found}
    assert {("edifact.value", "1020A"), ("edifact.value", "$1.179")} <= told
    assert {"edifact.code", "edifact.twice"} <= {f.code for f in found}


def test_the_wrapped_file_has_the_same_rows_as_the_one_that_is_not_wrapped() -> None:
    needs(STAEDI)
    wrapped, plain_one = read(STAEDI / "issue128" / "wrapped_invoic_d97b_una.edi"), read(STAEDI / "invoic_d97b.edi")
    for kind in ("edi.lines", "edi.charges"):
        assert table(wrapped, kind).rows == table(plain_one, kind).rows


@pytest.mark.parametrize("path", sorted(EN16931.glob("*.TXT")), ids=lambda path: path.stem)
def test_the_sums_of_the_en_16931_examples_hold(path: Path) -> None:
    checks = [c for c in read(path).checks if c.code.startswith("edifact.sum")]
    assert len(checks) >= 4
    assert all(check.held for check in checks)


@pytest.mark.parametrize("path", sorted(EN16931.glob("*.TXT")), ids=lambda path: path.stem)
def test_the_reference_of_the_examples_differs_and_is_told(path: Path) -> None:
    """Their UNB and UNZ really name different references."""
    assert [c.held for c in read(path).checks if c.code == "edifact.reference"].count(False) == 1
