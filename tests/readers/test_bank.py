"""Bank files: MT940 and camt give the same tables; balances, batches, reversals, SEPA words; orders of pain."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from hanse.errors import Unreadable
from hanse.readers import Reader, all_readers
from hanse.readers._bank import codes, columns, purpose, xml
from hanse.readers.item import Item
from hanse.readers.mt940 import amounts, details, entry
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parent / "samples"
camt, mt940, pain = (next(r for r in all_readers() if name == r.NAME) for name in ("camt", "mt940", "pain"))


def sample(reader: Reader, name: str) -> Reading:
    return reader.read(Item.at(SAMPLES / reader.NAME / name))


def rows(reading: Reading, kind: str) -> list[dict[str, Cell]]:
    found = next(table for table in reading.tables if table.kind == kind)
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def entries(reading: Reading) -> list[dict[str, Cell]]:
    return rows(reading, "bank.entries")


def mt(*lines: str) -> Reading:
    return mt940.read(Item.of("x.sta", "\n".join([":20:X", ":25:10020030/1234567", ":28C:1/1", *lines]).encode()))


def held(reading: Reading, code: str) -> list[bool | None]:
    return [check.held for check in reading.checks if check.code == code]


@pytest.mark.parametrize("name", ["gvc", "bktxcd", "reasons"])
def test_a_list_of_codes_has_each_code_once_with_a_meaning(name: codes.CodeList) -> None:
    lines = (Path(codes.__file__).parent / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows_ = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    assert len({row[0] for row in rows_}) == len(rows_) == len(codes.table(name))
    assert all(row[1].strip() for row in rows_)


def test_mt940_and_camt_of_one_account_give_the_same_columns_and_amounts() -> None:
    old, new = sample(mt940, "september_oktober.sta"), sample(camt, "auszuege_v8.xml")
    assert [t.columns for t in old.tables] == [t.columns for t in new.tables]
    for name in ("Betrag", "Buchungsdatum", "Name", "IBAN", "BIC", "End-to-End-ID", "Mandatsreferenz", "Gläubiger-ID",
                 "GVC", "Verwendungszweck", "Primanota"):  # fmt: skip
        assert [row[name] for row in entries(old)[:2]] == [row[name] for row in entries(new)[:2]], name
    sums = [[row["Umsatzsumme"] for row in rows(reading, "bank.statements")] for reading in (old, new)]
    assert sums == [[Decimal("1015.90"), Decimal("3000.00")]] * 2


def test_versions_two_and_eight_of_camt_give_the_same_entries() -> None:
    old, new = sample(camt, "auszug_v2_latin1.xml"), sample(camt, "auszuege_v8.xml")
    assert entries(old) == entries(new)[:4]


@pytest.mark.parametrize("name", ["september_oktober.sta", "dos.sta"])
def test_the_balance_chain_holds_whatever_the_code_page(name: str) -> None:
    reading = sample(mt940, name)
    assert set(held(reading, "mt940.balance")) == {True}
    assert "Müller & Söhne KG" in {row["Name"] for row in entries(reading)}


@pytest.mark.parametrize(
    ("mark", "amount", "side", "storno"),
    [("C", 5, "H", False), ("D", -5, "S", False), ("RC", -5, "S", True), ("RD", 5, "H", True), ("CR", 5, "H", False),
     ("RDR", 5, "H", True), ("DF", -5, "S", False)],
)  # fmt: skip
def test_marks_and_the_funds_code_behind_them(mark: str, amount: int, side: str, storno: bool) -> None:  # noqa: FBT001
    found = entry.parse([f"2401020102{mark}5,00NTRFNONREF"])
    assert found is not None
    assert (found.amount, found.side, found.reversal) == (Decimal(amount), side, storno)


@pytest.mark.parametrize(
    ("raw", "value", "booked"),
    [("1401041229", date(2014, 1, 4), date(2013, 12, 29)), ("1412240102", date(2014, 12, 24), date(2015, 1, 2)),
     ("1602300301", date(2016, 2, 29), date(2016, 3, 1)), ("9901020102", date(1999, 1, 2), date(1999, 1, 2))],
)  # fmt: skip
def test_days_near_the_turn_of_the_year_and_the_30_february(raw: str, value: date, booked: date) -> None:
    found = entry.parse([f"{raw}C1,NTRFNONREF"])
    assert found is not None
    assert (found.value, found.booked) == (value, booked)


@pytest.mark.parametrize(("raw", "amount"), [("12,", "12"), ("0,12", "0.12"), ("001,5", "1.5"), ("500", "500")])
def test_amounts_with_and_without_decimals(raw: str, amount: str) -> None:
    assert amounts.amount(raw) == Decimal(amount)


def test_a_damaged_balance_is_not_guessed() -> None:
    assert amounts.balance("C020315105000,00") is None
    assert amounts.balance("D140829EUR000000000147,64") == amounts.Balance(Decimal("-147.64"), "EUR", date(2014, 8, 29))


def test_sepa_words_go_to_their_fields_even_when_they_break_over_sub_fields() -> None:
    text = purpose.joined(["EREF+TRX-0A4A47C3-F846-4729", "-8A1B-5DF620F", "MREF+CAC97D", "SVWZ+Dank und Gruß"])
    assert purpose.fields(text) == {
        "End-to-End-ID": "TRX-0A4A47C3-F846-4729-8A1B-5DF620F", "Mandatsreferenz": "CAC97D",
        "Verwendungszweck": "Dank und Gruß",
    }  # fmt: skip


def test_sub_fields_that_are_not_full_are_lines_of_their_own() -> None:
    assert purpose.joined(["Gehalt Oktober", "Firma"]) == "Gehalt Oktober Firma"
    assert purpose.joined(["x" * 27, "y"]) == "x" * 27 + "y"


def test_text_before_the_first_sepa_word_is_kept() -> None:
    assert purpose.fields("Rückläufer EREF+55 SVWZ+Miete") == {
        "Verwendungszweck": "Rückläufer Miete", "End-to-End-ID": "55",
    }  # fmt: skip


def test_a_field_86_with_line_breaks_in_the_middle_of_words_is_joined() -> None:
    found = details.parse(["051?00UEBERWEISUNG?20Gehalt Oktob", "er", "?21Firma?3050060400?31084756", "4700?32MUELLER"])
    assert found["Verwendungszweck"] == "Gehalt Oktober Firma"
    assert found["IBAN"] == "0847564700"
    assert found["GVC"] == "051"


def test_dutch_tags_and_plain_texts_are_read_too() -> None:
    found = details.parse(["/EREF/01-01 12:00/BENM//NAME/CONTRA ACCOUNT HOLDER/REMI/Reference 7"])
    assert (found["Name"], found["Verwendungszweck"]) == ("CONTRA ACCOUNT HOLDER", "Reference 7")
    assert details.parse(["Zinsen", "für Mai"]) == {"Verwendungszweck": "Zinsen für Mai"}


def test_foreign_amounts_and_charges_of_sepa_words_are_amounts() -> None:
    found = details.parse(["201?20OAMT+USD 50,25?21COAM+EUR1,50?22SVWZ+x"])
    assert (found["Ursprungsbetrag"], found["Ursprungswährung"]) == (Decimal("50.25"), "USD")
    assert found["Entgelt"] == Decimal("1.50")


def test_an_unreadable_entry_is_rejected_and_its_purpose_goes_to_nobody() -> None:
    reading = sample(mt940, "beschaedigt.sta")
    assert reading.counts.rejected == 1
    assert "Feld 61 kaputt" not in {row["Verwendungszweck"] for row in entries(reading)}
    assert held(reading, "mt940.balance") == [False, None]


def test_an_entry_after_the_closing_balance_counts_in_no_balance() -> None:
    reading = mt(":60F:C240101EUR1,", ":61:2401020102C1,NTRFNONREF", ":62F:C240102EUR2,", ":61:2401030103C9,NTRFNONREF")
    assert held(reading, "mt940.balance") == [True]
    assert reading.counts.out == 2


def test_a_statement_that_is_there_twice_is_said_to_be() -> None:
    reading = sample(mt940, "zweimal.sta")
    assert "mt940.double" in {finding.code for finding in reading.findings}
    assert len({row["Auszug"] for row in rows(reading, "bank.statements")}) == 2


def test_an_interim_report_is_pending_and_its_totals_are_checked() -> None:
    reading = sample(mt940, "vormerkposten.mt942")
    assert {row["Status"] for row in entries(reading)} == {"PDNG"}
    assert held(reading, "mt940.totals") == [True, True]
    assert rows(reading, "bank.statements")[0]["Format"] == "MT942"


def test_the_lines_of_an_entry_hold_exactly_that_entry() -> None:
    lines = (SAMPLES / "mt940" / "september_oktober.sta").read_bytes().decode("latin-1").splitlines()
    table = sample(mt940, "september_oktober.sta").tables[0]
    for row, place in zip(table.rows, table.places, strict=True):
        text = "".join(lines[(place.line or 1) - 1 : place.line_end or place.line])
        assert text.startswith(":61:")
        assert text.count(":61:") == 1
        assert str(row[6]).lstrip("-").replace(".", ",") in text


def test_a_batch_whose_parts_add_up_stands_as_its_parts() -> None:
    parts = [row for row in entries(sample(camt, "auszuege_v8.xml")) if row["Sammler"]]
    assert [row["Betrag"] for row in parts] == [Decimal("1000.00"), Decimal("1500.00"), Decimal("500.00")]
    assert [row["Teil"] for row in parts] == [1, 2, 3]
    assert {row["Sammelbetrag"] for row in parts} == {Decimal("3000.00")}


def test_a_batch_whose_parts_do_not_add_up_counts_once_and_its_parts_stand_apart() -> None:
    reading = sample(camt, "sammler_geht_nicht_auf.xml")
    assert [row["Betrag"] for row in entries(reading)] == [Decimal("3000.00")]
    assert len(rows(reading, "bank.details")) == 3
    assert held(reading, "camt.batch_sum") == [False]
    assert held(reading, "camt.balance") == [False]


def test_the_path_of_each_row_leads_to_its_element() -> None:
    path = SAMPLES / "camt" / "auszuege_v8.xml"
    root = etree.parse(path).getroot()
    for node in root.iter("*"):
        node.tag = etree.QName(node).localname
    table = sample(camt, "auszuege_v8.xml").tables[0]
    for row, place in zip(table.rows, table.places, strict=True):
        found = root.find("." + str(place.part).removeprefix("/Document[1]"))
        assert found is not None
        assert found.findtext("Amt") == str(row[6]).lstrip("-")


def test_a_file_that_breaks_off_is_read_up_to_there() -> None:
    for reader in (camt, pain):
        reading = sample(reader, "abgebrochen.xml")
        assert reading.counts.rejected == 1
        assert reading.counts.out > 1
        assert f"{reader.NAME}.broken" in {finding.code for finding in reading.findings}


def test_a_file_that_lies_about_its_encoding_is_read_and_that_is_said() -> None:
    reading = sample(camt, "auszug_v2_latin1.xml")
    assert "camt.encoding" in {finding.code for finding in reading.findings}
    assert entries(reading)[0]["Name"] == "Tischlerei Köster GmbH"


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:'
    body = b'camt.053.001.02"><BkToCstmrStmt><Stmt><Id>&b;</Id></Stmt></BkToCstmrStmt></Document>'
    reading = camt.read(Item.of("x.xml", bomb + body))
    assert "aaaa" not in repr(reading.tables)


@pytest.mark.parametrize("version", range(1, 14))
def test_every_version_of_camt_and_pain_is_claimed(version: int) -> None:
    for reader, name in (
        (camt, "camt.052"),
        (camt, "camt.053"),
        (camt, "camt.054"),
        (pain, "pain.001"),
        (pain, "pain.008"),
    ):
        head = (
            f'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{name}.001.{version:02}">'.encode()
        )
        assert reader.sniff(head, "x.xml") > 90
        assert (pain if reader is camt else camt).sniff(head, "x.xml") == 0


def test_orders_have_a_sign_by_their_kind_and_their_sums_are_checked() -> None:
    out, in_ = sample(pain, "ueberweisungen_v9.xml"), sample(pain, "lastschriften_v2.xml")
    assert rows(out, "bank.payments")[0]["Betrag mit Vorzeichen"] == Decimal("-214.20")
    assert rows(in_, "bank.payments")[0]["Betrag mit Vorzeichen"] == Decimal("49.00")
    assert all(check.held for reading in (out, in_) for check in reading.checks)
    assert [c.held for c in sample(pain, "summe_falsch.xml").checks] == [True, True, True, True, False, False]


def test_what_is_no_bank_file_at_all_is_unreadable() -> None:
    for reader in (camt, pain, mt940):
        with pytest.raises(Unreadable):
            reader.read(Item.of("x", b"Guten Tag"))


def test_columns_of_the_bank_tables_have_unique_names() -> None:
    for table in (columns.STATEMENTS, columns.ENTRIES, columns.PAYMENTS):
        names = [column.name for column in table]
        assert len(set(names)) == len(names)


def test_a_stream_gives_the_same_paths_as_the_whole_tree() -> None:
    data = b"<D><M><S><X/><N/></S><S><N/><N/></S></M></D>"
    seen = [s.path for s in xml.stream(data, ("D", "S", "N"), frozenset({"N"})) if not s.start]
    assert seen == [
        "/D[1]/M/S[1]/N[1]", "/D[1]/M/S[1]", "/D[1]/M/S[2]/N[1]", "/D[1]/M/S[2]/N[2]", "/D[1]/M/S[2]", "/D[1]",
    ]  # fmt: skip
