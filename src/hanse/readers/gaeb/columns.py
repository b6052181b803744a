"""The tables of GAEB. Names are stable: bills of quantities of all phases become one logical table each."""

from functools import cache

from hanse.readers.gaeb.terms import terms
from hanse.records import Column, Foreign, Table

_MONEY = "Währung"
_COUNTED = "Betrag, mit dem die Position in die Summe des LV eingeht; leer, wenn sie nicht zählt"
_GROUP_SUM = "Summe der zählenden Positionen der Gruppe, aus den Positionen neu gerechnet"
KINDS = (
    ("Normal", "Normalposition"),
    ("Grund", "Grundposition mit Alternativen"),
    ("Alternativ", "Alternativposition (Wahlposition)"),
    ("Bedarf", "Bedarfsposition (Eventualposition)"),
    ("Zuschlag", "Zuschlagsposition"),
    ("Hinweis", "Hinweistext"),
    ("Ausführung", "Ausführungsbeschreibung"),
    ("Unterbeschreibung", "Unterbeschreibung einer Position"),
)


@cache
def project() -> tuple[Column, ...]:
    """Return the columns of the head: one row for each bill of quantities."""
    money = {"role": "amount", "unit": _MONEY}
    return (
        Column("LV", "Name des LV", "text", role="key", term="BoQInfo/Name"),
        Column("LV_Bezeichnung", "Bezeichnung des LV", "text", role="text", term="LblBoQ"),
        Column("Projekt", "Projekt", "text", role="key", term="NamePrj"),
        Column("Projektbezeichnung", "Bezeichnung des Projekts", "text", role="text", term="LblPrj"),
        Column("Phase", "Datenaustauschphase", "text", role="code", term="DP", labels=tuple(terms().phases.items())),
        Column("Phase_Name", "Art der Datei", "text", role="text"),
        Column("GAEB", "GAEB-Version", "text", role="code", term="Version"),
        Column("Datum", "Datum der Datei", "date", role="date", term="GAEBInfo/Date"),
        Column("Programm", "Erzeugendes Programm", "text", term="ProgSystem"),
        Column("Währung", "Währung", "text", role="code", term="Cur"),
        Column("Auftraggeber", "Auftraggeber", "text", role="party", term="OWN"),
        Column("Auftraggeber_Anschrift", "Anschrift des Auftraggebers", "text", role="text"),
        Column("Auftragnehmer", "Bieter oder Auftragnehmer", "text", role="party", term="CTR"),
        Column("Auftragnehmer_Anschrift", "Anschrift des Bieters oder Auftragnehmers", "text", role="text"),
        Column("Baustelle", "Ort der Ausführung", "text", role="text", term="CnstSite"),
        Column("Angebotsdatum", "Angebotsdatum", "date", role="date", term="BidDate"),
        Column("Eröffnung", "Eröffnungstermin", "date", role="date", term="OpenDate"),
        Column("Zuschlagsfrist", "Ende der Zuschlagsfrist", "date", role="date", term="EvalEnd"),
        Column("Baubeginn", "Baubeginn", "date", role="date", term="CnstStart"),
        Column("Bauende", "Bauende", "date", role="date", term="CnstEnd"),
        Column("Vertragsnummer", "Vertragsnummer", "text", role="key", term="ContrNo"),
        Column("Vertragsdatum", "Vertragsdatum", "date", role="date", term="ContrDate"),
        Column("Gewährleistung_bis", "Ende der Gewährleistung", "date", role="date", term="WarrEnd"),
        Column("OZ_Maske", "Gliederung der Ordnungszahl", "text", role="code", term="BoQBkdn"),
        Column("EP_Anteile", "Bedeutung der EP-Anteile", "text", role="text", term="LblUPComp"),
        Column("Rechnungsnummer", "Rechnungsnummer", "text", role="key", term="InvoiceNo"),
        Column("Rechnungsdatum", "Rechnungsdatum", "date", role="date", term="InvoiceDate"),
        Column("Rechnungsart", "Art der Rechnung", "text", role="code", term="InvoiceType"),
        Column("Abrechnung", "Kumuliert oder nicht", "text", role="code", term="SettlementType"),
        Column("Leistung_von", "Leistung von", "date", role="date", term="ServiceProvisionStartDate"),
        Column("Leistung_bis", "Leistung bis", "date", role="date", term="ServiceProvisionEndDate"),
        Column("Positionssumme", "Summe der zählenden Positionen (gerechnet)", "decimal", **money),  # type: ignore[arg-type]
        Column("Gesamtbetrag", "Summe laut Datei", "decimal", term="Total", **money),  # type: ignore[arg-type]
        Column("Nachlass_Prozent", "Nachlass in %", "decimal", role="rate", term="DiscountPcnt"),
        Column("Nachlass_Betrag", "Nachlass als Betrag", "decimal", term="DiscountAmt", **money),  # type: ignore[arg-type]
        Column("Netto", "Nettosumme", "decimal", term="TotalNet", **money),  # type: ignore[arg-type]
        Column("Steuersatz", "Umsatzsteuer in %", "decimal", role="rate", term="VAT"),
        Column("Steuer", "Umsatzsteuer", "decimal", term="VATAmount", **money),  # type: ignore[arg-type]
        Column("Brutto", "Bruttosumme", "decimal", term="TotalGross", **money),  # type: ignore[arg-type]
    )


