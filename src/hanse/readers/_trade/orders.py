"""The columns of orders, the same wherever one was read: openTRANS, UGL, and whoever else has orders.

Names are stable: orders of all sources become one logical table. Knows no file format.
"""

from hanse.records import Column, Foreign, Table

_PRICE = "Preis je Einheit; Einzelpreis geteilt durch Preisbasis"

HEAD = (
    Column("Belegart", "Art des Belegs", "text", role="code"),
    Column("Belegnummer", "Belegnummer", "text", role="key"),
    Column("Belegdatum", "Belegdatum", "date", role="date"),
    Column("Bestellnummer", "Bestellnummer des Kunden", "text", role="key"),
    Column("Auftragsnummer", "Auftragsnummer des Lieferanten", "text", role="key"),
    Column("Lieferscheinnummer", "Lieferscheinnummer", "text", role="key"),
    Column("Rechnungsnummer", "Rechnungsnummer", "text", role="key"),
    Column("Lieferdatum", "Lieferdatum", "date", role="date"),
    Column("Lieferdatum_bis", "Lieferdatum bis", "date", role="date"),
    Column("Kunde", "Kunde", "text", role="party"),
    Column("Kundennummer", "Kundennummer", "text", role="key"),
    Column("Lieferant", "Lieferant", "text", role="party"),
    Column("Lieferantennummer", "Lieferantennummer", "text", role="key"),
    Column("Lieferanschrift", "Lieferanschrift", "text", role="party"),
    Column("Rechnungsempfänger", "Rechnungsempfänger", "text", role="party"),
    Column("Sachbearbeiter", "Sachbearbeiter", "text", role="party"),
    Column("Währung", "Währung", "text", role="code"),
    Column("Positionen", "Zahl der Positionen", "integer", role="quantity"),
    Column("Warenwert", "Warenwert netto", "decimal", role="amount", unit="Währung"),
    Column("Zuschläge", "Zuschläge und Abschläge", "decimal", role="amount", unit="Währung"),
    Column("Steuer", "Umsatzsteuer", "decimal", role="amount", unit="Währung"),
    Column("Gesamtbetrag", "Gesamtbetrag", "decimal", role="amount", unit="Währung"),
    Column("Zahlungsart", "Zahlungsart", "text", role="code"),
    Column("Bemerkung", "Bemerkung", "text", role="text"),
)

LINES = (
    Column("Belegnummer", "Belegnummer", "text", role="key"),
    Column("Position", "Position", "text", role="key"),
    Column("Artikelnummer", "Artikelnummer des Lieferanten", "text", role="key"),
    Column("Artikelnummer_Kunde", "Artikelnummer des Kunden", "text", role="key"),
    Column("Artikelnummer_Hersteller", "Artikelnummer des Herstellers", "text", role="key"),
    Column("GTIN", "GTIN (EAN)", "text", role="key"),
    Column("Bezeichnung", "Bezeichnung", "text", role="text"),
    Column("Beschreibung", "Beschreibung", "text", role="text"),
    Column("Menge", "Menge", "decimal", role="quantity", unit="Einheit"),
    Column("Einheit", "Mengeneinheit", "text", role="code"),
    Column("Einzelpreis", "Einzelpreis wie in der Datei", "decimal", role="amount"),
    Column("Preisbasis", "Preis gilt für Menge", "decimal", role="quantity"),
    Column("Preis_je_Einheit", "Preis je Einheit", "decimal", about=_PRICE, role="amount"),
    Column("Rabatt", "Rabatt in %", "decimal", role="rate"),
    Column("Rabatt_2", "Zweiter Rabatt in %", "decimal", role="rate"),
    Column("Positionsbetrag", "Positionsbetrag netto", "decimal", role="amount"),
    Column("Steuersatz", "Steuersatz in %", "decimal", role="rate"),
    Column("Steuer", "Umsatzsteuer der Position", "decimal", role="amount"),
    Column("Lieferdatum", "Lieferdatum", "date", role="date"),
    Column("Bestellnummer", "Bestellnummer des Kunden", "text", role="key"),
    Column("Bestellposition", "Position der Bestellung", "text", role="key"),
    Column("Auftragsnummer", "Auftragsnummer des Lieferanten", "text", role="key"),
    Column("Art", "Art der Position", "text", role="code"),
    Column("Bemerkung", "Bemerkung", "text", role="text"),
)

HEAD_TABLE = Table("belege", "Bestellungen und Belege", HEAD, (), (), ("Belegart", "Belegnummer"), "order.head")
LINES_TABLE = Table(
    "belegpositionen",
    "Positionen der Bestellungen und Belege",
    LINES,
    (),
    (),
    (),
    "order.lines",
    foreign=(Foreign(("Belegnummer",), "belege", ("Belegnummer",)),),
)
