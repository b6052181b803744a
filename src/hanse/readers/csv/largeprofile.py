"""Large CSV files that have a profile: straight to a file, by the types that the profile states."""

from hanse.readers import _profile as profiles
from hanse.readers._profile import Beside, Column, Profile
from hanse.readers.bulk import Field, Shape, Written, write
from hanse.readers.csv import letters as encodings
from hanse.readers.csv import told
from hanse.readers.csv.large import EPOCH, drop, swallowed
from hanse.readers.csv.tail import Tail
from hanse.readers.item import Item
from hanse.records import Column as TableColumn
from hanse.records import Counts, Reading, Table


def read(name: str, item: Item, found: Beside, head: bytes) -> Reading | None:
    """Return a table whose rows were written to the spool folder; None where the ordinary way is the safe one."""
    profile = found.profile
    if profile is None or profile.skip:
        return None
    letters = encodings.found(item, head)
    encoding = profile.encoding or letters.encoding
    tail = Tail.of(item, encoding, profile.delimiter, len(profile.columns))
    mark = 3 if head.startswith(encodings.MARKS["utf-8"]) else encodings.mark(letters, head)
    shape = Shape(encoding, profile.delimiter, skip_bytes=mark, skip_records=profile.header, end=tail.end)
    try:
        written = write(item, shape, [_field(column) for column in profile.columns])
    except UnicodeDecodeError:
        return None
    if swallowed(written) or len(written.rejected) > written.bulk.rows:
        drop(item, written)
        return None
    return _reading(name, item, found, profile, (written, tail))


def _field(column: Column) -> Field:
    stated = TableColumn(column.name, column.title or column.name, column.type)
    if column.type == "integer" or column.type == "decimal":  # noqa: PLR1714 - mypy narrows only this
        grouping = "," if column.decimal == "." else "."
        return Field(stated, column.type, decimal=column.decimal, grouping=grouping)
    if column.type == "date":
        return Field(stated, "date", format=column.format or "DD.MM.YYYY", epoch=EPOCH)
    return Field(stated)


def _reading(name: str, item: Item, found: Beside, profile: Profile, made: tuple[Written, Tail]) -> Reading:
    written, tail = made
    stem = item.name.rpartition(".")[0] or item.name
    columns = tuple(TableColumn(f.column.name, f.column.title, f.kind) for f in written.fields)
    table = Table(stem, stem, columns, (), (), bulk=written.bulk)
    stated = Table(stem, stem, tuple(TableColumn(c.name, c.name, c.type) for c in profile.columns), (), ())
    findings = (
        profiles.used(found.name),
        *told.kept(written, stated),
        *told.rejected(written),
        *told.totals(table, written, tail.totals),
    )
    out, rejected = written.bulk.rows, len(written.rejected) + len(tail.totals)
    return Reading(name, tables=(table,), findings=findings, counts=Counts(out + rejected, out, rejected))
