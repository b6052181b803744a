"""The records of a DATANORM file, line by line: letters, fields, end mark. One pass; knows no record type."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from hanse.readers._trade import letters


class Record(NamedTuple):
    """One line: its number, its text, its fields without the empty one behind the last semicolon."""

    line: int
    raw: str
    fields: list[str]


class Lines:
    """The records of a file; encoding is settled from the lines that have umlauts at all. odd: letters it lacks."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.encoding = letters.vote(source) or "cp850"  # as the standard says, where no line has an umlaut
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
