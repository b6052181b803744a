"""One ARTICLE (BMEcat 1.x) or PRODUCT (2005) element as cells of the tables. Knows nothing of the rest of the file."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from hanse.readers._trade import tree, values
from hanse.records import Cell, Place

_GERMAN = {"deu", "ger", "de"}
Cells = dict[str, Cell]


class Placed(NamedTuple):
    """Cells by column name and where they stand."""

    cells: Cells
    place: Place


class Product:
    """An article with its prices and features."""

    def __init__(self, element: etree._Element, place: Place) -> None:
        self.element, self.place = element, place
        self.number = said(element, "SUPPLIER_PID", "SUPPLIER_AID")
        self.mode = element.get("mode", "")
        self._details = _one(element, "PRODUCT_DETAILS", "ARTICLE_DETAILS")
        self._order = spoken(_one(element, "PRODUCT_ORDER_DETAILS", "ARTICLE_ORDER_DETAILS"))

    def article(self) -> Cells:
        """Return the article's own cells."""
        classes = list(self._classes())
        return {"Artikelnummer": self.number, "Modus": self.mode, **self._described(), **self._ordered()} | {
            "Klassensystem": classes[0][0] if classes else None,
            "Klasse": classes[0][1] if classes else None,
        }

    def _described(self) -> Cells:
        details = spoken(self._details)
        return {
            "Bezeichnung": first(details, "DESCRIPTION_SHORT"),
            "Beschreibung": first(details, "DESCRIPTION_LONG"),
            "GTIN": self._gtin(),
            "Hersteller": first(details, "MANUFACTURER_NAME"),
            "Herstellernummer": first(details, "MANUFACTURER_PID", "MANUFACTURER_AID"),
            "Herstellertyp": first(details, "MANUFACTURER_TYPE_DESCR"),
            "Kundenartikelnummer": first(details, "BUYER_PID", "BUYER_AID"),
            "Lieferzeit": first(details, "DELIVERY_TIME"),
            "Stichwörter": _joined(self._details, "KEYWORD"),
            "Bilder": "; ".join(_mimes(self.element)),
            "Bemerkung": first(details, "REMARKS"),
        }

    def _gtin(self) -> str:
        for node in tree.children(self._details, "INTERNATIONAL_PID", "INTERNATIONAL_AID", "EAN"):
            if tree.local(node) == "EAN" or node.get("type", "gtin").lower() in {"gtin", "ean"}:
                return tree.text(node)
        return ""

    def _ordered(self) -> Cells:
        order = self._order
        return {
            "Bestelleinheit": first(order, "ORDER_UNIT"),
            "Inhaltseinheit": first(order, "CONTENT_UNIT"),
            "Inhalt": first(order, "NO_CU_PER_OU"),
            "Preismenge": first(order, "PRICE_QUANTITY"),
            "Mindestmenge": first(order, "QUANTITY_MIN"),
            "Staffelung": first(order, "QUANTITY_INTERVAL"),
        }

    def _classes(self) -> Iterator[tuple[str, str]]:
        for node in tree.children(self.element, "PRODUCT_FEATURES", "ARTICLE_FEATURES"):
            system, group = _reference(node)
            if system or group:
                yield system, group

    def prices(self) -> Iterator[Placed]:
        """Yield the prices, each with its own path below the article's."""
        for details, way in steps(
            self.element, self.place.part or "", "PRODUCT_PRICE_DETAILS", "ARTICLE_PRICE_DETAILS"
        ):
            since, until = _validity(details)
            for price, path in steps(details, way, "PRODUCT_PRICE", "ARTICLE_PRICE"):
                cells = self._price(price)
                yield Placed({**cells, "Gültig_ab": since, "Gültig_bis": until}, Place(part=path))

    def _price(self, price: etree._Element) -> Cells:
        facts = spoken(price)
        amount, per = first(facts, "PRICE_AMOUNT"), first(self._order, "PRICE_QUANTITY")
        base, number = values.decimal(per or "1"), values.decimal(amount)
        return {
            "Artikelnummer": self.number,
            "Preisart": price.get("price_type", ""),
            "Betrag": amount,
            "Währung": first(facts, "PRICE_CURRENCY"),
            "Preismenge": per,
            "Preis_je_Einheit": values.per_unit(number, base),
            "Bestelleinheit": first(self._order, "ORDER_UNIT"),
            "Ab_Menge": first(facts, "LOWER_BOUND"),
            "Faktor": first(facts, "PRICE_FACTOR"),
            "Steuersatz": _percent(first(facts, "TAX") or said(tree.child(price, "TAX_DETAILS"), "TAX")),
            "Gebiet": _joined(price, "TERRITORY"),
        }

    def features(self) -> Iterator[Placed]:
        """Yield the features; one with several values gives as many rows."""
        for block, way in steps(self.element, self.place.part or "", "PRODUCT_FEATURES", "ARTICLE_FEATURES"):
            system, group = _reference(block)
            known: Cells = {"Artikelnummer": self.number, "System": system, "Klasse": group}
            for feature, path in steps(block, way, "FEATURE"):
                for value in _values(feature):
                    yield Placed({**known, **_feature(feature), **value}, Place(part=path))


