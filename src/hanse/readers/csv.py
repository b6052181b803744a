"""CSV and TSV as firms export them: any delimiter, any encoding, lines of text above, rows that are broken.

What was assumed (delimiter, encoding, header, decimal comma, dates) is reported as findings. Knows nothing of DATEV
and other formats that happen to be delimited.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hanse.readers.cells import Letters, Made, decode, table
from hanse.readers.item import HEAD, Item
from hanse.records import Block, Counts, Document, Finding, Place, Reading, Table
from hanse.words import Words

NAME = "csv"
SUFFIXES = (".csv", ".tsv", ".tab")
TITLE = Words("CSV-Tabelle", "CSV table")
HELP = Words(
    "Tabellen mit Semikolon, Komma, Tabulator oder senkrechtem Strich; Zeichensatz, Kopfzeile, Dezimalkomma und Datum "
    "werden erkannt und gemeldet, fehlerhafte Zeilen einzeln aufgeführt.",
    "Tables with semicolon, comma, tab or bar; encoding, header, decimal comma and dates are found and reported, "
    "broken rows listed one by one.",
)
SPEC = "https://www.rfc-editor.org/rfc/rfc4180"

_OTHER_SUFFIXES = (".txt", ".dat", ".asc", ".prn", ".exp", ".xls")  # some programs call their text exports .xls
_DELIMITERS = (";", "\t", "|", ",")
_PROBE = 200
_MOST_FINDINGS = 500
_LONGEST_QUOTE = 20
"""A quoted field of more lines than this, in a row with a wrong number of fields, was never closed."""


class _Row(NamedTuple):
    """One record: its fields, and its first and last line."""

    fields: list[str]
    line: int
    end: int

    @property
    def place(self) -> Place:
        return Place(line=self.line) if self.line == self.end else Place(line=self.line, line_end=self.end)


class _Rows(NamedTuple):
    """The records of a file: those with the right number of fields, text above them, and the rejected ones."""

    good: list[_Row]
    above: list[_Row]
    rejected: list[_Row]
    width: int


def sniff(head: bytes, name: str) -> int:
    """Return 70 for its suffixes, 50 for other text names when semicolons, tabs or bars part each line alike."""
    if (b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))) or not head.strip():
        return 0
    low = name.lower()
    if low.endswith(SUFFIXES):
        return 70
    return 50 if low.endswith(_OTHER_SUFFIXES) and _evenly_parted(head) else 0


def _evenly_parted(head: bytes) -> bool:
    whole = head.splitlines() if len(head) < HEAD else head.splitlines()[:-1]
    lines = [line for line in whole if line.strip()][:20]
    if len(lines) < 3:
        return False
    for mark in (b";", b"\t", b"|"):
        counts = {line.count(mark) for line in lines}
        if len(counts) == 1 and min(counts) >= 1:
            return True
    return False


def read(item: Item) -> Reading:
    """Return one table; rows with a wrong number of fields are rejected, each with its raw text in a finding."""
    letters = decode(item.data())
    text = letters.text.replace("\x00", "").rstrip("\x1a")
    stated, body, first = _stated_delimiter(text)
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter = stated or _delimiter(lines)
    rows = _part(lines, delimiter, first)
    stem = item.name.rpartition(".")[0] or item.name
    made = table(stem, stem, [row.fields for row in rows.good], [row.place for row in rows.good])
    if made.table is None:
        return _as_text(item, rows, letters)
    findings = [
        *_encoding(letters),
        _delimiter_finding(delimiter),
        *_header(rows, made),
        *_conventions(made.table, made.styles),
        *made.findings,
        *_rejections(rows, lines, first),
    ]
    return _reading(item, made, rows, findings)


def _reading(item: Item, made: Made, rows: _Rows, findings: list[Finding]) -> Reading:
    loose = [*rows.above, *(rows.good[i] for i in made.loose)]
    blocks = tuple(Block(" ".join(f for f in row.fields if f.strip()), row.place) for row in loose)
    documents = (Document(item.name, blocks),) if blocks else ()
    rejected = made.counts.rejected + len(rows.rejected)
    counts = Counts(made.counts.in_ + len(blocks) + len(rows.rejected), made.counts.out + len(blocks), rejected)
    tables = (made.table,) if made.table else ()
    return Reading(NAME, documents, tables, tuple(findings), counts)


def _stated_delimiter(text: str) -> tuple[str, str, int]:
    """Return the delimiter of Excel's "sep=;" line, the text after it, and the number of its first line."""
    line, _, rest = text.partition("\n")
    line = line.rstrip("\r").strip('"')
    if line.lower().startswith("sep=") and len(line) == 5:
        return line[4], rest, 2
    return "", text, 1


def _delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that parts the first lines most evenly; of equals the one that firms use most."""
    probe = [line for line in lines[: 2 * _PROBE] if line.strip()][:_PROBE]
    return max(_DELIMITERS, key=lambda d: (_evenness(probe, d), -_DELIMITERS.index(d)))


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


def _part(lines: list[str], delimiter: str, first: int) -> _Rows:
    rows = [row for row in _parse(lines, delimiter, first) if any(field.strip() for field in row.fields)]
    width = _width(rows)
    rows = [r for row in rows for r in _mended(row, width, lines, delimiter, first)]
    start = next((i for i, row in enumerate(rows) if _fits(row, width)), len(rows))
    fitting = (row for row in rows[start:] if _fits(row, width))
    good = [row if len(row.fields) == width else row._replace(fields=row.fields[:width]) for row in fitting]
    return _Rows(good, rows[:start], [row for row in rows[start:] if not _fits(row, width)], width)


def _parse(lines: Sequence[str], delimiter: str, first: int, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[_Row]:
    csv.field_size_limit(1 << 27)
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    before = 0
    for fields in reader:
        yield _Row(fields, before + first, reader.line_num + first - 1)
        before = reader.line_num


def _width(rows: list[_Row]) -> int:
    """Return the usual number of fields; where all rows but the header end with an empty field, the header's."""
    if not rows:
        return 0
    counted = Counter(len(row.fields) for row in rows)
    width = max(counted.items(), key=lambda pair: (pair[1], pair[0]))[0]
    if counted[width - 1] and all(not row.fields[-1].strip() for row in rows if len(row.fields) == width):
        return width - 1
    return width


