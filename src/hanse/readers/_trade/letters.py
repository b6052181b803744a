"""Which encoding a text file is in, by the lines that have umlauts at all, and how people call it. Knows no format."""

from typing import BinaryIO

from hanse.readers.cells.letters import decode
from hanse.words import Words

_SPOKEN = {"cp850": "CP850 (DOS)", "cp1252": "Windows-1252", "utf-8": "UTF-8", "mac_roman": "Mac Roman"}
_CHUNK = 1 << 20
_ENOUGH = 1 << 18  # bytes of lines with umlauts that settle the encoding


def encoding_words(encoding: str) -> Words:
    """Return what to say of the encoding that was found."""
    spoken = _SPOKEN.get(encoding, encoding.upper())
    return Words(f"Zeichensatz: {spoken}.", f"Encoding: {spoken}.")


def vote(source: BinaryIO) -> str:
    """Return the encoding by the lines that aren't plain ASCII, "" where there are none. Reads on from where it is."""
    found = bytearray()
    rest = b""
    while len(found) < _ENOUGH and (chunk := source.read(_CHUNK)):
        if chunk.isascii() and rest.isascii():
            rest = chunk[chunk.rfind(b"\n") + 1 :]
            continue
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        found += b"\n".join(line for line in lines if not line.isascii()) + b"\n"
    if not rest.isascii():
        found += rest[:_ENOUGH]
    return decode(bytes(found)).encoding if found.strip() else ""
