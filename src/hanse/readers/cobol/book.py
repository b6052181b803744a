"""A copybook on its own: the layout that it describes, as a table, so that questions about fields find it."""

from collections.abc import Iterator

from hanse.errors import Unreadable
from hanse.readers.cobol import beside
from hanse.readers.cobol.findings import no_entries
from hanse.readers.cobol.layout import Node
from hanse.readers.cobol.source import source
from hanse.readers.item import Item
from hanse.records import Cell, Column, Counts, Place, Reading, Table
from hanse.words import Words

_COLUMNS = (
    Column("Satz", "Satz", "text"),
    Column("Stufe", "Stufe", "integer"),
    Column("Feld", "Feld", "text", role="key"),
    Column("Bild", "Bild (PICTURE) und USAGE", "text"),
    Column("Ab", "Ab Byte", "integer"),
    Column("Länge", "Länge in Byte", "integer"),
    Column("Wiederholung", "Wiederholung", "integer"),
    Column("Bedeutung", "Bedeutung der Werte", "text"),
)


def described(reader: str, item: Item) -> Reading:
    """Return the fields of a copybook. Raises Unreadable when there is none."""
    text = source(item.data())
    found = beside.parsed(text)
    if not found:
        raise Unreadable(
            no_entries(item.name),
            hint=Words("Das Copybook mit dem Satzaufbau (Stufe 01) suchen.", "Look for the copybook with level 01."),
        )
    pairs = [pair for node in found for pair in _rows(node, node.name)]
    stem = item.name.rpartition(".")[0] or item.name
    places = tuple(Place(line=line) for line, _ in pairs)
    rows = tuple(row for _, row in pairs)
    table = Table(stem, f"Satzaufbau {stem}", _COLUMNS, rows, places, kind="cobol.layout")
    return Reading(reader, tables=(table,), counts=Counts(len(rows), len(rows)))


def _rows(node: Node, record: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    entry = node.entry
    picture = " ".join(part for part in (entry.picture, entry.usage, _sign(node)) if part) or None
    if entry.redefines:
        picture = " ".join(part for part in (picture, f"REDEFINES {entry.redefines}") if part)
    labels = "; ".join(f"{value} = {name}" for value, name in node.labels) or None
    yield entry.line, (record, entry.level, node.name, picture, node.offset + 1, node.length, node.most, labels)
    for child in node.children:
        yield from _rows(child, record)


def _sign(node: Node) -> str:
    return " ".join(
        part for part in (f"SIGN {node.sign.upper()}" if node.sign else "", "SEPARATE" * node.separate) if part
    )
