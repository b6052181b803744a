"""Tables of an open SQLite file to typed tables. A column's type is what its values bear out, not what is declared."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import Any

import apsw

from hanse.readers import _mojibake
from hanse.records import Cell, Check, Column, ColumnType, Counts, Finding, Foreign, Place, Reading, Table
from hanse.words import Words

Make = Callable[[Any], Cell]
_LISTED = (
    "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')"
    r" AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT IN (SELECT name FROM pragma_table_list"
    " WHERE type IN ('shadow', 'virtual')) ORDER BY rowid"
)
_BOOLEAN = {0: False, 1: True}


def reading(name: str, db: apsw.Connection, findings: tuple[Finding, ...]) -> Reading:
    """Return every table and view. Raises apsw.Error when not even the list of tables can be read."""
    tables, told, checks = [], list(findings), []
    rejected = 0
    for kind, table in db.execute(_LISTED).fetchall():
        try:
            found = _Found(db, str(table), view=kind == "view")
            read = found.table()
        except (apsw.Error, UnicodeDecodeError) as error:
            rejected += 1
            told.append(_damaged(str(table), error))
            continue
        tables.append(read)
        told += [*found.findings, *_mojibake.findings(read)]
        checks.append(found.check(len(read.rows)))
    rows = sum(len(table.rows) for table in tables)
    counts = Counts(rows + rejected, rows, rejected)
    return Reading(name, tables=tuple(tables), findings=tuple(told), counts=counts, checks=tuple(checks))


class _Found:
    """One table or view."""

    def __init__(self, db: apsw.Connection, name: str, *, view: bool) -> None:
        self._db, self._name, self._view = db, name, view
        self.findings: list[Finding] = []
        self._info = [
            (str(row[1]), str(row[2] or ""), int(row[5]))
            for row in db.execute("SELECT * FROM pragma_table_xinfo(?)", (name,))
            if row[6] != 1  # a hidden column of a virtual table
        ]

    def table(self) -> Table:
        """Return the table with all its rows."""
        columns, makers = self._columns()
        keys = tuple(name for name, _, key in sorted(self._info, key=lambda info: info[2]) if key)
        kept = {column.name for column in columns}
        keys = keys if kept.issuperset(keys) else ()
        at = [i for i, column in enumerate(columns) if column.name in keys]
        rows, places = [], []
        if columns:
            for number, raw in enumerate(self._select(columns, keys), 1):
                rows.append(tuple([None if v is None else make(v) for v, make in zip(raw, makers, strict=True)]))
                places.append(self._place(number, raw, [(columns[i].name, i) for i in at]))
        foreign = tuple(key for key in self._foreign() if kept.issuperset(key.columns))
        return Table(self._name, self._name, columns, tuple(rows), tuple(places), keys, foreign=foreign)

    def _select(self, columns: tuple[Column, ...], keys: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        listed = ", ".join(_quoted(column.name) for column in columns)
        order = f" ORDER BY {', '.join(map(_quoted, keys))}" if keys else ""
        return iter(self._db.execute(f"SELECT {listed} FROM {_quoted(self._name)}{order}"))  # noqa: S608 - quoted

    def _place(self, number: int, raw: tuple[Any, ...], keys: list[tuple[str, int]]) -> Place:
        part = ", ".join(f"{name}={raw[i]}" for name, i in keys) or None
        return Place(table=self._name, record=number, part=part)

    def _columns(self) -> tuple[tuple[Column, ...], list[Make]]:
        columns, makers = [], []
        for name, declared, _ in self._info:
            classes = self._classes(name)
            if "blob" in classes or "BLOB" in declared.upper():
                self.findings.append(_binary(self._name, name))
                continue
            kind, make = self._kind(name, declared, classes)
            columns.append(Column(name, name, kind))
            makers.append(make)
        return tuple(columns), makers

    def _classes(self, column: str) -> set[str]:
        """Return the storage classes of the values that are there."""
        sql = f"SELECT DISTINCT typeof({_quoted(column)}) FROM {_quoted(self._name)}"  # noqa: S608 - quoted
        return {str(kind) for (kind,) in self._db.execute(sql)} - {"null"}

    def _kind(self, column: str, declared: str, classes: set[str]) -> tuple[ColumnType, Make]:
        """Return the type that all values bear out."""
        said = declared.upper()
        if classes <= {"integer"} and "BOOL" in said and self._all(column, _boolean):
            return "boolean", _boolean
        if classes <= {"integer"} and (classes or "INT" in said) and not _is_decimal(said):
            return "integer", int
        if classes <= {"integer", "real"} and (classes or _is_decimal(said)):
            return "decimal", _decimal
        if classes == {"text"}:
            for kind, make in _of_text(said):
                if self._all(column, make):
                    return kind, make
        return "text", _text

    def _all(self, column: str, make: Make) -> bool:
        sql = f"SELECT DISTINCT {_quoted(column)} FROM {_quoted(self._name)}"  # noqa: S608 - quoted
        try:
            for (value,) in self._db.execute(sql):
                if value is not None:
                    make(value)
        except (ValueError, KeyError, ArithmeticError):
            return False
        return True

    def _foreign(self) -> Iterator[Foreign]:
        rows = self._db.execute("SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq", (self._name,)).fetchall()
        for _, some in groupby(rows, key=lambda row: row[0]):
            parts = list(some)
            to = tuple(str(p[4]) for p in parts if p[4] is not None)
            yield Foreign(tuple(str(p[3]) for p in parts), str(parts[0][2]), to if len(to) == len(parts) else ())

    def check(self, rows: int) -> Check:
        """Return whether as many rows were read as the file counts."""
        (count,) = next(iter(self._db.execute(f"SELECT count(*) FROM {_quoted(self._name)}")))  # noqa: S608 - quoted
        words = Words(f"{self._name}: Zeilen gezählt = gelesen", f"{self._name}: rows counted = rows read")
        return Check("sqlite.rows", words, count == rows or not self._info, str(count), str(rows))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _is_decimal(declared: str) -> bool:
    return any(word in declared for word in ("DEC", "NUMERIC", "MONEY", "REAL", "FLOA", "DOUB"))


def _of_text(declared: str) -> Iterator[tuple[ColumnType, Make]]:
    """Yield the types that texts may be of: by what is declared, since ids with zeros must stay texts."""
    if _is_decimal(declared):
        yield "decimal", _decimal
    if "DATE" in declared or "TIME" in declared:
        yield "date", date.fromisoformat
        yield "datetime", _datetime
        yield "time", time.fromisoformat


def _boolean(value: Any) -> bool:  # noqa: ANN401 - a cell of SQLite
    return _BOOLEAN[value]


def _decimal(value: Any) -> Decimal:  # noqa: ANN401 - as above
    """Return a number as it is written: a floating one in the fewest digits that mean it."""
    number = Decimal(repr(value) if isinstance(value, float) else str(value).strip())
    if not number.is_finite():
        raise ValueError(value)
    return number


def _datetime(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found.astimezone().replace(tzinfo=None) if found.tzinfo else found


def _text(value: Any) -> str:  # noqa: ANN401 - as above
    return str(value)


def _binary(table: str, column: str) -> Finding:
    words = Words(
        f"{table}: die Spalte {column} ist binär und bleibt draußen.",
        f"{table}: the column {column} is binary: left out.",
    )
    return Finding("sqlite.binary", "info", words, Place(table=table))


def _damaged(table: str, error: Exception) -> Finding:
    words = Words(f"{table} ließ sich nicht lesen: {error}", f"{table} could not be read: {error}")
    return Finding("sqlite.table", "error", words, Place(table=table))
