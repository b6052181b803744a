"""What is said to a person about how a file was read. Decides nothing."""

from collections.abc import Iterator, Sequence

from hanse.readers.cells import Letters, Made
from hanse.readers.csv.parts import Rows
from hanse.records import Finding, Table
from hanse.words import Words

_MOST_FINDINGS = 500
_ENCODINGS = {"cp1252": "Windows-1252", "cp850": "CP850 (DOS)", "mac_roman": "Mac Roman"}


def encoding(letters: Letters) -> list[Finding]:
    """Return the encoding, and what is doubtful about it."""
    name = _ENCODINGS.get(letters.encoding, letters.encoding.upper())
    mine = Finding("csv.encoding", "info", Words(f"Zeichensatz: {name}.", f"Encoding: {name}."))
    return [mine, *(f for f in letters.findings if f.code != "encoding.guessed")]


def delimiter(mark: str) -> Finding:
    """Return the delimiter."""
    de = {";": "Semikolon", "\t": "Tabulator", "|": "senkrechter Strich", ",": "Komma"}.get(mark, mark)
    en = {";": "semicolon", "\t": "tab", "|": "bar", ",": "comma"}.get(mark, mark)
    return Finding("csv.delimiter", "info", Words(f"Trennzeichen: {de}.", f"Delimiter: {en}."))


def header(rows: Rows, made: Made) -> list[Finding]:
    """Return where the header is."""
    if made.header is None:
        return []
    place = rows.good[made.header].place
    words = Words(f"Kopfzeile: Zeile {place.line}.", f"Header: line {place.line}.")
    return [Finding("csv.header", "info", words, place)]


def conventions(found: Table, styles: Sequence[str]) -> list[Finding]:
    """Return what was read as decimals and as dates, and by which convention."""
    pairs = list(zip(found.columns, styles, strict=True))
    findings = []
    for style, de, en in (("de", "Dezimalkomma", "Decimal comma"), ("en", "Dezimalpunkt", "Decimal point")):
        if named := ", ".join(c.name for c, s in pairs if c.type == "decimal" and s == style):
            findings.append(Finding("csv.decimal", "info", Words(f"{de} in: {named}.", f"{en} in: {named}.")))
    if named := ", ".join(c.name for c, _ in pairs if c.type in ("date", "datetime")):
        findings.append(Finding("csv.dates", "info", Words(f"Datum in: {named}.", f"Dates in: {named}.")))
    return findings


def rejections(rows: Rows, lines: Sequence[str], first: int) -> Iterator[Finding]:
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
