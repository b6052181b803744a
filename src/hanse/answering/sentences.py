"""Passages cut into sentences, and the few sentences of them that a question is about. Knows no search and no model.

A small model reads 65 tokens a second on two cores: what it need not read is the first thing to save.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from hanse.records import Passage

Terms = Callable[[str], frozenset[str]]


class Wanted(msgspec.Struct, frozen=True):
    """One thing the question names: any of these terms stands for it. word: as the question has it."""

    terms: frozenset[str]
    word: str = ""


# A full stop after these ends no sentence. German and English, lower case, without the stop.
ABBREVIATIONS = frozenset(
    "abs abt allg art bd betr bspw bzgl bzw ca dgl dipl dr eg einschl etc evtl exkl fa ff fr geb gem ggf ggfs hr hrsg"
    " i.d.r inkl ing inh jr kap kd kfm lfd max mind min mio mr mrs ms mwst nr o.g p pos prof rd rg s sog st str tel u"
    " u.a ust usw v vgl vs z z.b zzgl e.g i.e jan feb mär apr jun jul aug sep sept okt nov dez".split()
)
NEAR_BEST = 0.4  # of the best sentence's score; below that a sentence costs time and misleads
_END = re.compile(r"(?<=[.!?:])[\"“”»)]*\s+|\n+")


class Line(msgspec.Struct, frozen=True):
    """One sentence with where it stands: the number of its passage in the list given, and the offset in that text."""

    text: str
    passage: int
    offset: int
    score: float = 0.0


def split(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, sentence) for each sentence or line of a text, without white space around it."""
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match.group() and _goes_on(text[start : match.start()], text[match.end() :]):
            continue
        yield from _stripped(text, start, match.start())
        start = match.end()
    yield from _stripped(text, start, len(text))


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
    question: str, passages: Sequence[Passage], asked: Sequence[Wanted], terms_of: Terms, *, words: int = 100
) -> tuple[Line, ...]:
    """Return the sentences that most likely hold the answer, at most about `words` words, best first.

    A sentence's score: how many of the question's rare things it or (for less) its neighbours and title hold, how much
    it looks like an answer to this kind of question, and how well search ranked its passage.
    """
    lines = [Line(s, n, at) for n, p in enumerate(passages) for at, s in split(p.text)]
    terms = [terms_of(line.text) for line in lines]
    weights = _weights(asked, terms)
    held = [tuple(bool(thing.terms & found) for thing in asked) for found in terms]
    around = [0.4 * _context(p, asked, weights, terms_of) - 0.05 * n for n, p in enumerate(passages)]
    wanted = expected(question)
    scored = [
        msgspec.structs.replace(
            line, score=_score(i, lines, held, weights) + around[line.passage] + 0.6 * wanted(line.text)
        )
        for i, line in enumerate(lines)
    ]
    ranked = sorted(scored, key=lambda line: -line.score)
    return _within([line for line in ranked if line.score >= NEAR_BEST * ranked[0].score], words)


def _weights(asked: Sequence[Wanted], terms: Sequence[frozenset[str]]) -> list[float]:
    """Return for each thing asked for how rare it is among the sentences at hand (0 to 1)."""
    top = math.log(len(terms) + 1.5)
    counts = [sum(bool(thing.terms & found) for found in terms) for thing in asked]
    return [math.log((len(terms) + 1.5) / (count + 0.5)) / top for count in counts]


def _score(index: int, lines: Sequence[Line], held: Sequence[Sequence[bool]], weights: Sequence[float]) -> float:
    score = 0.0
    near = [n for n in (index - 1, index + 1) if 0 <= n < len(lines) and lines[n].passage == lines[index].passage]
    for thing, weight in enumerate(weights):
        if held[index][thing]:
            score += weight
        elif any(held[n][thing] for n in near):
            score += 0.35 * weight
    return score


def _context(passage: Passage, asked: Sequence[Wanted], weights: Sequence[float], terms_of: Terms) -> float:
    """Return the share of the question that the title and the section already answer for."""
    around = terms_of(f"{passage.title} {passage.place.section or ''} {passage.origin.path}")
    return sum(weight for thing, weight in zip(asked, weights, strict=True) if thing.terms & around)


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


_NUMBER = re.compile(
    r"\d|\b(?:kein|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|hundert|tausend|halbe|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|twelve)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,2}\.\s?\d{1,2}\.|\d{4}|\d{1,2}\.\s?(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)|uhr|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|märz|april|juni|juli|august|"
    r"september|oktober|november|dezember|monday|tuesday|wednesday|thursday|friday",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b(?:Herr|Frau|Fr\.|Hr\.|Mr\.?|Mrs\.?|Ms\.?|Dr\.)\s+\w+|\b[A-ZÄÖÜ]\w+\s+[A-ZÄÖÜ]\w+")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (r"\bwann\b|\bwelche[mns]? (?:tag|datum|termin|monat|jahr)|\bbis wann|\bwhen\b|um wie viel uhr", _DATE),
    (r"\bwie ?viel|\bwie (?:hoch|lang|lange|oft|gro[sß]|schwer|teuer|weit|schnell)\b|\bhow (?:much|many|long|often)|"
     r"\bnummer\b|\bfrist\b|\bkostet|\bpreis\b", _NUMBER),
    (r"\bwer\b|\bwem\b|\bwen\b|\bwessen\b|\bwho\b|\bwhom\b|\bansprechpartner", _NAME),
)  # fmt: skip


def expected(question: str) -> Callable[[str], float]:
    """Return a function that tells (0 or 1) whether a sentence holds the kind of thing the question asks for."""
    for asks, holds in _KINDS:
        if re.search(asks, question, re.IGNORECASE):
            return lambda text: 1.0 if holds.search(text) else 0.0
    return lambda _: 0.0
