"""Lines of xDT: three digits of length, four of the field, the content. Knows no meaning but the code page's."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hanse.readers.cells import decode

_LINE = re.compile(rb"(\d{3})([0-9]{4})(.*)$", re.DOTALL)
_CODEPAGE = re.compile(rb"^\d{3}(?:9206|9106)([1-4])", re.MULTILINE)
# Content of 9206 (GDT) and 9106 (KVDT, LDT) to what Python calls it; 1 is the 7-bit code of DIN 66003.
_ENCODINGS: Final = {b"1": "din66003", b"2": "cp437", b"3": "cp1252", b"4": "iso8859-15"}
_DIN66003: Final = str.maketrans("[\\]{|}~@", "ÄÖÜäöüß§")


class Line(NamedTuple):
    """One line. size: its bytes with what ends it as it stands here; stated: the length that it says itself."""

    number: int
    field: str
    content: str
    stated: int
    size: int


class Bad(NamedTuple):
    """A line that is no xDT."""

    number: int
    raw: str


class Letters(NamedTuple):
    """The code page, and whether the file states it."""

    name: str
    stated: bool


def letters(data: bytes) -> Letters:
    """Return the code page: as the file states it, else as its umlauts say."""
    stated = _CODEPAGE.search(data)
    if stated:
        return Letters(_ENCODINGS[stated[1]], stated=True)
    return Letters("utf-8" if data.isascii() else decode(data).encoding, stated=False)


def lines(data: bytes, codepage: str) -> Iterator[Line | Bad | None]:
    """Yield each line; None for an empty one."""
    for number, raw in enumerate(re.split(rb"(?<=\n)|(?<=\r)(?!\n)", data), 1):
        body = raw.rstrip(b"\r\n\x1a\0")
        if not body.strip():
            if raw.endswith(b"\n"):
                yield None
            continue
        found = _LINE.match(body)
        if found is None:
            yield Bad(number, text(body, codepage)[:500])
            continue
        yield Line(number, found[2].decode(), text(found[3], codepage), int(found[1]), len(raw))


def text(data: bytes, codepage: str) -> str:
    """Return bytes as text."""
    if codepage == "din66003":
        return data.decode("latin-1").translate(_DIN66003)
    return data.decode(codepage, "replace").replace("\0", "")
