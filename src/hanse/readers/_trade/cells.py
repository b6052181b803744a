"""Raw texts to the typed cells of a row. What is no value of its column's type becomes a finding, never a guess."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from hanse.readers._trade import values
from hanse.records import Cell, Column, Finding, Place, Severity, Table
from hanse.words import Words

NOWHERE = Place()
MOST = 20  # findings of one code; from there on they are only counted
Row = tuple[Cell, ...]
_PARSE: dict[str, Callable[[str], Cell]] = {
    "decimal": values.decimal,
    "date": values.day,
    "boolean": values.flag,
    "integer": lambda raw: int(raw) if raw.strip().isdigit() and len(raw) < 19 else None,
}


class Notes:
    """Findings of one reading, the first 20 of each code one by one, the rest as a number."""

    def __init__(self, reader: str) -> None:
        self.reader = reader
        self._kept: list[Finding] = []
        self._counts: Counter[tuple[str, Severity]] = Counter()

    def say(self, code: str, severity: Severity, words: Words, place: Place = NOWHERE, raw: str = "") -> None:
        """Keep a finding; code without the reader's name."""
        self._counts[code, severity] += 1
        if self._counts[code, severity] <= MOST:
            self._kept.append(Finding(f"{self.reader}.{code}", severity, words, place, raw[:2000]))

    def findings(self) -> tuple[Finding, ...]:
        """Return what was kept, then one finding for each code that came up more often."""
        return (*self._kept, *self._rest())

    def _rest(self) -> Iterator[Finding]:
        for (code, severity), count in self._counts.items():
            if count > MOST:
                words = Words(f"Weitere Stellen dieser Art: {count - MOST}.", f"More of this kind: {count - MOST}.")
                yield Finding(f"{self.reader}.{code}", severity, words)


def row(columns: Iterable[Column], raw: Mapping[str, Cell], place: Place, notes: Notes) -> Row:
    """Return the cells in the order of the columns. Texts are read by the column's type, other values are kept."""
    return tuple(_cell(column, raw.get(column.name), place, notes) for column in columns)


def _cell(column: Column, value: Cell, place: Place, notes: Notes) -> Cell:
    if not isinstance(value, str):
        return value
    if column.type == "text":
        return value or None
    if not value.strip():
        return None
    parsed = _PARSE[column.type](value)
    if parsed is None:
        notes.say("value", "warning", _no_value(column, value), place, value)
    return parsed


def _no_value(column: Column, value: str) -> Words:
    shown = value[:40]
    return Words(
        f"{column.title}: „{shown}“ ist kein gültiger Wert, die Zelle bleibt leer. Beim Absender nachfragen.",
        f'{column.title}: "{shown}" is no valid value, the cell stays empty. Ask the sender.',
    )


class Rows:
    """Grows a table row by row."""

    def __init__(self, columns: tuple[Column, ...], notes: Notes) -> None:
        self.columns, self._notes = columns, notes
        self.rows: list[Row] = []
        self.places: list[Place] = []

    def add(self, raw: Mapping[str, Cell], place: Place) -> None:
        """Add one row with its place."""
        self.rows.append(row(self.columns, raw, place, self._notes))
        self.places.append(place)

    def table(self, like: Table) -> Table:
        """Return the table with the name, title, kind and keys of another one."""
        return Table(
            like.name,
            like.title,
            self.columns,
            tuple(self.rows),
            tuple(self.places),
            like.keys,
            like.kind,
            like.about,
            like.foreign,
        )


def number(value: Cell) -> Decimal | None:
    """Return a cell that is a decimal, None for every other."""
    return value if isinstance(value, Decimal) else None
