"""Is the question about anything that the found places know? Whom it names must stand in the document that answers.

A small model asked about an unknown customer answers with a known one; so it is shown only documents that name whom
the question names, and isn't asked when there is none. Words that name nobody may be missing; that is weighed later.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from hanse.answering import heads
from hanse.answering.wanted import Document, Terms
from hanse.records import Passage, Refusal
from hanse.words import Words

_WORD = re.compile(r"\w[\w./\-]*\w|\w")

BEFORE_NAMES = frozenset("bei beim firma kunde kundin herr herrn frau familie from".split())
BEFORE_ANY_NAME = BEFORE_NAMES - {"bei", "beim", "from"}
MEASURING = frozenset("hoch lang lange oft schnell viel viele vielen vieler weit long many much high often".split())
PREPOSITIONS = BEFORE_NAMES | frozenset("mit von für an zu gegen laut with for of to by at about".split())
MEASURES = frozenset(
    "jahr jahre jahren monat monate monaten woche wochen tag tage tagen werktag werktage stunde stunden minute minuten"
    " sekunde sekunden prozent euro cent grad meter liter kilometer"
    " quadratmeter kubikmeter kilo gramm tonnen stück uhr teile prozentpunkte".split()
)


class Named(msgspec.Struct, frozen=True):
    """A noun, name or number of the question. count: passages that hold it.

    telling: a name that tells documents apart. frequent: it stands in so many passages that it tells nothing.
    ordinary: a word of the dictionary, which the data may lack or say in other words.
    """

    word: str
    terms: frozenset[str]
    count: int
    telling: bool
    frequent: bool
    ordinary: bool = False


def named(question: str) -> tuple[str, ...]:
    """Return the words that name something: with a digit in them, or a capital that is not just the first word's."""
    words = [match.group() for match in _WORD.finditer(question)]
    return tuple(dict.fromkeys(word for n, word in enumerate(words) if _names(word, first=n == 0)))


def phrases(question: str) -> tuple[tuple[str, str], ...]:
    """Return the capitals side by side, which may be a name ("Pension Strandkorb") or not ("Jahre Garantie")."""
    words = [match.group() for match in _WORD.finditer(question)]
    capital = [n > 0 and (word.istitle() or _initials(word)) for n, word in enumerate(words)]
    capital = [is_one and word.casefold() not in MEASURES for is_one, word in zip(capital, words, strict=True)]
    return tuple((words[n], words[n + 1]) for n in range(len(words) - 1) if capital[n] and capital[n + 1])


def neighbours(question: str) -> tuple[tuple[str, str], ...]:
    """Return the words side by side, at most eight pairs, for questions that are written in small letters only."""
    words = [match.group() for match in _WORD.finditer(question)]
    return tuple((a, b) for a, b in pairwise(words) if len(a) > 3 and len(b) > 3)[:8]


def bare(question: str) -> frozenset[str]:
    """Return the capitals right after a preposition: without an article between, that is mostly a name."""
    words = [match.group() for match in _WORD.finditer(question)]
    return frozenset(b for a, b in pairwise(words) if a.casefold() in PREPOSITIONS and b[0].isupper())


def after_with(question: str) -> frozenset[str]:
    """Return the capitals right after "mit", "von", "bei": a compound there that stands nowhere is a surname."""
    words = [match.group() for match in _WORD.finditer(question)]
    return frozenset(b for a, b in pairwise(words) if a.casefold() in {"mit", "von", "bei"} and b[0].isupper())


def asked_with(question: str) -> frozenset[str]:
    """Return the words that ask together with "wie" ("wie hoch", "how long"): they name nothing."""
    words = [match.group() for match in _WORD.finditer(question)]
    return frozenset(b for a, b in pairwise(words) if a.casefold() in {"wie", "how"} and b in MEASURING)


def telling(question: str) -> frozenset[str]:
    """Return single words that tell one customer or document from another: with a digit, or after "Firma", "Frau"."""
    words = [match.group() for match in _WORD.finditer(question)]
    digits = {word for word in words if any(c.isdigit() for c in word) and len(word) > 2}
    return frozenset(digits | {b for a, b in pairwise(words) if a.casefold() in BEFORE_ANY_NAME and len(b) > 3})


def after_bei(question: str) -> frozenset[str]:
    """Return the capitals right after "bei": a customer's name, unless it is an ordinary word ("bei Stromausfall")."""
    words = [match.group() for match in _WORD.finditer(question)]
    return frozenset(b for a, b in pairwise(words) if a.casefold() in {"bei", "beim"} and b[0].isupper())


def _initials(word: str) -> bool:
    """Return whether a word may be the initials that a name begins with: WEG, AWO, DRK."""
    return word.isupper() and word.isalpha() and len(word) <= 4


def _names(word: str, *, first: bool) -> bool:
    if any(c.isdigit() for c in word):
        return len(word) > 2
    return word[0].isupper() and len(word) > 1 and not first


def fitting(
    passages: Sequence[Passage], things: Sequence[Named], document: Document, terms: Terms
) -> tuple[tuple[Passage, ...], Refusal | None]:
    """Return the passages of documents that hold all names of the question, or the reason when there is none.

    document: the terms of the whole document (or record) that a passage is of. A bare number, a year for instance, must
    stand in the passage itself or at the document's head.
    """
    unknown = tuple(thing.word for thing in things if not thing.count and not thing.ordinary)
    if unknown:
        return (), nowhere(unknown)
    names = [thing for thing in things if thing.telling and not thing.frequent]
    kept = tuple(p for p in passages if all(thing.terms & document(p) for thing in names))
    figures = [thing for thing in names if thing.word.isdigit()]
    near = _holding(kept, figures, terms) if figures else kept
    return near, None if near else apart([thing.word for thing in names])


def _holding(passages: Sequence[Passage], figures: Sequence[Named], terms: Terms) -> tuple[Passage, ...]:
    """Return the passages that hold years and other bare numbers themselves, or in the head of their document."""
    first = heads.of(passages)
    held = [terms_of([p], terms) | terms(f"{p.origin.path}\n{first[p.origin]}") for p in passages]
    return tuple(p for p, own in zip(passages, held, strict=True) if all(thing.terms & own for thing in figures))


def nowhere(words: Sequence[str]) -> Refusal:
    """Return the reason for a question about words that stand nowhere in the data."""
    german, english = _quoted(words)
    return Refusal(
        "unknown-name",
        Words(f"{german} kommt in Ihren Daten nicht vor.", f"Your data don't mention {english}."),
    )


def apart(words: Sequence[str]) -> Refusal:
    """Return the reason for a question whose words stand in the data, but nowhere together."""
    if not words:
        return Refusal(
            "no-evidence", Words("Dazu steht nichts in Ihren Daten.", "There is nothing about that in your data.")
        )
    german, english = _quoted(words)
    return Refusal(
        "not-together",
        Words(
            f"Keine Stelle in Ihren Daten spricht zugleich von {german}. Am nächsten kommen die Stellen darunter.",
            f"No place in your data speaks of {english} together. The nearest places are below.",
        ),
    )


def _quoted(words: Sequence[str]) -> tuple[str, str]:
    return ", ".join(f"„{word}“" for word in words), ", ".join(f"'{word}'" for word in words)


def terms_of(passages: Sequence[Passage], terms: Terms) -> frozenset[str]:
    """Return the terms of a document from all its passages."""
    if not passages:
        return frozenset()
    first = passages[0]
    return terms(" ".join([first.title, first.origin.name, *(f"{p.place.section or ''} {p.text}" for p in passages)]))
