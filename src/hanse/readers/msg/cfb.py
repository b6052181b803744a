"""The compound file that a .msg is: a folder tree with streams. Knows nothing of mails. Source: MS-CFB.

Damaged chains end where they leave the file or go in circles; no file makes more data than it has itself.
"""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST: Final = 0xFFFFFFFA  # greater ones are marks: end of chain, free, table
_SMALL: Final = 4096  # shorter streams lie in sectors of 64 bytes inside the root's stream
_STORAGE, _STREAM, _ROOT = 1, 2, 5


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Folder:
    """A storage: the streams and storages in it, by name in lower case."""

    def __init__(self, file: "Compound", entries: dict[str, tuple[int, _Entry]]) -> None:
        self._file = file
        self._entries = entries

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream; empty when there is none."""
        _, entry = self._entries.get(name.lower(), (0, None))
        return self._file.bytes_of(entry) if entry is not None and entry.kind == _STREAM else b""

    def folder(self, name: str) -> "Folder":
        """Return the storage of this name; an empty one when there is none."""
        number, entry = self._entries.get(name.lower(), (0, None))
        return self._file.folder(number) if entry is not None and entry.kind == _STORAGE else Folder(self._file, {})

    def folders(self, prefix: str) -> Iterator["Folder"]:
        """Yield the storages whose names begin so, in the order of their names."""
        for name, (number, entry) in sorted(self._entries.items()):
            if entry.kind == _STORAGE and name.startswith(prefix):
                yield self._file.folder(number)

    def named_folders(self) -> Iterator[tuple[str, "Folder"]]:
        """Yield the storages with their names."""
        for name, (number, entry) in self._entries.items():
            if entry.kind == _STORAGE:
                yield name, self._file.folder(number)

    def streams(self) -> Iterator[str]:
        """Yield the names of the streams."""
        return (name for name, (_, entry) in self._entries.items() if entry.kind == _STREAM)


class Compound:
    """An open compound file. Raises ValueError when it has no header or no root.

    short: how many of the streams that were read have fewer bytes than the directory says.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC) or len(data) < 512:
            raise ValueError(data[:8])
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise ValueError(shift)
        self._data = data
        self.short = 0
        self._size = 1 << shift
        self._table = self._numbers(b"".join(self._sector(number) for number in self._table_sectors()))
        first, small = struct.unpack_from("<I8xI", data, 48)
        self._small_table = self._numbers(self._chained(small))
        self._entries = tuple(_entries(self._chained(first)))
        if not self._entries or self._entries[0].kind != _ROOT:
            raise ValueError(len(self._entries))
        self._small_room = self._chained(self._entries[0].start)

    def root(self) -> Folder:
        """Return the outermost storage."""
        return self.folder(0)

    def folder(self, number: int) -> Folder:
        """Return the storage with this number in the directory."""
        found = {self._entries[n].name.lower(): (n, self._entries[n]) for n in self._below(number)}
        return Folder(self, found)

    def bytes_of(self, entry: _Entry) -> bytes:
        """Return the bytes of a stream, as far as they are there."""
        found = self._stream(entry)[: entry.size]
        self.short += len(found) < entry.size
        return found

    def _stream(self, entry: _Entry) -> bytes:
        if entry.size >= _SMALL:
            return self._chained(entry.start)
        return b"".join(self._small_room[n * 64 : n * 64 + 64] for n in _chain(self._small_table, entry.start))

    def _below(self, number: int) -> Iterator[int]:
        """Yield the numbers of what a storage holds: a tree of left and right, walked without trusting it."""
        seen = {number}
        waiting = [self._entries[number].child]
        while waiting:
            at = waiting.pop()
            if at in seen or at >= len(self._entries):
                continue
            seen.add(at)
            yield at
            waiting += [self._entries[at].left, self._entries[at].right]

    def _table_sectors(self) -> Iterator[int]:
        """Yield the sectors that the table of chains stands in: 109 in the header, more in a chain of their own."""
        most = len(self._data) // self._size + 1
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        at, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while at <= _LAST and at not in seen and len(seen) < most:
            seen.add(at)
            *more, at = self._numbers(self._sector(at))
            sectors += more
        return (number for number in sectors[: most + 109] if number <= _LAST)

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self._table, start))

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(table: tuple[int, ...], start: int) -> Iterator[int]:
    """Yield the numbers of a chain; it ends where it would visit a sector twice."""
    seen = set[int]()
    at = start
    while at < len(table) and at not in seen:
        seen.add(at)
        yield at
        at = table[at]


def _entries(directory: bytes) -> Iterator[_Entry]:
    for at in range(0, len(directory) - 127, 128):
        raw = directory[at : at + 128]
        length = max(min(struct.unpack_from("<H", raw, 64)[0], 64) - 2, 0)
        left, right, child = struct.unpack_from("<3I", raw, 68)
        start, size = struct.unpack_from("<II", raw, 116)
        yield _Entry(raw[:length].decode("utf-16-le", "replace"), raw[66], left, right, child, start, size)
