"""A folder inside a zip archive, so that a file in it can be read with what lies beside it. Knows no format."""

import zipfile
from collections.abc import Callable, Hashable

from hanse.readers.item import Item, steps


class ZipFolder:
    """The archive of an item, seen from one of its folders. tidy: how a member's name is written.

    room: bytes of the largest member that is opened this way.
    """

    def __init__(self, item: Item, tidy: Callable[[zipfile.ZipInfo], str], *, room: int) -> None:
        self.way = ""
        self._item = item
        self._room = room
        self._whole = object()
        with item.open() as stream, zipfile.ZipFile(stream) as archive:
            self._members = {tidy(info).casefold(): (tidy(info), info) for info in archive.infolist()}

    def at(self, way: str) -> "ZipFolder":
        """Return the folder at a path from the outermost one."""
        folder = object.__new__(ZipFolder)
        folder.__dict__.update(self.__dict__, way=way)
        return folder

    def names(self) -> tuple[str, ...]:
        """Return the names of the files in this folder."""
        start = f"{self.way}/" if self.way else ""
        inner = (
            name[len(start) :]
            for name, info in self._members.values()
            if _in(name, start) and info.filename[-1:] != "/"
        )
        return tuple(sorted(name for name in inner if "/" not in name))

    def get(self, path: str) -> Item | None:
        """Return the file at a relative path; None for one that isn't there, is encrypted, damaged or too large."""
        parts = steps(self.way, path)
        name, info = self._members.get("/".join(parts or ()).casefold(), ("", None))
        if info is None or info.file_size > self._room:
            return None
        try:
            with self._item.open() as stream, zipfile.ZipFile(stream) as archive, archive.open(info) as member:
                data = member.read(self._room + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
            return None
        if len(data) > self._room:
            return None
        way, _, own = name.rpartition("/")
        return Item.of(own, data, around=self.at(way))

    def up(self) -> "ZipFolder | None":
        """Return the folder around this one, None for the outermost."""
        return self.at(self.way.rpartition("/")[0]) if self.way else None

    def mark(self) -> tuple[Hashable, ...]:
        """Return which archive this is, and which of its folders."""
        return self._whole, self.way


def _in(name: str, start: str) -> bool:
    return name.casefold().startswith(start.casefold())
