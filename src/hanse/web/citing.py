"""Text of answers as paragraphs with links for their [1] marks, and the addresses of places. Never makes HTML."""

import re
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from fastapi import Depends, Query

from hanse.errors import Misconfigured
from hanse.records import Answer, Citation, Origin, Passage, Place
from hanse.words import Lang, Words

MARK = re.compile(r"\[(\d{1,3})\]")
QUOTE = 400


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text, or the mark of a citation when citation is set."""

    text: str
    citation: Citation | None = None


class Cited(msgspec.Struct, frozen=True):
    """What a place's address says."""

    origin: Origin
    place: Place
    quote: str = ""


def paragraphs(text: str, citations: Iterable[Citation]) -> list[list[Piece]]:
    """Return the paragraphs of a text. A [7] without a seventh citation stays the text that it is."""
    known = {str(citation.n): citation for citation in citations}
    return [_pieces(part, known) for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


def _pieces(text: str, known: dict[str, Citation]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for mark in MARK.finditer(text):
        if mark[1] in known:
            pieces += [Piece(text[at : mark.start()]), Piece(mark[0], known[mark[1]])]
            at = mark.end()
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


class Lead(msgspec.Struct, frozen=True):
    """How an answer begins: a figure that stands out, text, and in words what was computed; each may be empty."""

    value: str
    text: str
    words: str


def lead(answer: Answer, lang: Lang) -> Lead:
    """Return the answer's beginning, without what its table or its words below say again."""
    table = answer.table
    if table is None:
        return Lead("", answer.answer, "")
    words = table.words.say(lang)
    text = answer.answer.split("\n- ")[0] if len(table.rows) > 1 else answer.answer
    if table.value and text.startswith(table.value):
        return Lead(table.value, "", words)
    return Lead("", text, "" if words in text else words)


def address(origin: Origin, place: Place, quote: str = "", *, page: str = "/place") -> str:
    """Return the address under which a place is shown."""
    values = {"source": str(origin.source), "path": origin.path, "inner": origin.inner, "quote": quote[:QUOTE]}
    at = msgspec.json.encode(place).decode()
    return f"{page}?" + urlencode({name: value for name, value in (values | {"at": at}).items() if value})


def of_citation(citation: Citation) -> str:
    """Return the address of a citation."""
    return address(citation.origin, citation.place, citation.quote)


def of_passage(passage: Passage) -> str:
    """Return the address of a passage; its beginning serves as the quote."""
    return address(passage.origin, passage.place, passage.text)


def _cited(
    source: Annotated[int, Query(ge=0)],
    path: Annotated[str, Query(max_length=4000)],
    inner: Annotated[str, Query(max_length=4000)] = "",
    at: Annotated[str, Query(max_length=2000)] = "{}",
    quote: Annotated[str, Query(max_length=2 * QUOTE)] = "",
) -> Cited:
    try:
        place = msgspec.json.decode(at, type=Place)
    except msgspec.MsgspecError as error:
        raise Misconfigured(
            Words("Diese Adresse nennt keine Stelle.", "This address names no place."),
            hint=Words("Die Stelle in der Antwort noch einmal anklicken.", "Click the place in the answer again."),
        ) from error
    return Cited(Origin(source, path, inner), place, quote)


TheCited = Annotated[Cited, Depends(_cited)]
