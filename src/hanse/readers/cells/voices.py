"""What is said to a person about the decisions taken over cells. Decides nothing."""

from collections.abc import Sequence
from typing import Final

from hanse.readers.cells.columns import Note, shown
from hanse.records import Cell, Finding, Place, Severity, Table
from hanse.words import Words

_DOUBTS: Final[dict[str, tuple[Severity, str, str]]] = {
    "ambiguous_number": (
        "warning",
        "„{example}“ kann Tausender oder Dezimalstellen meinen; gelesen als {read}. Bitte prüfen.",
        '"{example}" may mean thousands or decimals; read as {read}. Please check.',
    ),
    "ambiguous_date": (
        "warning",
        "„{example}“ kann Tag/Monat oder Monat/Tag meinen; gelesen als {read}. Bitte prüfen.",
        '"{example}" may be day/month or month/day; read as {read}. Please check.',
    ),
    "two_digit_year": (
        "info",
        "{count} Daten mit zweistelligem Jahr, z. B. „{example}“, gelesen als {read}.",
        '{count} days with a two-digit year such as "{example}", read as {read}.',
    ),
    "not_integer": (
        "warning",
        "Bleibt Text: {count} Werte sind keine ganze Zahl, z. B. „{example}“. Berichtigen, dann kann gerechnet werden.",
        'Stays text: {count} values are no whole number, such as "{example}". Mend them to calculate with the column.',
    ),
    "not_decimal": (
        "warning",
        "Bleibt Text: {count} Werte sind keine Zahl, z. B. „{example}“. Berichtigen, dann kann gerechnet werden.",
        'Stays text: {count} values are no number, such as "{example}". Mend them to calculate with the column.',
    ),
    "not_date": (
        "warning",
        "Bleibt Text: {count} Werte sind kein Datum, z. B. „{example}“. Berichtigen, dann kann gerechnet werden.",
        'Stays text: {count} values are no day, such as "{example}". Mend them to calculate with the column.',
    ),
}


def about_columns(table: Table, notes: Sequence[tuple[Note, ...]]) -> list[Finding]:
    """Return a finding for each note about each column."""
    return [_doubt(table, number, note) for number, found in enumerate(notes) for note in found]


def _doubt(table: Table, number: int, note: Note) -> Finding:
    fallback = (
        _DOUBTS["not_date"] if note.code in ("not_datetime", "not_time", "not_boolean") else _DOUBTS["not_decimal"]
    )
    severity, de, en = _DOUBTS.get(note.code, fallback)
    title = table.columns[number].title
    facts = {"example": note.example, "count": note.times, "read": shown(table.rows[note.row][number])}
    words = Words(f"Spalte „{title}“: {de.format(**facts)}", f'Column "{title}": {en.format(**facts)}')
    return Finding(f"cells.{note.code}", severity, words, table.places[note.row])


def total(table: Table, cells: Sequence[Cell], place: Place, agrees: bool) -> Finding:  # noqa: FBT001  # a fact, not a mode
    """Return the finding for a totals row that was left out of the rows; raw holds its cells."""
    raw = "\t".join(shown(cell) for cell in cells)
    said = " | ".join(shown(cell) for cell in cells if cell is not None)
    if agrees:
        words = Words(
            f"Summenzeile „{said}“ erkannt und nachgerechnet; sie zählt nicht als Datensatz.",
            f'Totals row "{said}" recognised and checked by adding up; it does not count as a record.',
        )
        return Finding("cells.total", "info", words, place, raw)
    words = Words(
        f"Zeile „{said}“ sieht wie eine Summe aus, ist aber nicht die Summe der Zeilen darüber; sie zählt nicht als "
        f"Datensatz von „{table.title}“. Bitte prüfen.",
        f'Row "{said}" looks like a total but is not the sum of the rows above; it does not count as a record of '
        f'"{table.title}". Please check.',
    )
    return Finding("cells.total_differs", "warning", words, place, raw)


def headers(table: Table, repeated: Sequence[Place], places: Sequence[Place], header: int | None) -> list[Finding]:
    """Return the findings about the header: missing, not in the first row, repeated further down."""
    found = []
    if header is None:
        words = Words(
            f"„{table.title}“ hat keine Kopfzeile; die Spalten heißen nach ihrer Nummer.",
            f'"{table.title}" has no header row; columns are named by their number.',
        )
        found.append(Finding("cells.no_header", "warning", words, table.places[0] if table.places else Place()))
    elif header > 0:
        words = Words(
            f"Die Kopfzeile von „{table.title}“ steht nicht ganz oben; was darüber steht, ist Text.",
            f'The header of "{table.title}" is not at the top; what stands above is text.',
        )
        found.append(Finding("cells.header", "info", words, places[header]))
    if repeated:
        words = Words(
            f"Die Kopfzeile von „{table.title}“ wiederholt sich {len(repeated)}-mal; das sind keine Datensätze.",
            f'The header of "{table.title}" is repeated {len(repeated)} times; those are no records.',
        )
        found.append(Finding("cells.repeated_header", "info", words, repeated[0]))
    return found


def groups(table: Table, places: Sequence[Place]) -> list[Finding]:
    """Return the finding about rows that name a group of the rows below and became a column."""
    if not places:
        return []
    words = Words(
        f"„{table.title}“: {len(places)} Zwischenüberschriften stehen nun in der Spalte „Gruppe“ bei ihren Zeilen.",
        f'"{table.title}": {len(places)} subheadings now stand in the column "Gruppe" beside their rows.',
    )
    return [Finding("cells.groups", "info", words, places[0])]
