"""What a question names, each thing with the terms that it may be found by. Knows neither search nor model."""

from collections.abc import Callable

import msgspec

from hanse.records import Passage

Terms = Callable[[str], frozenset[str]]
Document = Callable[[Passage], frozenset[str]]
KIN = 0.8  # another word for it
AKIN = 0.5  # a part of a compound, a word that only begins alike, or one of the same family


class Wanted(msgspec.Struct, frozen=True):
    """One thing the question names: any of these terms stands for it, other words (kin) nearly, akin ones for half.

    word: as the question has it. weight: how telling it is (rare in the data), 0 to 1. name: it names whom or which
    document is meant, not what is asked.
    """

    terms: frozenset[str]
    word: str = ""
    weight: float = 1.0
    akin: frozenset[str] = frozenset()
    name: bool = False
    kin: frozenset[str] = frozenset()

    def held_by(self, found: frozenset[str]) -> float:
        """Return how much of this thing stands in a text with these terms."""
        if self.terms & found:
            return 1.0
        return KIN if self.kin & found else AKIN if self.akin & found else 0.0
