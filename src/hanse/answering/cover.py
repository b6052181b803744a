"""Is the question about anything that the found places know? Names and numbers that stand nowhere mean: no.

A small model asked about an unknown customer answers with a known one; so it isn't asked.
"""

import re
from collections.abc import Callable, Sequence

from hanse.answering.sentences import Terms, Wanted
from hanse.records import Passage, Refusal
from hanse.words import Words

_WORD = re.compile(r"[\w][\w./\-]*\w|\w")


def unknown(
    question: str, asked: Sequence[Wanted], passages: Sequence[Passage], terms_of: Terms, common: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the names and numbers of the question that stand in none of the passages, their titles or paths.

    common: whether a word is an ordinary dictionary word, which may well stand in other words.
    """
    there: set[str] = set()
    for passage in passages:
        there |= terms_of(f"{passage.title} {passage.text} {passage.place.section or ''} {passage.origin.name}")
    names = set(_names(question, common))
    return tuple(thing.word for thing in asked if thing.word in names and not thing.terms & there)


def _names(question: str, common: Callable[[str], bool]) -> list[str]:
    """Return the words that look like a name or a number: a digit in them, or a capital and in no dictionary."""
    words = [match.group() for match in _WORD.finditer(question)]
    return [
        word
        for number, word in enumerate(words)
        if any(c.isdigit() for c in word)
        or (word[0].isupper() and not common(word) and (number > 0 or len(words) == 1))
    ]


def refusal(names: Sequence[str]) -> Refusal:
    """Return the reason for a question about something that isn't in the data; no names: nothing was found at all."""
    if not names:
        return Refusal(
            "no-evidence",
            Words("Dazu steht nichts in Ihren Daten.", "There is nothing about that in your data."),
        )
    named = ", ".join(f"„{name}“" for name in names)
    return Refusal(
        "unknown-name",
        Words(f"{named} kommt in Ihren Daten dazu nicht vor.", f"{named} is not in your data on this."),
    )
