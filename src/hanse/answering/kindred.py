"""Words that say the same in other words (kindred.toml), and the root that words of one family share. Knows no search.

A question says "Azubi" or "Wann wird gezahlt?" where the paper has "Auszubildende" and "Zahlung".
"""

import re
import tomllib
from functools import cache
from importlib import resources

_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_APART = r"(?:ab|an|auf|aus|ein|fest|frei|her|hin|los|mit|nach|um|unter|vor|weg|weiter|zurück|zu)"
_PARTICIPLE = re.compile(rf"^{_APART}?(?:ge|zu)(?=\w{{4}})")
_SEPARABLE = re.compile(rf"^{_APART}(?=\w{{4}})")
_NOUN = re.compile(r"ung(?:en|s)?$")
_ENDING = re.compile(r"(?:e[mnrs]|[enst])$")
SHORTEST = 4  # letters that are left of a word; three are too few to tell families apart


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    """Return the groups of words that may stand for each other."""
    text = resources.files("hanse.answering").joinpath("kindred.toml").read_text(encoding="utf-8")
    return tuple(tuple(group) for group in tomllib.loads(text)["groups"])


@cache
def root(word: str) -> str:
    """Return what verbs, their participles and nouns of a family share: "kundig" of kündigen, gekündigt, Kündigung.

    A verb's separable prefix goes too ("aufladen" as "geladen"), a noun keeps its own. "" for words too short for it.
    """
    small = word.lower()
    bare = _PARTICIPLE.sub("", small)
    if bare == small and not word[:1].isupper():
        bare = _SEPARABLE.sub("", small)
    stem = _shorter(_NOUN, bare)
    for _ in range(3):
        stem = _shorter(_ENDING, stem)
    return stem.translate(_UMLAUTS) if len(stem) >= SHORTEST and stem.isalpha() else ""


def _shorter(ending: re.Pattern[str], word: str) -> str:
    """Return a word without its ending where enough of it is left."""
    rest = ending.sub("", word)
    return rest if len(rest) >= SHORTEST else word
