"""Logical tables as Parquet files, rebuilt when a part of them came or went, with a Frictionless datapackage.json.

The rows in SQLite are the truth; these files are derived from them and may be deleted at any time. Large ones are
written by a short-lived child process (hanse.store.parquet), so that DuckDB's memory is given back.
Source of the description: https://specs.frictionlessdata.io/data-package/ and .../table-schema/
"""

import csv
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, cast

import apsw
import msgspec

from hanse.errors import Broken
from hanse.records import Column, ColumnType
from hanse.store import bulkparts, fileyear, parquetbytes
from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable, Part, Said, bulk_of, counted_parts, logical_tables, raw_rows, unified
from hanse.words import Words

FOLDER = "tables"
NULL = "\\N"
PLACE = ("_part", "_row", "_source")
SMALL = 250_000  # cells that are written at once, all in memory
AT_ONCE = 1_000


class BulkRows(msgspec.Struct, frozen=True):
    """Rows that a reader has written: their file, part and source; year: what the table's column of years holds."""

    file: str
    part: int
    source: int
    year: int


class Job(msgspec.Struct, frozen=True):
    """One file to write: types are DuckDB types, in the order of the CSV's columns after _part, _row and _source.

    csv: "" when all rows are bulk.
    """

    csv: str
    parquet: str
    types: tuple[str, ...]
    bulk: tuple[BulkRows, ...] = ()


class _Rebuilt(msgspec.Struct, frozen=True):
    """job: what is still to be written, None when the file is there."""

    number: int
    name: str
    title: str
    rows: int
    columns: tuple[Column, ...]
    job: Job | None
    said: Said


def refresh(store: Store, on_table: Callable[[str], None] = lambda _: None) -> int:
    """Rebuild the file of each changed logical table and return how many were rebuilt."""
    dirty = store.rows("SELECT id, name FROM logical_tables WHERE dirty = 1 ORDER BY id")
    if not dirty:
        return 0
    folder = store.home / FOLDER
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        generation = int(store.setting("table_generation") or 0) + 1
        rebuilt = []
        with _writer(scratch) as write:
            for number, name in dirty:
                on_table(name)
                for table in _prepared(store, number, f"t{number}.{generation}.parquet", Path(scratch)):
                    if table.job:
                        write(table.job)
                    rebuilt.append(table)
        for table in rebuilt:
            if (Path(scratch) / table.name).exists():
                (Path(scratch) / table.name).replace(folder / table.name)
        with store.write() as db:
            store.set("table_generation", str(generation))
            db.execute("DELETE FROM logical_tables WHERE id NOT IN (SELECT logical_id FROM table_parts)")
            for table in rebuilt:
                _point_to(db, table)
    _describe(store, folder)
    _sweep(store, folder)
    return len(dirty)


def _point_to(db: apsw.Connection, table: _Rebuilt) -> None:
    columns = msgspec.json.encode(table.columns).decode()
    db.execute(
        "UPDATE logical_tables SET dirty = 0, file = ?, title = ?, rows = ?, columns = ?, kind = ?, about = ?,"
        " leads = ? WHERE id = ?",
        (table.name, table.title, table.rows, columns, *table.said.stored(), table.number),
    )


def _prepared(store: Store, number: int, name: str, scratch: Path) -> list[_Rebuilt]:
    """Write a small table's file, and a large one's rows as CSV; nothing when it has no parts any more."""
    parts = counted_parts(store, number)
    if not parts:
        return []
    columns, job = _columns(parts), None
    if any(part.bulk for part in parts):
        return [_with_bulk(store, number, name, scratch, parts, columns)]
    rows = _write_small(store, parts, columns, scratch / name) if _is_small(store, number, columns) else 0
    if not rows:
        path = scratch / f"{number}.csv"
        rows, types = _write_csv(store, parts, columns, path)
        job = Job(str(path), str(scratch / name), types)
    return [_Rebuilt(number, name, _title(store, number), rows, columns, job, _said(parts))]


