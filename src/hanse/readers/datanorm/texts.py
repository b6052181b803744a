"""The texts of DATANORM: blocks (T), insertions (E) and lines of one article (D), joined when the file is through.

They may stand anywhere in the file, before or behind their article; they wait in memory.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from hanse.readers.datanorm.lines import Record

_GAP = "$"


class _Part(NamedTuple):
    order: int
    text: str
    kind: str  # F: free text, T: a text block, E: an insertion with values
    block: str


class Texts:
    """Text blocks by number and dimension texts by article number, with the lines they stand on."""

    def __init__(self, version: int) -> None:
        self._version = version
        self._blocks: defaultdict[str, list[_Part]] = defaultdict(list)
        self._inserts: defaultdict[str, list[_Part]] = defaultdict(list)
        self._dimensions: defaultdict[str, list[_Part]] = defaultdict(list)
        self._where: dict[tuple[str, str], int] = {}
        self._used: set[tuple[str, str]] = set()

    def block(self, record: Record) -> bool:
        """Take a T or (DATANORM 4) E record; False when it has no number."""
        fields = record.fields
        number = _at(fields, 2)
        if not number:
            return False
        insert = fields[0] == "E" or (self._version == 5 and _at(fields, 3) == "2")
        self._where.setdefault(("T", number), record.line)
        parts = self._inserts[number] if insert else self._blocks[number]
        pairs = ((4, 5),) if self._version == 5 else ((4, 6), (7, 9))
        parts.extend(
            _Part(_order(_at(fields, at)), _at(fields, text), "F", "") for at, text in pairs if _at(fields, at)
        )
        return True

    def dimension(self, record: Record) -> bool:
        """Take a D record; False when it has no article number."""
        fields = record.fields
        number = _at(fields, 2)
        if not number:
            return False
        self._where.setdefault(("D", number), record.line)
        places = ((3, 4, 5, 6),) if self._version == 5 else ((3, 4, 6, 5), (7, 8, 10, 9))
        for order, kind, text, block in places:
            if _at(fields, kind) or _at(fields, text):
                part = _Part(
                    _order(_at(fields, order)), _at(fields, text), _at(fields, kind).upper(), _at(fields, block)
                )
                self._dimensions[number].append(part)
        return True

    def of(self, article: str, block: str) -> str:
        """Return the long text of an article: its block, then its own lines, in the order of their numbers."""
        lines = [*self._lines_of(block)] if block else []
        if article in self._dimensions:
            self._used.add(("D", article))
            for part in sorted(self._dimensions[article], key=lambda part: part.order):
                lines.extend(self._resolved(part))
        return "\n".join(lines).strip("\n")

    def has(self, block: str) -> bool:
        """Tell whether there is a text block of this number."""
        return block in self._blocks

    def _lines_of(self, block: str) -> Iterator[str]:
        if block in self._blocks:
            self._used.add(("T", block))
            yield from (part.text for part in sorted(self._blocks[block], key=lambda part: part.order))

    def _resolved(self, part: _Part) -> Iterator[str]:
        if part.kind == "T":
            yield from self._lines_of(part.block or part.text)
        elif part.kind == "E" and part.block in self._inserts:
            self._used.add(("T", part.block))
            values = [value for value in part.text.split(_GAP) if value]
            for insert in sorted(self._inserts[part.block], key=lambda part: part.order):
                yield _filled(insert.text, values)
        else:
            yield part.text

    def orphans(self) -> Iterator[tuple[int, str, str]]:
        """Yield line, number and text of what no article of this file refers to."""
        for key, line in self._where.items():
            kind, number = key
            if key not in self._used:
                parts = self._dimensions[number] if kind == "D" else [*self._blocks[number], *self._inserts[number]]
                yield line, number, "\n".join(part.text for part in sorted(parts, key=lambda part: part.order))


def _filled(text: str, values: list[str]) -> str:
    """Return an insertion with its gaps ($$$$) filled, one value for each; used values are taken off the list."""
    out, at = [], 0
    while at < len(text):
        if text[at] != _GAP:
            out.append(text[at])
            at += 1
            continue
        start = at
        while at < len(text) and text[at] == _GAP:
            at += 1
        out.append(values.pop(0) if values else text[start:at])
    return "".join(out)


def _order(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def _at(fields: list[str], index: int) -> str:
    return fields[index] if index < len(fields) else ""
