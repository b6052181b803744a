"""What is said to a person about a large file, whose rows nobody has in hand. Decides nothing."""

from collections.abc import Iterator, Sequence

from hanse.readers.bulk import Rejected, Written
from hanse.records import Finding, Place, Table
from hanse.words import Words

STANDING = ("cells.no_header", "cells.header", "cells.ambiguous_number", "cells.ambiguous_date")
"""Findings about the first rows that stand for the whole file."""
_MOST = 500


def probed(rows: int) -> Finding:
    """Return what was decided by the first rows alone."""
    words = Words(
        f"Große Datei: Aufbau und Arten der Spalten nach den ersten {rows} Zeilen; jeder Wert geprüft.",
        f"Large file: structure and types of the columns by the first {rows} rows; each value checked.",
    )
    return Finding("csv.probed", "info", words)


def kept(written: Written, probed: Table) -> Iterator[Finding]:
    """Yield a finding for each column that stays text: by values that don't fit it, or as dates in several writings."""
    for number, times, examples in written.kept:
        row, example = examples[0] if examples else (0, "")
        title = written.fields[number].column.title
        words = Words(
            f"Spalte „{title}“ bleibt Text: {times} Werte passen nicht zu den ersten Zeilen, z. B. „{example}“. "
            "Berichtigen, dann kann gerechnet werden.",
            f'Column "{title}" stays text: {times} values don\'t fit the first rows, such as "{example}". '
            "Mend them to calculate with the column.",
        )
        yield Finding("csv.kept_text", "warning", words, Place(record=_record(written, row)))
    late = {number for number, _, _ in written.kept}
    types = {column.name: column.type for column in probed.columns}
    for number, field in enumerate(written.fields):
        kind = types.get(field.column.name, "text")
        if field.kind == "text" and number not in late and kind != "text":
            yield _unsupported(field.column.title)


def _unsupported(title: str) -> Finding:
    words = Words(
        f"Spalte „{title}“ bleibt Text: in großen Dateien werden Uhrzeiten, Ja/Nein und uneinheitliche Daten nicht "
        "umgewandelt.",
        f'Column "{title}" stays text: in large files, times, yes/no and days written in several ways are not '
        "converted.",
    )
    return Finding("csv.left_text", "info", words)


def _record(written: Written, row: int) -> int:
    """Return the number of a row's record; rejected ones before it count."""
    number = row
    for gap in written.bulk.gaps:
        if gap > number + 1:
            break
        number += 1
    return written.bulk.first_record + number


def _place(written: Written, record: int) -> Place:
    return Place(line=record) if written.bulk.first_line else Place(record=record)


def rejected(written: Written) -> Iterator[Finding]:
    """Yield a finding with the raw text for each rejected record; very many of them share the last one."""
    width = len(written.fields)
    for one in written.rejected[:_MOST]:
        words = Words(
            f"Zeile {one.record} hat nicht {width} Felder und wurde nicht übernommen. "
            "In der Quelle berichtigen und neu einlesen.",
            f"Line {one.record} doesn't have {width} fields and was not taken. "
            "Mend it in the source and read it again.",
        )
        yield Finding("csv.fields", "error", words, _place(written, one.record), one.raw)
    if rest := written.rejected[_MOST:]:
        yield _rest(written, rest, width)


def _rest(written: Written, rest: Sequence[Rejected], width: int) -> Finding:
    words = Words(
        f"Weitere {len(rest)} Zeilen haben nicht {width} Felder und wurden nicht übernommen. "
        "Das Trennzeichen der Datei prüfen.",
        f"Another {len(rest)} lines don't have {width} fields and were not taken. Check the delimiter of the file.",
    )
    return Finding("csv.fields", "error", words, _place(written, rest[0].record), "\n".join(one.raw for one in rest))


def totals(found: Table, written: Written, lines: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    """Yield a finding for each totals line that was left out."""
    last = written.bulk.first_line + written.bulk.rows + len(written.rejected) - 1
    for below, line in lines:
        words = Words(
            f"Summenzeile „{line}“ am Ende von „{found.title}“ erkannt, aber nicht nachgerechnet; sie zählt nicht als "
            "Datensatz. Bitte prüfen.",
            f'Totals row "{line}" at the end of "{found.title}" recognised but not added up; it does not count as a '
            "record. Please check.",
        )
        yield Finding(
            "cells.total_unchecked",
            "warning",
            words,
            Place(line=last + below) if written.bulk.first_line else Place(),
            line,
        )
