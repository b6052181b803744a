"""Large CSV files: what the first rows look like, then all rows straight to a file. None where that isn't safe."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from hanse.readers.bulk import Field, Shape, Written, write
from hanse.readers.cells import Letters, Made, table
from hanse.readers.csv import letters as encodings
from hanse.readers.csv import said, told
from hanse.readers.csv.parts import Row, Rows, find_delimiter, fits, parse, part, stated_delimiter
from hanse.readers.csv.tail import Tail
from hanse.readers.item import Item
from hanse.records import Block, Column, Counts, Document, Reading, Table

PROBE = 5000
HEAD = 4 << 20
_LONGEST = 20
"""A rejected record of more lines than this had a quote that was never closed: it swallowed good ones."""
_FORMATS = ("DD.MM.YYYY", "YYYY-MM-DD", "YYYYMMDD", "DD.MM.YY", "DD/MM/YYYY")
EPOCH = 69  # as the cells' two-digit years, and POSIX


class Probe(NamedTuple):
    """What the first rows say: how the text is parted, and the table that they make.

    uneven: some rows end with more delimiters than others.
    """

    letters: Letters
    delimiter: str
    rows: Rows
    made: Made
    found: Table
    skip_bytes: int
    uneven: bool


def read(name: str, item: Item) -> Reading | None:
    """Return a table whose rows were written to the spool folder; None where the ordinary way is the safe one."""
    found = probe(item)
    made = fields(found) if found else None
    if found is None or made is None or found.uneven:
        return None
    tail = Tail.of(item, found.letters.encoding, found.delimiter, len(made))
    first = found.found.places[0].line or 1
    shape = Shape(
        found.letters.encoding, found.delimiter, skip_bytes=found.skip_bytes, skip_records=first - 1, end=tail.end
    )
    try:
        written = write(item, shape, made)
    except UnicodeDecodeError:
        return None
    if swallowed(written):
        drop(item, written)
        return None
    return _reading(name, item, found, written, tail)


def swallowed(written: Written) -> bool:
    """Say whether a rejected record holds so many lines that good ones must be among them."""
    return any(one.raw.count("\n") > _LONGEST for one in written.rejected)


def drop(item: Item, written: Written) -> None:
    """Remove what was written."""
    if item.spool is not None:
        (item.spool / written.bulk.file).unlink(missing_ok=True)


def probe(item: Item) -> Probe | None:
    """Return what the first rows say, None where they are no table."""
    with item.open() as stream:
        head = stream.read(HEAD)
    letters = encodings.found(item, head)
    if any(finding.severity != "info" for finding in letters.findings):
        return None
    stated, body, first = stated_delimiter(letters.text[: len(head)])
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = (lines[:-1] if len(head) == HEAD else lines)[:PROBE]
    delimiter = stated or find_delimiter(lines)
    rows = part(lines, delimiter, first)
    stem = item.name.rpartition(".")[0] or item.name
    made = table(stem, stem, [row.fields for row in rows.good], [row.place for row in rows.good])
    if made.table is None or not made.table.rows:
        return None
    uneven = any(len(row.fields) > rows.width and fits(row, rows.width) for row in parse(lines, delimiter, first))
    return Probe(letters, delimiter, rows, made, made.table, encodings.mark(letters, head), uneven)


def fields(probe: Probe) -> list[Field] | None:
    """Return a field for each column of the text, those that are blank so far too; None where that isn't clear."""
    lines = body(probe)
    width = len(lines[0].fields)
    used = [i for i in range(width) if any(row.fields[i].strip() for row in lines)]
    if len(used) != len(probe.found.columns):
        return None
    voted = _voted(probe.made.styles)
    known = {i: _field(probe, number, voted) for number, i in enumerate(used)}
    return [known.get(i) or Field(Column(f"Spalte {i + 1}", f"Spalte {i + 1}", "text")) for i in range(width)]


def body(probe: Probe) -> list[Row]:
    """Return the header and the rows below."""
    lines = {place.line for place in probe.found.places}
    first = probe.made.header
    start = first if first is not None else next(i for i, r in enumerate(probe.rows.good) if r.line in lines)
    return probe.rows.good[start:]


def _voted(styles: Sequence[str]) -> str:
    proven = [style for style in styles if style in ("de", "en")]
    return max(("de", "en"), key=proven.count)


def _field(probe: Probe, number: int, voted: str) -> Field:
    column, style = probe.found.columns[number], probe.made.styles[number]
    plain = Column(column.name, column.name, column.type)
    if column.type == "integer" or column.type == "decimal":  # noqa: PLR1714 - mypy narrows only this
        decimal, grouping = (".", ",") if (style or voted) == "en" else (",", ".")
        return Field(plain, column.type, decimal=decimal, grouping=grouping, plain=True)
    if column.type == "date" and (written := _date_format(probe, column, style)):
        return Field(plain, "date", format=written, epoch=EPOCH)
    return Field(plain)


def _date_format(probe: Probe, column: Column, style: str) -> str:
    """Return how all days of a column are written, "" where they are written in several ways."""
    lines = body(probe)
    at = next((i for i, name in enumerate(lines[0].fields) if name.strip() == column.name), None)
    if probe.made.header is None:
        at = int(column.name.rpartition(" ")[2]) - 1
    texts = (
        {row.fields[at].strip() for row in lines[1 if probe.made.header is not None else 0 :]} - {""}
        if at is not None
        else set()
    )
    formats = (*_FORMATS[:-1], "MM/DD/YYYY") if style == "mdy" else _FORMATS
    return next((f for f in formats if texts and all(_written_so(text, f) for text in texts)), "")


def _written_so(text: str, format_: str) -> bool:
    pattern = re.sub("[DMY]", r"\\d", re.escape(format_))
    return re.fullmatch(pattern, text) is not None


def _reading(name: str, item: Item, probe: Probe, written: Written, tail: Tail) -> Reading:
    columns = tuple(_column(field) for field in written.fields)
    found = Table(probe.found.name, probe.found.title, columns, (), (), bulk=written.bulk)
    loose = [*probe.rows.above, *(r for i in probe.made.loose if (r := probe.rows.good[i]) not in body(probe))]
    blocks = tuple(Block(" ".join(f for f in row.fields if f.strip()), row.place) for row in loose)
    out = written.bulk.rows + len(blocks)
    rejected = len(written.rejected) + len(tail.totals)
    findings = (
        *said.encoding(probe.letters),
        said.delimiter(probe.delimiter),
        *said.header(probe.rows, probe.made),
        told.probed(min(PROBE, len(probe.found.rows))),
        *said.conventions(found, [_style(field) for field in written.fields]),
        *(f for f in probe.made.findings if f.code in told.STANDING),
        *told.kept(written, probe.found),
        *told.rejected(written),
        *told.totals(found, written, tail.totals),
    )
    documents = (Document(item.name, blocks),) if blocks else ()
    return Reading(name, documents, (found,), findings, Counts(out + rejected, out, rejected))


def _column(field: Field) -> Column:
    return Column(field.column.name, field.column.title, field.kind)


def _style(field: Field) -> str:
    return "en" if field.decimal == "." else "de"