def _with_bulk(
    store: Store, number: int, name: str, scratch: Path, parts: list[Part], columns: tuple[Column, ...]
) -> _Rebuilt:
    """Give the only part's file a second name, or have all rows written into one file."""
    folder, title = store.home / FOLDER, _title(store, number)
    bulk = [(part, part.bulk) for part in parts if part.bulk]
    rows = sum(found.rows for _, found in bulk)
    if len(parts) == 1:
        part, found = bulk[0]
        if second := bulkparts.second_name(folder, found, part.id, part.source):
            return _Rebuilt(number, second, title, rows, columns, None, _said(parts))
    path, small = scratch / f"{number}.csv", [part for part in parts if not part.bulk]
    more, types = (
        _write_csv(store, small, columns, path) if small else (0, tuple(_duck_type(c.type, 0, 0) for c in columns))
    )
    files = folder / bulkparts.FOLDER
    large = tuple(BulkRows(str(files / found.file), part.id, part.source, part.year) for part, found in bulk)
    job = Job(str(path) if small else "", str(scratch / name), types, large)
    return _Rebuilt(number, name, title, rows + more, columns, job, _said(parts))


def _is_small(store: Store, number: int, columns: tuple[Column, ...]) -> bool:
    rows = store.rows("SELECT sum(rows) FROM table_parts WHERE logical_id = ?", (number,))[0][0]
    return 0 < int(rows) * len(columns) <= SMALL


def _title(store: Store, number: int) -> str:
    """Return the parts' common title; where they differ, the table's name, which leaves years and numbers out."""
    titles = store.rows("SELECT DISTINCT title FROM table_parts WHERE logical_id = ?", (number,))
    if len(titles) == 1:
        return str(titles[0][0])
    return (
        str(store.rows("SELECT name FROM logical_tables WHERE id = ?", (number,))[0][0]).replace("_", " ").capitalize()
    )


def _columns(parts: list[Part]) -> tuple[Column, ...]:
    kinds: list[set[ColumnType]] = [set() for _ in parts[0].columns]
    for part in parts:
        for seen, column in zip(kinds, part.columns, strict=True):
            seen.add(column.type)
    told = (_told(columns) for columns in zip(*(part.columns for part in parts), strict=True))
    own = tuple(msgspec.structs.replace(c, type=unified(seen)) for c, seen in zip(told, kinds, strict=True))
    return (*own, fileyear.COLUMN) if fileyear.tells((part.year for part in parts), own) else own


def _said(parts: list[Part]) -> Said:
    """Return what the first part says that says anything; a file that was learned long ago says nothing."""
    return next((part.said for part in parts if part.said), Said())


def _told(same: tuple[Column, ...]) -> Column:
    """Return one column of all parts as the part has it that says what it is, with the labels of all codes."""
    first = next((c for c in same if c.role or c.term), same[0])
    labels = tuple({code: (code, label) for c in reversed(same) for code, label in c.labels}.values())
    return msgspec.structs.replace(first, labels=labels)


def _write_small(store: Store, parts: list[Part], columns: tuple[Column, ...], path: Path) -> int:
    """Write a table's file at once and return its number of rows, 0 when this is nothing for us."""
    rows = [row for some in _chunks(store, parts, columns) for row in some]
    cells = list(zip(*rows, strict=True))
    types = [_duck_type(c.type, *_widths(found, c.type)) for c, found in zip(columns, cells[3:], strict=True)]
    names = [*PLACE, *(f"c{i}" for i in range(len(columns)))]
    fields = [
        parquetbytes.Field(*one) for one in zip(names, ("BIGINT",) * len(PLACE) + tuple(types), cells, strict=True)
    ]
    try:
        path.write_bytes(parquetbytes.encode(fields))
    except parquetbytes.Odd:
        return 0
    except OSError as error:
        raise _unwritten(str(error)) from error
    return len(rows)


def _write_csv(store: Store, parts: list[Part], columns: tuple[Column, ...], path: Path) -> tuple[int, tuple[str, ...]]:
    """Write all rows as CSV; return their number and the DuckDB type for each column."""
    widths, total = [(0, 0)] * len(columns), 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        write = csv.writer(stream, lineterminator="\r\n").writerows  # quotes both
        for rows in _chunks(store, parts, columns):
            cells = [*zip(*rows, strict=True)][len(PLACE) :]
            found = (_widths(some, c.type) for some, c in zip(cells, columns, strict=True))
            widths = [(max(d, e), max(s, t)) for (d, s), (e, t) in zip(widths, found, strict=True)]
            write([[NULL if cell is None else cell for cell in row] for row in rows])
            total += len(rows)
    return total, tuple(_duck_type(c.type, *both) for c, both in zip(columns, widths, strict=True))


