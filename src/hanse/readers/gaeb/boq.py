"""A bill of quantities (BoQ) as flat lists of groups and items, each with its ordinal number, ancestors and place."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from hanse.readers._trade import tree
from hanse.readers.gaeb import texts, ways
from hanse.records import Place

_ITEMS = {"Item": "item", "MarkupItem": "markup", "Remark": "remark", "PerfDescr": "perf", "AddText": "remark"}
_LEAVES = frozenset({"BoQInfo", "Totals", "LblTx", "Description", "CtlgAssign", "CPVCode"})


class Group(NamedTuple):
    """A group (Los, Titel, Abschnitt). above: index of its parent in the list of groups, -1 for none."""

    oz: str
    level: int
    above: int
    element: etree._Element
    place: Place
    title: str


class Position(NamedTuple):
    """An item. kind: item, markup, remark, perf, sub. group: index of its group or -1. of: a sub's item."""

    oz: str
    variant: str
    kind: str
    group: int
    element: etree._Element
    place: Place
    facts: dict[str, str]
    of: int = -1

    def said(self, name: str) -> str:
        """Return the text of a child; empty when it isn't there."""
        return self.facts.get(name, "")


class Boq:
    """All groups and items of one BoQ in the order of the file."""

    def __init__(self, element: etree._Element, path: str) -> None:
        self.element = element
        self.place = ways.place(element, path)
        self.info = tree.child(element, "BoQInfo")
        self.groups: list[Group] = []
        self.positions: list[Position] = []
        self._walk(element, path, -1, ())

    def ancestors(self, group: int) -> Iterator[int]:
        """Yield the indexes of a group and its ancestors, the group first."""
        while group >= 0:
            yield group
            group = self.groups[group].above

    def _walk(self, element: etree._Element, path: str, group: int, parts: tuple[str, ...]) -> None:
        counts: Counter[str] = Counter()
        for node in element:
            name = tree.local(node)
            if not name or name in _LEAVES:
                continue
            counts[name] += 1
            way = f"{path}/{name}[{counts[name]}]"
            if name == "BoQCtgy":
                self._group(node, way, group, parts)
            elif name in _ITEMS:
                self._position(node, way, group, parts)
            elif len(node):
                self._walk(node, way, group, parts)

    def _group(self, node: etree._Element, way: str, above: int, parts: tuple[str, ...]) -> None:
        own = number(node)
        mine = _below(parts, own)
        level = self.groups[above].level + 1 if above >= 0 else 1
        title = texts.one_line(tree.child(node, "LblTx"))
        self.groups.append(Group(".".join(mine), level, above, node, ways.place(node, way), title))
        self._walk(node, way, len(self.groups) - 1, mine)

    def _position(self, node: etree._Element, way: str, group: int, parts: tuple[str, ...]) -> None:
        kind = _ITEMS[tree.local(node)]
        own, index = number(node), (node.get("RNoIndex") or tree.said(node, "RNoIndex")).strip()
        mine = _below(parts, own) if own else ()
        oz = ".".join((*mine, index) if index and mine else mine)
        self.positions.append(Position(oz, index, kind, group, node, ways.place(node, way), tree.facts(node)))
        owner = len(self.positions) - 1
        for count, sub in enumerate(tree.children(node, "SubDescr"), 1):
            place = ways.place(sub, f"{way}/SubDescr[{count}]")
            sub_oz = f"{oz}/{tree.said(sub, 'SubDNo') or count}" if oz else ""
            self.positions.append(Position(sub_oz, "", "sub", group, sub, place, tree.facts(sub), owner))


def number(node: etree._Element) -> str:
    """Return an element's own part of the ordinal number."""
    return (node.get("RNoPart") or tree.said(node, "RNoPart")).strip()


def _below(parts: tuple[str, ...], own: str) -> tuple[str, ...]:
    """Return the whole ordinal number. GAEB 2000 repeats the parent's digits (01, 0101, 01010001): off with them."""
    whole = "".join(parts)
    if whole and own.startswith(whole) and len(own) > len(whole) and "." not in own:
        return (*parts, own[len(whole) :]) if _repeats(parts, own) else (*parts, own)
    return (*parts, own) if own else parts


def _repeats(parts: tuple[str, ...], own: str) -> bool:
    return len(own) >= len("".join(parts)) + 2 and len(own) > max(len(part) for part in parts)


def boqs(root: etree._Element) -> list[Boq]:
    """Return every BoQ of the file."""
    found: list[Boq] = []
    _find(root, f"/{tree.local(root)}", found)
    return found


def _find(element: etree._Element, path: str, found: list[Boq]) -> None:
    counts: Counter[str] = Counter()
    for node in element:
        name = tree.local(node)
        counts[name] += 1
        way = f"{path}/{name}[{counts[name]}]" if counts[name] > 1 or name == "BoQ" else f"{path}/{name}"
        if name == "BoQ":
            found.append(Boq(node, way))
        elif name in {"Award", "Invoice", "QtyDeterm", "Order", "CostDet"}:
            _find(node, way, found)
