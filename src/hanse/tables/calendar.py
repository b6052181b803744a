"""Days, weeks, months, quarters and years as half-open ranges, with their names. Knows no question."""

import calendar as _days
from datetime import date, timedelta

import msgspec

from hanse.words import Words

MONTHS_DE = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
             "Dezember")  # fmt: skip
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
             "November", "December")  # fmt: skip


class Period(msgspec.Struct, frozen=True):
    """Days from start to before end; None is open. grain: "day" ... "year", "span". words: as a person would say."""

    start: date | None
    end: date | None
    words: Words
    grain: str = "span"
    year_given: bool = True


def day(when: date) -> Period:
    """Return one day."""
    text = f"{when:%d.%m.%Y}"
    return Period(when, when + timedelta(days=1), Words(f"am {text}", f"on {when.isoformat()}"), "day")


def week(year: int, number: int) -> Period | None:
    """Return an ISO week (Monday to Sunday), None when the year has no such week."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    words = Words(f"in KW {number}/{year}", f"in week {number} of {year}")
    return Period(monday, monday + timedelta(days=7), words, "week")


def month(year: int, number: int) -> Period:
    """Return a month; numbers outside 1 to 12 count on into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    words = Words(f"im {MONTHS_DE[number - 1]} {year}", f"in {MONTHS_EN[number - 1]} {year}")
    return Period(date(year, number, 1), _first(year, number + 1), words, "month")


def quarter(year: int, number: int) -> Period:
    """Return a quarter; numbers outside 1 to 4 count on into other years."""
    year, number = year + (number - 1) // 4, (number - 1) % 4 + 1
    words = Words(f"im {number}. Quartal {year}", f"in quarter {number} of {year}")
    return Period(date(year, 3 * number - 2, 1), _first(year, 3 * number + 1), words, "quarter")


def half(year: int, number: int) -> Period:
    """Return a half-year; numbers outside 1 to 2 count on into other years."""
    year, number = year + (number - 1) // 2, (number - 1) % 2 + 1
    words = Words(f"im {number}. Halbjahr {year}", f"in half-year {number} of {year}")
    return Period(date(year, 6 * number - 5, 1), _first(year, 6 * number + 1), words, "half")


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(date(number, 1, 1), date(number + 1, 1, 1), Words(f"im Jahr {number}", f"in {number}"), "year")


def year_later(period: Period) -> list[Period]:
    """Return the same month, quarter or span a year later, as a list of one; none for an open end."""
    return [] if period.start is None or period.end is None else [moved(period, 12)]


def moved(period: Period, months: int) -> Period:
    """Return a period some months later; an open end stays open."""
    if period.start and period.grain in ("day", "month", "quarter", "half"):
        return of(period.grain, add_months(period.start, months))
    ends = (add_months(day_, months) if day_ else None for day_ in (period.start, period.end))
    return span(*ends)


def third(period: Period, part: str) -> Period:
    """Return the beginning ("anfang": to the 10th), middle ("mitte": 11th to 20th) or end ("ende": from the 21st).

    Of a year, quarter or half: its first, middle or last third in whole months.
    """
    if period.start is None or period.end is None:
        return period
    names = {"anfang": ("Anfang", "beginning of"), "mitte": ("Mitte", "middle of"), "ende": ("Ende", "end of")}
    cuts = _cuts(period.start, period.end)
    at = list(names).index(part)
    german = period.words.de.removeprefix("im ").removeprefix("in ").removeprefix("Jahr ")
    words = Words(f"{names[part][0]} {german}", f"at the {names[part][1]} {period.words.en.removeprefix('in ')}")
    return Period(cuts[at], cuts[at + 1], words, "span", period.year_given)


def _cuts(start: date, end: date) -> tuple[date, date, date, date]:
    months = (end.year - start.year) * 12 + end.month - start.month
    if months <= 1:
        return start, start + timedelta(days=10), start + timedelta(days=20), end
    step = max(1, months // 3)
    return start, add_months(start, step), add_months(end, -step), end


def add_months(when: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month when there is no such day."""
    whole = when.year * 12 + when.month - 1 + months
    year_, month_ = divmod(whole, 12)
    return date(year_, month_ + 1, min(when.day, _days.monthrange(year_, month_ + 1)[1]))


def of(unit: str, when: date, *, shift: int = 0) -> Period:
    """Return the day, week, month, quarter, half or year that holds this day, moved on by some units."""
    if unit == "day":
        return day(when + timedelta(days=shift))
    if unit == "week":
        moved = (when + timedelta(weeks=shift)).isocalendar()
        return week(moved.year, moved.week) or day(when)
    if unit == "month":
        return month(when.year, when.month + shift)
    if unit == "quarter":
        return quarter(when.year, (when.month + 2) // 3 + shift)
    if unit == "half":
        return half(when.year, (when.month + 5) // 6 + shift)
    return year(when.year + shift)


def back(unit: str, when: date, count: int) -> date:
    """Return the day that lies so many units before (negative count: after)."""
    if unit in ("day", "week"):
        return when - timedelta(days=count * (7 if unit == "week" else 1))
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    return add_months(when, -count * months)


def span(start: date | None, end: date | None) -> Period:
    """Return days from start to before end, with words that name the days."""
    first = f"{start:%d.%m.%Y}" if start else ""
    last = f"{end - timedelta(days=1):%d.%m.%Y}" if end else ""
    german = f"vom {first} bis {last}" if start and end else f"ab {first}" if start else f"bis {last}"
    iso = end - timedelta(days=1) if end else None
    english = f"from {start} to {iso}" if start and end else f"from {start}" if start else f"until {iso}"
    return Period(start, end, Words(german, english))


def _first(year_: int, month_: int) -> date:
    return date(year_ + (month_ - 1) // 12, (month_ - 1) % 12 + 1, 1)
