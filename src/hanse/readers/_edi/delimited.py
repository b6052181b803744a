"""Segments of a text with separators (EDIFACT, X12): cut, numbered, with their lines. Linear in the text's length."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_PATH = re.compile(r"(\d+)(?:\.(\d+))?(\*)?")


class Separators(NamedTuple):
    """The characters that the file uses; release and repetition may be empty."""

    component: str
    element: str
    terminator: str
    release: str = ""
    repetition: str = ""
    decimal: str = "."


class Segment(NamedTuple):
    """One segment: tag, text without the terminator, first and last line; closed: whether its terminator is there."""

    tag: str
    text: str
    line: int
    end: int
    closed: bool
    breaks: int


def segments(text: str, seps: Separators, line: int = 1) -> Iterator[Segment]:
    """Yield the segments of a text, empty ones left out. Line breaks inside them are taken out and counted."""
    pending: list[str] = []
    parts = text.split(seps.terminator)
    last = len(parts) - 1
    for index, part in enumerate(parts):
        pending.append(part)
        if index < last and seps.release and _released(part, seps.release):
            continue
        piece = seps.terminator.join(pending)
        pending = []
        lead = len(piece) - len(piece.lstrip(" \t\r\n"))  # no other white space: it may be a separator
        line += _breaks(piece[:lead])
        body = piece[lead:].rstrip("\r\n\x00\x1a") if index == last else piece[lead:]
        inner = _breaks(body)
        if body:
            yield _segment(body, seps, line, inner, closed=index < last)
        line += inner + (piece.count("\n", lead + len(body)) if index == last else 0)
        line += seps.terminator in "\r\n"


def _segment(body: str, seps: Separators, line: int, inner: int, *, closed: bool) -> Segment:
    text = body.replace("\r", "").replace("\n", "") if inner else body
    tag = text[:3]  # nearly always
    if text[3:4] not in {seps.element, ""}:
        tag = text.partition(seps.element)[0].partition(seps.component)[0].strip()
    return Segment(tag, text, line, line + inner, closed, inner)


def _breaks(text: str) -> int:
    if "\n" in text:
        return text.count("\n")
    return text.count("\r")


def _released(piece: str, release: str) -> bool:
    """Tell whether the terminator after this piece is released: an odd number of release characters before it."""
    count = len(piece) - len(piece.rstrip(release))
    return count % 2 == 1


def elements(text: str, seps: Separators) -> list[list[str]]:
    """Return the elements of a segment after its tag, each as its components, released characters put right."""
    if seps.release and seps.release in text:
        parts = split(text, seps.element, seps.release)
        return [[unescape(c, seps.release) for c in split(part, seps.component, seps.release)] for part in parts]
    return [part.split(seps.component) for part in text.split(seps.element)]


def split(text: str, mark: str, release: str) -> list[str]:
    """Return the text cut at a mark that isn't released; release characters stay."""
    parts = text.split(mark)
    joined: list[str] = []
    pending: list[str] = []
    for part in parts:
        pending.append(part)
        if not _released(part, release):
            joined.append(mark.join(pending))
            pending = []
    return [*joined, mark.join(pending)] if pending else joined


def unescape(text: str, release: str) -> str:
    """Return the text with the released characters as they are meant."""
    if release not in text:
        return text
    return re.sub(f"{re.escape(release)}(.)", r"\1", text, flags=re.DOTALL)


def repetitions(text: str, seps: Separators) -> list[str]:
    """Return the segment once for each repetition of its first element; of other elements the first counts."""
    if not seps.repetition or seps.repetition not in text:
        return [text]
    head, *rest = split(text, seps.element, seps.release) if seps.release else text.split(seps.element)
    first, *others = [split(part, seps.repetition, seps.release or seps.repetition) for part in rest] or [[""]]
    tail = [part[0] for part in others]
    return [seps.element.join([head, one, *tail]) for one in first]


@cache
def _path(path: str) -> tuple[int, int, bool]:
    found = _PATH.fullmatch(path)
    if found is None:
        raise ValueError(f"no path of an element: {path!r}")
    return int(found[1]), int(found[2] or 1) - 1, bool(found[3])


def at(data: list[list[str]], path: str) -> str:
    """Return the text at "2.1", or with "4.2*" all components from there on, joined by blanks."""
    element, component, rest = _path(path)
    if element >= len(data):
        return ""
    parts = data[element]
    if rest:
        return " ".join(part.strip() for part in parts[component:] if part.strip())
    return parts[component] if component < len(parts) else ""
