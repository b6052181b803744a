"""The values of one column to one type, decided over all of them. A column stays text rather than losing a value."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from hanse.readers.cells import values
from hanse.readers.cells.values import Order, Style
from hanse.records import Cell, ColumnType

Raw = str | int | float | Decimal | date | datetime | time | timedelta | bool | None


class Note(NamedTuple):
    """A decision or doubt about a column: a code, the rows (indices) it is about, and an example."""

    code: str
    row: int
    example: str
    times: int = 0


class Typed(NamedTuple):
    """A column with its type. style: the number style that it proves ("" when it proves none); unit: "%", "€", ""."""

    type: ColumnType
    cells: list[Cell]
    style: str = ""
    unit: str = ""
    notes: tuple[Note, ...] = ()


class _Way(NamedTuple):
    """One way to understand all texts of a column."""

    type: ColumnType
    read: Callable[[str], Cell]
    style: str = ""
    unit: str = ""


def tidy(raw: Raw) -> Cell:
    """Return the raw cell with its text trimmed, "" as None and a float as the exact number that people see.

    A float is rounded to 15 significant digits as Excel does, so that a stored 0.30000000000000004 is 0.3.
    """
    if isinstance(raw, str):
        return raw.strip() or None if raw.isascii() else raw.strip("\u00a0\u202f\ufeff \t\r\n") or None
    if isinstance(raw, float):
        return _exact(raw)
    if isinstance(raw, timedelta):
        seconds = round(raw.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return raw


def _exact(raw: float) -> Cell:
    if raw != raw or raw in (float("inf"), float("-inf")):  # noqa: PLR0124  # NaN is the value unequal to itself
        return str(raw)
    if raw.is_integer():
        return int(Decimal(repr(raw)))
    return Decimal(f"{raw:.15g}")


def shown(cell: Cell) -> str:
    """Return a cell as text: numbers plain, dates in ISO form, None as ""."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def typed(cells: Sequence[Cell], name: str, *, style: str = "") -> Typed:
    """Decide the type of a column of tidied cells and convert them.

    name: the column's header, as evidence (a postcode or account number stays text, "Datum" allows 20241231).
    style: the number style of the rest of the table, for columns that prove none themselves.
    """
    texts = {cell for cell in cells if isinstance(cell, str)}
    natives = [cell for cell in cells if cell is not None and not isinstance(cell, str)]
    plain = {text: " ".join(text.split()) for text in texts}
    meant = frozenset(p for p in plain.values() if p.lower() not in values.EMPTY)
    if not meant:
        return _all_native(cells, natives, name)
    ways = _ways(meant, name, style)
    way = next((w for w in ways if _fits(w, natives) and _reads_all(w, meant)), None)
    if way is None:
        return _as_text(cells, notes=_bad_cells(cells, plain, ways))
    converted = {text: None if _void(p, way) else way.read(p) for text, p in plain.items()}
    out = [converted[cell] if isinstance(cell, str) else _native(cell, way.type) for cell in cells]
    rival = next((w for w in ways if _rivals(w, way) and _reads_all(w, meant)), None)
    notes = _doubts(cells, plain, way, rival) + _short_years(cells, plain, way)
    return Typed(way.type, out, way.style if rival is None else "", way.unit, notes)


def _all_native(cells: Sequence[Cell], natives: Sequence[Cell], name: str) -> Typed:
    kind = _native_type(natives)
    if kind == "text" or (kind == "integer" and identifier(name)):
        return _as_text(cells)
    return Typed(kind, [None if isinstance(c, str) else _native(c, kind) for c in cells])


def _native_type(natives: Sequence[Cell]) -> ColumnType:
    kinds = {type(cell) for cell in natives}
    if not kinds:
        return "text"
    if kinds <= {int}:
        return "integer" if max(abs(c) for c in natives if isinstance(c, int)) < 2**63 else "text"
    if kinds <= {int, Decimal}:
        return "decimal"
    if kinds <= {date, datetime}:
        midnight = all(c.time() == time() for c in natives if isinstance(c, datetime))
        return "date" if midnight else "datetime"
    if kinds == {bool}:
        return "boolean"
    return "time" if kinds == {time} else "text"


