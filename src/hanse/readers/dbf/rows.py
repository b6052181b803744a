"""All records of a dBase file to one table, with a finding for everything that can't be a value."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePosixPath
from typing import NamedTuple

from msgspec.structs import replace

from hanse.readers.dbf import findings as say
from hanse.readers.dbf import large
from hanse.readers.dbf.database import Names
from hanse.readers.dbf.database import names as names_of
from hanse.readers.dbf.layout import Field, Layout
from hanse.readers.dbf.layout import layout as layout_of
from hanse.readers.dbf.letters import code_page
from hanse.readers.dbf.memo import Memos, beside
from hanse.readers.dbf.values import BINARY, SYSTEM, MemoMissing, Overflow, Parse, column_type, parser
from hanse.readers.item import Item
from hanse.records import Cell, Check, Column, Counts, Finding, Place, Reading, Role, Table

_LIVE, _DELETED, _END = 0x20, 0x2A, 0x1A
_MEMO_TYPES = frozenset("MB")


class _Record(NamedTuple):
    number: int
    raw: bytes


class _Found(NamedTuple):
    live: list[_Record]
    deleted: int
    damaged: list[_Record]
    missing: int
    beyond: int


class _Defects:
    """Findings about cells, the first 20 of each kind and column one by one."""

    def __init__(self, table: str, letters: "_Letters") -> None:
        self.findings: list[Finding] = []
        self._table = table
        self._letters = letters
        self._counts: Counter[tuple[str, str]] = Counter()

    def note(self, error: ValueError, name: str, number: int, raw: bytes) -> None:
        kind = _kind(error)
        self._counts[kind, name] += 1
        if self._counts[kind, name] <= say.MOST and kind != "memo":
            place = Place(table=self._table, record=number)
            self.findings.append(say.cell(kind, name, self._letters(raw), place))

    def memos_missing(self) -> int:
        return sum(count for (kind, _), count in self._counts.items() if kind == "memo")

    def rest(self) -> Iterator[Finding]:
        for (kind, name), count in self._counts.items():
            if kind != "memo" and count > say.MOST:
                yield say.more_cells(kind, name, count - say.MOST)


def _kind(error: ValueError) -> str:
    if isinstance(error, MemoMissing):
        return "memo"
    return "overflow" if isinstance(error, Overflow) else "value"


class _Letters:
    """Decodes the file's texts, counting letters that its code page doesn't have."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.odd = 0

    def __call__(self, raw: bytes) -> str:
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError:
            self.odd += 1
            return raw.decode(self.encoding, "replace")


def reading(reader: str, item: Item, layout: Layout, data: bytes) -> Reading:
    """Return the table with its findings. Each record of the file is a row, a deleted one, or reported."""
    name = PurePosixPath(item.name).stem
    found = _records(layout, data)
    memos = beside(item, layout.version) if _has_memo(layout) else None
    page = code_page(layout.driver, _texts(layout, found.live, memos), named=layout.encoding)
    letters = _Letters(page.encoding)
    defects = _Defects(name, letters)
    fields = [f for f in layout.fields if f.type not in BINARY and f.type != SYSTEM]
    told_by = names_of(item, layout, data)
    names = _long(fields, told_by) or _names(fields, letters)
    rows = _rows(layout, found.live, list(zip(fields, names, strict=True)), (letters, memos, defects))
    table = _described(_table(name, layout, (fields, names), rows, found.live), told_by)
    told = (
        *([page.finding] if page.finding else []),
        *say.records(name, layout.records, found.missing, found.beyond, found.deleted),
        *say.damaged(name, [(record.number, letters(record.raw)) for record in found.damaged[: say.MOST]]),
        *say.more_damaged(len(found.damaged) - say.MOST),
        *([say.database(told_by.database, told_by.table)] if told_by else []),
        *say.fields(_left_out(layout, letters), _duplicates(fields, letters)),
        *defects.findings,
        *defects.rest(),
        *say.texts(letters.encoding, letters.odd, defects.memos_missing(), file_there=memos is not None),
    )
    rejected = found.deleted + len(found.damaged) + found.missing
    counts = Counts(len(rows) + rejected, len(rows), rejected)
    held = not found.missing and not found.beyond
    stated, read = layout.records, layout.records - found.missing + found.beyond
    check = Check("dbf.records", say.RECORDS, held, str(stated), str(read), Place(table=name))
    return Reading(reader, tables=(table,), findings=told, counts=counts, checks=(check,))


def quickly(reader: str, item: Item) -> Reading | None:
    """Return the reading of a file with very many records; None for one that has to be read as the others are."""
    with item.open() as stream:
        head = stream.read(large.HEAD)
    described = layout_of(head, item.name)
    if not large.regular(described):
        return None
    page = code_page(described.driver, _texts(described, _records(described, head).live, None))
    names = _names(list(described.fields), _Letters(page.encoding))
    return large.reading(reader, item, described, names, page)


