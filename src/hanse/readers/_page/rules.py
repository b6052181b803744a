"""The ruled lines of a scanned page: found as long runs of dark pixels, and painted over before words are read.

Knows no words and no tables.
"""

import re
from collections.abc import Iterator
from statistics import median
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFilter

SHORTEST: Final = 40.0
"""Points from which a straight dark run is a ruled line; letters are shorter."""

THICKEST: Final = 5.0
_DARK = 140
_LOOK = 150  # dots an inch that lines are looked for in
Rule = tuple[float, float, float]


class Rules(NamedTuple):
    """Lines in points (across: x0, x1, y; down: y0, y1, x) as in a sheet, and how thick they are."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    thick: float


def rules(page: Image.Image, dpi: float) -> Rules:
    """Return the ruled lines of a page. dpi: its pixels an inch."""
    factor = min(1.0, _LOOK / dpi)
    size = (max(1, round(page.width * factor)), max(1, round(page.height * factor)))
    small = page.convert("L").resize(size, Image.Resampling.BOX).filter(ImageFilter.MinFilter(3))
    scale = 72 / (dpi * factor)
    level = list(_bundles(small, scale))
    upright = list(_bundles(small.transpose(Image.Transpose.TRANSPOSE), scale))
    thick = median([last - first + 1 for _, _, first, last in (*level, *upright)] or [0]) + 2
    across, down = (tuple(_rule(bundle, scale) for bundle in found) for found in (level, upright))
    return Rules(across, down, thick * scale)


def without(page: Image.Image, found: Rules, dpi: float) -> Image.Image:
    """Return the page with its ruled lines painted white: tesseract takes them for letters."""
    if not found.across and not found.down:
        return page
    clean = page.copy()
    draw = ImageDraw.Draw(clean)
    dots = dpi / 72
    half = found.thick / 2
    for x0, x1, y in found.across:
        draw.rectangle([(x0 * dots, (y - half) * dots), (x1 * dots, (y + half) * dots)], fill=255)
    for y0, y1, x in found.down:
        draw.rectangle([((x - half) * dots, y0 * dots), ((x + half) * dots, y1 * dots)], fill=255)
    return clean


def _rule(bundle: list[int], scale: float) -> Rule:
    start, end, first, last = bundle
    return start * scale, end * scale, (first + last + 1) / 2 * scale


def _bundles(page: Image.Image, scale: float) -> Iterator[list[int]]:
    """Yield the level lines of a page as start, end, first and last row.

    Runs in neighbouring rows are one line; a thick bundle of them (a picture) is none.
    """
    bundles: list[list[int]] = []
    for row, start, end in _runs(page, max(2, round(SHORTEST / scale))):
        near = next((b for b in reversed(bundles) if row - b[3] <= 1 and start < b[1] and end > b[0]), None)
        if near is None:
            bundles.append([start, end, row, row])
        else:
            near[:] = [min(near[0], start), max(near[1], end), near[2], row]
        if len(bundles) > 2000:
            return  # a pattern, not a form
    yield from (bundle for bundle in bundles if (bundle[3] - bundle[2] + 1) * scale <= THICKEST)


def _runs(page: Image.Image, shortest: int) -> Iterator[tuple[int, int, int]]:
    """Yield (row, start, end) of dark runs, from top to bottom."""
    dark = page.point([1 if grey < _DARK else 0 for grey in range(256)]).tobytes()
    pattern = re.compile(b"\x01{%d,}" % shortest)
    width = page.width
    for row in range(page.height):
        line = dark[row * width : (row + 1) * width]
        for run in pattern.finditer(line):
            yield row, run.start(), run.end()