def said(element: etree._Element | None, *names: str) -> str:
    """Return the text of the first of these children, the German one where there are several languages."""
    for name in names:
        nodes = tree.children(element, name)
        german = [node for node in nodes if node.get("lang", "").lower() in _GERMAN]
        for node in (*german, *nodes):
            if found := tree.text(node):
                return found
    return ""


def spoken(element: etree._Element | None) -> dict[str, str]:
    """Return the texts of all children by name: the first of each, German ones before others."""
    found: dict[str, str] = {}
    german: set[str] = set()
    for node in () if element is None else element:
        name = tree.local(node)
        mine = "lang" in node.attrib and node.get("lang", "").lower() in _GERMAN
        if name in german or (name in found and not mine):
            continue
        if said_so := tree.text(node):
            found[name] = said_so
            if mine:
                german.add(name)
    return found


def first(facts: dict[str, str], *names: str) -> str:
    """Return the text of the first of these names that has one."""
    return next((facts[name] for name in names if name in facts), "")


def steps(element: etree._Element, way: str, *names: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield children of these names with their paths."""
    counts: Counter[str] = Counter()
    for node in element:
        name = tree.local(node)
        if name in names:
            counts[name] += 1
            yield node, f"{way}/{name}[{counts[name]}]"


def _one(element: etree._Element, *names: str) -> etree._Element | None:
    return next(iter(tree.children(element, *names)), None)


def _joined(element: etree._Element | None, name: str) -> str:
    return "; ".join(tree.text(node) for node in tree.children(element, name))


def _mimes(element: etree._Element) -> Iterator[str]:
    for info in tree.children(element, "MIME_INFO"):
        yield from (source for mime in tree.children(info, "MIME") if (source := said(mime, "MIME_SOURCE")))


def _reference(block: etree._Element) -> tuple[str, str]:
    group = said(block, "REFERENCE_FEATURE_GROUP_ID", "REFERENCE_FEATURE_GROUP_ID2", "REFERENCE_FEATURE_GROUP_NAME")
    return said(block, "REFERENCE_FEATURE_SYSTEM_NAME"), group


def _feature(feature: etree._Element) -> Cells:
    facts = spoken(feature)
    return {
        "Merkmal": first(facts, "FNAME", "FT_IDREF"),
        "Einheit": first(facts, "FUNIT"),
        "Erläuterung": first(facts, "FVALUE_DETAILS", "FDESCR"),
    }


def _values(feature: etree._Element) -> Iterator[Cells]:
    holders = [feature, *tree.children(feature, "VARIANTS")]
    found = [tree.text(v) for holder in holders for v in tree.children(holder, "FVALUE", "VARIANT", "VALUE_IDREF")]
    for value in found or [""]:
        yield {"Wert": value, "Zahlenwert": values.decimal(value) if value else None}


def _validity(details: etree._Element) -> tuple[str, str]:
    dates = {node.get("type", ""): said(node, "DATE") for node in tree.children(details, "DATETIME")}
    since = dates.get("valid_start_date") or said(details, "VALID_START_DATE")
    return since, dates.get("valid_end_date") or said(details, "VALID_END_DATE")


def _percent(raw: str) -> Cell:
    """Return a tax rate in percent; BMEcat writes it as a fraction (0.19), some write 19."""
    rate = values.decimal(raw)
    if rate is None:
        return raw
    return (rate * 100).normalize() + 0 if abs(rate) <= 1 else rate
