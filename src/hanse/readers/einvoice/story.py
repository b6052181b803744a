"""The readable text of an e-invoice: head, parties, notes, payment, lines, so that text search finds it."""

from decimal import Decimal

from lxml import etree

from hanse.readers.einvoice.rows import Invoice, Row
from hanse.readers.einvoice.terms import nodes, terms
from hanse.readers.einvoice.tree import path_of
from hanse.records import Block, Document, Place

_MAX_TEXT = 20_000
_NOT_SAID = {"EmbeddedDocumentBinaryObject", "AttachmentBinaryObject"}


def document(invoice: Invoice) -> Document:
    """Return the invoice as paragraphs, each with the path of its element."""
    title = _title(invoice.head)
    root = Place(part=path_of(invoice.root))
    blocks = [Block(title, root, "heading"), Block(_amounts(invoice.head), root)]
    for heading, where in terms().text.items():
        hits = nodes(invoice.root, getattr(where, invoice.syntax))
        said = ((_said(hit), hit) for hit in hits if not isinstance(hit, str))
        blocks.extend(Block(f"{heading}: {words}", Place(part=path_of(hit))) for words, hit in said if words)
    lines = zip(invoice.lines, invoice.line_nodes, strict=True)
    blocks.extend(Block(_line(row, node), Place(part=path_of(node))) for row, node in lines)
    return Document(title, tuple(b for b in blocks if b.text))


def _title(head: Row) -> str:
    day = head["Rechnungsdatum"]
    parts = [head["Art"] or "Rechnung", head["Rechnungsnummer"], f"vom {day:%d.%m.%Y}" if day else ""]
    return " ".join(str(part) for part in parts if part)


def _amounts(head: Row) -> str:
    money = str(head["Währung"] or "")
    names = ("Netto", "Steuer", "Brutto", "Zahlbetrag")
    said = [f"{name} {_number(head[name])} {money}".strip() for name in names if head[name] is not None]
    days = ("Lieferdatum", "Fälligkeit")
    said += [f"{name} {head[name]:%d.%m.%Y}" for name in days if head[name] is not None]
    numbers = ("Kundennummer", "Bestellnummer", "Vertragsnummer", "Leitweg_ID", "Bezug_Rechnung")
    said += [f"{name.replace('_', '-')} {head[name]}" for name in numbers if head[name]]
    return ", ".join(said)


def _line(row: Row, node: etree._Element) -> str:
    quantity, price, total = (_number(row[name]) for name in ("Menge", "Einzelpreis", "Positionsbetrag"))
    amount = f"{quantity} {row['Einheit'] or ''} zu {price} = {total}"
    head = [f"Position {row['Position']}" if row["Position"] else "", str(row["Artikelnummer"] or "")]
    said = [" ".join(h for h in head if h), str(row["Bezeichnung"] or ""), str(row["Beschreibung"] or ""), amount]
    notes = [n for n in (_said(hit) for hit in nodes(node, _NOTES) if not isinstance(hit, str)) if n]
    return " · ".join(part for part in [*said, *notes] if part)


_NOTES = (
    "Note | AssociatedDocumentLineDocument/IncludedNote/Content | SubInvoiceLine | "
    "Item/AdditionalItemProperty | SpecifiedTradeProduct/ApplicableProductCharacteristic | "
    "SpecifiedTradeProduct/IncludedReferencedProduct"
)


def _number(value: object) -> str:
    if not isinstance(value, Decimal):
        return "?"
    short = value.normalize() if value == value.to_integral_value() and value.as_tuple().exponent == 0 else value
    return f"{short:,f}".translate(str.maketrans(",.", ".,"))


def _said(element: etree._Element) -> str:
    texts = (node.text.strip() for node in element.iter("*") if node.text and node.tag not in _NOT_SAID)
    return ", ".join("\n".join(" ".join(line.split()) for line in text.splitlines()) for text in texts if text)[
        :_MAX_TEXT
    ]
