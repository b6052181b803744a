"""Categories of the DATEV format whose fields are not typed here: a table of texts with the file's own headings."""

from hanse.readers.datev import layout
from hanse.readers.datev.header import Header
from hanse.readers.datev.lines import Record
from hanse.records import Cell, Column, Counts, Place, Table


def read(found: Header, names: list[str] | None, records: list[Record]) -> tuple[list[Table], Counts]:
    """Return the records as texts; fields beyond the headings get numbers as names."""
    width = max([len(names or ()), *(len(record.fields) for record in records)], default=0)
    titles = _unique([*(names or ()), *(f"Feld {n}" for n in range(len(names or ()) + 1, width + 1))])
    columns = (*layout.KEYS, *(Column(title, title, "text") for title in titles))
    rows = tuple(_row(found, number, record, width) for number, record in enumerate(records, 1))
    places = tuple(Place(line=r.line, line_end=None if r.end == r.line else r.end) for r in records)
    title = found.format_name or f"DATEV-Kategorie {found.category}"
    table = Table(
        f"datev_{found.category}", f"{title} (DATEV)", columns, rows, places, ("Stapel", "Satz"), "datev.other"
    )
    return [table], Counts(len(rows), len(rows))


def _row(found: Header, number: int, record: Record, width: int) -> tuple[Cell, ...]:
    cells: list[Cell] = [field.strip() or None for field in record.fields]
    return (found.batch, number, *cells, *[None] * (width - len(cells)))


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {column.name: 1 for column in layout.KEYS}
    result = []
    for index, name in enumerate(names, 1):
        base = name.strip() or f"Feld {index}"
        seen[base] = seen.get(base, 0) + 1
        result.append(base if seen[base] == 1 else f"{base}_{seen[base]}")
    return result
