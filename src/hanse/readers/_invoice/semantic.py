"""An invoice as the groups and terms of EN 16931-1, the same from each syntax. Knows paths, no tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from lxml import etree

from hanse.readers._invoice.codes import code_list
from hanse.readers._invoice.terms import Model, Syntax, Term, model

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type
DEEPEST = 30
"""So many levels of sub lines are followed; what lies deeper is not assigned to terms."""


@dataclass(frozen=True, eq=False)
class Value:
    """A value as the file has it: text tidied, where it stands, and what goes with it (a scheme, a file's name)."""

    term: Term
    text: str
    element: Element
    extras: dict[str, str]


@dataclass(frozen=True, eq=False)
class Group:
    """A group, once for each time that it occurs, with its values by term and its groups by name."""

    name: str
    element: Element
    values: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    groups: dict[str, tuple["Group", ...]] = field(default_factory=dict)

    def all(self, name: str) -> tuple[Value, ...]:
        """Return every value of a term in this group and in the groups below it."""
        below = _way_below(self.name, name)
        return tuple(value for group in self.walk(below) for value in group.values.get(name, ()))

    def first(self, name: str) -> Value | None:
        """Return the first value of a term; None when there is none."""
        found = self.all(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """Return the text of a term; several free texts are joined line by line; empty when there is none."""
        found = self.all(name)
        if not found:
            return ""
        return "\n".join(value.text for value in found) if found[0].term.joins else found[0].text

    def walk(self, way: Sequence[str]) -> Iterator["Group"]:
        """Yield the groups at the end of a way of group names."""
        if not way:
            yield self
            return
        for group in self.groups.get(way[0], ()):
            yield from group.walk(way[1:])

    def under(self) -> Iterator["Group"]:
        """Yield this group and all groups below it, in the order of the model."""
        yield self
        for groups in self.groups.values():
            for group in groups:
                yield from group.under()


@cache
def _way_below(group: str, name: str) -> tuple[str, ...]:
    """Return the groups between a group and a term that it, or a group in it, holds."""
    way, own = model().ways[name], model().terms[group].like or group if group else ""
    return way[way.index(own) + 1 :] if own in way else way


def read(root: Element, syntax: Syntax) -> Group:
    """Return the invoice that this root holds."""
    return _Reader(model(), syntax).group("", root)


class _Reader:
    def __init__(self, known: Model, syntax: Syntax) -> None:
        self.known, self.syntax = known, syntax
        self.depth = 0

    def group(self, name: str, element: Element) -> Group:
        made = Group(name, element)
        for term in self.known.of(name):
            if term.kind == "group":
                self._add_groups(made, term)
            elif values := self._values(term, element):
                made.values[term.name] = values
        return made

    def _add_groups(self, made: Group, term: Term) -> None:
        if self.depth > DEEPEST:
            return
        self.depth += 1
        elements = [hit for path in term.paths[self.syntax] for hit in elements_at(made.element, path)]
        groups = [self.group(term.name, element) for element in elements]
        self.depth -= 1
        found = tuple(group for group in groups if group.values or group.groups or group.element is not made.element)
        if found:
            made.groups[term.name] = found

    def _values(self, term: Term, element: Element) -> tuple[Value, ...]:
        for path in term.paths[self.syntax]:
            found = [value for hit in hits(element, path) if (value := self._value(term, hit, element))]
            if found:
                found = _own_first(found) if term.role == "key" and len(found) > 1 else found
                return tuple(_without_repeats(found)) if term.once else tuple(found)
        return ()

    def _value(self, term: Term, hit: Element | str, around: Element) -> Value | None:
        at = _owner(hit, around) if isinstance(hit, str) else hit
        extras = {t.name: said for t in self.known.of(term.name) if (said := self._extra(t, at))}
        text = _file_name(extras) if term.kind == "binary" else tidy(hit)
        return Value(term, self._same_code(term, text), at, extras) if text else None

    def _extra(self, term: Term, element: Element) -> str:
        found = (tidy(hit) for path in term.paths[self.syntax] for hit in hits(element, path))
        return next((text for text in found if text), "")

    def _same_code(self, term: Term, text: str) -> str:
        """Return BT-8 in the codes of UBL, which are those of the standard; CII writes others for the same."""
        if term.name != "BT-8" or self.syntax == "ubl":
            return text
        return next((code for code, row in code_list("tax_point").items() if row["cii"] == text), text)


def _without_repeats(values: list[Value]) -> list[Value]:
    """Return the values without those that say the same again, as CII does for each tax rate."""
    return list({value.text: value for value in reversed(values)}.values())[::-1]


def _own_first(values: list[Value]) -> list[Value]:
    """Return identifiers in an order that is the same in each syntax: the party's own ones before those of a scheme."""
    return sorted(values, key=lambda value: (bool(value.extras), value.text))


def _file_name(extras: dict[str, str]) -> str:
    return extras.get("BT-125-2") or extras.get("BT-125-1") or "Datei"


def hits(element: Element, path: str) -> list[Element | str]:
    """Return what an XPath finds, in document order: elements, attributes, or one text."""
    found = cast("str | list[Element | str]", _compiled(path)(element))
    if isinstance(found, str):
        return [found] if found.strip() else []
    return found


def elements_at(element: Element, path: str) -> list[Element]:
    """Return the elements that an XPath finds."""
    return [hit for hit in hits(element, path) if not isinstance(hit, str)]


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path)


def _owner(hit: object, around: Element) -> Element:
    owner = hit.getparent() if hasattr(hit, "getparent") else None
    return around if owner is None else owner


def tidy(hit: Element | str) -> str:
    """Return the text of a hit: spaces within lines are one, empty lines are left out."""
    raw = hit if isinstance(hit, str) else "".join(str(part) for part in hit.itertext())
    return "\n".join(line for line in (" ".join(row.split()) for row in raw.splitlines()) if line)
