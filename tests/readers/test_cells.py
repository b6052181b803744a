"""Cells to typed values: what becomes a number, what stays text, which row is the header, which one a total."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.readers.cells import Made, Merge, Raw, decode, embedded, identifier, table, tidy, typed
from hanse.readers.cells.values import number
from hanse.records import Cell, Place


def made(*grid: list[Raw], style: str = "", merged: tuple[Merge, ...] = ()) -> Made:
    return table("t", "T", grid, [Place(line=n + 1) for n in range(len(grid))], style=style, merged=merged)


def column(*values: Raw, name: str = "Wert") -> tuple[str, list[Cell]]:
    found = typed([tidy(value) for value in values], name)
    return found.type, found.cells


def codes(result: Made) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56", "1234.56"),
        ("1234,5", "1234.5"),
        ("1 234,56", "1234.56"),
        ("1\u202f234,56 €", "1234.56"),
        ("€ 12,50", "12.50"),
        ("12,5 %", "12.5"),
        ("12,50-", "-12.50"),
        ("−0,5", "-0.5"),
        ("5,- €", "5"),
        ("1'234,50", "1234.50"),
    ],
)
def test_german_amounts_are_read_exactly(text: str, value: str) -> None:
    kind, cells = column(text, "1,5 %" if "%" in text else "1,5")
    assert kind == "decimal"
    assert cells[0] == Decimal(value)


@pytest.mark.parametrize(
    "text", ["01067", "0815", "+49 40 123 456", "1234567890123456789", "1.23.456,0", "-,50 €", "1,2,3"]
)
def test_what_only_looks_like_a_number_stays_text(text: str) -> None:
    assert column(text, "17,5") == ("text", [text, "17,5"])


def test_english_amounts_are_known_by_one_that_can_not_be_german() -> None:
    assert column("1,234.50", "99.90") == ("decimal", [Decimal("1234.50"), Decimal("99.90")])


def test_thousands_or_decimals_is_decided_by_the_other_rows_of_the_column() -> None:
    assert column("1.234", "2.50") == ("decimal", [Decimal("1.234"), Decimal("2.50")])
    assert column("1.234", "2,50") == ("decimal", [Decimal(1234), Decimal("2.50")])


def test_thousands_or_decimals_that_nothing_decides_is_read_as_german_and_reported() -> None:
    result = made(["Menge", "Was"], ["1.234", "x"], ["2.500", "y"])
    assert result.table is not None
    assert result.table.rows[0][0] == 1234
    assert "cells.ambiguous_number" in codes(result)


def test_other_columns_of_the_table_decide_what_a_column_alone_can_not() -> None:
    result = made(["Menge", "Preis"], ["1.234", "2.50"], ["2.500", "3.75"])
    assert result.table is not None
    assert result.table.rows[0] == (Decimal("1.234"), Decimal("2.50"))
    assert "cells.ambiguous_number" not in codes(result)


def test_whole_numbers_do_not_vote_for_a_style() -> None:
    grid: list[list[Raw]] = [
        ["Pos", "Stück", "Menge", "Preis"],
        ["1", "4", "1.234", "2.50"],
        ["2", "5", "2.500", "3.75"],
    ]
    result = made(*grid)
    assert result.table is not None
    assert result.table.rows[0] == (1, 4, Decimal("1.234"), Decimal("2.50"))


def test_one_bad_value_keeps_a_column_text_loses_nothing_and_is_reported() -> None:
    result = made(["Preis", "Art"], ["1,50", "a"], ["2,50", "b"], ["3,50", "c"], ["4,50", "d"], ["auf Anfrage", "e"])
    assert result.table is not None
    assert result.table.columns[0].type == "text"
    assert result.table.rows[4][0] == "auf Anfrage"
    assert "cells.not_decimal" in codes(result)


def test_one_word_among_numbers_of_a_sheet_is_reported_too() -> None:
    result = made(["Preis", "Art"], [1.5, "a"], [2.5, "b"], [3.5, "c"], [4.5, "d"], ["auf Anfrage", "e"])
    assert result.table is not None
    assert [row[0] for row in result.table.rows] == ["1.5", "2.5", "3.5", "4.5", "auf Anfrage"]
    assert codes(result) == ["cells.not_decimal"]


def test_marks_for_nothing_are_empty_in_a_number_column_but_kept_in_text() -> None:
    assert column("1,50", "-", "k.A.") == ("decimal", [Decimal("1.50"), None, None])
    assert column("rot", "-") == ("text", ["rot", "-"])


def test_mixed_currencies_stay_text() -> None:
    assert column("10 €", "10 $") == ("text", ["10 €", "10 $"])


def test_days_of_each_writing_become_dates() -> None:
    kind, cells = column("31.12.2024", "1.2.24", "2024-02-29", "3. März 2024", "Mo, 01.04.2024", "-")
    assert kind == "date"
    assert cells == [date(2024, 12, 31), date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 3), date(2024, 4, 1), None]


def test_day_and_month_are_told_apart_by_the_column_or_reported() -> None:
    assert column("01/02/2024", "01/31/2024") == ("date", [date(2024, 1, 2), date(2024, 1, 31)])
    result = made(["Am", "Was"], ["01/02/2024", "x"], ["03/04/2024", "y"])
    assert result.table is not None
    assert result.table.rows[0][0] == date(2024, 2, 1)
    assert "cells.ambiguous_date" in codes(result)


def test_eight_digits_are_a_date_only_with_evidence() -> None:
    assert column("20241231", name="Belegdatum") == ("date", [date(2024, 12, 31)])
    assert column("20241231", name="Menge") == ("integer", [20241231])
    assert column("20241231", "20240101", "20240202", name="Belegnr")[0] == "text"


def test_an_impossible_day_keeps_the_column_text() -> None:
    assert column("30.02.2024", "01.03.2024") == ("text", ["30.02.2024", "01.03.2024"])


def test_times_moments_and_truth_have_their_types() -> None:
    assert column("08:30", "17:05 Uhr") == ("time", [time(8, 30), time(17, 5)])
    assert column("01.02.2024 08:30", "02.02.2024")[1] == [datetime(2024, 2, 1, 8, 30), datetime(2024, 2, 2)]  # noqa: DTZ001
    assert column("ja", "Nein", "") == ("boolean", [True, False, None])
    assert column("n", "n") == ("text", ["n", "n"])


def test_floats_become_the_number_that_people_see() -> None:
    assert column(0.1 + 0.2, 1215.8999999999999) == ("decimal", [Decimal("0.3"), Decimal("1215.9")])
    assert column(10001.0, 2.0) == ("integer", [10001, 2])
    assert column(timedelta(hours=30), "x") == ("text", ["30:00:00", "x"])


@pytest.mark.parametrize(
    "name", ["Kundennr.", "PLZ", "IBAN", "Konto", "Rechnungsnummer", "Telefon", "Kunden-ID", "Art.-Nr."]
)
def test_columns_to_identify_by_stay_text(name: str) -> None:
    assert identifier(name)
    assert column(4711.0, 12.0, name=name) == ("text", ["4711", "12"])


@pytest.mark.parametrize("name", ["Menge", "Pos. Nr.", "lfd. Nr", "Anzahl", "Preis", "Idee", "Konto-Saldo"])
def test_columns_to_calculate_with_are_no_identifiers(name: str) -> None:
    assert not identifier(name)


def test_the_header_is_found_below_a_letterhead() -> None:
    result = made(
        ["Muster GmbH"], [], ["Stand", "2024"], ["Artikel", "Menge", "Preis"], ["a", 1, "1,50"], ["b", 2, "2,50"]
    )
    assert result.header == 3
    assert result.loose == (0, 2)
    assert result.table is not None
    assert len(result.table.rows) == 2


def test_merged_headers_are_joined_and_columns_merged_downwards_are_filled() -> None:
    grid: list[list[Raw]] = [["Art", "Preis", None], [None, "netto", "brutto"], ["a", 1, 2], [None, 3, 4]]
    result = made(*grid, merged=((0, 0, 1, 0), (0, 1, 0, 2), (2, 0, 3, 0)))
    assert result.table is not None
    assert [c.name for c in result.table.columns] == ["Art", "Preis netto", "Preis brutto"]
    assert [row[0] for row in result.table.rows] == ["a", "a"]


def test_a_second_header_line_with_units_is_joined() -> None:
    result = made(["Artikel", "Menge", "Preis"], ["", "Stück", "in €"], ["Nagel", 10, "1,50"], ["Dübel", 20, "2,50"])
    assert result.table is not None
    assert [c.name for c in result.table.columns] == ["Artikel", "Menge Stück", "Preis in €"]
    assert result.counts.out == 2


def test_a_first_row_of_texts_is_no_second_header() -> None:
    result = made(["Artikel", "Preis"], ["Nagel", "auf Anfrage"], ["Dübel", "2,50"], ["Haken", "3,50"])
    assert result.counts.out == 3


def test_subheadings_merged_across_become_a_column() -> None:
    grid: list[list[Raw]] = [["Nr", "Was", "Preis"], ["Rohre"], ["1", "a", "1,50"], ["Ventile"], ["2", "b", "2,50"]]
    result = made(*grid, merged=((1, 0, 1, 2), (3, 0, 3, 2)))
    assert result.table is not None
    assert [c.name for c in result.table.columns] == ["Nr", "Was", "Preis", "Gruppe"]
    assert [row[3] for row in result.table.rows] == ["Rohre", "Ventile"]
    assert codes(result) == ["cells.groups"]


def test_data_without_a_header_is_kept_and_reported() -> None:
    result = made(["10001", "Müller"], ["10002", "Meier"])
    assert result.table is not None
    assert [c.name for c in result.table.columns] == ["Spalte 1", "Spalte 2"]
    assert len(result.table.rows) == 2
    assert codes(result) == ["cells.no_header"]


def test_years_may_be_headers() -> None:
    result = made(["Konto", 2023, 2024], ["Löhne", 10, 20], ["Miete", 5, 6])
    assert result.table is not None
    assert [c.name for c in result.table.columns] == ["Konto", "2023", "2024"]


def test_the_same_name_twice_is_numbered() -> None:
    result = made(["Preis", "Preis", ""], ["1", "2", "3"])
    assert result.table is not None
    assert [c.name for c in result.table.columns] == ["Preis", "Preis 2", "Spalte 3"]


def test_a_total_that_adds_up_is_left_out_and_kept_in_the_finding() -> None:
    result = made(["Art", "Wert"], ["a", "1,50"], ["b", "2,50"], ["Gesamtsumme", "4,00"])
    assert result.table is not None
    assert len(result.table.rows) == 2
    assert result.table.columns[1].type == "decimal"
    assert (result.counts.in_, result.counts.out, result.counts.rejected) == (3, 2, 1)
    assert [(f.code, f.raw) for f in result.findings] == [("cells.total", "Gesamtsumme\t4,00")]


def test_a_total_that_does_not_add_up_is_a_warning() -> None:
    result = made(["Art", "Wert"], ["a", "1,50"], ["b", "2,50"], ["Summe", "5,00"])
    assert [(f.code, f.severity) for f in result.findings] == [("cells.total_differs", "warning")]


def test_net_tax_and_gross_below_an_invoice_add_up() -> None:
    rows: list[list[Raw]] = [["Netto", "", "100,00"], ["zzgl. 19 % MwSt.", "", "19,00"], ["Gesamtbetrag", "", "119,00"]]
    result = made(["Pos", "Was", "Betrag"], ["1", "Arbeit", "60,00"], ["2", "Teile", "40,00"], *rows)
    assert codes(result) == ["cells.total"] * 3


def test_figures_without_a_label_that_are_the_sum_are_a_total() -> None:
    result = made(["Art", "Wert"], ["a", 1], ["b", 2], ["c", 3], ["", 6])
    assert result.counts.rejected == 1


def test_a_product_called_total_is_no_total() -> None:
    result = made(["Artikel", "Farbe", "Preis"], ["Total Motoröl", "gelb", "9,00"], ["Gesamtpaket", "rot", "8,00"])
    assert result.counts.out == 2


def test_a_header_repeated_on_the_next_page_is_no_record() -> None:
    result = made(["Art", "Wert"], ["a", "1"], ["Art", "Wert"], ["b", "2"])
    assert result.counts.out == 2
    assert codes(result) == ["cells.repeated_header"]


def test_a_list_of_terms_inside_a_document_is_no_table() -> None:
    grid: list[list[Raw]] = [["Angebot:", "4711"], ["Datum:", "1.2.2024"]]
    assert embedded("t", "T", grid, [Place(), Place()]).table is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_the_encoding_is_found_by_its_umlauts(encoding: str) -> None:
    text = "Müller & Söhne, Größe 5, Äpfel, Übermaß, Straße"
    assert decode(text.encode(encoding)).text == text


@given(st.binary(max_size=300))
def test_decoding_never_fails(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_a_number_written_in_german_reads_back_the_same(value: Decimal) -> None:
    text = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    found = number(text, "de")
    assert found is not None
    assert found.value == value


cell_texts = st.one_of(
    st.none(), st.text(max_size=8), st.integers(), st.floats(), st.dates(), st.sampled_from(["1,5", "Summe", "-"])
)


@given(st.lists(st.lists(cell_texts, max_size=5), max_size=8))
def test_every_row_of_any_grid_is_a_record_loose_text_a_total_or_the_header(grid: list[list[Raw]]) -> None:
    result = table("t", "T", grid, [Place(line=n + 1) for n in range(len(grid))])
    assert result.counts.in_ == result.counts.out + result.counts.rejected
    said = sum(1 for row in grid if any(tidy(cell) is not None for cell in row))
    repeated = sum(1 for f in result.findings if f.code == "cells.repeated_header")
    heads = 0 if result.header is None else 1
    assert said <= result.counts.in_ + len(result.loose) + heads + repeated * said
