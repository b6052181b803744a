"""Articles of DATANORM: A and B records of one number become one row, wherever they stand; L and X are obeyed."""

import sys
from collections.abc import Iterator
from decimal import Decimal

from hanse.readers._trade import values
from hanse.readers._trade.cells import Notes
from hanse.readers.datanorm import columns, prices
from hanse.readers.datanorm.layout import layout
from hanse.readers.datanorm.lines import Record
from hanse.readers.datanorm.texts import Texts
from hanse.records import Cell, Place
from hanse.words import Words

_NUMBERS = frozenset({"Verpackungsmenge"})
_CODES = frozenset(
    "Änderung Preiskennzeichen Preiseinheit Mengeneinheit Rabattgruppe Hauptwarengruppe Warengruppe Kupferkennzahl"
    " Kupferbasis Kupfergewicht Kostenart Textkennzeichen Steuerkennzeichen".split()
)


class Articles:
    """Rows of articles by number, as lists until the file is through."""

    def __init__(self, version: int, currency: str, notes: Notes) -> None:
        self._version, self._currency, self._notes = version, currency, notes
        self._at = {column.name: i for i, column in enumerate(columns.articles())}
        spec = layout().of(version)
        self._main = [(self._at[name], number, name) for name, number in spec["A"].items()]
        self._more = [(self._at[name], number, name) for name, number in spec.get("B", {}).items()]
        self._rows: list[list[Cell] | None] = []
        self._lines: list[int] = []
        self._numbers: list[str] = []  # as the texts call them, before any renaming
        self._index: dict[str, int] = {}
        self.gone = self.renamed = 0

    def main(self, record: Record) -> bool:
        """Take an A record; False when it has no article number."""
        number = _field(record, 2)
        if not number:
            return False
        if number in self._index and _field(record, 1) == "N":
            self._again(number, record)
        cells = self._cells(record, self._main)
        known = self._index.get(number)
        if known is not None and self._is_stub(known):
            self._merge(known, cells)
            self._lines[known] = record.line
        elif known is not None and _field(record, 1) == "A":
            self._merge(known, cells)
            self._tell_merged(number, record)
        else:
            self._new(number, cells, record.line)
        return True

    def more(self, record: Record) -> bool:
        """Take a B record of DATANORM 4; False when it has no article number."""
        number = _field(record, 2)
        if not number:
            return False
        cells = self._cells(record, self._more)
        if number in self._index:
            row = self._rows[self._index[number]] or []
            for at, cell in enumerate(cells):
                if cell is not None:
                    row[at] = cell
        else:
            self._new(number, cells, record.line)
        return True

    def delete(self, number: str) -> None:
        """Take an article out that an earlier record brought in."""
        at = self._index.pop(number, None)
        if at is not None:
            self._rows[at] = None
            self.gone += 1

    def rename(self, number: str, new: str) -> None:
        """Give an article of this file its new number."""
        at = self._index.pop(number, None)
        row = None if at is None else self._rows[at]
        if at is not None and row is not None and new:
            row[0] = new
            self._index[new] = at
            self.renamed += 1

    def per(self, number: str) -> Decimal | None:
        """Return the quantity that the price of an article of this file is for."""
        at = self._index.get(number)
        row = None if at is None else self._rows[at]
        found = row[self._at["Preismenge"]] if row else None
        return found if isinstance(found, Decimal) else None

    def finished(self, texts: Texts) -> Iterator[tuple[tuple[Cell, ...], Place]]:
        """Yield the rows with their texts, in the order of the file."""
        text, block = self._at["Langtext"], self._at["Langtextnummer"]
        for at, (line, number) in enumerate(zip(self._lines, self._numbers, strict=True)):
            row, self._rows[at] = self._rows[at], None  # let go of each, files have millions
            if row is None:
                continue
            place = Place(line=line)
            named = str(row[block] or "")
            row[text] = texts.of(number, named) or None
            if named and not texts.has(named):
                self._notes.say("text", "warning", _no_text(str(row[0]), named), place)
            if row[1] is None:
                self._notes.say("half", "warning", _half(str(row[0])), place)
            yield tuple(row), place

    def _new(self, number: str, cells: list[Cell], line: int) -> None:
        self._index[number] = len(self._rows)
        self._rows.append(cells)
        self._lines.append(line)
        self._numbers.append(number)

    def _is_stub(self, at: int) -> bool:
        row = self._rows[at]
        return row is not None and row[1] is None

    def _merge(self, at: int, cells: list[Cell]) -> None:
        row = self._rows[at] or []
        self._rows[at] = [new if new is not None else old for new, old in zip(cells, row, strict=True)]

    def _tell_merged(self, number: str, record: Record) -> None:
        words = Words(
            f"Artikel {number} wird in derselben Datei geändert; gefüllte Felder der Änderung gelten.",
            f"Article {number} is changed within the same file; fields that the change fills are valid.",
        )
        self._notes.say("merged", "info", words, Place(line=record.line), record.raw)

    def _cells(self, record: Record, spec: list[tuple[int, int, str]]) -> list[Cell]:
        cells: list[Cell] = [None] * len(self._at)
        fields = record.fields
        for at, number, name in spec:
            raw = fields[number] if number < len(fields) else ""
            if raw:
                cells[at] = self._number(name, raw, record) if name in _NUMBERS else _shared(name, raw)
        if spec is self._main:
            self._priced(cells, record)
        return cells

    def _number(self, name: str, raw: str, record: Record) -> Cell:
        found = values.decimal(raw)
        if found is None:
            self._notes.say("value", "warning", _no_number(name, raw), Place(line=record.line), record.raw)
        return found

    def _priced(self, cells: list[Cell], record: Record) -> None:
        cells[self._at["Währung"]] = self._currency or None
        raw, unit = cells[self._at["Preis"]], str(cells[self._at["Preiseinheit"]] or "")
        if raw is None and not unit:
            return
        price = prices.amount(raw) if isinstance(raw, str) else None
        quantity = prices.per(unit, self._version)
        if raw is not None and price is None:
            self._notes.say("value", "warning", _no_number("Preis", str(raw)), Place(line=record.line), record.raw)
        if quantity is None:
            self._notes.say("price_unit", "warning", _no_unit(unit), Place(line=record.line), record.raw)
        cells[self._at["Preis"]] = price
        cells[self._at["Preismenge"]] = quantity
        cells[self._at["Preis_je_Einheit"]] = prices.each(price, quantity)

    def _again(self, number: str, record: Record) -> None:
        words = Words(
            f"Artikel {number} steht mehrmals als neu in der Datei; alle Zeilen bleiben. Beim Lieferanten nachfragen.",
            f"Article {number} stands in the file as new more than once; all rows stay. Ask the supplier.",
        )
        self._notes.say("double", "warning", words, Place(line=record.line), record.raw)


