"""Which words of a question could be said in other words, and which only literally: names, numbers, identifiers.

A place that means what is asked may call a hotel night "Übernachtung" or a notice period "Kündigungsfrist"; another
customer's contract is no place for it. In doubt a word is a name.
"""

import re
from itertools import pairwise

from hanse.answering import cover
from hanse.words import Lang

_WORD = re.compile(r"\w[\w./\-]*\w|\w")
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december".split()
)
DETERMINERS = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines dieser diese"
    " dieses diesen diesem jeder jede jedes jeden jedem alle allen aller viel viele vielen vieler wieviel wieviele"
    " mehrere welcher welche welches welchen welchem unser unsere unseren unserem unserer unseres mein meine meinen"
    " meinem meiner ihr ihre ihren ihrem ihrer im am zum zur vom ins ans beim pro je".split()
)
BEFORE_NAMES = frozenset("von bei mit".split())
ENDINGS = ("e", "en", "er", "es", "em")  # of the adjectives that may stand between: "die große Inventur"


def fixed(question: str, lang: Lang) -> frozenset[str]:
    """Return the words that must stand literally in the document that answers."""
    words = [match.group() for match in _WORD.finditer(question)]
    named = [word for word in cover.named(question) if word.casefold() not in CALENDAR]
    if lang == "en":
        return frozenset(named)
    beside = {word for pair in cover.phrases(question) for word in pair}
    telling = cover.telling(question) | beside
    after_name_word = {b for a, b in pairwise(words) if a.casefold() in BEFORE_NAMES}
    nouns = {word for n, word in enumerate(words) if _has_determiner(words, n)}
    return frozenset((*(w for w in named if w in telling or w not in nouns), *(after_name_word - nouns)))


def without(question: str, names: frozenset[str]) -> str:
    """Return the question without these words: what is asked, of whomever."""
    return " ".join(_WORD.sub(lambda m: "" if m.group() in names else m.group(), question).split())


def _has_determiner(words: list[str], at: int) -> bool:
    """Return whether an article or number word stands before a noun, adjectives between them left out."""
    before = at - 1
    while before > 0 and words[before].islower() and words[before] not in DETERMINERS:
        if not words[before].endswith(ENDINGS):
            return False
        before -= 1
    return before >= 0 and words[before].casefold() in DETERMINERS
