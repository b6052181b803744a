"""What the text of a column means, and the SQL that reads it. Each value must match its pattern in full."""

import re
from typing import Literal, NamedTuple

import msgspec

from hanse.records import Column

Kind = Literal["text", "integer", "decimal", "date", "boolean"]
MOST_DIGITS = 18
BLANK = " 0./-:"
"""What a date without a day is made of: "00.00.0000", "  .  .    "."""
_TOKENS = {"YYYY": 4, "YY": 2, "MM": 2, "DD": 2}


class Field(msgspec.Struct, frozen=True):
    """A column of a text. span: first character (from 1) and number of them, where the width is fixed.

    decimal, grouping: the marks of numbers ("" for none). scale: decimals that are written at most; implied: decimals
    that are not written, so that 12345 means 123.45. format: of a date, of DD, MM, YYYY or YY and marks between.
    epoch: two-digit years below it are 20xx. plain: an integer with a zero before it is no value.
    """

    column: Column
    kind: Kind = "text"
    span: tuple[int, int] | None = None
    decimal: str = ","
    grouping: str = "."
    scale: int = 2
    implied: int = 0
    format: str = "DD.MM.YYYY"
    epoch: int = 30
    plain: bool = False


def raw(field: Field, number: int) -> str:
    """Return the SQL for a column's text without blanks around it, NULL where there is none."""
    return f"nullif(trim(r{number}), '')" if field.span is None else f"r{number}"


def cut(field: Field, number: int) -> str:
    """Return the SQL that cuts the text of a column of fixed width out of a line, once for all that is asked of it."""
    first, width = field.span or (1, 0)
    return f"nullif(trim(substring(line, {first}, {width})), '') AS r{number}"


def quick(field: Field, number: int) -> str:
    """Return the SQL for a column's value that is right for most texts and fails for the others."""
    if field.kind == "text" and field.span:
        return raw(field, number)
    if field.kind == "text":  # to look for blanks takes half the time of trim; an empty field is NULL as it is read
        blank = f"r{number} LIKE ' %' OR r{number} LIKE '% '"
        return f"CASE WHEN {blank} THEN {raw(field, number)} ELSE r{number} END"
    text = f"r{number}"
    if field.kind == "boolean":
        return careful(field, number)
    if field.kind == "date":
        if not _plain(field):
            return careful(field, number)
        day = f"CAST(strptime({text}, {quoted(_strptime(field.format))}) AS DATE)"
        whole = f"length({text}) = {len(field.format)}"  # DuckDB takes "01.02.24" for a day of the year 24
        return f"CASE WHEN {whole} THEN {day} ELSE {careful(field, number)} END"
    matches = f"regexp_full_match({text}, {quoted(_pattern(field))})"
    checked = f"CASE WHEN {matches} THEN {_figure(field, text)} WHEN {text} IS NULL THEN NULL"
    return f"{checked} ELSE {careful(field, number)} END"


def careful(field: Field, number: int) -> str:
    """Return the SQL for a column's value by all its rules; it fails for a text that is none."""
    made = _made(field, number)
    if made is None:
        return raw(field, number)
    return f"CASE WHEN {made.empty} THEN NULL WHEN {made.matches} THEN {made.value} ELSE error('column {number}') END"


def doubtful(field: Field, number: int) -> str | None:
    """Return the SQL condition for a text that is no value of the column; None for a column of text."""
    made = _made(field, number)
    if made is None:
        return None
    tried = made.value.replace("CAST(", "TRY_CAST(")
    tested = f"CASE WHEN {made.empty} THEN false WHEN {made.matches} THEN {tried} IS NULL ELSE true END"
    return f"{made.text} IS NOT NULL AND {tested}"


def decimals(field: Field, number: int) -> str:
    """Return the SQL for how many decimals a text has."""
    text, mark = _number(field, number), quoted(field.decimal)
    return f"greatest(0, length({text}) - strpos({text} || {mark}, {mark}))"


