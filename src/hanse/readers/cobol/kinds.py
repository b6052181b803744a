"""Which record of a copybook each record of the file is: by a type field, by its length, or simply the first."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from hanse.readers.cobol.frames import Frames
from hanse.readers.cobol.layout import Node, leaves


class Kinds(NamedTuple):
    """How records are told apart. field: the type field (of the first record), values: record by type text."""

    nodes: tuple[Node, ...]
    field: Node | None = None
    values: Mapping[str, Node] = MappingProxyType({})
    lengths: Mapping[int, Node] = MappingProxyType({})

    def of(self, type_: str, length: int) -> Node | None:
        """Return the record for this type and length; None for a type that isn't described."""
        if self.field is not None:
            return self.values.get(type_)
        if self.lengths:
            return self.lengths.get(length)
        return self.nodes[0]


def kinds(nodes: tuple[Node, ...], framed: Frames) -> Kinds:
    """Decide how to tell the records apart."""
    if len(nodes) == 1:
        return Kinds(nodes)
    for leaf in leaves(nodes[0]):
        values = _values(nodes, leaf)
        if values:
            return Kinds(nodes, leaf, values)
    lengths = {node.length: node for node in nodes}
    if framed.kind in {"rdw", "bdw"} and len(lengths) == len(nodes) and {n for _, n in framed.spans} <= lengths.keys():
        return Kinds(nodes, lengths=lengths)
    return Kinds((next((n for n in nodes if _fits(n, framed)), nodes[0]),))


def _fits(node: Node, framed: Frames) -> bool:
    return bool(framed.spans) and framed.spans[0][1] == node.length


def _values(nodes: tuple[Node, ...], leaf: Node) -> dict[str, Node]:
    """Return record by value where every record has values, all different, in a field at this place."""
    found: dict[str, Node] = {}
    for node in nodes:
        twin = next((x for x in leaves(node) if (x.offset, x.length) == (leaf.offset, leaf.length)), None)
        texts = _texts(twin) if twin is not None else []
        if not texts or any(text in found for text in texts):
            return {}
        found |= dict.fromkeys(texts, node)
    return found


def _texts(node: Node) -> list[str]:
    width = node.length if node.picture and node.picture.kind == "zoned" else 0
    values = [low for low, _ in node.entry.values] + [low for low, _ in node.labels]
    return list(dict.fromkeys(value.strip().rjust(width, "0") for value in values))
