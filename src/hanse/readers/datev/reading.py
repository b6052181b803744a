"""From the bytes of a DATEV file to its reading: header, headings, rows, legs, checks."""

import csv
from typing import NamedTuple

from hanse.errors import Unreadable
from hanse.readers.cells import Letters, decode
from hanse.readers.datev import accounts, checks, days, folder, header, layout, legs, lines, other, parties, rows, say
from hanse.readers.datev import head as headline
from hanse.readers.datev.header import Header
from hanse.readers.datev.notes import Notes
from hanse.readers.item import Item
from hanse.records import Check, Counts, Finding, Place, Reading, Table
from hanse.words import Words

_ENCODINGS = {"cp1252": "Windows-1252", "cp850": "CP850 (DOS)", "mac_roman": "Mac Roman"}


class Parts(NamedTuple):
    """A file in lines. sign: between fields; names: its headings, None without such a line; first: line of lines[0]."""

    header: Header
    sign: str
    names: list[str] | None
    lines: list[str]
    first: int


def read(name: str, item: Item) -> Reading:
    """Return the reading of a DATEV file. Raises Unreadable when its first line is no header."""
    letters = decode(item.data())
    parts = _parts(letters.text, item.name)
    notes = Notes()
    say.header(notes, parts.header)
    if not layout.fields(parts.header.category or 0):
        made = other.read(parts.header, parts.names, _records(parts, len(parts.names or ())))
        return _finish(name, parts, made, [], (notes, letters))
    by = rows.plan(parts.header, days.rule(parts.header), parts.names)
    say.headings(notes, there=parts.names is not None, by_name=by.by_name)
    found = rows.read(by, _records(parts, by.width), lambda r: lines.raw(parts.lines, r, parts.first), notes)
    say.padded(notes, found.padded, parts.header.account_length)
    tables = rows.tables(parts.header.category or 0, found)
    held = [checks.fields(notes, by.width)]
    if parts.header.category == 16:
        tables[0] = parties.with_names(tables[0], parts.header.account_length)
    if parts.header.category == 21:
        tables.insert(0, _legs(item, parts.header, found, notes))
        held += checks.bookings(notes, parts.header, tables[0])
    checks.failed(held, notes)
    counts = Counts(len(found.main) + found.rejected, len(found.main), found.rejected)
    return _finish(name, parts, (tables, counts), held, (notes, letters))


def _records(parts: Parts, width: int) -> list[lines.Record]:
    return list(lines.records(parts.lines, parts.sign, width or 1000, parts.first))


def _parts(text: str, name: str) -> Parts:
    every = lines.split(text)
    sign = header.delimiter(every[0])
    if not sign:
        raise Unreadable(
            Words(f"{name}: die erste Zeile ist kein DATEV-Kopf.", f"{name}: the first line is no DATEV header."),
            hint=Words(
                "Erwartet wird „EXTF“ oder „DTVF“ am Anfang. Die Datei aus DATEV neu ausgeben.",
                'Expected is "EXTF" or "DTVF" at its start. Export the file from DATEV again.',
            ),
        )
    found = header.parse(every[0], sign)
    names = next(csv.reader(every[1:2], delimiter=sign), [])
    while names and not names[-1].strip():
        names.pop()
    if not names or _is_data(names):
        return Parts(found, sign, None, every[1:], 2)
    return Parts(found, sign, names, every[2:], 3)


def _is_data(names: list[str]) -> bool:
    """Tell whether the second line is a record already: its first field is a number."""
    return names[0].strip()[:1].isdigit()


def _legs(item: Item, stated: Header, found: rows.Rows, notes: Notes) -> Table:
    numbers = {str(row[at]) for row in found.main for at in _account_cells() if row[at] is not None}
    chart = accounts.chart(stated.chart)
    if stated.chart == "":
        guessed = accounts.guess(numbers, stated.account_length)
        chart = accounts.chart(guessed)
        _say_chart(notes, guessed)
    elif chart is None:
        words = Words(
            f"Kontenrahmen SKR{stated.chart}: seine Kontennamen kennt Hanse nicht.",
            f"Chart of accounts SKR{stated.chart}: Hanse doesn't know its names.",
        )
        notes.add("chart", "info", words, Place(line=1))
    names, files = folder.names(item.path, stated)
    if files:
        words = Words(f"Kontennamen aus: {', '.join(files)}.", f"Names of accounts from: {', '.join(files)}.")
        notes.add("names", "info", words)
    return legs.table(legs.Books(stated, chart, names), found, notes)


def _say_chart(notes: Notes, guessed: str) -> None:
    if guessed:
        words = Words(
            f"Der Kontenrahmen steht nicht im Kopf; nach den Konten ist es SKR{guessed}. Namen und Steuer folgen dem.",
            f"The header names no chart of accounts; by its accounts it is SKR{guessed}. Names and tax follow it.",
        )
        notes.add("chart", "info", words, Place(line=1))
        return
    words = Words(
        "Der Kontenrahmen steht nicht im Kopf und ist nicht zu erkennen; Kontennamen und Automatikkonten fehlen.",
        "The header names no chart of accounts and the accounts don't tell; names and automatic tax are missing.",
    )
    notes.add("chart", "warning", words, Place(line=1))


def _account_cells() -> tuple[int, ...]:
    names = [column.name for column in layout.columns(21)]
    return names.index("Konto"), names.index("Gegenkonto (ohne BU-Schlüssel)")


def _finish(
    name: str, parts: Parts, made: tuple[list[Table], Counts], held: list[Check], said: tuple[Notes, Letters]
) -> Reading:
    (tables, counts), (notes, letters) = made, said
    every = (*tables, headline.table(parts.header, counts.in_))
    findings = (*_decisions(parts, letters), *notes.all())
    document = headline.document(parts.header, counts.in_)
    return Reading(name, (document,), every, findings, counts, (), tuple(held))


def _decisions(parts: Parts, letters: Letters) -> list[Finding]:
    encoding = _ENCODINGS.get(letters.encoding, letters.encoding.upper())
    found = parts.header
    words = Words(
        f"DATEV-Format {found.mark}, Version {found.version}, Kategorie {found.category} ({found.format_name}), "
        f"Formatversion {found.format_version}; Zeichensatz {encoding}.",
        f"DATEV format {found.mark}, version {found.version}, category {found.category} ({found.format_name}), "
        f"format version {found.format_version}; encoding {encoding}.",
    )
    findings = [Finding("datev.version", "info", words, Place(line=1))]
    if parts.sign != ";":
        sign = {",": ("Komma", "comma"), "\t": ("Tabulator", "tab")}.get(parts.sign, (parts.sign, parts.sign))
        told = Words(
            f"Trennzeichen ist {sign[0]} statt Semikolon; die Datei wurde wohl von Excel gespeichert: Nullen prüfen.",
            f"The delimiter is {sign[1]} and no semicolon; Excel probably saved the file: check zeros.",
        )
        findings.append(Finding("datev.delimiter", "warning", told, Place(line=1)))
    return findings + [f for f in letters.findings if f.code != "encoding.guessed"]
