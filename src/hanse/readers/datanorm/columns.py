"""The tables of DATANORM. Names are stable: the files of all suppliers become one logical table each."""

from functools import cache

from hanse.readers.datanorm.layout import layout
from hanse.records import Column, Foreign, Table

_UNIT_PRICE = "Preis geteilt durch die Menge, für die er gilt"
HEAD = (
    Column("Datei", "Datei", "text", role="key"),
    Column("Version", "DATANORM-Version", "text", role="code"),
    Column("Datum", "Datum", "date", role="date"),
    Column("Währung", "Währung", "text", role="code"),
    Column("Text_1", "Lieferant oder Bezeichnung", "text", role="party"),
    Column("Text_2", "Bezeichnung", "text", role="text"),
    Column("Text_3", "Weitere Angaben", "text", role="text"),
    Column("Kundennummer", "Kundennummer", "text", role="key"),
)


@cache
def articles() -> tuple[Column, ...]:
    """Return the columns of an article."""
    return (
        Column("Artikelnummer", "Artikelnummer", "text", role="key"),
        Column("Änderung", "Neu oder geändert", "text", role="code", labels=layout().labels("changes")),
        Column("Kurztext_1", "Kurztext 1", "text", role="text"),
        Column("Kurztext_2", "Kurztext 2", "text", role="text"),
        Column("Langtext", "Langtext", "text", role="text"),
        Column("Preiskennzeichen", "Preisart", "text", role="code", labels=layout().labels("price_flags")),
        Column("Preis", "Preis wie in der Datei", "decimal", role="amount", unit="Währung"),
        Column("Preiseinheit", "Preiseinheit wie in der Datei", "text", role="code"),
        Column("Preismenge", "Preis gilt für Menge", "decimal", role="quantity", unit="Mengeneinheit"),
        Column("Preis_je_Einheit", "Preis je Einheit", "decimal", about=_UNIT_PRICE, role="amount", unit="Währung"),
        Column("Währung", "Währung", "text", role="code"),
        Column("Mengeneinheit", "Mengeneinheit", "text", role="code"),
        Column("Rabattgruppe", "Rabattgruppe", "text", role="key"),
        Column("Hauptwarengruppe", "Hauptwarengruppe", "text", role="key"),
        Column("Warengruppe", "Warengruppe", "text", role="key"),
        Column("Matchcode", "Matchcode", "text", role="text"),
        Column("Alternativnummer", "Alternative Artikelnummer", "text", role="key"),
        Column("GTIN", "GTIN (EAN)", "text", role="key"),
        Column("Herstellernummer", "Artikelnummer des Herstellers", "text", role="key"),
        Column("Herstellertyp", "Typ des Herstellers", "text", role="text"),
        Column("Verpackungsmenge", "Verpackungsmenge", "decimal", role="quantity"),
        Column("Kupferkennzahl", "Kupfer: Gewichtsmerker", "text", role="code"),
        Column("Kupferbasis", "Kupfer: Basispreis", "text"),
        Column("Kupfergewicht", "Kupfer: Gewicht", "text"),
        Column("Katalogseite", "Katalogseite", "text"),
        Column("Kostenart", "Kostenart", "text", role="code"),
        Column("Bild", "Bild", "text"),
        Column("Textkennzeichen", "Textkennzeichen", "text", role="code"),
        Column("Langtextnummer", "Nummer des Langtextes", "text", role="key"),
        Column("Steuerkennzeichen", "Steuerkennzeichen", "text", role="code"),
    )


