"""What the text of one field means, by its column's type. A text that is no such value raises ValueError."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from hanse.records import Cell

_UNIT = r"(?:€|EUR|Euro|DM|DEM|USD|US\$|\$|CHF|SFr\.?|GBP|£|%)"
_UNITS = re.compile(rf"^{_UNIT}\s?(?=[-+.,\d])|\s?{_UNIT}$")
_BLANKS = "  "
_MOST_DIGITS = 38
_NO_DAY = "0 ./:-\u00a0"
_GERMAN = str.maketrans("TJ", "DY")
_PARTS = {"YYYY": r"(?P<Y>\d{4})", "YY": r"(?P<y>\d{2})", "MM": r"(?P<m>\d{1,2})", "DD": r"(?P<d>\d{1,2})"}
_TIMES = {"hh": r"(?P<H>\d{1,2})", "mm": r"(?P<M>\d{2})", "ss": r"(?P<S>\d{2})", "fff": r"(?P<F>\d{1,6})"}
_DATE_TOKEN = re.compile(r"YYYY|YY|M{1,2}|D{1,2}")
_TIME_TOKEN = re.compile(r"h{1,2}|m{1,2}|s{1,2}|f+")

Parse = Callable[[str], Cell]


@lru_cache(64)
def numbers(decimal: str, grouping: str, implied: int | None) -> Parse:
    """Return how numbers are read: exact Decimals, None for blank.

    Digits are only grouped by three, so that 12.50 is no number where the point groups; a minus may stand behind.
    """
    group = _group(grouping)
    whole = rf"\d+|\d{{1,3}}(?:{group}\d{{3}})+" if group else r"\d+"
    point = rf"(?:{re.escape(decimal)}(?P<frac>\d*))?" if decimal else ""
    shape = re.compile(rf"(?P<lead>[-+]?)\s?(?P<int>{whole})?{point}\s?(?P<trail>[-+]?)")
    gone = re.compile(group) if group else None

    def number(text: str) -> Cell:
        bare = text.strip()
        if not bare:
            return None
        plain = bare.replace("−", "-").replace("–", "-")
        match = shape.fullmatch(plain) or shape.fullmatch(_UNITS.sub("", plain, count=2).strip())
        if match is None or (match["lead"] and match["trail"]):
            raise ValueError(text)
        frac = match["frac"] if decimal else None
        digits = gone.sub("", match["int"] or "") if gone else match["int"] or ""
        if (
            not (digits or frac)
            or len(digits) + len(frac or "") > _MOST_DIGITS
            or not (digits + (frac or "")).isascii()
        ):
            raise ValueError(text)
        value = Decimal(f"{digits or '0'}.{frac}" if frac else digits)
        value = -value if "-" in (match["lead"], match["trail"]) else value
        return value.scaleb(-implied) if implied and frac is None else value

    return number


def _group(grouping: str) -> str:
    if not grouping:
        return ""
    return "[ \u00a0\u202f]" if not grouping.strip(_BLANKS + "\u202f") else re.escape(grouping)


@lru_cache(64)
def pattern(format_: str) -> re.Pattern[str] | None:
    """Return the pattern of a date format of the standard, None for one that names no day.

    Tokens: DD MM YYYY YY and, beyond the standard, hh mm ss; TT MM JJJJ too, and in lower case.
    """
    cut = re.search(r"[hH]", format_)
    day, clock = (format_[: cut.start()], format_[cut.start() :].lower()) if cut else (format_, "")
    day = day.upper()
    day = day.translate(_GERMAN) if "J" in day or "TT" in day else day
    clock = clock.replace("n", "m").replace("i", "m")
    made = _made(day, _DATE_TOKEN, _PARTS) + _made(clock, _TIME_TOKEN, _TIMES)
    try:
        found = re.compile(made)
    except re.error:
        return None
    groups = found.groupindex
    return found if "d" in groups and "m" in groups and ("Y" in groups or "y" in groups) else None


def _made(format_: str, tokens: re.Pattern[str], parts: dict[str, str]) -> str:
    packed = not re.search(r"[^A-Za-z]", format_.strip())
    out, at = "", 0
    for match in tokens.finditer(format_):
        token = match[0] if match[0] in parts else match[0] * 2 if match[0] * 2 in parts else "fff"
        part = parts.get(token, re.escape(match[0]))
        out += re.escape(format_[at : match.start()]) + (part.replace("{1,2}", "{2}") if packed else part)
        at = match.end()
    return out + re.escape(format_[at:])


def dates(format_: str, epoch: int) -> Parse:
    """Return how days (or moments, where the format has a time) are read: None for blank and for zeros only."""
    found = pattern(format_)

    def day(text: str) -> Cell:
        bare = text.strip()
        if not bare.strip(_NO_DAY):
            return None
        match = found.fullmatch(bare) if found else None
        if match is None or not bare.isascii():
            raise ValueError(text)
        return _moment(match, epoch)

    return day


def _moment(match: re.Match[str], epoch: int) -> Cell:
    groups = match.groupdict()
    if groups.get("Y"):
        year = int(groups["Y"])
    else:
        short = int(groups["y"])
        year = short + (2000 if short < epoch else 1900)
    on = date(year, int(groups["m"]), int(groups["d"]))
    if "H" not in groups:
        return on
    fraction = (groups.get("F") or "0").ljust(6, "0")
    return datetime(  # noqa: DTZ001 - the standard knows no time zones
        on.year, on.month, on.day, int(groups["H"]), int(groups.get("M") or 0), int(groups.get("S") or 0), int(fraction)
    )
