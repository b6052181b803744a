"""The copy of a database's table as files: JSON lines, a head, a line for each row, a foot. Written and read here.

Large tables are several files, so that nobody has to hold one whole, and that a row that is added changes only the
last of them. A file whose content is as before is left as it is, and not learned again.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from hanse.records import Check, Column, Finding, Foreign, Table

SUFFIX = ".dbtable"
MARK = b'{"hanse_table":'
VERSION = 1
CELLS = 150_000  # of one file
BYTES = 24 << 20
CHUNK = 1 << 20
Raw = str | int | bool | None
Row = tuple[Raw, ...]
_row = msgspec.json.Decoder(tuple[str | int | bool | None, ...])
_encode = msgspec.json.Encoder().encode


class Head(msgspec.Struct, frozen=True):
    """The first line: the table without its rows (fields as in Table), and the number of its first record, from 1.

    A file without columns holds nothing but what its foot says.
    """

    hanse_table: int
    name: str
    title: str
    columns: tuple[Column, ...] = ()
    keys: tuple[str, ...] = ()
    kind: str = ""
    about: str = ""
    foreign: tuple[Foreign, ...] = ()
    first: int = 1


class Foot(msgspec.Struct, frozen=True):
    """The last line: how many rows there are in this file, and what is to be said of the table or its source."""

    rows: int
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()


class Written(msgspec.Struct, frozen=True):
    """What a copy took. names: its files within the folder. bytes: of their content."""

    names: tuple[str, ...]
    rows: int
    bytes: int


class _File:
    """One file under way, under a name that nobody reads."""

    def __init__(self, folder: Path, name: str, head: Head) -> None:
        self.name, self._path = name, folder / name
        self._draft = self._path.with_name(f".{self._path.name}.new")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self.stream: BinaryIO = self._draft.open("wb")
        self.rows = 0
        self.bytes = self.stream.write(_encode(head) + b"\n")

    def add(self, row: Row) -> None:
        self.bytes += self.stream.write(_encode(row) + b"\n")
        self.rows += 1

    def end(self, foot: Foot) -> None:
        self.bytes += self.stream.write(_encode(foot) + b"\n")
        self.stream.close()

    def keep(self) -> None:
        """Put the file in its place, unless one with the same content is there already."""
        if same(self._draft, self._path):
            self._draft.unlink()
        else:
            self._draft.replace(self._path)

    def drop(self) -> None:
        self.stream.close()
        self._draft.unlink(missing_ok=True)


def write(
    folder: Path, name: str, table: Table, rows: Iterable[Row], closing: Callable[[int], Foot] = Foot
) -> Iterator[Written]:
    """Write a table as <name>.dbtable, <name>.2.dbtable ...; yields the state now and then, and at the end.

    table: without rows. closing: makes the last file's foot when the number of all rows is known; what it says of
    rows is replaced. Until the end the files that were there before stay; an exception of rows leaves them for good.
    """
    files: list[_File] = []
    total = 0
    try:
        for row in rows:
            if not files or _full(files[-1], len(table.columns), len(files)):
                if files:
                    files[-1].end(Foot(files[-1].rows))
                    yield _written(files, total)
                files.append(_File(folder, _name(name, len(files) + 1), _head(table, total + 1)))
            files[-1].add(row)
            total += 1
        if not files:
            files.append(_File(folder, _name(name, 1), _head(table, 1)))
        files[-1].end(msgspec.structs.replace(closing(total), rows=files[-1].rows))
    except BaseException:
        for file in files:
            file.drop()
        raise
    for file in files:
        file.keep()
    yield _written(files, total)


def _written(files: list[_File], rows: int) -> Written:
    return Written(tuple(file.name for file in files), rows, sum(file.bytes for file in files))


def _head(table: Table, first: int) -> Head:
    t = table
    return Head(VERSION, t.name, t.title, t.columns, t.keys, t.kind, t.about, t.foreign, first)


def _full(file: _File, columns: int, number: int) -> bool:
    """Tell whether a file is full. Each is one row shorter than the one before, so that no two can be alike."""
    return file.rows >= max(1, CELLS // max(1, columns) - number) or file.bytes >= BYTES


def _name(name: str, number: int) -> str:
    return f"{name}{SUFFIX}" if number == 1 else f"{name}.{number}{SUFFIX}"


def same(one: Path, other: Path) -> bool:
    """Tell whether two files have the same content; one that isn't there has none."""
    if not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while chunk := left.read(CHUNK):
            if chunk != right.read(CHUNK):
                return False
    return True


def head(line: bytes) -> Head:
    """Return the first line. Raises msgspec.MsgspecError for anything else."""
    found = msgspec.json.decode(line, type=Head)
    if found.hanse_table != VERSION:
        raise msgspec.ValidationError(f"version {found.hanse_table}")
    return found


def foot(line: bytes) -> Foot:
    """Return the last line. Raises msgspec.MsgspecError for anything else."""
    return msgspec.json.decode(line, type=Foot)


def row(line: bytes) -> Row:
    """Return a row. Raises msgspec.MsgspecError for anything else."""
    return _row.decode(line)


def files(folder: Path, name: str) -> list[Path]:
    """Return the files of a table's copy that are there, in order."""
    found: list[Path] = []
    while (path := folder / _name(name, len(found) + 1)).is_file():
        found.append(path)
    return found


def rows(folder: Path, name: str) -> Iterator[Row]:
    """Yield all rows of a copy. Raises msgspec.MsgspecError where it is damaged."""
    for path in files(folder, name):
        with path.open("rb") as stream:
            head(stream.readline())
            for line in stream:
                if line.startswith(b"["):
                    yield row(line)


def sweep(folder: Path, kept: set[str]) -> None:
    """Delete the copies in a folder that are none any more. kept: names as in Written."""
    for where, _, names in os.walk(folder):
        for name in names:
            path = Path(where) / name
            if path.relative_to(folder).as_posix() not in kept and name.endswith((SUFFIX, f"{SUFFIX}.new")):
                path.unlink()
