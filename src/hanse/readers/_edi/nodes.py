"""The tree that every interchange becomes: a node per segment, with the segments of its group below it."""

from collections.abc import Iterator
from typing import Any

from hanse.records import Place


class Node:
    """A segment (or record) and what stands below it.

    data: its values, as its dialect keeps them. record: its number in the file, from 1. line, end: first line of the
    segment, last line of its whole group; 0 where there are no lines. part: an XML path instead.
    """

    __slots__ = ("code", "data", "end", "kids", "line", "parent", "part", "record", "tag")

    def __init__(self, tag: str, data: Any, record: int = 0, line: int = 0, end: int = 0) -> None:  # noqa: ANN401 - each dialect has its own
        self.tag = tag
        self.data = data
        self.record = record
        self.line = line
        self.end = end or line
        self.part = ""
        self.code: str | None = None  # its qualifier, once somebody has asked for it
        self.parent: Node | None = None
        self.kids: dict[str, list[Node]] = {}

    def add(self, child: "Node") -> None:
        """Put a node below this one, and stretch this one and all above it over its lines."""
        child.parent = self
        self.kids.setdefault(child.tag, []).append(child)
        above: Node | None = self
        while above is not None and above.end < child.end:
            above.end = child.end
            above = above.parent

    def above(self, tag: str) -> "Node | None":
        """Return the nearest node above this one with a tag."""
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node

    @property
    def place(self) -> Place:
        """Where the node's whole group stands."""
        if self.part:
            return Place(part=self.part)
        return Place(
            record=self.record or None, line=self.line or None, line_end=self.end if self.end > self.line else None
        )


class Message:
    """One message: its root node, all its nodes by tag in the order of the file, and which mapping it follows."""

    def __init__(self, root: Node, kind: str) -> None:
        self.root = root
        self.kind = kind
        self.nodes: dict[str, list[Node]] = {}

    def note(self, node: Node) -> None:
        """Enter a node into the list of its tag."""
        self.nodes.setdefault(node.tag, []).append(node)

    def rows(self, where: str) -> Iterator[Node]:
        """Yield the nodes that a table has a row for.

        Tags separated by blanks; "A>B" is a B that stands somewhere below an A, "A>B!C" one that stands below no C.
        """
        for wanted in where.split():
            path, _, without = wanted.partition("!")
            above, _, tag = path.rpartition(">")
            for node in self.nodes.get(tag, ()):
                if above and node.above(above) is None:
                    continue
                if not without or node.above(without) is None:
                    yield node
