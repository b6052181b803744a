"""The DATEV reader: its layouts, its day rule, its traps, and the two legs of each booking."""

import runpy
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from hanse.readers import datev
from hanse.readers.datev import accounts, days, header, layout, tax
from hanse.readers.item import Item
from hanse.records import Cell, Reading, Table

SAMPLES = Path(__file__).parent / "samples" / "datev"
make: dict[str, Any] = runpy.run_path(str(SAMPLES / "make.py"))
WIDTHS = {16: 254, 20: 4, 21: 125, 46: 31, 48: 191, 65: 101}


def sample(name: str) -> Reading:
    return datev.read(Item.at(SAMPLES / name))


def table(reading: Reading, kind: str) -> Table:
    return next(found for found in reading.tables if found.kind == kind)


def rows(reading: Reading, kind: str) -> list[dict[str, Cell]]:
    found = table(reading, kind)
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def legs(reading: Reading) -> list[dict[str, Cell]]:
    return rows(reading, "datev.legs")


def batch(*bookings: str, width: int = 20, **more: str) -> Reading:
    """Return the reading of a Buchungsstapel with these records, from memory."""
    lines = [make["header"](700, 21, "Buchungsstapel", 9, **more), ";".join(make["names"](21, width)), *bookings]
    return datev.read(Item.of("EXTF.csv", "\r\n".join(lines).encode("cp1252")))


def booking(amount: str, side: str, pair: tuple[str, str], day: str = "0202", **more: str) -> str:
    return str(make["booking"](20, amount, side, pair, day, "Text", **more))


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings if finding.severity != "info"]


def total(found: list[dict[str, Cell]], name: str) -> Decimal:
    return sum((cell for row in found if isinstance(cell := row[name], Decimal)), Decimal(0))


@pytest.mark.parametrize(("category", "width"), WIDTHS.items())
def test_a_layout_has_every_position_once_and_unique_columns(category: int, width: int) -> None:
    assert [field.position for field in layout.fields(category)] == list(range(1, width + 1))
    names = [column.name for column in layout.columns(category)]
    assert len(set(names)) == len(names)


def test_the_headings_of_each_layout_are_found_at_their_own_position() -> None:
    for category in WIDTHS:
        known = layout.known_names(category)
        found = {field.name: known.get(layout.plain(field.name), field.position) for field in layout.fields(category)}
        assert all(found[field.name] == field.position for field in layout.fields(category) if field.group == "")


def test_labels_and_aliases_belong_to_fields_that_exist() -> None:
    fields = {field.name for category in WIDTHS for field in layout.fields(category)}
    assert set(layout.tables().aliases) <= fields
    assert set(layout.tables().category) == {str(category) for category in WIDTHS}
    head = {"Kategorie", "Stapelart", "Rechnungslegungszweck", "Kennzeichen"}
    assert set(layout.tables().labels) <= fields | head


@pytest.mark.parametrize("name", accounts.CHARTS)
def test_a_chart_of_accounts_is_in_order_and_names_no_account_twice(name: str) -> None:
    found = [row for row in layout.rows_of("accounts.tsv") if row["chart"] == name]
    singles = [row["first"] for row in found if row["name"]]
    assert len(set(singles)) == len(singles) > 100
    ranges = sorted((row["first"], row["last"]) for row in found if not row["name"])
    assert all(before[1] < after[0] for before, after in pairwise(ranges))
    sides = {"Aktiva", "Passiva", "Ertrag", "Aufwand", "Privat", "Vortrag", "Statistik"}
    assert {row["art"] for row in found} <= sides
    assert {row["tax"] for row in found} <= {"", "N", "U-regel", "U-ermäßigt", "V-regel", "V-ermäßigt"}


def test_accounts_longer_than_the_chart_are_found_by_the_zeros_behind() -> None:
    chart = accounts.chart("03")
    assert chart is not None
    assert chart.account("840000", 6).name == "Erlöse 19 % USt"
    assert chart.account("840010", 6).name == ""
    assert chart.account("840010", 6).group == "Umsatzerlöse"


