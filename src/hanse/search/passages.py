"""Documents and table records cut into passages, each part of them with its exact place. Knows nothing of terms."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from hanse.records import Block, Cell, Document, Origin, Passage, Place, Table

LEAST_WORDS = 60
MOST_WORDS = 120
MOST_ROWS = 20_000
LONGEST_CELL = 2_000
SENTENCE_END = re.compile(r"(?<=[.!?:;…])[\"'“”»«)]*\s+(?=[\"'„“»«(]?[A-ZÄÖÜ0-9•–-])|\n+")
BETWEEN = "\n"
GERMAN = str.maketrans(",.", ".,")


class Piece(NamedTuple):
    """A block or a part of one, with the headings that it stands under."""

    text: str
    place: Place
    heading: str
    words: int


def cut(document: Document, origin: Origin) -> list[Passage]:
    """Return a document's passages of about 60 to 120 words. No passage crosses a page, sheet or part.

    title: the document's title and the headings above, joined by " › ". spans: the place of each block's part.
    """
    passages: list[Passage] = []
    group: list[Piece] = []
    for piece in _pieces(document):
        if group and _full(group, piece):
            passages.append(_passage(group, document.title, origin))
            group = []
        group.append(piece)
    if group:
        passages.append(_passage(group, document.title, origin))
    return passages


def _pieces(document: Document) -> Iterator[Piece]:
    heading = ""
    headings: list[Block] = []
    for block in document.blocks:
        if not block.text.strip():
            continue
        if block.kind == "heading":
            headings.append(block)
            heading = block.text.strip()
            continue
        yield from (_heading_piece(b, heading) for b in headings)
        headings = []
        for text in _parts(block.text):
            yield Piece(text, block.place, heading or (block.place.section or ""), len(text.split()))
    yield from (_heading_piece(b, heading) for b in headings)


def _heading_piece(block: Block, heading: str) -> Piece:
    return Piece(block.text.strip(), block.place, heading, len(block.text.split()))


def _full(group: list[Piece], piece: Piece) -> bool:
    last = group[-1]
    if _room(last.place) != _room(piece.place):
        return True
    words = sum(p.words for p in group)
    if words + piece.words > MOST_WORDS:
        return words >= LEAST_WORDS // 3 or piece.words >= LEAST_WORDS
    return piece.heading != last.heading and words >= LEAST_WORDS // 3


def _room(place: Place) -> tuple[int | None, str | None, str | None, str | None]:
    """Return what a passage must not cross, so that its place is true for all of it."""
    return place.page, place.sheet, place.part, place.table


def _parts(text: str) -> Iterator[str]:
    """Yield a block's text, cut at sentences (or, in endless ones, at words) into stretches of at most 120 words."""
    text = text.strip()
    if len(text.split()) <= MOST_WORDS:
        yield text
        return
    part, words = "", 0
    for sentence in _sentences(text):
        length = len(sentence.split())
        if part and words + length > MOST_WORDS - 20:
            yield part.strip()
            part, words = "", 0
        part, words = part + sentence, words + length
    if part.strip():
        yield part.strip()


def _sentences(text: str) -> Iterator[str]:
    """Yield sentences with the blanks after them, so that joined they are the text."""
    start = 0
    for match in SENTENCE_END.finditer(text):
        yield from _at_words(text[start : match.end()])
        start = match.end()
    yield from _at_words(text[start:])


def _at_words(sentence: str) -> Iterator[str]:
    words = re.findall(r"\S+\s*", sentence)
    if len(words) <= MOST_WORDS:
        yield sentence
        return
    for at in range(0, len(words), LEAST_WORDS):
        yield "".join(words[at : at + LEAST_WORDS])


def _passage(group: list[Piece], title: str, origin: Origin) -> Passage:
    text, spans, last = "", [], None
    for piece in group:
        text += BETWEEN if text else ""
        if piece.place != last:
            spans.append((len(text), piece.place))
            last = piece.place
        text += piece.text
    heading = group[0].heading
    full = f"{title} › {heading}" if title and heading and heading not in title else heading or title
    return Passage(0, text, _around(group), origin, 0.0, full, tuple(spans))


def _around(group: list[Piece]) -> Place:
    """Return the place of the first block, its lines and boxes widened to the last one's."""
    first, last = group[0].place, group[-1].place
    if first == last:
        return first
    box = None
    boxes = [p.place.box for p in group]
    if all(boxes) and first.page == last.page:
        known = [b for b in boxes if b]
        box = (min(b[0] for b in known), min(b[1] for b in known), max(b[2] for b in known), max(b[3] for b in known))
    return Place(
        page=first.page,
        box=box,
        sheet=first.sheet,
        cell=first.cell,
        table=first.table,
        record=first.record,
        line=first.line,
        line_end=(last.line_end or last.line) if first.line else None,
        section=first.section,
        part=first.part,
    )


def searched(table: Table) -> int:
    """Return how many of a table's rows the word search knows: the first 20,000 (MOST_ROWS) records of a table.

    Of a table that is several files, the later ones begin with a higher record.
    """
    first = (table.places[0].record if table.places else None) or 1
    return min(len(table.rows), max(0, MOST_ROWS + 1 - first))


def rows(table: Table, origin: Origin) -> list[Passage]:
    """Return a table's records as passages, "Spalte: Wert; ...", as many as are searched.

    A passage of a record has no spans; that is how it is told from one of a document.
    """
    names = [column.title or column.name for column in table.columns]
    title = table.title or table.name
    found = []
    for row, place in zip(table.rows[: searched(table)], table.places, strict=False):
        text = "; ".join(f"{name}: {say(cell)}" for name, cell in zip(names, row, strict=True) if _filled(cell))
        if text:
            found.append(Passage(0, text, place, origin, 0.0, title))
    return found


def _filled(cell: Cell) -> bool:
    return cell is not None and cell != ""


def say(cell: Cell) -> str:
    """Return a cell as it is written in German: 1.234,50, 12.03.2024, ja."""
    if isinstance(cell, str):
        return cell[:LONGEST_CELL]
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, Decimal):
        return f"{cell:,f}".translate(GERMAN)
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return f"{cell.day:02}.{cell.month:02}.{cell.year}"
    return str(cell)[:LONGEST_CELL] if cell is not None else ""
