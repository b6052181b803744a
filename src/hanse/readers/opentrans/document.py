"""An openTRANS document as a head row, line rows, checks and text."""

import copy
from typing import BinaryIO

from lxml import etree

from hanse.readers._trade import orders, tree
from hanse.readers._trade.cells import Notes, Rows
from hanse.readers._trade.checks import Checks
from hanse.readers.opentrans import lines, sums
from hanse.readers.opentrans.parties import Party, parties
from hanse.readers.opentrans.terms import terms
from hanse.records import Block, Cell, Counts, Document, Place, Reading
from hanse.words import Words


class Found:
    """What a file holds: head, items and summary, each with its place."""

    def __init__(self) -> None:
        self.root = ""
        self.version = ""
        self.head: tree.Taken | None = None
        self.summary: etree._Element | None = None
        self.items: list[lines.Line] = []
        self.damage: tree.Damage | None = None
        self.encoding: str | None = None

    def anything(self) -> bool:
        """Tell whether there is a head or a line."""
        return self.head is not None or bool(self.items)


def read(source: BinaryIO) -> Found:
    """Return what the file holds; of a damaged one what stands before the damage."""
    found = _found(source, recover=False)
    if found.damage and not found.anything():
        damage = found.damage
        source.seek(0)
        found = _found(source, recover=True)
        found.damage = damage
    return found


def _found(source: BinaryIO, *, recover: bool) -> Found:
    found = Found()
    stream = tree.Stream(source, _wanted, recover=recover)
    for element, place in stream:
        name = tree.local(element)
        if name.endswith("_HEADER"):
            found.head = found.head or tree.Taken(_kept(element), place)
            root = element.getparent()
            found.version = "" if root is None else root.get("version", "")
        elif name.endswith("_SUMMARY"):
            found.summary = _kept(element)
        else:
            found.items.append(lines.line(element, place))
    found.root, found.damage, found.encoding = stream.root, stream.damage, stream.encoding
    return found


def _wanted(name: str, depth: int) -> bool:
    return (depth == 1 and name.endswith(("_HEADER", "_SUMMARY"))) or (depth == 2 and name.endswith("_ITEM"))


def _kept(element: etree._Element) -> etree._Element:
    kept: etree._Element = copy.deepcopy(element)
    return kept


def reading(reader: str, name: str, found: Found) -> Reading:
    """Return the tables, checks and text of a document."""
    notes = Notes(reader)
    checks = Checks(notes)
    head = _head(found)
    number = str(head["Belegnummer"] or "")
    heads, rows = Rows(orders.HEAD, notes), Rows(orders.LINES, notes)
    place = found.head.place if found.head else Place(part=f"/{found.root}")
    heads.add(head, place)
    for item in found.items:
        rows.add({**item.cells, "Belegnummer": number}, item.place)
    sums.check(
        checks,
        found.root,
        found.summary,
        [dict(zip((c.name for c in orders.LINES), r, strict=True)) for r in rows.rows],
        found.items,
        place,
    )
    _tell(notes, found)
    count = 1 + len(rows.rows)
    lost = int(found.damage is not None)
    return Reading(
        reader,
        (_story(name, found, head),),
        (heads.table(orders.HEAD_TABLE), rows.table(orders.LINES_TABLE)),
        notes.findings(),
        Counts(count + lost, count, lost),
        checks=tuple(checks.done),
    )


def _tell(notes: Notes, found: Found) -> None:
    version = found.version or "?"
    notes.say("version", "info", Words(f"openTRANS {version}, {found.root}.", f"openTRANS {version}, {found.root}."))
    if found.encoding:
        notes.say("encoding", "warning", tree.belied_words())
    if found.damage:
        notes.say("xml", "error", tree.damage_words(found.damage), Place(line=found.damage.line or None))
    own = sorted({name for item in found.items for name in item.own})
    if own:
        words = Words(f"Nicht übernommene eigene Felder: {', '.join(own)}.", f"Own fields not taken: {', '.join(own)}.")
        notes.say("udx", "info", words)


def _head(found: Found) -> dict[str, Cell]:
    head = found.head.element if found.head else None
    info = next(iter(head), None) if head is not None and len(head) == 1 else tree.child(head, f"{found.root}_INFO")
    who = {} if head is None else parties(head)
    amounts = sums.stated(found.summary)
    return {
        **_numbers(found.root, head, info),
        **_people(who),
        **amounts,
        "Belegart": _kind(found.root),
        "Währung": tree.said(info, "CURRENCY") or tree.said(info, "PRICE_CURRENCY"),
        "Zahlungsart": _payment(info),
        "Bemerkung": "\n".join(tree.text(n) for n in tree.children(info, "REMARKS", "REMARK")),
    }


def _kind(root: str) -> str:
    named = terms().kinds.get(root)
    return named["de"] if named else root


def _numbers(root: str, head: etree._Element | None, info: etree._Element | None) -> dict[str, Cell]:
    history = tree.child(head, "ORDER_HISTORY")

    def either(name: str) -> str:
        return tree.said(info, name) or tree.said(history, name)

    delivery = tree.child(info, "DELIVERY_DATE")
    return {
        "Belegnummer": tree.said(info, f"{root}_ID") or either("ORDER_ID"),
        "Belegdatum": tree.said(info, f"{root}_DATE"),
        "Bestellnummer": either("ORDER_ID"),
        "Auftragsnummer": either("SUPPLIER_ORDER_ID"),
        "Lieferscheinnummer": either("DISPATCHNOTIFICATION_ID") or either("DELIVERYNOTE_ID"),
        "Rechnungsnummer": tree.said(info, "INVOICE_ID"),
        "Lieferdatum": tree.said(delivery, "DELIVERY_START_DATE") or tree.said(info, "DELIVERY_DATE"),
        "Lieferdatum_bis": tree.said(delivery, "DELIVERY_END_DATE"),
    }


def _people(who: dict[str, Party]) -> dict[str, Cell]:
    none = Party()
    buyer, supplier = who.get("buyer", none), who.get("supplier", who.get("invoice_issuer", none))
    return {
        "Kunde": buyer.name,
        "Kundennummer": buyer.number,
        "Lieferant": supplier.name,
        "Lieferantennummer": supplier.number,
        "Lieferanschrift": who.get("delivery", none).address,
        "Rechnungsempfänger": who.get("invoice_recipient", none).address or who.get("invoice_recipient", none).number,
    }


def _payment(info: etree._Element | None) -> str:
    payment = tree.child(info, "PAYMENT")
    return tree.local(payment[0]).lower() if payment is not None and len(payment) else ""


def _story(name: str, found: Found, head: dict[str, Cell]) -> Document:
    title = " ".join(str(head[key]) for key in ("Belegart", "Belegnummer") if head[key])
    place = found.head.place if found.head else Place(part=f"/{found.root}")
    shown = ("Belegdatum", "Kunde", "Lieferant", "Lieferanschrift", "Gesamtbetrag", "Währung", "Bemerkung")
    facts = [f"{key}: {head[key]}" for key in shown if head.get(key) not in {None, ""}]
    blocks = [Block(f"{title}. {'; '.join(facts)}", place), *(Block(item.story(), item.place) for item in found.items)]
    return Document(title or name, tuple(blocks))
