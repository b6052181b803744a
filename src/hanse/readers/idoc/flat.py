"""Flat IDoc files: a control record (EDI_DC40 or EDI_DC) and data records with their fields at fixed places."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from hanse.readers.cells import decode
from hanse.readers.idoc.layout import fields, fixed, normal
from hanse.readers.idoc.segment import Document, Segment
from hanse.records import Finding, Place
from hanse.words import Words

_SEGMENT = re.compile(r"[A-Z/][A-Z0-9_/]*")
_CONTROL, _DATA = 524, 1063


class Flat(NamedTuple):
    """The IDocs of a file, records that could not be read, what to tell."""

    documents: list[Document]
    rejected: list[Finding]
    findings: list[Finding]


def read(data: bytes) -> Flat:
    """Return the IDocs of a flat file, in order."""
    letters = decode(data)
    documents: list[Document] = []
    rejected: list[Finding] = []
    for number, (text, line) in enumerate(_records(letters.text), 1):
        place = Place(record=number, line=line or None)
        if text.startswith("EDI_DC"):
            documents.append(Document(_control(text, place), []))
        elif documents and (segment := _segment(text, documents[-1], place)):
            documents[-1].segments.append(segment)
        else:
            rejected.append(_rejected(text, place))
    return Flat(documents, rejected, [*letters.findings, *_maybe_cut(letters.text)])


def _records(text: str) -> Iterator[tuple[str, int]]:
    """Yield records with their lines; a file without line breaks is cut by the lengths of its records."""
    lines = re.split(r"\r\n|\n|\r", text.rstrip("\x00\x1a\r\n"))
    if len(lines) > 1 or len(text) <= _CONTROL:
        yield from ((line, number) for number, line in enumerate(lines, 1) if line.strip())
        return
    at = 0
    while at < len(text):
        length = _CONTROL if text.startswith("EDI_DC40", at) else _DATA
        yield text[at : at + length], 0
        at += length


def _control(text: str, place: Place) -> Segment:
    name = "EDI_DC40" if text.startswith("EDI_DC40") else "EDI_DC"
    values, _ = _split(text, fixed("control", name))
    return Segment(name, values, "", "", "", place)


def _segment(text: str, document: Document, place: Place) -> Segment | None:
    """Return a data record as a segment, None when it is none."""
    layout = fixed("data", "EDI_DD40" if document.control.name == "EDI_DC40" else "EDI_DD")
    head, end = _split(text, layout)
    name = head["SEGNAM"]
    if not _SEGMENT.fullmatch(name) or not (head["SEGNUM"] or "0").isdigit() or len(text) < end - 20:
        return None
    known = normal(name)
    values, stop = _split(text[end:], _sized(known))
    return Segment(known, values, head["SEGNUM"], head["PSGNUM"], head["HLEVEL"], place, text[end + stop :].strip())


@cache
def _sized(name: str) -> tuple[tuple[str, int], ...]:
    """Return fields and lengths of a segment, up to the first field that is known by name only."""
    return tuple((field.name, field.length) for field in takewhile(lambda f: f.length, fields(name)))


def _split(text: str, layout: tuple[tuple[str, int], ...]) -> tuple[dict[str, str], int]:
    values = {}
    at = 0
    for name, length in layout:
        values[name] = text[at : at + length].strip()
        at += length
    return values, at


def _maybe_cut(text: str) -> list[Finding]:
    """Tell when the last record is short and no line end follows: whether it was cut off can't be known."""
    last = text[max(text.rfind("\n"), text.rfind("\r")) + 1 :]
    if not last.strip() or last.startswith("EDI_DC") or len(last) % _DATA == 0 or last == text:
        return []
    words = Words(
        "Der letzte Satz ist kurz und endet ohne Zeilenumbruch; vielleicht ist die Datei abgeschnitten. Bitte prüfen.",
        "The last record is short and ends without a line break; the file may be cut off. Please check.",
    )
    return [Finding("idoc.cut", "warning", words, raw=last.rstrip()[:500])]


def _rejected(text: str, place: Place) -> Finding:
    words = Words(
        f"„{text[:30].strip()}“ ist kein Satz eines IDocs (vielleicht ein Zeilenumbruch in einem Text). Er wurde nicht"
        " gelesen.",
        f"'{text[:30].strip()}' is no record of an IDoc (perhaps a line break inside a text). It was not read.",
    )
    return Finding("idoc.rejected", "error", words, place, raw=text.strip()[:2000])