@pytest.mark.parametrize(
    ("number", "kind"), [("0420", "Sachkonto"), ("10000", "Debitor"), ("70001", "Kreditor"), ("123456", "")]
)
def test_the_number_of_digits_tells_debtors_and_creditors(number: str, kind: str) -> None:
    assert accounts.kind(number, 4) == kind


def test_tax_keys_and_rates_are_all_known_to_the_reader() -> None:
    rates = {"", "regel", "ermäßigt", "alt_regel", "alt_ermäßigt", "choice", "eu"}
    for number, key in tax.keys().items():
        assert number.isdigit()
        assert key.rate in rates or Decimal(key.rate)
        assert key.effect in {"in", "none", ""}
        assert bool(key.rate) == (key.effect == "in")


@pytest.mark.parametrize(
    ("key", "day", "rate"),
    [("9", date(2024, 2, 1), 19), ("9", date(2020, 8, 1), 16), ("8", date(2020, 8, 1), 5), ("3", date(2006, 1, 1), 16),
     ("94", date(2024, 2, 1), 0), ("0402", date(2024, 2, 1), 7)],
)  # fmt: skip
def test_a_tax_key_has_the_rate_of_its_day(key: str, day: date, rate: int) -> None:
    assert tax.by_key(key, day, None, None).rate == rate


def rule(start: str, end: str, year: str) -> days.Rule:
    return days.rule(header.from_fields(["EXTF", "700", "21", *[""] * 9, year, "4", start, end, *[""] * 15]))


@pytest.mark.parametrize(
    ("raw", "day", "doubt"),
    [("0502", date(2024, 2, 5), ""), ("502", date(2024, 2, 5), ""), ("05.02.", date(2024, 2, 5), ""),
     ("05022024", date(2024, 2, 5), ""), ("1503", date(2024, 3, 15), "outside"), ("3002", None, "invalid"),
     ("0013", None, "invalid"), ("heute", None, "invalid")],
)  # fmt: skip
def test_a_day_without_year_gets_the_year_of_the_period(raw: str, day: date | None, doubt: str) -> None:
    assert rule("20240201", "20240229", "20240101").resolve(raw) == days.Day(day, doubt)


def test_a_day_that_the_period_has_twice_or_not_at_all_is_left_open() -> None:
    long = rule("20231101", "20241130", "20230701")
    assert long.resolve("1512") == days.Day(date(2023, 12, 15))
    assert long.resolve("1511") == days.Day(None, "ambiguous")
    across = rule("20231101", "20240228", "20230101")
    assert across.resolve("0101") == days.Day(date(2024, 1, 1))
    assert across.resolve("0106") == days.Day(None, "ambiguous")
    assert rule("", "", "20240701").resolve("0106") == days.Day(date(2025, 6, 1))
    assert rule("", "", "").resolve("0106") == days.Day(None, "ambiguous")


def test_debit_and_credit_of_all_legs_are_equal_and_their_sum_is_nothing() -> None:
    for path in sorted(SAMPLES.glob("*Buchungsstapel*.csv")):
        found = legs(sample(path.name))
        assert total(found, "Soll") == total(found, "Haben")
        assert total(found, "Betrag") == 0


def test_each_booking_has_two_legs_with_its_own_place() -> None:
    reading = sample("EXTF_Buchungsstapel_700.csv")
    bookings, both = table(reading, "datev.bookings"), table(reading, "datev.legs")
    assert len(both.rows) == 2 * len(bookings.rows)
    assert list(both.places[::2]) == list(both.places[1::2]) == list(bookings.places)


def test_tax_in_the_amount_is_taken_out_by_key_and_by_automatic_account() -> None:
    by_account, by_key, paid, *_ = (legs(sample("EXTF_Buchungsstapel_700.csv"))[at] for at in (1, 3, 4))
    assert (by_account["Konto"], by_account["Netto"], by_account["Ertrag"]) == ("8400", Decimal(-1000), Decimal(1000))
    assert (by_key["Aufwand"], by_key["Steuerbetrag"]) == (Decimal("180.00"), Decimal("34.20"))
    assert paid["Netto"] == paid["Betrag"] == Decimal("1166.20")