def _native(cell: Cell, kind: ColumnType) -> Cell:
    if kind == "decimal" and isinstance(cell, int):
        return Decimal(cell)
    if kind == "date" and isinstance(cell, datetime):
        return cell.date()
    if kind == "datetime" and isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime.combine(cell, time())
    return cell


def _fits(way: _Way, natives: Sequence[Cell]) -> bool:
    if not natives:
        return True
    kind = _native_type(natives)
    if way.type in ("integer", "decimal"):
        return kind == way.type or (way.type == "decimal" and kind == "integer")
    return kind == way.type or (way.type == "datetime" and kind == "date")


def _as_text(cells: Sequence[Cell], notes: tuple[Note, ...] = ()) -> Typed:
    return Typed("text", [None if cell is None else shown(cell) for cell in cells], notes=notes)


_IDENTIFIER = re.compile(
    r"(?:^|[^a-zäöü])(?:plz|postleitzahl|zip|iban|bic|blz|konto|gegenkonto|tel|telefon|phone|fax|telefax|mobil|handy|ean|gtin|isbn|"
    r"[a-z-]*id)$|(?:\w{2,}[ ._-]*(?:nr|nummer|number)|kto|key)$",
)
_ORDINAL = re.compile(r"^(?:lfd|laufende|pos|position|zeilen?|line|row)\b")


def identifier(name: str) -> bool:
    """Say whether a header names something to identify by (Kundennr., PLZ, Konto, Telefon), not to calculate with."""
    low = name.lower().rstrip(" .:")
    return bool(_IDENTIFIER.search(low)) and not _ORDINAL.match(low)


_SLASHED = re.compile(r"(?:\w+\.?,? +)?\d\d?[/-]")
_PLAIN = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DIGIT = re.compile(r"[0-9]")
_DATE_NAME = re.compile(r"dat(um|e)?\b|datum|date|termin|tag$|day|fällig|von$|bis$", re.IGNORECASE)


def _ways(texts: frozenset[str], name: str, style: str) -> list[_Way]:
    """Return the ways that the texts look like, the likeliest first; a few texts are enough to rule a way out."""
    ways: list[_Way] = []
    if (truth := values.truths(texts)) is not None:
        ways.append(_Way("boolean", truth))
    probe = list(texts)[:40]
    if sum(_DIGIT.search(text) is not None for text in probe) * 2 > len(probe):
        ways += _packed_ways(texts, name) + _date_ways(texts) + _number_ways(texts, name, style)
    return [way for way in ways if sum(way.read(t) is not None for t in probe) * 2 > len(probe)]


def _packed_ways(texts: frozenset[str], name: str) -> list[_Way]:
    evident = bool(_DATE_NAME.search(name)) or (len(texts) >= 3 and not identifier(name))
    return [_Way("date", values.packed_day)] if evident else []


def _date_ways(texts: frozenset[str]) -> list[_Way]:
    """Return the ways to read days and times that can matter: the American order only where a writing has an order."""
    ordered = any(_SLASHED.match(text) for text in texts)
    orders: tuple[Order, ...] = ("dmy", "mdy") if ordered else ("dmy",)
    days = [_Way("date", lambda t, o=o: values.day(t, o), style=o) for o in orders]  # type: ignore[misc]
    if not any(":" in text for text in texts):
        return list(days)
    moments = [_Way("datetime", lambda t, o=o: values.moment(t, o), style=o) for o in orders]  # type: ignore[misc]
    return [*days, _Way("time", values.clock), *moments]


