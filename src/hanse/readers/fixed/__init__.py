"""Text with fixed columns and no delimiter: print lists and exports of old systems.

Where the columns stand is found by what is blank in nearly all lines. Prose, logs and programs stay text.
"""

import re

import msgspec

from hanse.readers import _profile as profiles
from hanse.readers._profile import Profile, Proposal
from hanse.readers.cells import Letters, Made, decode, table
from hanse.readers.fixed import borders, heading, profiled, proposing, said
from hanse.readers.fixed.sorting import Line, Sorted, sort
from hanse.readers.item import HEAD, Item
from hanse.records import Block, Counts, Document, Finding, Place, Reading
from hanse.words import Words

NAME = "fixed"
SUFFIXES = (".prn", ".lst", ".sdf")
TITLE = Words("Text mit festen Spalten", "Fixed-width text")
HELP = Words(
    "Drucklisten und Exporte alter Programme ohne Trennzeichen, auch als .txt, .asc und .dat; Spalten nach den"
    " durchgehend leeren Stellen, Kopfzeile, Seitenwechsel, Übertrag und Summen werden erkannt und gemeldet. Nicht"
    " gelesen werden Spalten ohne Leerstelle dazwischen, Datensätze über mehrere Zeilen und Dateien ohne Zeilenenden.",
    "Print lists and exports of old programs without delimiters, as .txt, .asc and .dat too; columns by the positions"
    " that are blank throughout, header, page breaks, carries and totals are found and reported. Not read: columns"
    " without a blank between them, records of several lines, files without line ends.",
)
SPEC = "https://www.loc.gov/preservation/digital/formats/fdd/fdd000325.shtml"

DESCRIBES = profiles.DESCRIBES
_OTHER_SUFFIXES = (".txt", ".asc", ".dat", ".out", ".rpt")
_STAMP = re.compile(r"\W?(?:\d{4}-\d\d-\d\d|\d\d[./]\d\d[./]\d{2,4}|\w{3} +\d+)[T ,]+\d\d?:\d\d:\d\d|\[")
_PARTED = re.compile(r"[;|\t]")


def sniff(head: bytes, name: str) -> int:
    """Return 60 for a text whose first lines are mostly rows of the same columns."""
    if not name.lower().endswith(SUFFIXES + _OTHER_SUFFIXES) or not head.strip() or b"\x00" in head:
        return 0
    lines = _lines(decode(head))
    written = [line for line in (lines[:-1] if len(head) == HEAD else lines) if line.strip()]
    if _is_other(written):
        return 0
    found = borders.find(written)
    drawn = sum(borders.is_rule(line) for line in written)
    return 60 if found and len(found.lines) * 2 >= len(written) - drawn else 0


def _is_other(lines: list[str]) -> bool:
    """Say whether a text is a log, or has delimiters."""
    stamped = sum(_STAMP.match(line) is not None for line in lines)
    parted = sum(_PARTED.search(line) is not None for line in lines)
    return max(stamped, parted) * 3 > len(lines)


def _lines(letters: Letters) -> list[str]:
    text = letters.text.replace("\x00", "").rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    return [line.replace("\f", "").replace("\u00a0", " ").expandtabs().rstrip() for line in text.split("\n")]


def read(item: Item) -> Reading:
    """Return one table; lines that don't fit its columns are rejected, each with its text in a finding."""
    found = profiles.beside(item)
    if found is None or (found.profile is not None and not claims(item)):
        return _unprofiled(item, decode(item.data()))
    letters = _stated(item, found.profile)
    made = profiled.read(NAME, item, found, _lines(letters))
    if isinstance(made, Reading):
        return made
    reading = _unprofiled(item, decode(item.data()))
    return msgspec.structs.replace(reading, findings=(made, *reading.findings))


def claims(item: Item) -> bool:
    """Return whether a profile beside the item says that its columns are fixed."""
    profile = profiles.usable(item)
    return profile is not None and not profile.delimiter


def propose(item: Item) -> Proposal | None:
    """Return a profile for files like this one, None where it has no fixed columns."""
    letters = decode(item.data())
    return proposing.propose(item, letters, _lines(letters))


def _stated(item: Item, profile: Profile | None) -> Letters:
    """Return the text in the encoding that the profile states, else in the one found."""
    if profile is None or not profile.encoding:
        return decode(item.data())
    return Letters(item.data().decode(profile.encoding, "replace").removeprefix("\ufeff"), profile.encoding)


def _unprofiled(item: Item, letters: Letters) -> Reading:
    lines = _lines(letters)
    found = borders.find(lines)
    if found is None:
        return _as_text(item, lines, letters)
    sorted_ = sort(lines, found.spans)
    stem = item.name.rpartition(".")[0] or item.name
    grid = [borders.cells(row.text, found.spans) for row in sorted_.rows]
    places = [Place(line=row.number) for row in sorted_.rows]
    if sorted_.heading is not None:
        grid.insert(0, heading.named(sorted_.heading.text, found.spans))
        places.insert(0, Place(line=sorted_.heading.number))
    made = table(stem, stem, grid, places)
    if made.table is None:
        return _as_text(item, lines, letters)
    names = grid[0] if sorted_.heading is not None else [str(n + 1) for n in range(len(found.spans))]
    findings = (_encoding(letters), *_doubts(letters), said.columns(found.spans, names), *made.findings)
    return _reading(item, made, sorted_, (*findings, *said.about(sorted_)))


def _reading(item: Item, made: Made, lines: Sorted, findings: tuple[Finding, ...]) -> Reading:
    rows = [*([lines.heading] if lines.heading else []), *lines.rows]
    loose = sorted([*lines.text, *(rows[i] for i in made.loose)])
    blocks = _blocks(loose)
    documents = (Document(item.name, blocks),) if blocks else ()
    rejected = made.counts.rejected + len(lines.carries) + len(lines.odd)
    out = made.counts.out + len(blocks)
    tables = (made.table,) if made.table else ()
    return Reading(NAME, documents, tables, findings, Counts(out + rejected, out, rejected))


def _blocks(lines: list[Line]) -> tuple[Block, ...]:
    return tuple(Block(" ".join(line.text.split()), Place(line=line.number)) for line in lines)


def _as_text(item: Item, lines: list[str], letters: Letters) -> Reading:
    blocks = _blocks([Line(n, text) for n, text in enumerate(lines, start=1) if text.strip()])
    words = Words(
        f"{item.name}: keine festen Spalten gefunden; der Inhalt wird als Text gelesen.",
        f"{item.name}: no fixed columns found; the content is read as text.",
    )
    findings = (_encoding(letters), *_doubts(letters), Finding("fixed.no_table", "warning", words))
    counts = Counts(len(blocks), len(blocks))
    return Reading(NAME, (Document(item.name, blocks),), findings=findings, counts=counts)


def _encoding(letters: Letters) -> Finding:
    name = {"cp1252": "Windows-1252", "cp850": "CP850 (DOS)", "mac_roman": "Mac Roman"}.get(letters.encoding)
    name = name or letters.encoding.upper()
    return Finding("fixed.encoding", "info", Words(f"Zeichensatz: {name}.", f"Encoding: {name}."))


def _doubts(letters: Letters) -> tuple[Finding, ...]:
    return tuple(f for f in letters.findings if f.code != "encoding.guessed")
