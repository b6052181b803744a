"""Words that may stand for each other in titles and questions, from data/synonyms.toml. Knows no table."""

import tomllib
from functools import cache
from importlib.resources import files

from hanse.tables.terms import fold, stem


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """Return the other words of its group for each word, by folded letters and by stem."""
    text = (files("hanse.tables") / "data" / "synonyms.toml").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for group in tomllib.loads(text)["groups"]:
        for word in group:
            others = tuple(w for w in group if w != word)
            for key in (fold(word), stem(word), _singular(word)):
                found.setdefault(key, others)
    return found


def _singular(word: str) -> str:
    return fold(word).removesuffix("s")


def of(word: str) -> tuple[str, ...]:
    """Return the words that may stand for this one, in any form of it; () when there are none."""
    groups = _groups()
    return groups.get(fold(word)) or groups.get(stem(word)) or groups.get(_singular(word)) or ()
