"""Questions that want more than one figure or name: what a document says, as a few of its sentences, word for word.

Chosen by program alone: a small model that sums up invents. Knows no search and no model.
"""

import re
from collections import Counter
from collections.abc import Sequence

from hanse.answering import check, papers, sentences, signs
from hanse.answering.check import Proven
from hanse.answering.sentences import Line
from hanse.answering.wanted import Document, Terms, Wanted
from hanse.records import Passage

MOST = 5
SHORTEST, LONGEST = 5, 60
ABOUT = 0.8  # of the question's weight that the document must hold
OUTDATED = 0.5
PAPER = 0.5  # of the kind of document that the question names
TOPIC = 0.2  # of the question's weight that a sentence on the topic holds itself or under its heading
_ASKS = re.compile(
    r"\bfass\w*\b.*\bzusammen|\bzusammenfass|\bworum geht|\bum was geht|\berklär|\bbeschreib|\bschilder|\büberblick|"
    r"\binhalt\b|\bkurzfassung|\bwas (?:steht|sagt|regelt|besagt|enthält)\b.*\b(?:in|im|der|die|das|unser\w*)\b|"
    r"\bwas (?:wurde|haben wir|hat \w+ \w*) .*\b(?:besprochen|beschlossen|geschrieben)\b|\bwas (?:schreibt|schrieb)\b|"
    r"\bsummari[sz]e|\bsummary|\bwhat (?:is|was) .*\babout\b|\bwhat does .*\bsay\b|"
    r"\bexplain|\bdescribe|\boverview|\boutline",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\bals\b|\bwie (?:viel|hoch|lange|oft)|\bjede[mnr]\b|\bwann\b", re.IGNORECASE)
ASKING = frozenset(
    "fass fasse fassen zusammen zusammenfassung zusammenfassen worum geht steht sagt regelt besagt enthält drin erklär"
    " erkläre erklären beschreib beschreibe beschreiben schildere überblick inhalt kurzfassung besprochen beschlossen"
    " geschrieben schreibt schrieb kurz bitte mal summarise summarize summary say says about explain describe overview"
    " outline thema wichtigste wichtigsten punkte regeln regelung regelungen vorgaben rules".split()
)


def asks(question: str) -> bool:
    """Return whether a question wants to be told what a document says."""
    return bool(_ASKS.search(question)) and not _FIGURE.search(question)


def things(asked: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Return what the question is about, without the words that only ask for a summary."""
    named = (thing for thing in asked if not papers.is_mail(thing.word))
    return tuple(thing for thing in named if thing.word.casefold() not in ASKING)


def meant(
    question: str, passages: Sequence[Passage], wanted: Sequence[Wanted], document: Document, terms: Terms
) -> Passage | None:
    """Return the first passage of the document that the question means, None when none holds what it names.

    passages: best first. What stands in the title or file name counts twice; a contract, offer, mail must be one.
    """
    firsts = {passage.origin: passage for passage in sorted(passages, key=lambda p: -p.id)}
    kind = papers.named(wanted)
    asked = things(wanted)
    best: tuple[float, Passage | None] = (0.0, None)
    for passage in dict.fromkeys(firsts[p.origin] for p in passages):
        head = terms(_head(passage))
        whole = _share(asked, document(passage) | head)
        score = whole + _share(asked, terms(f"{passage.title} {passage.origin.name}"))
        score -= OUTDATED * (signs.is_old(passage) and not signs.wants_old(question))
        if whole >= ABOUT and papers.share(passage, kind, terms) >= PAPER and score > best[0]:
            best = score, passage
    return best[1]


def _share(asked: Sequence[Wanted], found: frozenset[str]) -> float:
    return sum(thing.weight * thing.held_by(found) for thing in asked) / (sum(thing.weight for thing in asked) or 1.0)


def _head(passage: Passage) -> str:
    """Return what says which document it is: title, file name and first line."""
    first = next((line for _, line in sentences.split(passage.text)), "")
    return f"{passage.title} {passage.origin.name} {first}"


def excerpt(
    passages: Sequence[Passage], asked: Sequence[Wanted], names: frozenset[str], terms: Terms
) -> tuple[Line, ...]:
    """Return at most five sentences of a document, in its order: on the topic asked for, else those that tell most.

    passages: all of the document. names: words of the question that name whom or which it is with.
    """
    lines = [Line(text, n, at) for n, p in enumerate(passages) for at, text in sentences.split(p.text)]
    lines = [line for line in lines if SHORTEST <= len(line.text.split()) <= LONGEST]
    named = terms(_head(passages[0]))
    topic = [thing for thing in asked if thing.word not in names and not thing.terms & named]
    scores = _on_topic(lines, passages, topic, terms) if topic else _telling(lines, terms)
    best = sorted(scores, key=lambda line: -scores[line])[:MOST]
    return tuple(sorted(best, key=lambda line: (line.passage, line.offset)))


def _on_topic(
    lines: Sequence[Line], passages: Sequence[Passage], topic: Sequence[Wanted], terms: Terms
) -> dict[Line, float]:
    """Return the sentences on a topic, with how much of it they hold themselves or under their heading."""
    weight = sum(thing.weight for thing in topic) or 1.0
    scores: dict[Line, float] = {}
    for line in lines:
        section = terms(passages[line.passage].place_at(line.offset).section or passages[line.passage].title)
        own = terms(line.text)
        held = sum(thing.weight * max(thing.held_by(own), 0.6 * thing.held_by(section)) for thing in topic) / weight
        if held >= TOPIC:
            scores[line] = held
    return scores


def _telling(lines: Sequence[Line], terms: Terms) -> dict[Line, float]:
    """Score each sentence by how much of the document's frequent terms it holds that no better one has said."""
    left = {line: terms(line.text) for line in lines}
    counts = Counter(term for found in left.values() for term in found if not term.startswith(("~", "^")))
    scores: dict[Line, float] = {}
    said: set[str] = set()
    while left and len(scores) < MOST:
        worth = {line: _worth(found - said, counts, len(line.text.split())) for line, found in left.items()}
        best = max(worth, key=lambda line: worth[line])
        scores[best] = worth[best]
        said |= left.pop(best)
    return scores


def _worth(found: frozenset[str], counts: Counter[str], words: int) -> float:
    return sum(min(counts[term], 4) for term in found if len(term) > 2) / (words + 8)


def cited(lines: Sequence[Line], passages: Sequence[Passage]) -> Proven:
    """Return the sentences as a list, each with its place."""
    citations = tuple(check.cite(n, line, passages) for n, line in enumerate(lines, 1))
    return Proven("\n\n".join(f"• {one.quote} [{one.n}]" for one in citations), citations)
