"""Cuts a question into tokens and brings words into comparable forms. Knows no table and no business."""

import re
from functools import cache, lru_cache

import msgspec
import Stemmer

TOKEN = re.compile(
    r"""\d{4}-\d{2}-\d{2}                                 # 2025-12-31
      | \d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?(?!\d)          # 31.12.2025, 31.12.
      | \d{1,3}(?:[.  ]\d{3})+(?:,\d+)?(?![\d\w])         # 1.234,56
      | \d+(?:[.,]\d+)?(?![\w/-])                         # 1234.56, 12,5
      | [^\W_][\w]*(?:[-/.&+'’][^\W_]\w*)*                # words, RE-2024/0117
      | [€%$<>=≥≤]
    """,
    re.VERBOSE,
)
QUOTED = re.compile(r"[\"„“”«»]([^\"„“”«»]+)[\"„“”«»]")
CACHED = 20_000
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))


class Token(msgspec.Struct, frozen=True):
    """A word, number or sign of a question. fold: see fold(); first, last: characters in the text, half-open."""

    text: str
    fold: str
    first: int
    last: int
    quoted: bool = False

    @property
    def digits(self) -> bool:
        """Return whether it begins with a digit."""
        return self.text[0].isdigit()


def fold(text: str) -> str:
    """Return the text in lower case with ä, ae and a alike, and so on: Müller, Mueller and Muller are one."""
    low = text.lower()
    if not low.isascii():
        for umlaut, spelled in _UMLAUTS:
            low = low.replace(umlaut, spelled[0] if spelled != "ss" else "ss")
    for _, spelled in _UMLAUTS[:3]:
        low = low.replace(spelled, spelled[0])
    return low if low.isascii() else low.replace("é", "e").replace("è", "e").replace("ç", "c")


_folded = lru_cache(CACHED)(fold)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("german")


@lru_cache(CACHED)
def stem(text: str) -> str:
    """Return the folded German stem of one word."""
    return fold(str(_stemmer().stemWord(text.lower())))


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens in order; what stands in quotation marks is one token."""
    found: list[Token] = []
    at = 0
    for match in QUOTED.finditer(text):
        found += _plain(text, at, match.start())
        found.append(Token(match[1].strip(), fold(match[1].strip()), match.start(), match.end(), quoted=True))
        at = match.end()
    return tuple(found + _plain(text, at, len(text)))


def _plain(text: str, first: int, last: int) -> list[Token]:
    return [Token(m[0], fold(m[0]), m.start(), m.end()) for m in TOKEN.finditer(text, first, last)]


def words(text: str) -> list[str]:
    """Return the folded words and numbers of a value or title, cut at everything that is neither letter nor digit."""
    return [_folded(w) for w in re.findall(r"[^\W_]+", text)]


def title_words(text: str) -> list[str]:
    """Return the folded words of a column or table name: "KundenNr_alt" gives kunden, nr, alt."""
    spaced = re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])", " ", text)
    return [fold(w) for w in re.findall(r"[^\W\d_]+|\d+", spaced)]
