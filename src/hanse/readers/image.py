"""Scans and photos: PNG, JPEG and TIFF, read by text recognition (tesseract) into words with boxes."""

import time
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from hanse.errors import Unreadable
from hanse.readers._page import ocr, paper
from hanse.readers._page.words import Sheet
from hanse.readers.item import Item
from hanse.records import Block, Counts, Document, Finding, Place, Reading
from hanse.words import Words

NAME = "image"
SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
TITLE = Words("Bild oder Scan", "Image or scan")
HELP = Words(
    "Gescannte Seiten und Fotos; der Text wird mit Tesseract erkannt, mit Stelle auf der Seite. Was schief liegt, wird"
    " gerade gestellt; Tabellen mit Linien werden gelesen, unsichere Wörter einzeln genannt, Handschrift nicht.",
    "Scanned pages and photos; the text is recognised with Tesseract, with its place on the page. What lies askew is"
    " made straight; ruled tables are read, doubtful words are told one by one. Not read: handwriting.",
)
SPEC = "https://www.w3.org/TR/png-3/"

MAX_PIXELS = 120_000_000
"""A larger picture is not unpacked: 120 million pixels are an A2 page at 600 dpi, 120 MB in memory as grey values."""

MAX_PAGES = 60
SECONDS = 40.0
"""After so long no further page is begun: the host ends a reader after 60 seconds and would keep nothing."""

WORKING_PIXELS = 25_000_000
_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_FORMATS = ("PNG", "JPEG", "TIFF")


def sniff(head: bytes, name: str) -> int:
    """Return 92 when the head is that of a PNG, JPEG or TIFF; the name doesn't matter."""
    del name
    return 92 if head.startswith(_MARKS) else 0


def read(item: Item) -> Reading:
    """Return the recognised text of each page. Raises Unreadable when this is no image that can be opened."""
    findings: list[Finding] = []
    sheets: list[Sheet] = []
    began = time.monotonic()
    for number, page in _pages(item, findings):
        if time.monotonic() - began > SECONDS:
            findings.append(_too_slow(number - 1))
            break
        grey, dpi = page
        recognised = ocr.read(grey, number, dpi=dpi)
        sheets.append(recognised.sheet)
        findings += recognised.findings
    made = paper.read(sheets, (), title="")
    document = Document(made.document.title or item.name, made.document.blocks or _nothing(item.name))
    count = len(document.blocks) + sum(len(table.rows) for table in made.tables)
    return Reading(NAME, (document,), made.tables, (*findings, *made.findings), Counts(count, count, 0))


def _nothing(name: str) -> tuple[Block, ...]:
    """A picture without text is found by its name at least."""
    return (Block(name, Place(page=1)),)


def _pages(item: Item, findings: list[Finding]) -> Iterator[tuple[int, tuple[Image.Image, float]]]:
    """Yield (page, (grey picture, pixels an inch)), at most MAX_PAGES; what can't be unpacked becomes a finding."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns about odd EXIF data and large pictures; both are handled here
        try:
            with item.open() as stream, Image.open(stream, formats=_FORMATS) as picture:
                frames = int(getattr(picture, "n_frames", 1))
                for index in range(min(frames, MAX_PAGES)):
                    picture.seek(index)
                    prepared = _prepared(picture, index + 1, findings)
                    if prepared is not None:
                        yield index + 1, prepared
                if frames > MAX_PAGES:
                    findings.append(_too_many(frames))
        except UnidentifiedImageError as error:
            raise _unreadable(item.name) from error
        except Image.DecompressionBombError:
            findings.append(_too_large(1))
        except (OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:
            findings.append(_damaged(str(error)))


def _prepared(picture: Image.Image, number: int, findings: list[Finding]) -> tuple[Image.Image, float] | None:
    """Return the picture upright and grey, with its resolution; None when it would be too large to unpack."""
    width, height = picture.size
    if width * height > MAX_PIXELS:
        findings.append(_too_large(number))
        return None
    grey = ImageOps.exif_transpose(picture).convert("L")
    dpi = _resolution(picture)
    factor = min((WORKING_PIXELS / max(1, width * height)) ** 0.5, max(1.0, 200 / dpi), 4.0)
    if factor < 0.98 or factor > 1.2:
        size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
        return grey.resize(size, Image.Resampling.LANCZOS), dpi * factor
    return grey, dpi


def _resolution(picture: Image.Image) -> float:
    """Return pixels an inch: as the file says if that makes sense, else as if the longer side were that of A4."""
    try:
        said = float(picture.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        said = 0.0
    longer = max(picture.size)
    return said if 60 <= said <= 2400 and longer / said <= 60 else max(70.0, longer / 11.7)


def _unreadable(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} ist kein lesbares Bild (PNG, JPEG, TIFF).", f"{name} is no readable image (PNG, JPEG, TIFF)."),
        hint=Words("Bitte neu scannen oder als PNG speichern.", "Please scan again or save as PNG."),
    )


def _damaged(error: str) -> Finding:
    return Finding(
        "image.damaged",
        "error",
        Words(
            f"Das Bild ist beschädigt oder unvollständig ({error[:120]}). Bitte neu scannen.",
            f"The image is damaged or incomplete ({error[:120]}). Please scan again.",
        ),
    )


def _too_large(number: int) -> Finding:
    return Finding(
        "image.too_large",
        "error",
        Words(
            f"Bild {number} hat mehr als {MAX_PIXELS // 10**6} Millionen Punkte. Bitte mit 300 dpi scannen.",
            f"Image {number} has more than {MAX_PIXELS // 10**6} million pixels. Please scan at 300 dpi.",
        ),
        Place(page=number),
    )


def _too_slow(read: int) -> Finding:
    return Finding(
        "image.time",
        "warning",
        Words(
            f"Nach {SECONDS:.0f} s sind {read} Seiten gelesen; der Rest fehlt. Bitte die Datei teilen.",
            f"{read} pages were read in {SECONDS:.0f} s; the rest is missing. Please split the file.",
        ),
    )


def _too_many(count: int) -> Finding:
    return Finding(
        "image.pages",
        "warning",
        Words(
            f"Gelesen sind die ersten {MAX_PAGES} von {count} Seiten. Den Rest in eigene Dateien teilen.",
            f"The first {MAX_PAGES} of {count} pages were read. Split the rest into files of their own.",
        ),
    )
