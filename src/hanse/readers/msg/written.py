"""A message inside another as a compound file of its own, so that it can be read like any other. Source: MS-CFB."""

import struct
from typing import Final, NamedTuple

from hanse.readers.msg.cfb import MAGIC, Folder

_SECTOR, _SMALL, _LIMIT = 512, 64, 4096
_END, _FREE, _TABLE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_DEEPEST: Final = 50


class Node(NamedTuple):
    """A stream with its bytes, or a storage (data is None) with what is in it."""

    name: str
    data: bytes | None
    children: tuple["Node", ...] = ()


def compound(folder: Folder) -> bytes:
    """Return the storage with everything in it as a file."""
    return file(Node("Root Entry", None, _nodes(folder, 0)))


def _nodes(folder: Folder, depth: int) -> tuple[Node, ...]:
    if depth == _DEEPEST:
        return ()
    streams = [Node(name, folder.stream(name)) for name in folder.streams()]
    return (*streams, *(Node(name, None, _nodes(inner, depth + 1)) for name, inner in folder.named_folders()))


def file(root: Node) -> bytes:
    """Return a compound file; the root must be called "Root Entry"."""
    layout = _Layout()
    entries = layout.directory(root)
    return layout.file(entries)


class _Layout:
    """Puts streams into sectors, one after the other, and notes the chains."""

    def __init__(self) -> None:
        self._sectors = bytearray()
        self._chains: list[int] = []
        self._small = bytearray()
        self._small_chains: list[int] = []

    def directory(self, root: Node) -> bytes:
        """Return the directory with all entries; the children of each storage hang together as a list."""
        flat: list[tuple[Node, int, int]] = []  # node, its first child, its next sibling
        waiting = [(root, -1)]
        place: dict[int, int] = {}
        while waiting:
            node, before = waiting.pop(0)
            number = len(flat)
            flat.append((node, _NONE, _NONE))
            if before >= 0:
                self._hang(flat, place, before, number)
            waiting += [(child, number) for child in node.children]
        starts = [self._stream(node.data) for node, _, _ in flat]
        starts[0] = (self._chain(bytes(self._small)), len(self._small))
        rows = (_entry(node, child, after, start) for (node, child, after), start in zip(flat, starts, strict=True))
        return b"".join(rows)

    @staticmethod
    def _hang(flat: list[tuple[Node, int, int]], last: dict[int, int], above: int, number: int) -> None:
        before = last.get(above)
        if before is None:
            flat[above] = (flat[above][0], number, flat[above][2])
        else:
            flat[before] = (flat[before][0], flat[before][1], number)
        last[above] = number

    def _stream(self, data: bytes | None) -> tuple[int, int]:
        if not data:
            return _END, 0
        if len(data) >= _LIMIT:
            return self._chain(data), len(data)
        start = len(self._small_chains)
        count = -(-len(data) // _SMALL)
        self._small_chains += [*range(start + 1, start + count), _END]
        self._small += data.ljust(count * _SMALL, b"\0")
        return start, len(data)

    def _chain(self, data: bytes) -> int:
        if not data:
            return _END
        start = len(self._chains)
        count = -(-len(data) // _SECTOR)
        self._chains += [*range(start + 1, start + count), _END]
        self._sectors += data.ljust(count * _SECTOR, b"\0")
        return start

    def file(self, directory: bytes) -> bytes:
        """Return header, streams, directory and tables as one file."""
        first = self._chain(directory)
        small = self._chain(_numbers(self._small_chains).ljust(-(-len(self._small_chains) // 128) * _SECTOR, b"\xff"))
        tables, more = self._room_for_tables()
        at = len(self._chains)
        self._chains += [_TABLE] * tables + [_FREE - 3] * more
        numbers = [at + n for n in range(tables)]
        fat = _numbers(self._chains).ljust(tables * _SECTOR, b"\xff")
        difat = _further(numbers[109:], at + tables)
        head = struct.pack(
            "<8s16sHHHHH6xIIIIIIIII", MAGIC, b"", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, first, 0, _LIMIT, small,
            len(self._small_chains) // 128 + 1, at + tables if more else _END, more,
        )  # fmt: skip
        return head + _numbers(numbers[:109]).ljust(436, b"\xff") + bytes(self._sectors) + fat + difat

    def _room_for_tables(self) -> tuple[int, int]:
        """Return how many sectors the table of chains takes, itself included, and the list of its sectors."""
        tables = more = 0
        while (need := -(-(len(self._chains) + tables + more) // 128)) > tables:
            tables = need
            more = -(-max(tables - 109, 0) // 127)
        return tables, more


def _further(numbers: list[int], first: int) -> bytes:
    """Return the list of the table's sectors beyond those in the header, each piece leading to the next."""
    pieces = [numbers[n : n + 127] for n in range(0, len(numbers), 127)]
    after = [*(first + n for n in range(1, len(pieces))), _END][: len(pieces)]
    rows = (_numbers(piece).ljust(508, b"\xff") + _numbers([next_]) for piece, next_ in zip(pieces, after, strict=True))
    return b"".join(rows)


def _entry(node: Node, child: int, after: int, start: tuple[int, int]) -> bytes:
    name = node.name[:31].encode("utf-16-le") + b"\0\0"
    kind = 5 if node.name == "Root Entry" else 2 if node.data is not None else 1
    links = struct.pack("<64sHBBIII", name, len(name), kind, 1, _NONE, after, child)
    return links + bytes(36) + struct.pack("<IQ", *start)


def _numbers(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)
