"""The records of a DATANORM file, line by line: letters, fields, end mark. One pass; knows no record type."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from hanse.readers.cells.letters import decode

_SUB = 0x1A  # DOS end of file
_CHUNK = 1 << 20
_ENOUGH = 1 << 18  # bytes of lines with umlauts that settle the code page


class Record(NamedTuple):
    """One line: its number, its text, its fields without the empty one behind the last semicolon."""

    line: int
    raw: str
    fields: list[str]


class Lines:
    """The records of a file; encoding is settled from the lines that have umlauts at all. odd: letters it lacks."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.encoding = _encoding(source)
        self.odd = 0

    def __iter__(self) -> Iterator[Record]:
        self._source.seek(0)
        for number, raw in enumerate(self._source, 1):
            text = self._text(raw)
            if number == 1:
                text = text.removeprefix("\ufeff")
            for piece in text.split("\r") if "\r" in text else (text,):  # a Mac's file, or a stray one inside
                if piece.strip():
                    yield Record(number, piece, [field.strip() for field in piece.split(";")])

    def _text(self, raw: bytes) -> str:
        body = raw.rstrip(b"\r\n\x1a\x00")
        try:
            return body.decode(self.encoding)
        except UnicodeDecodeError:
            self.odd += 1
            return body.decode("cp850" if self.encoding == "utf-8" else self.encoding, "replace")


def _encoding(source: BinaryIO) -> str:
    """Return the encoding by the lines that aren't plain ASCII; CP850, as the standard says, where there are none."""
    found = bytearray()
    rest = b""
    while (chunk := source.read(_CHUNK)) and len(found) < _ENOUGH:
        if chunk.isascii() and rest.isascii():
            rest = chunk[chunk.rfind(b"\n") + 1 :]
            continue
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        found += b"\n".join(line for line in lines if not line.isascii()) + b"\n"
    if not rest.isascii():
        found += rest
    return decode(bytes(found)).encoding if found.strip() else "cp850"
