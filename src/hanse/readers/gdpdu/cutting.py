"""Text to records and their fields, by a layout. Knows no types: a field is a text.

Records are numbered from 1 as the standard's Range counts them, header lines included.
"""

from collections.abc import Iterator
from typing import NamedTuple

from hanse.readers.gdpdu.layout import Layout
from hanse.readers.gdpdu.letters import Text
from hanse.readers.gdpdu.notes import Notes
from hanse.records import Place

_LONGEST = 100_000
"""Characters of a quoted field; one that is longer was never closed."""
_MOST_QUOTES = 2000
_MOST_OPEN = 50
"""So many quotes that were never closed, and no field of this file may reach beyond its line any more."""
_ENDS = ("\r\n", "\n", "\r")


class Cut(NamedTuple):
    """A record. fields: None for one whose text can't be cut at all; open: a quote was never closed in it."""

    number: int
    line: int
    end: int
    raw: str
    fields: list[str] | None
    open: bool = False

    @property
    def place(self) -> Place:
        """Where the record stands: its number and, in a text with lines, its lines."""
        if not self.line:
            return Place(record=self.number)
        return Place(record=self.number, line=self.line, line_end=None if self.line == self.end else self.end)


def record_end(text: str, layout: Layout, notes: Notes) -> str:
    """Return what really ends a record: the declared delimiter, or the usual line end where that never occurs."""
    declared = layout.record_delimiter
    if declared in text:
        if declared == "\n" and "\r\n" in text and text.count("\r\n") * 2 > text.count("\n"):
            notes.add("record_end", example="CR LF statt LF")
            return "\r\n"
        if declared == "\r" and "\r\n" in text:
            notes.add("record_end", example="CR LF statt CR")
            return "\r\n"
        return declared
    found = next((end for end in _ENDS if end in text), declared)
    if found != declared:
        names = {"\r\n": "CR LF", "\n": "LF", "\r": "CR"}
        notes.add("record_end", example=f"{names[found]} statt {names.get(declared, declared)}")
    return found


class _Marks(NamedTuple):
    """What parts a text, and how far a quoted field may reach."""

    delimiter: str
    quote: str
    end: str


class _Fields(NamedTuple):
    """The fields of a record with quotes, where it ends, and whether a quote was never closed."""

    fields: list[str]
    stop: int
    open: bool


def variable(source: Text, layout: Layout, notes: Notes) -> Iterator[Cut]:
    """Yield the records of a delimited text; the last empty one and a DOS end-of-file mark are none."""
    text = source.text.rstrip("\x1a\0")
    marks = _Marks(layout.delimiter, layout.encapsulator, record_end(text, layout, notes))
    at, line, number, unclosed = 0, source.line, 0, 0
    while at < len(text):
        stop = _find(text, marks.end, at)
        number += 1
        if not marks.quote or text.find(marks.quote, at, stop) < 0:
            found = _Fields(text[at:stop].split(marks.delimiter), stop, open=False)
        elif (plain := _plainly_quoted(text[at:stop], marks)) is not None:
            found = _Fields(plain, stop, open=False)
        else:
            limit = stop if unclosed > _MOST_OPEN else min(len(text), max(stop, at + _LONGEST))
            found = _quoted(text, at, limit, marks)
            unclosed += found.open
        raw = text[at : found.stop]
        inner = _breaks(raw)
        yield Cut(number, line, line + inner, raw, found.fields, open=found.open)
        line += inner + _breaks(marks.end)
        at = found.stop + len(marks.end)


def _plainly_quoted(raw: str, marks: _Marks) -> list[str] | None:
    """Return the fields of a line whose quotes stand around whole fields and nowhere else, None for any other."""
    fields = raw.split(marks.delimiter)
    size = len(marks.quote)
    for number, field in enumerate(fields):
        if marks.quote in field:
            inner = field[size:-size]
            if field != marks.quote + inner + marks.quote or marks.quote in inner or len(field) < 2 * size:
                return None
            fields[number] = inner
    return fields


def _find(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return len(text) if found < 0 else found


def _breaks(raw: str) -> int:
    if "\n" not in raw and "\r" not in raw:
        return 0
    return raw.count("\n") + raw.count("\r") - raw.count("\r\n")


def _quoted(text: str, at: int, limit: int, marks: _Marks) -> _Fields:
    """Cut a record with quotes: one opens at the start of a field and closes before a delimiter, others are letters."""
    begin = at
    fields: list[str] = []
    while True:
        start = _opening(text, at, marks)
        if start < 0:
            after = min(_find(text, marks.end, at), len(text))
            found = text.find(marks.delimiter, at, after)
            after = found if found >= 0 else after
            fields.append(text[at:after])
        else:
            close = _closing(text, start, limit, marks)
            if close < 0:
                stop = _find(text, marks.end, begin)
                return _Fields(text[begin:stop].split(marks.delimiter), stop, open=True)
            fields.append(text[start:close].replace(marks.quote * 2, marks.quote))
            after = _skip_blanks(text, close + len(marks.quote), marks)
        if not _goes_on(text, after, marks):
            return _Fields(fields, after, open=False)
        at = after + len(marks.delimiter)


def _goes_on(text: str, at: int, marks: _Marks) -> bool:
    """Return whether a delimiter stands here; of "|" and "|R|", the longer one counts."""
    ends = len(marks.end) > len(marks.delimiter) and text.startswith(marks.end, at)
    return text.startswith(marks.delimiter, at) and not ends


def _opening(text: str, at: int, marks: _Marks) -> int:
    """Return where a quoted field's text starts, -1 for a field that isn't quoted. Blanks before the quote are none."""
    start = _skip_blanks(text, at, marks)
    return start + len(marks.quote) if text.startswith(marks.quote, start) else -1


def _skip_blanks(text: str, at: int, marks: _Marks) -> int:
    while at < len(text) and text[at] == " " and not text.startswith((marks.delimiter, marks.end), at):
        at += 1
    return at


def _closing(text: str, start: int, limit: int, marks: _Marks) -> int:
    """Return where the closing quote stands, -1 where none is near. Two quotes are one letter."""
    at = start
    for _ in range(_MOST_QUOTES):
        found = text.find(marks.quote, at, limit)
        if found < 0:
            return -1
        after = found + len(marks.quote)
        if text.startswith(marks.quote, after):
            at = after + len(marks.quote)
            continue
        rest = _skip_blanks(text, after, marks)
        if rest >= len(text) or text.startswith((marks.delimiter, marks.end), rest):
            return found
        at = after
    return -1
