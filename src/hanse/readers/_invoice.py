"""The columns of invoices, the same wherever an invoice was read: from XML (e-invoice) or from a printed page (PDF).

Column names are stable: rows of hundreds of invoices become one logical table each. Names of business terms follow
EN 16931-1 (BT numbers in einvoice/terms.toml). Knows no file format.
"""

from hanse.records import Column

HEAD_NAME, LINES_NAME, TAXES_NAME = "rechnungen", "rechnungspositionen", "rechnungssteuern"

HEAD = (
    Column("Rechnungsnummer", "Rechnungsnummer", "text"),
    Column("Art", "Art der Rechnung", "text"),
    Column("Typcode", "Typcode (UNTDID 1001)", "text"),
    Column("Rechnungsdatum", "Rechnungsdatum", "date"),
    Column("Lieferdatum", "Lieferdatum", "date"),
    Column("Leistung_von", "Leistungszeitraum von", "date"),
    Column("Leistung_bis", "Leistungszeitraum bis", "date"),
    Column("Fälligkeit", "Fälligkeit", "date"),
    Column("Verkäufer", "Verkäufer", "text"),
    Column("Verkäufer_Ort", "Ort des Verkäufers", "text"),
    Column("Verkäufer_USt_ID", "USt-IdNr. des Verkäufers", "text"),
    Column("Verkäufer_Steuernummer", "Steuernummer des Verkäufers", "text"),
    Column("Käufer", "Käufer", "text"),
    Column("Käufer_PLZ", "PLZ des Käufers", "text"),
    Column("Käufer_Ort", "Ort des Käufers", "text"),
    Column("Käufer_USt_ID", "USt-IdNr. des Käufers", "text"),
    Column("Kundennummer", "Kundennummer", "text"),
    Column("Bestellnummer", "Bestellnummer", "text"),
    Column("Vertragsnummer", "Vertragsnummer", "text"),
    Column("Leitweg_ID", "Leitweg-ID oder Käuferreferenz", "text"),
    Column("Bezug_Rechnung", "Bezug auf frühere Rechnung", "text"),
    Column("Währung", "Währung", "text"),
    Column("Positionssumme", "Summe der Positionen", "decimal"),
    Column("Abschläge", "Summe der Abschläge", "decimal"),
    Column("Zuschläge", "Summe der Zuschläge", "decimal"),
    Column("Netto", "Nettobetrag", "decimal"),
    Column("Steuer", "Umsatzsteuer", "decimal"),
    Column("Brutto", "Bruttobetrag", "decimal"),
    Column("Vorauszahlung", "Vorauszahlung", "decimal"),
    Column("Zahlbetrag", "Zahlbetrag", "decimal"),
    Column("IBAN", "IBAN", "text"),
    Column("BIC", "BIC", "text"),
    Column("Verwendungszweck", "Verwendungszweck", "text"),
    Column("Zahlungsbedingungen", "Zahlungsbedingungen", "text"),
)

LINES = (
    Column("Rechnungsnummer", "Rechnungsnummer", "text"),
    Column("Position", "Position", "text"),
    Column("Artikelnummer", "Artikelnummer", "text"),
    Column("GTIN", "GTIN", "text"),
    Column("Bezeichnung", "Bezeichnung", "text"),
    Column("Beschreibung", "Beschreibung", "text"),
    Column("Menge", "Menge", "decimal"),
    Column("Einheit", "Einheit", "text"),
    Column("Einzelpreis", "Einzelpreis", "decimal"),
    Column("Preisbasis", "Preis gilt für Menge", "decimal"),
    Column("Rabatt", "Rabatt", "decimal"),
    Column("Positionsbetrag", "Positionsbetrag", "decimal"),
    Column("Steuersatz", "Steuersatz in %", "decimal"),
)

TAXES = (
    Column("Rechnungsnummer", "Rechnungsnummer", "text"),
    Column("Kategorie", "Steuerkategorie", "text"),
    Column("Steuersatz", "Steuersatz in %", "decimal"),
    Column("Basisbetrag", "Basisbetrag", "decimal"),
    Column("Steuerbetrag", "Steuerbetrag", "decimal"),
)
