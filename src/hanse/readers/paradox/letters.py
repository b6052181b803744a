"""Which code page a Paradox table is in: by its header, by a vote of its umlauts, or both against each other."""

import codecs
from collections.abc import Iterable

from hanse.readers.cells import decode
from hanse.records import Finding
from hanse.words import Words

_SAMPLE = 1 << 20
_LIKELY = frozenset("äöüÄÖÜßéèàç€§°²³µ–")
_SURE, _ABSURD = 0.8, 0.2


def code_page(stated: int, texts: Iterable[bytes]) -> tuple[str, Finding]:
    """Return the encoding, and what decided it."""
    sample = _sample(texts)
    known = _known(stated)
    voted = decode(sample).encoding if sample else ""
    if known and not (voted and _german(sample, known) <= _ABSURD and _german(sample, voted) >= _SURE):
        said = Words(f"Zeichensatz laut Datei: {known.upper()}.", f"Code page by the file: {known.upper()}.")
        return known, Finding("paradox.codepage", "info", said)
    found = voted or "cp850"
    if known:
        return found, _contradicted(known, found)
    words = Words(
        f"Die Datei nennt keinen bekannten Zeichensatz; nach den Umlauten ist es {found.upper()}.",
        f"The file names no known code page; by its umlauts it is {found.upper()}.",
    )
    return found, Finding("paradox.codepage", "info", words)


def _known(stated: int) -> str:
    try:
        return codecs.lookup(f"cp{stated}").name if stated else ""
    except LookupError:
        return ""


def _contradicted(known: str, found: str) -> Finding:
    words = Words(
        f"Die Datei nennt {known.upper()}, doch damit wären die Umlaute Unsinn; gelesen als {found.upper()}. Namen mit"
        " Umlauten stichprobenweise prüfen.",
        f"The file names {known.upper()}, but that would make nonsense of its umlauts; read as {found.upper()}."
        " Spot-check names with umlauts.",
    )
    return Finding("paradox.codepage", "warning", words)


def _sample(texts: Iterable[bytes]) -> bytes:
    found: list[bytes] = []
    size = 0
    for text in texts:
        if not text.isascii():
            found.append(text.strip(b" \0"))
            size += len(text)
            if size > _SAMPLE:
                break
    return b"\n".join(found)


def _german(sample: bytes, encoding: str) -> float:
    high = [letter for letter in sample.decode(encoding, "replace") if letter > "\x7f"]
    return sum(letter in _LIKELY for letter in high) / max(len(high), 1)
