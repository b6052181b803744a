"""A text to rows: the delimiter that parts it, text above the rows, rows that are broken. Knows nothing of types."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hanse.records import Place

DELIMITERS = (";", "\t", "|", ",")
_PROBE = 200
_LONGEST_QUOTE = 20
"""A quoted field of more lines than this, in a row with a wrong number of fields, was never closed."""


class Row(NamedTuple):
    """One record: its fields, and its first and last line."""

    fields: list[str]
    line: int
    end: int

    @property
    def place(self) -> Place:
        """Its lines."""
        return Place(line=self.line) if self.line == self.end else Place(line=self.line, line_end=self.end)


class Rows(NamedTuple):
    """The records of a file: those with the right number of fields, text above them, and the rejected ones."""

    good: list[Row]
    above: list[Row]
    rejected: list[Row]
    width: int


def stated_delimiter(text: str) -> tuple[str, str, int]:
    """Return the delimiter of Excel's "sep=;" line, the text after it, and the number of its first line."""
    line, _, rest = text.partition("\n")
    line = line.rstrip("\r").strip('"')
    if line.lower().startswith("sep=") and len(line) == 5:
        return line[4], rest, 2
    return "", text, 1


def find_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that parts the first lines most evenly; of equals the one that firms use most."""
    probe = [line for line in lines[: 2 * _PROBE] if line.strip()][:_PROBE]
    return max(DELIMITERS, key=lambda d: (_evenness(probe, d), -DELIMITERS.index(d)))


def _evenness(probe: Sequence[str], delimiter: str) -> float:
    widths = [_fields(line, delimiter) for line in probe]
    counted = Counter(width for width in widths if width > 1)
    if not counted:
        return 0.0
    width, often = max(counted.items(), key=lambda pair: (pair[1], pair[0]))
    return round(often / len(widths), 2) + min(width, 20) / 1000


def _fields(line: str, delimiter: str) -> int:
    """Return the number of fields of one line; a line with an odd quote is parted as if quotes meant nothing."""
    if '"' not in line or line.count('"') % 2:
        return line.count(delimiter) + 1
    return len(next(csv.reader([line], delimiter=delimiter), []))


def part(lines: list[str], delimiter: str, first: int) -> Rows:
    """Part the lines of a text; first is the number of the first of them."""
    rows = [row for row in parse(lines, delimiter, first) if any(field.strip() for field in row.fields)]
    width = _width(rows)
    rows = [r for row in rows for r in _mended(row, width, lines, delimiter, first)]
    start = next((i for i, row in enumerate(rows) if fits(row, width)), len(rows))
    fitting = (row for row in rows[start:] if fits(row, width))
    good = [row if len(row.fields) == width else row._replace(fields=row.fields[:width]) for row in fitting]
    return Rows(good, rows[:start], [row for row in rows[start:] if not fits(row, width)], width)


def parse(lines: Sequence[str], delimiter: str, first: int, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[Row]:
    """Yield the records of lines; first is the number of the first line."""
    csv.field_size_limit(1 << 27)
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    before = 0
    for fields in reader:
        yield Row(fields, before + first, reader.line_num + first - 1)
        before = reader.line_num


def _width(rows: list[Row]) -> int:
    """Return the usual number of fields; where all rows but the header end with an empty field, the header's."""
    if not rows:
        return 0
    counted = Counter(len(row.fields) for row in rows)
    width = max(counted.items(), key=lambda pair: (pair[1], pair[0]))[0]
    if counted[width - 1] and all(not row.fields[-1].strip() for row in rows if len(row.fields) == width):
        return width - 1
    return width


def fits(row: Row, width: int) -> bool:
    """Say whether a row has the right number of fields; empty ones beyond it do no harm."""
    return len(row.fields) >= width and not any(field.strip() for field in row.fields[width:])


def _mended(row: Row, width: int, lines: Sequence[str], delimiter: str, first: int) -> list[Row]:
    """Part a row again, line by line, that swallowed the lines below because a quote was never closed."""
    swallowed = row.end > row.line and (not fits(row, width) or row.end - row.line > _LONGEST_QUOTE)
    if not swallowed:
        return [row]
    again = lines[row.line - first : row.end - first + 1]
    return [r for r in parse(again, delimiter, row.line, csv.QUOTE_NONE) if any(f.strip() for f in r.fields)]
