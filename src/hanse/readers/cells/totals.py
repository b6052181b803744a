"""Rows that sum up others: recognised by their words and by adding up, so that no sum is counted twice."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from hanse.readers.cells import columns, values
from hanse.readers.cells.columns import Typed
from hanse.records import Cell

_WORDS = re.compile(
    r"(?:(?:gesamt|zwischen|end|netto|brutto|rechnungs|teil|angebots|auftrags|waren|positions|monats|jahres)?-?"
    r"(?:summe|betrag|total|ergebnis)n?|gesamt|insgesamt|total|sum|subtotal|sub-total|grand total|übertrag|"
    r"(?:zzgl\.?|zuzüglich|inkl\.?|incl\.?|plus|enthaltene)? ?(?:[\d,.]+ ?% ?)?"
    r"(?:mwst|ust|mehrwertsteuer|umsatzsteuer|vat|tax)\.?|"
    r"zu zahlen|zahlbetrag|amount due|balance due|netto|brutto|net|gross)"
    r"(?:[ :.(/-].{0,30})?",
    re.IGNORECASE,
)


_TAX = re.compile(r"mwst|ust\b|steuer|vat|tax", re.IGNORECASE)


class Line(Protocol):
    """A row of a grid: its cells."""

    @property
    def cells(self) -> list[Cell]:
        """The tidied cells."""


L = TypeVar("L", bound=Line)


def split(rows: list[L]) -> tuple[list[L], list[L]]:
    """Part the totals at the end ("Summe", "zzgl. 19 % MwSt.", "Gesamtbetrag") from the rows above."""
    end = len(rows)
    while end > 1 and labelled(rows[end - 1].cells):
        end -= 1
    return rows[:end], rows[end:]


def labelled(cells: Sequence[Cell]) -> bool:
    """Say whether a row reads like a total: one label that begins with such a word, otherwise figures or nothing."""
    texts = [cell for cell in cells if isinstance(cell, str) and not _amount(cell)]
    figures = [cell for cell in cells if cell is not None and cell not in texts]
    return len(texts) == 1 and bool(figures) and _WORDS.fullmatch(texts[0].strip("* ")) is not None


def _amount(text: str) -> bool:
    return text.lower() in values.EMPTY or any(values.number(text, s) is not None for s in ("de", "en"))


def agree(ends: Sequence[L], typed: Sequence[Typed]) -> list[bool]:
    """Say for each totals row whether it is the sum of the rows, or of the totals above it (net + tax = gross).

    A tax line can't be added up from the rows; it agrees when a total before or after it does.
    """
    agreed: list[bool] = []
    figures: list[dict[int, Decimal]] = []
    for line in ends:
        mine = {
            i: f for i, (c, t) in enumerate(zip(line.cells, typed, strict=True)) if (f := _figure(c, t)) is not None
        }
        agreed.append(any(f in (_sum(typed[i].cells), _above(figures, i)) for i, f in mine.items() if _adds(typed[i])))
        figures.append(mine)
    taxes = [any(isinstance(c, str) and _TAX.search(c) for c in line.cells) for line in ends]
    return [ok or (tax and any(agreed)) for ok, tax in zip(agreed, taxes, strict=True)]


def _above(figures: Sequence[dict[int, Decimal]], column: int) -> Decimal | None:
    found = [f[column] for f in figures if column in f]
    return sum(found, Decimal()) if len(found) > 1 else None


def _figure(cell: Cell, typed: Typed) -> Decimal | None:
    if isinstance(cell, str):
        read = values.number(" ".join(cell.split()), "en" if typed.style == "en" else "de")
        return read.value if read else None
    return Decimal(cell) if isinstance(cell, int | Decimal) else None


def _adds(typed: Typed) -> bool:
    return typed.type in ("integer", "decimal")


def _sum(cells: Sequence[Cell]) -> Decimal:
    return sum((Decimal(cell) for cell in cells if isinstance(cell, int | Decimal)), Decimal())


def unlabelled(typed: Sequence[Typed]) -> bool:
    """Say whether the last row holds nothing but figures that are each the sum of three or more rows above."""
    if not typed or len(typed[0].cells) < 4:
        return False
    last = [t for t in typed if t.cells[-1] is not None]
    empty = len(typed) - len(last)
    return bool(last) and empty > 0 and all(_adds(t) and _is_sum(t) for t in last)


def _is_sum(typed: Typed) -> bool:
    last = _figure(typed.cells[-1], typed)
    above = [cell for cell in typed.cells[:-1] if cell is not None]
    return len(above) >= 3 and last == _sum(above) and columns.shown(typed.cells[-1]) != "0"
