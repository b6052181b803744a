"""Groups of segments by their trigger segments: a flat list of segments becomes the tree that the message type says.

A grammar is a text such as "BGM DTM RFF(DTM) NAD(LOC CTA(COM)) LIN(QTY PRI) UNS(MOA)": a tag with brackets opens a
group. The order counts first, the innermost open group wins; real files that break the order still find the group that
knows the segment.
"""

import re
from functools import cache

from hanse.readers._edi.nodes import Message, Node

_WORD = re.compile(r"[A-Z0-9]+|[()]")


class Rule:
    """A place in a grammar: a tag and what may stand below it, in order."""

    __slots__ = ("at", "kids", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.kids: list[Rule] = []
        self.at: dict[str, int] = {}

    def add(self, kid: "Rule") -> None:
        """Append what may stand below."""
        self.at.setdefault(kid.tag, len(self.kids))
        self.kids.append(kid)


@cache
def grammar(text: str) -> Rule:
    """Return the grammar that a text spells."""
    root = Rule("")
    open_rules = [root]
    for word in _WORD.findall(text):
        if word == "(":
            open_rules.append(open_rules[-1].kids[-1])
        elif word == ")":
            open_rules.pop()
        else:
            open_rules[-1].add(Rule(word))
    return root


class Tree:
    """Puts one segment after the other into its group."""

    def __init__(self, root: Node, kind: str, rule: Rule) -> None:
        self.message = Message(root, kind)
        self.open: list[tuple[Node, Rule, int]] = [(root, rule, 0)]
        self.strays: list[Node] = []

    def put(self, node: Node, following: str = "") -> None:
        """Put a node below the group that it belongs to; following: the tag of the next segment."""
        self.message.note(node)
        depth, index = self._find(node.tag, following)
        if depth < 0:
            self.strays.append(node)
            self.message.root.add(node)
            return
        del self.open[depth + 1 :]
        above, rule, _ = self.open[depth]
        self.open[depth] = (above, rule, index)
        above.add(node)
        own = rule.kids[index]
        if own.kids:
            self.open.append((node, own, 0))

    def _find(self, tag: str, following: str) -> tuple[int, int]:
        """Return depth and position: in order first, among these one that expects the next segment, else out of it."""
        found = [(d, i) for d in range(len(self.open) - 1, -1, -1) if (i := self._ahead(d, tag)) >= 0]
        if len(found) > 1:
            wanted = [(d, i) for d, i in found if following in self.open[d][1].kids[i].at]
            return (wanted or found)[0]
        if found:
            return found[0]
        for depth in range(len(self.open) - 1, -1, -1):
            index = self.open[depth][1].at.get(tag, -1)
            if index >= 0:
                return depth, index
        return -1, -1

    def _ahead(self, depth: int, tag: str) -> int:
        """Return where at or after the present position of an open group the tag stands; -1 when it doesn't."""
        _, rule, now = self.open[depth]
        index = rule.at.get(tag, -1)
        if index < 0 or index >= now:
            return index
        return next((i for i in range(now, len(rule.kids)) if rule.kids[i].tag == tag), -1)