def _chunks(store: Store, parts: list[Part], columns: tuple[Column, ...]) -> Iterator[list[list[object]]]:
    """Yield the rows of a table, many at a time, each with its part, its number therein and its source before it."""
    for part in parts:
        rows = enumerate(fileyear.added(raw_rows(store.db, part.id), part.year, columns))
        while some := list(islice(rows, AT_ONCE)):
            yield [
                [part.id, number, part.source, *(None if cell == NULL else cell for cell in row)]
                for number, row in some
            ]


def _widths(cells: Iterable[object], kind: ColumnType) -> tuple[int, int]:
    """Return how many digits the numbers of a column have at most, before and after the point."""
    if kind not in ("integer", "decimal"):
        return 0, 0
    texts = [str(cell).lstrip("-").partition(".") for cell in cells if cell is not None]
    return max((len(whole) for whole, *_ in texts), default=0), max((len(text[2]) for text in texts), default=0)


def _duck_type(kind: ColumnType, digits: int, scale: int) -> str:
    if kind == "integer":
        return "BIGINT" if digits < 19 else "DECIMAL(38, 0)"
    if kind == "decimal":
        return f"DECIMAL(38, {scale})" if digits + scale <= 38 else "DOUBLE"
    return {"text": "VARCHAR", "date": "DATE", "datetime": "TIMESTAMP", "time": "TIME", "boolean": "BOOLEAN"}[kind]


@contextmanager
def _writer(scratch: str) -> Iterator[Callable[[Job], None]]:
    """Give a function that has a file written by a child; at the end all of them are there.

    scratch: where it may put what is too large for its memory. It starts with the first job. Raises Broken when it
    fails.
    """
    started: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryFile() as complaints, ExitStack() as ending:

        def write(job: Job) -> None:
            if not started:
                command = [sys.executable, "-m", "hanse.store.parquet", scratch]
                child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints)
                started.append(ending.enter_context(child))
            pipe = cast("IO[bytes]", started[0].stdin)
            with suppress(BrokenPipeError):  # it has failed: its exit code and complaint tell why
                pipe.write(msgspec.json.encode(job) + b"\n")
                pipe.flush()

        try:
            yield write
        except BaseException:
            for child in started:
                child.kill()
            raise
        for child in started:
            _finish(child, complaints)


def _finish(child: subprocess.Popen[bytes], complaints: IO[bytes]) -> None:
    with suppress(BrokenPipeError):
        cast("IO[bytes]", child.stdin).close()
    if child.wait() != 0:
        complaints.seek(0)
        raise _unwritten(complaints.read().decode(errors="replace").strip()[-500:])


def _unwritten(reason: str) -> Broken:
    return Broken(
        Words(
            f"Eine Tabellendatei konnte nicht geschrieben werden: {reason}",
            f"A table file could not be written: {reason}",
        ),
        hint=Words(
            "Freien Platz auf der Platte prüfen, dann 'hanse sync'.", "Check free disk space, then 'hanse sync'."
        ),
    )


def _describe(store: Store, folder: Path) -> None:
    package = {"name": "hanse-tables", "resources": [_resource(table) for table in logical_tables(store)]}
    draft = folder / "datapackage.json.new"
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(package)))
    draft.replace(folder / "datapackage.json")


def _resource(table: LogicalTable) -> dict[str, object]:
    names = {"text": "string", "decimal": "number"}
    fields = [
        {"name": f"c{i}", "type": names.get(c.type, c.type), "title": c.title, "hanse:source_name": c.name}
        for i, c in enumerate(table.columns)
    ]
    place = [{"name": name, "type": "integer"} for name in PLACE]
    return {
        "name": table.name.replace("_", "-"),
        "path": table.file,
        "title": table.title,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {"fields": place + fields},
    }


def _sweep(store: Store, folder: Path) -> None:
    """Delete files that no table points to any more."""
    used = {row[0] for row in store.rows("SELECT file FROM logical_tables WHERE file IS NOT NULL")}
    for path in [*folder.glob("t*.parquet"), *folder.glob("b*.parquet")]:
        if path.name not in used:
            path.unlink(missing_ok=True)
    stored = store.rows("SELECT bulk FROM table_parts WHERE bulk IS NOT NULL")
    kept = {bulk.file for (found,) in stored if (bulk := bulk_of(found))}
    for path in (folder / bulkparts.FOLDER).glob("*"):
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
