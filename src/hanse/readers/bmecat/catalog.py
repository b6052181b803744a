"""A BMEcat file read record by record into rows. Only rows stay in memory, whatever the file's size."""

from collections import defaultdict
from typing import BinaryIO

from lxml import etree

from hanse.readers._trade import tree
from hanse.readers._trade.cells import Notes, Rows
from hanse.readers.bmecat import columns
from hanse.readers.bmecat.product import Product, said
from hanse.records import Block, Cell, Counts, Document, Place, Reading, Table
from hanse.words import Words

_PRODUCTS = frozenset({"PRODUCT", "ARTICLE"})
_MAPS = frozenset({"PRODUCT_TO_CATALOGGROUP_MAP", "ARTICLE_TO_CATALOGGROUP_MAP"})
_MOST_BLOCKS = 50_000  # articles that are told as text; of bigger catalogues the tables hold all


class Catalog:
    """The tables of a catalogue, grown while the file streams by."""

    def __init__(self, reader: str) -> None:
        self.notes = Notes(reader)
        self.root = self.version = ""
        self.transaction = ""
        self.damage: tree.Damage | None = None
        self._head = Rows(columns.CATALOG, self.notes)
        self._articles = Rows(columns.articles(), self.notes)
        self._prices = Rows(columns.prices(), self.notes)
        self._features = Rows(columns.FEATURES, self.notes)
        self._groups = Rows(columns.groups(), self.notes)
        self._changes = Rows(columns.CHANGES, self.notes)
        self._maps: defaultdict[str, list[str]] = defaultdict(list)
        self._blocks: list[Block] = []
        self._encoding: str | None = None

    def read(self, source: BinaryIO) -> str:
        """Read the file and return the name of its first element."""
        stream = self._stream(source, recover=False)
        self.damage = stream.damage
        if stream.damage and not (self._head.rows or self._articles.rows):
            source.seek(0)
            stream = self._stream(source, recover=True)
        self.root, self._encoding = stream.root, stream.encoding
        return self.root

    def _stream(self, source: BinaryIO, *, recover: bool) -> tree.Stream:
        stream = tree.Stream(source, _wanted, recover=recover)
        for element, place in stream:
            self._take(element, place)
        return stream

    def _take(self, element: etree._Element, place: Place) -> None:
        name = tree.local(element)
        parent = element.getparent()
        above = "" if parent is None else tree.local(parent)
        if above.startswith("T_"):
            self.transaction = above
        if name == "HEADER":
            self._header(element, place)
        elif name in _PRODUCTS:
            self._product(Product(element, place))
        elif name in _MAPS:
            self._maps[said(element, "PROD_ID", "ART_ID")].append(said(element, "CATALOG_GROUP_ID"))
        else:
            self._group(element, place)

    def _header(self, element: etree._Element, place: Place) -> None:
        root = element.getparent()
        self.version = "" if root is None else root.get("version", "")
        catalog = tree.child(element, "CATALOG")
        supplier, buyer = tree.child(element, "SUPPLIER"), tree.child(element, "BUYER")
        self._head.add({**_dates(catalog), **_names(element, catalog, supplier, buyer), "BMEcat": self.version}, place)

    def _product(self, product: Product) -> None:
        if not product.number:
            words = Words("Artikel ohne Artikelnummer.", "Article without a number.")
            self.notes.say("number", "warning", words, product.place)
        cells = product.article()
        if product.mode == "delete":
            self._changes.add(cells, product.place)
            return
        self._articles.add(cells, product.place)
        for price in product.prices():
            self._prices.add(price.cells, price.place)
        for feature in product.features():
            self._features.add(feature.cells, feature.place)
        if len(self._blocks) < _MOST_BLOCKS:
            self._blocks.append(Block(_told(cells), product.place))

    def _group(self, element: etree._Element, place: Place) -> None:
        parent = said(element, "PARENT_ID")
        cells: dict[str, Cell] = {
            "Gruppe": said(element, "GROUP_ID"),
            "Bezeichnung": said(element, "GROUP_NAME"),
            "Beschreibung": said(element, "GROUP_DESCRIPTION"),
            "Obergruppe": None if parent == "0" and element.get("type") == "root" else parent,
            "Art": element.get("type", ""),
        }
        self._groups.add(cells, place)

    def reading(self, name: str) -> Reading:
        """Return everything that was read."""
        self._tell()
        tables = self._tables()
        count = sum(len(table.rows) for table in tables)
        lost = int(self.damage is not None)
        documents = (Document(name, tuple(self._blocks)),) if self._blocks else ()
        return Reading(self.notes.reader, documents, tables, self.notes.findings(), Counts(count + lost, count, lost))

    def _tables(self) -> tuple[Table, ...]:
        self._fill_in()
        pairs = (
            (self._head, columns.CATALOG_SHAPE),
            (self._articles, columns.ARTICLES_SHAPE),
            (self._prices, columns.PRICES_SHAPE),
            (self._features, columns.FEATURES_SHAPE),
            (self._groups, columns.GROUPS_SHAPE),
            (self._changes, columns.CHANGES_SHAPE),
        )
        always = {columns.CATALOG_SHAPE.kind, columns.ARTICLES_SHAPE.kind, columns.PRICES_SHAPE.kind}
        return tuple(rows.table(shape) for rows, shape in pairs if rows.rows or shape.kind in always)

    def _fill_in(self) -> None:
        """Put each article's groups and the kind of delivery in: both are only known at the end of the file."""
        at = [column.name for column in self._articles.columns].index("Gruppen")
        for i, row in enumerate(self._articles.rows):
            if groups := self._maps.get(str(row[0])):
                self._articles.rows[i] = (*row[:at], "; ".join(groups), *row[at + 1 :])
        at = [column.name for column in columns.CATALOG].index("Vorgang")
        said_so = columns.terms().transactions.get(self.transaction, {}).get("de", self.transaction) or None
        self._head.rows = [(*row[:at], said_so, *row[at + 1 :]) for row in self._head.rows]

    def _tell(self) -> None:
        version = self.version or "?"
        named = columns.terms().transactions.get(self.transaction, {"de": "ohne Artikel", "en": "no articles"})
        self.notes.say(
            "version", "info", Words(f"BMEcat {version}, {named['de']}.", f"BMEcat {version}, {named['en']}.")
        )
        if self._encoding:
            self.notes.say("encoding", "warning", tree.belied_words())
        if self.damage:
            self.notes.say("xml", "error", tree.damage_words(self.damage), Place(line=self.damage.line or None))
        if count := len(self._changes.rows):
            words = Words(f"Als gelöscht gemeldete Artikel: {count}.", f"Articles reported as deleted: {count}.")
            self.notes.say("deleted", "info", words)
        if not self._head.rows:
            words = Words("Der Katalog hat keinen Kopf (HEADER).", "The catalogue has no head (HEADER).")
            self.notes.say("header", "warning", words)
        if len(self._articles.rows) > len(self._blocks):
            words = Words(
                f"Als Text durchsuchbar sind die ersten {_MOST_BLOCKS} Artikel; die Tabellen haben alle.",
                f"The first {_MOST_BLOCKS} articles can be searched as text; the tables have all.",
            )
            self.notes.say("text", "info", words)


