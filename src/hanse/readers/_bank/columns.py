"""The tables of bank files. Names are stable: MT940 and camt of one account fill the same ones. Knows no file format.

Amounts are signed as seen from the account: credits (Haben) plus, debits (Soll) minus. Terms are those of ISO 20022.
"""

from collections.abc import Mapping

from hanse.readers._bank.codes import labels
from hanse.records import Cell, Column, Foreign, Place, Table

_SIDES = (("H", "Haben (Gutschrift)"), ("S", "Soll (Belastung)"))
_STATES = (("BOOK", "gebucht"), ("PDNG", "vorgemerkt"), ("INFO", "nur zur Information"), ("FUTR", "künftig"))

STATEMENTS = (
    Column("Auszug", "Auszug", "text", "eigene Kennung des Auszugs in der Datei", "key", term="Stmt/Id"),
    Column("Format", "Format der Datei", "text", role="code"),
    Column("Konto", "Konto", "text", "IBAN, sonst Bankleitzahl und Kontonummer", "key", term="Acct/Id"),
    Column("Bank", "Bank (BIC oder Bankleitzahl)", "text", term="Acct/Svcr"),
    Column("Kontoinhaber", "Kontoinhaber", "text", role="party", term="Acct/Ownr"),
    Column("Währung", "Währung", "text", role="code", term="Acct/Ccy"),
    Column("Auszugsnummer", "Auszugsnummer", "text", role="key", term="ElctrncSeqNb"),
    Column("Von", "Von", "date", "erster Tag, oder Tag des Anfangssaldos", "date", term="FrToDt/FrDtTm"),
    Column("Bis", "Bis", "date", "letzter Tag, oder Tag des Endsaldos", "date", term="FrToDt/ToDtTm"),
    Column("Anfangssaldo", "Anfangssaldo", "decimal", "Haben plus, Soll minus", "amount", "Währung", "Bal OPBD/PRCD"),
    Column("Endsaldo", "Endsaldo", "decimal", "Haben plus, Soll minus", "amount", "Währung", "Bal CLBD"),
    Column("Verfügbarer Saldo", "Verfügbarer Saldo", "decimal", "", "amount", "Währung", "Bal CLAV"),
    Column("Umsatzsumme", "Summe der Umsätze", "decimal", "errechnet aus den Umsätzen", "amount", "Währung"),
    Column("Umsätze", "Anzahl der Umsätze", "integer", "Buchungen auf dem Konto", "quantity"),
    Column("Hinweis", "Hinweis der Bank", "text", role="text", term="AddtlStmtInf"),
    Column(
        "Erstellt am", "Erstellt am", "datetime", "Zeitpunkt der Datei; der Zeitraum ist Von bis Bis", term="CreDtTm"
    ),
)
ENTRIES = (
    Column("Auszug", "Auszug", "text", role="key", term="Stmt/Id"),
    Column("Nummer", "Nummer im Auszug", "integer", "ab 1", "key"),
    Column("Teil", "Teil einer Sammelbuchung", "integer", "ab 1; leer, wenn die Buchung keine Teile hat", "key"),
    Column("Konto", "Eigenes Konto", "text", role="key", term="Acct/Id"),
    Column("Buchungsdatum", "Buchungsdatum", "date", role="date", term="BookgDt"),
    Column("Wertstellung", "Wertstellung (Valuta)", "date", role="date", term="ValDt"),
    Column("Betrag", "Betrag", "decimal", "Gutschrift plus, Belastung minus", "amount", "Währung", "Amt"),
    Column("Währung", "Währung", "text", role="code", term="Amt/@Ccy"),
    Column("S/H", "Soll oder Haben", "text", "wie auf dem Konto gebucht", "code", term="CdtDbtInd", labels=_SIDES),
    Column("Storno", "Storno", "boolean", "macht eine frühere Buchung rückgängig", "flag", term="RvslInd"),
    Column("Status", "Status", "text", role="code", term="Sts", labels=_STATES),
    Column("Name", "Name der Gegenseite", "text", "Auftraggeber oder Empfänger", "party", term="RltdPties"),
    Column("IBAN", "IBAN der Gegenseite", "text", "oder Kontonummer", "key", term="RltdPties/DbtrAcct, CdtrAcct"),
    Column("BIC", "BIC der Gegenseite", "text", "oder Bankleitzahl", "key", term="RltdAgts"),
    Column("Abweichender Name", "Abweichender Auftraggeber oder Empfänger", "text", role="party", term="Ultmt"),
    Column("Verwendungszweck", "Verwendungszweck", "text", role="text", term="RmtInf"),
    Column("End-to-End-ID", "End-to-End-Referenz", "text", role="key", term="EndToEndId"),
    Column("Mandatsreferenz", "Mandatsreferenz", "text", role="key", term="MndtId"),
    Column("Gläubiger-ID", "Gläubiger-Identifikationsnummer", "text", role="key", term="CdtrSchmeId"),
    Column("Kundenreferenz", "Kundenreferenz", "text", role="key", term="InstrId"),
    Column("Bankreferenz", "Referenz der Bank", "text", role="key", term="AcctSvcrRef"),
    Column("GVC", "Geschäftsvorfallcode", "text", role="code", term="BkTxCd/Prtry", labels=labels("gvc")),
    Column("Buchungscode", "Buchungscode", "text", "ISO-Code, bei MT940 der SWIFT-Code", "code", term="BkTxCd/Domn"),
    Column("Geschäftsvorfall", "Art des Umsatzes", "text", "Bedeutung des Codes", "code"),
    Column("Buchungstext", "Buchungstext der Bank", "text", role="text", term="AddtlNtryInf"),
    Column("Primanota", "Primanota", "text", role="code"),
    Column("Rückgabegrund", "Rückgabegrund", "text", role="code", term="RtrInf/Rsn/Cd", labels=labels("reasons")),
    Column("Sammler", "Kennung der Sammelbuchung", "text", role="key", term="Btch/PmtInfId"),
    Column("Sammelbetrag", "Betrag der ganzen Sammelbuchung", "decimal", "nicht zum Summieren: steht bei jedem Teil"),
    Column("Ursprungsbetrag", "Betrag in fremder Währung", "decimal", "ohne Vorzeichen", "", "Ursprungswährung",
           "AmtDtls/InstdAmt"),
    Column("Ursprungswährung", "Fremde Währung", "text", role="code", term="AmtDtls/InstdAmt/@Ccy"),
    Column("Entgelt", "Entgelte im Betrag", "decimal", "", "amount", "Währung", "Chrgs"),
    Column("Weitere Angaben", "Weitere Angaben", "text", role="text"),
)  # fmt: skip
PAYMENTS = (
    Column("Datei", "Kennung der Datei", "text", role="key", term="GrpHdr/MsgId"),
    Column("Sammler", "Kennung des Sammlers", "text", role="key", term="PmtInfId"),
    Column("Nummer", "Nummer in der Datei", "integer", "ab 1", "key"),
    Column("Art", "Art des Auftrags", "text", "Überweisung oder Lastschrift", "code", term="PmtMtd"),
    Column("Ausführung", "Ausführung am", "date", "verlangter Tag", "date", term="ReqdExctnDt, ReqdColltnDt"),
    Column("Betrag", "Betrag des Auftrags", "decimal", "wie im Auftrag, ohne Vorzeichen", "amount", "Währung",
           "InstdAmt"),
    Column("Betrag mit Vorzeichen", "Betrag mit Vorzeichen", "decimal", "Überweisung minus, Lastschrift plus", "amount",
           "Währung"),
    Column("Währung", "Währung", "text", role="code", term="InstdAmt/@Ccy"),
    Column("Konto", "Eigenes Konto", "text", role="key", term="DbtrAcct, CdtrAcct"),
    Column("Eigener Name", "Eigener Name", "text", role="party"),
    Column("Name", "Name der Gegenseite", "text", "Empfänger oder Zahlungspflichtiger", "party", term="Cdtr, Dbtr"),
    Column("IBAN", "IBAN der Gegenseite", "text", role="key"),
    Column("BIC", "BIC der Gegenseite", "text", role="key"),
    Column("Abweichender Name", "Abweichender Empfänger oder Zahler", "text", role="party", term="Ultmt"),
    Column("Verwendungszweck", "Verwendungszweck", "text", role="text", term="RmtInf"),
    Column("End-to-End-ID", "End-to-End-Referenz", "text", role="key", term="EndToEndId"),
    Column("Kundenreferenz", "Kundenreferenz", "text", role="key", term="InstrId"),
    Column("Mandatsreferenz", "Mandatsreferenz", "text", role="key", term="MndtId"),
    Column("Mandat vom", "Mandat unterschrieben am", "date", role="date", term="DtOfSgntr"),
    Column("Gläubiger-ID", "Gläubiger-Identifikationsnummer", "text", role="key", term="CdtrSchmeId"),
    Column("Verfahren", "Verfahren", "text", "CORE, B2B, INST ...", "code", term="LclInstrm, SvcLvl"),
    Column("Sequenz", "Sequenz der Lastschrift", "text", role="code", term="SeqTp",
           labels=(("FRST", "erste"), ("RCUR", "folgende"), ("OOFF", "einmalige"), ("FNAL", "letzte"))),
    Column("Zweckcode", "Zweckcode", "text", role="code", term="Purp"),
)  # fmt: skip

