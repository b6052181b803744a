"""Formats: bytes to documents, tables and findings. One file per format, found by existing in this folder.

A reader knows neither where the bytes came from nor who asks.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from typing import Protocol, cast, runtime_checkable

from hanse.errors import Unreadable
from hanse.readers._profile import Proposal
from hanse.readers.item import Folder, Item
from hanse.records import Counts, Finding, Inside, Reading
from hanse.words import Words


class Reader(Protocol):
    """What each module of this folder that reads a format has.

    NAME: short and stable. SUFFIXES: in lower case, with the dot. TITLE, HELP: for people. SPEC: link to the
    specification. sniff: how surely this is the format, 0 (not at all) to 100, from the first 8 kB and the name.
    read: never loses a record in silence; raises Unreadable only when nothing at all could be read.
    """

    NAME: str
    SUFFIXES: tuple[str, ...]
    TITLE: Words
    HELP: Words
    SPEC: str

    @staticmethod
    def sniff(head: bytes, name: str) -> int:
        """Return how surely this is the format, 0 to 100."""
        ...

    @staticmethod
    def read(item: Item) -> Reading:
        """Return everything that the item holds."""
        ...


@runtime_checkable
class Container(Protocol):
    """What a reader of archives and mailboxes has as well, so that their members need not be in memory together.

    members: yields each member and each finding in the order of the file. room: how many bytes may come out in all;
    the reader counts real bytes while it unpacks, and ends with a finding when there would be more.
    """

    @staticmethod
    def members(item: Item, *, room: int) -> Iterator[Inside | Finding]:
        """Yield what is inside, one by one."""
        ...


@runtime_checkable
class Surrounding(Protocol):
    """What a container has as well whose members see each other.

    around: the outermost folder inside the item, to be looked at from any folder below it (at).
    """

    @staticmethod
    def around(item: Item) -> "Within | None":
        """Return the outermost folder inside the item."""
        ...


@runtime_checkable
class Within(Folder, Protocol):
    """A folder inside an item."""

    def at(self, way: str) -> Folder:
        """Return the folder at a path from the outermost one."""
        ...


@runtime_checkable
class Claimant(Protocol):
    """What a reader has as well whose files are described by another one beside them (index.xml, a copybook).

    claims is asked before any sniffing, with item.around set. DESCRIBES: the describing files, as patterns of
    fnmatch over names in lower case; where one of those comes, changes or goes, what lies beside it is read anew (a
    reader that only needs this, for memo files say, may have DESCRIBES without claims).
    """

    DESCRIBES: tuple[str, ...]

    @staticmethod
    def claims(item: Item) -> bool:
        """Return whether a file beside the item says that it is for this reader."""
        ...


@runtime_checkable
class Proposing(Protocol):
    """What a reader has as well that proposes how files are built, for a person to correct."""

    @staticmethod
    def propose(item: Item) -> Proposal | None:
        """Return a profile for files like this one, None where it can't tell."""
        ...


@runtime_checkable
class Switched(Protocol):
    """What a reader has as well whose data are read only where the owner has switched it on.

    SWITCH: the setting that must be "on". The host asks it before read; the reader itself knows no settings.
    """

    SWITCH: str


def gather(name: str, parts: Iterable[Inside | Finding]) -> Reading:
    """Return the reading of a container: each member is a record, each error finding a rejected one."""
    inside: list[Inside] = []
    findings: list[Finding] = []
    for part in parts:
        if isinstance(part, Inside):
            inside.append(part)
        else:
            findings.append(part)
    rejected = sum(finding.severity == "error" for finding in findings)
    counts = Counts(len(inside) + rejected, len(inside), rejected)
    return Reading(name, findings=tuple(findings), counts=counts, inside=tuple(inside))


SHARED = frozenset({"item", "cells", "pool", "bulk"})


@cache
def all_readers() -> tuple[Reader, ...]:
    """Return every reader of this folder, sorted by name. Modules starting with "_" and those in SHARED are none."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name not in SHARED)
    modules = (importlib.import_module(f"{__name__}.{n}") for n in names if not n.startswith("_"))
    return tuple(cast("Reader", module) for module in modules)


def scores(head: bytes, name: str, readers: Iterable[Reader]) -> list[tuple[int, Reader]]:
    """Return (score, reader) for each reader that claims the item at all, best first."""
    claimed = [(reader.sniff(head, name), reader) for reader in readers]
    return sorted((c for c in claimed if c[0] > 0), key=lambda c: (-c[0], c[1].NAME))


def describing(name: str) -> bool:
    """Return whether a file of this name may say how those beside it are to be read."""
    lower = name.lower()
    return any(fnmatchcase(lower, pattern) for pattern in _describing())


@cache
def _describing() -> tuple[str, ...]:
    return tuple(pattern for reader in all_readers() for pattern in getattr(reader, "DESCRIBES", ()))


@cache
def _claimants() -> tuple[Claimant, ...]:
    return tuple(reader for reader in all_readers() if isinstance(reader, Claimant))


def best(item: Item) -> Reader:
    """Return the reader that a file beside the item names, else the one that claims it most surely.

    Raises Unreadable when none does.
    """
    if item.around is not None:
        for claimant in _claimants():
            if claimant.claims(item):
                return cast("Reader", claimant)
    ranked = scores(item.head(), item.name, all_readers())
    if not ranked:
        raise Unreadable(
            Words(f"{item.name}: dieses Format kennt Hanse nicht.", f"{item.name}: Hanse doesn't know this format."),
            hint=Words("'hanse read --formats' zeigt alle Formate.", "'hanse read --formats' lists all formats."),
        )
    return ranked[0][1]
