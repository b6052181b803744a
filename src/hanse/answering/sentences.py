"""Passages cut into sentences, and the few sentences of them that a question is about. Knows no search and no model.

A small model reads 65 tokens a second on two cores: what it need not read is the first thing to save.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from hanse.answering import heads, signs, weights
from hanse.answering.signs import Signs
from hanse.answering.wanted import Document, Terms, Wanted
from hanse.records import Passage

# A full stop after these ends no sentence. German and English, lower case, without the stop.
ABBREVIATIONS = frozenset(
    "abs abt allg art bd betr bspw bzgl bzw ca dgl dipl dr eg einschl etc evtl exkl fa ff fr geb gem ggf ggfs hr hrsg"
    " i.d.r inkl ing inh jr kap kd kfm lfd max mind min mio mr mrs ms mwst nr o.g p pos prof rd rg s sog st str tel u"
    " u.a ust usw v vgl vs z z.b zzgl e.g i.e jan feb mär apr jun jul aug sep sept okt nov dez".split()
)
FARTHEST = 3.5  # below the best sentence's score; a sentence farther off costs time and misleads
WRAPPED = 40  # letters of a line, at least, that the next one may go on
SMALL_WORD = 5  # letters, at most, of a word in small letters that ends no line of a list ("um", "eine")
_ITEM = re.compile(r"[-–•*·|§#>]|\d+[.)]\s|[a-z]\)\s")
_WORD = re.compile(r"\w+")
_END = re.compile(r"(?<=[.!?:])[\"“”»)]*\s+|\n+")


class Line(msgspec.Struct, frozen=True):
    """One sentence with where it stands: the number of its passage in the list given, and the offset in that text."""

    text: str
    passage: int
    offset: int
    score: float = 0.0
    signs: Signs = Signs()


def alone(line: Line, passages: Sequence[Passage]) -> Passage:
    """Return a sentence as a passage of its own, with its exact place."""
    whole = passages[line.passage]
    return msgspec.structs.replace(whole, text=line.text, place=whole.place_at(line.offset), spans=())


def split(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, sentence) for each sentence or line of a text, without white space around it."""
    start = 0
    for match in _END.finditer(text):
        goes_on = _wrapped if "\n" in match.group() else _goes_on
        if goes_on(text[start : match.start()], text[match.end() :]) and match.group().count("\n") < 2:
            continue
        yield from _stripped(text, start, match.start())
        start = match.end()
    yield from _stripped(text, start, len(text))


def _wrapped(before: str, after: str) -> bool:
    """Return whether a line only ends where the page does: it is long, without a full stop, and the next goes on."""
    line = before.rpartition("\n")[2].strip()
    if not after or line.endswith((".", "!", "?", ":", ";")) or "|" in line or _ITEM.match(after):
        return False
    last = line.rpartition(" ")[2]
    open_end = last.isalpha() and last.islower() and len(last) <= SMALL_WORD
    return "|" not in after.partition("\n")[0] and len(line) >= WRAPPED and (after[0].islower() or open_end)


def _goes_on(before: str, after: str) -> bool:
    """Return whether what looks like the end of a sentence is an abbreviation, an ordinal, an initial or a label."""
    if before.endswith(":") or (after and after[0].islower()):
        return True
    if not before.endswith("."):
        return False
    last = before[:-1].rpartition(" ")[2].lstrip("(„\"'").casefold()
    return last in ABBREVIATIONS or len(last) == 1 or (last.isdigit() and len(last) <= 2)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        yield start + piece.index(bare[0]), bare


def select(
    question: str,
    passages: Sequence[Passage],
    asked: Sequence[Wanted],
    terms_of: Terms,
    *,
    document: Document = lambda _: frozenset(),
    words: int = 100,
) -> tuple[Line, ...]:
    """Return the sentences that most likely hold the answer, at most about `words` words, best first.

    passages: best first. A heading that only repeats words of the question is left out.
    """
    said = set(_WORD.findall(question.casefold()))
    lines = ranked(question, passages, asked, terms_of, document=document)
    lines = [line for line in lines if not said.issuperset(_WORD.findall(line.text.casefold()))]
    return _within([line for line in lines if line.score >= lines[0].score - FARTHEST], words)


def ranked(
    question: str,
    passages: Sequence[Passage],
    asked: Sequence[Wanted],
    terms_of: Terms,
    *,
    document: Document = lambda _: frozenset(),
) -> list[Line]:
    """Return all sentences, best first. A sentence's score is the weighted sum of its signs."""
    reader = signs.Reader(question, asked, terms_of, document)
    first = heads.of(passages)
    scored: list[Line] = []
    for number, passage in enumerate(passages):
        cut = list(split(passage.text))
        read = reader.of_passage(passage, number, [text for _, text in cut], first[passage.origin])
        scored += [Line(text, number, at, weights.line(sign), sign) for (at, text), sign in zip(cut, read, strict=True)]
    return sorted(scored, key=lambda line: -line.score)


def _within(ranked: Sequence[Line], words: int) -> tuple[Line, ...]:
    """Take lines from the best down until the words are used up; a copy of a line is taken once."""
    taken: list[Line] = []
    seen: set[str] = set()
    for line in ranked:
        length = len(line.text.split())
        if line.text in seen or (taken and length > words):
            continue
        taken.append(line)
        seen.add(line.text)
        words -= length
        if words <= 0:
            break
    return tuple(taken)
