"""What the index keeps of one passage: its terms as keys, in order and each once. Knows no database.

The records of a table say the same things again and again ("Zahlungsart: bar; Ort: Kiel"), so the terms of such a
stretch are remembered.
"""

from collections import Counter
from functools import cache, lru_cache, partial
from itertools import chain
from typing import NamedTuple

from hanse.records import Passage
from hanse.search.analysis import LANG_CHARS, LANGS, Known, has_english, language, shared_analyser
from hanse.search.keys import digits, packed
from hanse.words import Lang

CACHED_TITLES = 1_000
CACHED_STRETCHES = 30_000
STRONG = 3
CUT = "\n"
DOCUMENT, RECORD = "d", "r"


class Entry(NamedTuple):
    """row: as search_passages has it; tokens: for the full-text table; distinct: the different terms, as hex digits."""

    row: tuple[int, int, bool, bytes, bytes, bytes]
    tokens: str
    distinct: set[str]


class _Stretch(NamedTuple):
    """The terms of a cell or of its column's name, each with the mark behind it. english: may have such a word."""

    words: tuple[str, ...]
    extra: tuple[str, ...]
    english: bool


class _Title(NamedTuple):
    packed: bytes
    tokens: str
    distinct: tuple[str, ...]


def entry(passage: Passage) -> Entry:
    """Return what is kept of a passage. Its number, origin and spans (none: a record) must be set."""
    is_record = not passage.spans
    lang, words, extra = _of_record(passage.text) if is_record else _of_text(passage.text)
    heading, source = _title(passage.title, lang), passage.origin.source
    once = set(words)
    often = _often(words) if len(words) - len(once) >= STRONG - 1 else ()
    distinct = once.union(extra, heading.distinct)
    kind = RECORD if is_record else DOCUMENT
    tokens = " ".join((*distinct, *often, heading.tokens, f"s{source}", kind))
    return Entry((passage.id, source, is_record, packed(words), packed(extra), heading.packed), tokens, distinct)


def _of_text(text: str) -> tuple[Lang, list[str], list[str]]:
    lang = language(text)
    found = shared_analyser().text(text, lang)
    return lang, list(map(digits, found.words)), list(map(digits, found.extra))


def _of_record(text: str) -> tuple[Lang, list[str], list[str]]:
    """Return the same for a record, put together from its cells: nothing runs on over ":" or ";" and a blank."""
    if CUT in text:
        return _of_text(text)
    pieces = f"{text};".replace(": ", f":{CUT}").replace("; ", f";{CUT}").split(CUT)
    lang: Lang = "de"
    found = [*map(_stretches()["de"].__getitem__, pieces)]
    if len(text) > LANG_CHARS or [one for one in found if one.english]:
        lang = language(text)
        found = [*map(_stretches()[lang].__getitem__, pieces)]
    return (
        lang,
        [*chain.from_iterable([one.words for one in found])],
        [*chain.from_iterable([one.extra for one in found])],
    )


@cache
def _stretches() -> dict[Lang, Known[_Stretch]]:
    """Return what is known of stretches, by language."""
    return {lang: Known(partial(_stretch, lang=lang), most=CACHED_STRETCHES) for lang in LANGS}


def _stretch(piece: str, lang: Lang) -> _Stretch:
    found = shared_analyser().stretch(piece, lang)
    return _Stretch(tuple(map(digits, found.words)), tuple(map(digits, found.extra)), has_english(piece[:-1]))


@lru_cache(CACHED_TITLES)  # all records of a table have the same title
def _title(title: str, lang: Lang) -> _Title:
    found = shared_analyser().text(title, lang)
    terms = list(map(digits, (*found.words, *found.extra)))
    return _Title(packed(terms), " ".join(f"t{term}" for term in dict.fromkeys(terms)), tuple(dict.fromkeys(terms)))


def _often(words: list[str]) -> list[str]:
    """Return tokens for the terms that stand in a text at least 3 times (STRONG)."""
    return [f"t{term}" for term, n in Counter(words).items() if n >= STRONG]