class _Made(NamedTuple):
    """The SQL of a text, of whether it has its column's pattern, of its value, and of whether it stands for nothing."""

    text: str
    matches: str
    value: str
    empty: str


def _made(field: Field, number: int) -> _Made | None:
    if field.kind == "boolean":
        text = raw(field, number)
        return _Made(text, f"upper({text}) IN ('T', 'Y', 'J', 'F', 'N')", f"upper({text}) IN ('T', 'Y', 'J')",
                     f"coalesce({text}, '?') = '?'")  # fmt: skip
    if field.kind == "date":
        text = raw(field, number)
        pattern = "".join(f"[0-9]{{{len(t)}}}" if t in _TOKENS else re.escape(t) for t in parts(field.format))
        return _Made(text, f"regexp_full_match({text}, {quoted(pattern)})", _day(field, text), _no_day(text))
    if field.kind in ("integer", "decimal"):
        text = _number(field, number)
        matches = f"regexp_full_match({text}, {quoted(_pattern(field))})"
        return _Made(text, matches, _figure(field, text), f"{text} IS NULL")
    return None


def _number(field: Field, number: int) -> str:
    """Return the SQL for a number's text with its minus before it."""
    text = raw(field, number)
    return f"CASE WHEN ends_with({text}, '-') THEN '-' || rtrim({text}, '- ') ELSE ltrim({text}, '+') END"


def _pattern(field: Field) -> str:
    """Return the pattern of a number: grouped by three or not at all, with at most so many decimals.

    An integer that is a number by name only (of an account, say) has no zero before it, or it would lose that.
    """
    whole = "[0-9]+" if not field.plain else "(?:0|[1-9][0-9]*)"
    if field.grouping:
        whole = rf"(?:{whole}|[0-9]{{1,3}}(?:{re.escape(field.grouping)}[0-9]{{3}})+)"
    if field.kind == "integer" or field.implied or not field.decimal:
        return f"-?{whole}"
    return f"-?{whole}(?:{re.escape(field.decimal)}[0-9]{{0,{field.scale}}})?"


def _figure(field: Field, text: str) -> str:
    """Return the SQL for a number's value out of a text that has the pattern."""
    if field.grouping:
        text = f"replace({text}, {quoted(field.grouping)}, '')"
    if field.kind == "integer":
        return f"CAST({text} AS BIGINT)"
    if field.implied:
        return (
            f"CAST(CAST({text} AS DECIMAL({MOST_DIGITS}, 0)) / 1{'0' * field.implied} AS DECIMAL(38, {field.implied}))"
        )
    if field.decimal not in ("", "."):
        text = f"replace({text}, {quoted(field.decimal)}, '.')"
    return f"CAST({text} AS DECIMAL({MOST_DIGITS}, {field.scale}))"


def _day(field: Field, text: str) -> str:
    at: dict[str, str] = {}
    place = 1
    for part in parts(field.format):
        if part in _TOKENS:
            at[part] = f"substring({text}, {place}, {len(part)})"
        place += len(part)
    year = at.get("YYYY") or f"CASE WHEN {at['YY']} < '{field.epoch:02}' THEN '20' ELSE '19' END || {at['YY']}"
    return f"CAST(nullif(concat({year}, '-', {at['MM']}, '-', {at['DD']}), '0000-00-00') AS DATE)"


def _plain(field: Field) -> bool:
    """Return whether DuckDB's own reading of dates follows the same rules."""
    return "YYYY" in field.format


def _strptime(format_: str) -> str:
    codes = {"YYYY": "%Y", "MM": "%m", "DD": "%d"}
    return "".join(codes.get(part, part.replace("%", "%%")) for part in parts(format_))


def _no_day(text: str) -> str:
    return f"coalesce(translate({text}, '{BLANK}', ''), '') = ''"


def parts(format_: str) -> list[str]:
    """Return a date format in parts: its tokens and the marks between them."""
    return [part for part in re.split(r"(YYYY|YY|MM|DD)", format_) if part]


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
