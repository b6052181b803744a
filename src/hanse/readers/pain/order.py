"""One order of a pain message to a row. Source: ISO 20022, pain.001 and pain.008, with the SEPA rules of the DK."""

from decimal import Decimal

from lxml import etree

from hanse.readers._bank import parties, xml
from hanse.readers._bank.columns import Row
from hanse.records import Cell


def batch(node: etree._Element) -> dict[str, Cell]:
    """Return what all orders of a batch (PmtInf) share."""
    debit = xml.text(node, "PmtMtd") == "DD"
    own, account = ("Cdtr", "CdtrAcct") if debit else ("Dbtr", "DbtrAcct")
    return {
        "Sammler": xml.text(node, "PmtInfId"),
        "Art": "Lastschrift" if debit else "Überweisung",
        "Ausführung": xml.day(node, "ReqdColltnDt", "ReqdExctnDt"),
        "Konto": parties.account(xml.first(node, account)),
        "Eigener Name": parties.name(xml.first(node, own)),
        "Gläubiger-ID": parties.creditor_id(xml.first(node, "CdtrSchmeId")),
        **_kind(xml.first(node, "PmtTpInf")),
    }


def row(node: etree._Element, shared: dict[str, Cell], file: str | None, number: int) -> Row:
    """Return the row of an order; what it says itself goes before what its batch says."""
    debit = shared["Art"] == "Lastschrift"
    other = ("Dbtr", "DbtrAcct", "DbtrAgt", "UltmtDbtr") if debit else ("Cdtr", "CdtrAcct", "CdtrAgt", "UltmtCdtr")
    raw = xml.first(node, "InstdAmt", "Amt/InstdAmt", "Amt/EqvtAmt/Amt")
    amount = xml.amount(raw.text) if raw is not None else None
    mandate = xml.first(node, "DrctDbtTx/MndtRltdInf")
    found: dict[str, Cell] = {
        "Datei": file,
        "Nummer": number,
        "Betrag": amount,
        "Betrag mit Vorzeichen": amount if amount is None or debit else -amount,
        "Währung": raw.get("Ccy") if raw is not None else None,
        "Name": parties.name(xml.first(node, other[0])),
        "IBAN": parties.account(xml.first(node, other[1])),
        "BIC": parties.bank(xml.first(node, other[2])),
        "Abweichender Name": parties.name(xml.first(node, other[3])),
        "Verwendungszweck": parties.remittance(xml.first(node, "RmtInf")),
        "End-to-End-ID": _stated(xml.text(node, "PmtId/EndToEndId")),
        "Kundenreferenz": xml.text(node, "PmtId/InstrId"),
        "Mandatsreferenz": xml.text(mandate, "MndtId"),
        "Mandat vom": xml.day(mandate, "DtOfSgntr"),
        "Gläubiger-ID": parties.creditor_id(xml.first(node, "DrctDbtTx/CdtrSchmeId")),
        "Zweckcode": xml.text(node, "Purp/Cd", "Purp/Prtry"),
        **_kind(xml.first(node, "PmtTpInf")),
    }
    return shared | {name: value for name, value in found.items() if value is not None}


def total(rows: list[Row]) -> Decimal:
    """Return the sum of the amounts of orders, whatever their currencies: so ISO 20022 defines CtrlSum."""
    amounts = (row.get("Betrag") for row in rows)
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def _kind(node: etree._Element | None) -> dict[str, Cell]:
    found: dict[str, Cell] = {
        "Verfahren": xml.text(node, "LclInstrm/Cd", "LclInstrm/Prtry", "SvcLvl/Cd", "SvcLvl/Prtry"),
        "Sequenz": xml.text(node, "SeqTp"),
    }
    return {name: value for name, value in found.items() if value is not None}


def _stated(raw: str | None) -> str | None:
    return None if raw == "NOTPROVIDED" else raw