@cache
def prices() -> tuple[Column, ...]:
    """Return the columns of a price (P records)."""
    kinds = layout().labels("discounts")
    after = "Preis nach Rabatten, Multiplikatoren und Zuschlägen des Satzes; leer, wenn eine Rabattgruppe gilt"
    return (
        Column("Artikelnummer", "Artikelnummer", "text", role="key"),
        Column("Änderung", "Art der Änderung", "text", role="code", labels=layout().labels("changes")),
        Column("Preiskennzeichen", "Preisart", "text", role="code", labels=layout().labels("price_flags")),
        Column("Preis", "Preis wie in der Datei", "decimal", role="amount", unit="Währung"),
        Column("Preismenge", "Preis gilt für Menge", "decimal", role="quantity"),
        Column("Preis_je_Einheit", "Preis je Einheit", "decimal", about=_UNIT_PRICE, role="amount", unit="Währung"),
        Column("Preis_nach_Rabatt", "Preis nach Rabatt", "decimal", about=after, role="amount", unit="Währung"),
        Column("Währung", "Währung", "text", role="code"),
        Column("Rabattgruppe", "Rabattgruppe", "text", role="key"),
        Column("Rabattart_1", "Art des Rabatts 1", "text", role="code", labels=kinds),
        Column("Rabatt_1", "Rabatt 1", "decimal", role="rate"),
        Column("Rabattart_2", "Art des Rabatts 2", "text", role="code", labels=kinds),
        Column("Rabatt_2", "Rabatt 2", "decimal", role="rate"),
        Column("Rabattart_3", "Art des Rabatts 3", "text", role="code", labels=kinds),
        Column("Rabatt_3", "Rabatt 3", "decimal", role="rate"),
        Column("Gültig_ab", "Gültig ab", "date", role="date"),
    )


@cache
def discounts() -> tuple[Column, ...]:
    """Return the columns of a discount group (R records)."""
    return (
        Column("Rabattgruppe", "Rabattgruppe", "text", role="key"),
        Column("Bezeichnung", "Bezeichnung", "text", role="text"),
        Column("Rabattart", "Art des Rabatts", "text", role="code", labels=layout().labels("discounts")),
        Column("Rabatt", "Rabatt in % oder Multiplikator", "decimal", role="rate"),
    )


GOODS = (
    Column("Hauptwarengruppe", "Hauptwarengruppe", "text", role="key"),
    Column("Bezeichnung_Hauptwarengruppe", "Name der Hauptwarengruppe", "text", role="text"),
    Column("Warengruppe", "Warengruppe", "text", role="key"),
    Column("Bezeichnung", "Name der Warengruppe", "text", role="text"),
)


@cache
def changes() -> tuple[Column, ...]:
    """Return the columns of a deletion or renaming."""
    return (
        Column("Artikelnummer", "Artikelnummer", "text", role="key"),
        Column("Änderung", "Art der Änderung", "text", role="code", labels=layout().labels("changes")),
        Column("Neue_Artikelnummer", "Neue Nummer oder Nachfolger", "text", role="key"),
        Column("Datum", "Datum", "date", role="date"),
    )


OTHER = (
    Column("Satzart", "Satzart", "text", role="code"),
    Column("Inhalt", "Felder des Satzes", "text", role="text"),
)

_TO_ARTICLE = (Foreign(("Artikelnummer",), "datanorm_artikel", ("Artikelnummer",)),)
_TO_GROUPS = (
    Foreign(("Hauptwarengruppe", "Warengruppe"), "datanorm_warengruppen", ("Hauptwarengruppe", "Warengruppe")),
    Foreign(("Rabattgruppe",), "datanorm_rabattgruppen", ("Rabattgruppe",)),
)


def _shape(name: str, title: str, kind: str, keys: tuple[str, ...], foreign: tuple[Foreign, ...] = ()) -> Table:
    return Table(f"datanorm_{name}", title, (), (), (), keys, f"datanorm.{kind}", foreign=foreign)


HEAD_SHAPE = _shape("dateien", "DATANORM-Dateien", "head", ("Datei",))
ARTICLES_SHAPE = _shape("artikel", "Artikel (DATANORM)", "articles", ("Artikelnummer",), _TO_GROUPS)
PRICES_SHAPE = _shape("preise", "Preise (DATPREIS)", "prices", (), _TO_ARTICLE)
DISCOUNTS_SHAPE = _shape("rabattgruppen", "Rabattgruppen", "discounts", ("Rabattgruppe",))
GOODS_SHAPE = _shape("warengruppen", "Warengruppen", "goods_groups", ("Hauptwarengruppe", "Warengruppe"))
CHANGES_SHAPE = _shape("änderungen", "Gelöschte und umbenannte Artikel", "changes", ("Artikelnummer",))
OTHER_SHAPE = _shape("sonstige", "Weitere Sätze", "other", ())
