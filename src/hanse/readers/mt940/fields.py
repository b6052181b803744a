"""An MT940 file to its fields (:20:, :61:, :86: ...) with their lines; knows no meanings."""

import re
from collections.abc import Iterator, Sequence

import msgspec

_TAG = re.compile(r":(\d{2}[A-Z]?|NS|NSF):")
_SPLIT = re.compile(r"(\d{2}[A-Z]?):")
_ENVELOPE = re.compile(r"^\{[1235]:[^{}]*(\{[^{}]*\}[^{}]*)*\}?")
_END = frozenset({"-", "-}", "--"})


class Field(msgspec.Struct):
    """One field: its tag, its lines of text, and its first and last line in the file (from 1)."""

    tag: str
    lines: list[str]
    line: int
    end: int

    @property
    def text(self) -> str:
        """Its lines as one text."""
        return "\n".join(self.lines)


def split(text: str) -> list[str]:
    """Return the lines of a text, whichever line ends it has."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a\n").split("\n")


def fields(lines: Sequence[str]) -> Iterator[Field]:
    """Yield the fields in order; lines before the first one, SWIFT blocks and end marks belong to none."""
    field: Field | None = None
    for number, raw in enumerate(lines, 1):
        line = _bare(raw)
        found = _TAG.match(line)
        if found is None and field is not None and field.lines[-1] == ":":
            found = _broken_tag(line, field)
        if found:
            if field is not None:
                yield field
            field = Field(found[1], [line[found.end() :]], number, number)
        elif raw.strip() in _END or raw.startswith("-}"):
            if field is not None:
                yield field
            field = None
        elif field is not None and line.strip():
            field.lines.append(line)
            field.end = number
    if field is not None:
        yield field


def _bare(line: str) -> str:
    """Return a line without the SWIFT blocks around it ({1:...}{2:...}{4:)."""
    if not line.startswith("{"):
        return line
    bare = line
    while bare.startswith("{") and not bare.startswith("{4:"):
        after = _ENVELOPE.sub("", bare, count=1)
        if after == bare:
            return line
        bare = after
    return bare.removeprefix("{4:")


def _broken_tag(line: str, field: Field) -> re.Match[str] | None:
    """Return the tag of a line whose colon stands alone on the line before, and take that colon away."""
    found = _SPLIT.match(line)
    if found:
        field.lines = field.lines[:-1] or [""]
        field.end -= 1
    return found
