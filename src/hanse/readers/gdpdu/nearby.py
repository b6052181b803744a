"""Which index.xml describes a file, and where the files lie that one describes. Asked for every file: it remembers."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from hanse.errors import HanseError
from hanse.readers.gdpdu.index import dataset
from hanse.readers.gdpdu.layout import DataSet, Layout
from hanse.readers.gdpdu.tree import looks_like
from hanse.readers.item import Folder, Item, steps, upwards

DESCRIBES = ("index.xml", "*index*.xml")
LARGEST = 20 << 20
"""Bytes of an index.xml that is looked at: the largest known ones have some hundred tables and 1 MB."""
_MOST = 20  # index files in one folder


class Package(NamedTuple):
    """An index.xml and the folder it lies in. places: table numbers by the path (in lower case) of each likely file."""

    name: str
    folder: Folder
    data: DataSet
    places: dict[str, tuple[int, ...]]

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
            numbers = package.places.get(own, ())
            layouts = tuple(t for t in map(package.data.tables.__getitem__, numbers) if _chosen(package, t, own))
            if layouts:
                return Described(package, layouts)
    return None


def looks_like_index(item: Item) -> bool:
    """Return whether an item is an index.xml itself, which no other one describes."""
    return _may_describe(item.name) and looks_like(item.head())


def packages(folder: Folder) -> Iterator[Package]:
    """Yield the descriptions that lie in a folder."""
    for name in _names(folder, folder.mark()):
        item = folder.get(name)
        if item is not None and (found := package(item, folder)) is not None:
            yield found


def package(item: Item, folder: Folder) -> Package | None:
    """Return what an index.xml in a folder describes; None for one that is no GDPdU, or can't be read at all."""
    known = _parsed(item.name, item.state(), _Loan(item))
    if known is None:
        return None
    return Package(item.name, folder, known, _places(known, folder.way))


class _Loan:
    """An item on its way into a cache that must not compare or keep it."""

    def __init__(self, item: Item) -> None:
        self.item: Item | None = item

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Loan)

    def __hash__(self) -> int:
        return 0
