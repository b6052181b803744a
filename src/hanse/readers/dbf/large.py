"""A dBase file with very many records and none but plain fields: its records are cast straight to Parquet."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from hanse.readers import bulk
from hanse.readers.bulk import Shape, Written
from hanse.readers.dbf import findings as say
from hanse.readers.dbf.layout import Field, Layout
from hanse.readers.dbf.letters import CodePage
from hanse.readers.dbf.values import column_type
from hanse.readers.item import Item
from hanse.records import Check, Column, Counts, Finding, Place, Reading, Table
from hanse.words import Words

HEAD = 1 << 20
_PLAIN = frozenset("CNFDL")
_KINDS: dict[str, bulk.Kind] = {"N": "decimal", "F": "decimal", "D": "date", "L": "boolean"}


def regular(layout: Layout) -> bool:
    """Return whether a file has none but plain fields: no memos, no null flags, no sortable numbers."""
    return (
        not layout.level7
        and not layout.foxpro
        and all(f.type in _PLAIN and f.null_bit < 0 and f.short_bit < 0 for f in layout.fields)
    )


def reading(reader: str, item: Item, layout: Layout, names: Sequence[str], page: CodePage) -> Reading | None:
    """Return the reading; None for a file that has to be read in the ordinary way."""
    records = min(layout.records, (item.size() - layout.data) // layout.record_length)
    shape = Shape(page.encoding, "", "", layout.data, 0, layout.record_length, records=records, live=" ")
    fields = [_field(field, name, layout) for field, name in zip(layout.fields, names, strict=True)]
    try:
        written = bulk.write(item, shape, fields)
    except (UnicodeDecodeError, bulk.Irregular):
        return None
    return _reading(reader, item, layout, page, written)


def _field(field: Field, name: str, layout: Layout) -> bulk.Field:
    column = Column(name, name, column_type(field, layout))
    kind = "integer" if column.type == "integer" else _KINDS.get(field.type, "text")
    span = (field.start, field.length)  # the mark before the record is gone
    return bulk.Field(column, kind, span, ".", "", field.decimals, format="YYYYMMDD")


def _reading(reader: str, item: Item, layout: Layout, page: CodePage, written: Written) -> Reading:
    name, rows, deleted = PurePosixPath(item.name).stem, written.bulk.rows, len(written.bulk.gaps)
    missing = max(0, layout.records - rows - deleted)
    columns = tuple(Column(f.column.name, f.column.title, f.kind) for f in written.fields)
    told = (
        *([page.finding] if page.finding else []),
        *say.records(name, layout.records, missing, 0, deleted),
        *(_kept(written.fields[number].column.name, count, examples) for number, count, examples in written.kept),
    )
    counts = Counts(rows + deleted + missing, rows, deleted + missing)
    read = str(layout.records - missing)
    check = Check("dbf.records", say.RECORDS, not missing, str(layout.records), read, Place(table=name))
    table = Table(name, name, columns, (), (), bulk=written.bulk)
    return Reading(reader, tables=(table,), findings=told, counts=counts, checks=(check,))


def _kept(name: str, count: int, examples: Sequence[tuple[int, str]]) -> Finding:
    first = examples[0][1]
    words = Words(
        f"{name}: {count} Werte passen nicht zur Art des Feldes („{first}“); das Feld bleibt Text.",
        f"{name}: {count} values don't fit the field's type ({first!r}); the field stays text.",
    )
    return Finding("dbf.kept", "warning", words)
