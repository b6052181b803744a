"""Brings answers and expected answers to one form: dates, numbers, clock times, spelling. Knows no question."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from hanse.samplefirm.german import MONTHS

FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "\u00a0": " ", "\u202f": " ", "−": "-"})
MONTH = {name.lower().translate(FOLDED): n for n, name in enumerate(MONTHS, 1)}
ENGLISH = tuple("january february march april may june july august september october november december".split())
MONTH |= {name: n for n, name in enumerate(ENGLISH, 1)}
GERMAN_DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
NAMED_DAY = re.compile(rf"\b(\d{{1,2}})\.?\s({'|'.join(MONTH)})\s(\d{{4}})\b")
MONTH_FIRST = re.compile(rf"\b({'|'.join(MONTH)})\s(\d{{1,2}}),\s(\d{{4}})\b")
ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:[t ]00:00(?::00)?)?\b")
CLOCK = re.compile(r"\b(\d{1,2})[.:](\d{2}) ?uhr")
ONE = frozenset({"ein", "eine", "einem", "einen", "einer", "one"})
NAME_WITH_DIGITS = re.compile(r"\b[a-z]{1,6}\d*-[\d-]*\d\b")
FIGURE = re.compile(r"(?<![\w.,])[-+]?\d[\d.,' ]*(?<![.,' ])")
TOKEN = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:[.,:]\d+)*|[^\W\d_]+")
ENGLISH_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()
NUMBER_WORDS = {
    w: str(n)
    for n, w in enumerate(
        ("zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwoelf"), 2
    )
} | {w: str(n) for n, w in enumerate(ENGLISH_NUMBERS, 2)}
UNITS = {
    form: unit
    for unit, forms in {
        "monat": "monate monaten month months",
        "tag": "tage tagen day days",
        "woche": "wochen week weeks",
        "jahr": "jahre jahren year years",
        "stunde": "stunden hour hours std h",
        "minute": "minuten minutes min",
        "euro": "eur euros",
    }.items()
    for form in forms.split()
}


def dated(text: str) -> str:
    """Return the text in lower case, umlauts written out, with every full date in ISO form."""
    low = text.lower().translate(FOLDED)
    low = GERMAN_DAY.sub(lambda m: f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}", low)
    low = NAMED_DAY.sub(lambda m: f"{m[3]}-{MONTH[m[2]]:02d}-{int(m[1]):02d}", low)
    return MONTH_FIRST.sub(lambda m: f"{m[3]}-{MONTH[m[1]]:02d}-{int(m[2]):02d}", low)


def tokens(text: str) -> list[str]:
    """Return words and figures in one spelling: "43.500,00" is "43500", and "drei Monaten" is "3 Monate"."""
    low = CLOCK.sub(r"\1:\2 uhr", dated(text)).replace("°c", " grad ").replace("°", " grad ")
    found = [_one_form(m.group()) for m in TOKEN.finditer(low)]
    pairs = zip(found, [*found, ""][1:], strict=True)
    return ["1" if word in ONE and after in set(UNITS.values()) else word for word, after in pairs]


def _one_form(token: str) -> str:
    if ":" in token:
        return token.lstrip("0") or token
    if token[0].isdigit() and token.count("-") == 0:
        return next((f"{value.normalize():f}" for value in figures(token)), token)
    word = NUMBER_WORDS.get(token, token)
    return UNITS.get(word, word)


def figures(text: str) -> Iterator[Decimal]:
    """Yield the numbers of a text, German or English; "1.234" gives both readings, the German one first.

    Dates and names such as RE-2025-0117 are no numbers.
    """
    bare = NAME_WITH_DIGITS.sub(" ", ISO_DAY.sub(" ", dated(text)))
    for match in FIGURE.finditer(bare):
        yield from _readings(match.group().replace(" ", "").replace("'", ""))


def _readings(figure: str) -> Iterator[Decimal]:
    comma, point = figure.rfind(","), figure.rfind(".")
    german = comma > point or re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})+", figure)
    english = point > comma or re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+", figure)
    found = [figure.replace(".", "").replace(",", ".")] if german else []
    found += [figure.replace(",", "")] if english else []
    for text in found or [figure]:
        try:
            yield Decimal(text)
        except InvalidOperation:
            continue


def days(text: str) -> set[str]:
    """Return the full dates of a text in ISO form."""
    return {m.group()[:10] for m in ISO_DAY.finditer(dated(text))}


def cell_text(cell: object) -> str:
    """Return a table cell as text: dates in ISO form, numbers with a decimal point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
