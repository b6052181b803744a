"""Reads the words of a page image by calling the program tesseract, where it is installed. Knows no PDF."""

import io
import shutil
import subprocess
from functools import cache
from typing import NamedTuple

from PIL import Image

from hanse.readers._page import rules, straight
from hanse.readers._page.doubts import Heard, doubts
from hanse.readers._page.words import Sheet, Word
from hanse.records import Finding, Place
from hanse.words import Words

SECONDS = 30
DPI = 300


class Read(NamedTuple):
    """The words of an image as a sheet, and the findings on the way."""

    sheet: Sheet
    findings: tuple[Finding, ...]


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that tesseract has here; empty when it isn't installed."""
    program = shutil.which("tesseract")
    if program is None:
        return ()
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    said = done.stdout.decode("utf-8", errors="replace").splitlines()
    return tuple(line.strip() for line in said[1:] if line.strip())


def missing(page: int | None) -> Finding:
    """Return the finding that tells how to install the program."""
    return Finding(
        "ocr.missing",
        "warning",
        Words(
            "Diese Seite ist ein Bild; zum Lesen fehlt das Programm Tesseract. Debian und Ubuntu: "
            "sudo apt install tesseract-ocr tesseract-ocr-deu; Windows: winget install UB-Mannheim.TesseractOCR "
            "(Sprache Deutsch anwählen); macOS: brew install tesseract tesseract-lang. Danach 'hanse sync'.",
            "This page is an image; the program Tesseract is needed to read it. Debian and Ubuntu: "
            "sudo apt install tesseract-ocr tesseract-ocr-deu; Windows: winget install UB-Mannheim.TesseractOCR "
            "(choose German); macOS: brew install tesseract tesseract-lang. Then 'hanse sync'.",
        ),
        Place(page=page),
    )


def read(image: Image.Image, number: int, *, dpi: float) -> Read:
    """Return the words of a page image. dpi: pixels an inch, by which pixels become points."""
    empty = Sheet(number, 72 * image.width / dpi, 72 * image.height / dpi, ())
    known = languages()
    if not known:
        return Read(empty, (missing(number),))
    wanted = [lang for lang in known if lang in {"deu", "eng"}] or [known[0]]
    turn = straight.skew(image)
    level = straight.turned(image, turn)
    ruled = rules.rules(level, dpi)
    rows = _tsv(rules.without(level, ruled, dpi), "+".join(wanted), round(dpi))
    if rows is None:
        return Read(empty, (_failed(number),))
    heard = _words(rows, 72 / dpi)
    words = tuple(h.word for h in heard)
    sheet = empty._replace(words=words, across=ruled.across, down=ruled.down, turn=turn)
    findings = [] if "deu" in wanted else [_no_german(number)]
    return Read(sheet, (*findings, *doubts(sheet, heard)))


def _tsv(image: Image.Image, lang: str, dpi: int) -> list[list[str]] | None:
    stream = io.BytesIO()
    image.convert("L").save(stream, "PPM")
    program = shutil.which("tesseract") or "tesseract"
    env = shutil.which("env")
    one_thread = [env, "OMP_THREAD_LIMIT=1"] if env else []  # four threads on two cores are slower than one
    command = [*one_thread, program, "stdin", "stdout", "-l", lang, "--dpi", str(max(70, min(dpi, 2400))), "tsv"]
    try:
        done = subprocess.run(command, input=stream.getvalue(), capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    return [line.split("\t") for line in done.stdout.decode("utf-8", errors="replace").splitlines()[1:]]


def _words(rows: list[list[str]], scale: float) -> list[Heard]:
    """Columns of tesseract's TSV: level, page, block, par, line, word, left, top, width, height, conf, text."""
    heard: list[Heard] = []
    for row in rows:
        if len(row) < 12 or row[0] != "5" or not row[11].strip():
            continue
        left, top, width, height = (float(value) for value in row[6:10])
        word = Word(row[11].strip(), left * scale, top * scale, (left + width) * scale, (top + height) * scale)
        heard.append(Heard(word, float(row[10])))
    return heard


def _failed(number: int) -> Finding:
    return Finding(
        "ocr.failed",
        "error",
        Words(
            f"Die Texterkennung der Seite {number} ist gescheitert oder dauerte über {SECONDS} s. Bitte neu scannen.",
            f"Text recognition of page {number} failed or took over {SECONDS} s. Please scan again.",
        ),
        Place(page=number),
    )


def _no_german(number: int) -> Finding:
    return Finding(
        "ocr.no_german",
        "warning",
        Words(
            "Tesseract kennt hier kein Deutsch, Umlaute werden falsch gelesen: sudo apt install tesseract-ocr-deu",
            "Tesseract knows no German here, umlauts will be misread: sudo apt install tesseract-ocr-deu",
        ),
        Place(page=number),
    )
