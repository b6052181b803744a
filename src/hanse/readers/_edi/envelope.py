"""The envelopes of EDIFACT and X12: interchange around groups around messages, each counted and compared.

Nothing is repaired: a section that isn't ended, or ended without a start, is told.
"""

from typing import NamedTuple

from hanse.readers._edi import tell
from hanse.readers._edi.checks import Tally
from hanse.readers._edi.delimited import at
from hanse.readers._edi.nodes import Node
from hanse.records import Finding
from hanse.words import Words

_REFERENCE = Words("Referenz am Ende wie am Anfang", "Reference at the end as at the start")


class Level(NamedTuple):
    """One envelope: its opening and closing segment, and where the opening one has its reference."""

    start: str
    stop: str
    reference: str


class Envelopes:
    """Follows the service segments; levels are given from the outermost (interchange) to the innermost (message)."""

    def __init__(self, tally: Tally, levels: tuple[Level, Level, Level]) -> None:
        self.tally = tally
        self.levels = levels
        self.findings: list[Finding] = []
        self.open: list[Node | None] = [None, None, None]
        self.groups = self.messages = self.in_group = self.segments = 0
        self._starts = {level.start: depth for depth, level in enumerate(levels)}
        self._stops = {level.stop: depth for depth, level in enumerate(levels)}

    def see(self, node: Node) -> None:
        """Take notice of one segment."""
        self.segments += 1
        if (depth := self._starts.get(node.tag)) is not None:
            self._begin(node, depth)
        elif (depth := self._stops.get(node.tag)) is not None:
            self._stop(node, depth)

    def end(self) -> None:
        """The file is over: what is still open was never closed."""
        self._lose(0)

    def above(self) -> Node | None:
        """Return what a message stands in: its group, else its interchange."""
        return self.open[1] or self.open[0]

    def is_start(self, tag: str) -> bool:
        """Tell whether a tag opens an envelope."""
        return tag in self._starts

    def is_stop(self, tag: str) -> bool:
        """Tell whether a tag closes an envelope."""
        return tag in self._stops

    def _begin(self, node: Node, depth: int) -> None:
        self._lose(depth)
        node.parent = next((above for above in reversed(self.open[:depth]) if above is not None), None)
        self.open[depth] = node
        if depth == 0:
            self.groups = self.messages = self.in_group = 0
        elif depth == 1:
            self.groups, self.in_group = self.groups + 1, 0
        else:
            self.messages, self.in_group, self.segments = self.messages + 1, self.in_group + 1, 1

    def _stop(self, node: Node, depth: int) -> None:
        self._lose(depth + 1)
        start = self.open[depth]
        if start is None:
            self.findings.append(tell.orphan(self.tally.reader, node, self.levels[depth].start))
            return
        counted = (self.groups or self.messages, self.in_group, self.segments)[depth]
        what = "count" if depth == 2 else "messages"
        self.tally.same(what, _counted(node.tag, depth), _figure(at(node.data, "1")), str(counted), node.place)
        stated = at(start.data, self.levels[depth].reference).strip()
        self.tally.same("reference", _REFERENCE, stated, at(node.data, "2").strip(), node.place)
        self.open[depth] = None

    def _lose(self, depth: int) -> None:
        """Tell of everything from this depth inwards that is open and now can't be closed any more."""
        for inner in range(2, depth - 1, -1):
            node = self.open[inner]
            if node is not None:
                level = self.levels[inner]
                reference = at(node.data, level.reference).strip()
                self.findings.append(tell.unclosed(self.tally.reader, node, level.stop, reference))
                self.open[inner] = None


def _counted(tag: str, depth: int) -> Words:
    if depth == 2:
        return Words(f"Zahl der Segmente laut {tag}", f"Number of segments by {tag}")
    return Words(f"Zahl der Nachrichten oder Gruppen laut {tag}", f"Number of messages or groups by {tag}")


def _figure(raw: str) -> str:
    """Return a count without leading zeros."""
    return raw.strip().lstrip("0") or raw.strip()[-1:]
