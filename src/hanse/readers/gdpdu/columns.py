"""The texts of one column to its declared type. A column stays text rather than losing a value, and that is noted."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from hanse.readers import cells
from hanse.readers.gdpdu.layout import Field, Layout
from hanse.readers.gdpdu.notes import Notes
from hanse.readers.gdpdu.values import Parse, dates, numbers, pattern
from hanse.records import Cell, ColumnType, Place

_FORMATS = (
    "YYYY-MM-DD", "YYYYMMDD", "DD.MM.YYYY", "DD.MM.YY", "YYYY-MM-DDThh:mm:ss", "YYYY-MM-DD hh:mm:ss",
    "YYYY-MM-DDThh:mm:ss.fff", "DD.MM.YYYY hh:mm:ss", "DD.MM.YYYY hh:mm",
)  # fmt: skip
_ZONE = re.compile(r"(?<=:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$")
_LARGEST = 2**63


class Style(NamedTuple):
    """The symbols of numbers; declared: whether they are those of index.xml."""

    decimal: str
    grouping: str
    declared: bool = True


class Typed(NamedTuple):
    """A column's type and cells, one for each row."""

    type: ColumnType
    cells: list[Cell]


class _Read(NamedTuple):
    """What the distinct texts of a column mean; bad: those that mean nothing by this way."""

    values: dict[str, Cell]
    bad: dict[str, None]


def style(layout: Layout, fields: Sequence[Field], texts: Sequence[Sequence[str]]) -> Style:
    """Return the symbols that the numbers of a table are really written with.

    The declared ones, unless a column can't be read with them and all columns can with the other usual pair.
    """
    declared = Style(layout.decimal, layout.grouping)
    other = Style(",", ".", declared=False) if layout.decimal == "." else Style(".", ",", declared=False)
    mine = [(f, t) for f, t in zip(fields, texts, strict=True) if f.kind == "number" and f.implied is None]
    if all(not _read(t, numbers(declared.decimal, declared.grouping, None)).bad for _, t in mine):
        return declared
    if any(_read(t, numbers(other.decimal, other.grouping, None)).bad for _, t in mine):
        return declared
    return other


def _read(texts: Sequence[str], parse: Parse) -> _Read:
    values: dict[str, Cell] = {}
    bad: dict[str, None] = {}
    for text in dict.fromkeys(texts):
        try:
            values[text] = parse(text)
        except ValueError:
            bad[text] = None
    return _Read(values, bad)


