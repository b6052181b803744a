"""The names of the columns: the words above the first row, each belonging to the column that it stands over."""

import re
from collections.abc import Sequence

from hanse.readers.cells import value_like
from hanse.readers.fixed.borders import Span, is_rule

_ABOVE = 4
_WORD = re.compile(r"\S+")


def find(lines: Sequence[str], first: int, spans: Sequence[Span]) -> int | None:
    """Return the index of the line above the first row that names the columns, None where none does."""
    for at in range(first - 1, max(-1, first - 1 - _ABOVE), -1):
        if lines[at].strip() and not is_rule(lines[at]):
            return at if _is_heading(lines[at], spans) else None
    return None


def named(line: str, spans: Sequence[Span]) -> list[str]:
    """Return the words of a line by column."""
    words: list[list[str]] = [[] for _ in spans]
    for word in _WORD.finditer(line):
        words[_nearest(word.span(), spans)].append(word[0])
    return [" ".join(mine) for mine in words]


def _is_heading(line: str, spans: Sequence[Span]) -> bool:
    names = named(line, spans)
    return sum(1 for name in names if name) * 5 >= len(spans) * 3 and not any(value_like(n) for n in names if n)


def _nearest(word: Span, spans: Sequence[Span]) -> int:
    """Return the number of the column that a word covers most, or stands nearest to."""
    return max(range(len(spans)), key=lambda i: min(word[1], spans[i][1]) - max(word[0], spans[i][0]))
