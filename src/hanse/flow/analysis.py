"""The words' analysis of search, in the form that answering asks for: neither room knows the other."""

from collections.abc import Iterable, Sequence

from hanse.answering import cover
from hanse.answering.cover import Named
from hanse.answering.sentences import Wanted
from hanse.flow.house import House
from hanse.records import Origin, Passage
from hanse.search import analysis, retrieve
from hanse.search.analysis import shared_analyser
from hanse.search.question import ask_index
from hanse.store import catalogue

FREQUENT = 0.05
LONGEST = 400
SHORTEST_PART = 4
MOST_NOWHERE = 0.6
FOREIGN = 0.3
ASKING = frozenset("wieviel wieviele viel viele vielen vieler many much must does do please bitte".split())


class Analyser:
    """Terms of texts and questions, over the sources that one asker may see."""

    def __init__(self, house: House, sources: Sequence[int]) -> None:
        self._store = house.store
        self._sources = tuple(sources)
        self._words = shared_analyser()
        self._documents: dict[Origin, frozenset[str]] = {}

    def terms(self, text: str) -> frozenset[str]:
        """Return all terms that a text is found by."""
        found = self._words.text(text)
        return frozenset((*found.words, *found.extra))

    def wanted(self, question: str) -> tuple[Wanted, ...]:
        """Return the content words of a question with the terms that each may be found by."""
        bare = dict.fromkeys(word.strip(".,;:?!()\"'„“”»«") for word in question.split())
        things = (Wanted(self._terms_of(word), word) for word in bare if word and not _asks(word))
        return tuple(thing for thing in things if thing.terms)

    def strange(self, question: str) -> tuple[str, ...]:
        """Return the words that stand nowhere if these are most of the question's, else nothing."""
        counts = {thing.word: self._named(thing.word, telling=False).count for thing in self.wanted(question)}
        nowhere = tuple(word for word, count in counts.items() if not count)
        return nowhere if len(nowhere) > MOST_NOWHERE * len(counts) else ()

    def foreign(self, question: str) -> bool:
        """Return whether so many words stand nowhere that the question is in other words, or of another language."""
        counts = [self._named(thing.word, telling=False).count for thing in self.wanted(question)]
        return counts.count(0) > FOREIGN * len(counts)

    def named(self, question: str) -> tuple[Named, ...]:
        """Return what the question names, with how often it stands in the sources."""
        names = {word for pair in cover.phrases(question) if self._side_by_side(*pair) for word in pair}
        telling = names | cover.telling(question)
        words = (word for word in cover.named(question) if not _asks(word))
        return tuple(self._named(word, telling=word in telling) for word in words)

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

    def _terms_of(self, word: str) -> frozenset[str]:
        return frozenset(term for thing in self._words.query(word) for term in thing.terms)

    def _side_by_side(self, first: str, second: str) -> bool:
        """Return whether two words stand side by side anywhere in the sources: then they are one name."""
        name = f"{first} {second}"
        found = retrieve.search(self._store, name, sources=self._sources, k=5)
        return any(name.casefold() in " ".join(p.text.split()).casefold() for p in found)

    def _named(self, word: str, *, telling: bool) -> Named:
        """Count a word by itself; a compound that stands nowhere by its rarest part."""
        things = self._words.query(word)
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


def _asks(word: str) -> bool:
    """Return whether a word only asks or joins, and names nothing."""
    return analysis.is_stop_word(word) or word.casefold() in ASKING
