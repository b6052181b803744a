"""Bytes to text when nobody says which encoding: marks, then UTF-8, then a vote between the old code pages."""

import codecs
import re
from collections import Counter
from typing import NamedTuple

from hanse.records import Finding
from hanse.words import Words

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLD = ("cp1252", "cp850", "mac_roman")
_HIGH = re.compile(rb"[\x00-\x7f]?[\x80-\xff]+[\x00-\x7f]?")
_GERMAN = "äöüÄÖÜß"
_FRENCH = "éèêàçáíóúñëïôûâîøåæ"
_SIGNS = "€§°²³µ„“”–’‚‘»«…·©®"


class Letters(NamedTuple):
    """Text with the encoding it was found to be in, and what a person should know about it."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def decode(data: bytes) -> Letters:
    """Return the bytes as text. No byte is lost: what doesn't fit is read as CP1252 and reported.

    Order: byte order mark, UTF-16 by its zero bytes, UTF-8, then a vote between CP1252, CP850 and Mac Roman by which
    of them makes the bytes German letters.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    if (wide := _zero_bytes(data)) is not None:
        return _marked(data, wide)
    try:
        return Letters(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _mixed(data) if _nearly_utf8(data) else _voted(data)


def _marked(data: bytes, encoding: str) -> Letters:
    try:
        return Letters(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return _mixed(data)
        return Letters(data.decode(encoding, "replace"), encoding, (_damaged(encoding),))


def _zero_bytes(data: bytes) -> str | None:
    head = data[:4096]
    if len(head) < 8 or len(head) % 2:
        head = head[: len(head) // 2 * 2]
    if not head:
        return None
    odd, even = head[1::2].count(0), head[::2].count(0)
    half = len(head) // 2
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.1 else None


def _nearly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "surrogateescape")
    broken = sum(1 for ch in text if "\udc80" <= ch <= "\udcff")
    good = sum(1 for ch in text if ch > "\x7f") - broken
    return good > 2 * broken


def _mixed(data: bytes) -> Letters:
    escaped = data.decode("utf-8", "surrogateescape")
    text = re.sub("[\udc80-\udcff]", lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", "replace"), escaped)
    broken = sum(1 for ch in escaped if "\udc80" <= ch <= "\udcff")
    words = Words(
        f"{broken} Zeichen sind nicht UTF-8 wie der Rest; sie wurden als Windows-1252 gelesen. Umlaute bitte prüfen.",
        f"{broken} characters are not UTF-8 as the rest is; they were read as Windows-1252. Please check umlauts.",
    )
    return Letters(text, "utf-8", (Finding("encoding.mixed", "warning", words),))


def _damaged(encoding: str) -> Finding:
    words = Words(
        f"Einige Zeichen sind kein gültiges {encoding.upper()} und stehen als „�“. Die Datei neu exportieren.",
        f'Some characters are no valid {encoding.upper()} and stand as "�". Export the file anew.',
    )
    return Finding("encoding.damaged", "warning", words)


def _voted(data: bytes) -> Letters:
    hits = Counter(_HIGH.findall(data[: 1 << 20]))
    best = max(_OLD, key=lambda encoding: (_score(hits, encoding), -_OLD.index(encoding)))
    if best == "cp1252":
        text = data.decode("cp1252", "strict") if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else _all_cp1252(data)
    else:
        text = data.decode(best)
    words = Words(
        f"Zeichensatz nicht angegeben; nach den Umlauten ist es {_spoken(best)}.",
        f"No encoding is stated; by its umlauts it is {_spoken(best)}.",
    )
    return Letters(text, best, (Finding("encoding.guessed", "info", words),))


def _all_cp1252(data: bytes) -> str:
    return "".join(chr(b) if b in b"\x81\x8d\x8f\x90\x9d" else bytes([b]).decode("cp1252") for b in data)


def _spoken(encoding: str) -> str:
    return {"cp1252": "Windows-1252", "cp850": "CP850 (DOS)", "mac_roman": "Mac Roman"}[encoding]


def _score(hits: Counter[bytes], encoding: str) -> float:
    total = 0.0
    for stretch, count in hits.most_common(2000):
        text = stretch.decode(encoding, "replace")
        total += count * sum(_worth(text, i) for i, ch in enumerate(text) if ch > "\x7f")
    return total


def _worth(text: str, i: int) -> float:
    ch = text[i]
    beside = any(n.isalpha() for n in (text[i - 1 : i] + text[i + 1 : i + 2]))
    if ch in _GERMAN:
        return 2.0 if beside else 1.0
    if ch in _FRENCH:
        return 0.7 if beside else -0.5
    if ch in _SIGNS:
        return -0.5 if len(text) == 3 and text[0].isalpha() and text[-1].isalpha() else 0.7
    return 0.0 if ch == "\u00a0" else -1.0
