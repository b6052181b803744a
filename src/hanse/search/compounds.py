"""German compounds cut into their parts: of all ways to cut, the one whose parts are most at home in compounds.

After Koehn and Knight 2003 ("Empirical Methods for Compound Splitting"): the geometric mean of the parts' frequencies.
"""

from collections.abc import Iterator
from math import log

import Stemmer

from hanse.search.lexicon import SHORTEST, Lexicon, fold, without_link

LONGEST = 60
MOST_PARTS = 5
LEAST_HEAD = 4
LEAST_MODIFIER = 3


class Splitter:
    """Splits words by one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._heads = lexicon.heads
        self._modifiers = lexicon.modifiers
        self._stem = Stemmer.Stemmer("german").stemWord

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the parts in folded form, linking letters cut off; empty when the word is no compound."""
        plain = fold(word)
        if not 2 * SHORTEST <= len(plain) <= LONGEST or not plain.isalpha():
            return ()
        found = self._best(plain)
        if not found and any(pair in plain for pair in ("ae", "oe", "ue")):
            found = self._best(plain.replace("ae", "a").replace("oe", "o").replace("ue", "u"))
        return found

    def _best(self, word: str) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        best_score = 0.0
        for parts, total in self._cuts(word, 0, 1):
            score = total / len(parts)
            if len(parts) > 1 and score > best_score:
                best, best_score = parts, score
        return best

    def _cuts(self, word: str, start: int, depth: int) -> Iterator[tuple[tuple[str, ...], float]]:
        """Yield each way to cut word[start:], with the sum of the logarithms of its parts' counts."""
        rest = word[start:]
        if depth > 1 and (number := self._heads.get(self._stem(rest), 0)) >= _least(rest, LEAST_HEAD):
            yield (rest,), log(number)
        if depth >= MOST_PARTS:
            return
        for end in range(start + SHORTEST, len(word) - SHORTEST + 1):
            part = without_link(word[start:end], self._modifiers)
            if not part or (number := self._modifiers[part]) < _least(part, LEAST_MODIFIER):
                continue
            for parts, total in self._cuts(word, end, depth + 1):
                yield (part, *parts), total + log(number)


def _least(part: str, usual: int) -> int:
    """Short parts occur in many words by chance, so they must be at home in many compounds."""
    return usual * 8 if len(part) <= SHORTEST else usual
