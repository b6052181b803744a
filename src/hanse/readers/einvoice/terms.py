"""The business terms of EN 16931 and their paths in UBL and CII, read from terms.toml. Knows no file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from lxml import etree

Syntax = Literal["ubl", "cii"]


class Term(msgspec.Struct, frozen=True):
    """A business term and the paths where it may stand, most wanted first. join: several texts make one."""

    bt: str
    ubl: tuple[str, ...]
    cii: tuple[str, ...]
    join: bool = False


class Group(msgspec.Struct, frozen=True):
    """A repeated element and its path in both syntaxes."""

    bt: str
    ubl: str
    cii: str


class Terms(msgspec.Struct, frozen=True):
    """All of terms.toml. Keys of head, line and tax are the column names of hanse.readers._invoice."""

    short: dict[str, str]
    head: dict[str, Term]
    line: dict[str, Term]
    tax: dict[str, Term]
    groups: dict[str, Group]
    text: dict[str, Group]
    old_names: dict[str, str]
    units: dict[str, str]
    types: dict[str, str]


@cache
def terms() -> Terms:
    """Return the terms; the file is read once."""
    return msgspec.convert(tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8")), Terms)


def text(node: etree._Element, term: Term, syntax: Syntax) -> str:
    """Return the text of a term below this node, tidied; empty when it isn't there."""
    for path in getattr(term, syntax):
        found = [t for t in (_said(hit) for hit in nodes(node, path)) if t]
        if found:
            return "\n".join(found) if term.join else found[0]
    return ""


def group(node: etree._Element, name: str, syntax: Syntax) -> list[etree._Element]:
    """Return the elements of a repeated group below this node."""
    return [hit for hit in nodes(node, getattr(terms().groups[name], syntax)) if not isinstance(hit, str)]


def nodes(node: etree._Element, path: str) -> list[etree._Element | str]:
    """Return what an XPath of terms.toml finds, in document order."""
    found = _compiled(path)(node)
    return [hit for hit in found if isinstance(hit, str) or etree.iselement(hit)] if isinstance(found, list) else []


@cache
def _compiled(path: str) -> etree.XPath:
    for short, long in terms().short.items():
        path = path.replace(short, long)
    return etree.XPath(path)


def _said(hit: etree._Element | str) -> str:
    raw = hit if isinstance(hit, str) else "".join(str(part) for part in hit.itertext())
    return "\n".join(line for line in (" ".join(row.split()) for row in raw.splitlines()) if line)
