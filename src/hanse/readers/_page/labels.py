"""Recognises printed labels: column headings, totals, the facts of an invoice's head. Words from labels.toml."""

import re
import tomllib
from functools import cache
from pathlib import Path

import msgspec

_UNITS = re.compile(
    r"\[[^\]]*\]|\((?:€|eur|euro|netto|%|in €|in eur|in euro|excl\. ust\.|inkl\. ust\.)\)"
    r"|[€$%£]|l€|\b(?:in )?euro?\b|\bin €"
)
_MARKS = re.compile(r"[\s.:;,\-‐–—/_*'\"()|<>]+")
_VALUE = re.compile(
    r"[-+−–(]?\s*(?:€|EUR|\$|£|CHF)?\s*[-+−–]?(?:\d[\d.,'’ ]*|[.,]\d+)\s*(?:€|EUR|Euro|CHF|USD|\$|£|%)?\s*[-)]?",
    re.IGNORECASE,
)
_COUNT = re.compile(r"[-+−]?\d[\d.,'’]*\s*x?\s*[A-Za-zäöüßÄÖÜ²³.()/]{1,12}(?:\s*\([A-Za-z]\))?", re.IGNORECASE)
_RATE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?\s*%.{0,12}")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})?|\d{4}-\d{2}-\d{2}")
_NUMBER_HERE = re.compile(r"[-+−–]?\d[\d.,'’]*")


class Labels(msgspec.Struct, frozen=True):
    """The patterns of labels.toml, compiled."""

    columns: dict[str, re.Pattern[str]]
    totals: dict[str, re.Pattern[str]]
    head: dict[str, re.Pattern[str]]
    kinds: dict[str, str]


@cache
def labels() -> Labels:
    """Return the labels; the file is read once."""
    raw = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
    parts = {name: {k: re.compile(v) for k, v in raw[name].items()} for name in ("columns", "totals", "head")}
    return Labels(**parts, kinds=raw["kinds"])


def plain(text: str) -> str:
    """Return a label in small letters without marks and units: "Art.-Nr." is artnr, "Gesamt/€" is gesamt."""
    return _MARKS.sub("", _UNITS.sub("", text.lower()))


@cache
def column_role(text: str) -> str:
    """Return the role of a column heading ("Menge", "Einzelpreis", ...), or ""."""
    if len(text) > 70:
        return ""
    word = plain(text)
    return next((role for role, pattern in labels().columns.items() if word and pattern.fullmatch(word)), "")


def total_role(text: str) -> str:
    """Return "sum", "tax" or "carry" when a line that begins like this is no item; "" otherwise."""
    word = plain(text)
    order = ("carry", "tax", "sum")
    return next((role for role in order if word and labels().totals[role].fullmatch(word)), "")


@cache
def head_role(text: str) -> str:
    """Return the role of a label before a value, or ""."""
    if len(text) > 60:
        return ""
    word = plain(re.sub(r"\b\d{1,2}([.,]\d+)?\s*%", "", text))
    return next((role for role, pattern in labels().head.items() if word and pattern.fullmatch(word)), "")


@cache
def is_value(text: str) -> bool:
    """Tell whether a text is a number, amount or rate and nothing else: "1.234,56 €", "-3", "19 %"."""
    return len(text) <= 30 and bool(_VALUE.fullmatch(text)) and text.count(" ") <= 4 and not _DATE.fullmatch(text)


@cache
def is_count(text: str) -> bool:
    """Tell whether a text is a number with a unit: "20 Stk.", "2 Tag(e)"; or a rate with a code: "19 % VAT (S)"."""
    return len(text) <= 24 and bool(_COUNT.fullmatch(text) or _RATE.fullmatch(text))


def split_count(text: str) -> tuple[str, str]:
    """Return the number and what follows it: ("20", "Stk.")."""
    found = _NUMBER_HERE.match(text.strip())
    return (found.group(), text.strip()[found.end() :].strip()) if found else ("", text.strip())
