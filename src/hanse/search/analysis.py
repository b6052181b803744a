"""Texts and questions to terms: stems, parts of compounds, numbers and identifiers in one plain form.

German and English are told apart by their function words. Knows nothing of where terms are stored.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial
from importlib import resources
from itertools import pairwise
from typing import TypeVar

import msgspec
import Stemmer

from hanse.search.compounds import Splitter
from hanse.search.identifiers import FIGURES, LONGEST_CHUNK, MONTH, WORD, Token, in_run, joined, kind_of, tokens
from hanse.search.lexicon import Lexicon, fold, shared, without_link
from hanse.words import Lang

Result = TypeVar("Result")
LANGS: tuple[Lang, ...] = ("de", "en")
CACHED_WORDS = 100_000
CACHED_CHUNKS = 50_000
LONGEST_WORD = 64
LANG_CHARS = 2_000  # of a text, that its language is told from
MOST_QUERY_WORDS = 64
QUERY_CHARS = 2_000
PART = 0.5
ALIKE = 0.5
PAIR = 0.2
WHOLE = 3.0
BEGINNING = 5
LEAST_WHOLE = 5
SHORTEST_START, SHORTEST_TAIL, LEAST_TAIL = 3, 4, 5


class Terms(msgspec.Struct, frozen=True):
    """Terms of a text. words: one for each word, in order; extra: parts of compounds, whole things, other forms.

    Forms that are no words begin with a mark: "=" a whole identifier, "~" the beginning of a stem, "^" a function word
    in capitals (IT, SIE).
    """

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


class Known(dict[str, Result]):
    """What was made of texts so far, those too long left out; forgotten all at once when there are too many."""

    def __init__(self, analyse: Callable[[str], Result], *, most: int = CACHED_WORDS) -> None:
        super().__init__()
        self._analyse = analyse
        self._most = most

    def __missing__(self, text: str) -> Result:
        if len(self) >= self._most:
            self.clear()
        found = self._analyse(text)
        if len(text) <= LONGEST_WORD:
            self[text] = found
        return found


class Analyser:
    """Analyses texts with one lexicon, remembering the words it has seen."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._splitter = Splitter(lexicon)
        self._german = Stemmer.Stemmer("german", 0).stemWord
        self._english = Stemmer.Stemmer("english", 0).stemWord
        self._known = {lang: Known(partial(self._word, lang=lang)) for lang in LANGS}
        self._chunks = {lang: Known(partial(self._chunk, lang=lang), most=CACHED_CHUNKS) for lang in LANGS}
        self._runs = {lang: Known(partial(self._run, lang=lang), most=CACHED_CHUNKS) for lang in LANGS}

    def text(self, text: str, lang: Lang | None = None) -> Terms:
        """Return the terms of a text; lang None: told from its function words."""
        lang = lang or language(text)
        chunks = self._chunks[lang]
        words: list[str] = []
        extra: list[str] = []
        run: list[str] = []
        figures = False
        for chunk in text.split():
            kind, main, more = chunks[chunk]
            if kind != WORD and (figures or kind != MONTH):
                run.append(chunk)
                figures = figures or kind == FIGURES
                continue
            if run:
                _add(self._of_run(run, lang, figures=figures), words, extra)
                run, figures = [], False
            words.append(main)
            extra += more
        _add(self._of_run(run, lang, figures=figures), words, extra)
        return Terms(tuple(words), tuple(extra))

    def stretch(self, text: str, lang: Lang) -> Terms:
        """Return the same for a few chunks whose terms the caller remembers, so that a single figure is not here."""
        chunks = text.split()
        if len(chunks) == 1 and kind_of(chunks[0])[1] == FIGURES:
            return self._run(chunks[0], lang)
        return self.text(text, lang)

    def _of_run(self, run: list[str], lang: Lang, *, figures: bool) -> Terms:
        if figures:
            return self._runs[lang][" ".join(run)]
        found = [self._chunks[lang][chunk] for chunk in run]
        return Terms(tuple(main for _, main, _ in found), tuple(term for *_, more in found for term in more))

    def _chunk(self, chunk: str, lang: Lang) -> tuple[int, str, tuple[str, ...]]:
        bare, kind = kind_of(chunk)
        word = self._known[lang][bare] if kind != FIGURES else _Word("", (), ())
        return kind, word.main, word.extra

    def _run(self, run: str, lang: Lang) -> Terms:
        words: list[str] = []
        extra: list[str] = []
        for token in in_run([run], figures=True):
            if not isinstance(token, str):
                extra += token.whole
            for piece in (token,) if isinstance(token, str) else token.words or token.whole[:1]:
                word = self._known[lang][piece]
                words.append(word.main)
                extra += word.extra
        return Terms(tuple(words), tuple(extra))

    def beginnings(self, text: str) -> frozenset[str]:
        """Return the terms that a text has only as the beginning of compounds: "umsatz" of "Umsatzsteuer"."""
        known = self._known[language(text)]
        pieces = [piece for token in tokens(text) for piece in token.words]
        whole = {known[piece].main for piece in pieces} | {
            known[piece].parts[-1] for piece in pieces if known[piece].parts
        }
        return frozenset(part for piece in pieces for part in known[piece].parts[:-1]) - whole

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
            german, english = self._known["de"][piece], self._known["en"][piece]
            yield Wanted(tuple(dict.fromkeys((german.main, english.main))), weight)
            yield from (Wanted((whole,), WHOLE, "whole") for whole in _whole(german.main))
            yield from (Wanted((name,), weight) for name in german.extra if name.startswith("^"))
            for part in german.parts:
                yield Wanted((part,), PART * weight, "part")
            for beginning in _beginning(german.main):
                yield Wanted((beginning,), ALIKE * weight, "alike")

    def _pairs(self, found: list[Token]) -> Iterable[Wanted]:
        """Yield the words of the question that stand side by side, but not two function words."""
        for left, right in pairwise(found):
            if left.words and right.words and not (_is_function_word(left) and _is_function_word(right)):
                sides = self._word(left.words[-1], "de"), self._word(right.words[0], "de")
                yield Wanted((" ".join(side.main for side in sides),), PAIR, "pair")

    def _word(self, piece: str, lang: Lang) -> _Word:
        piece = piece[:LONGEST_WORD]
        if piece.startswith("="):
            return _Word(piece, (), ())
        small = fold(piece)
        if not piece.isalpha():
            forms = (small.lstrip("0"), *_whole(small))
            return _Word(small, tuple(form for form in forms if form and form != small), ())
        if lang == "en":
            main = self._english(small)
            return _Word(main, _beginning(main), ())
        main = self._german(piece.lower())
        if small in function_words():
            return _Word(main, (f"^{small}",) if piece.isupper() and len(piece) > 1 else (), ())
        parts = tuple(self._german(part) for part in self._splitter.parts(piece))
        return _Word(main, (*parts, *_beginning(main)), parts)


