"""Which code page a dBase file is in: by its language driver, by a vote of its umlauts, or both against each other."""

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

from hanse.readers.cells import decode
from hanse.records import Finding
from hanse.words import Words

_SAMPLE = 1 << 20
_LIKELY = frozenset("äöüÄÖÜßéèàç€§°²³µ–")
_SURE, _ABSURD = 0.8, 0.2
_DISPUTED = frozenset({"cp437", "cp850", "cp1252"})


class CodePage(NamedTuple):
    """The encoding of the texts, and what to say about it (nothing when the file says it and the letters agree)."""

    encoding: str
    finding: Finding | None = None


def code_page(driver: int, texts: Iterable[bytes], *, named: str = "") -> CodePage:
    """Decide by the language driver (byte 29). Where it is 0 or unknown, or makes nonsense of umlauts, they decide.

    named: the code page that the header names in words, as dBase 7 does.
    """
    stated = named or drivers().get(driver)
    sample = _sample(texts)
    if stated and (stated not in _DISPUTED or not sample):
        return CodePage(stated)
    if not sample:
        return CodePage("cp850")
    voted = decode(sample).encoding
    if stated is None:
        return CodePage(voted, _voted(driver, voted))
    if _german(sample, stated) <= _ABSURD and _german(sample, voted) >= _SURE:
        return CodePage(voted, _contradicted(stated, voted))
    return CodePage(stated)


@cache
def drivers() -> dict[int, str]:
    """Return encoding by language driver byte, from codepages.tsv."""
    table = resources.files(__package__).joinpath("codepages.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")][1:]
    return {int(row[0], 16): row[1] for row in rows}


def _sample(texts: Iterable[bytes]) -> bytes:
    """Return the texts that have letters beyond ASCII, up to 1 MB of them."""
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


def _voted(driver: int, encoding: str) -> Finding:
    words = Words(
        f"Die Datei nennt keinen bekannten Zeichensatz (Kennung {driver:02x}); nach den Umlauten ist es"
        f" {encoding.upper()}. Namen mit Umlauten stichprobenweise prüfen.",
        f"The file names no known code page (mark {driver:02x}); by its umlauts it is {encoding.upper()}. Spot-check"
        " names with umlauts.",
    )
    return Finding("dbf.codepage", "info", words)


def _contradicted(stated: str, voted: str) -> Finding:
    words = Words(
        f"Die Datei nennt {stated.upper()}, doch damit wären die Umlaute Unsinn; gelesen als {voted.upper()}. Namen mit"
        " Umlauten stichprobenweise prüfen.",
        f"The file names {stated.upper()}, but that would make nonsense of its umlauts; read as {voted.upper()}."
        " Spot-check names with umlauts.",
    )
    return Finding("dbf.codepage", "warning", words)
