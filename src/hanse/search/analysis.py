"""Texts and questions to terms: stems, parts of compounds, numbers and identifiers in one plain form.

German and English are told apart by their function words. Knows nothing of where terms are stored.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

import msgspec
import Stemmer

from hanse.search.compounds import Splitter
from hanse.search.identifiers import LONGEST_CHUNK, Token, joined, tokens
from hanse.search.lexicon import Lexicon, fold, shared
from hanse.words import Lang

CACHED_WORDS = 100_000
LONGEST_WORD = 64
MOST_QUERY_WORDS = 64
QUERY_CHARS = 2_000
PART = 0.5
ALIKE = 0.5
PAIR = 0.2
WHOLE = 3.0
BEGINNING = 5


class Terms(msgspec.Struct, frozen=True):
    """Terms of a text. words: one for each word, in order; extra: parts of compounds, whole things, other forms."""

    words: tuple[str, ...]
    extra: tuple[str, ...]


class Wanted(msgspec.Struct, frozen=True):
    """One thing that a question asks for: any of its terms will do; weight: how much it counts.

    kind: "word"; "part" (of a compound of the question); "alike" ("~" and the first five letters of a stem: gewinnen
    and Gewinner, Multiplikation and multipliziert); "pair" (two words side by side, joined by a blank); "whole" (an
    identifier, a date, an address).
    """

    terms: tuple[str, ...]
    weight: float
    kind: str = "word"


class _Word(msgspec.Struct, frozen=True):
    main: str
    extra: tuple[str, ...]
    parts: tuple[str, ...]


class Analyser:
    """Analyses texts with one lexicon, remembering the words it has seen."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._splitter = Splitter(lexicon)
        self._german = Stemmer.Stemmer("german", 0).stemWord
        self._english = Stemmer.Stemmer("english", 0).stemWord
        self._word = lru_cache(CACHED_WORDS)(self._word_uncached)

    def text(self, text: str, lang: Lang | None = None) -> Terms:
        """Return the terms of a text; lang None: told from its function words."""
        spoken = lang or language(text)
        words: list[str] = []
        extra: list[str] = []
        for token in tokens(text):
            extra.extend(token.whole)
            for piece in token.words or token.whole[:1]:
                word = self._word(piece[:LONGEST_WORD], spoken)
                words.append(word.main)
                extra.extend(word.extra)
        return Terms(tuple(words), tuple(extra))

    def query(self, text: str) -> tuple[Wanted, ...]:
        """Return what a question asks for, each thing once; function words only when there is nothing else."""
        found = list(tokens(text[:QUERY_CHARS]))[:MOST_QUERY_WORDS]
        content = [t for t in found if not _is_function_word(t)] or found
        wanted = [w for token in content for w in self._of_token(token)]
        return _once([*_neighbours(found), *wanted, *self._pairs(found)])

    def _of_token(self, token: Token) -> Iterable[Wanted]:
        if token.whole:
            yield Wanted(token.whole, WHOLE, "whole")
        weight = PART if token.whole else 1.0
        for piece in token.words:
            german, english = self._word(piece[:LONGEST_WORD], "de"), self._word(piece[:LONGEST_WORD], "en")
            yield Wanted(tuple(dict.fromkeys((german.main, english.main))), weight)
            for part in german.parts:
                yield Wanted((part,), PART * weight, "part")
            for beginning in _beginning(german.main):
                yield Wanted((beginning,), ALIKE * weight, "alike")

    def _pairs(self, found: list[Token]) -> Iterable[Wanted]:
        """Yield the words of the question that stand side by side, but not two function words."""
        for left, right in pairwise(found):
            if left.words and right.words and not (_is_function_word(left) and _is_function_word(right)):
                sides = (
                    self._word(left.words[-1][:LONGEST_WORD], "de"),
                    self._word(right.words[0][:LONGEST_WORD], "de"),
                )
                yield Wanted((" ".join(side.main for side in sides),), PAIR, "pair")

    def _word_uncached(self, piece: str, lang: Lang) -> _Word:
        if piece.startswith("="):
            return _Word(piece, (), ())
        small = fold(piece)
        if not piece.isalpha():
            bare = small.lstrip("0")
            return _Word(small, (bare,) if bare and bare != small else (), ())
        if lang == "en":
            main = self._english(small)
            return _Word(main, _beginning(main), ())
        main = self._german(piece.lower())
        parts = tuple(self._german(part) for part in self._splitter.parts(piece))
        return _Word(main, (*parts, *_beginning(main)), parts)


def _beginning(stem: str) -> tuple[str, ...]:
    return (f"~{stem[:BEGINNING]}",) if len(stem) >= BEGINNING and stem.isalpha() else ()


def language(text: str) -> Lang:
    """Return the language whose function words prevail; German when in doubt."""
    words = [fold(w) for w in text[:2000].split()]
    german, english = stop_words()
    return "en" if sum(w in english for w in words) > sum(w in german for w in words) else "de"


def is_stop_word(word: str) -> bool:
    """Return whether this is a German or English function word; "IT" in capitals is none."""
    german, english = stop_words()
    small = fold(word)
    return (small in german or small in english) and not (word.isupper() and len(word) > 1)


@cache
def stop_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the function words of German and of English, folded."""
    lines = resources.files("hanse.search").joinpath("stopwords.txt").read_text(encoding="utf-8").splitlines()
    german, english = (frozenset(line.split()[1:]) for line in lines if not line.startswith("#"))
    return german, english


def terms(text: str, lang: Lang | None = None) -> list[str]:
    """Return the terms that a text is found by."""
    found = shared_analyser().text(text, lang)
    return [*found.words, *found.extra]


def query_terms(text: str) -> tuple[Wanted, ...]:
    """Return what a question asks for."""
    return shared_analyser().query(text)


@cache
def shared_analyser() -> Analyser:
    """Return an analyser without a home."""
    return Analyser(shared())


def _is_function_word(token: Token) -> bool:
    return token.kind == "word" and all(is_stop_word(word) for word in token.words)


def _neighbours(found: list[Token]) -> Iterable[Wanted]:
    """Yield identifiers typed with blanks: "re 2024 0117"."""
    run: list[str] = []
    for token in [*found, None]:
        chunks = token.words if token and token.kind in ("word", "run", "phone") else ()
        if chunks and all(len(c) <= 4 or (len(c) <= LONGEST_CHUNK and any(x.isdigit() for x in c)) for c in chunks):
            run.extend(chunks)
            continue
        yield from (Wanted((text,), WHOLE, "whole") for text in joined(run))
        run = []


def _once(wanted: Iterable[Wanted]) -> tuple[Wanted, ...]:
    seen: dict[str, Wanted] = {}
    for want in wanted:
        if want.terms[0] not in seen or seen[want.terms[0]].weight < want.weight:
            seen[want.terms[0]] = want
    return tuple(seen.values())