def _fits(row: _Row, width: int) -> bool:
    """Say whether a row has the right number of fields; empty ones beyond it do no harm."""
    return len(row.fields) >= width and not any(field.strip() for field in row.fields[width:])


def _mended(row: _Row, width: int, lines: Sequence[str], delimiter: str, first: int) -> list[_Row]:
    """Part a row again, line by line, that swallowed the lines below because a quote was never closed."""
    swallowed = row.end > row.line and (not _fits(row, width) or row.end - row.line > _LONGEST_QUOTE)
    if not swallowed:
        return [row]
    again = lines[row.line - first : row.end - first + 1]
    return [r for r in _parse(again, delimiter, row.line, csv.QUOTE_NONE) if any(f.strip() for f in r.fields)]


def _as_text(item: Item, rows: _Rows, letters: Letters) -> Reading:
    every = sorted([*rows.above, *rows.good, *rows.rejected], key=lambda row: row.line)
    blocks = tuple(Block(" ".join(f for f in row.fields if f.strip()), row.place) for row in every)
    words = Words(
        f"{item.name}: keine Tabelle gefunden; der Inhalt wird als Text gelesen.",
        f"{item.name}: no table found; the content is read as text.",
    )
    finding = Finding("csv.no_table", "warning", words)
    counts = Counts(len(blocks), len(blocks))
    return Reading(NAME, (Document(item.name, blocks),), findings=(*_encoding(letters), finding), counts=counts)


_ENCODINGS = {"cp1252": "Windows-1252", "cp850": "CP850 (DOS)", "mac_roman": "Mac Roman"}


def _encoding(letters: Letters) -> list[Finding]:
    name = _ENCODINGS.get(letters.encoding, letters.encoding.upper())
    mine = Finding("csv.encoding", "info", Words(f"Zeichensatz: {name}.", f"Encoding: {name}."))
    return [mine, *(f for f in letters.findings if f.code != "encoding.guessed")]


def _delimiter_finding(delimiter: str) -> Finding:
    de = {";": "Semikolon", "\t": "Tabulator", "|": "senkrechter Strich", ",": "Komma"}.get(delimiter, delimiter)
    en = {";": "semicolon", "\t": "tab", "|": "bar", ",": "comma"}.get(delimiter, delimiter)
    return Finding("csv.delimiter", "info", Words(f"Trennzeichen: {de}.", f"Delimiter: {en}."))


def _header(rows: _Rows, made: Made) -> list[Finding]:
    if made.header is None:
        return []
    place = rows.good[made.header].place
    words = Words(f"Kopfzeile: Zeile {place.line}.", f"Header: line {place.line}.")
    return [Finding("csv.header", "info", words, place)]


def _conventions(found: Table, styles: Sequence[str]) -> list[Finding]:
    """Return what was read as decimals and as dates, and by which convention."""
    pairs = list(zip(found.columns, styles, strict=True))
    findings = []
    for style, de, en in (("de", "Dezimalkomma", "Decimal comma"), ("en", "Dezimalpunkt", "Decimal point")):
        if named := ", ".join(c.name for c, s in pairs if c.type == "decimal" and s == style):
            findings.append(Finding("csv.decimal", "info", Words(f"{de} in: {named}.", f"{en} in: {named}.")))
    if named := ", ".join(c.name for c, _ in pairs if c.type in ("date", "datetime")):
        findings.append(Finding("csv.dates", "info", Words(f"Datum in: {named}.", f"Dates in: {named}.")))
    return findings


def _rejections(rows: _Rows, lines: Sequence[str], first: int) -> Iterator[Finding]:
    """Yield a finding with the raw text for each rejected row; very many of them share the last finding."""
    for row in rows.rejected[:_MOST_FINDINGS]:
        words = Words(
            f"Zeile {row.line} hat {len(row.fields)} Felder statt {rows.width} und wurde nicht übernommen. "
            "In der Quelle berichtigen und neu einlesen.",
            f"Line {row.line} has {len(row.fields)} fields instead of {rows.width} and was not taken. "
            "Mend it in the source and read it again.",
        )
        yield Finding("csv.fields", "error", words, row.place, "\n".join(lines[row.line - first : row.end - first + 1]))
    rest = rows.rejected[_MOST_FINDINGS:]
    if rest:
        raw = "\n".join("\n".join(lines[row.line - first : row.end - first + 1]) for row in rest)
        words = Words(
            f"Weitere {len(rest)} Zeilen haben nicht {rows.width} Felder und wurden nicht übernommen. "
            "Das Trennzeichen der Datei prüfen.",
            f"Another {len(rest)} lines don't have {rows.width} fields and were not taken. "
            "Check the delimiter of the file.",
        )
        yield Finding("csv.fields", "error", words, rest[0].place, raw)
