"""Where the columns of a text without delimiters are: at the character positions that are blank in nearly all lines."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from hanse.readers.cells import value_like

Span = tuple[int, int]
"""First position of a column, from 0, and the one after its last."""
PROBE = 2000
_TOLERATED = 0.05
_FEWEST = 6
_SHARE = 0.9
_STRETCHES = 20
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
    dense = _dense([line for line in _sample(lines) if line.strip() and not is_rule(line)])
    if len(dense) < _FEWEST:
        return None
    spans = _ruled(lines, dense) or _spans(dense)
    fitting = tuple(line for line in dense if fits(line, spans))
    if len(spans) < 3 or len(fitting) < max(_FEWEST, _SHARE * len(dense)) or not _is_table(spans, fitting):
        return None
    values = _value_columns(spans, fitting)
    odd = (line for line in lines if line and not fits(line, spans) and _has_values(line, spans, values))
    return Table(tuple(_reaching(spans, odd)), fitting)


def _value_columns(spans: Sequence[Span], lines: Sequence[str]) -> list[int]:
    """Return the columns that are filled in most lines, with values."""
    columns = [
        [cell for cell in column if cell] for column in zip(*(cells(line, spans) for line in lines), strict=True)
    ]
    return [i for i, c in enumerate(columns) if len(c) * 2 >= len(lines) and sum(map(value_like, c)) >= _SHARE * len(c)]


def _has_values(line: str, spans: Sequence[Span], columns: Sequence[int]) -> bool:
    """Say whether a line has a value where each of these columns is, as a record has and a title has not."""
    words = [(word.span(), word[0]) for word in _WORD.finditer(line)]
    return all(
        any(value_like(text) for (start, end), text in words if start < spans[i][1] and spans[i][0] < end)
        for i in columns
    )


def _sample(lines: Sequence[str]) -> list[str]:
    """Return lines of all parts of a long text: numbers grow, and names differ."""
    if len(lines) <= 2 * PROBE:
        return list(lines)
    step = len(lines) // _STRETCHES
    return [
        *lines[:PROBE],
        *(line for at in range(_STRETCHES) for line in lines[(at + 1) * step - 100 : (at + 1) * step]),
    ]


def cells(line: str, spans: Sequence[Span]) -> list[str]:
    """Return the cells of a line."""
    return [line[start:end].strip() for start, end in spans]


def fits(line: str, spans: Sequence[Span]) -> bool:
    """Say whether a line has two cells or more and nothing between its columns."""
    if any(line[end:start].strip() for end, start in _gaps(tuple(spans), len(line))):
        return False
    return sum(1 for cell in cells(line, spans) if cell) > 1


@lru_cache(1024)
def _gaps(spans: tuple[Span, ...], length: int) -> tuple[Span, ...]:
    """Return what lies between the columns, before and after them."""
    edges = [0, *(edge for span in spans for edge in span), length]
    return tuple((start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)


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


def _reaching(spans: Sequence[Span], lines: Iterable[str]) -> list[Span]:
    """Let each column reach as far as its longest words, where those stay clear of the columns beside it."""
    reach = list(spans)
    for line in lines:
        wider = _with(reach, line)
        if all(left[1] < right[0] for left, right in pairwise(wider)):
            reach = wider
    return reach


def _with(spans: list[Span], line: str) -> list[Span]:
    """Return columns that hold the words of a line, where each of them lies over one column alone."""
    wider = list(spans)
    for word in _WORD.finditer(line):
        start, end = word.span()
        over = [i for i, span in enumerate(spans) if start < span[1] and span[0] < end]
        if len(over) != 1:
            return spans
        wider[over[0]] = (min(wider[over[0]][0], start), max(wider[over[0]][1], end))
    return wider


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
    columns = zip(*(cells(line, spans) for line in lines), strict=True)
    half = sum(sum(map(bool, column)) * 2 >= len(lines) for column in columns)
    return half >= 3 and half * 3 >= len(spans) * 2 and bool(_value_columns(spans, lines))
