"""Printed figures to exact numbers, in the style (1.234,56 or 1,234.56) that all figures of a paper agree on."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from hanse.readers._page.labels import split_count

Style = Literal["de", "en"]
_BARE = re.compile(r"[^\d.,+\-−–]")
_TAIL = re.compile(r"([.,])(\d+)$")
_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_LONG = re.compile(r"(\d{1,2})\.?\s+([A-Za-zä]{3,9})\.?\s+(\d{4})")
_MONTHS = ("jan", "feb", "mär|mar|mae", "apr", "mai|may", "jun", "jul", "aug", "sep", "okt|oct", "nov", "dez|dec")


def style(texts: Iterable[str]) -> Style:
    """Return the number style that most figures speak for; German when none does."""
    votes = 0
    for text in texts:
        tail = _TAIL.search(_BARE.sub("", split_count(text)[0]))
        if tail and (len(tail[2]) != 3 or ("," in text and "." in text)):
            votes += 1 if tail[1] == "," else -1
    return "en" if votes < 0 else "de"


def amount(text: str, chosen: Style) -> Decimal | None:
    """Return the number in a text such as "1.234,56 €", "-3", "12,50-" or "(35,13 €)"; None when it holds no one."""
    found = re.findall(r"\d[\d.,'’]*|[.,]\d+", text)
    if len(found) != 1:
        return None
    digits = found[0].rstrip(".,").translate(str.maketrans("", "", "'’"))
    thousands, point = (".", ",") if chosen == "de" else (",", ".")
    whole, _, fraction = digits.replace(thousands, "").partition(point)
    if not (whole + fraction).isdigit() or len(digits) > 20:
        return None
    value = Decimal(f"{whole or '0'}.{fraction}" if fraction else whole)
    bare = text.strip()
    signed = (
        re.search(r"[-−–]\s*(?:€|EUR)?\s*\d", bare) or re.search(r"\d\s*[-−–]$", bare) or re.fullmatch(r"\(.*\)", bare)
    )
    return -value if signed else value


def day(text: str, chosen: Style = "de") -> date | None:
    """Return the first date in a text: 31.12.2024, 2024-12-31, 12/31/2024 (English style only), 24. Januar 2014."""
    del chosen
    if found := _ISO.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.search(text):
        year = int(found[3])
        return _date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    if found := _LONG.search(text):
        name = found[2].lower()
        month = next((i for i, short in enumerate(_MONTHS, 1) if re.match(short, name)), 0)
        return _date(int(found[3]), month, int(found[1]))
    return None


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
