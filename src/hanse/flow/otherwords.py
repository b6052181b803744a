"""Where a question stands in other words than its answer, in English about a German text for instance: the vectors say.

Asked only when the words lead nowhere. Names and numbers must still stand literally in the document; of what is left of
the question, some sentence must be closer than chance explains among so many places. Otherwise the refusal stands.
"""

from collections.abc import Sequence

import msgspec

from hanse.answering import kinds, otherwise, sentences
from hanse.answering.sentences import Line, split
from hanse.flow.analysis import Analyser
from hanse.flow.house import House
from hanse.records import Passage
from hanse.search import analysis, naming, retrieve
from hanse.search.vectors import Meaning, Near, words_of
from hanse.store import catalogue

# How much closer than chance explains, in standard deviations, a sentence must be. In the question's own language it
# has words of its own to be found by, so that those that stand nowhere ask for something else more often than not.
CLEARLY = {"foreign": 0.25, "own": 1.0}
NAMED_CLEARLY = {"foreign": -0.6, "own": 0.0}  # when a name has left only a few documents
LEAST = 2.2  # above all places, in any case
PASSAGES = 4
SENTENCES = 30
WORDS = 100
CLOSE_TO_BEST = 0.7  # standard deviations below the best sentence; what is farther misleads a small model
LEAST_WORDS = 3
KIND = 0.5  # standard deviations that holding the kind of thing asked for is worth


class Fitting(msgspec.Struct, frozen=True):
    """The places that mean what is asked and the sentences to show the model; none when nothing does clearly."""

    passages: tuple[Passage, ...] = ()
    lines: tuple[Line, ...] = ()


class _Found(msgspec.Struct, frozen=True):
    """What is asked without the names, the closest places in the documents of these names, and how close they are."""

    asked: str
    passages: tuple[Passage, ...]
    near: Near
    named: bool
    names: frozenset[str]

    def clear(self, best: Line) -> bool:
        """Return whether the best sentence is closer than chance explains."""
        same = analysis.language(self.asked) == analysis.language(self.passages[best.passage].text)
        margin = (NAMED_CLEARLY if self.named else CLEARLY)["own" if same else "foreign"]
        return self.near.z(best.score) >= max(LEAST, self.near.noise + margin)


def evidence(house: House, text: str, sources: Sequence[int], k: int) -> list[Passage]:
    """Return the k best places for a question: as the words rank them; where many of them stand nowhere, by meaning.

    Among places that have the words, those rank better: they know which customer's contract is meant. Words that stand
    nowhere are looked for in other words too.
    """
    words = Analyser(house, sources)
    if house.meaning is None or not words.foreign(text):
        return _by_words(house, text, words, sources, k)
    by_words = retrieve.search(house.store, text, sources=sources, k=k, meaning=house.meaning)
    found = _found(house, house.meaning, text, words, sources)
    first = found.passages if found else ()
    known = {passage.id for passage in first}
    return [*first, *(passage for passage in by_words if passage.id not in known)][:k]


def _by_words(house: House, text: str, words: Analyser, sources: Sequence[int], k: int) -> list[Passage]:
    """Return the k best places as the words rank them; one in three of those that have other words for the missing."""
    found = retrieve.search(house.store, text, sources=sources, k=k)
    others = words.in_other_words(text)
    if not others:
        return found
    said = retrieve.search(house.store, f"{text} {others}", sources=sources, k=k)
    known = {passage.id for passage in said[: k // 3]}
    return [*said[: k // 3], *(passage for passage in found if passage.id not in known)][:k]


def decides(house: House, text: str, words: Analyser) -> bool:
    """Return whether words that are there by chance must not decide: an English question that the data mostly lack."""
    return house.meaning is not None and analysis.language(text) == "en" and words.foreign(text)


def fitting(house: House, text: str, words: Analyser, sources: Sequence[int]) -> Fitting | None:
    """Return what answers the question in other words, among the sources that the asker may see.

    None where that can't be told: vectors are switched off, or most are still to be made.
    """
    meaning = house.meaning
    if meaning is None or not meaning.ready(sources):
        return None
    found = _found(house, meaning, text, words, sources)
    scored = _scored(meaning, found.asked, found.passages) if found else []
    if found is None or not scored or not found.clear(max(scored, key=lambda line: line.score)):
        return Fitting()
    kind, worth = kinds.asked(text), KIND * found.near.deviation
    ranked = sorted(scored, key=lambda line: -(line.score + worth * bool(kind and kind.held_by(line.text))))
    least = ranked[0].score - CLOSE_TO_BEST * found.near.deviation
    lines = _within([line for line in ranked if line.score >= least])
    return Fitting(found.passages, _with_signs(text, lines, found, words))


def _found(house: House, meaning: Meaning, text: str, words: Analyser, sources: Sequence[int]) -> _Found | None:
    """Return the places closest in meaning, or None where a name is unknown or there are too few vectors to tell."""
    fixed = otherwise.fixed(text, analysis.language(text))
    names = [name for name in words.literally(fixed) if not analysis.is_stop_word(name.word)]
    telling = [name.terms for name in names if not name.frequent]
    within = naming.places(house.store, telling, sources) if telling else None
    if within == [] or any(not name.count for name in names):
        return None
    asked = otherwise.without(text, frozenset(name.word for name in names))
    near = meaning.near(asked, sources, PASSAGES, within=within)
    if near is None:
        return None
    stored = catalogue.passages(house.store, near.ids)
    passages = tuple(stored[n] for n in near.ids if n in stored)
    return _Found(asked, passages, near, within is not None, frozenset(name.word for name in names))


def _scored(meaning: Meaning, asked: str, passages: Sequence[Passage]) -> list[Line]:
    """Return the sentences, each with how close it is, read under the title of its passage."""
    lines = [Line(s, n, at) for n, p in enumerate(passages) for at, s in split(p.text) if len(s.split()) >= LEAST_WORDS]
    lines = lines[:SENTENCES]
    close = meaning.closeness(asked, [words_of(passages[line.passage].title, line.text) for line in lines])
    return [msgspec.structs.replace(line, score=c) for line, c in zip(lines, close, strict=True)]


def _with_signs(text: str, lines: Sequence[Line], found: _Found, words: Analyser) -> tuple[Line, ...]:
    """Return the lines with the signs that are read of them, and what these are worth in place of the closeness."""
    asked = [msgspec.structs.replace(thing, name=thing.word in found.names) for thing in words.wanted(text)]
    known = sentences.ranked(text, found.passages, asked, words.terms, document=words.document)
    by_place = {(line.passage, line.offset): line for line in known}
    return tuple(by_place[line.passage, line.offset] for line in lines)


def _within(ranked: Sequence[Line]) -> tuple[Line, ...]:
    """Take the best lines until the words are used up; a copy of a line is taken once."""
    taken: dict[str, Line] = {}
    left = WORDS
    for line in ranked:
        length = len(line.text.split())
        if line.text not in taken and (not taken or length <= left):
            taken[line.text] = line
            left -= length
        if left <= 0:
            break
    return tuple(taken.values())