@cache
def items() -> tuple[Column, ...]:
    """Return the columns of the items."""
    money = {"role": "amount"}
    yes = {"role": "flag"}
    return (
        Column("LV", "Name des LV", "text", role="key"),
        Column("OZ", "Ordnungszahl (mit Index)", "text", role="key", term="RNoPart, RNoIndex"),
        Column("Index", "Index der Ordnungszahl", "text", term="RNoIndex"),
        Column("Gruppe", "Ordnungszahl der Gruppe", "text", role="key"),
        *(Column(f"Titel_{n}", f"Titel der Ebene {n}", "text", role="text", term="LblTx") for n in range(1, 6)),
        Column("Art", "Art der Position", "text", role="code", labels=KINDS),
        Column("Kurztext", "Kurztext", "text", role="text", term="OutlineText"),
        Column("Langtext", "Langtext", "text", role="text", term="DetailTxt"),
        Column("Menge", "Menge", "decimal", role="quantity", unit="Einheit", term="Qty"),
        Column("Abrechnungsmenge", "Abgerechnete Menge", "decimal", role="quantity", unit="Einheit", term="BillQty"),
        Column("Einheit", "Mengeneinheit", "text", role="code", term="QU"),
        Column("Einheitspreis", "Einheitspreis", "decimal", term="UP", **money),  # type: ignore[arg-type]
        *(Column(f"EP_Anteil_{n}", f"EP-Anteil {n}", "decimal", term=f"UPComp{n}", **money) for n in range(1, 7)),  # type: ignore[arg-type]
        Column("Nachlass", "Nachlass der Position in %", "decimal", role="rate", term="DiscountPcnt"),
        Column("Zuschlag", "Zuschlag in %", "decimal", role="rate", term="Markup"),
        Column("Zuschlag_Art", "Worauf der Zuschlag gilt", "text", role="code", term="MarkupType"),
        Column("Zuschlag_auf", "Betrag laut Zuschlagsposition", "decimal", term="ITMarkup", **money),  # type: ignore[arg-type]
        Column("Positionsbetrag", "Betrag der Position", "decimal", term="IT", **money),  # type: ignore[arg-type]
        Column("Gesamtbetrag", "Betrag in der Summe des LV", "decimal", about=_COUNTED, **money),  # type: ignore[arg-type]
        Column("Zählt", "Zählt zur Summe", "boolean", **yes),  # type: ignore[arg-type]
        Column("Zählt_weil", "Warum sie zählt oder nicht", "text", role="text"),
        Column("Steuersatz", "Umsatzsteuer in %", "decimal", role="rate", term="VAT"),
        Column("Pauschal", "Pauschalposition", "boolean", term="LumpSumItem", **yes),  # type: ignore[arg-type]
        Column("Stundenlohn", "Stundenlohnarbeiten", "boolean", term="HourIt", **yes),  # type: ignore[arg-type]
        Column("Schwerpunkt", "Schwerpunktposition", "boolean", term="KeyIt", **yes),  # type: ignore[arg-type]
        Column("Freie_Menge", "Menge trägt der Bieter ein", "boolean", term="QtyTBD", **yes),  # type: ignore[arg-type]
        Column("Entfällt", "Position entfällt", "boolean", term="NotAppl", **yes),  # type: ignore[arg-type]
        Column("Nicht_angeboten", "Vom Bieter nicht angeboten", "boolean", term="NotOffered", **yes),  # type: ignore[arg-type]
        Column("Zuordnung", "Gruppe und Nummer der Alternative", "text", role="code", term="ALNGroupNo.ALNSerNo"),
        Column("Bedarf", "Bedarfsposition mit oder ohne Gesamtbetrag", "text", role="code", term="Provis"),
        Column("Nachtrag", "Nachtrag Nr.", "text", role="key", term="CONo"),
        Column("Nachtrag_Status", "Stand des Nachtrags", "text", role="code", term="COStatus"),
        Column("Positionsarten", "Kennbuchstaben (GAEB 90)", "text", role="code"),
        Column("Bieterkommentar", "Kommentar des Bieters", "text", role="text", term="BidComm"),
        Column("ID", "Kennung in der Datei", "text", role="key", term="ID"),
    )


