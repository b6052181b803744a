"""The cells of one table of a data file, gathered record by record, and what they turn out to be."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from hanse.readers.cells import identifier
from hanse.readers.cobol import findings as say
from hanse.readers.cobol.layout import Leaf, Part
from hanse.readers.cobol.values import Decode, Notation, decoder
from hanse.records import Cell, Column, ColumnType, Finding, Place, Table

RECORD, NUMBER, OUTER = "Satz", "Nr", "Nr_oben"  # the columns that lead from a repeated group to its record
_TYPES: dict[str, ColumnType] = {"text": "text", "national": "text", "float": "decimal"}
_DATE = re.compile(r"(^|[-_])\w*(DAT|DATE|DATUM|TERMIN|FAELLIG|GEBURTSTAG)([-_]|$)|DATUM|DATE")
_ORDERS = {"JJJJMMTT": (0, 4, 6), "TTMMJJJJ": (4, 2, 0)}  # where year, month and day begin


class Gathered:
    """A table on its way: rows of cells, one list for each column."""

    def __init__(self, part: Part, names: tuple[str, str], notation: Notation, *, linked: bool) -> None:
        self.part = part
        self.name, self.title = names
        self.places: list[Place] = []
        self.dates: list[tuple[str, str]] = []
        self._notation = notation
        self._numbers: list[tuple[int, int, int]] = []
        self._linked = linked
        self._plan = [(leaf, self._read(leaf)) for leaf in part.leaves]
        self._cells: list[list[Cell]] = [[] for _ in part.leaves]
        self._wrong: Counter[str] = Counter()
        self._found: list[Finding] = []

    def add(
        self, raw: bytes, place: Place, number: tuple[int, int, int], shift: dict[int, int], types: dict[str, str]
    ) -> None:
        """Add a row. number: of record, repeat, outer repeat; shift: bytes that a field is further left, by offset."""
        self.places.append(place)
        self._numbers.append(number)
        for cells, (leaf, read) in zip(self._cells, self._plan, strict=True):
            if leaf.when is not None and types.get(leaf.when.node.name, "") not in leaf.when.values:
                cells.append(None)
                continue
            at = leaf.offset - shift.get(leaf.offset, 0)
            cells.append(self._cell(leaf, read, raw[at : at + leaf.node.length], place))

    def _cell(self, leaf: Leaf, read: Decode, raw: bytes, place: Place) -> Cell:
        if not raw or (len(raw) < leaf.node.length and leaf.node.picture and leaf.node.picture.kind != "text"):
            return None
        try:
            return read(raw)
        except ValueError:
            self._wrong[leaf.name] += 1
            if self._wrong[leaf.name] <= say.MOST:
                self._found.append(say.value(leaf.name, raw.hex(), place))
            return None

    def _read(self, leaf: Leaf) -> Decode:
        if not _names_things(leaf):
            return decoder(leaf.node, self._notation)
        digits = decoder(leaf.node, self._notation)

        def kept(raw: bytes) -> Cell:
            return None if digits(raw) is None else self._notation.text(raw).strip()

        return kept

    def findings(self) -> Iterator[Finding]:
        """Yield what was wrong with cells."""
        yield from self._found
        for name, count in self._wrong.items():
            if count > say.MOST:
                yield say.more_values(name, count - say.MOST)

    def table(self, about: str) -> Table:
        """Return the finished table."""
        columns: list[Column] = []
        cells: list[list[Cell]] = []
        if self._linked:
            columns.append(Column(RECORD, "Satznummer", "integer", role="key"))
            cells.append([record for record, _, _ in self._numbers])
        if self.part.of is not None and self.part.of.of is not None:
            columns.append(Column(OUTER, "Nummer der äußeren Wiederholung", "integer", role="key"))
            cells.append([outer for _, _, outer in self._numbers])
        if self.part.of is not None:
            columns.append(Column(NUMBER, "Nummer der Wiederholung", "integer", role="key"))
            cells.append([n for _, n, _ in self._numbers])
        for leaf, values in zip(self.part.leaves, self._cells, strict=True):
            kind, typed = self._typed(leaf, values)
            columns.append(_column(leaf, kind))
            cells.append(typed)
        keys = tuple(c.name for c in columns if c.name in {RECORD, OUTER, NUMBER} and self._linked)
        rows = tuple(zip(*cells, strict=True)) if cells else tuple(() for _ in self.places)
        return Table(self.name, self.title, tuple(columns), rows, tuple(self.places), keys, about=about)

    def _typed(self, leaf: Leaf, cells: list[Cell]) -> tuple[ColumnType, list[Cell]]:
        picture = leaf.node.picture
        if picture is None or picture.kind in _TYPES or _names_things(leaf):
            return _TYPES.get(picture.kind, "text") if picture else "text", cells
        if _DATE.search(leaf.node.name) and (found := _dates(cells, picture.digits)):
            self.dates.append((leaf.name, found[0]))
            return "date", found[1]
        if picture.scale > 0 or any(isinstance(cell, Decimal) for cell in cells):
            return "decimal", [Decimal(cell) if isinstance(cell, int) else cell for cell in cells]
        return "integer", cells


def titled(name: str) -> str:
    """Return a COBOL name as people write it: KUNDEN-NR as Kunden-Nr."""
    return "-".join(part[:1] + part[1:].lower() for part in name.split("-")) if name.isupper() else name


def _column(leaf: Leaf, kind: ColumnType) -> Column:
    entry = leaf.node.entry
    shape = " ".join(part for part in (f"PIC {entry.picture}" if entry.picture else "", entry.usage) if part)
    labels = leaf.node.labels
    return Column(leaf.name, titled(leaf.name), kind, about=shape, role="code" if labels else "", labels=labels)


def _names_things(leaf: Leaf) -> bool:
    """Tell whether a number without sign is one to identify by (customer, postcode, account), whose zeros count."""
    picture = leaf.node.picture
    plain = picture is not None and picture.kind == "zoned" and not picture.signed and picture.scale == 0
    return plain and not leaf.node.separate and identifier(leaf.node.name.replace("-", " "))


def _dates(cells: list[Cell], digits: int) -> tuple[str, list[Cell]] | None:
    """Return the column as dates when each number but 0 is one, in an order that all agree on."""
    numbers = [cell for cell in cells if isinstance(cell, int) and cell > 0]
    if not numbers or digits not in {7, 8} or any(not isinstance(c, int | None) or (c or 0) < 0 for c in cells):
        return None
    if digits == 7:
        return _converted("CJJMMTT", cells)
    return next((found for order in _ORDERS if (found := _converted(order, cells))), None)


def _converted(order: str, cells: list[Cell]) -> tuple[str, list[Cell]] | None:
    try:
        return order, [_day(cell, order) if isinstance(cell, int) and cell else None for cell in cells]
    except ValueError:
        return None


def _day(value: int, order: str) -> date:
    if order == "CJJMMTT":  # AS/400: 0 for 19, 1 for 20
        return date(1900 + value // 10_000, value // 100 % 100, value % 100)
    text = str(value).rjust(8, "0")
    year, month, day = _ORDERS[order]
    found = date(int(text[year : year + 4]), int(text[month : month + 2]), int(text[day : day + 2]))
    if not 1850 <= found.year <= 2200:
        raise ValueError(text)
    return found
