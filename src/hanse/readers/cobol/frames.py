"""Where one record ends and the next begins: fixed length, record descriptor words, lines, or counted repeats."""

import struct
from collections.abc import Callable, Iterator

import msgspec

_MARGIN = 512  # bytes of a header or trailer that are not records
_LINE_ENDS = {False: (b"\r\n", b"\n"), True: (b"\x15", b"\x25")}  # of ASCII, of EBCDIC


class Frames(msgspec.Struct, frozen=True):
    """The records as (offset, length). kind: fixed, rdw, bdw, lines, counted.

    before, after: bytes of the file that are no record.
    """

    kind: str
    spans: tuple[tuple[int, int], ...]
    before: int = 0
    after: int = 0


class Shape(msgspec.Struct, frozen=True):
    """What is known of the records. lengths: shortest and longest; texts_only: no field has bytes that are no letters.

    walk: returns the length of the record at an offset, where a counter in it decides.
    """

    lengths: tuple[int, int]
    texts_only: bool
    ebcdic: bool
    walk: Callable[[int], int] | None = None


def frames(data: bytes, shape: Shape) -> Frames:
    """Return the records of a file.

    The notations are tried in the order of how surely they show: descriptor words that lead exactly to the end, lines,
    a fixed length that divides the file, counted repeats, then any of them behind a header or before a trailer.
    """
    shortest, longest = shape.lengths
    for kind, spans in _described(data, longest):
        if spans:
            return Frames(kind, tuple(spans))
    if shape.texts_only and (lines := _lines(data, longest, _LINE_ENDS[shape.ebcdic])):
        return Frames("lines", tuple(lines))
    if longest and len(data) % longest == 0:
        return Frames("fixed", tuple((at, longest) for at in range(0, len(data), longest)))
    if shape.walk is not None and (counted := _counted(data, shortest, shape.walk)):
        return Frames("counted", tuple(counted))
    return _with_margins(data, longest)


def _described(data: bytes, longest: int) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    yield "rdw", _chain(data, 0, len(data), longest, counts_itself=True)
    yield "bdw", _blocks(data, longest)
    yield "rdw", _chain(data, 0, len(data), longest, counts_itself=False)


def _chain(data: bytes, at: int, end: int, longest: int, *, counts_itself: bool) -> list[tuple[int, int]]:
    """Follow the descriptor words (length, then two zero bytes); nothing when they don't lead exactly to the end."""
    spans: list[tuple[int, int]] = []
    while at + 4 <= end:
        length, zero = struct.unpack_from(">HH", data, at)
        length -= 4 * counts_itself
        if zero or not 0 < length <= longest or at + 4 + length > end:
            return []
        spans.append((at + 4, length))
        at += 4 + length
    return spans if at == end else []


def _blocks(data: bytes, longest: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    while at + 8 <= len(data):
        length, zero = struct.unpack_from(">HH", data, at)
        inside = _chain(data, at + 4, at + length, longest, counts_itself=True) if at + length <= len(data) else []
        if zero or length < 8 or not inside:
            return []
        spans += inside
        at += length
    return spans if at == len(data) else []


def _lines(data: bytes, longest: int, marks: tuple[bytes, ...]) -> list[tuple[int, int]]:
    """Return lines where a line end stands behind the first record and no line is longer than a record."""
    end = next((mark for mark in marks if mark in data[: longest + 2]), b"")
    if not end:
        return []
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(data):
        stop = data.find(end, at)
        stop = len(data) if stop < 0 else stop
        if stop - at > longest:
            return []
        if data[at:stop].strip(b"\x1a"):
            spans.append((at, stop - at))
        at = stop + len(end)
    return spans


def _counted(data: bytes, shortest: int, walk: Callable[[int], int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(data):
        length = walk(at)
        if length < max(shortest, 1) or at + length > len(data):
            return []
        spans.append((at, length))
        at += length
    return spans


def _with_margins(data: bytes, longest: int) -> Frames:
    """Return a chain of descriptor words behind a header and before a trailer, else what fits of fixed records."""
    for counts_itself in (True, False):
        for start in range(1, min(_MARGIN, len(data))):
            if len(_open_chain(data[: start + 8 * _MARGIN], start, longest, counts_itself=counts_itself)) < 3:
                continue
            spans = _open_chain(data, start, longest, counts_itself=counts_itself)
            if spans:
                end = spans[-1][0] + spans[-1][1]
                return Frames("rdw", tuple(spans), start, len(data) - end)
    whole = len(data) // longest if longest else 0
    return Frames("fixed", tuple((n * longest, longest) for n in range(whole)), 0, len(data) - whole * longest)


def _open_chain(data: bytes, at: int, longest: int, *, counts_itself: bool) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    while at + 4 <= len(data):
        length, zero = struct.unpack_from(">HH", data, at)
        length -= 4 * counts_itself
        if zero or not 0 < length <= longest or at + 4 + length > len(data):
            break
        spans.append((at + 4, length))
        at += 4 + length
    return spans if len(data) - at <= _MARGIN else []
