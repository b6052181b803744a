"""Calls the programs of mdbtools on a copy of the file, with limits of time and size. Knows nothing of tables."""

import csv
import io
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from hanse.readers.item import Item

PROGRAMS = ("mdb-schema", "mdb-export", "mdb-prop", "mdb-count")
SECONDS, SECONDS_PER_MB, MOST_SECONDS = 3.0, 0.5, 45.0
"""For one call, by the size of the file: on a damaged one mdbtools may run in circles. All of them share MOST_SECONDS;
the host ends a reader after 60."""
LARGEST, TIMES = 400 << 20, 20
"""Bytes that a program may write: 16 MB and so many times the file's size, never more than LARGEST."""
NULL = "\x05\x05"  # how mdb-export is told to write an empty cell, so that it isn't taken for an empty text
_MOMENT = "%Y-%m-%d %H:%M:%S"


class Failed(Exception):
    """A program ended with an error, took too long, or wrote too much. The message is what it said."""


def missing() -> tuple[str, ...]:
    """Return the programs that aren't installed here."""
    return tuple(program for program in PROGRAMS if shutil.which(program) is None)


class Database:
    """A copy of an Access file in a temporary folder, and what mdbtools says of it."""

    def __init__(self, item: Item, *, code_page: int) -> None:
        self._item = item
        self._charset = f"CP{code_page}" if code_page else "CP1252"
        self._folder = tempfile.TemporaryDirectory(prefix="hanse-access-")
        self._path = Path(self._folder.name) / "datei.mdb"
        size = item.size()
        self._seconds = SECONDS + SECONDS_PER_MB * size / 1e6
        self._largest = min(LARGEST, (16 << 20) + TIMES * size)
        self._end = time.monotonic() + MOST_SECONDS

    def __enter__(self) -> Self:
        with self._item.open() as source, self._path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def schema(self, dialect: str, table: str = "") -> str:
        """Return the tables as statements of SQL: dialect "access" has Access' own types, "mysql" the keys."""
        only = ("-T", table) if table else ()
        return self._text("mdb-schema", "--indexes", *only, str(self._path), dialect)

    def properties(self, table: str) -> str:
        """Return captions, descriptions and expressions of a table's columns."""
        return self._text("mdb-prop", str(self._path), table)

    def count(self, table: str) -> int | None:
        """Return how many rows the file itself says that a table has."""
        said = self._text("mdb-count", str(self._path), table).strip()
        return int(said) if said.isdigit() else None

    def rows(self, table: str, *, binary: str = "strip") -> list[list[str]]:
        """Return header and rows of a table; binary: "strip" or "hex"."""
        shape = ("-B", "-b", binary, "-0", NULL, "-D", _MOMENT, "-T", _MOMENT)
        said = self._text("mdb-export", *shape, str(self._path), table)
        csv.field_size_limit(LARGEST)
        return list(csv.reader(io.StringIO(said, newline="")))

    def _text(self, *command: str) -> str:
        return self._output(list(command)).decode("utf-8", "replace")

    def _output(self, command: list[str]) -> bytes:
        program = shutil.which(command[0])
        if program is None:
            raise Failed(f"{command[0]} is missing")
        variables = {"MDB_JET3_CHARSET": self._charset, "LC_ALL": "C.UTF-8"}
        with (
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(
                [program, *command[1:]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=variables
            ) as process,
        ):
            timer = threading.Timer(max(0.1, min(self._seconds, self._end - time.monotonic())), process.kill)
            timer.start()
            try:
                data = process.stdout.read(self._largest + 1) if process.stdout else b""
                if len(data) > self._largest:
                    process.kill()
                process.wait()
            finally:
                timer.cancel()
            if process.returncode != 0 or len(data) > self._largest:
                errors.seek(0)
                raise Failed(
                    errors.read(300).decode("utf-8", "replace").strip() or f"{command[0]}: {process.returncode}"
                )
        return data
