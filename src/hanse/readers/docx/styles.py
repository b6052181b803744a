"""What Word's paragraph styles mean: which are headings, which belong to a list.

A document uses five of the hundreds of styles that templates bring along, so only these are looked up, by pattern:
parsing all of them took longer than the whole rest of a letter. Source: ECMA-376 part 1, 17.7.
"""

import re
from html import escape, unescape  # xml.sax.saxutils would load half of urllib, in each reader process
from typing import Final, NamedTuple

_DEEPEST: Final = 20
"""Styles are based on one another; more than this is a circle."""


class Style(NamedTuple):
    """What a paragraph style means: a heading, and the list ("" for none) and depth it belongs to."""

    heading: bool = False
    number: str = ""
    depth: int | None = None


class Styles:
    """The paragraph styles of one document."""

    def __init__(self, data: bytes) -> None:
        """Take styles.xml, which may be empty."""
        self._data = data
        self._known: dict[str, Style] = {"": Style()}

    def get(self, name: str) -> Style:
        """Return what a style means, with what it inherits; nothing special for one that isn't defined."""
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> Style:
        heading, number, depth = False, "", None
        for _ in range(_DEEPEST):
            chunk = self._chunk(name)
            title = _value(chunk, b"name").lower()
            outline = _value(chunk, b"outlineLvl")
            heading = heading or title.startswith(("heading", "überschrift")) or title in ("title", "titel", "subtitle")
            heading = heading or "" < outline < "9"
            number = number or _value(chunk, b"numId")
            level = _value(chunk, b"ilvl")
            depth = int(level) if depth is None and level.isdecimal() and len(level) < 3 else depth
            name = _value(chunk, b"basedOn")
            if not name:
                break
        return Style(heading, number, depth)

    def _chunk(self, name: str) -> bytes:
        """Return the XML of one style."""
        at = self._data.find(f"styleId={_quoted(name)}".encode())
        start, end = self._data.rfind(b"<", 0, at), self._data.find(b"style>", at)
        return self._data[start:end] if at >= 0 and end >= 0 else b""


def _value(chunk: bytes, tag: bytes) -> str:
    found = re.search(rb"<(?:\w+:)?" + tag + rb'\s[^>]*?val="([^"]*)"', chunk)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def _quoted(name: str) -> str:
    """Return a name as Word writes it into an attribute."""
    return '"' + escape(name, quote=False).replace('"', "&quot;") + '"'
