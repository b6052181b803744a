"""The readable text of an e-invoice: head, parties, notes, payment, lines, so that text search finds it."""

from collections.abc import Iterator
from decimal import Decimal

from hanse.readers._invoice import Group, Value, day, path_of
from hanse.readers._invoice import model as known
from hanse.readers.einvoice.tables import Lines
from hanse.records import Block, Cell, Document, Place, Table

_MAX_TEXT = 20_000
_HEADINGS = {"BG-1": "Hinweise", "BG-16": "Zahlung", "BG-20": "Abschlag", "BG-21": "Zuschlag", "BG-24": "Anlage"}
_ELSEWHERE = {"BG-2", "BG-22", "BG-23", "BG-25"}
_OF_LINE = {f"BT-{number}" for number in (126, 129, 130, 131, 146, 149, 150, 151, 152, 153, 154, 155)}
"""What the first part of a line's paragraph says."""


def document(invoice: Group, lines: Lines, tables: list[Table]) -> Document:
    """Return the invoice as paragraphs, each with the path of its element. tables: head and lines come first."""
    head = _row(tables[0], 0)
    root = Place(part=path_of(invoice.element))
    blocks = [Block(_title(head), root, "heading"), Block(_amounts(head), root)]
    if terms := invoice.text("BT-20"):
        blocks.append(Block(f"Zahlungsbedingungen: {terms}"[:_MAX_TEXT], root))
    blocks += _groups(invoice)
    rows = (_row(tables[1], index) for index in range(len(lines.counted)))
    blocks += [_block(_line(row, line), line) for row, line in zip(rows, lines.counted, strict=True)]
    blocks += [_block(f"Unterposition {_said(line)}", line) for line, _ in lines.others]
    return Document(_title(head), tuple(b for b in blocks if b.text))


def _row(table: Table, index: int) -> dict[str, Cell]:
    return dict(zip((c.name for c in table.columns), table.rows[index], strict=True))


def _block(text: str, group: Group) -> Block:
    return Block(text[:_MAX_TEXT], Place(part=path_of(group.element)))


def _groups(invoice: Group) -> Iterator[Block]:
    for name, groups in invoice.groups.items():
        if name in _ELSEWHERE:
            continue
        heading = _HEADINGS.get(name, known().terms[name].title.de)
        for group in groups:
            if words := _said(group):
                yield _block(f"{heading}: {words}", group)


def _said(group: Group) -> str:
    return ", ".join(_shown(value) for part in group.under() for many in part.values.values() for value in many)


def _shown(value: Value) -> str:
    found = day(value.text) if value.term.kind == "date" else None
    return f"{found:%d.%m.%Y}" if found else value.text


def _title(head: dict[str, Cell]) -> str:
    day_said = head["Rechnungsdatum"]
    parts = [head["Art"] or "Rechnung", head["Rechnungsnummer"], f"vom {day_said:%d.%m.%Y}" if day_said else ""]
    return " ".join(str(part) for part in parts if part)


def _amounts(head: dict[str, Cell]) -> str:
    money = str(head["Währung"] or "")
    names = ("Netto", "Steuer", "Brutto", "Zahlbetrag")
    said = [f"{name} {_number(head[name])} {money}".strip() for name in names if head[name] is not None]
    days = ("Lieferdatum", "Fälligkeit")
    said += [f"{name} {head[name]:%d.%m.%Y}" for name in days if head[name] is not None]
    numbers = ("Kundennummer", "Bestellnummer", "Vertragsnummer", "Leitweg_ID", "Bezug_Rechnung")
    said += [f"{name.replace('_', '-')} {head[name]}" for name in numbers if head[name]]
    return ", ".join(said)


def _line(row: dict[str, Cell], line: Group) -> str:
    quantity, price, total = (_number(row[name]) for name in ("Menge", "Einzelpreis", "Positionsbetrag"))
    amount = f"{quantity} {row['Einheit'] or ''} zu {price} = {total}"
    head = [f"Position {row['Position']}" if row["Position"] else "", str(row["Artikelnummer"] or "")]
    said = [" ".join(h for h in head if h), str(row["Bezeichnung"] or ""), str(row["Beschreibung"] or ""), amount]
    return " · ".join(part for part in [*said, *_further(line)] if part)


def _further(line: Group) -> Iterator[str]:
    for group in line.under():
        if group.name == "BG-DEX-01":
            return
        found = (v for name, many in group.values.items() if name not in _OF_LINE for v in many)
        yield ", ".join(_shown(value) for value in found)


def _number(value: object) -> str:
    if not isinstance(value, Decimal):
        return "?"
    short = value.normalize() if value == value.to_integral_value() and value.as_tuple().exponent == 0 else value
    return f"{short:,f}".translate(str.maketrans(",.", ".,"))
