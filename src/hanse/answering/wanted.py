"""What a question names, each thing with the terms that it may be found by. Knows neither search nor model."""

from collections.abc import Callable

import msgspec

from hanse.records import Passage

Terms = Callable[[str], frozenset[str]]
Document = Callable[[Passage], frozenset[str]]
AKIN = 0.5  # a part of a compound, or a word that only begins alike


class Wanted(msgspec.Struct, frozen=True):
    """One thing the question names: any of these terms stands for it, and akin ones for half of it.

    word: as the question has it. weight: how telling it is (rare in the data), 0 to 1. name: it names whom or which
    document is meant, not what is asked.
    """

    terms: frozenset[str]
    word: str = ""
    weight: float = 1.0
    akin: frozenset[str] = frozenset()
    name: bool = False

    def held_by(self, found: frozenset[str]) -> float:
        """Return how much of this thing stands in a text with these terms."""
        return 1.0 if self.terms & found else AKIN if self.akin & found else 0.0
