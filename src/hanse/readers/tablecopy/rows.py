"""The lines of a copy to rows with places. A cell that isn't of its column's type is left empty and told."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

import msgspec

from hanse.readers import _mojibake
from hanse.records import Cell, Check, Column, ColumnType, Counts, Finding, Place, Reading, Table
from hanse.store import tablecopy
from hanse.store.tablecopy import Foot, Head, Raw
from hanse.words import Words

TOLD = 20  # odd cells of a column that are told one by one
_TRUE, _FALSE = frozenset({"true", "t", "1", "yes"}), frozenset({"false", "f", "0", "no"})


def reading(name: str, head: Head, lines: Iterable[bytes]) -> Reading:
    """Return what a copy holds. head: its first line, which has been read already."""
    body = _Body(head)
    for number, line in enumerate(lines, 2):
        body.take(line, number)
    whole = body.foot is not None and body.foot.rows == body.seen
    if not whole:
        body.findings.append(_cut(body))
    checks = (Check("tablecopy.rows", _counted(head.title), whole, _expected(body.foot), str(body.seen)),)
    foot = body.foot or Foot(0)
    tables = (body.table(),) if head.columns else ()
    findings = (*foot.findings, *body.findings, *(f for table in tables for f in _mojibake.findings(table)))
    counts = Counts(body.seen, len(body.rows), body.seen - len(body.rows))
    return Reading(name, tables=tables, findings=findings, counts=counts, checks=(*foot.checks, *checks))


class _Body:
    """The rows so far. seen: lines that are or should be rows."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._make = [_MAKERS[column.type] for column in head.columns]
        self._keys = [i for i, column in enumerate(head.columns) if column.name in head.keys]
        self._odd = [0] * len(head.columns)
        self.rows: list[tuple[Cell, ...]] = []
        self.places: list[Place] = []
        self.findings: list[Finding] = []
        self.foot: Foot | None = None
        self.seen = 0

    def take(self, line: bytes, number: int) -> None:
        """Take the next line: a row, or the foot."""
        try:
            if line.startswith(b"{"):
                self.foot = tablecopy.foot(line)
                return
            self.seen += 1
            self._add(tablecopy.row(line))
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            self.seen += line.startswith(b"{")
            self.findings.append(_broken(number, line, error))

    def _add(self, raw: tuple[Raw, ...]) -> None:
        if len(raw) != len(self._make):
            message = f"{len(raw)} cells instead of {len(self._make)}"
            raise ValueError(message)
        place = self._place(raw)
        self.rows.append(tuple([self._cell(i, cell, place) for i, cell in enumerate(raw)]))
        self.places.append(place)

    def _place(self, raw: tuple[Raw, ...]) -> Place:
        key = ", ".join(f"{self._head.columns[i].name}={raw[i]}" for i in self._keys) or None
        return Place(table=self._head.name, record=self._head.first + self.seen - 1, part=key)

    def _cell(self, column: int, raw: Raw, place: Place) -> Cell:
        if raw is None:
            return None
        try:
            return self._make[column](raw)
        except (ValueError, InvalidOperation, OverflowError):
            self._odd[column] += 1
            if self._odd[column] <= TOLD:
                self.findings.append(_unfit(self._head.columns[column], str(raw), place))
            return None

    def table(self) -> Table:
        """Return the table, and tell of the cells that were not told one by one."""
        head = self._head
        for column, odd in zip(head.columns, self._odd, strict=True):
            if odd > TOLD:
                self.findings.append(_more(column, odd))
        return Table(
            head.name, head.title, head.columns, tuple(self.rows), tuple(self.places),
            head.keys, head.kind, head.about, head.foreign,
        )  # fmt: skip


def _text(raw: Raw) -> str:
    return str(raw)


def _integer(raw: Raw) -> int:
    return int(str(raw))


def _decimal(raw: Raw) -> Decimal:
    number = Decimal(str(raw))
    if not number.is_finite():
        raise InvalidOperation
    return number


def _boolean(raw: Raw) -> bool:
    text = str(raw).casefold()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise ValueError(text)


def _datetime(raw: Raw) -> datetime:
    """Return a moment; one with a zone in this computer's time."""
    found = datetime.fromisoformat(str(raw).strip())
    return found.astimezone().replace(tzinfo=None) if found.tzinfo else found


def _date(raw: Raw) -> date:
    return date.fromisoformat(str(raw).strip()[:10])


def _time(raw: Raw) -> time:
    return time.fromisoformat(str(raw).strip()).replace(tzinfo=None)


_MAKERS: dict[ColumnType, Callable[[Raw], Cell]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "datetime": _datetime,
    "time": _time,
    "boolean": _boolean,
}


def _unfit(column: Column, raw: str, place: Place) -> Finding:
    words = Words(
        f"{column.name}: {raw!r} ist kein Wert der Art {column.type}; das Feld bleibt leer.",
        f"{column.name}: {raw!r} is no value of the type {column.type}; the cell stays empty.",
    )
    return Finding("tablecopy.cell", "warning", words, place, raw)


def _more(column: Column, odd: int) -> Finding:
    words = Words(
        f"{column.name}: {odd} Werte sind nicht von der Art {column.type} und bleiben leer.",
        f"{column.name}: {odd} values are not of the type {column.type} and stay empty.",
    )
    return Finding("tablecopy.cells", "warning", words)


def _broken(number: int, line: bytes, error: Exception) -> Finding:
    words = Words(
        f"Zeile {number} der Kopie ist beschädigt ({error}); 'hanse sync' legt sie neu an.",
        f"Line {number} of the copy is damaged ({error}); 'hanse sync' makes it anew.",
    )
    return Finding("tablecopy.line", "error", words, Place(line=number), line[:500].decode("utf-8", "replace").strip())


def _cut(body: _Body) -> Finding:
    expected = _expected(body.foot)
    words = Words(
        f"Die Kopie ist nicht ganz: {body.seen} Zeilen statt {expected}; 'hanse sync' legt sie neu an.",
        f"The copy isn't whole: {body.seen} rows instead of {expected}; 'hanse sync' makes it anew.",
    )
    return Finding("tablecopy.cut", "warning", words)


def _expected(foot: Foot | None) -> str:
    return "?" if foot is None else str(foot.rows)


def _counted(title: str) -> Words:
    return Words(f"{title}: Zeilen der Kopie wie am Ende genannt", f"{title}: rows of the copy as told at its end")