def _long(fields: list[Field], names: Names | None) -> list[str]:
    """Return the long names of a database where it has as many as the table has fields."""
    return list(names.fields) if names and len(names.fields) == len(set(names.fields)) == len(fields) else []


def _described(table: Table, names: Names | None) -> Table:
    """Add what the database says of a table: its long name, captions, comments, keys."""
    if names is None:
        return table
    columns = table.columns
    if len(names.fields) == len(columns):
        more = zip(columns, names.captions, names.comments, strict=True)
        columns = tuple(replace(c, title=caption or c.title, about=about) for c, caption, about in more)
    keys = (names.primary,) if names.primary in {c.name for c in columns} else ()
    return replace(table, title=names.table, columns=columns, about=names.comment, keys=keys, foreign=names.foreign)


def _records(layout: Layout, data: bytes) -> _Found:
    live: list[_Record] = []
    damaged: list[_Record] = []
    deleted = number = 0
    for at in range(layout.data, len(data), layout.record_length):
        mark = data[at]
        if mark == _END or (number >= layout.records and mark not in (_LIVE, _DELETED)):
            break
        number += 1
        record = _Record(number, data[at : at + layout.record_length])
        whole = len(record.raw) == layout.record_length
        if whole and mark == _DELETED:
            deleted += 1
        elif whole and mark == _LIVE:
            live.append(record)
        else:
            damaged.append(record)
    return _Found(live, deleted, damaged, max(0, layout.records - number), max(0, number - layout.records))


def _rows(
    layout: Layout,
    records: list[_Record],
    fields: list[tuple[Field, str]],
    means: tuple[_Letters, Memos | None, _Defects],
) -> list[tuple[Cell, ...]]:
    letters, memos, defects = means
    nulls = next((f for f in layout.fields if f.type == SYSTEM), None)
    parses = [(f, name, parser(f, layout, letters, memos)) for f, name in fields]
    return [tuple(_cell(r, f, n, p, nulls, defects) for f, n, p in parses) for r in records]


def _cell(record: _Record, field: Field, name: str, parse: Parse, nulls: Field | None, defects: _Defects) -> Cell:
    raw = record.raw[field.start : field.start + field.length]
    if nulls is not None:
        flags = int.from_bytes(record.raw[nulls.start : nulls.start + nulls.length], "little")
        if field.null_bit >= 0 and flags >> field.null_bit & 1:
            return None
        if field.short_bit >= 0 and flags >> field.short_bit & 1:
            raw = raw[: raw[-1]]
    try:
        return parse(raw)
    except ValueError as error:
        defects.note(error, name, record.number, raw)
        return None


def _table(
    name: str,
    layout: Layout,
    shape: tuple[list[Field], list[str]],
    rows: list[tuple[Cell, ...]],
    records: list[_Record],
) -> Table:
    """Return the table. A whole-number field that holds a fraction all the same makes a decimal column."""
    fields, names = shape
    columns: list[Column] = []
    for i, (field, column) in enumerate(zip(fields, names, strict=True)):
        kind = column_type(field, layout)
        if kind == "integer" and any(isinstance(row[i], Decimal) for row in rows):
            kind = "decimal"
        columns.append(Column(column, column, kind, role=_role(field)))
    exact = [i for i, column in enumerate(columns) if column.type == "decimal"]
    places = tuple(Place(table=name, record=record.number) for record in records)
    return Table(name, name, tuple(columns), tuple(_exact(row, exact) for row in rows), places)


def _role(field: Field) -> Role:
    return "key" if field.counted else "amount" if field.type == "Y" else ""


def _exact(row: tuple[Cell, ...], decimals: list[int]) -> tuple[Cell, ...]:
    cells = list(row)
    for i in decimals:
        cell = cells[i]
        if isinstance(cell, int):
            cells[i] = Decimal(cell)
    return tuple(cells)


def _texts(layout: Layout, records: list[_Record], memos: Memos | None) -> Iterator[bytes]:
    spans = [(f.start, f.start + f.length) for f in layout.fields if f.type in "CV"]
    for record in records:
        if not record.raw.isascii():
            yield from (record.raw[start:end] for start, end in spans)
    if memos is not None:
        yield memos.letters()


def _has_memo(layout: Layout) -> bool:
    return any(f.type == "M" or (f.type == "B" and not layout.foxpro) for f in layout.fields)


def _names(fields: list[Field], letters: _Letters) -> list[str]:
    """Return the field names; a second one of the same name gets a number, so that each can be asked for."""
    names: list[str] = []
    for place, field in enumerate(fields, 1):
        plain = letters(field.name).strip() or f"FELD{place}"
        number = 2
        name = plain
        while name.lower() in (other.lower() for other in names):
            name = f"{plain}_{number}"
            number += 1
        names.append(name)
    return names


def _duplicates(fields: list[Field], letters: _Letters) -> list[str]:
    counts = Counter(letters(field.name) for field in fields)
    return [name for name, count in counts.items() if count > 1]


def _left_out(layout: Layout, letters: _Letters) -> list[str]:
    return [letters(field.name) for field in layout.fields if field.type in BINARY]
