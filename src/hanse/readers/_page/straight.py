"""How askew a scanned page lies, and the page made straight. Knows no words."""

from itertools import pairwise
from typing import Final

from PIL import Image

MOST: Final = 5.0
"""Degrees up to which a page is made straight; one that lies more askew is a photo, not a scan."""

LEAST: Final = 0.2
_WIDTH = 700  # pixels that the angle is looked for in: lines of text are still apart there
_GAIN = 1.1  # straight lines must stand out by so much more than as scanned


def skew(page: Image.Image) -> float:
    """Return the degrees by which to turn the page (counter-clockwise) to make its lines level; 0.0 when they are.

    Tries angles on a small picture: level lines of text make the darkness of neighbouring rows differ most.
    """
    ink = _ink(page)
    dark = ink.histogram()[255]
    if not 0 < dark < ink.width * ink.height / 2:
        return 0.0  # nothing on it, or a picture
    level = _levelness(ink, 0.0)
    coarse = max((step / 2 for step in range(-10, 11)), key=lambda angle: _levelness(ink, angle))
    fine = max((coarse + step / 10 for step in range(-4, 5)), key=lambda angle: _levelness(ink, angle))
    if abs(fine) < LEAST or _levelness(ink, fine) < _GAIN * level:
        return 0.0
    return round(max(-MOST, min(MOST, fine)), 1)


def turned(page: Image.Image, angle: float) -> Image.Image:
    """Return the page turned about its middle, of the same size, with white corners."""
    return page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255) if angle else page


def _ink(page: Image.Image) -> Image.Image:
    factor = _WIDTH / max(1, page.width)
    size = (_WIDTH, max(1, min(round(page.height * factor), 4 * _WIDTH)))
    small = page.convert("L").resize(size, Image.Resampling.BOX)
    return small.point([255 if grey < 160 else 0 for grey in range(256)])


def _levelness(ink: Image.Image, angle: float) -> int:
    rows = ink.rotate(angle, fillcolor=0).resize((1, ink.height), Image.Resampling.BOX).tobytes()
    return sum((a - b) ** 2 for a, b in pairwise(rows))
