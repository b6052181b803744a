"""The words' analysis of search, in the form that answering asks for: neither room knows the other."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import log

import msgspec

from hanse.answering import cover, kindred
from hanse.answering.cover import Named
from hanse.answering.wanted import Wanted
from hanse.flow.house import House
from hanse.records import Origin, Passage
from hanse.search import analysis, retrieve
from hanse.search.analysis import shared_analyser
from hanse.search.question import ask_index
from hanse.store import catalogue

FREQUENT = 0.05
LONGEST = 400
SHORTEST_PART = 4
FOREIGN = 0.3
LEAST_TOTAL = 200  # passages; among fewer, a word that stands in one of them would seem frequent
NOWHERE = 0.35  # the weight of a small word that stands nowhere: it is mostly said in another word
NOWHERE_CAPITAL = 0.8
ROOT = "%"  # before the root of a family of words
_LETTERS = re.compile(r"[^\W\d_]{4,}")
ASKING = frozenset(
    "wieviel wieviele viel viele vielen vieler many much must does do please bitte ab ne nem nen ner laut könntest"
    " könnten kannst sagen sag sagst weißt wissen eigentlich gerne tell know according".split()
)


class Analyser:
    """Terms of texts and questions, over the sources that one asker may see."""

    def __init__(self, house: House, sources: Sequence[int]) -> None:
        self._store = house.store
        self._sources = tuple(sources)
        self._words = shared_analyser()
        self._documents: dict[Origin, frozenset[str]] = {}

    def terms(self, text: str) -> frozenset[str]:
        """Return all terms that a text is found by; with "<" before it one that only begins a compound there."""
        found = self._words.text(text)
        beginnings = self._words.beginnings(text)
        roots = {f"{ROOT}{root}" for word in _LETTERS.findall(text) if (root := kindred.root(word))}
        return (frozenset((*found.words, *found.extra)) - beginnings) | {f"<{term}" for term in beginnings} | roots

    def wanted(self, question: str) -> tuple[Wanted, ...]:
        """Return the content words of a question with the terms that each may be found by, and how telling each is."""
        bare = dict.fromkeys(word.strip(".,;:?!()\"'„“”»«") for word in question.split())
        words = [word for word in bare if word and not _asks(word) and word not in cover.asked_with(question)]
        kin = otherwise_said(question)
        return tuple(thing for thing in (self._wanted(word, kin.get(word, ())) for word in words) if thing.terms)

    def in_other_words(self, question: str) -> str:
        """Return other words for those of the question that stand nowhere, names left out; "" when there are none."""
        kin = otherwise_said(question)
        missing = [word for word in kin if not self._named(word, telling=False).count]
        return " ".join(dict.fromkeys(other for word in missing for other in kin[word]))

    def foreign(self, question: str) -> bool:
        """Return whether so many words stand nowhere that the question is in other words, or of another language."""
        there = [self._stands(thing) for thing in self.wanted(question)]
        return there.count(False) > FOREIGN * len(there)

    def _stands(self, thing: Wanted) -> bool:
        """Return whether a word of the question stands anywhere, or another word for it."""
        other = analysis.Wanted(tuple(thing.kin), 1.0)
        return self._named(thing.word, telling=False).count > 0 or self._count(other)[0] > 0

    def named(self, question: str) -> tuple[Named, ...]:
        """Return what the question names, with how often it stands in the sources."""
        pairs = [pair for pair in cover.phrases(question) if not all(map(_has_kin, pair))]
        together = {word for pair in pairs if self._side_by_side(*pair) for word in pair}
        loose = {word for word in question.split() if question == question.casefold()}
        listed = {w for pair in cover.neighbours(question) if loose and self._listed(*pair) for w in pair}
        things = [w for w in (*cover.named(question), *sorted(listed)) if not _asks(w)]
        customers = {word for word in cover.after_bei(question) if not self._is_ordinary(word)}
        marked = {word for word in cover.telling(question) if not (word.islower() and _has_kin(word))}
        telling = together | listed | customers | marked
        found = [self._named(word, telling=word in telling) for word in dict.fromkeys((*things, *sorted(telling)))]
        halves = {word for pair in pairs if not together & {*pair} for word in pair}
        halves |= {word for word in cover.bare(question) if not _is_language(word)}
        halves |= {word for word in cover.after_with(question) if analysis.tail(word) and not _has_kin(word)}
        return tuple(self._judged(thing, alone=thing.word not in halves) for thing in found)

    def literally(self, names: Iterable[str]) -> tuple[Named, ...]:
        """Return words that only stand for themselves, with how often they stand in the sources.

        An identifier counts as a whole: WV-9917 isn't there because WV-1019 is.
        """
        return tuple(self._literal(name) for name in sorted(names))

    def document(self, passage: Passage) -> frozenset[str]:
        """Return the terms of the document that a passage is of; of a table's record, of that record alone."""
        if passage.place.record is not None or passage.place.cell is not None:
            return cover.terms_of([passage], self.terms)
        if passage.origin not in self._documents:
            whole = catalogue.passages_of(self._store, passage.origin, limit=LONGEST)
            self._documents[passage.origin] = cover.terms_of(whole, self.terms)
        return self._documents[passage.origin]

    def _is_ordinary(self, word: str) -> bool:
        """Return whether a word is in the dictionary and in the data: then it names nobody by itself."""
        return analysis.is_ordinary(word) and self._named(word, telling=False).count > 0

    def _judged(self, thing: Named, *, alone: bool) -> Named:
        """Say of a word that stands nowhere whether it may be an ordinary word rather than a name."""
        ordinary = not thing.telling and alone
        return msgspec.structs.replace(thing, ordinary=ordinary)

    def _wanted(self, word: str, kin: Sequence[str]) -> Wanted:
        things = self._words.query(word)
        full = frozenset(t for thing in things if thing.kind in {"word", "whole"} for t in thing.terms)
        akin = frozenset(t for thing in things if thing.kind in {"part", "alike"} for t in thing.terms)
        tail = analysis.tail(word)
        akin |= {tail, *(f"<{term}" for term in full), *map(_stem, _kin().get(tail, ()))} - {""}
        if root := kindred.root(word):
            akin |= {f"{ROOT}{root}", f"<{root}"}
        said = frozenset(_stem(other) for other in kin)
        counts = [self._count(thing) for thing in things if thing.kind in {"word", "whole"}]
        count, total = max(counts, default=(0, 0))
        return Wanted(full, word, _rarity(word, count, total), akin - full, kin=said - full)

    def _terms_of(self, word: str) -> frozenset[str]:
        return frozenset(term for thing in self._words.query(word) for term in thing.terms)

    def _side_by_side(self, first: str, second: str) -> bool:
        """Return whether two words stand side by side anywhere in the sources: then they are one name."""
        return any(True for _ in self._with(first, second))

    def _listed(self, first: str, second: str) -> bool:
        """Return whether a table has the two words side by side: then they are a name even in small letters."""
        return any(not passage.spans for passage in self._with(first, second))

    def _with(self, first: str, second: str) -> Iterator[Passage]:
        name = f"{first} {second}"
        found = retrieve.search(self._store, name, sources=self._sources, k=5)
        return (p for p in found if name.casefold() in " ".join(p.text.split()).casefold())

    def _named(self, word: str, *, telling: bool) -> Named:
        """Count a word by itself; a compound that stands nowhere by its rarest part."""
        things = self._words.query(word)
        if wholes := [thing for thing in things if thing.kind == "whole"]:
            longest = max(wholes, key=lambda thing: len(thing.terms[0]))
            return Named(word, frozenset(longest.terms), self._count(longest)[0], telling=telling, frequent=False)
        count, total = max((self._count(t) for t in things if t.kind in {"word", "whole"}), default=(0, 0))
        parts = [t for t in things if t.kind == "part"]
        if not count and all(len(t.terms[0]) >= SHORTEST_PART for t in parts):
            count = min((self._count(t)[0] for t in parts), default=0)
        return Named(word, self._terms_of(word), count, telling=telling, frequent=count > max(3, FREQUENT * total))

    def _literal(self, name: str) -> Named:
        things = self._words.query(name)
        wholes = [t for t in things if t.kind == "whole"]
        exact = wholes or [t for t in things if t.kind == "word"]
        count, total = max((self._count(t) for t in exact), default=(0, 0))
        terms = frozenset(term for thing in exact for term in thing.terms)
        return Named(name, terms, count, telling=True, frequent=count > max(3, FREQUENT * total))

    def _count(self, thing: analysis.Wanted) -> tuple[int, int]:
        found = ask_index(self._store, [thing], self._sources)
        return max((term.count for term in found.terms), default=0), found.total


