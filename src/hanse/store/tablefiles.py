"""Logical tables as Parquet files, rebuilt when a part of them came or went, with a Frictionless datapackage.json.

The rows in SQLite are the truth; these files are derived from them and may be deleted at any time. They are written
by a short-lived child process (hanse.store.parquet), so that DuckDB's memory is given back.
Source of the description: https://specs.frictionlessdata.io/data-package/ and .../table-schema/
"""

import csv
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import apsw
import msgspec

from hanse.errors import Broken
from hanse.records import Column, ColumnType
from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable, logical_tables, raw_rows, unified
from hanse.words import Words

FOLDER = "tables"
NULL = "\\N"
FILE_YEAR = Column("Jahr der Datei", "Jahr der Datei", "integer")  # follows the read columns where only it tells years


class Job(msgspec.Struct, frozen=True):
    """One file to write: types are DuckDB types, in the order of the CSV's columns after _part, _row and _source."""

    csv: str
    parquet: str
    types: tuple[str, ...]


class _Part(msgspec.Struct, frozen=True):
    """A part that counts. year: the one in the name of its file or table, 0 when there is none or several."""

    id: int
    source: int
    columns: tuple[Column, ...]
    year: int = 0


class _Rebuilt(msgspec.Struct, frozen=True):
    number: int
    name: str
    title: str
    rows: int
    columns: tuple[Column, ...]
    job: Job


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
        for number, name in dirty:
            on_table(name)
            rebuilt += _prepared(store, number, f"t{number}.{generation}.parquet", Path(scratch))
        _write_parquet([table.job for table in rebuilt])
        for table in rebuilt:
            Path(table.job.parquet).replace(folder / table.name)
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
        "UPDATE logical_tables SET dirty = 0, file = ?, title = ?, rows = ?, columns = ? WHERE id = ?",
        (table.name, table.title, table.rows, columns, table.number),
    )


def _prepared(store: Store, number: int, name: str, scratch: Path) -> list[_Rebuilt]:
    """Write a table's rows as CSV and return what is to be made of it; nothing when it has no parts any more."""
    parts = _parts(store, number)
    if not parts:
        return []
    columns = _columns(parts)
    path = scratch / f"{number}.csv"
    rows, types = _write_csv(store, parts, columns, path)
    job = Job(str(path), str(scratch / name), types)
    return [_Rebuilt(number, name, _title(store, number), rows, columns, job)]


def _title(store: Store, number: int) -> str:
    """Return the parts' common title; where they differ, the table's name, which leaves years and numbers out."""
    titles = store.rows("SELECT DISTINCT title FROM table_parts WHERE logical_id = ?", (number,))
    if len(titles) == 1:
        return str(titles[0][0])
    return (
        str(store.rows("SELECT name FROM logical_tables WHERE id = ?", (number,))[0][0]).replace("_", " ").capitalize()
    )


def _parts(store: Store, number: int) -> list[_Part]:
    """Return the parts that count: of equal copies within one source only the first."""
    sql = (
        "SELECT min(p.id), i.source_id, p.columns, i.path, p.name FROM table_parts p JOIN items i ON i.id = p.item_id"
        " WHERE p.logical_id = ? GROUP BY i.source_id, p.sha256 ORDER BY 1"
    )
    decode = msgspec.json.Decoder(tuple[Column, ...]).decode
    return [_Part(part, source, decode(columns), _year(path, name))
            for part, source, columns, path, name in store.rows(sql, (number,))]  # fmt: skip


def _year(path: str, name: str) -> int:
    found = {
        int(y) for text in (PurePosixPath(path).stem, name) for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    }
    return found.pop() if len(found) == 1 else 0


def _years(parts: list[_Part]) -> bool:
    """Return whether only the files' names say of which year the rows are: Preisliste_2025.xlsx, Preisliste_2026.xlsx."""
    dated = any(c.type in ("date", "datetime") for part in parts for c in part.columns)
    return not dated and all(part.year for part in parts) and len({part.year for part in parts}) > 1


def _columns(parts: list[_Part]) -> tuple[Column, ...]:
    kinds: list[set[ColumnType]] = [set() for _ in parts[0].columns]
    for part in parts:
        for seen, column in zip(kinds, part.columns, strict=True):
            seen.add(column.type)
    own = tuple(Column(c.name, c.title, unified(seen)) for c, seen in zip(parts[0].columns, kinds, strict=True))
    return (*own, FILE_YEAR) if _years(parts) else own


def _write_csv(
    store: Store, parts: list[_Part], columns: tuple[Column, ...], path: Path
) -> tuple[int, tuple[str, ...]]:
    """Write all rows as CSV; return their number and the DuckDB type for each column."""
    scales, digits, total = [0] * len(columns), [0] * len(columns), 0
    numeric = [i for i, c in enumerate(columns) if c.type in ("integer", "decimal")]
    with path.open("w", encoding="utf-8", newline="") as stream:
        write = csv.writer(stream, lineterminator="\n").writerow
        for part in parts:
            year = [part.year] if columns[-1:] == (FILE_YEAR,) else []
            for row_number, row in enumerate(raw_rows(store.db, part.id)):
                row += year
                for i in numeric:
                    whole, _, fraction = str(row[i] if row[i] is not None else "").lstrip("-").partition(".")
                    scales[i], digits[i] = max(scales[i], len(fraction)), max(digits[i], len(whole))
                write([part.id, row_number, part.source, *(NULL if cell is None else cell for cell in row)])
                total += 1
    return total, tuple(_duck_type(c.type, d, s) for c, d, s in zip(columns, digits, scales, strict=True))


def _duck_type(kind: ColumnType, digits: int, scale: int) -> str:
    if kind == "integer":
        return "BIGINT" if digits < 19 else "DECIMAL(38, 0)"
    if kind == "decimal":
        return f"DECIMAL(38, {scale})" if digits + scale <= 38 else "DOUBLE"
    return {"text": "VARCHAR", "date": "DATE", "datetime": "TIMESTAMP", "time": "TIME", "boolean": "BOOLEAN"}[kind]


def _write_parquet(jobs: list[Job]) -> None:
    command = [sys.executable, "-m", "hanse.store.parquet"]
    done = subprocess.run(command, input=msgspec.json.encode(jobs), capture_output=True, check=False)
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip()[-500:]
        raise Broken(
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
    place = [{"name": name, "type": "integer"} for name in ("_part", "_row", "_source")]
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
    for path in folder.glob("t*.parquet"):
        if path.name not in used:
            path.unlink(missing_ok=True)
