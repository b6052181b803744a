"""Where the columns of a text without delimiters are: at the character positions that are blank in nearly all lines."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from hanse.readers.cells import value_like

Span = tuple[int, int]
"""First position of a column, from 0, and the one after its last."""
PROBE = 2000
_TOLERATED = 0.05
_FEWEST = 6
_SHARE = 0.9
_NARROW = 15
"""So many lines must have a gap of one blank: with fewer it may be chance."""
_RULE = re.compile(r"[-=_*+. ]*[-=_*+][-=_*+. ]*")
_WORD = re.compile(r"\S+")


class Table(NamedTuple):
    """The columns of a text, and its lines that have them."""

    spans: tuple[Span, ...]
    lines: tuple[str, ...]


def is_rule(line: str) -> bool:
    """Say whether a line is drawn: underlines, double lines, blanks."""
    return _RULE.fullmatch(line) is not None


def find(lines: Sequence[str]) -> Table | None:
    """Return the columns that the first lines show, None where they show none."""
    dense = _dense([line for line in lines[:PROBE] if line.strip() and not is_rule(line)])
    if len(dense) < _FEWEST:
        return None
    spans = _ruled(lines, dense) or _spans(dense)
    fitting = tuple(line for line in dense if fits(line, spans))
    if len(spans) < 3 or len(fitting) < max(_FEWEST, _SHARE * len(dense)) or not _is_table(spans, fitting):
        return None
    return Table(spans, fitting)


def cells(line: str, spans: Sequence[Span]) -> list[str]:
    """Return the cells of a line."""
    return [line[start:end].strip() for start, end in spans]


def fits(line: str, spans: Sequence[Span]) -> bool:
    """Say whether a line has two cells or more and nothing between its columns."""
    inside = sum(len(line[start:end].replace(" ", "")) for start, end in spans)
    return inside == len(line.replace(" ", "")) and sum(1 for cell in cells(line, spans) if cell) > 1


def _dense(lines: Sequence[str]) -> list[str]:
    """Return the lines with a value among several words, where the line above or below is such a line as well."""
    likely = [_has_value(line) for line in lines]
    padded = [False, *likely, False]
    return [line for n, line in enumerate(lines) if likely[n] and (padded[n] or padded[n + 2])]


def _has_value(line: str) -> bool:
    words = line.split()
    return len(words) > 1 and any(value_like(word) for word in words)


def _spans(lines: Sequence[str]) -> tuple[Span, ...]:
    tolerated = int(_TOLERATED * len(lines))
    counts = [0] * max(len(line) for line in lines)
    for line in lines:
        for word in _WORD.finditer(line):
            for at in range(*word.span()):
                counts[at] += 1
    taken = [count > tolerated for count in counts]
    if len(lines) < _NARROW:
        taken = [
            now or (0 < at < len(taken) - 1 and taken[at - 1] and taken[at + 1] and not _parts(lines, at))
            for at, now in enumerate(taken)
        ]
    marks = "".join("x" if now else " " for now in taken)
    found = _joined([word.span() for word in _WORD.finditer(marks)], lines)
    return _widened(_reaching(found, lines), lines)


def _reaching(spans: Sequence[Span], lines: Sequence[str]) -> list[Span]:
    """Let each column reach as far as its longest words, where those stay clear of the columns beside it."""
    reach = [list(span) for span in spans]
    for line in lines:
        words = [word.span() for word in _WORD.finditer(line)]
        over = [[i for i, span in enumerate(spans) if word[0] < span[1] and span[0] < word[1]] for word in words]
        if all(len(mine) == 1 for mine in over):
            for word, (i,) in zip(words, over, strict=True):
                reach[i] = [min(reach[i][0], word[0]), max(reach[i][1], word[1])]
    clear = all(left[1] < right[0] for left, right in pairwise(reach))
    return [(start, end) for start, end in reach] if clear else list(spans)


def _joined(spans: Sequence[Span], lines: Sequence[str]) -> list[Span]:
    """Join columns that a text of two words parted by chance: "Frankfurt (Oder)" among names of one word."""
    made: list[Span] = []
    for span in spans:
        if made and span[0] - made[-1][1] == 1 and _runs_on(made[-1], span, lines):
            made[-1] = (made[-1][0], span[1])
        else:
            made.append(span)
    return made


def _runs_on(left: Span, right: Span, lines: Sequence[str]) -> bool:
    """Say whether the right column is seldom filled, and the left one then always up to the gap."""
    full = [line for line in lines if line[slice(*right)].strip()]
    texts = [line[slice(*right)].strip() for line in full]
    seldom = len(full) * 3 < len(lines) * 2 and not any(value_like(text) for text in texts)
    return seldom and all(line[left[1] - 1] != " " for line in full)


def _parts(lines: Sequence[str], at: int) -> bool:
    """Say whether the words on one side of a narrow gap are values in each line."""
    before = [line[:at].split()[-1:] for line in lines]
    after = [line[at + 1 :].split()[:1] for line in lines]
    return any(all(value_like(word) for words in side for word in words) and any(side) for side in (before, after))


def _widened(spans: list[Span], lines: Sequence[str]) -> tuple[Span, ...]:
    """Let the last column reach to the end of the longest line."""
    longest = max(len(line) for line in lines) + 1
    return (*spans[:-1], (spans[-1][0], longest)) if spans else ()


def _ruled(lines: Sequence[str], dense: Sequence[str]) -> tuple[Span, ...]:
    """Return the columns as an underline below the header shows them, where the lines keep to it."""
    for line in lines[:PROBE]:
        words = [word.span() for word in _WORD.finditer(line)] if is_rule(line) else []
        if len(words) > 2 and all(len(set(line[a:b])) == 1 for a, b in words):
            spans = _widened(words, dense)
            return spans if sum(fits(one, spans) for one in dense) >= _SHARE * len(dense) else ()
    return ()


def _is_table(spans: Sequence[Span], lines: Sequence[str]) -> bool:
    """Say whether most columns are mostly filled, and one holds nothing but values."""
    columns = list(zip(*(cells(line, spans) for line in lines), strict=True))
    full = [[cell for cell in column if cell] for column in columns]
    half = sum(len(column) * 2 >= len(lines) for column in full)
    values = sum(len(c) * 2 >= len(lines) and sum(map(value_like, c)) >= 0.9 * len(c) for c in full)
    return half >= 3 and half * 3 >= len(spans) * 2 and values > 0