def test_key_40_takes_the_automatic_tax_away_and_reverse_charge_has_none_in_the_amount() -> None:
    found = legs(sample("EXTF_Buchungsstapel_700.csv"))
    assert next(leg for leg in found if leg["BU-Schlüssel"] == "40" and leg["Konto"] == "8400")["Ertrag"] == Decimal(
        119
    )
    assert next(leg for leg in found if leg["Konto"] == "3425")["Aufwand"] == Decimal(1000)


def test_a_generalumkehr_turns_the_sign_on_the_same_side() -> None:
    for name in ("EXTF_Buchungsstapel_700.csv", "EXTF_Buchungsstapel_510.csv"):
        turned = [leg for leg in legs(sample(name)) if leg["Generalumkehr"]]
        assert len(turned) == 2
        assert all((leg["Soll"] or leg["Haben"]) < 0 for leg in turned)  # type: ignore[operator]
    assert total([leg for leg in legs(sample(name)) if leg["Konto"] == "6805"], "Aufwand") == 0


def test_foreign_money_counts_with_its_base_amount_and_is_never_converted_by_guess() -> None:
    reading = sample("EXTF_Buchungsstapel_700.csv")
    amounts = [leg["Betrag"] for leg in legs(reading) if leg["Konto"] == "70003"]
    assert amounts == [Decimal("-500.00"), None]
    assert "datev.currency" in codes(reading)


def test_accounts_get_their_zeros_back_and_that_is_said() -> None:
    reading = sample("von_excel_gespeichert.csv")
    assert "0420" in {leg["Konto"] for leg in legs(reading)}
    assert any(finding.code == "datev.zeros" for finding in reading.findings)
    assert [row["Belegdatum"] for row in rows(reading, "datev.bookings")] == [
        date(2024, 2, 1), date(2024, 2, 9), date(2024, 2, 29),
    ]  # fmt: skip
    assert rows(reading, "datev.bookings")[1]["Belegfeld 1"] == "000471"


def test_line_breaks_in_texts_are_kept_with_the_lines_of_the_record() -> None:
    found = table(sample("zeilenumbrueche.csv"), "datev.bookings")
    text = [column.name for column in found.columns].index("Buchungstext")
    assert [row[text] for row in found.rows] == ['Porto:\nPaket nach Ulm; "Eilt"', None, "Briefmarken"]
    assert [(place.line, place.line_end) for place in found.places] == [(3, 4), (5, 6), (7, None)]


def test_a_record_with_too_many_fields_is_rejected_with_its_text_and_others_stay() -> None:
    reading = sample("beschaedigt.csv")
    assert (reading.counts.in_, reading.counts.out, reading.counts.rejected) == (7, 5, 2)
    rejected = next(finding for finding in reading.findings if finding.severity == "error")
    assert rejected.place.line == 8
    assert "Eilbrief" in rejected.raw


def test_a_record_that_was_cut_off_before_its_needed_fields_is_rejected() -> None:
    cut = [finding for finding in sample("beschaedigt.csv").findings if finding.code == "datev.fields"][1]
    assert (cut.place.line, cut.raw) == (9, '70,00;"S";"";;;"";4910;10')


def test_checks_that_fail_are_warnings_too() -> None:
    reading = sample("beschaedigt.csv")
    failed = {check.code for check in reading.checks if check.held is False}
    assert failed == {"datev.fields", "datev.period", "datev.days", "datev.balance"}
    assert {"datev.fields", "datev.period", "datev.balance"} <= {finding.code for finding in reading.findings}


def test_fields_are_found_by_position_whatever_the_headings_are_called() -> None:
    names = ["Umsatz", "SH", "x", "x", "x", "x", "Konto-Nr", "Gegen", "BU", "Datum", *["x"] * 10]
    lines = [make["header"](700, 21, "Buchungsstapel", 9), ";".join(names), booking("10,00", "S", ("4910", "1000"))]
    reading = datev.read(Item.of("x.csv", "\n".join(lines).encode()))
    assert legs(reading)[0]["Konto"] == "4910"
    assert "datev.moved" not in codes(reading)


def test_fields_that_were_moved_are_found_by_their_headings_and_that_is_said() -> None:
    lines = [
        make["header"](700, 21, "Buchungsstapel", 9),
        "Umsatz;S/H;Konto;Gegenkonto;Belegdatum",
        "10,00;S;4910;1000;0202",
    ]
    reading = datev.read(Item.of("x.csv", "\n".join(lines).encode()))
    assert (legs(reading)[0]["Konto"], legs(reading)[0]["Belegdatum"]) == ("4910", date(2024, 2, 2))
    assert "datev.moved" in codes(reading)