GROUPS = (
    Column("LV", "Name des LV", "text", role="key"),
    Column("OZ", "Ordnungszahl der Gruppe", "text", role="key", term="RNoPart"),
    Column("Ebene", "Ebene", "integer"),
    Column("Obergruppe", "Ordnungszahl der Obergruppe", "text", role="key"),
    Column("Titel", "Titel", "text", role="text", term="LblTx"),
    Column("Positionen", "Zahl der Positionen", "integer", role="quantity"),
    Column("Summe", "Summe der Gruppe (gerechnet)", "decimal", about=_GROUP_SUM, role="amount"),
    Column("Summe_Datei", "Summe laut Datei", "decimal", role="amount", term="Total"),
    Column("Nachlass_Prozent", "Nachlass in %", "decimal", role="rate", term="DiscountPcnt"),
    Column("Summe_nach_Nachlass", "Summe nach Nachlass", "decimal", role="amount", term="TotAfterDisc"),
    Column("Zählt", "Zählt zur Summe", "boolean", role="flag"),
    Column("Zählt_weil", "Warum sie zählt oder nicht", "text", role="text"),
    Column("Nachtrag", "Nachtrag Nr.", "text", role="key", term="CONo"),
    Column("Nachtrag_Status", "Stand des Nachtrags", "text", role="code", term="COStatus"),
)

PAYMENTS = (
    Column("LV", "Name des LV", "text", role="key"),
    Column("Art", "Zahlung oder Anteil", "text", role="code"),
    Column("Bezeichnung", "Bezeichnung", "text", role="text", term="Description"),
    Column("Datum", "Datum der Zahlung", "date", role="date", term="PaymentDate"),
    Column("Rechnungsnummer", "Rechnungsnummer", "text", role="key", term="InvoiceNo"),
    Column("Betrag", "Betrag brutto", "decimal", role="amount", unit="EUR", term="Total"),
    Column("Steuer", "Darin Umsatzsteuer", "decimal", role="amount", unit="EUR", term="TotalVAT"),
)

TAKEOFFS = (
    Column("LV", "Name des LV", "text", role="key"),
    Column("OZ", "Ordnungszahl der Position", "text", role="key"),
    Column("Zeile", "Aufmaßzeile (REB 23.003)", "text", role="text", term="QTakeoff/@Row"),
)

_TO_LV = Foreign(("LV",), "gaeb_projekte", ("LV",))
_TO_GROUP = Foreign(("LV", "Gruppe"), "gaeb_gruppen", ("LV", "OZ"))
_TO_ITEM = Foreign(("LV", "OZ"), "gaeb_positionen", ("LV", "OZ"))


def _shape(name: str, title: str, kind: str, keys: tuple[str, ...], foreign: tuple[Foreign, ...] = ()) -> Table:
    return Table(f"gaeb_{name}", title, (), (), (), keys, f"gaeb.{kind}", foreign=foreign)


PROJECT_SHAPE = _shape("projekte", "Leistungsverzeichnisse (GAEB)", "project", ("LV",))
ITEMS_SHAPE = _shape("positionen", "Positionen des LV", "items", ("LV", "OZ"), (_TO_LV, _TO_GROUP))
GROUPS_SHAPE = _shape("gruppen", "Gruppen des LV", "groups", ("LV", "OZ"), (_TO_LV,))
PAYMENTS_SHAPE = _shape("zahlungen", "Zahlungen und Anteile der Rechnung", "payments", (), (_TO_LV,))
TAKEOFFS_SHAPE = _shape("aufmaß", "Aufmaßzeilen", "takeoffs", (), (_TO_ITEM,))
