"""A small table as the bytes of a Parquet file: one row group, one plain page a column. Knows no file and no database.

DuckDB takes longer to start than all the tables of a small firm take here. What isn't plain raises Odd, and DuckDB
writes it. Source of the format: https://parquet.apache.org/docs/file-format/ and parquet.thrift
"""

import re
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from itertools import chain
from struct import pack
from typing import Any, NamedTuple

from hanse.store.thrift import Value, array, binary, i32, i64, struct, varint

MAGIC = b"PAR1"
BY = b"hanse"
OPTIONAL, PLAIN, RLE, DATA_PAGE = 1, 0, 3, 0
UNCOMPRESSED, GZIP = 0, 2
LEAST = 1_000  # bytes that are worth compressing
PRECISION, WIDTH = 38, 16
BOOLEAN, INT32, INT64, BYTES, FIXED = 0, 1, 2, 6, 7  # physical types
UTF8, DECIMAL, DATE, TIME_MICROS, TIMESTAMP_MICROS, INT_64 = 0, 5, 6, 8, 10, 18  # what they mean
EPOCH = date(1970, 1, 1).toordinal()
START = datetime(1970, 1, 1, tzinfo=UTC)
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?", re.ASCII)
CLOCK = re.compile(r"\d\d:\d\d:\d\d(\.\d{1,6})?", re.ASCII)


class Odd(Exception):
    """A cell isn't written as its column's type is elsewhere."""


class Field(NamedTuple):
    """A column: its name, its DuckDB type and its cells as they are stored; None for none."""

    name: str
    kind: str
    cells: Sequence[object]


class _Kind(NamedTuple):
    """physical: how it is stored; meaning: what that stands for (None: nothing more); pack: cells to bytes."""

    physical: int
    meaning: int | None
    pack: Callable[[list[Any]], bytes]
    scale: int = 0


def encode(fields: Sequence[Field]) -> bytes:
    """Return the file. Raises Odd for a cell or a type that DuckDB has to look at."""
    parts, chunks, at = [MAGIC], [], len(MAGIC)
    for field in fields:
        chunk, data = _chunk(field, at)
        chunks.append(chunk)
        parts.append(data)
        at += len(data)
    rows = i64(len(fields[0].cells))
    root = struct({4: binary(BY), 5: i32(len(fields))})
    schema = array([root, *(_element(field) for field in fields)])
    group = struct({1: array(chunks), 2: i64(at), 3: rows})
    footer = struct({1: i32(1), 2: schema, 3: rows, 4: array([group]), 6: binary(BY)}).body
    return b"".join((*parts, footer, len(footer).to_bytes(4, "little"), MAGIC))


def _chunk(field: Field, at: int) -> tuple[Value, bytes]:
    """Return what the footer says of a column that stands at this offset, and the column: a header and a page."""
    kind, rows = _kind(field.kind), len(field.cells)
    filled = [cell for cell in field.cells if cell is not None]
    levels = _levels(field.cells, len(filled))
    plain = len(levels).to_bytes(4, "little") + levels + kind.pack(filled)
    codec = GZIP if len(plain) >= LEAST else UNCOMPRESSED
    page = zlib.compress(plain, 1, wbits=31) if codec == GZIP else plain
    about = struct({1: i32(rows), 2: i32(PLAIN), 3: i32(RLE), 4: i32(RLE)})
    header = struct({1: i32(DATA_PAGE), 2: i32(len(plain)), 3: i32(len(page)), 5: about}).body
    sizes = {6: i64(len(header) + len(plain)), 7: i64(len(header) + len(page)), 9: i64(at)}
    encodings, path = array([i32(PLAIN), i32(RLE)]), array([binary(field.name.encode())])
    told = struct({1: i32(kind.physical), 2: encodings, 3: path, 4: i32(codec), 5: i64(rows), **sizes})
    return struct({2: i64(at), 3: told}), header + page


