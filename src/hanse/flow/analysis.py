"""The words' analysis of search, in the form that answering asks for: neither room knows the other."""

import simplemma

from hanse.answering.sentences import Wanted
from hanse.search import analysis


class Analyser:
    """Terms of texts and questions."""

    def __init__(self, words: analysis.Analyser) -> None:
        self._words = words

    def terms(self, text: str) -> frozenset[str]:
        """Return all terms that a text is found by."""
        found = self._words.text(text)
        return frozenset((*found.words, *found.extra))

    def wanted(self, question: str) -> tuple[Wanted, ...]:
        """Return the content words of a question with the terms that each may be found by."""
        things = []
        for word in dict.fromkeys(question.replace("?", " ").replace("!", " ").split()):
            bare = word.strip(".,;:()\"'„“”»«")
            if not bare or analysis.is_stop_word(bare):
                continue
            found = self._words.query(bare)
            terms = frozenset(t for thing in found for t in thing.terms)
            if terms:
                things.append(Wanted(terms, bare))
        return tuple(things)

    @staticmethod
    def common(word: str) -> bool:
        """Return whether a word is an ordinary German or English one."""
        return simplemma.is_known(word, lang=("de", "en"))
