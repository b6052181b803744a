"""The columns of invoices, the same wherever an invoice was read: from XML (e-invoice) or from a printed page (PDF).

Names are stable: rows of hundreds of invoices become one logical table each. A table has only columns that most
invoices fill; the other hundred terms of EN 16931 are rows of the table "rechnungsangaben" (kind invoice.more), so
that nobody looks at a table of empty columns. Amounts are as in the file. A credit note states positive amounts that
go the other way; the columns "..._mit_Vorzeichen" are negative for it, so that a sum over invoices and credit notes
is right. Knows no file format.
"""

from collections.abc import Mapping
from decimal import Decimal

from hanse.records import Cell, Column, ColumnType, Role

HEAD_NAME, LINES_NAME, TAXES_NAME = "rechnungen", "rechnungspositionen", "rechnungssteuern"
HEAD_KIND, LINES_KIND, TAXES_KIND = "invoice.head", "invoice.lines", "invoice.vat"
SIGNED = "Bei einer Gutschrift mit umgekehrtem Vorzeichen, damit Summen über Rechnungen und Gutschriften stimmen."


def column(name: str, title: str, kind: ColumnType = "text", role: Role = "text", term: str = "") -> Column:
    """Return a column; amounts of the head are in the currency of the column Währung."""
    return Column(name, title, kind, role=role, term=term)


def signed(name: str, title: str) -> Column:
    """Return the signed column of an amount."""
    return Column(f"{name}_mit_Vorzeichen", f"{title} (Gutschrift negativ)", "decimal", SIGNED, "amount")


def sign(cells: Mapping[str, Cell], name: str, *, credit: bool) -> Cell:
    """Return the signed amount of a printed paper, whose credit notes print positive and negative amounts alike."""
    amount = cells.get(name.removesuffix("_mit_Vorzeichen")) if name.endswith("_mit_Vorzeichen") else None
    return -abs(amount) if credit and isinstance(amount, Decimal) else amount


NUMBER = column("Rechnungsnummer", "Rechnungsnummer", role="key", term="BT-1")
POSITION = column("Position", "Position", role="key", term="BT-126")

HEAD = (
    NUMBER,
    column("Art", "Art der Rechnung"),
    column("Typcode", "Typcode (UNTDID 1001)", role="code", term="BT-3"),
    column("Rechnungsdatum", "Rechnungsdatum", "date", "date", "BT-2"),
    column("Lieferdatum", "Lieferdatum", "date", "date", "BT-72"),
    column("Leistung_von", "Leistungszeitraum von", "date", "date", "BT-73"),
    column("Leistung_bis", "Leistungszeitraum bis", "date", "date", "BT-74"),
    column("Fälligkeit", "Fälligkeit", "date", "date", "BT-9"),
    column("Verkäufer", "Verkäufer", role="party", term="BT-27"),
    column("Verkäufer_Ort", "Ort des Verkäufers", term="BT-37"),
    column("Verkäufer_USt_ID", "USt-IdNr. des Verkäufers", role="key", term="BT-31"),
    column("Verkäufer_Steuernummer", "Steuernummer des Verkäufers", role="key", term="BT-32"),
    column("Käufer", "Käufer", role="party", term="BT-44"),
    column("Käufer_PLZ", "PLZ des Käufers", term="BT-53"),
    column("Käufer_Ort", "Ort des Käufers", term="BT-52"),
    column("Käufer_USt_ID", "USt-IdNr. des Käufers", role="key", term="BT-48"),
    column("Kundennummer", "Kundennummer", role="key", term="BT-46"),
    column("Bestellnummer", "Bestellnummer", role="key", term="BT-13"),
    column("Vertragsnummer", "Vertragsnummer", role="key", term="BT-12"),
    column("Leitweg_ID", "Leitweg-ID oder Käuferreferenz", role="key", term="BT-10"),
    column("Bezug_Rechnung", "Bezug auf frühere Rechnung", role="key", term="BT-25"),
    column("Währung", "Währung", role="code", term="BT-5"),
    column("Positionssumme", "Summe der Positionen", "decimal", "amount", "BT-106"),
    column("Abschläge", "Summe der Abschläge", "decimal", "amount", "BT-107"),
    column("Zuschläge", "Summe der Zuschläge", "decimal", "amount", "BT-108"),
    column("Netto", "Nettobetrag", "decimal", "amount", "BT-109"),
    column("Steuer", "Umsatzsteuer", "decimal", "amount", "BT-110"),
    column("Brutto", "Bruttobetrag", "decimal", "amount", "BT-112"),
    column("Vorauszahlung", "Vorauszahlung", "decimal", "amount", "BT-113"),
    column("Zahlbetrag", "Zahlbetrag", "decimal", "amount", "BT-115"),
    column("IBAN", "IBAN", role="key", term="BT-84"),
    column("BIC", "BIC", role="key", term="BT-86"),
    column("Verwendungszweck", "Verwendungszweck", term="BT-83"),
    column("Zahlungsbedingungen", "Zahlungsbedingungen", term="BT-20"),
    signed("Netto", "Nettobetrag"),
    signed("Brutto", "Bruttobetrag"),
    signed("Zahlbetrag", "Zahlbetrag"),
)

LINES = (
    NUMBER,
    POSITION,
    column("Artikelnummer", "Artikelnummer", role="key", term="BT-155"),
    column("GTIN", "GTIN", role="key", term="BT-157"),
    column("Bezeichnung", "Bezeichnung", term="BT-153"),
    column("Beschreibung", "Beschreibung", term="BT-154"),
    column("Menge", "Menge", "decimal", "quantity", "BT-129"),
    column("Einheit", "Einheit"),
    column("Einzelpreis", "Einzelpreis", "decimal", "amount", "BT-146"),
    column("Preisbasis", "Preis gilt für Menge", "decimal", "quantity", "BT-149"),
    column("Rabatt", "Rabatt", "decimal", "amount"),
    column("Positionsbetrag", "Positionsbetrag", "decimal", "amount", "BT-131"),
    column("Steuersatz", "Steuersatz in %", "decimal", "rate", "BT-152"),
    column("Steuerkategorie", "Steuerkategorie", role="code", term="BT-151"),
    column("Einheitencode", "Einheit (Code nach UN/ECE)", role="code", term="BT-130"),
    signed("Positionsbetrag", "Positionsbetrag"),
)

TAXES = (
    NUMBER,
    column("Kategorie", "Steuerkategorie", role="code", term="BT-118"),
    column("Steuersatz", "Steuersatz in %", "decimal", "rate", "BT-119"),
    column("Basisbetrag", "Basisbetrag", "decimal", "amount", "BT-116"),
    column("Steuerbetrag", "Steuerbetrag", "decimal", "amount", "BT-117"),
    column("Befreiungsgrund", "Grund der Steuerbefreiung", term="BT-120"),
    column("Befreiungscode", "Code für den Grund der Steuerbefreiung", role="code", term="BT-121"),
    signed("Basisbetrag", "Basisbetrag"),
    signed("Steuerbetrag", "Steuerbetrag"),
)
