"""The small language in which the TOML files say where a column stands in the tree.

"BGM@2.1" value 2.1 of the first BGM below; "RFF+ON|CR" the RFF with this qualifier, ON before CR, at its usual value;
"NAD+BY>RFF+VA" steps downwards; "^UNB@2.1" the UNB above; "@1" the node itself; "LIN#SA" an article number of a type;
"*FTX@4*" all of them joined. The first rule of a list that finds something wins.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, Protocol

from hanse.readers._edi.nodes import Node
from hanse.records import Cell, ColumnType

_STEP = re.compile(r"(\^?)([A-Z0-9_]+)(?:\+([^@#>]*))?")


class Unclear(Exception):
    """A value that is not of the type its column has."""

    def __init__(self, raw: str, node: Node) -> None:
        super().__init__(raw)
        self.raw, self.node = raw, node


class Dialect(Protocol):
    """How one format keeps values in its nodes."""

    def qualifier(self, node: Node) -> str:
        """Return the code that says what the node's value means."""
        ...

    def usual(self, tag: str) -> str:
        """Return the path of a tag's value."""
        ...

    def raw(self, node: Node, path: str) -> str:
        """Return the text at a path, "" when there is none."""
        ...

    def number_of(self, node: Node, kinds: tuple[str, ...]) -> str:
        """Return the article number of one of these types, in the order of the types."""
        ...

    def cell(self, node: Node, path: str, wanted: ColumnType) -> Cell:
        """Return the typed value, None when empty. Raises Unclear."""
        ...


class Step(NamedTuple):
    """One step: up or down to a tag, with one of these qualifiers."""

    up: bool
    tag: str
    qualifiers: tuple[str, ...]


class Selector(NamedTuple):
    """A compiled rule."""

    steps: tuple[Step, ...]
    path: str
    kinds: tuple[str, ...]
    every: bool


@cache
def selector(text: str) -> Selector:
    """Return the compiled form of one rule."""
    every = text.startswith("*")
    body, _, kinds = text.lstrip("*").partition("#")
    where, _, path = body.partition("@")
    return Selector(
        tuple(_step(part) for part in where.split(">") if part), path, tuple(k for k in kinds.split("|") if k), every
    )


def _step(text: str) -> Step:
    found = _STEP.fullmatch(text)
    if found is None:
        raise ValueError(f"no step of a mapping rule: {text!r}")
    return Step(bool(found[1]), found[2], tuple(q for q in (found[3] or "").split("|") if q))


def pick(node: Node, steps: tuple[Step, ...], dialect: Dialect) -> list[Node]:
    """Return the nodes that the steps lead to, in order of their qualifiers, then of the file."""
    nodes = [node]
    for step in steps:
        nodes = [found for n in nodes for found in _follow(n, step, dialect)]
        if not nodes:
            break
    return nodes


def _follow(node: Node, step: Step, dialect: Dialect) -> Iterable[Node]:
    if step.up:
        above = node.above(step.tag)
        return () if above is None else _qualified([above], step, dialect)
    return _qualified(node.kids.get(step.tag, []), step, dialect)


def _qualified(nodes: list[Node], step: Step, dialect: Dialect) -> list[Node]:
    if not step.qualifiers or not nodes:
        return nodes
    found = [dialect.qualifier(node) for node in nodes]
    pairs = tuple(zip(nodes, found, strict=True))
    return [node for wanted in step.qualifiers if wanted in found for node, code in pairs if code == wanted]


def value(node: Node, rules: tuple[Selector, ...], wanted: ColumnType, dialect: Dialect) -> Cell:
    """Return the first value that the rules find. Raises Unclear where it is not of the type wanted."""
    for rule in rules:
        nodes = pick(node, rule.steps, dialect) if rule.steps else [node]
        if rule.every:
            joined = "\n".join(t for t in (_text(n, rule, dialect) for n in nodes) if t)
            if joined:
                return joined
            continue
        for found in nodes:
            cell = _cell(found, rule, wanted, dialect)
            if cell is not None:
                return cell
    return None


def _text(node: Node, rule: Selector, dialect: Dialect) -> str:
    return dialect.raw(node, rule.path or dialect.usual(node.tag)).strip()


def _cell(node: Node, rule: Selector, wanted: ColumnType, dialect: Dialect) -> Cell:
    if rule.kinds:
        return dialect.number_of(node, rule.kinds) or None
    return dialect.cell(node, rule.path or dialect.usual(node.tag), wanted)
