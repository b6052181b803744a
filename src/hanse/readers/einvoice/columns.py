"""The columns of the tables that only e-invoices have: payments, discounts, allowances, parties, and all the rest."""

from hanse.readers._invoice import LINES, NUMBER, POSITION, SIGNED, column
from hanse.records import Column

SUBLINES = (
    *LINES[:2],
    column("Oberposition", "Gehört zu Position", role="key", term="BT-X-304"),
    *LINES[2:],
)

PAYMENTS = (
    NUMBER,
    column("Zahlungsweg", "Zahlungsweg (UNTDID 4461)", role="code", term="BT-81"),
    column("Zahlungsart", "Zahlungsart", term="BT-82"),
    column("IBAN", "IBAN", role="key", term="BT-84"),
    column("Kontoinhaber", "Kontoinhaber", role="party", term="BT-85"),
    column("BIC", "BIC", role="key", term="BT-86"),
    column("Verwendungszweck", "Verwendungszweck", term="BT-83"),
    column("Mandatsreferenz", "Mandatsreferenz", role="key", term="BT-89"),
    column("Gläubiger_ID", "Gläubiger-ID", role="key", term="BT-90"),
    column("Belastetes_Konto", "Belastetes Konto (IBAN)", role="key", term="BT-91"),
)

DISCOUNTS = (
    NUMBER,
    column("Tage", "Skontofrist in Tagen", "decimal", "quantity", "BT-X-283"),
    column("Prozentsatz", "Skonto in %", "decimal", "rate", "BT-X-286"),
    column("Grundbetrag", "Skontofähiger Betrag", "decimal", "amount", "BT-X-285"),
    column("Betrag", "Skontobetrag", "decimal", "amount", "BT-X-287"),
)

ALLOWANCES = (
    NUMBER,
    POSITION,
    column("Art", "Abschlag oder Zuschlag"),
    column("Betrag", "Betrag", "decimal", "amount", "BT-92 BT-99 BT-136 BT-141 BT-X-272"),
    column("Grundbetrag", "Grundbetrag", "decimal", "amount", "BT-93 BT-100 BT-137 BT-142"),
    column("Prozentsatz", "Prozentsatz", "decimal", "rate", "BT-94 BT-101 BT-138 BT-143"),
    column("Grund", "Grund", "text", "text", "BT-97 BT-104 BT-139 BT-144 BT-X-271"),
    column("Grundcode", "Code für den Grund", "text", "code", "BT-98 BT-105 BT-140 BT-145"),
    column("Steuerkategorie", "Steuerkategorie", "text", "code", "BT-95 BT-102 BT-X-274"),
    column("Steuersatz", "Steuersatz in %", "decimal", "rate", "BT-96 BT-103 BT-X-275"),
    Column(
        "Betrag_mit_Vorzeichen",
        "Betrag (Abschlag negativ)",
        "decimal",
        f"Ein Abschlag ist negativ, ein Zuschlag positiv. {SIGNED}",
        "amount",
    ),
)

PARTIES = (
    NUMBER,
    column("Rolle", "Rolle in der Rechnung"),
    column("Name", "Name", "text", "party", "BT-27 BT-44 BT-59 BT-62 BT-70"),
    column("Kennung", "Kennung", "text", "key", "BT-29 BT-46 BT-60 BT-71"),
    column("Registernummer", "Registernummer", "text", "key", "BT-30 BT-47 BT-61"),
    column("USt_ID", "USt-IdNr.", "text", "key", "BT-31 BT-48 BT-63"),
    column("Straße", "Straße", "text", "text", "BT-35 BT-50 BT-64 BT-75"),
    column("Adresszusatz", "Adresszusatz", "text", "text", "BT-36 BT-51 BT-65 BT-76"),
    column("PLZ", "PLZ", "text", "text", "BT-38 BT-53 BT-67 BT-78"),
    column("Ort", "Ort", "text", "text", "BT-37 BT-52 BT-66 BT-77"),
    column("Land", "Land", "text", "code", "BT-40 BT-55 BT-69 BT-80"),
    column("Ansprechpartner", "Ansprechpartner", "text", "party", "BT-41 BT-56"),
    column("Telefon", "Telefon", "text", "text", "BT-42 BT-57"),
    column("E_Mail", "E-Mail", "text", "text", "BT-43 BT-58"),
    column("Elektronische_Adresse", "Elektronische Adresse", "text", "key", "BT-34 BT-49"),
)

MORE = (
    NUMBER,
    POSITION,
    column("Gruppe", "Gruppe"),
    column("Begriff", "Begriff (EN 16931)", role="code"),
    column("Angabe", "Angabe"),
    column("Wert", "Wert"),
)

OTHER = (
    NUMBER,
    column("Feld", "Feld der XML-Datei"),
    column("Wert", "Wert"),
)


def narrowed(columns: tuple[Column, ...], names: frozenset[str]) -> tuple[Column, ...]:
    """Return columns whose term is one of several (one for each group) with the one that a group has, or none."""
    return tuple(_narrowed(column, names) for column in columns)


def _narrowed(given: Column, names: frozenset[str]) -> Column:
    if " " not in given.term:
        return given
    term = next((term for term in given.term.split() if term in names), "")
    return column(given.name, given.title, given.type, given.role, term)
