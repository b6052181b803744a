"""Checks an old .xls before it is read: chains of sectors that go in circles, cells far outside, a password.

The library that reads the values trusts the file in these points and would take all memory. Sources: MS-CFB, MS-XLS.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from hanse.errors import Unreadable
from hanse.readers._office import broken, locked

_LAST_SECTOR: Final = 0xFFFFFFFA
_STREAMS: Final = ("Workbook", "Book")
_CELLS: Final = frozenset({0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x007E, 0x00BD, 0x00BE, 0x00D6, 0x00FD})
_CELLS_LATER: Final = frozenset({0x0201, 0x0203, 0x0204, 0x0205, 0x0206, 0x0406, 0x027E})
_ROWS_OF_CELLS: Final = frozenset({0x00BD, 0x00BE})  # MulRk, MulBlank: their last column stands at the end
_FILEPASS: Final = 0x002F
_MOST_COLUMNS: Final = 256


def check(name: str, data: bytes) -> None:
    """Raise Unreadable when the file is locked, or so damaged that reading its values would not end."""
    try:
        stream = _workbook(data)
        problem = _problem(name, stream)
    except (struct.error, IndexError, StopIteration, ValueError) as error:
        raise broken(name) from error
    if problem is not None:
        raise problem


def _workbook(data: bytes) -> bytes:
    """Return the stream with the sheets. Raises ValueError for a chain that goes in circles or leaves the file."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError(size)
    fat = _table(data, size)
    _refuse_circles(fat)
    first, small_first, small_count = struct.unpack_from("<I8xII", data, 48)
    small = _numbers(_joined(data, fat, small_first, size)) if small_count else ()
    _refuse_circles(small)
    directory = _joined(data, fat, first, size)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    root = next(entry for entry in entries if entry[66] == 5)
    for entry in entries:
        if entry[66] == 2 and _title(entry) in _STREAMS:
            start, length = struct.unpack_from("<II", entry, 116)
            if length >= 4096:
                return _joined(data, fat, start, size)[:length]
            inner = _joined(data, fat, struct.unpack_from("<I", root, 116)[0], size)
            return b"".join(inner[n * 64 : n * 64 + 64] for n in _chain(small, start))[:length]
    raise ValueError(_STREAMS)


def _title(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")


def _table(data: bytes, size: int) -> tuple[int, ...]:
    """Return the table that leads from each sector to the next."""
    sectors = [s for s in struct.unpack_from("<109I", data, 76) if s <= _LAST_SECTOR]
    at, seen = struct.unpack_from("<I", data, 68)[0], set()
    while at <= _LAST_SECTOR:
        if at in seen:
            raise ValueError(at)
        seen.add(at)
        more = struct.unpack_from(f"<{size // 4}I", data, (at + 1) * size)
        sectors += [s for s in more[:-1] if s <= _LAST_SECTOR]
        at = more[-1]
    if len(sectors) > len(data) // size + 1:
        raise ValueError(len(sectors))
    return _numbers(b"".join(_sector(data, s, size) for s in sectors))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size].ljust(size, b"\xff")


def _refuse_circles(table: Sequence[int]) -> None:
    """Raise ValueError when following the table from any sector would never end."""
    done = bytearray(len(table))
    for start in range(len(table)):
        at = start
        path = []
        while at < len(table) and not done[at]:
            done[at] = 1
            path.append(at)
            at = table[at]
        if at < len(table) and done[at] == 1:
            raise ValueError(at)
        for sector in path:
            done[sector] = 2


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    while start < len(table):
        yield start
        start = table[start]


def _joined(data: bytes, table: Sequence[int], start: int, size: int) -> bytes:
    return b"".join(_sector(data, n, size) for n in _chain(table, start))


def _problem(name: str, stream: bytes) -> Unreadable | None:
    """Return what is wrong with the records of the workbook, as far as it matters before reading them."""
    at, end = 0, len(stream) - 3
    while at < end:
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _FILEPASS:
            return locked(name)
        if (kind in _CELLS or kind in _CELLS_LATER) and length >= 6:
            last = at + 2 + length if kind in _ROWS_OF_CELLS else at + 6
            column = struct.unpack_from("<H", stream, last)[0]
            if column >= _MOST_COLUMNS:
                return broken(name)
        at += 4 + length
    return None
