"""Which German words stand in compounds, and how often: as their last part (head) and before it (modifier).

Counted by tools/compounds.py over the German word list of simplemma 2.0 (MIT) and shipped as data beside this file:
the list itself takes a second and 120 MB to load. Knows no firm's data.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec
import Stemmer

FILE = "compounds-de.json"
LINKS = ("s", "n", "en", "es", "er", "e")
SHORTEST = 3
FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "à": "a", "ç": "c"})
SUFFIXES = frozenset(
    "este isch ende end schaft los ismus ische haft chen ist ion rei ler lein ling heit keit ung bar sam lich tum"
    " nis ell iert ieren ient ant anten ente enten ten ter ner erin innen ing ern eln age ager ier iere tion"
    " tat ate ator atoren logie loge gen ige igen igkeit mal mals chens lings elle eur ine iker ikum ien".split()
)
PREFIXES = frozenset(
    "ein auf vor durch hin her zusammen uber unter zuruck mit zer heraus herum fort sch ver ent emp miss auch vom zum"
    " ins als den der die das des dem was wer wie nur man sie ihr uns ich kon dis pro pra per pan mon tri con com ber"
    " dar bei hinter wieder aus nach wider um an ab un be ge zu im in da so la le el al re".split()
)


class Lexicon(msgspec.Struct, frozen=True):
    """heads: by Snowball stem; modifiers: as written, without linking letters. Both folded, with their counts."""

    heads: dict[str, int]
    modifiers: dict[str, int]


EMPTY = Lexicon({}, {})


def fold(word: str) -> str:
    """Return the word in small letters without umlauts, ß and accents."""
    small = word.lower()
    return small if small.isascii() else small.translate(FOLD)


@cache
def shared() -> Lexicon:
    """Return the lexicon that is shipped beside this file."""
    return msgspec.json.decode(resources.files("hanse.search").joinpath(FILE).read_bytes(), type=Lexicon)


def count(lemmas: Iterable[str]) -> Lexicon:
    """Count heads and modifiers over all ways to cut each lemma into a known word and a known noun."""
    usable = [w for w in lemmas if w.isalpha() and len(w) >= SHORTEST]
    nouns = {fold(w) for w in usable if w[0].isupper()} - SUFFIXES
    known = {fold(w) for w in usable}
    firsts = known - PREFIXES - SUFFIXES
    heads: Counter[str] = Counter()
    modifiers: Counter[str] = Counter()
    for word in known:
        for at in range(SHORTEST, len(word) - SHORTEST + 1):
            if (head := word[at:]) in nouns and (first := without_link(word[:at], firsts)):
                heads[head] += 1
                modifiers[first] += 1
    return Lexicon(_stemmed(heads), {word: n for word, n in modifiers.items() if n > 1})


def without_link(part: str, known: Iterable[str] | dict[str, int]) -> str:
    """Return the part as a known word, linking letters cut off if need be; empty if it is none."""
    if part in known:
        return part
    for link in LINKS:
        if part.endswith(link) and len(part) - len(link) >= SHORTEST and part[: -len(link)] in known:
            return part[: -len(link)]
    return ""


def _stemmed(heads: Counter[str]) -> dict[str, int]:
    stem = Stemmer.Stemmer("german").stemWord
    summed: Counter[str] = Counter()
    for word, number in heads.items():
        summed[stem(word)] += number
    return {word: n for word, n in summed.items() if n > 1 and len(word) >= SHORTEST}
