"""All records of a Paradox table to rows, with a finding for everything that can't be a value."""

import struct
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePosixPath

from hanse.readers.item import Item
from hanse.readers.paradox import findings as say
from hanse.readers.paradox.blobs import Blobs
from hanse.readers.paradox.layout import Field, Layout
from hanse.readers.paradox.letters import code_page
from hanse.readers.paradox.values import ALPHA, MEMO, MemoMissing, column_type, known, parser
from hanse.records import Cell, Check, Column, Counts, Finding, Place, Reading, Role, Table
from hanse.words import Words

_HEAD = 6  # bytes of a block before its first record: next block, previous block, offset of the last record
_MONEY, _NUMBER, _COUNTER = 0x05, 0x06, 0x16


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


class _Rows:
    """The records of one table on their way to columns, and what is found on the way."""

    def __init__(self, name: str, records: list[bytes], letters: _Letters, blobs: Blobs | None) -> None:
        self.findings: list[Finding] = []
        self.memos_missing = 0
        self._name = name
        self._records = records
        self._letters = letters
        self._blobs = blobs

    def column(self, field: Field, name: str) -> tuple[Column, list[Cell]]:
        """Return a column with its cells; a number without fractions anywhere is a whole number."""
        parse = parser(field, self._letters, self._blobs)
        wrong: list[tuple[int, str]] = []
        cells: list[Cell] = []
        for n, record in enumerate(self._records, 1):
            raw = record[field.start : field.start + field.size]
            try:
                cells.append(parse(raw))
            except MemoMissing:
                self.memos_missing += 1
                cells.append(None)
            except ValueError:
                wrong.append((n, raw.hex()))
                cells.append(None)
        self._tell(name, wrong)
        kind = column_type(field)
        if field.type == _NUMBER and all(_whole(value) for value in cells):
            kind, cells = "integer", [int(value) if isinstance(value, Decimal) else None for value in cells]
        return Column(name, name, kind, role=_role(field)), cells

    def _tell(self, name: str, wrong: list[tuple[int, str]]) -> None:
        for n, raw in wrong[: say.MOST]:
            self.findings.append(say.value(name, raw, Place(table=self._name, record=n)))
        if len(wrong) > say.MOST:
            self.findings.append(say.more_values(name, len(wrong) - say.MOST, Place(table=self._name)))


def reading(reader: str, item: Item, layout: Layout, data: bytes) -> Reading:
    """Return the table with its findings. Each record of the file is a row or is counted as missing."""
    name = PurePosixPath(item.name).stem
    records = list(_records(layout, data))
    blobs = _blobs(item) if any(field.type == MEMO for field in layout.fields) else None
    encoding, told = code_page(layout.code_page, _texts(layout, records))
    letters = _Letters(encoding)
    names = _names(layout, letters)
    rows = _Rows(name, records, letters, blobs)
    made = [rows.column(field, names[i]) for i, field in enumerate(layout.fields) if known(field)]
    places = tuple(Place(table=name, record=n) for n in range(1, len(records) + 1))
    cells = tuple(zip(*(values for _, values in made), strict=True)) if made else tuple(() for _ in records)
    table = Table(name, name, tuple(column for column, _ in made), cells, places, tuple(names[: layout.keys]))
    findings = (
        say.version(layout.version, layout.sort),
        told,
        *say.missing(name, layout.records, len(records)),
        *say.left_out(name, [names[i] for i, field in enumerate(layout.fields) if not known(field)]),
        *rows.findings,
        *say.texts(encoding, letters.odd, rows.memos_missing, file_there=blobs is not None),
    )
    rejected = max(0, layout.records - len(records))
    counts = Counts(len(records) + rejected, len(records), rejected)
    checks = (_count(name, layout.records, len(records)),)
    return Reading(reader, tables=(table,), findings=findings, counts=counts, checks=checks)


def _records(layout: Layout, data: bytes) -> Iterator[bytes]:
    """Yield the records block by block, in the order of the chain; a broken chain ends it."""
    number = layout.first
    seen: set[int] = set()
    while number and number not in seen:
        seen.add(number)
        at = layout.header + (number - 1) * layout.block_size
        if at + _HEAD > len(data):
            return
        number, _, last = struct.unpack_from("<HHh", data, at)
        end = min(at + _HEAD + last + layout.record_size, at + layout.block_size, len(data))
        for start in range(at + _HEAD, end - layout.record_size + 1, layout.record_size):
            yield data[start : start + layout.record_size]


def _blobs(item: Item) -> Blobs | None:
    found = item.around.get(f"{PurePosixPath(item.name).stem}.mb") if item.around else None
    return Blobs(found.data()) if found else None


def _texts(layout: Layout, records: list[bytes]) -> Iterator[bytes]:
    spans = [
        (field.start, field.start + field.size - (10 if field.type == MEMO else 0))
        for field in layout.fields
        if field.type in {ALPHA, MEMO}
    ]
    yield from (field.name for field in layout.fields)
    for record in records:
        if not record.isascii():
            yield from (record[start:end] for start, end in spans)


def _names(layout: Layout, letters: _Letters) -> list[str]:
    names: list[str] = []
    for place, field in enumerate(layout.fields, 1):
        plain = letters(field.name).strip() or f"Feld{place}"
        name, number = plain, 2
        while name.lower() in (other.lower() for other in names):
            name, number = f"{plain}_{number}", number + 1
        names.append(name)
    return names


def _whole(value: Cell) -> bool:
    return not isinstance(value, Decimal) or (value == value.to_integral_value() and abs(value) < 10**15)


def _role(field: Field) -> Role:
    return "amount" if field.type == _MONEY else "key" if field.type == _COUNTER else ""


def _count(name: str, stated: int, read: int) -> Check:
    words = Words(f"{name}: Sätze laut Kopf und gelesene", f"{name}: records by the header and records read")
    return Check("paradox.records", words, stated == read, str(stated), str(read), Place(table=name))
