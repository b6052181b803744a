"""The thing to read: a name and its bytes, on disk or in memory. Knows nothing of formats."""

import io
from pathlib import Path
from typing import BinaryIO, Protocol

HEAD = 8192


class Around(Protocol):
    """What lies beside an item, under names relative to its folder, in whatever case."""

    def get(self, name: str) -> "Item | None":
        """Return the item of this name; None when there is none."""
        ...

    def names(self) -> tuple[str, ...]:
        """Return the names of everything beside."""
        ...


class _Folder:
    """The folder that a file on disk lies in."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> "Item | None":
        for other in self._path.iterdir():
            if other.name.lower() == name.lower() and other.is_file():
                return Item.at(other)
        return None

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(other.name for other in self._path.iterdir() if other.is_file()))


class Item:
    """A file on disk (Item.at) or bytes found inside another item (Item.of)."""

    def __init__(self, name: str, *, path: Path | None = None, data: bytes | None = None) -> None:
        self.name = name
        self.path = path
        self._data = data
        self.around: Around | None = _Folder(path.parent) if path is not None else None

    @classmethod
    def at(cls, path: Path) -> "Item":
        """Return the file at this path."""
        return cls(path.name, path=path)

    @classmethod
    def of(cls, name: str, data: bytes) -> "Item":
        """Return bytes in memory under a name."""
        return cls(name, data=data)

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