def _number_ways(texts: frozenset[str], name: str, style: str) -> list[_Way]:
    if identifier(name):
        return []
    first: Style = "en" if style == "en" else "de"
    second: Style = "de" if first == "en" else "en"
    if all(_PLAIN.fullmatch(text) for text in texts):
        return [_Way("integer", {text: int(text) for text in texts}.get)]
    probe = list(texts)[:40]
    likely = [
        s
        for s in dict.fromkeys((first, second))
        if sum(values.number(t, s) is not None for t in probe) * 2 > len(probe)
    ]
    return [way for chosen in likely if (way := _number_way(texts, chosen)) is not None]


def _number_way(texts: frozenset[str], style: Style) -> _Way | None:
    exact: dict[str, Cell] = {}
    units: set[str] = set()
    whole = True
    for text in texts:
        if (found := values.number(text, style)) is not None:
            exact[text] = found.value
            units.add(found.unit)
            whole = whole and found.whole
    named = units - {""}
    if not exact or len(named) > 1 or ("%" in units and "" in units):
        return None
    if whole and not named:
        return _Way("integer", {text: int(str(value)) for text, value in exact.items()}.get, style=style)
    return _Way("decimal", exact.get, style=style, unit=next(iter(named), ""))


def _bad_cells(cells: Sequence[Cell], plain: dict[str, str], ways: list[_Way]) -> tuple[Note, ...]:
    """Say which cells keep a column from its type: at least four in five cells would have it."""
    filled = sum(1 for cell in cells if cell is not None)
    for way in ways:
        bad = [i for i, c in enumerate(cells) if isinstance(c, str) and _is_bad(plain[c], way)]
        if _few(len(bad), filled):
            return (Note(f"not_{way.type}", bad[0], shown(cells[bad[0]]), len(bad)),)
    words = [i for i, c in enumerate(cells) if isinstance(c, str) and plain[c].lower() not in values.EMPTY]
    kind = _native_type([c for c in cells if c is not None and not isinstance(c, str)])
    if kind != "text" and _few(len(words), filled):
        return (Note(f"not_{kind}", words[0], shown(cells[words[0]]), len(words)),)
    return ()


def _few(bad: int, filled: int) -> bool:
    return bad > 0 and filled - bad >= 3 and filled - bad >= 4 * bad


def _is_bad(text: str, way: _Way) -> bool:
    return not _void(text, way) and way.read(text) is None


def _void(text: str, way: _Way) -> bool:
    return text.lower() in values.EMPTY or (way.type in ("date", "datetime") and text in values.EMPTY_DATES)


def _reads_all(way: _Way, texts: frozenset[str]) -> bool:
    return all(way.read(text) is not None or _void(text, way) for text in texts)


_KINDS = {"integer": "number", "decimal": "number", "date": "day", "datetime": "day"}


def _rivals(other: _Way, way: _Way) -> bool:
    same = _KINDS.get(other.type, other.type) == _KINDS.get(way.type, way.type)
    return same and bool(way.style) and bool(other.style) and other.style != way.style


def _doubts(cells: Sequence[Cell], plain: dict[str, str], way: _Way, rival: _Way | None) -> tuple[Note, ...]:
    """Say where another style reads every text of the column too, but as something else."""
    if rival is None:
        return ()
    apart = {text for text, p in plain.items() if way.read(p) != rival.read(p)}
    rows = [i for i, cell in enumerate(cells) if cell in apart] if apart else []
    code = "ambiguous_date" if way.style in ("dmy", "mdy") else "ambiguous_number"
    return (Note(code, rows[0], shown(cells[rows[0]]), len(rows)),) if rows else ()


def _short_years(cells: Sequence[Cell], plain: dict[str, str], way: _Way) -> tuple[Note, ...]:
    if way.type not in ("date", "datetime"):
        return ()
    short = {text for text, p in plain.items() if values.two_digit_year(p)}
    rows = [i for i, cell in enumerate(cells) if cell in short] if short else []
    return (Note("two_digit_year", rows[0], shown(cells[rows[0]]), len(rows)),) if rows else ()