Row = Mapping[str, Cell]


def statements(rows: list[Row], places: list[Place]) -> Table:
    """Return the table of statements."""
    about = "Ein Satz je Kontoauszug: Konto, Zeitraum, Salden."
    return _table(("kontoauszuege", "Kontoauszüge", "bank.statements", about), STATEMENTS, ("Auszug",), rows, places)


def entries(rows: list[Row], places: list[Place]) -> Table:
    """Return the table of entries."""
    about = (
        "Eine Zeile je Umsatz auf dem Konto; eine Sammelbuchung, deren Teile aufgehen, steht als ihre Teile da. "
        "Die Summe der Beträge ist die Veränderung des Saldos (Status gebucht)."
    )
    keys = ("Auszug", "Nummer", "Teil")
    return _table(("kontoumsaetze", "Kontoumsätze", "bank.entries", about), ENTRIES, keys, rows, places)


def details(rows: list[Row], places: list[Place]) -> Table:
    """Return the table of parts of batch entries whose amounts are not given or don't add up to the entry."""
    about = (
        "Teile von Sammelbuchungen, deren Beträge fehlen oder nicht aufgehen; nicht zum Summieren neben den Umsätzen."
    )
    keys = ("Auszug", "Nummer", "Teil")
    return _table(("umsatzdetails", "Einzelheiten zu Umsätzen", "bank.details", about), ENTRIES, keys, rows, places)


def payments(rows: list[Row], places: list[Place]) -> Table:
    """Return the table of orders to the bank."""
    about = "Aufträge an die Bank (Überweisungen, Lastschriften): angewiesen, nicht gebucht."
    keys = ("Datei", "Nummer")
    return _table(("zahlungsauftraege", "Zahlungsaufträge", "bank.payments", about), PAYMENTS, keys, rows, places)


def _table(
    named: tuple[str, str, str, str], columns: tuple[Column, ...], keys: tuple[str, ...], rows: list[Row],
    places: list[Place],
) -> Table:  # fmt: skip
    name, title, kind, about = named
    cells = tuple(tuple(row.get(column.name) for column in columns) for row in rows)
    foreign = (Foreign(("Auszug",), "kontoauszuege"),) if columns is ENTRIES else ()
    return Table(name, title, columns, cells, tuple(places), keys, kind, about, foreign)
