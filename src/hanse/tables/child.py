"""The locked-down child that runs SQL with DuckDB: reads frames from standard input, answers on standard output.

Only the folder named on the command line can be read, nothing can be written or loaded, settings are locked. The
parent ends it when a query takes too long. What does not fit in memory goes to the folder named second. Source: https://duckdb.org/docs/stable/operations_manual/securing_duckdb
"""

import shutil
import sys
from datetime import date, datetime
from datetime import time as clock_time
from decimal import Decimal
from typing import BinaryIO

import duckdb
import msgspec

from hanse.tables.frames import Reply, Request, Rows, Statement, read_frame, write_frame

MOST_SPILLED = "2GB"
LOCKS = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def main() -> None:
    """Answer each request until standard input ends."""
    folder, spill, memory, threads = *sys.argv[1:4], int(sys.argv[4])
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": memory,
        "temp_directory": spill,
        "max_temp_directory_size": MOST_SPILLED,
    }
    try:
        with duckdb.connect(config=config) as db:
            db.execute("SET allowed_directories = ?", [[folder]])
            for lock in LOCKS:
                db.execute(lock)
            serve(db, sys.stdin.buffer, sys.stdout.buffer)
    finally:
        shutil.rmtree(spill, ignore_errors=True)  # the parent may be gone


def serve(db: duckdb.DuckDBPyConnection, source: BinaryIO, sink: BinaryIO) -> None:
    """Answer frames until the source ends; a failed statement is answered with its error."""
    decoder = msgspec.msgpack.Decoder(Request)
    while frame := read_frame(source):
        try:
            reply = Reply([run(db, statement) for statement in decoder.decode(frame).statements])
        except duckdb.Error as error:
            reply = Reply([], f"{type(error).__name__}: {error}")
        write_frame(sink, msgspec.msgpack.encode(reply))


def run(db: duckdb.DuckDBPyConnection, statement: Statement) -> Rows:
    """Run one statement and return at most its cap of rows, decimals and dates as text."""
    result = db.execute(statement.sql, [_typed(*value) for value in statement.values])
    found = result.fetchmany(statement.cap + 1) if statement.cap else result.fetchall()
    kinds = [str(column[1]) for column in result.description or []]
    rows = [[_plain(cell) for cell in row] for row in found[: statement.cap or None]]
    return Rows(kinds, rows, more=bool(statement.cap) and len(found) > statement.cap)


def _typed(kind: str, text: str) -> object:
    if kind == "decimal":
        return Decimal(text)
    if kind == "integer":
        return int(text)
    return date.fromisoformat(text) if kind == "date" else text


def _plain(cell: object) -> object:
    if isinstance(cell, date | datetime | clock_time):
        return cell.isoformat()
    if cell is None or isinstance(cell, bool | int | str):
        return cell
    return format(cell, "f") if isinstance(cell, Decimal | float) else str(cell)


if __name__ == "__main__":
    main()