def _rarity(word: str, count: int, total: int) -> float:
    """Return how telling a word is, 0 to 1. A small word that stands nowhere may be said in other words."""
    if not count:
        return NOWHERE if word.islower() else NOWHERE_CAPITAL
    among = max(total, LEAST_TOTAL)
    return log(1 + (among - count + 0.5) / (count + 0.5)) / log(2 * among + 2)


def _asks(word: str) -> bool:
    """Return whether a word only asks or joins, and names nothing."""
    return analysis.is_stop_word(word) or word.casefold() in ASKING


def otherwise_said(question: str) -> Mapping[str, tuple[str, ...]]:
    """Return other words for those of a question that have some; a phrase's ("heat pump") go with each word of it."""
    bare = [word for word in (w.strip(".,;:?!()\"'„“”»«") for w in question.split()) if word]
    stems = [_stem(word) for word in bare]
    found: dict[str, tuple[str, ...]] = {}
    for at in range(len(bare)):
        for length in (3, 2, 1):
            others = _said(stems[at : at + length], bare[at]) if at + length <= len(bare) else ()
            if others and (length > 1 or not _asks(bare[at])):
                found |= {word: (*found.get(word, ()), *others) for word in bare[at : at + length]}
                break
    return found


def _said(stems: Sequence[str], word: str) -> tuple[str, ...]:
    """Return other words for a phrase by its stems; for a single word (the first) also by the root of its family."""
    alone = _kin().get(f"{ROOT}{kindred.root(word)}", ()) if len(stems) == 1 else ()
    return _kin().get(" ".join(stems), alone)


def _is_language(word: str) -> bool:
    """Return whether a word may be one of the language rather than a name."""
    return analysis.is_ordinary(word) or _has_kin(word)


def _has_kin(word: str) -> bool:
    """Return whether a word is known to have others that say the same: it is of the language, then, and no name."""
    return bool(_said([_stem(word)], word))


@cache
def _kin() -> Mapping[str, tuple[str, ...]]:
    """Return the single words that may be said for each word or phrase, by its stems."""
    found: dict[str, tuple[str, ...]] = {}
    for group in kindred.groups():
        single = tuple(word for word in group if " " not in word)
        for one in group:
            key = " ".join(map(_stem, one.split()))
            root = kindred.root(one) if " " not in one else ""
            for name in (key, f"{ROOT}{root}") if root else (key,):
                others = (*found.get(name, ()), *(word for word in single if word != one))
                found[name] = tuple(dict.fromkeys(others))
    return found


@cache
def _stem(word: str) -> str:
    """Return the term that a word is found by."""
    return next(iter(shared_analyser().text(word).words), word.casefold())
