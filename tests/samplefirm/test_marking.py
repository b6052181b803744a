"""The marking is strict about figures and lists, and fair about wording."""

from datetime import date
from decimal import Decimal

import pytest

from hanse.samplefirm.marking import Mark, right
from hanse.samplefirm.truth import Asked, Expected


def text(*answers: str, decoys: tuple[str, ...] = ()) -> Asked:
    return Asked("t", "text", "?", Expected(answers=answers, decoys=decoys))


def value(*values: str, places: int = 2) -> Asked:
    return Asked("z", "table", "?", Expected(values=values, places=places))


def listing(*rows: tuple[str, ...], ordered: bool = False) -> Asked:
    return Asked("z", "table", "?", Expected(rows=rows, ordered=ordered))


@pytest.mark.parametrize("answer", ["1234.56", "1.234,56 €", "Es sind 1,234.56 EUR.", "genau 1 234,56 Euro"])
def test_a_sum_is_right_in_german_and_english_writing(answer: str) -> None:
    assert right(value("1234.56"), answer) is Mark.RIGHT


@pytest.mark.parametrize("answer", ["1234.57", "234,56", "123456", "1.234,5", "RE-1234-56", "12.34.56"])
def test_another_sum_is_wrong(answer: str) -> None:
    assert right(value("1234.56"), answer) is Mark.WRONG


def test_the_computed_value_counts_more_than_figures_in_the_text() -> None:
    assert right(value("138"), "Von 138 Sätzen: 12", value="12") is Mark.WRONG
    assert right(value("138"), "Das sind 138.", value="138") is Mark.RIGHT


def test_dates_and_numbers_of_documents_are_no_figures() -> None:
    assert right(value("11"), "am 11.03.2025") is Mark.WRONG
    assert right(value("117"), "RE-2025-117") is Mark.WRONG


@pytest.mark.parametrize("answer", ["am 05.03.2025", "5. März 2025", "2025-03-05", "5.3.2025", "March 5, 2025"])
def test_a_date_is_right_however_it_is_written(answer: str) -> None:
    assert right(value("2025-03-05"), answer) is Mark.RIGHT


def test_a_date_cell_is_right() -> None:
    assert right(value("2025-03-05"), "", rows=[(date(2025, 3, 5),)]) is Mark.RIGHT


def test_a_telephone_number_may_be_grouped_otherwise() -> None:
    assert right(value("040 66969-637"), "Die Nummer ist 040/66969637.") is Mark.RIGHT
    assert right(value("040 66969-637"), "040 66969-638") is Mark.WRONG


def test_a_name_is_right_without_its_umlauts() -> None:
    assert right(value("Jörn Kröger"), "Joern Kroeger") is Mark.RIGHT
    assert right(value("Jörn Kröger"), "Jörn Krögermann") is Mark.WRONG


@pytest.mark.parametrize("answer", ["3 Monate", "mit einer Frist von drei Monaten", "three months"])
def test_a_period_is_right_in_words_and_figures(answer: str) -> None:
    assert right(text("drei Monaten"), answer) is Mark.RIGHT


def test_one_month_is_not_three_months() -> None:
    assert right(text("einem Monat"), "1 Monat zum Jahresende") is Mark.RIGHT
    assert right(text("einem Monat"), "drei Monate zum Jahresende") is Mark.WRONG


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        ("7:15", "7.15 Uhr"),
        ("7:15", "um 07:15"),
        ("46 Grad", "46 °C"),
        ("040 66969-931", "040/66969931"),
        ("12", "twelve"),
    ],
)
def test_the_same_thing_may_be_written_otherwise(wanted: str, answer: str) -> None:
    assert right(text(wanted), answer) is Mark.RIGHT


def test_a_part_of_a_number_is_not_the_number() -> None:
    assert right(text("150"), "bis 1.150 Euro") is Mark.WRONG
    assert right(text("150"), "bis 150,00 €") is Mark.RIGHT
    assert right(text("43.500"), "43500 Euro") is Mark.RIGHT


def test_the_superseded_figure_before_the_right_one_is_wrong() -> None:
    asked = text("28", decoys=("25 Arbeitstage",))
    assert right(asked, "25 Arbeitstage, ab 2025 dann 28") is Mark.WRONG
    assert right(asked, "28 Tage, früher 25 Arbeitstage") is Mark.RIGHT


def test_a_sentence_may_turn_the_words_round() -> None:
    asked = text("der Schornsteinfeger am selben Tag kommt")
    assert right(asked, "Weil am selben Tag der Schornsteinfeger kommt.") is Mark.RIGHT


def test_a_list_must_be_complete_and_have_nothing_extra() -> None:
    asked = listing(("RE-2025-0001",), ("RE-2025-0002",))
    assert right(asked, "", rows=[("RE-2025-0002", 5), ("RE-2025-0001", 7)]) is Mark.RIGHT
    assert right(asked, "", rows=[("RE-2025-0002",)]) is Mark.WRONG
    assert right(asked, "", rows=[("RE-2025-0002",), ("RE-2025-0001",), ("RE-2025-0003",)]) is Mark.WRONG
    assert right(asked, "RE-2025-0001 und RE-2025-0002") is Mark.RIGHT
    assert right(asked, "RE-2025-0001, RE-2025-0002, RE-2025-0003") is Mark.WRONG


def test_the_order_counts_only_where_it_was_asked_for() -> None:
    rows = [("Voß", Decimal("2.00")), ("Timm", Decimal("3.00"))]
    assert right(listing(("Timm", "3.00"), ("Voß", "2.00")), "", rows=rows) is Mark.RIGHT
    assert right(listing(("Timm", "3.00"), ("Voß", "2.00"), ordered=True), "", rows=rows) is Mark.WRONG


def test_another_fair_list_is_right_too() -> None:
    asked = Asked("z", "table", "?", Expected(rows=(("a",), ("b",)), or_rows=((("a",),),)))
    assert right(asked, "", rows=[("a",)]) is Mark.RIGHT


def test_a_refusal_is_right_only_where_the_data_has_no_answer() -> None:
    none = Asked("n", "none", "?", Expected(why="nicht da"))
    assert right(none, "", refused=True) is Mark.RIGHT
    assert right(none, "Dazu gibt es keine Angaben in den Unterlagen.") is Mark.RIGHT
    assert right(none, "42") is Mark.WRONG
    assert right(value("3"), "", refused=True) is Mark.REFUSED


def test_a_scanned_remark_may_have_a_misread_letter() -> None:
    asked = Asked("t", "text", "?", Expected(answers=("Karton eingedrückt, Ware unbeschädigt",)), ("scan",))
    assert right(asked, "Bemerkung: Karton eingedruckt, Ware unbeschadigt") is Mark.RIGHT
    assert right(asked, "Palette wird abgeholt") is Mark.WRONG
