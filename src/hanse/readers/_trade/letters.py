"""How a text encoding is called by people. Knows no format."""

from hanse.words import Words

_SPOKEN = {"cp850": "CP850 (DOS)", "cp1252": "Windows-1252", "utf-8": "UTF-8", "mac_roman": "Mac Roman"}


def encoding_words(encoding: str) -> Words:
    """Return what to say of the encoding that was found."""
    spoken = _SPOKEN.get(encoding, encoding.upper())
    return Words(f"Zeichensatz: {spoken}.", f"Encoding: {spoken}.")
