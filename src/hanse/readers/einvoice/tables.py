"""The tables of an e-invoice. Each row has the path of its element as its place. Knows no XML paths."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from hanse.readers import _invoice
from hanse.readers._invoice import Group, decimal, labelled, meaning, model, path_of
from hanse.readers.einvoice import columns
from hanse.readers.einvoice.filling import Filling, Row
from hanse.records import Column, Place, Table

NOT_COUNTED = {"GROUP", "INFORMATION"}
"""Lines of Factur-X EXTENDED that only sum up or explain others (BT-X-8); their amounts are in no total."""

ROLES = {
    "BG-4": "Verkäufer",
    "BG-7": "Käufer",
    "BG-10": "Zahlungsempfänger",
    "BG-11": "Steuervertreter",
    "BG-13": "Warenempfänger",
}
KINDS = {
    "BG-20": "Abschlag",
    "BG-21": "Zuschlag",
    "BG-X-42": "Versandkosten",
    "BG-27": "Abschlag",
    "BG-28": "Zuschlag",
}
_SKONTO = re.compile(r"#SKONTO#TAGE=(\d{1,4})#PROZENT=(\d{1,3}(?:\.\d+)?)#(?:BASISBETRAG=(-?\d+(?:\.\d+)?)#)?")
"""How XRechnung writes a discount into the payment terms (BR-DE-18)."""


class Lines:
    """The lines of an invoice: those that its total is the sum of, and those that only tell of them."""

    def __init__(self, invoice: Group) -> None:
        said = [line for line in invoice.groups.get("BG-25", ()) if not _only_a_note(line)]
        self.counted = [line for line in said if not _only_tells(line)]
        self.others = [(line, "") for line in said if _only_tells(line)]
        self.others += [pair for line in said for pair in _sublines(line)]


def _only_tells(line: Group) -> bool:
    return line.text("BT-X-8").upper() in NOT_COUNTED


def _only_a_note(line: Group) -> bool:
    """Tell whether a line carries text only, no goods: ZUGFeRD 1.0 EXTENDED uses such lines as remarks."""
    return not any(line.first(term) for term in ("BT-153", "BT-129", "BT-131"))


def _sublines(line: Group) -> Iterator[tuple[Group, str]]:
    for group in line.groups.get("BG-DEX-01", ()):
        yield group, line.text("BT-126")
        yield from _sublines(group)


def tables(filling: Filling, lines: Lines) -> list[Table]:
    """Return head, lines and taxes, and of the others those that have rows."""
    number = filling.invoice.element
    head = {**filling.row(filling.invoice, _invoice.HEAD), "Art": None}
    head["Art"] = meaning("types", str(head["Typcode"])) or None
    always = [
        _table(
            _invoice.HEAD_KIND, _invoice.HEAD_NAME, "Rechnungen", _invoice.HEAD, [(head, Place(part=path_of(number)))]
        ),
        _table(_invoice.LINES_KIND, _invoice.LINES_NAME, "Rechnungspositionen", _invoice.LINES, _lines(filling, lines)),
        _table(_invoice.TAXES_KIND, _invoice.TAXES_NAME, "Steuern je Rechnung", _invoice.TAXES, _taxes(filling)),
    ]
    return always + [table for table in _others(filling, lines) if table.rows]


def _others(filling: Filling, lines: Lines) -> Iterator[Table]:
    yield _table(
        "invoice.sublines", "rechnungsunterpositionen", "Unterpositionen von Rechnungen", columns.SUBLINES,
        _sub_rows(filling, lines),
    )  # fmt: skip
    yield _table(
        "invoice.allowances", "rechnungsabschläge", "Abschläge und Zuschläge", columns.ALLOWANCES,
        _allowances(filling, lines),
    )  # fmt: skip
    yield _table(
        "invoice.payment", "rechnungszahlungswege", "Zahlungswege der Rechnungen", columns.PAYMENTS, _payments(filling)
    )
    yield _table("invoice.discounts", "rechnungsskonti", "Skonti", columns.DISCOUNTS, _discounts(filling))
    yield _table(
        "invoice.parties", "rechnungsparteien", "Beteiligte der Rechnungen", columns.PARTIES, _parties(filling)
    )


Placed = tuple[Row, Place]


def _table(kind: str, name: str, title: str, wanted: tuple[Column, ...], rows: Iterable[Placed]) -> Table:
    placed = list(rows)
    keys = {"invoice.head": 1, "invoice.lines": 2, "invoice.vat": 2, "invoice.sublines": 2}.get(kind, 0)
    return Table(
        name,
        title,
        labelled(wanted),
        tuple(tuple(row[column.name] for column in wanted) for row, _ in placed),
        tuple(place for _, place in placed),
        tuple(column.name for column in wanted[:keys]),
        kind,
    )


def _at(group: Group) -> Place:
    return Place(part=path_of(group.element))


def _lines(filling: Filling, lines: Lines) -> Iterator[Placed]:
    for line in lines.counted:
        yield _line(filling, line, _invoice.LINES), _at(line)


def _line(filling: Filling, line: Group, wanted: tuple[Column, ...]) -> Row:
    row = filling.row(line, wanted)
    code = str(row["Einheitencode"] or "")
    off = [decimal(value.text) or Decimal(0) for value in line.all("BT-136")] if "BG-27" in line.groups else []
    row["Rabatt"] = sum(off, Decimal(0)) if off else None
    row["Einheit"] = meaning("units", code) or code or None
    return row


def _sub_rows(filling: Filling, lines: Lines) -> Iterator[Placed]:
    for line, above in lines.others:
        row = _line(filling, line, columns.SUBLINES)
        yield {**row, "Oberposition": row["Oberposition"] or above or None}, _at(line)


def _taxes(filling: Filling) -> Iterator[Placed]:
    for tax in filling.invoice.groups.get("BG-23", ()):
        yield filling.row(tax, _invoice.TAXES), _at(tax)


def _allowances(filling: Filling, lines: Lines) -> Iterator[Placed]:
    groups = [(group, None) for name in ("BG-20", "BG-21", "BG-X-42") for group in filling.invoice.groups.get(name, ())]
    every = [*lines.counted, *(line for line, _ in lines.others)]
    of_lines = [
        (g, line.text("BT-126") or None) for line in every for n in ("BG-27", "BG-28") for g in line.groups.get(n, ())
    ]
    for group, position in [*groups, *of_lines]:
        kind = KINDS[group.name]
        row = filling.row(group, _of_group(columns.ALLOWANCES, group.name), {"Position": position, "Art": kind})
        amount = row["Betrag"]
        if kind == "Abschlag" and isinstance(amount, Decimal):
            row["Betrag_mit_Vorzeichen"] = filling.signed(-amount)
        yield row, _at(group)


def _payments(filling: Filling) -> Iterator[Placed]:
    invoice = filling.invoice
    once = {name: filling.cell(invoice, c) for c in columns.PAYMENTS if (name := c.name) in _ONCE}
    for means in invoice.groups.get("BG-16", ()):
        for account in means.groups.get("BG-17", (means,)):
            row = filling.row(means, columns.PAYMENTS, once)
            row |= {c.name: filling.cell(account, c) for c in columns.PAYMENTS if c.term in _OF_ACCOUNT}
            row["Zahlungsart"] = row["Zahlungsart"] or meaning("payment_means", str(row["Zahlungsweg"])) or None
            yield row, _at(means)


_ONCE = {"Verwendungszweck", "Mandatsreferenz", "Gläubiger_ID", "Belastetes_Konto"}
_OF_ACCOUNT = {"BT-84", "BT-85", "BT-86"}


def _discounts(filling: Filling) -> Iterator[Placed]:
    for group in filling.invoice.groups.get("BG-X-44", ()):
        if group.text("BT-X-284") in {"", "DAY"}:
            filling.used.update(group.all("BT-X-284"))
            yield filling.row(group, columns.DISCOUNTS), _at(group)
    for value in filling.invoice.all("BT-20"):
        for found in _SKONTO.finditer(value.text):
            yield _written(filling, found), Place(part=path_of(value.element))


def _written(filling: Filling, found: re.Match[str]) -> Row:
    cells: list[Decimal | None] = [None if text is None else Decimal(text) for text in found.groups()]
    return dict(zip((c.name for c in columns.DISCOUNTS), (filling.number, *cells, None), strict=True))


def _parties(filling: Filling) -> Iterator[Placed]:
    for name, role in ROLES.items():
        for party in filling.invoice.groups.get(name, ()):
            wanted = _of_group(columns.PARTIES, name)
            row = filling.row(party, wanted, {"Rolle": role})
            if any(row[column.name] for column in wanted if column.term and column.name != "Rechnungsnummer"):
                yield row, _at(party)


@cache
def _of_group(wanted: tuple[Column, ...], group: str) -> tuple[Column, ...]:
    """Return columns with the terms that this group, or a group within it, has."""
    known = model()
    names = frozenset(name for name in known.terms if group in known.ways[name])
    return columns.narrowed(wanted, names)
