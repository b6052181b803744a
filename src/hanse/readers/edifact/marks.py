"""Separators of an interchange: from UNA, else from how UNB is written. Text before it, and objects inside it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hanse.readers._edi.delimited import Separators

STANDARD = Separators(":", "+", "'", "?", "", ".")
_UNA = re.compile(r"UNA(.)(.)(.)(.)(.)(.)[\r\n \t]*(?=U[\r\n]*N[\r\n]*[BGH])", re.DOTALL)
_BARE = re.compile(r"(UNB|UNG|UNH|BGM)([^A-Za-z0-9 \t\r\n])")
_UNB = re.compile(r"UNB([^A-Za-z0-9])\w{4}([^A-Za-z0-9]?)")
_NEXT = re.compile(r"([^A-Za-z0-9\r\n ])[\r\n ]*(?:UNH|UNG)[^A-Za-z0-9]")
_VERSION = re.compile(r"UNB\W\w{4}\W(\d)")


class Stretch(NamedTuple):
    """A part of the text with separators of its own."""

    text: str
    line: int
    seps: Separators
    stated: bool


def stretches(text: str) -> tuple[str, list[Stretch]]:
    """Return what stands before the first interchange, and the stretches; none when there is no interchange."""
    starts = list(_UNA.finditer(text))
    bare = _BARE.search(text)
    first = min([m.start() for m in (*starts[:1], bare) if m], default=-1)
    if first < 0:
        return text, []
    cuts = [first] if not starts or first < starts[0].start() else []
    cuts += [m.start() for m in starts]
    ends = [*cuts[1:], len(text)]
    lines = [1 + text.count("\n", 0, first)]
    for start, end in zip(cuts, ends, strict=True):
        lines.append(lines[-1] + text.count("\n", start, end))
    parts = zip(cuts, ends, lines, strict=False)
    return text[:first], [_stretch(text[start:end], line) for start, end, line in parts]


def _stretch(text: str, line: int) -> Stretch:
    una = _UNA.match(text)
    if una is None:
        return Stretch(text, line, _guessed(text), stated=False)
    body = text[una.end() :]
    seps = Separators(una[1], una[2], una[6], _none_if_blank(una[4]), _repetition(una[5], body), una[3])
    return Stretch(body, line + text[: una.end()].count("\n"), seps, stated=True)


def _repetition(said: str, body: str) -> str:
    """Return the repetition separator, which exists from syntax version 4 on."""
    version = _VERSION.match(body)
    return said.strip(" ") if version and version[1] >= "4" else ""


def _none_if_blank(said: str) -> str:
    return said.strip(" ")  # control characters are separators too: no other white space may go


def _guessed(text: str) -> Separators:
    """Return the standard ones, or what a UNB without UNA is visibly written with."""
    unb = _UNB.match(text)
    if unb is None:
        return STANDARD
    component = unb[2] if unb[2] and unb[2] != unb[1] else ":"
    ends = _NEXT.search(text)
    star = "*" if (version := _VERSION.match(text)) and version[1] >= "4" and unb[1] != "*" else ""
    return STANDARD._replace(component=component, element=unb[1], terminator=ends[1] if ends else "'", repetition=star)


class Object(NamedTuple):
    """A file that lies between UNO and UNP."""

    name: str
    content: str


def objects(text: str, seps: Separators) -> tuple[str, list[Object]]:
    """Return the text without the contents of UNO/UNP objects, and the objects."""
    last = text.rfind(f"UNP{seps.element}")  # looking for an end that isn't there would take quadratic time
    if last < 0 or f"UNO{seps.element}" not in text[:last]:
        return text, []
    mark, end = re.escape(seps.element), re.escape(seps.terminator)
    pattern = re.compile(f"(UNO{mark}([^{end}]*){end})(.*?)(?=UNP{mark})", re.DOTALL)
    found: list[Object] = []

    def taken(match: re.Match[str]) -> str:
        name = re.split(f"[{re.escape(seps.element + seps.component)}]", match[2])[0]
        found.append(Object(name, re.sub(r"\A\r?\n", "", match[3])))
        return str(match[1]) + "\n" * match[3].count("\n")

    return pattern.sub(taken, text[: last + 4]) + text[last + 4 :], found


def names(found: list[Object]) -> Iterator[tuple[str, str]]:
    """Yield the objects' names, made unlike, with their contents."""
    for number, item in enumerate(found, 1):
        yield f"{number}:{item.name or 'objekt'}", item.content
