"""Records of 128 characters from the bytes of a file, with or without line breaks, ASCII or EBCDIC."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hanse.readers.cells import decode
from hanse.readers.vda.layout import LENGTH
from hanse.records import Finding
from hanse.words import Words

_START = re.compile(r"(?:51[1-9]|71[1-9])[0-9]{2}")
_TYPE = re.compile(r"[0-9]{5}")
_EBCDIC = (b"\xf5\xf1\xf1", b"\xf7\xf1\xf1")


class Record(NamedTuple):
    """One record: its text filled up to 128 characters; size: how many were there; line: 0 without lines."""

    text: str
    number: int
    line: int
    size: int
    known: bool

    @property
    def whole(self) -> bool:
        """Whether all of it was there; a line may lack the blanks at its end."""
        return self.size == LENGTH or (0 < self.size < LENGTH and self.line > 0)


class Cut(NamedTuple):
    """All records of a file and what to tell of how they were cut."""

    records: list[Record]
    findings: list[Finding]


def cut(data: bytes) -> Cut:
    """Return the records. A record that begins with no record type is there too, and not known."""
    findings: list[Finding] = []
    if data[:3] in _EBCDIC:
        text = data.decode("cp273")
        findings.append(_told("ebcdic"))
    else:
        letters = decode(data)
        text, findings = letters.text, [*letters.findings]
    lines = re.split(r"\r\n|\n|\r|\x85", text.rstrip("\x00\x1a\r\n\t\x85"))
    if len(lines) > 1:
        return Cut(list(_numbered(_by_lines(lines))), [*findings, _told("lines")])
    return Cut(list(_numbered(_by_length(lines[0]))), [*findings, _told("stream")])


def _by_lines(lines: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the lines; one that is several records long is cut further, as files joined together have it."""
    for number, line in enumerate(lines, 1):
        if len(line) >= 2 * LENGTH and _START.match(line, LENGTH):
            yield from ((part, number) for part, _ in _by_length(line))
        elif line.strip():
            yield line, number


def _by_length(text: str) -> Iterator[tuple[str, int]]:
    """Yield pieces of 128 characters; where none begins, what follows up to the next record start is one piece."""
    at = 0
    while at < len(text):
        end = at + LENGTH
        if not _START.match(text, at):
            found = _START.search(text, at + 1)
            end = found.start() if found else len(text)
        elif end < len(text) and not _START.match(text, end):
            end = _early(text, at, end)
        yield text[at:end], 0
        at = end


def _early(text: str, at: int, end: int) -> int:
    """Return where the next record begins although this one is too short: a start 128 before the one after it."""
    for found in _START.finditer(text, at + 5, min(end + 5, len(text))):
        start = found.start()
        if text[start] == text[at] and (start + LENGTH >= len(text) or _START.match(text, start + LENGTH)):
            return start
    return end


def _numbered(parts: Iterator[tuple[str, int]]) -> Iterator[Record]:
    for number, (text, line) in enumerate(parts, 1):
        size = len(text.rstrip()) if line and len(text) > LENGTH else len(text)
        yield Record(text[:LENGTH].ljust(LENGTH), number, line, max(size, len(text.rstrip())), bool(_TYPE.match(text)))


def _told(what: str) -> Finding:
    words = {
        "ebcdic": Words("Die Datei ist in EBCDIC; gelesen als CP273.", "The file is EBCDIC; it was read as CP273."),
        "lines": Words("Ein Satz je Zeile.", "One record per line."),
        "stream": Words("Sätze zu 128 Zeichen ohne Zeilenumbruch.", "Records of 128 characters without line breaks."),
    }[what]
    return Finding("vda.records", "info", words)
