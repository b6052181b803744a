"""Where to look for an answer: in the passages found, and in the rest of the documents that are about the names asked.

A contract's paragraph doesn't repeat the customer or the number that the question names; its head does.
"""

from collections.abc import Sequence

import msgspec

from hanse.answering import cover, prose, sentences
from hanse.answering.check import Proven
from hanse.answering.cover import Named
from hanse.answering.sentences import Line
from hanse.answering.wanted import Wanted
from hanse.flow.analysis import Analyser
from hanse.records import Origin, Passage, Refusal
from hanse.search import retrieve
from hanse.store import catalogue
from hanse.store.database import Store

MOST_DOCUMENTS = 12
LONGEST = 60
NAMED = 16


class Selected(msgspec.Struct, frozen=True):
    """The passages about what the question names, the sentences of them to show the model, or why there are none.

    meant: they were found by meaning, not by words. about: the names of the question, which all their documents hold.
    """

    passages: tuple[Passage, ...] = ()
    lines: tuple[Line, ...] = ()
    reason: Refusal | None = None
    meant: bool = False
    about: str = ""


def names(things: Sequence[Named]) -> str:
    """Return the names of a question as one text."""
    return " ".join(thing.word for thing in things if thing.telling)


def widened(store: Store, found: Sequence[Passage], names: str, sources: Sequence[int]) -> list[Passage]:
    """Return the documents' passages among those found, then the others of these documents and of those named.

    names: the names of the question as one text, "" for none.
    """
    texts = [passage for passage in found if passage.spans]
    about = retrieve.search(store, names, sources=sources, k=NAMED) if names else []
    of_names = [passage.origin for passage in about if passage.spans]
    origins: list[Origin] = list(dict.fromkeys((*of_names, *(passage.origin for passage in texts))))
    rest = (p for origin in origins[:MOST_DOCUMENTS] for p in catalogue.passages_of(store, origin, limit=LONGEST))
    return list({passage.id: passage for passage in (*texts, *(p for p in rest if p.spans))}.values())


def selected(question: str, near: Sequence[Passage], things: Sequence[Named], words: Analyser) -> Selected:
    """Choose the sentences that a question is about from documents that hold all its names."""
    kept, reason = cover.fitting(near, things, words.document, words.terms)
    if reason:
        return Selected(reason=reason)
    asked = _asked(question, things, words)
    lines = sentences.select(question, kept, asked, words.terms, document=words.document)
    about = " ".join(thing.word for thing in asked if thing.name)
    return Selected(kept, lines, about=about)


def candidates(question: str, chosen: Selected, things: Sequence[Named], words: Analyser) -> list[Line]:
    """Return all sentences of the passages chosen among, best first."""
    asked = _asked(question, things, words)
    return sentences.ranked(question, chosen.passages, asked, words.terms, document=words.document)


def _asked(question: str, things: Sequence[Named], words: Analyser) -> list[Wanted]:
    """Return what a question wants, with its names marked as such."""
    names = {thing.word for thing in things if thing.telling}
    return [msgspec.structs.replace(thing, name=thing.word in names) for thing in words.wanted(question)]


def nearest(chosen: Selected, said: str = "") -> tuple[Passage, ...]:
    """Return the sentences that come nearest to an answer, each as a passage of its own; first the one copied from."""
    lines = sorted(chosen.lines, key=lambda line: not said or said.strip() not in line.text)
    return tuple(sentences.alone(line, chosen.passages) for line in lines)


def excerpt(question: str, near: Sequence[Passage], words: Analyser) -> Proven | None:
    """Return some sentences of the document that a question wants to be told about; None when it isn't clear which."""
    things = words.named(question)
    kept, reason = cover.fitting(near, things, words.document, words.terms)
    asked = prose.things(words.wanted(question))
    document = (
        None
        if reason or not asked
        else prose.meant(question, kept, words.wanted(question), words.document, words.terms)
    )
    if document is None:
        return None
    whole = [passage for passage in kept if passage.origin == document.origin]
    whole.sort(key=lambda passage: passage.id)
    telling = frozenset(thing.word for thing in things if thing.telling)
    lines = prose.excerpt(whole, asked, telling, words.terms)
    return prose.cited(lines, whole) if lines else None
