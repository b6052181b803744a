"""What follows from the fields of a debtor or creditor: one name, and which of the two it is."""

from collections.abc import Mapping

from hanse.readers.datev import accounts, layout
from hanse.readers.datev.rows import Row
from hanse.records import Cell, Column, Table

_NAMES = (
    "Name (Adressatentyp Unternehmen)",
    "Vorname (Adressatentyp natürl. Person)",
    "Name (Adressatentyp natürl. Person)",
    "Name (Adressatentyp keine Angabe)",
)
COLUMNS = (
    Column("Name", "Name", "text", "aus den Namensfeldern zusammengesetzt", "party"),
    Column("Kontoart", "Kontoart", "text", "Debitor (Kunde) oder Kreditor (Lieferant), nach der Kontonummer", "code"),
)


def name(cells: Mapping[str, Cell]) -> str:
    """Return the name of a firm or person."""
    return " ".join(str(cells[field]) for field in _NAMES if cells.get(field))


def with_names(table: Table, length: int | None) -> Table:
    """Return the table of debtors and creditors with name and kind of account behind its own columns."""
    names = [column.name for column in layout.columns(16)]
    rows = tuple(_with_name(dict(zip(names, row, strict=True)), row, length) for row in table.rows)
    return Table(
        table.name, table.title, (*table.columns, *COLUMNS), rows, table.places, table.keys, table.kind, table.about
    )


def _with_name(cells: Mapping[str, Cell], row: Row, length: int | None) -> Row:
    return (*row, name(cells) or None, accounts.kind(str(cells["Konto"] or ""), length) or None)
