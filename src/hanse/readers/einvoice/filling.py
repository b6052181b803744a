"""Rows of tables from the groups of an invoice. What couldn't be read becomes a finding; knows no table."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hanse.readers._invoice import Group, Value, day, decimal, is_credit, path_of
from hanse.records import Cell, Column, Finding, Place
from hanse.words import Words

Row = dict[str, Cell]
_SIGNED = "_mit_Vorzeichen"


class Filling:
    """Fills rows and remembers which values went into one, so that the rest can be told too."""

    def __init__(self, invoice: Group) -> None:
        self.invoice = invoice
        self.findings: list[Finding] = []
        self.used: set[Value] = set()
        self.credit = invoice.element.tag == "CreditNote" or is_credit(invoice.text("BT-3"))
        self.number = invoice.text("BT-1") or None
        self.used.update(invoice.all("BT-1")[:1])

    def row(self, group: Group, columns: Sequence[Column], fixed: Mapping[str, Cell] | None = None) -> Row:
        """Return the cells of a group by column name; fixed ones are taken as they are."""
        row: Row = {"Rechnungsnummer": self.number, **(fixed or {})}
        for column in columns:
            if column.name not in row:
                row[column.name] = self.cell(group, column) if column.term else None
        for name in [name for name in row if name.endswith(_SIGNED) and row[name] is None]:
            row[name] = self.signed(row.get(name.removesuffix(_SIGNED)))
        return {column.name: row[column.name] for column in columns}

    def signed(self, amount: Cell) -> Cell:
        """Return an amount with the sign that it has in a sum over invoices and credit notes."""
        return -amount if self.credit and isinstance(amount, Decimal) else amount

    def cell(self, group: Group, column: Column) -> Cell:
        """Return the value of a column's term in a group."""
        found = group.all(column.term)
        if not found:
            return None
        joined = found if found[0].term.joins else found[:1]
        self.used.update(joined)
        text = "\n".join(value.text for value in joined)
        return text if column.type == "text" else self._typed(text, column, joined[0])

    def _typed(self, text: str, column: Column, value: Value) -> Cell:
        made: Cell = decimal(text) if column.type == "decimal" else day(text)
        if made is None:
            self.findings.append(_unclear(text, column, path_of(value.element)))
        return made


def _unclear(raw: str, column: Column, path: str) -> Finding:
    kind = Words("kein Datum", "no date") if column.type == "date" else Words("keine Zahl", "no number")
    return Finding(
        "einvoice.value",
        "warning",
        Words(
            f"{column.title}: „{raw[:60]}“ ist {kind.de}. Das Feld bleibt leer; bitte in der Rechnung nachsehen.",
            f"{column.title}: '{raw[:60]}' is {kind.en}. The field stays empty; please look at the invoice.",
        ),
        Place(part=path),
        raw=raw[:500],
    )
