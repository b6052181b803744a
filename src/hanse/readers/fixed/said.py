"""What is said to a person about how a print list was read. Decides nothing."""

from collections.abc import Iterator, Sequence

from hanse.readers.fixed.borders import Span
from hanse.readers.fixed.sorting import Line, Sorted
from hanse.records import Finding, Place
from hanse.words import Words

_MOST = 500


def columns(spans: Sequence[Span], names: Sequence[str]) -> Finding:
    """Return where each column stands."""
    told = ", ".join(f"{name} {start + 1}-{end}" for name, (start, end) in zip(names, spans, strict=True))
    words = Words(f"Feste Spalten an den Stellen: {told}.", f"Fixed columns at the positions: {told}.")
    return Finding("fixed.columns", "info", words)


def about(made: Sorted) -> Iterator[Finding]:
    """Yield what was left out of the rows, and what doesn't fit them."""
    if made.repeated:
        count = len(made.repeated)
        words = Words(
            f"{count} Zeilen von Seitenwechseln (Seitenzahl, wiederholter Kopf); sie sind keine Datensätze.",
            f"{count} lines of page breaks (page number, heading said again); they are no records.",
        )
        yield Finding("fixed.pages", "info", words, Place(line=made.repeated[0].number))
    yield from (_carry(line) for line in made.carries)
    yield from (_odd(line) for line in made.odd[:_MOST])
    if rest := made.odd[_MOST:]:
        yield _rest(rest)


def _carry(line: Line) -> Finding:
    said = " ".join(line.text.split())
    words = Words(
        f"Zeile {line.number} „{said}“ ist ein Übertrag oder eine Zwischensumme; sie zählt nicht als Datensatz.",
        f'Line {line.number} "{said}" is a carry or a subtotal; it does not count as a record.',
    )
    return Finding("fixed.carry", "info", words, Place(line=line.number), line.text)


def _odd(line: Line) -> Finding:
    words = Words(
        f"Zeile {line.number} passt nicht zu den Spalten und wurde nicht übernommen. In der Datei nachsehen.",
        f"Line {line.number} doesn't fit the columns and was not taken. Look at it in the file.",
    )
    return Finding("fixed.fields", "error", words, Place(line=line.number), line.text)


def _rest(lines: Sequence[Line]) -> Finding:
    words = Words(
        f"Weitere {len(lines)} Zeilen passen nicht zu den Spalten und wurden nicht übernommen.",
        f"Another {len(lines)} lines don't fit the columns and were not taken.",
    )
    return Finding("fixed.fields", "error", words, Place(line=lines[0].number), "\n".join(line.text for line in lines))