def _element(field: Field) -> Value:
    """Return a column of the schema."""
    kind = _kind(field.kind)
    is_decimal = kind.meaning == DECIMAL
    return struct({
        1: i32(kind.physical), 2: i32(WIDTH) if kind.physical == FIXED else None, 3: i32(OPTIONAL),
        4: binary(field.name.encode()), 6: None if kind.meaning is None else i32(kind.meaning),
        7: i32(kind.scale) if is_decimal else None, 8: i32(PRECISION) if is_decimal else None,
    })  # fmt: skip


def _levels(cells: Sequence[object], filled: int) -> bytes:
    """Return which cells hold something: one run when all do or none does, a bit for each otherwise."""
    if filled in (0, len(cells)):
        return varint(len(cells) << 1) + bytes([filled > 0])
    return varint((len(cells) + 7) // 8 << 1 | 1) + _bits([cell is not None for cell in cells])


def _bits(values: Sequence[bool]) -> bytes:
    text = "".join(["1" if value else "0" for value in reversed(values)])
    return int(text or "0", 2).to_bytes((len(values) + 7) // 8, "little")


def _kind(name: str) -> _Kind:
    """Return how a DuckDB type is stored."""
    if name.startswith("DECIMAL(38, "):
        scale = int(name[12:-1])
        return _Kind(FIXED, DECIMAL, lambda cells: _decimals(cells, scale), scale)
    if name not in KINDS:
        raise Odd(name)
    return KINDS[name]


def _decimals(cells: list[object], scale: int) -> bytes:
    return b"".join([_unscaled(str(cell), scale).to_bytes(WIDTH, "big", signed=True) for cell in cells])


def _unscaled(text: str, scale: int) -> int:
    if not NUMBER.fullmatch(text):
        raise Odd(text)
    whole, _, fraction = text.partition(".")
    return int(whole + fraction.ljust(scale, "0"))


def _integers(cells: list[Any]) -> bytes:
    if any(type(cell) is not int for cell in cells):
        raise Odd
    return pack(f"<{len(cells)}q", *cells)


def _texts(cells: list[object]) -> bytes:
    written = [(cell if type(cell) is str else str(cell)).encode() for cell in cells]
    return b"".join(chain.from_iterable([(len(text).to_bytes(4, "little"), text) for text in written]))


def _booleans(cells: list[Any]) -> bytes:
    if any(type(cell) is not bool for cell in cells):
        raise Odd
    return _bits(cells)


def _days(cells: list[object]) -> bytes:
    return pack(f"<{len(cells)}i", *[date.fromisoformat(_like(cell, DAY)).toordinal() - EPOCH for cell in cells])


def _moments(cells: list[object]) -> bytes:
    return pack(f"<{len(cells)}q", *[_micros(datetime.fromisoformat(_like(cell, MOMENT))) for cell in cells])


def _micros(moment: datetime) -> int:
    since = moment.replace(tzinfo=UTC) - START
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _clocks(cells: list[object]) -> bytes:
    found = [time.fromisoformat(_like(cell, CLOCK)) for cell in cells]
    return pack(
        f"<{len(cells)}q",
        *[((t.hour * 60 + t.minute) * 60 + t.second) * 1_000_000 + t.microsecond for t in found],
    )


def _like(cell: object, pattern: re.Pattern[str]) -> str:
    if isinstance(cell, str) and pattern.fullmatch(cell):
        return cell
    raise Odd(cell)


KINDS = {
    "BIGINT": _Kind(INT64, INT_64, _integers),
    "VARCHAR": _Kind(BYTES, UTF8, _texts),
    "BOOLEAN": _Kind(BOOLEAN, None, _booleans),
    "DATE": _Kind(INT32, DATE, _days),
    "TIMESTAMP": _Kind(INT64, TIMESTAMP_MICROS, _moments),
    "TIME": _Kind(INT64, TIME_MICROS, _clocks),
}
