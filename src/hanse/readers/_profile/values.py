"""One text to the value that a profile says it is; None for nothing. Raises ValueError for what is no such value."""

import re
from datetime import date

from hanse.readers._profile import Column
from hanse.readers.cells import values
from hanse.records import Cell

_TRUTH = dict.fromkeys(("ja", "yes", "true", "wahr", "j", "y", "1"), True) | dict.fromkeys(
    ("nein", "no", "false", "falsch", "n", "0"), False
)
_ZEROS = re.compile(r"^([-+]?)0+(?=\d)")


def value(text: str, column: Column) -> Cell:
    """Return the value of a trimmed text."""
    if column.type == "text":
        return text or None
    if text.lower() in values.EMPTY:
        return None
    if column.type in ("integer", "decimal"):
        return _number(text, column)
    if column.type == "date":
        return None if text in values.EMPTY_DATES else _day(text, column.format)
    found = _other(text, column)
    if found is None:
        raise ValueError(text)
    return found


def _number(text: str, column: Column) -> Cell:
    found = values.number(_ZEROS.sub(r"\1", text), "en" if column.decimal == "." else "de")
    if found is None or (column.type == "integer" and not found.whole):
        raise ValueError(text)
    return int(found.value) if column.type == "integer" else found.value


def _day(text: str, format_: str) -> date:
    if not format_:
        found = values.day(text, "dmy") or values.packed_day(text)
        if found is None:
            raise ValueError(text)
        return found
    pattern = re.escape(format_).replace("YYYY", r"(?P<y>\d{4})").replace("YY", r"(?P<y>\d\d)")
    match = re.fullmatch(pattern.replace("MM", r"(?P<m>\d\d?)").replace("DD", r"(?P<d>\d\d?)"), text)
    if match is None:
        raise ValueError(text)
    year = int(match["y"]) if len(match["y"]) == 4 else int(match["y"]) + (2000 if int(match["y"]) < 69 else 1900)
    return date(year, int(match["m"]), int(match["d"]))


def _other(text: str, column: Column) -> Cell:
    if column.type == "datetime":
        return values.moment(text, "dmy")
    if column.type == "time":
        return values.clock(text)
    return _TRUTH.get(text.lower())
