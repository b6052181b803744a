"""Finds the copybook that describes a data file: of the same name, else the only one whose record length fits."""

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from hanse.readers.cobol.layout import Node, records
from hanse.readers.cobol.source import copies, entries, source
from hanse.readers.item import Folder, Item

COPYBOOKS = (".cpy", ".cob", ".cbl", ".copy", ".cpb")
_DATA = (
    *("", ".dat", ".data", ".bin", ".ebc", ".ebcdic", ".fil", ".file", ".seq", ".asc", ".txt", ".prn", ".vb", ".fb"),
    *(".ps", ".vsam", ".ksds", ".esds", ".isam", ".mf", ".rec", ".unl", ".ext"),
)
_LARGEST = 4 << 20
_DEEPEST = 5


class Copybook(NamedTuple):
    """A copybook by name, with its records."""

    name: str
    records: tuple[Node, ...]
    same_name: bool = True

    @property
    def length(self) -> int:
        """Return the length of the longest record."""
        return max((node.length for node in self.records), default=0)


def describing(item: Item) -> Copybook | None:
    """Return the copybook for this data file; None where there is none, or where several might be it."""
    suffix = PurePosixPath(item.name).suffix.lower()
    if item.around is None or not (suffix in _DATA or re.fullmatch(r"\.\d{1,3}", suffix)):
        return None
    return _found(item, item.around)


def _found(item: Item, folder: Folder) -> Copybook | None:
    names = [name for name in folder.names() if name.lower().endswith(COPYBOOKS)]
    stem = PurePosixPath(item.name).stem.lower()
    same = [name for name in names if PurePosixPath(name).stem.lower() == stem]
    for name in same:
        if (book := _read(folder, name)) and book.length:
            return book
    if item.name.lower().endswith(".txt"):  # mostly something else: a text needs a copybook of its own name
        return None
    size = item.size()
    fitting = [book for book in (_read(folder, name) for name in names) if book and _fits(size, book)]
    return fitting[0]._replace(same_name=False) if len(fitting) == 1 else None


def _fits(size: int, book: Copybook) -> bool:
    return size > 0 and book.length > 1 and size % book.length == 0


def _read(folder: Folder, name: str) -> Copybook | None:
    item = folder.get(name)
    if item is None or item.size() > _LARGEST:
        return None
    return Copybook(name, parsed(expanded(source(item.data()), folder)))


def expanded(text: str, folder: Folder | None, depth: int = 0) -> str:
    """Return the text with each COPY sentence replaced by the copybook beside it, as far as they are there."""
    for name in copies(text) if folder is not None and depth < _DEEPEST else ():
        item = next((i for i in (folder.get(f"{name}{s}") for s in COPYBOOKS) if i), None) if folder else None
        if item is not None and item.size() <= _LARGEST:
            inner = expanded(source(item.data()), folder, depth + 1)
            sentence = re.compile(rf"^.*\bCOPY\s+[\"']?{re.escape(name)}\b.*\.[^.\n]*$", re.IGNORECASE | re.MULTILINE)
            text = sentence.sub(lambda _, inner=inner: inner, text, count=1)  # type: ignore[misc]
    return text


@lru_cache(64)
def parsed(text: str) -> tuple[Node, ...]:
    """Return the records of a copybook."""
    found = entries(text)
    return tuple(records(found)) if found else ()
