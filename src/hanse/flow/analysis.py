"""The words' analysis of search, in the form that answering asks for: neither room knows the other."""

import simplemma

from hanse.answering import cover
from hanse.answering.cover import Named
from hanse.answering.sentences import Wanted
from hanse.flow.house import House
from hanse.records import Origin, Passage
from hanse.search import analysis, retrieve
from hanse.search.index import analyser
from hanse.search.question import ask_index
from hanse.store import catalogue

RARE = 0.005
LONGEST = 400


class Analyser:
    """Terms of texts and questions, over the sources that one asker may see."""

    def __init__(self, house: House, sources: list[int]) -> None:
        self._store = house.store
        self._sources = tuple(sources)
        self._words = analyser(house.config.home)
        self._documents: dict[Origin, frozenset[str]] = {}

    def terms(self, text: str) -> frozenset[str]:
        """Return all terms that a text is found by."""
        found = self._words.text(text)
        return frozenset((*found.words, *found.extra))

    def wanted(self, question: str) -> tuple[Wanted, ...]:
        """Return the content words of a question with the terms that each may be found by."""
        bare = dict.fromkeys(word.strip(".,;:?!()\"'„“”»«") for word in question.split())
        things = (Wanted(self._terms_of(word), word) for word in bare if word and not analysis.is_stop_word(word))
        return tuple(thing for thing in things if thing.terms)

    def named(self, question: str) -> tuple[Named, ...]:
        """Return what the question names, with how often it stands in the sources."""
        names = {word for pair in cover.phrases(question) if self._side_by_side(*pair) for word in pair}
        telling = names | cover.telling(question, common)
        words = (word for word in cover.named(question, common) if not analysis.is_stop_word(word))
        return tuple(self._named(word, telling=word in telling) for word in words)

    def document(self, passage: Passage) -> frozenset[str]:
        """Return the terms of the document that a passage is of; of a table's record, of that record alone."""
        if passage.place.record is not None or passage.place.cell is not None:
            return cover.terms_of([passage], self.terms)
        if passage.origin not in self._documents:
            whole = catalogue.passages_of(self._store, passage.origin, limit=LONGEST)
            self._documents[passage.origin] = cover.terms_of(whole, self.terms)
        return self._documents[passage.origin]

    def _terms_of(self, word: str) -> frozenset[str]:
        return frozenset(term for thing in self._words.query(word) for term in thing.terms)

    def _side_by_side(self, first: str, second: str) -> bool:
        """Return whether two words stand side by side anywhere in the sources: then they are one name."""
        name = f"{first} {second}"
        found = retrieve.search(self._store, name, sources=self._sources, k=5)
        return any(name.casefold() in " ".join(p.text.split()).casefold() for p in found)

    def _named(self, word: str, *, telling: bool) -> Named:
        """Count a word by itself; a compound that stands nowhere counts by its rarest part."""
        whole, *parts = [self._count(thing) for thing in self._words.query(word)] or [(0, 1)]
        count = whole[0] or min((part[0] for part in parts), default=0)
        rare = telling and 0 < count <= max(3, RARE * whole[1])
        return Named(word, self._terms_of(word), count, rare)

    def _count(self, thing: analysis.Wanted) -> tuple[int, int]:
        found = ask_index(self._store, [thing], self._sources)
        return max((term.count for term in found.terms), default=0), found.total


def common(word: str) -> bool:
    """Return whether a word is in a German or English dictionary."""
    return simplemma.is_known(word, lang=("de", "en"))
