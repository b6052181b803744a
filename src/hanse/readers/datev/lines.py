"""A DATEV file's text to records: quotes, line breaks inside texts, lost quotes, lines that are cut. Types nothing."""

import csv
from collections.abc import Iterator, Sequence

import msgspec

_LONGEST = 20
"""A quoted text of more lines than this was never closed."""


class Record(msgspec.Struct):
    """One record: its fields, first and last line (from 1), and what was mended in it."""

    fields: list[str]
    line: int
    end: int
    mended: str = ""


def split(text: str) -> list[str]:
    """Return the lines of a text, whichever line ends it has; an end-of-file mark of DOS is dropped."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a\n").split("\n")


def records(lines: Sequence[str], sign: str, width: int, first: int) -> Iterator[Record]:
    """Yield the records of lines; first: number of the first line. Empty lines are none.

    A text that broke over lines without quotes is joined again; quotes that lost their partner are taken off.
    """
    before: Record | None = None
    for record in _tidied(lines, sign, width, first):
        if before is not None and _goes_on(before, record, width):
            before.fields[-1] += "\n" + record.fields[0]
            before.fields += record.fields[1:]
            before.end, before.mended = record.end, "break"
            continue
        if before is not None:
            yield _unquoted(before)
        before = record
    if before is not None:
        yield _unquoted(before)


def raw(lines: Sequence[str], record: Record, first: int) -> str:
    """Return the text of a record as it stands in the file."""
    return "\n".join(lines[record.line - first : record.end - first + 1])[:2000]


def _tidied(lines: Sequence[str], sign: str, width: int, first: int) -> Iterator[Record]:
    for record in _parsed(lines, sign, first):
        if record.end > record.line and (len(record.fields) > width or record.end - record.line > _LONGEST):
            yield from _line_by_line(lines, sign, record, first)
        elif any(record.fields):
            yield record


def _parsed(lines: Sequence[str], sign: str, first: int) -> Iterator[Record]:
    csv.field_size_limit(1 << 27)
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=sign)
    before = 0
    for fields in reader:
        yield Record(fields, before + first, reader.line_num + first - 1)
        before = reader.line_num


def _line_by_line(lines: Sequence[str], sign: str, record: Record, first: int) -> Iterator[Record]:
    """Part each line of a record whose quote was never closed for itself."""
    for number in range(record.line, record.end + 1):
        line = lines[number - first]
        if line.count('"') % 2:
            fields = [field.strip().strip('"') for field in line.split(sign)]
            yield Record(fields, number, number, "quote")
        elif line.strip():
            yield Record(next(csv.reader([line], delimiter=sign), []), number, number)


def _goes_on(before: Record, record: Record, width: int) -> bool:
    """Tell whether a record is the rest of a text of the record before it: too short, and not like a first field."""
    if len(before.fields) + len(record.fields) - 1 > width or len(record.fields) >= width:
        return False
    start = record.fields[0].strip()
    return not start[:1].isdigit() and len(record.fields) <= max(1, width // 2)


def _unquoted(record: Record) -> Record:
    if '"' not in "".join(record.fields):
        return record
    for index, field in enumerate(record.fields):
        if field.endswith('"') and field.count('"') % 2:
            record.fields[index] = field[:-1]
            record.mended = record.mended or "quote"
    return record
