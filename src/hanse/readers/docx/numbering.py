"""The numbers that Word shows before list items and headings ("2.1", "a)"): they are not in the text itself.

Source: ECMA-376 part 1, 17.9.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Level(NamedTuple):
    """One level of a list: its number format, its text ("%1.%2") and the number it starts with."""

    format: str
    text: str
    start: int


class Numbering:
    """Counts the list items of one document as they come."""

    def __init__(self, root: Callable[[], etree._Element | None]) -> None:
        """Take how to get numbering.xml, which is not read before the first item: most letters have none."""
        self._root = root
        self._read = False
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._restart: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def _read_once(self) -> None:
        root = None if self._read else self._root()
        self._read = True
        for child in root if root is not None else ():
            if child.tag == f"{_W}abstractNum":
                self._levels[child.get(f"{_W}abstractNumId", "")] = _levels(child)
            elif child.tag == f"{_W}num":
                self._add_list(child)

    def _add_list(self, num: etree._Element) -> None:
        number = num.get(f"{_W}numId", "")
        self._lists[number] = _value(num, "abstractNumId")
        for override in num.iter(f"{_W}lvlOverride"):
            if (start := _value(override, "startOverride")).isdecimal():
                self._restart.setdefault(number, {})[_whole(override.get(f"{_W}ilvl"))] = int(start)

    def label(self, number: str, depth: int) -> str:
        """Return the label of the next item of this list ("2.1", "b)", "-"); empty when the list has none."""
        self._read_once()
        family = self._lists.get(number)
        level = self._levels.get(family or "", {}).get(depth)
        if family is None or level is None:
            return ""
        counts = self._counts.setdefault(family, {})
        start = self._restart.get(number, {}).pop(depth, None)
        counts[depth] = start if start is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.format == "bullet":
            return "-"
        return re.sub(r"%([1-9])", lambda m: self._shown(family, int(m[1]) - 1), level.text).strip()

    def _shown(self, family: str, depth: int) -> str:
        level = self._levels[family].get(depth)
        count = self._counts[family].get(depth, level.start if level else 1)
        return _number(count, level.format if level else "decimal")


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {
        _whole(lvl.get(f"{_W}ilvl")): Level(
            _value(lvl, "numFmt") or "decimal", _value(lvl, "lvlText"), _whole(_value(lvl, "start") or "1")
        )
        for lvl in abstract.iter(f"{_W}lvl")
    }


def _value(element: etree._Element, child: str) -> str:
    found = element.find(f"{_W}{child}")
    return found.get(f"{_W}val", "") if found is not None else ""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _number(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return f"{count:02d}" if form == "decimalZero" else "" if form == "none" else str(count)


def _roman(count: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        while count >= value and len(out) < 30:
            out += letters
            count -= value
    return out