class Maker:
    """Makes typed columns out of texts. places: of the rows, for what is noted."""

    def __init__(self, layout: Layout, found: Style, places: Sequence[Place], notes: Notes) -> None:
        self._layout = layout
        self._style = found
        self._places = places
        self._notes = notes

    def column(self, field: Field, texts: Sequence[str]) -> Typed:
        """Return the column's type and cells."""
        if field.kind == "number":
            return self._numbers(field, texts)
        if field.kind == "date":
            return self._dates(field, texts)
        if field.kind == "text":
            return self._texts(field, texts)
        made = cells.typed([cells.tidy(text) for text in texts], field.name)
        return Typed(made.type, made.cells)

    def _numbers(self, field: Field, texts: Sequence[str]) -> Typed:
        read = _read(texts, numbers(self._style.decimal, self._style.grouping, field.implied))
        if read.bad:
            self._note("not_a_value", field, texts, lambda text: text in read.bad, "Zahl")
            return self._plain(texts)
        if field.accuracy in (None, 0) and field.implied is None and cells.identifier(field.name):
            zeros = {
                text
                for text in read.values
                if len(text.strip()) > 1 and text.strip()[0] == "0" and text.strip().isdecimal()
            }
            if any(text.strip("0 ") for text in zeros):
                self._note("zeros_kept", field, texts, zeros.__contains__)
                return self._plain(texts)
        return self._figures(field, texts, read.values)

    def _figures(self, field: Field, texts: Sequence[str], values: dict[str, Cell]) -> Typed:
        written = {text: _decimals(value) for text, value in values.items() if isinstance(value, Decimal)}
        if field.implied is not None:
            odd = {t for t in values if self._style.decimal and self._style.decimal in t}
            if odd:
                self._note("implied_written", field, texts, odd.__contains__)
        elif (most := field.accuracy) is not None and max(written.values(), default=0) > most:
            self._note("more_decimals", field, texts, lambda text: written.get(text, 0) > most)
        whole = not field.accuracy and not field.implied and not any(written.values())
        whole = whole and all(abs(v) < _LARGEST for v in values.values() if isinstance(v, Decimal))
        if whole:
            return Typed("integer", [None if (v := values[t]) is None else int(v) for t in texts])  # type: ignore[arg-type]
        return Typed("decimal", [values[text] for text in texts])

    def _dates(self, field: Field, texts: Sequence[str]) -> Typed:
        epoch = self._layout.epoch
        read = _read(texts, dates(field.format, epoch))
        if pattern(field.format) is None:
            self._notes.add("date_format", example=field.format, about=field.name)
        if read.bad and (other := self._other_format(field, read)):
            read.values.update(_read(list(read.bad), dates(other, epoch)).values)
            self._note("other_date", field, texts, read.bad.__contains__, other)
            read.bad.clear()
        if read.bad:
            self._note("not_a_value", field, texts, read.bad.__contains__, f"Datum {field.format}")
            return self._plain(texts)
        return _days(read.values, texts)

    def _other_format(self, field: Field, read: _Read) -> str:
        """Return the one other format that reads every value that the declared one doesn't; "" where none does."""
        short = field.format.replace("YYYY", "YY")
        years = short if short != field.format else field.format.replace("YY", "YYYY")
        for other in dict.fromkeys((years, *_FORMATS)):
            if other != field.format and not _read(list(read.bad), dates(other, self._layout.epoch)).bad:
                return other
        return ""

    def moments(self, field: Field, texts: Sequence[str]) -> Typed:
        """Return points in time that index.xml calls text, as they are written and without their zone; else text."""
        read = _read([_ZONE.sub("", text.strip()) for text in texts], _iso)
        if read.bad or not any(read.values.values()):
            return self._texts(field, texts)
        return Typed("datetime", [read.values[_ZONE.sub("", text.strip())] for text in texts])

    def _texts(self, field: Field, texts: Sequence[str]) -> Typed:
        if field.longest:
            longest = field.longest
            if any(len(text) > longest for text in texts):
                self._note("too_long", field, texts, lambda text: len(text) > longest, str(longest))
        return self._plain(texts)

    def _plain(self, texts: Sequence[str]) -> Typed:
        return Typed("text", [text.strip() or None for text in texts])

    def _note(
        self, code: str, field: Field, texts: Sequence[str], meant: Callable[[str], bool], what: str = ""
    ) -> None:
        """Note something about a column once, with how many values and the first one's place."""
        rows = [number for number, text in enumerate(texts) if meant(text)]
        place, example = self._places[rows[0]], texts[rows[0]].strip()
        self._notes.add(code, place, example, about=field.name, what=what, count=len(rows))


def _days(values: dict[str, Cell], texts: Sequence[str]) -> Typed:
    """Return days; moments where any has a time of day."""
    moments = [v for v in values.values() if isinstance(v, datetime)]
    if any(v.hour or v.minute or v.second for v in moments):
        full = {t: v if isinstance(v, datetime) or not isinstance(v, date) else _midnight(v) for t, v in values.items()}
        return Typed("datetime", [full[text] for text in texts])
    plain = {text: value.date() if isinstance(value, datetime) else value for text, value in values.items()}
    return Typed("date", [plain[text] for text in texts])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _iso(text: str) -> Cell:
    return None if not text else datetime.fromisoformat(text)
