"""One file, read with everything inside it, within limits. Runs in the child; knows no pipe and no other process."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from hanse.errors import HanseError, Unreadable
from hanse.readers import Container, Reader, Surrounding, Switched, Within, best, gather
from hanse.readers.item import Folder, Item
from hanse.readers.pool import faults
from hanse.readers.pool.wire import Frame, pack
from hanse.records import Finding, Inside, Reading

DEPTH = 5
MANY = 2000
BYTES_EACH = 1024  # a mailbox of 100 MB may hold 100,000 mails: one more for each kB of the file


class Errand:
    """Reads an item and follows what is inside, sending each reading as it is done, the innermost first.

    expansion_mb: how much may come out of archives beyond their own size, in all. skip: ways not to go.
    on: settings that are switched on, for readers that need it.
    """

    def __init__(
        self,
        send: Callable[[bytes], None],
        *,
        memory_mb: int,
        expansion_mb: int,
        skip: Iterable[str] = (),
        on: Iterable[str] = (),
    ) -> None:
        self._send = send
        self._memory_mb = memory_mb
        self._expansion_mb = expansion_mb
        self._room = expansion_mb << 20
        self._most = MANY
        self._left = MANY
        self._skip = frozenset(skip)
        self._on = frozenset(on)
        self._ways: Counter[str] = Counter()
        self._spool: Path | None = None

    def run(self, item: Item) -> None:
        """Send a "begin" and a "read" frame for the item and for each thing inside it."""
        self._spool = item.spool
        try:
            size = _size(item)
        except OSError as error:
            self._send(pack(Frame("begin")))
            self._send(pack(Frame("read", "", faults.unreachable(item.name, error))))
            return
        self._most = self._left = max(MANY, size // BYTES_EACH)
        self._go(item, "", 0)

    def _go(self, item: Item, way: str, depth: int) -> None:
        if way and way in self._skip:
            return
        self._send(pack(Frame("begin", way)))
        self._send(self._packed(item, way, depth))

    def _packed(self, item: Item, way: str, depth: int) -> bytes:
        try:
            return pack(Frame("read", way, self._read(item, way, depth)))
        except HanseError as error:
            fault = faults.refused(error)
        except MemoryError:
            fault = faults.out_of_memory(item.name, self._memory_mb)
        except Exception as error:  # noqa: BLE001 - the door of the reader child: a reader's defect costs one file only
            fault = faults.crashed(item.name, error)
        return pack(Frame("read", way, fault))

    def _read(self, item: Item, way: str, depth: int) -> Reading:
        reader = _reader_for(item)
        if reader is None:
            return faults.unknown(item.name, "info" if way else "warning")
        if isinstance(reader, Switched) and reader.SWITCH not in self._on:
            return faults.switched_off(item.name, reader.NAME, reader.SWITCH)
        size = _size(item)
        if isinstance(reader, Container):
            members = reader.members(item, room=self._room + size)
            root = reader.around(item) if isinstance(reader, Surrounding) else None
            return gather(reader.NAME, self._through(members, way, depth, size, root))
        reading = reader.read(item)
        parts = self._through(reading.inside, way, depth, size, item.around)
        findings = tuple(part for part in parts if isinstance(part, Finding))
        return msgspec.structs.replace(reading, findings=reading.findings + findings, inside=())

    def _through(
        self, parts: Iterable[Inside | Finding], way: str, depth: int, size: int, around: Folder | None = None
    ) -> Iterator[Inside | Finding]:
        """Go into each part. What comes out beyond the item's own size is taken from the room that is left."""
        for part in parts:
            if isinstance(part, Inside):
                self._room -= max(0, len(part.data) - size)
                size = max(0, size - len(part.data))
            if self._room < 0 or self._left == 0:
                yield self._full(part)
                return
            self._left -= 1
            yield self._enter(part, way, depth, around) if isinstance(part, Inside) else part

    def _full(self, part: Inside | Finding) -> Finding:
        if self._room >= 0:
            return faults.too_many(self._most)
        return faults.too_big(part.name if isinstance(part, Inside) else part.raw, self._expansion_mb)

    def _enter(self, part: Inside, way: str, depth: int, around: Folder | None) -> Inside | Finding:
        if depth == DEPTH:
            return faults.too_deep(part.name, DEPTH)
        item = entered(part, around)
        if item is not None:
            item.spool = self._spool
            self._go(item, self._new_way(way, part.name), depth + 1)
        return Inside(part.name)

    def _new_way(self, way: str, name: str) -> str:
        """Return the way to this part; a second one of the same name in the same place gets a number."""
        inner = f"{way}!/{name}" if way else name
        self._ways[inner] += 1
        if self._ways[inner] == 1:
            return inner
        return self._new_way(way, f"{name} ({self._ways[inner]})")


def entered(part: Inside, around: Folder | None) -> Item | None:
    """Return what is inside as an item; None for a file beside that is gone.

    around: the outermost folder inside a container, or the folder around an item that describes others.
    """
    if part.beside:
        return around.get(part.name) if around else None
    within = around.at(part.name.rpartition("/")[0]) if isinstance(around, Within) else None
    return Item.of(_plain_name(part.name), part.data, around=within)


def _reader_for(item: Item) -> Reader | None:
    try:
        return best(item)
    except Unreadable:
        return None


def _size(item: Item) -> int:
    return item.size()


def _plain_name(name: str) -> str:
    """Return "rechnung.pdf" for "2:rechnung.pdf" and for "2024/rechnung.pdf"."""
    number, colon, rest = name.partition(":")
    plain = rest if colon and number.isdigit() else name
    return plain.rsplit("/", 1)[-1] or name
