"""Finds dates and periods in a question, German and English, against the asker's day. Knows no table.

Months without a year are the latest past ones (the running month counts as past), and the words say which.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from hanse.tables import calendar
from hanse.tables.calendar import Period
from hanse.tables.numbers import number_at
from hanse.tables.terms import Token, fold

MONTHS = {fold(name): n for names in (calendar.MONTHS_DE, calendar.MONTHS_EN) for n, name in enumerate(names, 1)}
MONTHS |= {"jan": 1, "feb": 2, "febr": 2, "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
           "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12, "janner": 1, "feber": 2}  # fmt: skip
UNITS = {"tag": "day", "tage": "day", "tagen": "day", "day": "day", "days": "day", "woche": "week", "wochen": "week",
         "week": "week", "weeks": "week", "monat": "month", "monate": "month", "monaten": "month", "monats": "month",
         "month": "month", "months": "month", "quartal": "quarter", "quartale": "quarter", "quartalen": "quarter",
         "quartals": "quarter", "quarter": "quarter", "quarters": "quarter", "halbjahr": "half", "halbjahre": "half",
         "halbjahren": "half", "halbjahres": "half", "jahr": "year", "jahre": "year", "jahren": "year",
         "jahres": "year", "year": "year", "years": "year", "kalenderjahr": "year"}  # fmt: skip
LAST, NEXT = ("letzt", "vergangen", "vorig", "zuruckliegend"), ("nachst", "kommend", "folgend")
THIS = ("dies", "laufend", "aktuell", "jetzig")
ENGLISH = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1}
SINGLE = {"vorjahr": ("year", -1), "vorjahres": ("year", -1), "vormonat": ("month", -1), "vorquartal": ("quarter", -1),
          "vorwoche": ("week", -1), "heute": ("day", 0), "today": ("day", 0), "gestern": ("day", -1),
          "yesterday": ("day", -1), "vorgestern": ("day", -2), "morgen": ("day", 1), "tomorrow": ("day", 1),
          "heuer": ("year", 0), "vorvorjahr": ("year", -2)}  # fmt: skip
_SINGLE = {fold(word): unit for word, unit in SINGLE.items()}  # "heuer" has the letters of an umlaut
ORDINALS = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
POWER = ("kW", "kw")  # "9 kW" is no week
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
PARTS = {"anfang": "anfang", "mitte": "mitte", "ende": "ende", "early": "anfang", "mid": "mitte", "late": "ende"}
SKIPPED = frozenset({"im", "in", "am", "an", "den", "dem", "der", "des", "das", "die", "zum", "zur", "vom", "the",
                     "of", "jahr", "jahre", "year", "on", "monat", "zu"})  # fmt: skip
SINCE = {"seit", "since", "ab", "from"}
UNTIL = {"bis", "until", "till", "to", "through"}
BEFORE, AFTER = {"vor", "before"}, {"nach", "after"}
BETWEEN = {"zwischen", "between"}
MONEY = {"euro", "eur", "€", "%", "prozent", "stuck", "st", "tage", "tagen", "stunden", "mal", "rechnungen", "kunden"}


class Found(msgspec.Struct, frozen=True):
    """A period that the tokens from first to before last name."""

    first: int
    last: int
    period: Period


def find(tokens: Sequence[Token], today: date) -> list[Found]:
    """Return the periods in the order of the question, not overlapping."""
    found: list[Found] = []
    at = 0
    while at < len(tokens):
        hit = _Reader(tokens, today).span(at)
        if hit is None:
            at += 1
            continue
        found.append(Found(at, hit[1], hit[0]))
        at = hit[1]
    return [_dated(item, found[n + 1 :]) for n, item in enumerate(found)]


def _dated(item: Found, later: Sequence[Found]) -> Found:
    """Return a period without a year in the year of the one behind it: "Mai und Juni 2025"."""
    after = later[0].period if later else None
    first = item.period
    if after is None or first.year_given or not after.year_given or first.start is None or after.start is None:
        return item
    months = 12 * (after.start.year - first.start.year)
    moved = calendar.moved(first, months)
    if moved.start and moved.start > after.start:
        moved = calendar.moved(first, months - 12)
    return Found(item.first, item.last, moved)


Hit = tuple[Period, int]


class _Reader:
    """Recursive descent over tokens; each method returns what it read and the index after it, or None."""

    def __init__(self, tokens: Sequence[Token], today: date) -> None:
        self.tokens = tokens
        self.today = today

    def word(self, at: int) -> str:
        """Return the folded token, or "" after the end."""
        return self.tokens[at].fold if 0 <= at < len(self.tokens) and not self.tokens[at].quoted else ""

    def span(self, at: int) -> Hit | None:
        """Read a range with its preposition, or one period, possibly after "im", "am", "in den"."""
        return self.pair(at) or self.ago(at) or self.bounded(at) or self.led(at)

    def led(self, at: int) -> Hit | None:
        """Read a period behind any number of "im", "am", "des", "Jahr"; these are then part of it."""
        start = at
        while self.word(at) in SKIPPED:
            at += 1
        hit = self.point(at)
        return hit if hit and (at == start or self.word(start) in SKIPPED) else None

    def pair(self, at: int) -> Hit | None:
        """Read "von X bis Y", "zwischen X und Y", "X bis Y", "X - Y"."""
        word = self.word(at)
        opened = word in BETWEEN or word in {"von", "vom", "from"}
        first = self.led(at + 1 if opened and word != "vom" else at)
        joins = {"und", "and", "bis"} if word in BETWEEN else {"bis", "to", "until", "through"}
        if first is None:
            return self.days_of_month(at, joins, opened=opened)
        if self.word(first[1]) not in joins:
            return None
        second = self.led(first[1] + 1)
        if second is None:
            return None
        return self.joined(first[0], second[0]), second[1]

    def joined(self, first: Period, second: Period) -> Period:
        """Return from the first to the second; a first without a year gets the one that lies before the second."""
        start, end = first.start, second.end
        if start and second.start and not first.year_given:
            start = start.replace(year=second.start.year)
            start = start if start <= second.start else start.replace(year=start.year - 1)
        if start and end and not second.year_given and first.year_given and second.start:
            moved = end.year - second.start.year
            end = end.replace(year=start.year + moved)
        made = calendar.span(start, end)
        return msgspec.structs.replace(made, year_given=first.year_given or second.year_given)

    def days_of_month(self, at: int, joins: set[str], *, opened: bool) -> Hit | None:
        """Read "vom 1. bis 15. März": the first day takes month and year from the second."""
        at += 1 if opened else 0
        while self.word(at) in SKIPPED:
            at += 1
        match = re.fullmatch(r"(\d{1,2})\.?", self.tokens[at].text) if at < len(self.tokens) else None
        if not match or self.word(at + 1) not in joins:
            return None
        second = self.led(at + 2)
        if second is None or second[0].grain != "day" or second[0].start is None:
            return None
        start = _date(second[0].start.year, second[0].start.month, int(match[1]))
        return (calendar.span(start, second[0].end), second[1]) if start else None

    def bounded(self, at: int) -> Hit | None:
        """Read "seit X", "ab X", "bis X", "vor X", "nach X"."""
        word = self.word(at)
        if word not in SINCE | UNTIL | BEFORE | AFTER:
            return None
        hit = self.led(at + 1) or (self.led(at + 2) if self.word(at + 1) in {"zum", "einschliesslich"} else None)
        if hit is None:
            return self.start_of(at)
        period = hit[0]
        if word in SINCE:
            return calendar.span(period.start, None), hit[1]
        if word in AFTER:
            return calendar.span(period.end, None), hit[1]
        return calendar.span(None, period.start if word in BEFORE else period.end), hit[1]

    def start_of(self, at: int) -> Hit | None:
        """Read "seit Jahresbeginn", "seit Monatsanfang"."""
        names = {"jahr": "year", "monat": "month", "quartal": "quarter"}
        for name, unit in names.items():
            if self.word(at) in SINCE and re.fullmatch(name + r"e?s(beginn|anfang)", self.word(at + 1)):
                return calendar.span(calendar.of(unit, self.today).start, None), at + 2
        return None

    def ago(self, at: int) -> Hit | None:
        """Read "vor 3 Monaten", "seit 30 Tagen", "länger als 30 Tage" is not one."""
        if self.word(at) not in {"vor", "seit"} or at + 1 >= len(self.tokens):
            return None
        number = number_at(self.tokens, at + 1) or ((1, at + 2) if self.word(at + 1) in {"einem", "einer"} else None)
        if number is None or (unit := UNITS.get(self.word(number[1]))) is None:
            return None
        when = calendar.back(unit, self.today, int(number[0]))
        if self.word(at) == "seit":
            return calendar.span(when, None), number[1] + 1
        return (calendar.day(when) if unit in ("day", "week") else calendar.of(unit, when)), number[1] + 1

    def point(self, at: int) -> Hit | None:
        """Read one period without a preposition."""
        if not self.word(at):
            return None
        readers = (self.part, self.written, self.month, self.quarter, self.week, self.relative, self.single, self.year)
        return next((hit for read in readers if (hit := read(at))), None)

    def part(self, at: int) -> Hit | None:
        """Read "Anfang März", "Ende des letzten Monats", "Mitte 2025"."""
        name = PARTS.get(self.word(at))
        hit = self.led(at + 1) if name else None
        return (calendar.third(hit[0], name), hit[1]) if hit and name else None

    def written(self, at: int) -> Hit | None:
        """Read 31.12.2025, 2025-12-31, 31.12., 3. März 2025, 3. März."""
        text = self.tokens[at].text
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            found = _date(*(int(p) for p in text.split("-")))
            return (calendar.day(found), at + 1) if found else None
        if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?", text):
            return self.dated(int(match[1]), int(match[2]), match[3], at + 1)
        month = MONTHS.get(self.word(at + 1))
        if re.fullmatch(r"\d{1,2}", text) and month:
            year = self.number_of_year(at + 2)
            return self.dated(int(text), month, str(year) if year else None, at + (3 if year else 2))
        return None

    def dated(self, day: int, month: int, year: str | None, end: int) -> Hit | None:
        """Return a day; without a year the latest past one."""
        full = int(year) + (2000 if year and len(year) == 2 else 0) if year else self.today.year
        found = _date(full, month, day)
        if found and not year and found > self.today:
            found = _date(full - 1, month, day)
        if found is None:
            return None
        period = calendar.day(found)
        return msgspec.structs.replace(period, year_given=bool(year)), end

    def month(self, at: int) -> Hit | None:
        """Read "Mai", "Mai 2025", "Mai letzten Jahres"."""
        number = MONTHS.get(self.word(at))
        if number is None:
            return None
        if year := self.number_of_year(at + 1):
            return calendar.month(year, number), at + 2
        if later := self.of_year(at + 1):
            return calendar.month(later[0], number), later[1]
        year = self.today.year - (1 if number > self.today.month else 0)
        return msgspec.structs.replace(calendar.month(year, number), year_given=False), at + 1

    def of_year(self, at: int) -> tuple[int, int] | None:
        """Read "(des) letzten Jahres", "Vorjahr" behind a month or quarter."""
        start = at
        while self.word(at) in {"des", "im", "of", "vom", "aus", "dem"}:
            at += 1
        hit = self.single(at) or self.relative(at) or (self.year(at) if at > start else None)
        if hit and hit[0].grain == "year" and hit[0].start:
            return hit[0].start.year, hit[1]
        return None

    def number_of_year(self, at: int) -> int | None:
        """Return the year that stands here as a number, or None."""
        text = self.tokens[at].text if at < len(self.tokens) else ""
        return int(text) if re.fullmatch(r"(19|20)\d\d", text) else None

    def year(self, at: int) -> Hit | None:
        """Read a year as a number; not where a unit follows ("2024 Euro")."""
        number = self.number_of_year(at)
        if number is None or self.word(at + 1) in MONEY:
            return None
        return calendar.year(number), at + 1

    def quarter(self, at: int) -> Hit | None:
        """Read Q3, Q3/2025, "3. Quartal 2025", "drittes Quartal", "Quartal 3", H1, "erstes Halbjahr"."""
        word = self.word(at)
        if match := re.fullmatch(r"([qh])([1-4])(?:[/-]((?:19|20)?\d\d))?", word):
            return self.numbered(match[1], int(match[2]), match[3], at + 1)
        kinds = {"quartal": "q", "quartals": "q", "quarter": "q", "halbjahr": "h", "halbjahres": "h"}
        number = self.ordinal(at)
        if number and (kind := kinds.get(self.word(at + 1))):
            return self.numbered(kind, number, None, at + 2)
        if (kind := kinds.get(word)) and self.word(at + 1) in {"1", "2", "3", "4"}:
            return self.numbered(kind, int(self.word(at + 1)), None, at + 2)
        return None

    def ordinal(self, at: int) -> int | None:
        """Return 1 to 4 for "3", "dritten", "first"."""
        word = self.word(at)
        return (
            int(word)
            if word in {"1", "2", "3", "4"}
            else ROMAN.get(word) or ORDINALS.get(word.rstrip("nrsm"), ORDINALS.get(word))
        )

    def numbered(self, kind: str, number: int, year: str | None, end: int) -> Hit | None:
        """Return a quarter or half; without a year the latest that has begun."""
        if kind == "h" and number > 2:
            return None
        make = calendar.quarter if kind == "q" else calendar.half
        if year:
            return make(int(year) + (2000 if len(year) == 2 else 0), number), end
        if given := self.number_of_year(end):
            return make(given, number), end + 1
        if later := self.of_year(end):
            return make(later[0], number), later[1]
        found = make(self.today.year, number)
        if found.start and found.start > self.today:
            found = make(self.today.year - 1, number)
        return msgspec.structs.replace(found, year_given=False), end

    def week(self, at: int) -> Hit | None:
        """Read "KW 12", "KW12/2025", "Kalenderwoche 12 2025", "12. KW", "week 12"."""
        word, names = self.word(at), {"kw", "kalenderwoche", "week"}
        match = re.fullmatch(r"kw(\d{1,2})(?:/(\d{4}))?", word)
        number, end = (int(match[1]), at + 1) if match else (0, at)
        year = int(match[2]) if match and match[2] else None
        if word in names and (inner := re.fullmatch(r"(\d{1,2})(?:/(\d{4}))?", self.word(at + 1))):
            number, end, year = int(inner[1]), at + 2, int(inner[2]) if inner[2] else None
        elif re.fullmatch(r"\d{1,2}", word) and self.word(at + 1) in names and self.tokens[at + 1].text not in POWER:
            number, end = int(word), at + 2
        if not number:
            return None
        if year is None and (given := self.number_of_year(end)):
            year, end = given, end + 1
        found = calendar.week(year or self.today.year, number)
        if found and not year and found.start and found.start > self.today:
            found = calendar.week(self.today.year - 1, number)
        return (msgspec.structs.replace(found, year_given=bool(year)), end) if found else None

    def relative(self, at: int) -> Hit | None:
        """Read "letztes Jahr", "diesen Monat", "vorletzte Woche", "letzte 30 Tage", "last quarter"."""
        shift = _shift(self.word(at))
        if shift is None:
            return None
        if unit := UNITS.get(self.word(at + 1)):
            return calendar.of(unit, self.today, shift=shift), at + 2
        number = number_at(self.tokens, at + 1) if at + 1 < len(self.tokens) and abs(shift) == 1 else None
        if number and (unit := UNITS.get(self.word(number[1]))):
            when = calendar.back(unit, self.today, -shift * int(number[0]))
            tomorrow = self.today + timedelta(days=1)
            ends = (when, tomorrow) if shift < 0 else (self.today, when + timedelta(days=1))
            return calendar.span(*ends), number[1] + 1
        return None

    def single(self, at: int) -> Hit | None:
        """Read "heute", "gestern", "Vorjahr", "Vormonat"."""
        found = _SINGLE.get(self.word(at))
        return (calendar.of(found[0], self.today, shift=found[1]), at + 1) if found else None


def _shift(word: str) -> int | None:
    if word in ENGLISH:
        return ENGLISH[word]
    base = re.sub(r"(e|er|es|en|em)$", "", word)
    if base.startswith("vor") and base[3:] in LAST:
        return -2
    for shift, group in ((-1, LAST), (1, NEXT), (0, THIS)):
        if base in group:
            return shift
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
