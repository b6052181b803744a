"""Rows of texts to the table that a profile says they are. A column with a text that is no such value stays text."""

from collections.abc import Sequence
from typing import NamedTuple

from hanse.readers._profile import Column, Profile
from hanse.readers._profile.values import value
from hanse.readers.cells import tidy, totals
from hanse.records import Block, Cell, Document, Finding, Place, Table
from hanse.records import Column as TableColumn
from hanse.words import Words


class Row(NamedTuple):
    """The texts of a record, trimmed, and where it stands."""

    cells: list[Cell]
    place: Place


class Shaped(NamedTuple):
    """The table, what is to be told of it, and how many rows were totals."""

    table: Table
    findings: tuple[Finding, ...]
    totals: int


def row(texts: Sequence[str], place: Place) -> Row:
    """Return a record of raw texts."""
    return Row([tidy(text) for text in texts], place)


def shape(name: str, profile: Profile, rows: Sequence[Row]) -> Shaped:
    """Return the rows as a table; totals at their end are left out and told."""
    body, ends = totals.split(list(rows))
    findings: list[Finding] = []
    columns, cells = [], []
    for number, column in enumerate(profile.columns):
        texts = ["" if one.cells[number] is None else str(one.cells[number]) for one in body]
        made, typed, told = _column(column, texts, [one.place for one in body])
        columns.append(made)
        cells.append(typed)
        findings += told
    findings += [_total(one) for one in ends]
    places = tuple(one.place for one in body)
    table = Table(name, name, tuple(columns), tuple(zip(*cells, strict=True)) if body else (), places)
    return Shaped(table, tuple(findings), len(ends))


def _column(
    column: Column, texts: Sequence[str], places: Sequence[Place]
) -> tuple[TableColumn, list[Cell], list[Finding]]:
    cells: list[Cell] = []
    bad: list[int] = []
    for number, text in enumerate(texts):
        try:
            cells.append(value(text, column))
        except ValueError:
            bad.append(number)
    title = column.title or column.name
    if not bad:
        return TableColumn(column.name, title, column.type), cells, []
    plain: list[Cell] = [text or None for text in texts]
    return (
        TableColumn(column.name, title, "text"),
        plain,
        [_doubt(title, column, texts[bad[0]], places[bad[0]], len(bad))],
    )


def _doubt(title: str, column: Column, text: str, place: Place, times: int) -> Finding:
    words = Words(
        f"Spalte „{title}“ bleibt Text: {times} Werte sind nicht „{column.type}“, wie das Profil sagt, z. B. „{text}“. "
        "Profil oder Quelle berichtigen.",
        f'Column "{title}" stays text: {times} values are not "{column.type}" as the profile says, such as "{text}". '
        "Mend the profile or the source.",
    )
    return Finding("profile.not_so", "warning", words, place, text)


def _total(line: Row) -> Finding:
    said = " | ".join(str(cell) for cell in line.cells if cell is not None)
    words = Words(
        f"Summenzeile „{said}“ am Ende; sie zählt nicht als Datensatz.",
        f'Totals row "{said}" at the end; it does not count as a record.',
    )
    return Finding("profile.total", "info", words, line.place, said)


def above(title: str, lines: Sequence[str]) -> tuple[Document, ...]:
    """Return the lines above the header as text."""
    blocks = tuple(Block(" ".join(t.split()), Place(line=n)) for n, t in enumerate(lines, start=1) if t.strip())
    return (Document(title, blocks),) if blocks else ()


def skipped(lines: Sequence[tuple[int, str]]) -> list[Finding]:
    """Return the finding about lines that the profile says to leave out: number and text of each."""
    if not lines:
        return []
    words = Words(
        f"{len(lines)} Zeilen ausgelassen, wie das Profil sagt (skip).",
        f"{len(lines)} lines left out as the profile says (skip).",
    )
    return [Finding("profile.skipped", "info", words, Place(line=lines[0][0]), "\n".join(text for _, text in lines))]


def rejected(number: int, last: int, text: str, width: int) -> Finding:
    """Return the finding about a record that hasn't the profile's columns."""
    words = Words(
        f"Zeile {number} hat nicht die {width} Spalten des Profils und wurde nicht übernommen. "
        "In der Quelle berichtigen, oder im Profil unter „skip“ nennen.",
        f"Line {number} doesn't have the {width} columns of the profile and was not taken. "
        'Mend it in the source, or name it in the profile under "skip".',
    )
    return Finding("profile.fields", "error", words, Place(line=number, line_end=last if last > number else None), text)
