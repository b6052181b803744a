"""Is the question about anything that the found places know? What it names must stand in the document that answers.

A small model asked about an unknown customer answers with a known one; so it is shown only documents that name whom
the question names, and isn't asked when there is none.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec

from hanse.answering.sentences import Terms
from hanse.records import Passage, Refusal
from hanse.words import Words

_WORD = re.compile(r"\w[\w./\-]*\w|\w")

BEFORE_NAMES = frozenset("bei beim firma kunde kundin herr herrn frau familie from".split())
Document = Callable[[Passage], frozenset[str]]


class Named(msgspec.Struct, frozen=True):
    """A noun, name or number of the question. count: passages that hold it.

    telling: a name that tells documents apart. frequent: it stands in so many passages that it tells nothing.
    """

    word: str
    terms: frozenset[str]
    count: int
    telling: bool
    frequent: bool


def named(question: str) -> tuple[str, ...]:
    """Return the words that name something: with a digit in them, or a capital that is not just the first word's."""
    words = [match.group() for match in _WORD.finditer(question)]
    return tuple(dict.fromkeys(word for n, word in enumerate(words) if _names(word, first=n == 0)))


def phrases(question: str) -> tuple[tuple[str, str], ...]:
    """Return the capitals side by side, which may be a name ("Pension Strandkorb") or not ("Jahre Garantie")."""
    words = [match.group() for match in _WORD.finditer(question)]
    capital = [n > 0 and word[0].isupper() and word[1:].islower() for n, word in enumerate(words)]
    return tuple((words[n], words[n + 1]) for n in range(len(words) - 1) if capital[n] and capital[n + 1])


def telling(question: str) -> frozenset[str]:
    """Return single words that tell one customer or document from another: with a digit, or after "bei", "Firma"."""
    words = [match.group() for match in _WORD.finditer(question)]
    digits = {word for word in words if any(c.isdigit() for c in word)}
    return frozenset(digits | {b for a, b in pairwise(words) if a.casefold() in BEFORE_NAMES and b[0].isupper()})


def _names(word: str, *, first: bool) -> bool:
    if any(c.isdigit() for c in word):
        return len(word) > 2
    return word[0].isupper() and len(word) > 1 and not first


def fitting(
    passages: Sequence[Passage], things: Sequence[Named], document: Document, terms: Terms
) -> tuple[tuple[Passage, ...], Refusal | None]:
    """Return the passages that are about what the question names, or the reason when there is none.

    A name must stand somewhere in the passage's document, any other noun in the passage itself, its title or path.
    document: the terms of the whole document (or record) that a passage is of.
    """
    unknown = tuple(thing.word for thing in things if not thing.count)
    if unknown:
        return (), nowhere(unknown)
    names = [thing for thing in things if thing.telling and not thing.frequent]
    nouns = [thing for thing in things if not thing.telling and not thing.frequent]
    of_names = [p for p in passages if all(thing.terms & document(p) for thing in names)]
    kept = tuple(p for p in of_names if all(thing.terms & terms_of([p], terms) for thing in nouns))
    return kept, None if kept else apart([thing.word for thing in (*names, *nouns)])


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
