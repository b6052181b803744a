"""Records of fixed width to fields, by byte or character. Knows no types: a field is a text."""

from collections.abc import Iterator

from hanse.readers.gdpdu.cutting import Cut, record_end
from hanse.readers.gdpdu.layout import Layout
from hanse.readers.gdpdu.letters import Text
from hanse.readers.gdpdu.notes import Notes

_BREAKS = ("\r\n", "\n", "\r")


def fixed(source: Text, layout: Layout, notes: Notes) -> Iterator[Cut]:
    """Yield the records of a text of fixed width. One that is too short has no fields."""
    text = source.text.rstrip("\x1a\0") if layout.length is None else source.text.rstrip("\x1a")
    wide = source.encoding.startswith("utf") and not text.isascii()
    bytewise = wide and source.encoding == "utf-8" and _equal_in_bytes(text, layout)
    if wide:
        notes.add("fixed_bytes" if bytewise else "fixed_letters", example=source.encoding.upper())
    if bytewise:
        text = text.encode("utf-8").decode("latin-1")
    for cut in _records(text, source.line, layout, notes):
        yield _decoded(_fields(cut, layout, notes)) if bytewise else _fields(cut, layout, notes)


def _equal_in_bytes(text: str, layout: Layout) -> bool:
    """Return whether the records are equally long in bytes rather than in letters."""
    if layout.length is not None:
        return True
    lines = [line for line in text.splitlines()[:2000] if line.strip()]
    letters, size = {len(line) for line in lines}, {len(line.encode()) for line in lines}
    return len(size) < len(letters)


def _records(text: str, line: int, layout: Layout, notes: Notes) -> Iterator[Cut]:
    if layout.length is not None:
        yield from _by_length(text, line, layout.length, notes)
        return
    end = record_end(text, layout, notes)
    rows = text.split(end)
    if rows and not rows[-1]:
        rows.pop()
    for number, raw in enumerate(rows, 1):
        yield Cut(number, line, line, raw, None)
        line += 1


def _by_length(text: str, line: int, length: int, notes: Notes) -> Iterator[Cut]:
    """Cut every so many characters; a line end between records, which the standard doesn't foresee, is stepped over."""
    gap = next((end for end in _BREAKS if text.startswith(end, length)), "")
    if gap and len(text) > length + len(gap):
        notes.add("fixed_line_ends", example=repr(gap)[1:-1])
    step = length + len(gap)
    for number, at in enumerate(range(0, len(text), step), 1):
        raw = text[at : at + length]
        if raw.strip("\r\n"):
            where = line + number - 1 if gap else 0
            yield Cut(number, where, where, raw, None)


def _fields(cut: Cut, layout: Layout, notes: Notes) -> Cut:
    """Return the record with its fields, without them where it is too short.

    An editor may have cut the blanks at the end of a line: a last column of text may be shorter than it should be.
    """
    raw = cut.raw.rstrip("\r\n")
    need = max((field.end for field in layout.fields), default=0)
    if len(raw) < need and raw.strip():
        last = max(layout.fields, key=lambda field: field.end)
        if last.kind != "text" or len(raw) <= max((f.end for f in layout.fields if f is not last), default=0) - 1:
            return cut
        notes.add("fixed_trimmed", cut.place)
    return cut._replace(fields=[raw[field.start : field.end] for field in layout.fields])


def _decoded(cut: Cut) -> Cut:
    fields = cut.fields and [_utf8(field) for field in cut.fields]
    return cut._replace(raw=_utf8(cut.raw), fields=fields)


def _utf8(text: str) -> str:
    return text.encode("latin-1").decode("utf-8", "replace")
