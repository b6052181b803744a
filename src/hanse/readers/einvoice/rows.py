"""The rows of an e-invoice: one for the head, one for each line, one for each tax rate. Defects become findings."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from lxml import etree

from hanse.readers import _invoice
from hanse.readers.einvoice.terms import Syntax, Term, group, terms, text
from hanse.readers.einvoice.tree import path_of
from hanse.records import Cell, Column, Finding, Place, Table
from hanse.words import Words

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_MAX_DIGITS = 40
_NEEDED = ("Rechnungsnummer", "Rechnungsdatum", "Brutto")

Row = dict[str, Cell]


class Invoice:
    """One invoice as rows by column name, with the elements they came from and the findings on the way."""

    def __init__(self, root: etree._Element, syntax: Syntax) -> None:
        self.root, self.syntax = root, syntax
        self.findings: list[Finding] = []
        self.head = self._row(root, terms().head, _invoice.HEAD)
        self.head["Art"] = terms().types.get(str(self.head["Typcode"]), None)
        self.number = self.head["Rechnungsnummer"]
        self.profile = " ".join(str(hit.text) for hit in group(root, "profile", syntax)).lower()
        self.findings += [_missing(name) for name in _NEEDED if self.head[name] is None]
        self.line_nodes = [n for n in group(root, "line", syntax) if not _only_a_note(n, syntax)]
        self.lines = [self._line(node) for node in self.line_nodes]
        self.tax_nodes = group(root, "tax", syntax)
        self.taxes = [self._row(node, terms().tax, _invoice.TAXES) for node in self.tax_nodes]

    def amounts(self, name: str, node: etree._Element | None = None) -> list[Decimal]:
        """Return the amounts of a group of terms.toml below a node (the root when none is given)."""
        hits = group(self.root if node is None else node, name, self.syntax)
        found = (_decimal((hit.text or "").strip()) for hit in hits)
        return [amount for amount in found if amount is not None]

    def _line(self, node: etree._Element) -> Row:
        row = self._row(node, terms().line, _invoice.LINES)
        row["Einheit"] = terms().units.get(str(row["Einheit"]), row["Einheit"])
        off = self.amounts("line_allowance", node)
        row["Rabatt"] = sum(off, Decimal(0)) if off else None
        return row

    def _row(self, node: etree._Element, wanted: dict[str, Term], columns: Iterable[Column]) -> Row:
        row: Row = {}
        for column in columns:
            term = wanted.get(column.name)
            raw = text(node, term, self.syntax) if term else ""
            row[column.name] = self._cell(raw, column, node) if raw else None
        return row

    def _cell(self, raw: str, column: Column, node: etree._Element) -> Cell:
        if column.type == "text":
            return raw
        readers: dict[str, Callable[[str], Cell]] = {"decimal": _decimal, "date": _day}
        value = readers[column.type](raw)
        if value is None:
            self.findings.append(_unclear(raw, column, path_of(node)))
        return value


def tables(invoice: Invoice) -> tuple[Table, ...]:
    """Return the three tables; every row carries the invoice number, and its element's path as its place."""
    number = invoice.number
    head = Table(
        _invoice.HEAD_NAME,
        "Rechnungen",
        _invoice.HEAD,
        (tuple(invoice.head.values()),),
        (Place(part=path_of(invoice.root)),),
        ("Rechnungsnummer",),
    )
    lines = _table(
        _invoice.LINES_NAME, "Rechnungspositionen", _invoice.LINES, number, invoice.lines, invoice.line_nodes
    )
    taxes = _table(_invoice.TAXES_NAME, "Steuern je Rechnung", _invoice.TAXES, number, invoice.taxes, invoice.tax_nodes)
    return (head, lines, taxes)


def _table(
    name: str, title: str, columns: tuple[Column, ...], number: Cell, rows: list[Row], nodes: list[etree._Element]
) -> Table:
    cells = tuple(tuple({**row, "Rechnungsnummer": number}.values()) for row in rows)
    places = tuple(Place(part=path_of(node)) for node in nodes)
    return Table(name, title, columns, cells, places, (columns[0].name, columns[1].name))


def _only_a_note(node: etree._Element, syntax: Syntax) -> bool:
    """Tell whether a line carries text only, no goods: ZUGFeRD 1.0 EXTENDED uses such lines as remarks."""
    line = terms().line
    return not any(text(node, line[name], syntax) for name in ("Bezeichnung", "Menge", "Positionsbetrag"))


def _decimal(raw: str) -> Decimal | None:
    return Decimal(raw) if _NUMBER.fullmatch(raw) and len(raw) <= _MAX_DIGITS else None


def _day(raw: str) -> date | None:
    found = _DAY.match(raw)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


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


def _missing(name: str) -> Finding:
    return Finding(
        "einvoice.missing",
        "warning",
        Words(
            f"Die Rechnung nennt kein Feld „{name}“. Bitte beim Absender nachfragen.",
            f"The invoice has no field '{name}'. Please ask the sender.",
        ),
    )
