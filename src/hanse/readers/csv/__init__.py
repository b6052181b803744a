"""CSV and TSV as firms export them: any delimiter, any encoding, lines of text above, rows that are broken.

What was assumed (delimiter, encoding, header, decimal comma, dates) is reported as findings. Knows nothing of DATEV
and other formats that happen to be delimited.
"""

import msgspec

from hanse.readers import _profile as profiles
from hanse.readers._profile import Proposal
from hanse.readers.bulk import is_large
from hanse.readers.cells import Letters, Made, decode, table
from hanse.readers.csv import large, profiled, proposing, said
from hanse.readers.csv.parts import Rows, find_delimiter, part, stated_delimiter
from hanse.readers.item import HEAD, Item
from hanse.records import Block, Counts, Document, Finding, Reading
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

DESCRIBES = profiles.DESCRIBES
_OTHER_SUFFIXES = (".txt", ".dat", ".asc", ".prn", ".exp", ".xls")  # some programs call their text exports .xls


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
    """Return one table; a large one without its rows travelling.

    Rows with a wrong number of fields are rejected, each with its raw text in a finding. A profile beside the file is
    followed where it fits.
    """
    if (found := profiles.beside(item)) is not None and claims(item):
        made = profiled.read(NAME, item, found)
        return made if isinstance(made, Reading) else _with(_unprofiled(item), made)
    if found is not None and found.finding is not None:
        return _with(_unprofiled(item), found.finding)
    return _unprofiled(item)


def claims(item: Item) -> bool:
    """Return whether a profile beside the item says that it is delimited."""
    profile = profiles.usable(item)
    return profile is not None and bool(profile.delimiter)


def propose(item: Item) -> Proposal | None:
    """Return a profile for files like this one, None where it holds no table."""
    return proposing.propose(item)


def _with(reading: Reading, finding: Finding) -> Reading:
    return msgspec.structs.replace(reading, findings=(finding, *reading.findings))


def _unprofiled(item: Item) -> Reading:
    if is_large(item) and (quick := large.read(NAME, item)) is not None:
        return quick
    letters = decode(item.data())
    text = letters.text.replace("\x00", "").rstrip("\x1a")
    stated, body, first = stated_delimiter(text)
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter = stated or find_delimiter(lines)
    rows = part(lines, delimiter, first)
    stem = item.name.rpartition(".")[0] or item.name
    made = table(stem, stem, [row.fields for row in rows.good], [row.place for row in rows.good])
    if made.table is None:
        return _as_text(item, rows, letters)
    findings = [
        *said.encoding(letters),
        said.delimiter(delimiter),
        *said.header(rows, made),
        *said.conventions(made.table, made.styles),
        *made.findings,
        *said.rejections(rows, lines, first),
    ]
    return _reading(item, made, rows, findings)


def _reading(item: Item, made: Made, rows: Rows, findings: list[Finding]) -> Reading:
    loose = [*rows.above, *(rows.good[i] for i in made.loose)]
    blocks = tuple(Block(" ".join(f for f in row.fields if f.strip()), row.place) for row in loose)
    documents = (Document(item.name, blocks),) if blocks else ()
    rejected = made.counts.rejected + len(rows.rejected)
    counts = Counts(made.counts.in_ + len(blocks) + len(rows.rejected), made.counts.out + len(blocks), rejected)
    tables = (made.table,) if made.table else ()
    return Reading(NAME, documents, tables, tuple(findings), counts)


def _as_text(item: Item, rows: Rows, letters: Letters) -> Reading:
    every = sorted([*rows.above, *rows.good, *rows.rejected], key=lambda row: row.line)
    blocks = tuple(Block(" ".join(f for f in row.fields if f.strip()), row.place) for row in every)
    words = Words(
        f"{item.name}: keine Tabelle gefunden; der Inhalt wird als Text gelesen.",
        f"{item.name}: no table found; the content is read as text.",
    )
    finding = Finding("csv.no_table", "warning", words)
    counts = Counts(len(blocks), len(blocks))
    return Reading(NAME, (Document(item.name, blocks),), findings=(*said.encoding(letters), finding), counts=counts)
