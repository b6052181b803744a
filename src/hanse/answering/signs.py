"""How much of what a question names a sentence holds, and what stands around it: numbers from 0 to 1, called signs.

A sentence is read with its neighbours, its heading and its document, each for less. Knows no search and no model.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from hanse.answering import kinds, papers
from hanse.answering.wanted import Document, Terms, Wanted
from hanse.records import Passage

FULL_LENGTH = 6
PAPER = 0.4
OLD = frozenset(
    "alt alte alter altes alten archiv archive ungültig früher frühere früheren damals ehemals vormals veraltet"
    " old former".split()
)


class Signs(msgspec.Struct, frozen=True):
    """What speaks for a sentence, and (old) against it.

    line: the share of the question, names apart, that it holds; near, heading, passage, document: what its neighbours,
    its heading, its passage and its document add to that. name: how near the names stand (1: in the sentence, around it
    or at the head of the document; 0.5 when the question has none). kind: it has the kind of thing asked for (0.5 when
    the question doesn't say). rank: of its passage in the search. length: of a whole sentence. old: its document has
    been replaced and the question doesn't ask for that, or (by half) the other way round. paper: the document is of the
    kind that the question names (0.5 when it names none).
    """

    line: float = 0.0
    near: float = 0.0
    heading: float = 0.0
    passage: float = 0.0
    document: float = 0.0
    name: float = 0.0
    kind: float = 0.0
    rank: float = 0.0
    length: float = 0.0
    old: float = 0.0
    paper: float = 0.0

    def around(self) -> float:
        """Return the share of the question that the sentence and its passage hold."""
        return self.line + self.near + self.heading + self.passage

    def values(self) -> tuple[float, ...]:
        """Return the numbers in the order of the fields."""
        return msgspec.structs.astuple(self)


class Reader:
    """Reads the signs of sentences for one question."""

    def __init__(self, question: str, asked: Sequence[Wanted], terms: Terms, document: Document) -> None:
        self._papers = papers.named(asked)
        self._asked = [_lighter(thing) if thing in self._papers else thing for thing in asked if not thing.name]
        self._names = [thing for thing in asked if thing.name]
        self._terms = terms
        self._document = document
        self._kind = kinds.asked(question)
        self._wants_old = wants_old(question)
        self._all = sum(thing.weight for thing in self._asked) or 1.0

    def of_passage(self, passage: Passage, number: int, lines: Sequence[str], head: str) -> Iterator[Signs]:
        """Yield the signs of each sentence of a passage.

        number: its rank in the search, from 0. head: the beginning of its document.
        """
        found = [self._terms(line) for line in lines]
        held = [self._held(one) for one in found]
        above = self._terms(f"{passage.title} {passage.place.section or ''} {passage.origin.path}")
        heading = self._held(above)
        top = above | self._terms(head)
        whole = _most([heading, *held])
        everywhere = _most([whole, self._held(self._document(passage))])
        old = float(is_old(passage)) if not self._wants_old else 0.5 * (not is_old(passage))
        paper = papers.share(passage, self._papers, self._terms)
        for at, line in enumerate(lines):
            near = _most(held[max(0, at - 1) : at + 2])
            headed = _most([near, heading])
            yield Signs(
                line=self._share(held[at]),
                near=self._share(near) - self._share(held[at]),
                heading=self._share(headed) - self._share(near),
                passage=self._share(_most([headed, whole])) - self._share(headed),
                document=self._share(everywhere) - self._share(whole),
                name=self._named(top.union(*found[max(0, at - 1) : at + 2]), frozenset().union(*found)),
                kind=float(self._kind.held_by(line)) if self._kind else 0.5,
                rank=1 / (1 + number),
                length=min(1.0, len(line.split()) / FULL_LENGTH),
                old=old,
                paper=paper,
            )

    def _held(self, found: frozenset[str]) -> list[float]:
        return [thing.held_by(found) for thing in self._asked]

    def _named(self, near: frozenset[str], passage: frozenset[str]) -> float:
        """Return how near the names stand on average."""
        if not self._names:
            return 0.5
        each = (1.0 if thing.terms & near else 0.6 if thing.terms & passage else 0.2 for thing in self._names)
        return sum(each) / len(self._names)

    def _share(self, held: Sequence[float]) -> float:
        return sum(thing.weight * much for thing, much in zip(self._asked, held, strict=True)) / self._all


def _lighter(thing: Wanted) -> Wanted:
    """Return the name of a kind of document with less weight: the sentences of a contract don't say "contract"."""
    return msgspec.structs.replace(thing, weight=PAPER * thing.weight)


def _most(several: Sequence[Sequence[float]]) -> list[float]:
    return [max(column) for column in zip(*several, strict=True)]


def wants_old(question: str) -> bool:
    """Return whether a question asks for what has been replaced."""
    return bool(OLD & set(re.findall(r"\w+", question.casefold())))


def is_old(passage: Passage) -> bool:
    """Return whether a document's name or title says that it has been replaced."""
    return bool(OLD & set(re.findall(r"[^\W_]+", f"{passage.origin.path} {passage.title}".casefold())))
