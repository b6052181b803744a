"""The encoding of a text that is too large to be decoded at once."""

import codecs
from collections.abc import Iterator

from hanse.readers.cells import Letters, decode
from hanse.readers.item import Item

_CHUNK = 1 << 20
MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


def found(item: Item, head: bytes) -> Letters:
    """Return the first bytes as text, in the encoding that the whole of the item has; it isn't held in memory."""
    letters = decode(head)
    if letters.encoding != "utf-8" or letters.findings:
        return letters
    return next((decode(head + odd) for odd in _not_utf8(item)), letters)


def mark(letters: Letters, head: bytes) -> int:
    """Return how many bytes the mark at the beginning has."""
    sign = MARKS.get(letters.encoding, b"")
    return len(sign) if sign and head.startswith(sign) else 0


def _not_utf8(item: Item) -> Iterator[bytes]:
    """Yield the first stretch that is no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with item.open() as stream:
        while data := stream.read(_CHUNK):
            try:
                decoder.decode(data)
            except UnicodeDecodeError:
                yield data
                return
