"""What a text of records looks like, and the text itself as UTF-8 lines that DuckDB can read."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from hanse.readers.item import Item

CHUNK = 1 << 20
CRLF = "\r\n"
ASCII = frozenset({"utf-8", "cp1252", "latin-1", "cp850", "cp437", "mac_roman"})  # the same below 128
NEVER = "\x01"
"""A delimiter that occurs in no line, for records of fixed width."""


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most so many; none at the end."""
        ...


class Stretch:
    """The bytes of a file up to a certain one."""

    def __init__(self, source: BinaryIO, end: int) -> None:
        self._source = source
        self._end = end

    def read(self, size: int, /) -> bytes:
        """Return the next bytes before the end."""
        return self._source.read(min(size, max(0, self._end - self._source.tell())))


class Shape(msgspec.Struct, frozen=True):
    """encoding: a codec of Python. delimiter: one character, "" for fixed width. quote: one character or "".

    skip_bytes: before the first record; skip_records: after those. length: bytes of a record of fixed width that has
    no line end; 0 where there is one. record_end: what ends a record, "" for any line end. end: the byte after the last
    record, where something else follows (totals); 0 for the end of the file. Of records of fixed width, records: how
    many there are at most; live: the one character that those that count begin with, which is
    no part of the line ("": all count).
    """

    encoding: str
    delimiter: str = ";"
    quote: str = '"'
    skip_bytes: int = 0
    skip_records: int = 0
    length: int = 0
    record_end: str = ""
    end: int = 0
    records: int | None = None
    live: str = ""


class Irregular(Exception):
    """A text that has to be read in the ordinary way."""


class Transcript(msgspec.Struct, frozen=True):
    """The text as it was written: how many line ends it has, and what they are.

    left_out: numbers, from 1, of the records of fixed width that don't count.
    """

    path: Path
    lines: int
    line_end: str = "\n"
    left_out: tuple[int, ...] = ()


def transcribe(item: Item, shape: Shape, path: Path) -> Transcript:
    """Write an item's text as UTF-8 with a line end after each record, all of them alike.

    Raises UnicodeDecodeError for bytes that the encoding doesn't know, Irregular for what can't be done this way.
    """
    with item.open() as stream, path.open("wb") as sink:
        stream.seek(shape.skip_bytes)
        source: Source = Stretch(stream, shape.end) if shape.end else stream
        if not shape.length and shape.record_end in ("", CRLF):
            lines = _as_it_is(source, shape, sink)
            if lines:
                return Transcript(path, lines, CRLF)
            stream.seek(shape.skip_bytes)
            sink.seek(0)
            sink.truncate()
        left_out: list[int] = []
        pieces = _cut(source, shape, left_out) if shape.length else _decoded(source, shape)
        return Transcript(path, sum(_put(sink, piece) for piece in pieces), left_out=tuple(left_out))


def _put(sink: BinaryIO, text: str) -> int:
    sink.write(text.encode())
    return text.count("\n")


def _as_it_is(source: Source, shape: Shape, sink: BinaryIO) -> int:
    """Write a text that has DOS's line ends throughout, and return their number; 0 for any other text."""
    decode = codecs.getincrementaldecoder(shape.encoding)()
    lines, last, plain = 0, b"", shape.encoding in ASCII
    while data := source.read(CHUNK):
        if data.endswith(b"\r"):
            data += source.read(1)
        ends = data.count(b"\n")
        if data.count(b"\r") != ends or data.find(b"\n") != data.find(CRLF.encode()) + 1:
            return 0
        sink.write(data if plain and data.isascii() else decode.decode(data).encode())
        lines, last = lines + ends, data[-1:]
    return lines if last == b"\n" else 0


def _decoded(source: Source, shape: Shape) -> Iterator[str]:
    """Yield the text, line ends as line feeds, one after the last record too; DOS's end of file goes."""
    decode = codecs.getincrementaldecoder(shape.encoding)()
    held, last = "", "\n"
    while True:
        data = source.read(CHUNK)
        text = held + decode.decode(data, final=not data)
        text, held = (text[:-1], text[-1]) if data and text.endswith("\r") else (text, "")
        if text := _line_ends(text, shape.record_end).rstrip("" if data else "\x1a"):
            last = text[-1]
            yield text
        if not data:
            break
    if last != "\n":
        yield "\n"


def _line_ends(text: str, record_end: str) -> str:
    if record_end and record_end not in (CRLF, "\n", "\r"):
        return text.replace(record_end, "\n")
    return text.replace(CRLF, "\n").replace("\r", "\n") if "\r" in text else text


def _cut(source: Source, shape: Shape, left_out: list[int]) -> Iterator[str]:
    """Yield the records of fixed width that count, one a line. Raises Irregular for one with a line end in it."""
    decode, length = codecs.getdecoder(shape.encoding), shape.length
    number, between = 0, ""
    for data in _whole_records(source, shape):
        if b"\n" in data:
            raise Irregular
        if shape.live and data[::length] == shape.live.encode() * (len(data) // length):
            marked = bytearray(data)  # each mark becomes the line end before its record
            marked[::length] = b"\n" * (len(data) // length)
            text = decode(marked)[0][1:]
        else:
            whole = decode(data.rstrip(b"\x1a") if len(data) % length else data)[0]
            pieces = [whole[at : at + length] for at in range(0, len(whole), length)]
            left_out += [n for n, piece in enumerate(pieces, number + 1) if not piece.startswith(shape.live)]
            text = "\n".join([piece[len(shape.live) :] for piece in pieces if piece.startswith(shape.live)])
        number += len(data) // length
        if text:
            yield between + text
            between = "\n"
    if between:
        yield "\n"


def _whole_records(source: Source, shape: Shape) -> Iterator[bytes]:
    """Yield many records at a time; only the last piece may hold one that is too short."""
    left = None if shape.records is None else shape.records * shape.length
    at_once = max(1, CHUNK // shape.length) * shape.length
    while data := source.read(at_once if left is None else min(at_once, left)):
        left = None if left is None else left - len(data)
        yield data
