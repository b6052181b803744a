"""Dates and periods of questions, German and English, against a set day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.tables import calendar, periods, terms

TODAY = date(2026, 11, 23)
D = date
RANGES: dict[str, tuple[date | None, date | None]] = {
    "letztes Jahr": (D(2025, 1, 1), D(2026, 1, 1)),
    "dieses Jahr": (D(2026, 1, 1), D(2027, 1, 1)),
    "nächstes Jahr": (D(2027, 1, 1), D(2028, 1, 1)),
    "im Vorjahr": (D(2025, 1, 1), D(2026, 1, 1)),
    "vorletztes Jahr": (D(2024, 1, 1), D(2025, 1, 1)),
    "letzten Monat": (D(2026, 10, 1), D(2026, 11, 1)),
    "letztes Quartal": (D(2026, 7, 1), D(2026, 10, 1)),
    "Q3": (D(2026, 7, 1), D(2026, 10, 1)),
    "Q4 2025": (D(2025, 10, 1), D(2026, 1, 1)),
    "3. Quartal 2025": (D(2025, 7, 1), D(2025, 10, 1)),
    "im dritten Quartal": (D(2026, 7, 1), D(2026, 10, 1)),
    "im Mai": (D(2026, 5, 1), D(2026, 6, 1)),
    "im Dezember": (D(2025, 12, 1), D(2026, 1, 1)),
    "im März letzten Jahres": (D(2025, 3, 1), D(2025, 4, 1)),
    "KW 12": (D(2026, 3, 16), D(2026, 3, 23)),
    "KW12/2025": (D(2025, 3, 17), D(2025, 3, 24)),
    "seit März": (D(2026, 3, 1), None),
    "ab 2025": (D(2025, 1, 1), None),
    "seit Jahresbeginn": (D(2026, 1, 1), None),
    "bis Ende März": (None, D(2026, 4, 1)),
    "vor 2024": (None, D(2024, 1, 1)),
    "nach dem 31.12.2025": (D(2026, 1, 1), None),
    "zwischen März und Mai 2025": (D(2025, 3, 1), D(2025, 6, 1)),
    "von November bis Januar 2026": (D(2025, 11, 1), D(2026, 2, 1)),
    "vom 1. bis 15. März 2025": (D(2025, 3, 1), D(2025, 3, 16)),
    "2024 bis 2025": (D(2024, 1, 1), D(2026, 1, 1)),
    "letzte 30 Tage": (D(2026, 10, 24), D(2026, 11, 24)),
    "in den letzten drei Monaten": (D(2026, 8, 23), D(2026, 11, 24)),
    "Anfang März": (D(2026, 3, 1), D(2026, 3, 11)),
    "Mitte März 2025": (D(2025, 3, 11), D(2025, 3, 21)),
    "Ende letzten Monats": (D(2026, 10, 21), D(2026, 11, 1)),
    "erstes Halbjahr": (D(2026, 1, 1), D(2026, 7, 1)),
    "heute": (D(2026, 11, 23), D(2026, 11, 24)),
    "gestern": (D(2026, 11, 22), D(2026, 11, 23)),
    "2024": (D(2024, 1, 1), D(2025, 1, 1)),
    "31.12.2025": (D(2025, 12, 31), D(2026, 1, 1)),
    "am 3. März": (D(2026, 3, 3), D(2026, 3, 4)),
    "last month": (D(2026, 10, 1), D(2026, 11, 1)),
    "in May 2024": (D(2024, 5, 1), D(2024, 6, 1)),
    "between March and May 2025": (D(2025, 3, 1), D(2025, 6, 1)),
    "since 2025": (D(2025, 1, 1), None),
}
NO_PERIOD = ["über 2024 Euro", "mehr als 30 Tage", "nach Monat", "je Jahr", "Rechnung 17", "32.13.2025", "KW 60"]


def found(text: str, today: date = TODAY) -> list[calendar.Period]:
    return [f.period for f in periods.find(terms.tokens(text), today)]


@pytest.mark.parametrize(("text", "wanted"), RANGES.items())
def test_a_period_is_a_half_open_range_of_days(text: str, wanted: tuple[date | None, date | None]) -> None:
    assert [(p.start, p.end) for p in found(text)] == [wanted]


@pytest.mark.parametrize("text", NO_PERIOD)
def test_what_is_no_period_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_month_without_a_year_says_which_year_it_means() -> None:
    assert found("im Dezember")[0].words.de == "im Dezember 2025"


def test_two_years_side_by_side_are_two_periods() -> None:
    assert [p.start for p in found("2024 und 2025")] == [D(2024, 1, 1), D(2025, 1, 1)]


@given(st.dates(D(1990, 1, 1), D(2090, 1, 1)), st.sampled_from(["day", "week", "month", "quarter", "half", "year"]))
def test_the_unit_around_a_day_holds_it_and_touches_its_neighbours(day: date, unit: str) -> None:
    here, after = calendar.of(unit, day), calendar.of(unit, day, shift=1)
    assert here.start is not None
    assert here.end is not None
    assert here.start <= day < here.end == after.start


@given(st.dates(D(1990, 1, 1), D(2090, 1, 1)), st.integers(1, 12))
def test_a_month_by_name_lies_in_the_twelve_months_up_to_today(today: date, month: int) -> None:
    period = found(f"im {calendar.MONTHS_DE[month - 1]}", today)[0]
    assert period.start is not None
    assert period.start.month == month
    assert today - timedelta(days=366) < period.start <= today


@given(st.dates(D(1990, 1, 1), D(2090, 1, 1)), st.integers(1, 400))
def test_the_last_days_end_today_and_are_as_many_as_asked(today: date, days: int) -> None:
    period = found(f"letzte {days} Tage", today)[0]
    assert period.end == today + timedelta(days=1)
    assert period.start == today - timedelta(days=days)


@given(st.dates(D(2000, 1, 1), D(2099, 12, 31)))
def test_a_written_date_reads_back_the_same_in_three_forms(day: date) -> None:
    german = f"{day.day}. {calendar.MONTHS_DE[day.month - 1]} {day.year}"
    assert {p.start for t in (f"{day:%d.%m.%Y}", day.isoformat(), german) for p in found(t)} == {day}


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_periods(text: str) -> None:
    for period in found(text):
        assert period.start is None or period.end is None or period.start < period.end