def _shared(name: str, raw: str) -> str:
    """Return a code as one object for all rows that have it: units and groups repeat a million times."""
    return sys.intern(raw) if name in _CODES else raw


def _field(record: Record, number: int) -> str:
    return record.fields[number] if number < len(record.fields) else ""


def _no_text(article: str, block: str) -> Words:
    return Words(
        f"Artikel {article}: der Langtext {block} fehlt in dieser Datei; er steht meist in einer anderen.",
        f"Article {article}: the long text {block} is missing from this file; mostly it stands in another one.",
    )


def _half(article: str) -> Words:
    return Words(
        f"Artikel {article} hat nur den zweiten Hauptsatz (B); Text und Preis fehlen in dieser Datei.",
        f"Article {article} has only the second main record (B); text and price are missing from this file.",
    )


def _no_number(name: str, raw: str) -> Words:
    shown = raw[:40]
    return Words(
        f"{name}: „{shown}“ ist keine Zahl, die Zelle bleibt leer. Beim Lieferanten nachfragen.",
        f'{name}: "{shown}" is no number, the cell stays empty. Ask the supplier.',
    )


def _no_unit(raw: str) -> Words:
    return Words(
        f"Preiseinheit „{raw[:20]}“ ist ungültig; der Preis je Einheit bleibt leer. Beim Lieferanten nachfragen.",
        f'Price unit "{raw[:20]}" is invalid; the price per unit stays empty. Ask the supplier.',
    )
