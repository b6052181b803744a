"""Content lines to components (BEGIN ... END), which may hold others. Knows no property of theirs."""

from collections.abc import Iterator
from typing import NamedTuple

from hanse.readers._cards.lines import Line
from hanse.records import Finding, Place
from hanse.words import Words

MOST = 20  # findings of one kind; from there on they are only counted


class Component(NamedTuple):
    """A component: its name in capitals, its own lines, those inside it, and its lines in the file."""

    name: str
    lines: list[Line]
    inner: list["Component"]
    line: int
    line_end: int

    def first(self, *names: str) -> Line | None:
        """Return the first line of these names, in the order of the names."""
        return next((line for name in names for line in self.lines if line.name == name), None)

    def all(self, *names: str) -> list[Line]:
        """Return all lines of these names."""
        return [line for line in self.lines if line.name in names]

    def text(self, name: str) -> str:
        """Return the text of the first line of this name; empty when there is none."""
        line = self.first(name)
        return line.text().strip() if line else ""

    def walk(self, *names: str) -> Iterator["Component"]:
        """Yield the components of these names inside this one, in the order of the file."""
        waiting = self.inner[::-1]
        while waiting:
            part = waiting.pop()
            if part.name in names:
                yield part
            waiting += part.inner[::-1]


class Parsed(NamedTuple):
    """The outermost components, findings, and how many lines stand outside of any."""

    components: list[Component]
    findings: tuple[Finding, ...]
    outside: int


class _Open(NamedTuple):
    name: str
    lines: list[Line]
    inner: list[Component]
    line: int


def parse(lines: list[Line], code: str) -> Parsed:
    """Return the components. One without an end goes to the end of the one around it, and is told."""
    tops: list[Component] = []
    waiting: list[_Open] = []
    odd: list[Line] = []
    unended: list[_Open] = []
    last = 0
    for line in lines:
        last = line.line_end
        if line.name == "BEGIN":
            waiting.append(_Open(line.value.strip().upper(), [], [], line.line))
        elif line.name == "END" and any(part.name == line.value.strip().upper() for part in waiting):
            unended += _close(waiting, tops, line.value.strip().upper(), line.line_end)
        elif line.name in {"", "END"} or not waiting:
            odd.append(line)
        else:
            waiting[-1].lines.append(line)
    unended += waiting
    while waiting:
        _close(waiting, tops, waiting[-1].name, last)
    findings = (*_odd(odd, code), *(_unended(part, code) for part in unended[:MOST]))
    return Parsed(tops, findings, len(odd))


def _close(waiting: list[_Open], tops: list[Component], name: str, line: int) -> list[_Open]:
    """Close the innermost component of this name; return those inside it that had no end of their own."""
    unended: list[_Open] = []
    while True:
        part = waiting.pop()
        into = waiting[-1].inner if waiting else tops
        into.append(Component(part.name, part.lines, part.inner, part.line, line))
        if part.name == name:
            return unended
        unended.append(part)


def _odd(lines: list[Line], code: str) -> Iterator[Finding]:
    words = Words(
        "Diese Zeile gehört zu keinem Eintrag oder hat keinen Namen und fehlt. Die Datei neu exportieren.",
        "This line belongs to no entry or has no name and is left out. Export the file again.",
    )
    for line in lines[:MOST]:
        raw = line.raw[:500].decode("utf-8", "replace")
        yield Finding(f"{code}.line", "error", words, line.place, raw)
    if len(lines) > MOST:
        more = Words(f"Weitere solche Zeilen: {len(lines) - MOST}.", f"More such lines: {len(lines) - MOST}.")
        yield Finding(f"{code}.line", "error", more)


def _unended(part: _Open, code: str) -> Finding:
    words = Words(
        f"Der Eintrag {part.name} ab Zeile {part.line} hat kein Ende; die Datei bricht ab oder ist beschädigt. Sie neu"
        " exportieren.",
        f"The entry {part.name} from line {part.line} on has no end; the file breaks off or is damaged. Export it"
        " again.",
    )
    return Finding(f"{code}.end", "warning", words, Place(line=part.line))
