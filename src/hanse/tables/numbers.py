"""Reads numbers as people write them in a question: 1.234,56, 1234.56, zwölf, ein Dutzend, 1,2 Mio. Knows no table."""

import re
from collections.abc import Sequence
from decimal import Decimal

from hanse.tables.terms import Token

WORDS = {
    "null": 0, "zero": 0,
    "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4,
    "funf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwolf": 12, "dutzend": 12,
    "zwanzig": 20, "dreissig": 30, "vierzig": 40, "funfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80,
    "neunzig": 90, "hundert": 100, "tausend": 1000, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "hundred": 100,
    "thousand": 1000,
}  # fmt: skip
TIMES = {
    "mio": 1_000_000, "million": 1_000_000, "millionen": 1_000_000, "millions": 1_000_000, "tsd": 1000,
    "tausend": 1000, "thousand": 1000, "hundert": 100, "hundred": 100, "dutzend": 12, "dozen": 12,
    "mrd": 1_000_000_000, "milliarden": 1_000_000_000,
}  # fmt: skip
WEAK = frozenset({"ein", "eine", "einen", "einem", "einer", "one"})
_GROUPED = re.compile(r"\d{1,3}(?:[.  ]\d{3})+(?:,\d+)?$")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$")


def value_of(text: str) -> Decimal | None:
    """Return the number that one token writes, or None. "1.234" is one thousand two hundred and thirty-four."""
    if _GROUPED.match(text):
        return Decimal(re.sub(r"[.  ]", "", text).replace(",", "."))
    if _ENGLISH.match(text) and text.count(",") > 1:
        return Decimal(text.replace(",", ""))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return Decimal(text.replace(",", "."))
    return None


def number_at(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """Return the number that begins at this token and the index after it, or None. A lone "ein" is no number."""
    token = tokens[at]
    value = value_of(token.text)
    if value is None and token.fold.endswith("mal") and (told := _times(token.fold.removesuffix("mal"))):
        return told, at + 1
    if value is None and token.fold in WORDS:
        follows = at + 1 < len(tokens) and tokens[at + 1].fold in TIMES
        if token.fold not in WEAK or follows:
            value = Decimal(WORDS[token.fold])
    if value is None:
        return None
    if at + 1 < len(tokens) and (times := TIMES.get(tokens[at + 1].fold)):
        return value * times, at + 2
    return value, at + 1


def _times(text: str) -> Decimal | None:
    """Return the number in "dreimal", "10mal"."""
    return Decimal(WORDS[text]) if text in WORDS else value_of(text)
