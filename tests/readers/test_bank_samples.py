"""Public bank and DATEV files against the facts stated beside them; skipped by name where the files are missing."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.readers import all_readers
from hanse.readers.item import Item
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
CAMT = SAMPLES / "camt" / "genkgo-camt"
CMXL = SAMPLES / "mt940" / "railslove-cmxl"
WOLPH = SAMPLES / "mt940" / "wolph-mt940"
LEDERMANN = SAMPLES / "datev" / "ledermann-datev"
LINT = SAMPLES / "datev" / "datev-lint"
READERS = {reader.NAME: reader for reader in all_readers()}
NO_DECIMALS = {"JPY"}
BALANCES = {"opening": "Anfangssaldo", "closing": "Endsaldo", "closing_available": "Verfügbarer Saldo"}
DEFECTS = {"datev.document", "datev.side", "datev.missing"}

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared/samples")


def read(reader: str, path: Path) -> Reading:
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    return READERS[reader].read(Item.at(path))


def rows(reading: Reading, kind: str) -> list[dict[str, Cell]]:
    found = next((table for table in reading.tables if table.kind == kind), None)
    if found is None:
        return []
    return [dict(zip((c.name for c in found.columns), row, strict=True)) for row in found.rows]


def stated(folder: Path) -> dict[str, Any]:
    path = folder / "expected.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def counted() -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    yield from ((WOLPH / name, facts) for name, facts in stated(WOLPH).items())
    yield from ((CMXL / name, facts) for name, facts in stated(CMXL).get("counted", {}).items())


@pytest.mark.parametrize(("path", "facts"), list(counted()), ids=lambda v: v.name if isinstance(v, Path) else "")
def test_mt940_statements_are_counted_and_summed_as_stated(path: Path, facts: list[dict[str, Any]]) -> None:
    reading = read("mt940", path)
    statements, entries = rows(reading, "bank.statements"), rows(reading, "bank.entries")
    checks = [check for check in reading.checks if check.code == "mt940.balance"]
    assert len(statements) == len(facts)
    for got, wanted, check in zip(statements, facts, checks, strict=True):
        late = wanted.get("entries_after_closing_balance", 0)
        assert got["Umsätze"] == wanted["entries"] + late
        assert got["Umsatzsumme"] == Decimal(wanted["sum_of_entries"])
        assert got["Anfangssaldo"] == Decimal(wanted["opening"])
        assert got["Währung"] == wanted["currency"]
        closing = wanted.get("closing")
        assert got["Endsaldo"] == (None if closing is None or "unreadable" in closing else Decimal(closing))
        assert check.held is wanted.get("balanced")
        assert sum(entry["Auszug"] == got["Auszug"] for entry in entries) == got["Umsätze"]


def mt940_facts() -> Iterator[tuple[Cell, Any]]:
    """Yield (got, wanted) for each value that the specs of the Ruby library assert."""
    specs = stated(CMXL)["from_specs"]
    reading = read("mt940", CMXL / "mt940.txt")
    heads, entries = rows(reading, "bank.statements"), rows(reading, "bank.entries")
    yield len(heads), specs["mt940.txt"]["statements"]
    for number in (1, 2, 3):
        facts, head = specs["mt940.txt"][f"statement {number}"], heads[number - 1]
        own = [entry for entry in entries if entry["Auszug"] == head["Auszug"]]
        yield head["Anfangssaldo"], Decimal(facts["opening"])
        yield head["Endsaldo"], Decimal(facts["closing"])
        yield len(own), facts["entries"]
        yield from texts(own[0], facts.get("first_entry", {}))
    (last,) = rows(read("mt940", CMXL / "mt940-iso8859-1.txt"), "bank.entries")[-1:]
    yield from texts(last, specs["mt940-iso8859-1.txt"]["statement 1"]["last_entry"])
    yield (
        len(rows(read("mt940", CMXL / "mt940-abnamro.txt"), "bank.statements")),
        specs["mt940-abnamro.txt"]["statements"],
    )
    headed = read("mt940", CMXL / "mt940-headers.txt")
    yield len(rows(headed, "bank.statements")), specs["mt940-headers.txt"]["statements"]
    yield len(rows(headed, "bank.entries")), specs["mt940-headers.txt"]["entries"]
    yield from lines(specs["statement-mt940.txt"])


def lines(facts: dict[str, Any]) -> Iterator[tuple[Cell, Any]]:
    first, last = rows(read("mt940", CMXL / "statement-mt940.txt"), "bank.entries")
    wanted = facts["first_entry"]
    yield first["Wertstellung"], date.fromisoformat(wanted["value_date"])
    yield first["Buchungsdatum"], date.fromisoformat(wanted["entry_date"])
    yield first["Betrag"], -Decimal(wanted["amount"])
    yield first["Buchungscode"], wanted["swift_code"]
    yield first["Kundenreferenz"], wanted["reference"]
    yield first["Bankreferenz"], wanted["bank_reference"]
    yield last["Wertstellung"], date.fromisoformat(facts["last_entry"]["value_date"])
    yield last["Buchungsdatum"], date.fromisoformat(facts["last_entry"]["entry_date"])


def texts(got: dict[str, Cell], wanted: dict[str, str]) -> Iterator[tuple[Cell, Any]]:
    """Compare without blanks: the library glues lines of a purpose together, we part them."""
    names = {"booking_text": "Buchungstext", "purpose": "Verwendungszweck", "name": "Name", "bank_code": "BIC",
             "account": "IBAN"}  # fmt: skip
    for name, column in names.items():
        if name in wanted:
            yield str(got[column]).replace(" ", ""), wanted[name].replace(" ", "")


def test_mt940_fields_are_those_that_the_specs_of_another_library_assert() -> None:
    if not CMXL.exists():
        pytest.skip("railslove-cmxl is not there")
    pairs = list(mt940_facts())
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    assert len(pairs) >= 30


def camt_files() -> list[Path]:
    return sorted(path for path in CAMT.glob("*.xml") if path.with_suffix(".json").exists())


@pytest.mark.parametrize("path", camt_files(), ids=lambda p: p.stem)
def test_camt_values_are_those_of_another_library(path: Path) -> None:
    reading = read("camt", path)
    dump = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    pairs = list(camt_facts(reading, dump))
    assert [pair for pair in pairs if pair[1] != pair[2]] == []
    assert pairs


def camt_facts(reading: Reading, dump: dict[str, Any]) -> Iterator[tuple[str, Cell, Any]]:
    """Yield (name, got, wanted) for each value of the dump that our tables have."""
    record = dump["getEntries"][0]["getRecord"]  # the dump has only the last statement's entries
    (head,) = (row for row in rows(reading, "bank.statements") if row["Auszug"] == record["getId"])
    yield from record_facts(head, record)
    entries = [row for row in rows(reading, "bank.entries") if row["Auszug"] == record["getId"]]
    wanted_entries = [entry for entry in dump["getEntries"] if isinstance(entry, dict)]
    yield "entries", len(entries), len(dump["getEntries"])
    for got, wanted in zip(entries, wanted_entries, strict=False):
        yield from entry_facts(got, wanted)
        parts = [part for part in wanted["getTransactionDetails"] if isinstance(part, dict)]
        if len(wanted["getTransactionDetails"]) <= 1:
            yield from party_facts(got, wanted["getTransactionDetail"])
        else:
            details = rows(reading, "bank.details")
            yield "parts", len(details), len(wanted["getTransactionDetails"])
            for part, told in zip(details, [wanted["getTransactionDetail"], *parts[1:]], strict=False):
                yield from party_facts(part, told)


def record_facts(got: dict[str, Cell], wanted: dict[str, Any]) -> Iterator[tuple[str, Cell, Any]]:
    yield "Auszug", got["Auszug"], wanted["getId"]
    yield "Konto", got["Konto"], wanted["getAccount"]["getIdentification"]
    yield "Hinweis", got["Hinweis"], wanted["getAdditionalInformation"] or None
    yield (
        "Auszugsnummer",
        got["Auszugsnummer"],
        wanted["getElectronicSequenceNumber"] or wanted["getLegalSequenceNumber"],
    )
    seen = set()
    for balance in (found for found in wanted.get("getBalances") or () if isinstance(found, dict)):
        column = BALANCES.get(balance["getType"])
        if column and column not in seen:  # the library calls OPBD and PRCD both "opening"; OPBD stands first
            yield column, got[column], money(balance["getAmount"])
        seen.add(column)


def entry_facts(got: dict[str, Cell], wanted: dict[str, Any]) -> Iterator[tuple[str, Cell, Any]]:
    yield "Betrag", got["Betrag"], money(wanted["getAmount"])
    yield "Währung", got["Währung"], wanted["getAmount"]["getCurrency"]["getCode"]
    yield "S/H", got["S/H"], {"CRDT": "H", "DBIT": "S"}[wanted["getCreditDebitIndicator"]]
    yield "Storno", got["Storno"], bool(wanted["getReversalIndicator"])
    if wanted["getStatus"]:
        yield "Status", got["Status"], wanted["getStatus"]
    for column, name in (("Buchungsdatum", "getBookingDate"), ("Wertstellung", "getValueDate")):
        if isinstance(wanted[name], dict):
            yield column, got[column], date.fromisoformat(wanted[name]["0"][:10])
    if wanted["getAccountServicerReference"]:
        yield "Bankreferenz", got["Bankreferenz"], wanted["getAccountServicerReference"]
    yield "Buchungstext", got["Buchungstext"], wanted["getAdditionalInfo"] or None


def party_facts(got: dict[str, Cell], wanted: Any) -> Iterator[tuple[str, Cell, Any]]:
    if not isinstance(wanted, dict):
        return
    reference = wanted["getReference"] if isinstance(wanted["getReference"], dict) else {}
    for column, name in (("End-to-End-ID", "getEndToEndId"), ("Mandatsreferenz", "getMandateId")):
        if reference.get(name) and reference[name] != "NOTPROVIDED":
            yield column, got[column], reference[name]
    side = "Debtor" if got["S/H"] == "H" else "Creditor"
    parties = wanted["getRelatedParties"]
    for party in parties if isinstance(parties, list) else ():
        kind = party["getRelatedPartyType"] if isinstance(party, dict) else None
        if isinstance(kind, dict) and kind["__CLASS__"].endswith(f"\\{side}"):
            yield "Name", got["Name"], kind["getName"]
            if isinstance(party["getAccount"], dict):
                yield "IBAN", got["IBAN"], party["getAccount"]["getIdentification"]


def money(amount: dict[str, Any]) -> Decimal:
    digits = 0 if amount["getCurrency"]["getCode"] in NO_DECIMALS else 2
    return Decimal(amount["getAmount"]).scaleb(-digits)


def test_a_camt_without_any_statement_is_reported() -> None:
    reading = read("camt", CAMT / "camt053.v2.wrong.xml")
    assert reading.counts.in_ == 0
    assert "camt.empty" in {finding.code for finding in reading.findings}


def test_datev_bookings_and_header_are_those_they_were_written_from() -> None:
    reading = read("datev", LEDERMANN / "EXTF_Buchungsstapel.csv")
    facts = stated(LEDERMANN)["EXTF_Buchungsstapel.csv"]
    names = {"Umsatz": "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben": "Soll/Haben-Kennzeichen",
             "Gegenkonto": "Gegenkonto (ohne BU-Schlüssel)"}  # fmt: skip
    for got, wanted in zip(rows(reading, "datev.bookings"), facts["rows"], strict=True):
        assert {name: str(got[names.get(name, name)]) for name in wanted} == wanted
    (head,) = rows(reading, "datev.heads")
    columns = {"kind": "Kennzeichen", "version": "Version", "category": "Kategorie", "name": "Formatname",
               "format_version": "Formatversion", "origin": "Herkunft", "exported_by": "Exportiert von",
               "adviser": "Berater", "client": "Mandant", "fiscal_year_start": "Wirtschaftsjahr",
               "account_length": "Sachkontenlänge", "date_from": "Datum von", "date_to": "Datum bis",
               "label": "Bezeichnung", "currency": "WKZ"}  # fmt: skip
    assert {name: str(head[columns[name]]) for name in facts["header"]} == {
        k: str(v) for k, v in facts["header"].items()
    }


def test_datev_files_of_a_validator_have_the_rows_sums_and_defects_it_states() -> None:
    facts = stated(LINT)
    for name, wanted in facts.items():
        reading = read("datev", LINT / name)
        bookings = rows(reading, "datev.bookings")
        assert len(bookings) == wanted["rows"], name
        lines_ = {finding.place.line for finding in reading.findings if finding.code in DEFECTS}
        told = [int(match[1]) for text in wanted.get("findings", []) if (match := re.match(r"row (\d+)", text))]
        assert lines_ >= {number + 2 for number in told}, name
        for side in ("S", "H"):
            if f"sum_{side}" in wanted:
                amounts = [b["Umsatz (ohne Soll/Haben-Kz)"] for b in bookings if b["Soll/Haben-Kennzeichen"] == side]
                assert sum(a for a in amounts if isinstance(a, Decimal)) == Decimal(wanted[f"sum_{side}"])
    texts_ = [b["Buchungstext"] for b in rows(read("datev", LINT / "encoding_windows1252.csv"), "datev.bookings")]
    assert texts_ == facts["encoding_windows1252.csv"]["last_column"]
