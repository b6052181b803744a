"""Rows of a DATEV file: records to typed rows of the main table, further details and bank accounts.

Which field stands where comes from layout.py; what stands in it is read by values.py. Knows no double entry.
"""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from hanse.readers.datev import layout, say, values
from hanse.readers.datev.days import Rule
from hanse.readers.datev.header import Header
from hanse.readers.datev.layout import Field
from hanse.readers.datev.lines import Record
from hanse.readers.datev.notes import Notes
from hanse.records import Cell, Column, Place, Table

Row = tuple[Cell, ...]
_NEEDED = frozenset({"Konto", "Gegenkonto (ohne BU-Schlüssel)", "Belegdatum", "Umsatz (ohne Soll/Haben-Kz)"})


class Slot(NamedTuple):
    """Where a field of the file goes: its place in the file, its field, its cell in the main row (-1: not there)."""

    at: int
    field: Field
    cell: int
    read: Callable[[str], Cell] | None


class Plan(msgspec.Struct, frozen=True):
    """How records of one file are read: header, rule of days, and what each field of the file is.

    least: how many fields a record must have; a shorter one was cut off, and its last field may be half of it.
    """

    header: Header
    days: Rule
    slots: tuple[Slot, ...]
    width: int
    least: int
    by_name: bool


class Rows(msgspec.Struct):
    """What was read: rows and places of the main table, details and bank accounts, and how many were rejected."""

    main: list[Row]
    places: list[Place]
    info: list[tuple[Row, Place]]
    bank: list[tuple[Row, Place]]
    rejected: int = 0
    padded: int = 0


def plan(header: Header, days: Rule, names: list[str] | None) -> Plan:
    """Return how to read a file with these headings; by position, unless the headings say that fields were moved."""
    category = header.category or 0
    fields = {field.position: field for field in layout.fields(category)}
    positions = list(range(1, len(names or fields) + 1))
    moved = _moved(category, names) if names else None
    if moved:
        positions = moved
    cells = {field.position: index + len(layout.KEYS) for index, field in enumerate(layout.main_fields(category))}
    slots = [
        Slot(at, fields[p], cells.get(p, -1), values.reader(fields[p].type, header.account_length))
        for at, p in enumerate(positions)
        if p in fields
    ]
    least = max((slot.at + 1 for slot in slots if slot.field.name in _NEEDED), default=1)
    return Plan(header, days, tuple(slots), len(positions), least, moved is not None)


def read(by: Plan, records: list[Record], raw: Callable[[Record], str], notes: Notes) -> Rows:
    """Return the rows of the records; those with too many or far too few fields are rejected with their text."""
    found = Rows([], [], [], [])
    blank = [None] * len(layout.columns(by.header.category or 0))
    for number, record in enumerate(records, 1):
        place = Place(line=record.line, line_end=None if record.end == record.line else record.end)
        if len(record.fields) < by.least or any(field.strip() for field in record.fields[by.width :]):
            say.rejected(notes, len(record.fields), by.width, place, raw(record))
            found.rejected += 1
            continue
        say.record(notes, record, by.width, place)
        _take(by, (number, record.fields, place), list(blank), found, notes)
    return found


def _take(by: Plan, record: tuple[int, list[str], Place], cells: list[Cell], found: Rows, notes: Notes) -> None:
    number, fields, place = record
    key: tuple[Cell, Cell] = (by.header.batch, number)
    cells[0], cells[1] = key
    grouped: dict[tuple[str, str], dict[str, Cell]] = {}
    for at, field, cell, convert in by.slots:
        if at >= len(fields):
            break
        if not fields[at] or not (raw := fields[at].strip()):
            continue
        value = _value(by, field, convert, raw, place, notes) if field.type != "text" else raw
        if field.type == "account" and value is not None and value != raw:
            found.padded += 1
        if cell >= 0:
            cells[cell] = value
        else:
            grouped.setdefault((field.group, field.index), {})[field.member] = value
    found.main.append(tuple(cells))
    found.places.append(place)
    for (group, index), members in grouped.items():
        _group(group, index, members, (key, cells, place), found)


def _value(by: Plan, field: Field, convert: Callable[[str], Cell] | None, raw: str, place: Place, notes: Notes) -> Cell:
    if convert is None:
        day = by.days.resolve(raw)
        if day.doubt:
            say.day(notes, day, raw, place)
        return day.value
    try:
        return convert(raw)
    except values.Unclear:
        say.value(notes, field.name, raw, place)
        return None


def _group(
    group: str, index: str, members: dict[str, Cell], record: tuple[tuple[Cell, Cell], list[Cell], Place], found: Rows
) -> None:
    key, cells, place = record
    if group == "info":
        found.info.append(((*key, index, members.get("Art"), members.get("Inhalt")), place))
        return
    account = cells[len(layout.KEYS)] if len(cells) > len(layout.KEYS) else None
    names = [column.name for column in layout.BANK[4:]]
    found.bank.append(((*key, account, int(index), *(members.get(name) for name in names)), place))


def tables(category: int, found: Rows) -> list[Table]:
    """Return the main table, and those of details and bank accounts where there are any."""
    made = layout.tables()
    main = made.category[str(category)]
    result = [_table(main, layout.columns(category), found.main, found.places)]
    for what, columns, rows in ((made.info, layout.INFO, found.info), (made.bank, layout.BANK, found.bank)):
        if rows:
            result.append(_table(what, columns, [row for row, _ in rows], [place for _, place in rows]))
    return result


def _table(made: layout.Made, columns: tuple[Column, ...], rows: list[Row], places: list[Place]) -> Table:
    keys = ("Stapel", "Satz") if columns is not layout.INFO and columns is not layout.BANK else ()
    return Table(made.name, made.title, columns, tuple(rows), tuple(places), keys, made.kind, made.about)


def _moved(category: int, names: list[str]) -> list[int] | None:
    """Return the positions by the headings' names when more of them stand elsewhere than in their place; else None."""
    known = layout.known_names(category)
    found = [known.get(layout.plain(name), 0) for name in names]
    here = sum(position == at for at, position in enumerate(found, 1))
    elsewhere = sum(position not in {0, at} for at, position in enumerate(found, 1))
    taken = [position for position in found if position]
    return found if elsewhere > here and len(set(taken)) == len(taken) else None