def test_a_missing_line_of_headings_costs_no_record() -> None:
    lines = [make["header"](700, 21, "Buchungsstapel", 9), booking("10,00", "S", ("4910", "1000"))]
    reading = datev.read(Item.of("x.csv", "\n".join(lines).encode()))
    assert reading.counts.out == 1
    assert "datev.headings" in codes(reading)


def test_the_chart_follows_from_the_accounts_only_where_they_tell() -> None:
    known = batch(booking("119,00", "S", ("1200", "8400")), chart='""')
    assert legs(known)[1]["Kontenname"] == "Erlöse 19 % USt"
    unsure = batch(booking("119,00", "S", ("1200", "4400")), chart='""')
    assert legs(unsure)[1]["Kontenname"] is None
    assert "datev.chart" in codes(unsure)


def test_names_from_the_folder_go_before_those_of_the_chart() -> None:
    found = legs(sample("zeilenumbrueche.csv"))
    assert found[0]["Kontenname"] == "Porto und Versand"
    assert legs(batch(booking("1,00", "S", ("4910", "1000"))))[0]["Kontenname"] == "Porto"


def test_an_amount_is_read_as_german_and_english_programs_write_it() -> None:
    raws = ("1.190,00", "24.95", "107", "1000,", "-5,00")
    found = rows(batch(*(booking(raw, "S", ("4910", "1000")) for raw in raws)), "datev.bookings")
    amounts = [row["Umsatz (ohne Soll/Haben-Kz)"] for row in found]
    assert amounts == [Decimal("1190.00"), Decimal("24.95"), Decimal(107), Decimal(1000), Decimal("-5.00")]


def test_bank_accounts_and_individual_fields_become_rows_of_their_own() -> None:
    reading = sample("EXTF_DebKred.csv")
    banks = rows(reading, "datev.bank_accounts")
    assert [(row["Konto"], row["Nummer"], row["IBAN"]) for row in banks] == [
        ("10001", 1, "DE02120300000000202051"), ("10001", 2, "DE02500105170137075030"),
    ]  # fmt: skip
    assert banks[0]["SEPA-Mandatsreferenz"] == "MAND-1"
    assert [row["Inhalt"] for row in rows(reading, "datev.infos")] == ["A-Kunde"]
    assert [(row["Name"], row["Kontoart"]) for row in rows(reading, "datev.parties")][2] == ("Anna Huber", "Kreditor")


def test_an_unknown_category_is_read_as_texts_under_its_own_headings() -> None:
    lines = [make["header"](700, 44, "Textschlüssel", 2), "TS-Nr.;Beschriftung;Beschriftung", "1;a;b", "2;c;d;e"]
    reading = datev.read(Item.of("x.csv", "\n".join(lines).encode()))
    found = rows(reading, "datev.other")
    assert found[0]["Beschriftung_2"] == "b"
    assert found[1]["Feld 4"] == "e"


def test_a_header_that_is_shifted_by_a_field_is_put_right_and_that_is_said() -> None:
    line = 'EXTF;700;21;Buchungsstapel;13;20250115120000000;;;;;;"1";"2";20250101;4;20250101;20251231;"Test"'
    found = header.parse(line, ";")
    assert (found.adviser, found.client, found.year_start, found.account_length) == ("1", "2", date(2025, 1, 1), 4)
    assert found.shifted


def lines_of(reading: Reading) -> Iterator[tuple[int, str]]:
    found = table(reading, "datev.bookings")
    text = [column.name for column in found.columns].index("Buchungstext")
    for row, place in zip(found.rows, found.places, strict=True):
        yield place.line or 0, str(row[text])


def test_the_place_of_each_booking_is_its_line_in_the_file() -> None:
    lines = (SAMPLES / "EXTF_Buchungsstapel_700.csv").read_bytes().decode("cp1252").splitlines()
    assert all(text in lines[number - 1] for number, text in lines_of(sample("EXTF_Buchungsstapel_700.csv")))