def _wanted(name: str, depth: int) -> bool:
    if depth == 1:
        return name == "HEADER"
    if depth == 2:
        return name in _PRODUCTS or name in _MAPS
    return depth == 3 and name == "CATALOG_STRUCTURE"


def _dates(catalog: etree._Element | None) -> dict[str, Cell]:
    stamps = {node.get("type", ""): said(node, "DATE") for node in tree.children(catalog, "DATETIME")}
    return {
        "Erstellt": stamps.get("generation_date") or said(catalog, "GENERATION_DATE"),
        "Gültig_ab": stamps.get("valid_start_date") or said(catalog, "VALID_START_DATE"),
        "Gültig_bis": stamps.get("valid_end_date") or said(catalog, "VALID_END_DATE"),
    }


def _names(
    head: etree._Element,
    catalog: etree._Element | None,
    supplier: etree._Element | None,
    buyer: etree._Element | None,
) -> dict[str, Cell]:
    return {
        "Katalognummer": said(catalog, "CATALOG_ID"),
        "Katalogversion": said(catalog, "CATALOG_VERSION"),
        "Katalogname": said(catalog, "CATALOG_NAME"),
        "Sprache": said(catalog, "LANGUAGE"),
        "Währung": said(catalog, "CURRENCY"),
        "Lieferant": said(supplier, "SUPPLIER_NAME") or _party(head, said(head, "SUPPLIER_IDREF")),
        "Lieferantennummer": said(supplier, "SUPPLIER_ID") or said(head, "SUPPLIER_IDREF"),
        "Kunde": said(buyer, "BUYER_NAME") or _party(head, said(head, "BUYER_IDREF")),
    }


def _party(head: etree._Element, number: str) -> str:
    for party in tree.children(tree.child(head, "PARTIES"), "PARTY"):
        if number and said(party, "PARTY_ID") == number:
            return said(tree.child(party, "ADDRESS"), "NAME")
    return ""


def _told(cells: dict[str, Cell]) -> str:
    shown = ("Artikelnummer", "GTIN", "Bezeichnung", "Beschreibung", "Hersteller", "Herstellernummer", "Stichwörter")
    return "; ".join(f"{name}: {cells[name]}" for name in shown if cells.get(name))
