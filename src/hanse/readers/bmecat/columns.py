"""The tables of a catalogue. Names are stable: catalogues of all suppliers become one logical table each."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from hanse.records import Column, Foreign, Table


class Terms(msgspec.Struct, frozen=True):
    """What terms.toml holds."""

    price_types: dict[str, str]
    modes: dict[str, str]
    group_types: dict[str, str]
    transactions: dict[str, dict[str, str]]


@cache
def terms() -> Terms:
    """Return the words; the file is read once."""
    return msgspec.convert(tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8")), Terms)


def _labels(pairs: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(pairs.items())


CATALOG = (
    Column("Katalognummer", "Katalognummer", "text", role="key", term="CATALOG_ID"),
    Column("Katalogversion", "Version des Katalogs", "text", term="CATALOG_VERSION"),
    Column("Katalogname", "Name des Katalogs", "text", role="text", term="CATALOG_NAME"),
    Column("Lieferant", "Lieferant", "text", role="party", term="SUPPLIER_NAME"),
    Column("Lieferantennummer", "Lieferantennummer", "text", role="key", term="SUPPLIER_ID"),
    Column("Kunde", "Kunde", "text", role="party", term="BUYER_NAME"),
    Column("Sprache", "Sprache", "text", role="code", term="LANGUAGE"),
    Column("Währung", "Währung", "text", role="code", term="CURRENCY"),
    Column("Erstellt", "Erstellt am", "date", role="date", term="GENERATION_DATE"),
    Column("Gültig_ab", "Gültig ab", "date", role="date", term="valid_start_date"),
    Column("Gültig_bis", "Gültig bis", "date", role="date", term="valid_end_date"),
    Column("Vorgang", "Art der Lieferung", "text", role="code"),
    Column("BMEcat", "BMEcat-Version", "text", role="code"),
)


@cache
def articles() -> tuple[Column, ...]:
    """Return the columns of an article."""
    return (
        Column("Artikelnummer", "Artikelnummer des Lieferanten", "text", role="key", term="SUPPLIER_PID"),
        Column("Modus", "Neu oder geändert", "text", role="code", term="mode", labels=_labels(terms().modes)),
        Column("Bezeichnung", "Bezeichnung", "text", role="text", term="DESCRIPTION_SHORT"),
        Column("Beschreibung", "Beschreibung", "text", role="text", term="DESCRIPTION_LONG"),
        Column("GTIN", "GTIN (EAN)", "text", role="key", term="INTERNATIONAL_PID"),
        Column("Hersteller", "Hersteller", "text", role="party", term="MANUFACTURER_NAME"),
        Column("Herstellernummer", "Artikelnummer des Herstellers", "text", role="key", term="MANUFACTURER_PID"),
        Column("Herstellertyp", "Typ des Herstellers", "text", term="MANUFACTURER_TYPE_DESCR"),
        Column("Kundenartikelnummer", "Artikelnummer des Kunden", "text", role="key", term="BUYER_PID"),
        Column("Bestelleinheit", "Bestelleinheit", "text", role="code", term="ORDER_UNIT"),
        Column("Inhaltseinheit", "Inhaltseinheit", "text", role="code", term="CONTENT_UNIT"),
        Column("Inhalt", "Inhalt je Bestelleinheit", "decimal", role="quantity", term="NO_CU_PER_OU"),
        Column("Preismenge", "Preis gilt für Menge", "decimal", role="quantity", term="PRICE_QUANTITY"),
        Column("Mindestmenge", "Mindestbestellmenge", "decimal", role="quantity", term="QUANTITY_MIN"),
        Column("Staffelung", "Bestellbar in Schritten von", "decimal", role="quantity", term="QUANTITY_INTERVAL"),
        Column("Lieferzeit", "Lieferzeit in Tagen", "decimal", role="quantity", unit="Tage", term="DELIVERY_TIME"),
        Column("Klassensystem", "Klassifikation", "text", role="code", term="REFERENCE_FEATURE_SYSTEM_NAME"),
        Column("Klasse", "Klasse (ETIM, ECLASS)", "text", role="code", term="REFERENCE_FEATURE_GROUP_ID"),
        Column("Gruppen", "Kataloggruppen", "text", role="key", term="CATALOG_GROUP_ID"),
        Column("Stichwörter", "Stichwörter", "text", role="text", term="KEYWORD"),
        Column("Bilder", "Bilder und Dokumente", "text", term="MIME_SOURCE"),
        Column("Bemerkung", "Bemerkung", "text", role="text", term="REMARKS"),
    )


@cache
def prices() -> tuple[Column, ...]:
    """Return the columns of a price."""
    labels = _labels(terms().price_types)
    per_unit = "Betrag geteilt durch die Preismenge"
    return (
        Column("Artikelnummer", "Artikelnummer des Lieferanten", "text", role="key", term="SUPPLIER_PID"),
        Column("Preisart", "Preisart", "text", role="code", term="price_type", labels=labels),
        Column("Betrag", "Preis wie in der Datei", "decimal", role="amount", unit="Währung", term="PRICE_AMOUNT"),
        Column("Währung", "Währung", "text", role="code", term="PRICE_CURRENCY"),
        Column("Preismenge", "Preis gilt für Menge", "decimal", role="quantity", term="PRICE_QUANTITY"),
        Column("Preis_je_Einheit", "Preis je Einheit", "decimal", about=per_unit, role="amount", unit="Währung"),
        Column("Bestelleinheit", "Bestelleinheit", "text", role="code", term="ORDER_UNIT"),
        Column("Ab_Menge", "Gilt ab Menge", "decimal", role="quantity", term="LOWER_BOUND"),
        Column("Faktor", "Faktor auf den Preis", "decimal", role="rate", term="PRICE_FACTOR"),
        Column("Steuersatz", "Steuersatz in %", "decimal", role="rate", term="TAX"),
        Column("Gebiet", "Gebiet", "text", role="code", term="TERRITORY"),
        Column("Gültig_ab", "Gültig ab", "date", role="date", term="valid_start_date"),
        Column("Gültig_bis", "Gültig bis", "date", role="date", term="valid_end_date"),
    )


FEATURES = (
    Column("Artikelnummer", "Artikelnummer des Lieferanten", "text", role="key", term="SUPPLIER_PID"),
    Column("System", "Klassifikation", "text", role="code", term="REFERENCE_FEATURE_SYSTEM_NAME"),
    Column("Klasse", "Klasse (ETIM, ECLASS)", "text", role="code", term="REFERENCE_FEATURE_GROUP_ID"),
    Column("Merkmal", "Merkmal", "text", role="code", term="FNAME"),
    Column("Wert", "Wert", "text", role="text", term="FVALUE"),
    Column("Zahlenwert", "Wert als Zahl", "decimal", role="quantity", unit="Einheit"),
    Column("Einheit", "Einheit", "text", role="code", term="FUNIT"),
    Column("Erläuterung", "Erläuterung", "text", role="text", term="FVALUE_DETAILS"),
)


@cache
def groups() -> tuple[Column, ...]:
    """Return the columns of a catalogue group."""
    return (
        Column("Gruppe", "Nummer der Gruppe", "text", role="key", term="GROUP_ID"),
        Column("Bezeichnung", "Name der Gruppe", "text", role="text", term="GROUP_NAME"),
        Column("Beschreibung", "Beschreibung", "text", role="text", term="GROUP_DESCRIPTION"),
        Column("Obergruppe", "Nummer der Obergruppe", "text", role="key", term="PARENT_ID"),
        Column("Art", "Art der Gruppe", "text", role="code", term="type", labels=_labels(terms().group_types)),
    )


CHANGES = (
    Column("Artikelnummer", "Artikelnummer des Lieferanten", "text", role="key", term="SUPPLIER_PID"),
    Column("Modus", "Vorgang", "text", role="code", term="mode", labels=(("delete", "gelöscht"),)),
    Column("Bezeichnung", "Bezeichnung", "text", role="text", term="DESCRIPTION_SHORT"),
)

_TO_ARTICLE = (Foreign(("Artikelnummer",), "katalogartikel", ("Artikelnummer",)),)
_TO_PARENT = (Foreign(("Obergruppe",), "kataloggruppen", ("Gruppe",)),)


def _shape(name: str, title: str, kind: str, keys: tuple[str, ...], foreign: tuple[Foreign, ...] = ()) -> Table:
    return Table(name, title, (), (), (), keys, kind, foreign=foreign)


CATALOG_SHAPE = _shape("kataloge", "Kataloge", "catalog.head", ("Katalognummer", "Katalogversion"))
ARTICLES_SHAPE = _shape("katalogartikel", "Artikel des Katalogs", "catalog.articles", ("Artikelnummer",))
PRICES_SHAPE = _shape("katalogpreise", "Preise des Katalogs", "catalog.prices", (), _TO_ARTICLE)
FEATURES_SHAPE = _shape("katalogmerkmale", "Merkmale der Artikel", "catalog.features", (), _TO_ARTICLE)
GROUPS_SHAPE = _shape("kataloggruppen", "Gruppen des Katalogs", "catalog.groups", ("Gruppe",), _TO_PARENT)
CHANGES_SHAPE = _shape("kataloglöschungen", "Gelöschte Artikel", "catalog.changes", ("Artikelnummer",))
