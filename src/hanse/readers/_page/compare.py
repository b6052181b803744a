"""Does the printed page of an invoice say what its e-invoice says? Knows neither XML nor PDF.

A value that the page states under a clear label and that differs is a difference. One that simply isn't found in the
text is "not seen": the page may be an image, or print it in a way that isn't understood.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hanse.readers._page import amounts, head
from hanse.readers._page.head import Fact
from hanse.readers._page.words import Line, Sheet
from hanse.records import Cell, Place

Page = tuple[Sheet, list[Line]]
_PLAIN = re.compile(r"[^\w]+")
_SHORT = 3
"""A shorter "number" is mostly the start of something else ("24-stündig")."""

_VAT_ID = re.compile(r"\b[A-Z]{2}\s?\d(?:\s?[0-9A-Z]){7,11}\b")


class Compared(NamedTuple):
    """One value: wanted of the e-invoice, printed on the page (None: not found). agrees: None when it wasn't seen."""

    name: str
    wanted: Cell
    printed: Cell
    agrees: bool | None
    place: Place


def compare(pages: Sequence[Page], wanted: Mapping[str, Cell]) -> list[Compared]:
    """Return each wanted value (by column name of hanse.readers._invoice) with what the page says."""
    facts = {**_lone_tax(pages), **head.facts(pages)}
    seen = _Seen(pages)
    others = {abs(value) for value in wanted.values() if isinstance(value, Decimal)}
    return [_one(name, value, facts.get(name), seen, others) for name, value in wanted.items() if value is not None]


def _lone_tax(pages: Sequence[Page]) -> dict[str, Fact]:
    """Return the tax of a page that states one only, even where it doesn't fit the page's own net and gross."""
    found = head.taxes(pages)
    return {"Steuer": found[0]} if len({fact.value for fact in found}) == 1 else {}


class _Seen:
    """All that stands on the pages, in forms that can be compared."""

    def __init__(self, pages: Sequence[Page]) -> None:
        texts = list(_texts(pages))
        self.plain = _plain(" ".join(line.text for _, lines in pages for line in lines))
        self.amounts = {
            abs(a) for text in texts for style in ("de", "en") if (a := amounts.amount(text, style)) is not None
        }
        self.days = {day for text in texts if (day := amounts.day(text))}
        self.vat_ids = {_plain(found) for text in texts for found in _VAT_ID.findall(text)}

    def has(self, name: str, value: Cell) -> bool:
        if isinstance(value, Decimal):
            return abs(value) in self.amounts
        if isinstance(value, date):
            return value in self.days
        plain = _plain(str(value).split("\n", 1)[0])
        return bool(plain) and plain in (self.vat_ids if name == "Verkäufer_USt_ID" else self.plain)


def _texts(pages: Sequence[Page]) -> Iterator[str]:
    for _, lines in pages:
        for line in lines:
            yield line.text
            for segment in line.segments:
                yield segment.text
                yield from (word.text for word in segment.words)


def _one(name: str, value: Cell, fact: Fact | None, seen: _Seen, others: set[Decimal]) -> Compared:
    printed = fact.value if fact else None
    place = Place(page=fact.sheet.number, box=fact.sheet.box(*fact.box)) if fact else Place(page=1)
    if fact is not None and _same(printed, value):
        return Compared(name, value, printed, agrees=True, place=place)
    if fact is not None and not _mistaken(name, printed, value, seen, others):
        return Compared(name, value, printed, agrees=False, place=place)
    if seen.has(name, value):
        return Compared(name, value, None, agrees=True, place=Place(page=1))
    if name == "Verkäufer_USt_ID" and seen.vat_ids:
        return Compared(name, value, ", ".join(sorted(seen.vat_ids)).upper(), agrees=None, place=Place(page=1))
    return Compared(name, value, None, agrees=None, place=Place(page=1))


def _mistaken(name: str, printed: Cell, value: Cell, seen: _Seen, others: set[Decimal]) -> bool:
    """Tell whether a label may have been given another value: an amount that the e-invoice has elsewhere, say.

    "Gesamt" is mostly the total, but over a column the sum of one item, and a tax may be that of one rate: less than
    the total, which stands elsewhere.
    """
    if isinstance(printed, Decimal) and isinstance(value, Decimal):
        of_part = name in {"Brutto", "Steuer"} and abs(printed) < abs(value) and seen.has(name, value)
        return of_part or abs(printed) in others
    return seen.has(name, value) or len(str(printed)) < _SHORT


def _same(printed: Cell, value: Cell) -> bool:
    if isinstance(printed, Decimal) and isinstance(value, Decimal):
        return abs(printed) == abs(value)
    return printed == value or (isinstance(printed, str) and _plain(printed) == _plain(str(value)))


def _plain(text: str) -> str:
    return _PLAIN.sub("", text).casefold()
