"""The fields of each record, as layout.csv says, and a record's text as typed cells."""

import csv
import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from hanse.readers._edi import values
from hanse.records import Cell, Column, ColumnType, Role

LENGTH = 128


class Field(NamedTuple):
    """A field of a record: from the first character to before the last, counted from 0."""

    name: str
    first: int
    last: int
    kind: str
    role: Role

    @property
    def type(self) -> ColumnType:
        """The type of its column; a call-off's date stays text, since it may be a code."""
        if self.kind == "date":
            return "date"
        return "decimal" if self.kind[0] == "n" else "text"


@cache
def fields(record: str) -> tuple[Field, ...]:
    """Return the fields of a record; none when its layout isn't known."""
    return _all().get(record, ())


@cache
def columns(record: str) -> tuple[Column, ...]:
    """Return a column for each field; without a layout the record's text is one."""
    known = fields(record)
    if not known:
        return (Column("Inhalt", "Inhalt, wie er in der Datei steht", "text", role="text"),)
    return tuple(Column(f.name, f.name, f.type, role=f.role) for f in known)


@cache
def _all() -> dict[str, tuple[Field, ...]]:
    found: dict[str, list[Field]] = {}
    text = resources.files(__package__).joinpath("layout.csv").read_text(encoding="utf-8")
    for record, name, length, kind, role in csv.reader(t for t in text.splitlines() if t and not t.startswith("#")):
        listed = found.setdefault(record, [])
        first = listed[-1].last if listed else 0
        listed.append(Field(name, first, first + int(length), kind, role))  # type: ignore[arg-type] # checked by a test
    return {record: tuple(listed) for record, listed in found.items()}


@cache
def known() -> dict[str, dict[str, object]]:
    """Return titles and counters, as records.toml says."""
    return tomllib.loads(resources.files(__package__).joinpath("records.toml").read_text(encoding="utf-8"))


def title(record: str) -> str:
    """Return what a record is."""
    return str(known()["titles"].get(record, "Unbekannter Satz"))


class Wrong(NamedTuple):
    """A field that can't be what it should be."""

    field: Field
    raw: str


def cells(text: str, record: str, size: int = LENGTH) -> tuple[tuple[Cell, ...], list[Wrong]]:
    """Return a record's values by its fields, and the fields that are wrong or cut off (their cells are empty).

    size: how many characters of the record are really there.
    """
    if not fields(record):
        return (text.rstrip(),), []
    row: list[Cell] = []
    wrong: list[Wrong] = []
    for field in fields(record):
        raw = text[field.first : field.last].strip()
        cut = field.first < size < field.last and field.type != "text"
        cell = _cell(raw, field) if raw and not cut else None
        if cell is None and raw and (raw.strip("0") or field.kind != "date"):
            wrong.append(Wrong(field, raw))
        row.append(cell)
    return tuple(row), wrong


def _cell(raw: str, field: Field) -> Cell:
    if field.kind == "date":
        return values.day(raw) if raw.strip("0") else None
    if field.kind[0] == "n" and len(field.kind) == 2:
        return values.implied(raw, int(field.kind[1]))
    return raw


def term(raw: str, *, periods: bool) -> tuple[date, date, str] | None:
    """Return first and last day of a call-off and what kind of period it is; None for no date.

    JJMMTT a day, JJMM00 a month, JJ00WW a week; after the code 555555 JJWWWW from week to week.
    """
    if len(raw) != 6 or not raw.isascii() or not raw.isdigit():
        return None
    year, middle, end = values.year(raw[:2]), int(raw[2:4]), int(raw[4:])
    if end == 0:
        return _named(values.month(year, middle) if 1 <= middle <= 12 else None, "Monat")
    if middle == 0:
        return _named(values.week(year, end), "Woche")
    if periods:
        first, last = values.week(year, middle), values.week(year + (end < middle), end)
        return (first[0], last[1], "Woche") if first and last else None
    day = values.made(year, middle, end)
    return (day, day, "Tag") if day else None


def _named(span: tuple[date, date] | None, name: str) -> tuple[date, date, str] | None:
    return (*span, name) if span else None
