"""Which index.xml describes a file, and where the files lie that one describes. Asked for every file: it remembers."""

from collections.abc import Hashable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple, cast

from hanse.errors import HanseError
from hanse.readers.gdpdu.index import dataset
from hanse.readers.gdpdu.layout import DataSet, Layout
from hanse.readers.gdpdu.tree import looks_like
from hanse.readers.item import DiskFolder, Folder, Item, steps, upwards

DESCRIBES = ("index.xml", "*index*.xml")
LARGEST = 20 << 20
"""Bytes of an index.xml that is looked at: the largest known ones have some hundred tables and 1 MB."""
_MOST = 20  # index files in one folder


_Places = dict[str, tuple[Layout, ...]]
_Known = tuple[DataSet, _Places]


class Package(NamedTuple):
    """An index.xml and the folder it lies in. places: tables by the path (in lower case) of each likely file."""

    name: str
    folder: Folder
    data: DataSet
    places: _Places

    def file(self, layout: Layout) -> Item | None:
        """Return the data file of a table, None where it isn't there."""
        return next((item for way in layout.ways if (item := self.folder.get(way))), None)

    def table(self, name: str) -> Layout | None:
        """Return the table of a name."""
        return next((table for table in self.data.tables if table.name == name), None)


class Described(NamedTuple):
    """What a package says of one file: as many layouts as describe it."""

    package: Package
    layouts: tuple[Layout, ...]


def described(item: Item) -> Described | None:
    """Return what an index.xml in the folder of an item, or in one above, says of it; the nearest one counts."""
    if item.around is None or looks_like_index(item):
        return None
    own = _path(item.around.way, item.name)
    for folder in upwards(item.around):
        for package in packages(folder):
            layouts = tuple(table for table in package.places.get(own, ()) if _chosen(package, table, own))
            if layouts:
                return Described(package, layouts)
    return None


def looks_like_index(item: Item) -> bool:
    """Return whether an item is an index.xml itself, which no other one describes."""
    return _may_describe(item.name) and looks_like(item.head())


def packages(folder: Folder) -> Iterator[Package]:
    """Yield the descriptions that lie in a folder."""
    mark = folder.mark()
    for name in _names(_Loan(folder), mark):
        known = _known(folder, mark, name)
        if known is not None:
            yield Package(name, folder, *known)


def package(item: Item) -> Package:
    """Return what an index.xml says, and where its files lie. Raises Unreadable when it is none."""
    data = dataset(item.data(), item.name)
    folder = item.around or _Nowhere()
    return Package(item.name, folder, data, _places(data, folder.way))


class _Loan:
    """Something on its way to a cache's function, which must not compare or keep it."""

    def __init__(self, thing: Folder | Item) -> None:
        self._thing: Folder | Item | None = thing

    def take(self) -> Folder | Item:
        """Return it, once."""
        thing, self._thing = self._thing, None
        assert thing is not None  # noqa: S101
        return thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Loan)

    def __hash__(self) -> int:
        return 0


class _Nowhere:
    """The folder of an item that lies nowhere."""

    way = ""

    def names(self) -> tuple[str, ...]:
        return ()

    def get(self, path: str) -> Item | None:  # noqa: ARG002
        return None

    def up(self) -> None:
        return None

    def mark(self) -> tuple[Hashable, ...]:
        return ()


def _may_describe(name: str) -> bool:
    lower = name.lower()
    return any(fnmatchcase(lower, pattern) for pattern in DESCRIBES)


@lru_cache(256)
def _names(loan: _Loan, mark: tuple[Hashable, ...]) -> tuple[str, ...]:  # noqa: ARG001 - the mark is what is remembered
    folder = cast("Folder", loan.take())
    found = [name for name in folder.names() if _may_describe(name)]
    return tuple(sorted(found, key=lambda name: (name.lower() != DESCRIBES[0], name))[:_MOST])


def _known(folder: Folder, mark: tuple[Hashable, ...], name: str) -> _Known | None:
    """Return what an index.xml says. One on disk is read anew when its size or time changes; an archive stays."""
    if not isinstance(folder, DiskFolder):
        return _from(_Loan(folder), mark, name)
    item = folder.get(name)
    if item is None or item.path is None:
        return None
    try:
        state = item.path.stat()
    except OSError:
        return None
    return _from(_Loan(folder), (*mark, state.st_mtime_ns, state.st_size), name)


@lru_cache(16)
def _from(loan: _Loan, mark: tuple[Hashable, ...], name: str) -> _Known | None:  # noqa: ARG001 - what is remembered
    folder = cast("Folder", loan.take())
    item = folder.get(name)
    if item is None or item.size() > LARGEST or not looks_like(item.head()):
        return None
    try:
        data = dataset(item.data(), name)
    except HanseError:  # said where the index.xml itself is read
        return None
    return data, _places(data, folder.way)


def _places(data: DataSet, way: str) -> _Places:
    places: _Places = {}
    for table in data.tables:
        for path in dict.fromkeys(_path(way, inner) for inner in table.ways):
            places[path] = (*places.get(path, ()), table)
    places.pop("", None)
    return places


def _path(way: str, path: str) -> str:
    """Return a path from the outermost folder, in lower case; "" for one that leads outside."""
    return "/".join(steps(way, path) or ()).casefold()


def _chosen(package: Package, table: Layout, own: str) -> bool:
    """Return whether no likelier place than this one has a file."""
    for way in table.ways:
        if _path(package.folder.way, way) == own:
            return True
        if package.folder.get(way) is not None:
            return False
    return False
