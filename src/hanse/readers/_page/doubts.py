"""What was hard to read on a recognised page: the page as a whole, and each doubtful word at its place."""

from collections.abc import Iterator, Sequence
from statistics import mean
from typing import NamedTuple

from hanse.readers._page.words import Sheet, Word
from hanse.records import Finding, Place
from hanse.words import Words

SURE = 60.0
"""Below this mean confidence (0 to 100) a page is reported as badly legible, and below it a word as doubtful."""

SURE_FIGURE = 75.0
"""Figures are doubtful sooner: a wrong digit shows in no spelling."""

MOST = 20  # doubtful words that are reported one by one on a page; from there on they are only counted


class Heard(NamedTuple):
    """A recognised word, and how sure the recognition is of it, 0 to 100."""

    word: Word
    sure: float


def doubts(sheet: Sheet, heard: Sequence[Heard]) -> Iterator[Finding]:
    """Yield what must be told of a page: nothing legible, hard to read, and the doubtful words, figures first."""
    if not heard:
        yield _nothing(sheet.number)
        return
    sure = mean(h.sure for h in heard)
    if sure < SURE:
        yield _unsure(sheet.number, sure)
    doubtful = sorted((h for h in heard if _is_doubtful(h)), key=lambda h: (not _is_figure(h.word), h.sure))
    for h in doubtful[:MOST]:
        yield _word(sheet, h)
    if len(doubtful) > MOST:
        yield _more(sheet.number, len(doubtful) - MOST)


def _is_doubtful(heard: Heard) -> bool:
    """Tell whether a word of at least two letters or digits, or a figure, may be wrong; specks are no words."""
    if _is_figure(heard.word):
        return heard.sure < SURE_FIGURE
    return heard.sure < SURE and sum(map(str.isalnum, heard.word.text)) > 1


def _is_figure(word: Word) -> bool:
    return any(map(str.isdecimal, word.text))


def _word(sheet: Sheet, heard: Heard) -> Finding:
    word, sure = heard
    place = Place(page=sheet.number, box=sheet.box(word.x0, word.y0, word.x1, word.y1))
    words = Words(
        f"„{word.text}“ ist nicht sicher gelesen (Sicherheit {sure:.0f} von 100). Am Bild prüfen.",
        f'"{word.text}" was not read with certainty (confidence {sure:.0f} of 100). Check it against the image.',
    )
    return Finding("ocr.word", "warning" if _is_figure(word) else "info", words, place, word.text)


def _more(number: int, count: int) -> Finding:
    words = Words(
        f"Seite {number}: weitere nicht sicher gelesene Wörter: {count}. Bei Zahlen das Bild ansehen.",
        f"Page {number}: more words that were not read with certainty: {count}. For figures look at the image.",
    )
    return Finding("ocr.word", "info", words, Place(page=number))


def _unsure(number: int, sure: float) -> Finding:
    return Finding(
        "ocr.unsure",
        "warning",
        Words(
            f"Seite {number} ist schlecht lesbar (Sicherheit {sure:.0f} von 100). Zahlen bitte am Bild prüfen.",
            f"Page {number} is hard to read (confidence {sure:.0f} of 100). Please check figures against the image.",
        ),
        Place(page=number),
    )


def _nothing(number: int) -> Finding:
    return Finding(
        "ocr.nothing",
        "info",
        Words(
            f"Auf Seite {number} steht nur ein Bild ohne lesbaren Text.",
            f"Page {number} holds an image without legible text.",
        ),
        Place(page=number),
    )
