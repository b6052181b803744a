"""Runs the cast and tells what was left out or kept as text."""

import os
import re
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from hanse.readers.bulk import field as f
from hanse.readers.bulk.field import Field
from hanse.readers.bulk.shape import NEVER, Shape, Transcript, transcribe
from hanse.readers.item import Item
from hanse.records import Bulk

LARGE = 8 << 20
MEMORY = "256MB"
EXAMPLES = 20
READ = """
    read_csv({path}, header = false, auto_detect = false, delim = {delimiter}, quote = {quote}, escape = {quote},
    skip = {skip}, columns = {columns}, new_line = {line_end}, store_rejects = true, rejects_limit = 0,
    max_line_size = 50000000)
"""


class Rejected(NamedTuple):
    """A record that was left out: its number in the text, from 1, skipped ones counted, and its text."""

    record: int
    raw: str


class Written(NamedTuple):
    """What became of a text. columns: as they were written; kept: (number, how many texts were no values, examples).

    An example is (number of the row, from 0, and its text).
    """

    bulk: Bulk
    fields: tuple[Field, ...]
    kept: tuple[tuple[int, int, tuple[tuple[int, str], ...]], ...]
    rejected: tuple[Rejected, ...]


def is_large(item: Item) -> bool:
    """Return whether an item is to be read this way: it is large, and there is a folder to write to."""
    return item.spool is not None and item.size() >= LARGE


def write(item: Item, shape: Shape, fields: Sequence[Field]) -> Written:
    """Write an item's records to a Parquet file in its spool folder. Raises UnicodeDecodeError as transcribe does."""
    import duckdb  # noqa: PLC0415 - loaded only for what is large

    spool = item.spool or Path(tempfile.gettempdir())
    with tempfile.TemporaryDirectory(dir=spool, prefix="raw-") as scratch:
        text = Path(scratch) / "text"
        transcript = transcribe(item, shape, text)
        config: dict[str, Any] = {"threads": 2, "memory_limit": MEMORY, "temp_directory": scratch}
        with duckdb.connect(config=config) as db:
            return _Writing(db, transcript, shape).write(spool / f"p{secrets.token_hex(8)}.parquet", tuple(fields))


class _Writing:
    """One text on its way into a file."""

    def __init__(self, db: Any, text: Transcript, shape: Shape) -> None:  # noqa: ANN401 - duckdb is loaded late
        self._db = db
        self._text = text
        self._shape = shape

    def write(self, path: Path, fields: tuple[Field, ...]) -> Written:
        """Cast in one go; where a text is no value of its column, look at them all and cast once more."""
        import duckdb  # noqa: PLC0415

        kept: tuple[tuple[int, int, tuple[tuple[int, str], ...]], ...] = ()
        try:
            rows = self._copy(path, fields)
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            fields, kept = self._looked_at(fields)
            rows = self._copy(path, fields, quickly=False)
        rejected = self._rejected()
        skipped = self._shape.skip_records
        plain = self._text.lines == rows + len(rejected) + skipped and not self._shape.length
        gaps = self._text.left_out or tuple(sorted(r.record - skipped for r in rejected))
        bulk = Bulk(path.name, rows, skipped + 1 if plain else 0, skipped + 1, gaps)
        return Written(bulk, fields, kept, rejected)

    def _copy(self, path: Path, fields: tuple[Field, ...], *, quickly: bool = True) -> int:
        made = (f.quick(c, i) if quickly else f.careful(c, i) for i, c in enumerate(fields))
        chosen = ", ".join(f"{sql} AS c{i}" for i, sql in enumerate(made))
        rows = f"SELECT {chosen} FROM {self._read(fields)}"  # noqa: S608 - made of what the reader found, all quoted
        self._forget_rejects()
        copied = self._db.execute(
            f"COPY ({rows}) TO {f.quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        ).fetchone()
        _to_disk(path)
        return int(copied[0])

    def _read(self, fields: tuple[Field, ...]) -> str:
        names = ["line"] if fields and fields[0].span else [f"r{i}" for i in range(len(fields))]
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
        read = READ.format(
            path=f.quoted(str(self._text.path)), delimiter=f.quoted(self._shape.delimiter or NEVER),
            quote=f.quoted(self._shape.quote if self._shape.delimiter else ""), skip=self._shape.skip_records,
            columns="{" + columns + "}", line_end=f.quoted(self._text.line_end.encode("unicode_escape").decode()),
        )  # fmt: skip
        if names != ["line"]:
            return read
        cut = ", ".join(f.cut(field, i) for i, field in enumerate(fields))
        return f"(SELECT {cut} FROM {read})"  # noqa: S608 - numbers only

    def _looked_at(self, fields: tuple[Field, ...]) -> tuple[tuple[Field, ...], tuple[Any, ...]]:
        """Return the fields as the texts allow: with more decimals, or as text; and what speaks against their kind."""
        wider = tuple(self._wider(field, i, fields) for i, field in enumerate(fields))
        doubts = [(i, f.doubtful(field, i)) for i, field in enumerate(wider)]
        counts = ", ".join(f"count(*) FILTER ({doubt or 'false'})" for _, doubt in doubts)
        found = self._db.execute(f"SELECT {counts} FROM {self._read(wider)}").fetchone()  # noqa: S608 - made above
        bad = {i: n for (i, _), n in zip(doubts, found, strict=True) if n}
        kept = tuple((i, n, self._examples(wider, i)) for i, n in bad.items())
        made = (msgspec.structs.replace(c, kind="text") if i in bad else c for i, c in enumerate(wider))
        return tuple(made), kept

    def _wider(self, field: Field, number: int, fields: tuple[Field, ...]) -> Field:
        if field.kind not in ("integer", "decimal") or field.implied or not field.decimal:
            return field
        general = msgspec.structs.replace(field, kind="decimal", scale=9)
        fine = f"NOT ({f.doubtful(general, number)})"
        sql = f"SELECT max({f.decimals(field, number)}) FILTER ({fine}) FROM {self._read(fields)}"  # noqa: S608
        most = int(self._db.execute(sql).fetchone()[0] or 0)
        if field.kind == "integer":
            return msgspec.structs.replace(field, kind="decimal", scale=most) if most else field
        return msgspec.structs.replace(field, scale=max(field.scale, most))

    def _examples(self, fields: tuple[Field, ...], number: int) -> tuple[tuple[int, str], ...]:
        text = f.raw(fields[number], number)
        numbered = f"SELECT row_number() OVER () - 1 AS n, * FROM {self._read(fields)}"  # noqa: S608
        sql = f"SELECT n, {text} FROM ({numbered}) WHERE {f.doubtful(fields[number], number)} LIMIT {EXAMPLES}"  # noqa: S608
        return tuple((int(n), str(found)) for n, found in self._db.execute(sql).fetchall())

    def _forget_rejects(self) -> None:
        for table in ("reject_errors", "reject_scans"):
            if self._db.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchone():
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - one of two names

    def _rejected(self) -> tuple[Rejected, ...]:
        found = self._db.execute("SELECT line, any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line")
        return tuple(Rejected(int(line), re.sub(r"^\n|\n$", "", raw or "")) for line, raw in found.fetchall())


def _to_disk(path: Path) -> None:
    """Have a file written through: from now on it is the only truth of these rows."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
