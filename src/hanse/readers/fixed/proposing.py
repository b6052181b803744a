"""A profile for a text with fixed columns, as its lines look, with what speaks for it."""

import re

from hanse.readers._profile import Column, Profile, Proposal, reasons, writing
from hanse.readers.cells import Letters, table
from hanse.readers.fixed import borders, heading
from hanse.readers.fixed.sorting import Line, Sorted, sort
from hanse.readers.item import Item
from hanse.records import Place
from hanse.words import Words

_VARIES = re.compile(r"\s*\d[\d.,]*-?\s*|\s\s+")


def propose(item: Item, letters: Letters, lines: list[str]) -> Proposal | None:
    """Return a profile for files like this one, None where it has no fixed columns."""
    found = borders.find(lines)
    if found is None:
        return None
    made = sort(lines, found.spans)
    grid = [borders.cells(row.text, found.spans) for row in made.rows]
    names = heading.named(made.heading.text, found.spans) if made.heading else ["" for _ in found.spans]
    names = [name or f"Spalte {n}" for n, name in enumerate(names, start=1)]
    typed = table("", "", [names, *grid], [Place()] * (len(grid) + 1))
    if typed.table is None or len(typed.table.columns) != len(found.spans):
        return None
    columns = tuple(
        Column(c.name, type=c.type, decimal="." if style == "en" else ",", at=(start + 1, end))
        for c, style, (start, end) in zip(typed.table.columns, typed.styles, found.spans, strict=True)
    )
    header = made.heading.number if made.heading else 0
    profile = Profile((writing.pattern(item.name),), columns, letters.encoding, "", header, _skip(made, header))
    why = [reasons.column(column, list(texts)) for column, texts in zip(columns, zip(*grid, strict=True), strict=True)]
    return Proposal(profile, (reasons.encoding(letters), _parted(made, len(columns)), reasons.header(header), *why))


def _skip(made: Sorted, header: int) -> tuple[str, ...]:
    """Return patterns of the lines below the header that are no rows."""
    others = [line for line in sorted([*made.repeated, *made.carries, *made.text]) if line.number > header]
    return writing.skipping((_pattern(line) for line in others), [row.text for row in made.rows])


def _pattern(line: Line) -> str:
    return re.sub(r"\*+", "*", _VARIES.sub("*", line.text.strip().replace("[", "?").replace("*", "?")))


def _parted(made: Sorted, count: int) -> Words:
    rows, all_ = len(made.rows), len(made.rows) + len(made.odd)
    return Words(
        f"Kein Trennzeichen: in {rows} von {all_} Zeilen sind dieselben Stellen leer, das ergibt {count} Spalten.",
        f"No delimiter: in {rows} of {all_} lines the same positions are blank, which makes {count} columns.",
    )
