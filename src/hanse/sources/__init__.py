"""Where data lies: folders, mailboxes, databases. Yields items, notices change and deletion. Knows no format.

A folder is read in place (folder.py). Every other kind is one module here, found by existing, that keeps a copy of
what it finds in a folder of Hanse's own; from there on a copy is learned like any linked folder.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Protocol, cast

import msgspec

from hanse.errors import Misconfigured
from hanse.sources.address import Address, parse
from hanse.words import Words

SHARED = frozenset({"address", "folder", "secrets", "tls"})


class Step(msgspec.Struct, frozen=True):
    """One step of a copy. item: what was just copied; items, rows, bytes: so far, as they came in."""

    item: str
    items: int = 0
    rows: int = 0
    bytes: int = 0


class Kind(Protocol):
    """What each module of this folder that copies from somewhere has.

    NAME: short and stable. SCHEMES: how its addresses begin. OPTIONS: what may stand behind the "?" of an address.
    EXAMPLE: an address. TITLE, HELP: for people; HELP says what is not read, too. SECRET: whether there is a password.
    """

    NAME: str
    SCHEMES: tuple[str, ...]
    OPTIONS: tuple[str, ...]
    EXAMPLE: str
    TITLE: Words
    HELP: Words
    SECRET: bool

    @staticmethod
    def encrypted(address: Address) -> bool:
        """Return whether the way there is encrypted, or doesn't leave this computer's programs."""
        ...

    @staticmethod
    def check(address: Address, secret: str) -> None:
        """Sign in and look around. Raises Unreachable, NotAllowed (a login that could write) or Misconfigured."""
        ...

    @staticmethod
    def copy(address: Address, secret: str, into: Path) -> Iterator[Step]:
        """Bring the copy in this folder in step. Broken off at any step, the next run goes on; raises as check does."""
        ...


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind of this folder, sorted by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name not in SHARED and m.name[0] != "_")
    return tuple(cast("Kind", importlib.import_module(f"{__name__}.{name}")) for name in names)


def is_address(text: str) -> bool:
    """Tell whether this is the address of a kind and not the path of a folder."""
    return any(text.casefold().startswith(f"{scheme}:") for kind in kinds() for scheme in kind.SCHEMES)


def resolve(text: str) -> tuple[Kind, Address]:
    """Return kind and address. Raises Misconfigured for an unknown kind or option, and for a password in it."""
    address = parse(text)
    kind = next((kind for kind in kinds() if address.scheme in kind.SCHEMES), None)
    if kind is None:
        raise _unknown(address.scheme)
    for name, _ in address.options:
        if name not in kind.OPTIONS:
            raise _no_option(name, kind)
    return kind, msgspec.structs.replace(address, scheme=kind.SCHEMES[0])


def _unknown(scheme: str) -> Misconfigured:
    examples = ", ".join(kind.EXAMPLE for kind in kinds())
    return Misconfigured(
        Words(f"Quellen der Art {scheme}: kennt Hanse nicht.", f"Hanse knows no sources of the kind {scheme}:."),
        hint=Words(f"Es gibt: {examples}", f"There are: {examples}"),
    )


def _no_option(name: str, kind: Kind) -> Misconfigured:
    listed = ", ".join(kind.OPTIONS)
    return Misconfigured(
        Words(f"Eine Angabe {name} gibt es bei {kind.NAME} nicht.", f"{kind.NAME} has no option {name}."),
        hint=Words(f"Es gibt: {listed}. Beispiel: {kind.EXAMPLE}", f"There are: {listed}. Example: {kind.EXAMPLE}"),
    )
