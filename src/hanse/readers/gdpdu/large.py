"""A data file with very many records: its head says how it is read, and all of it is cast straight to Parquet.

Only for files that are as regular as nearly all are; for any other there is the ordinary way, record by record.
"""

from collections.abc import Iterator

import msgspec

from hanse.readers import bulk, cells
from hanse.readers.bulk import Rejected, Shape, Written
from hanse.readers.gdpdu import letters, rows
from hanse.readers.gdpdu.layout import Field, Layout
from hanse.readers.gdpdu.notes import MOST, Notes
from hanse.readers.gdpdu.rows import Made
from hanse.readers.item import Item
from hanse.records import Column, Counts, Finding, Place
from hanse.words import Words

HEAD = 1 << 17
_ENDS = ("\r\n", "\n", "\r")
_ABOUT_VALUES = frozenset({"gdpdu.not_a_value", "gdpdu.rejected", "gdpdu.more_decimals", "gdpdu.record_end"})
_FORMATS = frozenset({"DD.MM.YYYY", "DD.MM.YY", "YYYY-MM-DD", "YYYYMMDD", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY"})


def made(item: Item, layout: Layout) -> Made | None:
    """Return the table of a large data file; None for one that has to be read in the ordinary way."""
    if not _regular(layout):
        return None
    with item.open() as stream:
        head = stream.read(HEAD)
    sample = rows.made(_whole_records(head, layout), layout, item.name)
    fields = _fields(sample)
    if fields is None or not sample.table.rows or layout.fixed != sample.layout.fixed:
        return None
    try:
        written = bulk.write(item, _shape(head, layout, sample), fields)
    except (UnicodeDecodeError, bulk.Irregular):
        return None
    return _made(sample, written)


def _regular(layout: Layout) -> bool:
    """Return whether a layout has nothing that only the ordinary way can do."""
    one = len(layout.delimiter) == 1 and len(layout.encapsulator) <= 1 and layout.record_delimiter in _ENDS
    if layout.last is not None or (layout.first > 1 and layout.fixed) or any(f.repeats for f in layout.fields):
        return False
    return layout.length is not None if layout.fixed else one


def _whole_records(head: bytes, layout: Layout) -> bytes:
    """Return the head without a record that is cut off at its end."""
    if len(head) < HEAD:
        return head
    if layout.fixed and layout.length:
        return head[: layout.skip + (len(head) - layout.skip) // layout.length * layout.length]
    end = max(head.rfind(b"\n"), head.rfind(b"\r") if b"\n" not in head else -1)
    return head[: end + 1]


def _fields(sample: Made) -> tuple[bulk.Field, ...] | None:
    """Return the columns as they are to be cast; None where a column has a kind that can't be."""
    described = zip(sample.layout.fields, sample.table.columns, strict=True)
    made = [_field(field, column, sample) for field, column in described]
    return tuple(f for f in made if f) if all(made) else None


def _field(field: Field, column: Column, sample: Made) -> bulk.Field | None:
    span = (field.start + 1, field.end - field.start) if sample.layout.fixed else None
    if field.kind == "text" and column.type == "text":
        return bulk.Field(column, span=span)
    if field.kind == "number" and column.type in ("integer", "decimal", "text"):
        return _number(field, column, sample, span)
    if field.kind == "date" and column.type == "date" and field.format in _FORMATS:
        return bulk.Field(column, "date", span, format=field.format, epoch=sample.layout.epoch)
    return None


def _number(field: Field, column: Column, sample: Made, span: tuple[int, int] | None) -> bulk.Field:
    if column.type == "text":
        return bulk.Field(column, span=span)
    plain = not field.accuracy and not field.implied and cells.identifier(field.name)
    style = sample.style
    return bulk.Field(
        column, column.type if column.type == "integer" else "decimal", span, style.decimal, style.grouping,
        scale=field.accuracy or 0, implied=field.implied or 0, plain=plain,
    )  # fmt: skip


def _shape(head: bytes, layout: Layout, sample: Made) -> Shape:
    """Return what the text looks like; records above the first row are skipped."""
    text = letters.decode(head, layout.encoding, layout.skip, Notes())
    mark = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    first = (sample.table.places[0].record or 1) - 1
    if layout.fixed:
        return Shape(text.encoding, "", "", layout.skip, first, layout.length or 0)
    return Shape(text.encoding, layout.delimiter, layout.encapsulator, max(layout.skip, mark), first)


def _made(sample: Made, written: Written) -> Made:
    types = zip(sample.table.columns, written.fields, strict=True)
    columns = tuple(msgspec.structs.replace(c, type=f.kind if f.kind != "text" else "text") for c, f in types)
    rejected = len(written.rejected)
    counts = Counts(written.bulk.rows + rejected, written.bulk.rows, rejected)
    table = msgspec.structs.replace(sample.table, columns=columns, rows=(), places=(), bulk=written.bulk)
    findings = (f for f in sample.findings if f.code not in _ABOUT_VALUES)
    return sample._replace(
        table=table, counts=counts, findings=(*findings, *_kept(sample, written), *_left_out(written))
    )


def _kept(sample: Made, written: Written) -> Iterator[Finding]:
    """Yield what is to be said of columns that stay text."""
    notes = Notes(sample.layout.name)
    for number, count, examples in written.kept:
        field = sample.layout.fields[number]
        row, text = examples[0]
        what = "Zahl" if field.kind == "number" else f"Datum {field.format}"
        place = Place(record=written.bulk.first_record + row)
        notes.add("not_a_value", place, text, about=field.name, what=what, count=count)
    yield from notes.findings()


def _left_out(written: Written) -> Iterator[Finding]:
    for one in written.rejected[:MOST]:
        yield _rejected(one)
    if rest := written.rejected[MOST:]:
        words = Words(
            f"Weitere {len(rest)} Sätze passen nicht zur index.xml und wurden nicht übernommen.",
            f"Another {len(rest)} records don't fit index.xml and were not taken.",
        )
        yield Finding("gdpdu.rejected", "error", words, Place(record=rest[0].record), "\n".join(r.raw for r in rest))


def _rejected(one: Rejected) -> Finding:
    words = Words(
        f"Satz {one.record} passt nicht zur index.xml und wurde nicht übernommen. In der Quelle berichtigen und neu"
        " exportieren.",
        f"Record {one.record} doesn't fit index.xml and was not taken. Mend it in the source and export again.",
    )
    return Finding("gdpdu.rejected", "error", words, Place(record=one.record), one.raw)
