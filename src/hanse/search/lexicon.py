"""Which German words stand in compounds, and how often: as their last part (head) and before it (modifier).

Counted once per home over the dictionary that simplemma ships, in a short-lived child, because that dictionary takes
a second and 120 MB to load and a query must not wait for it. Knows no firm's data.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
import Stemmer

from hanse.errors import Broken
from hanse.words import Words

FILE = "compounds-de-1.json"
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
    return word.lower().translate(FOLD)


@cache
def of(home: Path) -> Lexicon:
    """Return the lexicon of a home, counting it (about 4 s) if that home has none yet."""
    path = home / FILE
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.write_bytes(_counted())
        fresh.replace(path)
    return _decoded(path.read_bytes())


@cache
def shared() -> Lexicon:
    """Return the lexicon without a home, counted at most once per process."""
    return _decoded(_counted())


def _decoded(data: bytes) -> Lexicon:
    return msgspec.json.decode(data, type=Lexicon)


@cache
def _counted() -> bytes:
    command = [sys.executable, "-m", "hanse.search.lexicon"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip()[-300:]
        raise Broken(
            Words(f"Das Wörterbuch ist nicht lesbar: {reason}", f"The dictionary can't be read: {reason}"),
            hint=Words("Hanse neu installieren.", "Install Hanse again."),
        )
    return done.stdout


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


def main() -> None:
    """Write the lexicon as JSON to standard output."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory  # noqa: PLC0415

    dictionary = DefaultDictionaryFactory().get_dictionary("de")
    lexicon = count({lemma for lemma in dictionary.values() if len(lemma) <= 40})
    sys.stdout.buffer.write(msgspec.json.encode(lexicon))


if __name__ == "__main__":
    main()
