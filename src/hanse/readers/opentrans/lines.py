"""One line of an openTRANS document, in the words of 2.1 (PRODUCT_...) and 1.0 (ARTICLE_..., ..._AID)."""

from decimal import Decimal
from typing import NamedTuple

from lxml import etree

from hanse.readers._trade import tree, values
from hanse.records import Cell, Place

_HUNDRED = Decimal(100)


class Line(NamedTuple):
    """The cells of a line by column name, its place, whether it has surcharges of its own, and fields not taken."""

    cells: dict[str, Cell]
    place: Place
    surcharged: bool
    own: list[str]

    def story(self) -> str:
        """Return the line as one sentence for search."""
        cells = self.cells
        shown = ("Artikelnummer", "GTIN", "Bezeichnung", "Beschreibung", "Menge", "Einheit", "Einzelpreis", "Bemerkung")
        facts = "; ".join(f"{key}: {cells[key]}" for key in shown if cells.get(key))
        return f"Position {cells['Position']}: {facts}"


def line(item: etree._Element, place: Place) -> Line:
    """Return the cells of one ..._ITEM element."""
    price = _first(item, "PRODUCT_PRICE_FIX", "ARTICLE_PRICE")
    own = [tree.local(field) for field in next(iter(tree.children(item, "ITEM_UDX")), ())]
    surcharged = any(True for _ in item.iter("{*}ALLOW_OR_CHARGE"))
    cells = {**_product(item), **_amounts(item, price), **_references(item)}
    return Line(cells, place, surcharged, own)


def _first(item: etree._Element, *names: str) -> etree._Element | None:
    return next(iter(tree.children(item, *names)), None)


def _product(item: etree._Element) -> dict[str, Cell]:
    product = _first(item, "PRODUCT_ID", "ARTICLE_ID")
    long = tree.said(product, "DESCRIPTION_LONG")
    return {
        "Position": tree.said(item, "LINE_ITEM_ID"),
        "Artikelnummer": tree.said(product, "SUPPLIER_PID") or tree.said(product, "SUPPLIER_AID"),
        "Artikelnummer_Kunde": tree.said(product, "BUYER_PID") or tree.said(product, "BUYER_AID"),
        "Artikelnummer_Hersteller": _maker(item, product),
        "GTIN": _gtin(product),
        "Bezeichnung": tree.said(product, "DESCRIPTION_SHORT"),
        "Beschreibung": "\n".join(" ".join(row.split()) for row in _broken(long).splitlines() if row.strip()),
    }


def _broken(text: str) -> str:
    for mark in ("<br />", "<br/>", "<br>", "<BR>"):
        text = text.replace(mark, "\n")
    return text


def _maker(item: etree._Element, product: etree._Element | None) -> str:
    info = tree.child(item, "MANUFACTURER_INFO")
    info = tree.child(product, "MANUFACTURER_INFO") if info is None else info
    return tree.said(info, "MANUFACTURER_PID") or tree.said(info, "MANUFACTURER_AID")


def _gtin(product: etree._Element | None) -> str:
    """Return the number that its type calls EAN or GTIN; without a type only one that has as many digits."""
    for node in tree.children(product, "INTERNATIONAL_PID", "INTERNATIONAL_AID", "EAN"):
        kind = node.get("type", "").lower()
        number = tree.text(node)
        if kind in {"ean", "gtin", "upc"} or (not kind and number.isdigit() and len(number) in {8, 12, 13, 14}):
            return number
    return ""


def _amounts(item: etree._Element, price: etree._Element | None) -> dict[str, Cell]:
    single, per = tree.said(price, "PRICE_AMOUNT"), tree.said(price, "PRICE_QUANTITY")
    tax = tree.child(price, "TAX_DETAILS_FIX")
    return {
        "Menge": tree.said(item, "QUANTITY") or tree.said(item, "QUANTITY_ORDERED"),
        "Einheit": tree.said(item, "ORDER_UNIT"),
        "Einzelpreis": single,
        "Preisbasis": per,
        "Preis_je_Einheit": _per_unit(single, per),
        "Positionsbetrag": tree.said(item, "PRICE_LINE_AMOUNT") or tree.said(price, "PRICE_LINE_AMOUNT"),
        "Steuersatz": _percent(tree.said(tax, "TAX") or tree.said(price, "TAX")),
        "Steuer": tree.said(tax, "TAX_AMOUNT") or tree.said(price, "TAX_AMOUNT"),
    }


def _per_unit(single: str, per: str) -> Cell:
    return values.per_unit(values.decimal(single), values.decimal(per or "1"))


def _percent(raw: str) -> Cell:
    """Return a tax rate in percent; openTRANS writes it as a fraction (0.19), some write 19."""
    rate = values.decimal(raw)
    if rate is None:
        return raw
    return (rate * _HUNDRED).normalize() + 0 if abs(rate) <= 1 else rate


def _references(item: etree._Element) -> dict[str, Cell]:
    order, supplier = tree.child(item, "ORDER_REFERENCE"), tree.child(item, "SUPPLIER_ORDER_REFERENCE")
    delivery = tree.child(item, "DELIVERY_DATE")
    return {
        "Lieferdatum": tree.said(delivery, "DELIVERY_START_DATE"),
        "Bestellnummer": tree.said(order, "ORDER_ID"),
        "Bestellposition": tree.said(order, "LINE_ITEM_ID"),
        "Auftragsnummer": tree.said(supplier, "SUPPLIER_ORDER_ID"),
        "Bemerkung": "\n".join(tree.text(n) for n in tree.children(item, "REMARKS", "REMARK")),
    }
