"""The text layer of one PDF page as words with boxes, and its drawn straight lines, by way of pdfium.

Two calls for each word instead of two for each letter keep a page at a few milliseconds. Knows nothing of tables.
Coordinates come out as seen on the screen: rotation and crop box applied, origin at the top left, in points.
"""

import ctypes
import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from hanse.readers._page.words import Word

MAX_CHARS = 200_000
MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 400
_THIN = 2.5
_LONG = 8.0
_WORD = re.compile("[^\\s\x00\x02\ufffe]+[\x02\ufffe]?")  # a hyphen that pdfium found at a line's end ends the word
_VOWEL = re.compile("[aeiouyäöüáàâéèêëíìîóòôúùûæœøå]")
_SEEN_AS = str.maketrans({"\x02": "-", "\ufffe": "-", "\xad": "-", "\u00a0": " ", "\ufb01": "fi", "\ufb02": "fl"})

Across = tuple[float, float, float]
Turn = Callable[[float, float, float, float], tuple[float, float, float, float]]


class Frame(NamedTuple):
    """A page as seen: width and height in points, turns of 90 degrees, and its visible box in PDF coordinates."""

    width: float
    height: float
    turns: int
    left: float
    bottom: float
    right: float
    top: float

    def seen(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return a PDF box (left, bottom, right, top) as seen: left, top, right, bottom."""
        if self.turns == 1:
            return (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.turns == 2:
            return (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        if self.turns == 3:
            return (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)


def frame(page: Any) -> Frame:  # noqa: ANN401 - pypdfium2 ships no types
    """Return how the page is seen."""
    box = pdfium.FS_RECTF()
    raw = page.raw
    width, height = pdfium.FPDF_GetPageWidthF(raw), pdfium.FPDF_GetPageHeightF(raw)
    turns = pdfium.FPDFPage_GetRotation(raw) % 4
    if not pdfium.FPDF_GetPageBoundingBox(raw, box) or box.right <= box.left or box.top <= box.bottom:
        wide, high = (height, width) if turns % 2 else (width, height)
        return Frame(width, height, turns, 0.0, 0.0, wide, high)
    return Frame(width, height, turns, box.left, box.bottom, box.right, box.top)


class Layer(NamedTuple):
    """Words as seen; turned: words of text that doesn't run from left to right; odd: share of unreadable letters."""

    words: tuple[Word, ...]
    turned: tuple[Word, ...]
    odd: float
    cut: bool


def layer(page: Any, seen: Frame) -> Layer:  # noqa: ANN401
    """Return the text layer of a page; at most MAX_CHARS letters of it (cut says so)."""
    text_page = pdfium.FPDFText_LoadPage(page.raw)
    if not text_page:
        return Layer((), (), 0.0, cut=False)
    try:
        count = max(0, pdfium.FPDFText_CountChars(text_page))
        text = _text(text_page, min(count, MAX_CHARS))
        words = list(_words(text_page, text, seen))
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    straight = tuple(word for word, turned in words if not turned)
    return Layer(straight, tuple(word for word, turned in words if turned), _odd(text), cut=count > MAX_CHARS)


def _text(text_page: Any, count: int) -> str:  # noqa: ANN401
    """Return one character for each of pdfium's, so that offsets are its indices."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, got - 1)].decode("utf-16-le", errors="replace")
    if len(text) == count:
        return text
    points = (pdfium.FPDFText_GetUnicode(text_page, i) for i in range(count))
    return "".join(chr(p) if 0 < p < 0x110000 and not 0xD800 <= p < 0xE000 else "\ufffd" for p in points)


def _words(text_page: Any, text: str, seen: Frame) -> Iterator[tuple[Word, bool]]:  # noqa: ANN401
    first, last = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    box, angle = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharAngle
    font, name, flags = pdfium.FPDFText_GetFontInfo, ctypes.create_string_buffer(64), ctypes.c_int()
    upright = seen.turns * math.pi / 2
    for match in _WORD.finditer(text):
        start, end = match.start(), match.end() - 1
        if not (box(text_page, start, first) and box(text_page, end, last)):
            continue
        edges = seen.seen(
            min(first.left, last.left),
            min(first.bottom, last.bottom),
            max(first.right, last.right),
            max(first.top, last.top),
        )
        off = (angle(text_page, start) - upright + math.pi) % (2 * math.pi) - math.pi
        font(text_page, start, name, 64, flags)
        yield Word(match.group().translate(_SEEN_AS), *edges, b"old" in name.value), abs(off) > 0.35


def _odd(text: str) -> float:
    """Return the share of letters that no reader could mean: private use, replacement, control characters."""
    marks = [ch for ch in text if not ch.isspace()]
    strange = sum(
        1 for ch in marks if ch == "\ufffd" or "\ue000" <= ch <= "\uf8ff" or ch < " " or "\x7f" <= ch < "\xa0"
    )
    return strange / len(marks) if marks else 0.0


def voiceless(words: Sequence[Word]) -> float:
    """Return the share of words of at least four Latin letters that have no vowel; 0 for fewer than 20 such words.

    German and English stay far below 0.2; a font without a map to Unicode, read as it is coded, far above.
    """
    plain = [w.text.lower() for w in words if len(w.text) >= 4 and w.text.isalpha() and w.text[0] < "\u0250"]
    if len(plain) < 20:
        return 0.0
    return sum(1 for word in plain if not _VOWEL.search(word)) / len(plain)


class Drawn(NamedTuple):
    """Straight lines as seen (across: x0, x1, y; down: y0, y1, x), and the share of the page that images cover."""

    across: tuple[Across, ...]
    down: tuple[Across, ...]
    images: float


_Matrix = tuple[float, float, float, float, float, float]
_ONE: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def drawn(page: Any, seen: Frame) -> Drawn:  # noqa: ANN401
    """Return the drawn lines of a page, of its first MAX_OBJECTS objects, those in forms included."""
    across: list[Across] = []
    down: list[Across] = []
    images = 0.0
    for kind, box in _boxes(page.raw):
        x0, y0, x1, y1 = seen.seen(*box)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            images += max(0.0, x1 - x0) * max(0.0, y1 - y0)
        elif y1 - y0 <= _THIN and x1 - x0 >= _LONG:
            across.append((x0, x1, (y0 + y1) / 2))
        elif x1 - x0 <= _THIN and y1 - y0 >= _LONG:
            down.append((y0, y1, (x0 + x1) / 2))
    area = seen.width * seen.height
    return Drawn(_joined(across), _joined(down), min(1.0, images / area) if area > 0 else 0.0)


def _joined(pieces: list[Across]) -> tuple[Across, ...]:
    """Return lines with those joined that touch at the same height: many papers draw one line for each cell."""
    found: list[Across] = []
    for start, end, at in sorted(pieces, key=lambda p: (round(p[2]), p[0])):
        if found and abs(found[-1][2] - at) <= 1.2 and start <= found[-1][1] + 3:
            found[-1] = (found[-1][0], max(end, found[-1][1]), found[-1][2])
        else:
            found.append((start, end, at))
    return tuple(found)


def _boxes(raw_page: Any) -> Iterator[tuple[int, tuple[float, float, float, float]]]:  # noqa: ANN401
    """Yield (kind, PDF box) of images and straight strokes."""
    budget = MAX_OBJECTS
    count = min(pdfium.FPDFPage_CountObjects(raw_page), budget)
    waiting = [(pdfium.FPDFPage_GetObject(raw_page, i), _ONE, 0) for i in reversed(range(count))]
    while waiting and budget > 0:
        budget -= 1
        item, matrix, depth = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 3:
            inner = _times(_matrix(item), matrix)
            size = min(pdfium.FPDFFormObj_CountObjects(item), budget)
            waiting += [
                (pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in reversed(range(max(0, size)))
            ]
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield from ((kind, box) for box in _strokes(item, kind, matrix))


def _strokes(item: Any, kind: int, matrix: _Matrix) -> Iterator[tuple[float, float, float, float]]:  # noqa: ANN401
    edges = tuple(ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, *edges):
        return
    box = _placed((edges[0].value, edges[1].value, edges[2].value, edges[3].value), matrix)
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE or box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
        yield box
    elif _is_stroked(item):
        yield from _sides(item, _times(_matrix(item), matrix))


def _is_stroked(path: Any) -> bool:  # noqa: ANN401
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, fill, stroke)) and bool(stroke.value)


def _sides(path: Any, matrix: _Matrix) -> Iterator[tuple[float, float, float, float]]:  # noqa: ANN401
    """Yield the level and upright sides of a path that isn't a single line, such as a rectangle or a grid."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MAX_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start = before = (0.0, 0.0)
    for index in range(count):
        piece = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(piece, x, y)
        here = _moved(x.value, y.value, matrix)
        kind = pdfium.FPDFPathSegment_GetType(piece)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield _around(before, here)
        before = here
        if pdfium.FPDFPathSegment_GetClose(piece):
            yield _around(here, start)


def _around(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float, float, float]:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _matrix(item: Any) -> _Matrix:  # noqa: ANN401
    m = pdfium.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if pdfium.FPDFPageObj_GetMatrix(item, m) else _ONE


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _moved(x: float, y: float, m: _Matrix) -> tuple[float, float]:
    return (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])


def _placed(box: tuple[float, float, float, float], m: _Matrix) -> tuple[float, float, float, float]:
    return _around(_moved(box[0], box[1], m), _moved(box[2], box[3], m))