def _add(found: Terms, words: list[str], extra: list[str]) -> None:
    words += found.words
    extra += found.extra


def _beginning(stem: str) -> tuple[str, ...]:
    return (f"~{stem[:BEGINNING]}",) if len(stem) >= BEGINNING and stem.isalpha() else ()


def _whole(word: str) -> tuple[str, ...]:
    """Return the identifier that a long word with digits is by itself: RE20240117."""
    return (f"={word}",) if len(word) >= LEAST_WHOLE and word.isalnum() and not word.isalpha() else ()


def language(text: str) -> Lang:
    """Return the language whose function words prevail; German when in doubt."""
    words = _folded_words(text[:LANG_CHARS])
    german, english = stop_words()
    if english.isdisjoint(words):
        return "de"
    return "en" if len(words & english) > len(words & german) else "de"


def has_english(text: str) -> bool:
    """Return whether an English function word stands in a text."""
    return not stop_words()[1].isdisjoint(_folded_words(text))


def _folded_words(text: str) -> set[str]:
    return {word if word.isascii() else fold(word) for word in text.lower().split()}


def is_stop_word(word: str) -> bool:
    """Return whether this is a German or English function word; "IT" in capitals is none."""
    return fold(word) in function_words() and not (word.isupper() and len(word) > 1)


def is_ordinary(word: str) -> bool:
    """Return whether a German word may be of the dictionary: a part of compounds, or a compound that ends in one."""
    plain, lexicon = fold(word), shared()
    is_part = bool(without_link(plain, lexicon.modifiers)) or fold(_german(word.lower())) in lexicon.heads
    return is_part or bool(tail(word))


def tail(word: str) -> str:
    """Return the stem of the longest known noun that a word ends in ("Hotelübernachtung"), "" for none."""
    heads, plain = shared().heads, word.lower()
    ends = (fold(_german(plain[at:])) for at in range(SHORTEST_START, len(plain) - SHORTEST_TAIL + 1))
    return next((end for end in ends if heads.get(end, 0) >= LEAST_TAIL), "")


_german = Stemmer.Stemmer("german").stemWord


@cache
def stop_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the function words of German and of English, folded."""
    lines = resources.files("hanse.search").joinpath("stopwords.txt").read_text(encoding="utf-8").splitlines()
    german, english = (frozenset(line.split()[1:]) for line in lines if not line.startswith("#"))
    return german, english


@cache
def function_words() -> frozenset[str]:
    """Return the function words of both languages, folded."""
    return frozenset().union(*stop_words())


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
