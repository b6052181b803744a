"""One text to one typed value, under one stated convention. Knows nothing of columns; never uses a float."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

Style = Literal["de", "en"]
Order = Literal["dmy", "mdy"]

EMPTY = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        "./.",
        "n/a",
        "n.a.",
        "na",
        "k.a.",
        "k. a.",
        "#nv",
        "#n/a",
        "null",
        "(null)",
        "nan",
    },
)
EMPTY_DATES = frozenset({"00.00.0000", "0000-00-00", "00000000", "0", "  .  .    ", ". .", "00.00.00"})


class Number(NamedTuple):
    """A number as written: its exact value, its unit ("%", "€", "") and whether it is written without decimals."""

    value: Decimal
    unit: str
    whole: bool


_UNIT = r"€|EUR|EURO|Euro|\$|USD|US\$|£|GBP|CHF|Fr\.|SFr\.|%|‰"
_SHAPE = re.compile(
    rf"(?P<s1>[-+−–]?)\s?(?P<before>{_UNIT})?\s?(?P<s2>[-+−–]?)(?P<digits>[0-9.,][0-9.,'’ ]*?)"
    rf"(?P<dash>,(?:--?|–|—))?\s?(?P<s3>-?)\s?(?P<after>{_UNIT})?(?P<s4>-?)",
)
_DIGITS: dict[Style, re.Pattern[str]] = {
    "de": re.compile(r"(?P<int>0|[1-9]\d*|[1-9]\d{0,2}(?:(?P<g>[. '’])\d{3})(?:(?P=g)\d{3})*)?(?:,(?P<frac>\d+))?"),
    "en": re.compile(r"(?P<int>0|[1-9]\d*|[1-9]\d{0,2}(?:(?P<g>[, '’])\d{3})(?:(?P=g)\d{3})*)?(?:\.(?P<frac>\d+))?"),
}
_BARE: dict[Style, re.Pattern[str]] = {  # what most columns hold, without the detour over units and signs
    "de": re.compile(r"(-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+)),(\d+)"),
    "en": re.compile(r"(-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+))\.(\d+)"),
}
_UNITS = {"EUR": "€", "EURO": "€", "Euro": "€", "USD": "$", "US$": "$", "GBP": "£", "Fr.": "CHF", "SFr.": "CHF"}
_NOT_DIGITS = str.maketrans("", "", ".,'’ ")
LONGEST = 18
"""More digits than a 64-bit integer holds are an identifier, not an amount."""


def number(text: str, style: Style) -> Number | None:
    """Return the number that the text is in this style ("de": 1.234,56; "en": 1,234.56), or None.

    Leading zeros ("01067"), more than 18 digits and phone-like texts ("+49 40 123") are no numbers.
    """
    if text.isdecimal() and text.isascii():
        plain = text == "0" or (text[0] != "0" and len(text) <= LONGEST)
        return Number(Decimal(text), "", whole=True) if plain else None
    shape = _SHAPE.fullmatch(text)
    if (
        shape is None
        or sum(1 for n in ("s1", "s2", "s3", "s4") if shape[n]) > 1
        or (shape["before"] and shape["after"])
    ):
        return None
    return _from_shape(shape, style)


def _from_shape(shape: re.Match[str], style: Style) -> Number | None:
    digits = _DIGITS[style].fullmatch(shape["digits"])
    sign = shape["s1"] or shape["s2"] or shape["s3"] or shape["s4"]
    if sign and shape["digits"][0] in ".,":  # "-,50 €" is how Germans write fifty cents: no minus to be had
        return None
    if digits is None or (shape["dash"] and (digits["frac"] or style == "en")):
        return None
    whole, frac = digits["int"] or "", digits["frac"] or ""
    plain = whole.translate(_NOT_DIGITS)
    if not (plain or frac) or len(plain) > LONGEST or (sign == "+" and (" " in whole or len(plain) > 7)):
        return None
    value = Decimal(f"{plain or '0'}.{frac}" if frac else plain)
    unit = shape["before"] or shape["after"] or ""
    return Number(-value if sign and sign != "+" else value, _UNITS.get(unit, unit), whole=not frac)


_ISO = re.compile(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)")
_DOTS = re.compile(r"(\d\d?)\. ?(\d\d?)\. ?(\d{4}|\d\d)")
_SLASH = re.compile(r"(\d\d?)([/-])(\d\d?)\2(\d{4}|\d\d)")
_NAMED = re.compile(r"(\d\d?)\.? ?([A-Za-zä]{3,9})\.? ?(\d{4})")
_NAMED_US = re.compile(r"([A-Za-z]{3,9})\.? (\d\d?),? (\d{4})")
_WEEKDAY = re.compile(
    r"(?:Mo|Di|Mi|Do|Fr|Sa|So|Mon|Tue|Wed|Thu|Fri|Sat|Sun|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\.?,? +(?=\d|[A-Z])",
)
_MONTHS = (
    ("jan", "januar", "january", "jänner"),
    ("feb", "februar", "february"),
    ("mär", "märz", "mar", "march", "mrz", "maerz"),
    ("apr", "april"),
    ("mai", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "august"),
    ("sep", "september", "sept"),
    ("okt", "oktober", "oct", "october"),
    ("nov", "november"),
    ("dez", "dezember", "dec", "december"),
)


@cache
def _month_numbers() -> dict[str, int]:
    return {name: n for n, names in enumerate(_MONTHS, start=1) for name in names}


def day(text: str, order: Order) -> date | None:
    """Return the day written as 31.12.2024, 31.12.24, 2024-12-31, 31/12/2024 (or 12/31/2024) or with a month name.

    Two-digit years: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999 (POSIX strptime).
    """
    if text[:1].isalpha():
        text = _WEEKDAY.sub("", text, count=1)
    if match := _DOTS.fullmatch(text):
        return _date(match[3], match[2], match[1])
    if match := _ISO.fullmatch(text):
        return _date(match[1], match[3], match[4])
    if match := _SLASH.fullmatch(text):
        first, second = match[1], match[3]
        return _date(match[4], *((second, first) if order == "dmy" else (first, second)))
    return _named_day(text)


def _named_day(text: str) -> date | None:
    if match := _NAMED.fullmatch(text):
        dom, month, year = match.groups()
    elif match := _NAMED_US.fullmatch(text):
        month, dom, year = match.groups()
    else:
        return None
    number_of = _month_numbers().get(month.lower())
    return _date(year, str(number_of), dom) if number_of else None


def packed_day(text: str) -> date | None:
    """Return the day written as 20241231, for years 1900 to 2099."""
    if len(text) != 8 or not text.isascii() or not text.isdecimal() or not "1900" <= text[:4] < "2100":
        return None
    return _date(text[:4], text[4:6], text[6:])


def two_digit_year(text: str) -> bool:
    """Say whether the year of this day has only two digits."""
    match = _DOTS.match(text) or _SLASH.match(text)
    return match is not None and len(match.groups()[-1]) == 2


def _date(year: str, month: str, dom: str) -> date | None:
    full = int(year) + ((2000 if int(year) < 69 else 1900) if len(year) == 2 else 0)
    try:
        return date(full, int(month), int(dom))
    except ValueError:
        return None


_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,6}))?)?(?: ?Uhr)?")
_MOMENT = re.compile(r"(.{6,20}?)(?:T|,? +)(\d\d?:[0-9:.,]+(?: ?Uhr)?)")


def clock(text: str) -> time | None:
    """Return the time of day written as 14:05, 14:05:30 or 14:05 Uhr."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    return time(int(hours), int(minutes), int(seconds or 0), int((fraction or "0").ljust(6, "0")))


def moment(text: str, order: Order) -> datetime | None:
    """Return day and time of day; a day alone is its midnight. Texts with a time zone are left as they are."""
    if match := _MOMENT.fullmatch(text):
        on, at = day(match[1], order), clock(match[2])
        return datetime.combine(on, at) if on and at is not None else None
    on = day(text, order)
    return datetime.combine(on, time()) if on else None


_TRUTH: tuple[tuple[str, str], ...] = (
    ("ja", "nein"),
    ("yes", "no"),
    ("true", "false"),
    ("wahr", "falsch"),
    ("j", "n"),
    ("y", "n"),
)


def truths(texts: frozenset[str]) -> Callable[[str], bool] | None:
    """Return how to read a column that holds nothing but one pair such as ja/nein; both must occur for j/n."""
    lowered = {text.lower() for text in texts}
    for yes, no in _TRUTH:
        if lowered <= {yes, no} and (len(yes) > 1 or len(lowered) == 2):
            return lambda text, yes=yes: text.lower() == yes  # type: ignore[misc]
    return None
