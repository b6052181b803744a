"""Which letters a data file is written in: ASCII or EBCDIC, and which code page of it, by a vote of its texts.

German EBCDIC (273) and international EBCDIC (037, 500) exchange the umlauts with @ § { } [ ] | ~. 1140 and 1141
are 037 and 273 with the euro sign in place of ¤.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from hanse.readers.cells import decode

EBCDIC = ("cp273", "cp037", "cp500")
_EURO = {"cp273": "cp1141", "cp037": "cp1140", "cp500": "cp1140"}
_EURO_BYTE = 0x9F
_SAMPLE = 1 << 20
_UMLAUTS = "äöüÄÖÜß"
_SIGNS = "!@§%&/()=?+*#'\"-_.:,;<> "
_DIFFERENT = re.compile(
    rb".?[\x43\x4a\x4f\x59\x5a\x5f\x63\x6a\x79\x7b\x7c\xa1\xb0\xb5\xc0\xcc\xd0\xdc\xe0\xec\xfc].?", re.DOTALL
)
_EBCDIC_COMMON = frozenset(
    b"\x40" + bytes(range(0x81, 0x8A)) + bytes(range(0x91, 0x9A)) + bytes(range(0xA2, 0xAA))
    + bytes(range(0xC1, 0xCA)) + bytes(range(0xD1, 0xDA)) + bytes(range(0xE2, 0xEA)) + bytes(range(0xF0, 0xFA))
)  # fmt: skip
_ASCII_COMMON = frozenset(b" " + bytes(range(0x30, 0x3A)) + bytes(range(0x41, 0x5B)) + bytes(range(0x61, 0x7B)))


def is_ebcdic(data: bytes) -> bool:
    """Tell whether letters, digits and blanks of EBCDIC are more frequent than those of ASCII."""
    counts = Counter(data[: 1 << 16])
    return sum(counts[b] for b in _EBCDIC_COMMON) > sum(counts[b] for b in _ASCII_COMMON)


def code_page(texts: Iterable[bytes], *, ebcdic: bool) -> tuple[str, bool]:
    """Return the encoding, and whether the texts decided it (else it is the German default)."""
    sample = _sample(texts)
    if not ebcdic:
        voted = decode(sample).encoding if not sample.isascii() else "cp850"
        return (voted if voted in {"cp1252", "cp850", "utf-8"} else "cp1252"), not sample.isascii()
    hits = Counter(_DIFFERENT.findall(sample))
    scores = {page: _score(hits, page) for page in EBCDIC}
    best = max(EBCDIC, key=lambda page: (scores[page], -EBCDIC.index(page)))
    decided = len({round(score, 3) for score in scores.values()}) > 1
    return (_EURO[best] if _EURO_BYTE in sample else best), decided or _EURO_BYTE in sample


def text(raw: bytes, encoding: str) -> str:
    """Return bytes as text. CP1141, which Python lacks, is CP273 with the euro sign."""
    if encoding == "cp1141":
        return codecs.charmap_decode(raw, "strict", _cp1141())[0]
    return raw.decode(encoding, "replace")


@cache
def _cp1141() -> str:
    table = bytes(range(256)).decode("cp273")
    return table[:_EURO_BYTE] + "€" + table[_EURO_BYTE + 1 :]


def _sample(texts: Iterable[bytes]) -> bytes:
    found: list[bytes] = []
    size = 0
    for one in texts:
        found.append(one)
        size += len(one)
        if size > _SAMPLE:
            break
    return b"\n".join(found)


def _score(hits: Counter[bytes], encoding: str) -> float:
    return sum(count * _worth(stretch.decode(encoding, "replace")) for stretch, count in hits.most_common(2000))


def _worth(stretch: str) -> float:
    """An umlaut must stand in a word of its own case; a sign of business life is likelier than a bracket."""
    letter = (
        stretch[len(stretch) // 2] if len(stretch) != 2 else next((c for c in stretch if not c.isascii()), stretch[0])
    )
    beside = [c for c in stretch if c is not letter and c.isalpha()]
    if letter in _UMLAUTS:
        fits = any(c.islower() for c in beside) if letter.islower() else bool(beside)
        odd = letter.isupper() and stretch[:1].islower()
        return 2.0 if fits and not odd else -1.0
    if letter in _SIGNS:
        inside = len(beside) == 2  # "@" stands between letters, every other sign beside a word
        return 1.0 if inside and letter == "@" else -0.5 if inside and letter == "§" else 0.4
    return -0.5 if beside else -0.1
