"""The thing to read: a name and its bytes, on disk or in memory, and what lies beside it. Knows nothing of formats."""

import io
import os
from collections.abc import Hashable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

HEAD = 8192
_LISTINGS = 32
_TWO_DOTS = ".."


class Item:
    """A file on disk (Item.at) or bytes found inside another item (Item.of).

    around: the folder that it lies in, None where that isn't known. alone: nobody else reads what lies beside it, so
    that a description of other files reads those as well. spool: a folder for the rows of large tables; None where
    all rows are wanted as they are.
    """

    def __init__(
        self,
        name: str,
        *,
        path: Path | None = None,
        data: bytes | None = None,
        around: "Folder | None" = None,
        alone: bool = False,
        spool: Path | None = None,
    ) -> None:
        self.name = name
        self.path = path
        self.around = around
        self.alone = alone
        self.spool = spool
        self._data = data

    @classmethod
    def at(cls, path: Path, *, root: Path | None = None, alone: bool = False) -> "Item":
        """Return the file at this path. root: the outermost folder that may be looked into, by default its own."""
        return cls(path.name, path=path, around=DiskFolder.of(path.parent, root or path.parent), alone=alone)

    @classmethod
    def of(cls, name: str, data: bytes, *, around: "Folder | None" = None) -> "Item":
        """Return bytes in memory under a name."""
        return cls(name, data=data, around=around)

    def head(self) -> bytes:
        """Return the first 8192 bytes."""
        with self.open() as stream:
            return stream.read(HEAD)

    def data(self) -> bytes:
        """Return all bytes; a file on disk is read once and kept."""
        if self._data is None:
            if self.path is None:
                return b""
            self._data = self.path.read_bytes()
        return self._data

    def open(self) -> BinaryIO:
        """Return a seekable stream over the bytes."""
        if self._data is None and self.path is not None:
            return self.path.open("rb")
        return io.BytesIO(self.data())

    def size(self) -> int:
        """Return the number of bytes. Raises OSError for a file that is gone."""
        if self._data is None and self.path is not None:
            return self.path.stat().st_size
        return len(self.data())


class Folder(Protocol):
    """What lies around an item: a folder on disk, or one inside an archive. Names are found in whatever case."""

    way: str
    """The path from the outermost folder to this one, with "/"; "" for the outermost itself."""

    def names(self) -> tuple[str, ...]:
        """Return the names of the files in this folder, as they are written."""
        ...

    def get(self, path: str) -> Item | None:
        """Return the file at a relative path (with "/" or a backslash, ".." too), None outside or where none is."""
        ...

    def up(self) -> "Folder | None":
        """Return the folder around this one, None for the outermost."""
        ...

    def mark(self) -> tuple[Hashable, ...]:
        """Return what stays the same as long as no file comes into this folder or goes."""
        ...


def upwards(folder: Folder | None) -> Iterator[Folder]:
    """Yield a folder and those around it, up to the outermost."""
    while folder is not None:
        yield folder
        folder = folder.up()


def steps(way: str, path: str) -> list[str] | None:
    """Return the parts of a path relative to a folder, seen from the outermost; None for one that leads outside."""
    parts = [part for part in way.split("/") if part]
    for part in path.replace("\\", "/").split("/"):
        if part == _TWO_DOTS:
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return parts


class DiskFolder:
    """A folder on disk, below an outermost one that is never left."""

    def __init__(self, root: Path, way: str) -> None:
        self.root = root
        self.way = way

    @classmethod
    def of(cls, path: Path, root: Path) -> "DiskFolder":
        """Return the folder at a path below root; one that isn't below it is its own outermost."""
        if path.is_relative_to(root):
            return cls(root, "" if path == root else path.relative_to(root).as_posix())
        return cls(path, "")

    def names(self) -> tuple[str, ...]:
        """Return the names of the files in this folder; nothing where it can't be read."""
        return tuple(sorted(name for name, is_file in _entries(self.root / self.way).values() if is_file))

    def get(self, path: str) -> Item | None:
        """Return the file at a relative path, each part of it in whatever case. A link that leads outside is none."""
        parts = steps(self.way, path)
        if not parts:
            return None
        at = self.root
        for part in parts:
            found = _entries(at).get(part.casefold())
            if found is None:
                return None
            at = at / found[0]
        if not at.is_file() or not at.resolve().is_relative_to(self.root.resolve()):
            return None
        return Item.at(at, root=self.root)

    def up(self) -> "DiskFolder | None":
        """Return the folder around this one, None for the outermost."""
        return DiskFolder(self.root, self.way.rpartition("/")[0]) if self.way else None

    def mark(self) -> tuple[Hashable, ...]:
        """Return the path and when a file last came or went."""
        where = self.root / self.way
        try:
            return str(where), where.stat().st_mtime_ns
        except OSError:
            return str(where), 0


def _entries(path: Path) -> dict[str, tuple[str, bool]]:
    """Return what is in a folder: (name, whether it is a file) by the name in lower case."""
    try:
        return _listing(path, path.stat().st_mtime_ns)
    except OSError:
        return {}


@lru_cache(_LISTINGS)
def _listing(path: Path, _changed: int) -> dict[str, tuple[str, bool]]:
    with os.scandir(path) as entries:
        return {entry.name.casefold(): (entry.name, entry.is_file()) for entry in entries}
