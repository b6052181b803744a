"""The end of a large file: totals below the rows, that must not count as rows."""

import csv
from typing import NamedTuple

from hanse.readers.cells import tidy, totals
from hanse.readers.item import Item

_TAIL = 64 << 10
_MOST = 200
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


class Tail(NamedTuple):
    """The totals at the end, and the byte where they begin (0 where there are none).

    totals: in order, each with how many lines it stands below the last record.
    """

    totals: tuple[tuple[int, str], ...] = ()
    end: int = 0

    @classmethod
    def of(cls, item: Item, encoding: str, delimiter: str, width: int) -> "Tail":
        """Return the totals among the last lines; none are found in encodings of two bytes."""
        if encoding in _WIDE:
            return cls()
        size = item.size()
        with item.open() as stream:
            stream.seek(max(0, size - _TAIL))
            lines = stream.read().splitlines(keepends=True)[1:][-_MOST:]
        end = len(lines)
        texts = [line.decode(encoding, "replace").strip("\r\n\x1a") for line in lines]
        while end and (not texts[end - 1] or _is_total(texts[end - 1], delimiter, width)):
            end -= 1
        found = tuple((n, text) for n, text in enumerate(texts[end:], start=1) if text)
        return cls(found, size - sum(len(line) for line in lines[end:])) if found else cls()


def _is_total(text: str, delimiter: str, width: int) -> bool:
    if text.count('"') % 2:
        return False
    cells = next(csv.reader([text], delimiter=delimiter), [])
    return len(cells) == width and totals.labelled([tidy(cell) for cell in cells])
