"""One entry (Ntry) of a camt message to rows: one row, or one for each part of a batch whose parts add up."""

import re
from decimal import Decimal

import msgspec
from lxml import etree

from hanse.readers._bank import codes, parties, xml
from hanse.readers._bank.chain import german
from hanse.readers._bank.columns import Row
from hanse.readers.camt.statement import Statement
from hanse.records import Cell, Check, Finding, Place
from hanse.words import Words

_GERMAN_CODE = re.compile(r"(?:([A-Z][A-Z0-9]{3})\+)?(\d{3})(?:\+(\w+))?(?:\+(\w+))?")
_GERMAN_BANKS = frozenset({"DK", "ZKA", None})


class Entry(msgspec.Struct):
    """What an entry became. amount: signed; booked: it counts in the balance."""

    amount: Decimal | None
    currency: str | None
    booked: bool
    rows: list[Row] = []
    places: list[Place] = []
    details: list[Row] = []
    detail_places: list[Place] = []
    checks: list[Check] = []
    findings: list[Finding] = []


def read(node: etree._Element, path: str, now: Statement) -> Entry:
    """Return the rows of an entry of this statement."""
    base = _base(node, now)
    made = Entry(_amount(base["Betrag"]), _str(base["Währung"]), base["Status"] == "BOOK")
    if made.amount is None:
        made.findings.append(_no_amount(path))
    parts = [(batch, tx) for batch in xml.every(node, "NtryDtls") for tx in xml.every(batch, "TxDtls")]
    _check_batches(node, path, made)
    if len(parts) <= 1:
        made.rows.append(_joined(base, parts[0][1] if parts else None, xml.first(node, "NtryDtls")))
        made.places.append(Place(part=path))
        return made
    rows = [_part(base, tx, batch, index) for index, (batch, tx) in enumerate(parts, 1)]
    places = [Place(part=part) for part in _paths(node, path)]
    amounts = [_amount(row["Betrag"]) for row in rows]
    if None not in amounts and sum((a for a in amounts if a is not None), Decimal(0)) == made.amount:
        made.rows, made.places = rows, places
        return made
    made.rows.append(_joined(base, None, xml.first(node, "NtryDtls")))
    made.places.append(Place(part=path))
    made.details, made.detail_places = rows, places
    made.findings.append(_apart(path, made.amount, amounts))
    return made


def _base(node: etree._Element, now: Statement) -> dict[str, Cell]:
    raw = xml.first(node, "Amt")
    amount = xml.amount(raw.text) if raw is not None else None
    debit = xml.text(node, "CdtDbtInd") == "DBIT"
    row: dict[str, Cell] = {
        "Auszug": now.id,
        "Nummer": now.entries,
        "Konto": now.account,
        "Buchungsdatum": xml.day(node, "BookgDt"),
        "Wertstellung": xml.day(node, "ValDt"),
        "Betrag": None if amount is None else -amount if debit else amount,
        "Währung": raw.get("Ccy") if raw is not None else None,
        "S/H": {"DBIT": "S", "CRDT": "H"}.get(xml.text(node, "CdtDbtInd") or ""),
        "Storno": xml.text(node, "RvslInd") in {"true", "1"},
        "Status": xml.text(node, "Sts/Cd", "Sts") or "BOOK",
        "Bankreferenz": xml.text(node, "AcctSvcrRef"),
        "Kundenreferenz": xml.text(node, "NtryRef"),
        "Buchungstext": xml.text(node, "AddtlNtryInf"),
    }
    return row | _codes(xml.first(node, "BkTxCd"))


def _joined(base: dict[str, Cell], tx: etree._Element | None, batch: etree._Element | None) -> Row:
    """Return the row of an entry with what its only part says."""
    row = base | _batch(batch, None)
    return row | _details(tx, row) if tx is not None else row


def _part(base: dict[str, Cell], tx: etree._Element, batch: etree._Element, index: int) -> Row:
    """Return the row of one part of a batch; its amount is its own, and it is a debit or a credit by itself."""
    mark = xml.text(tx, "CdtDbtInd") or {"S": "DBIT", "H": "CRDT"}.get(str(base["S/H"]))
    raw = xml.first(tx, "Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
    amount = xml.amount(raw.text) if raw is not None else None
    same = raw is not None and raw.get("Ccy") == base["Währung"]
    row = base | _batch(batch, base["Betrag"])
    row |= {
        "Teil": index,
        "Betrag": None if amount is None or not same else -amount if mark == "DBIT" else amount,
        "S/H": {"DBIT": "S", "CRDT": "H"}.get(mark or ""),
    }
    if not same and raw is not None:
        row |= {"Ursprungsbetrag": amount, "Ursprungswährung": raw.get("Ccy")}
    return row | _details(tx, row)


def _details(tx: etree._Element, row: dict[str, Cell]) -> dict[str, Cell]:
    """Return what a TxDtls says, without what is empty; the other side is the debtor of a credit, else the creditor."""
    refs, related = xml.first(tx, "Refs"), xml.first(tx, "RltdPties")
    credit = (row["S/H"] == "H") != bool(row["Storno"])
    side = ("Dbtr", "DbtrAcct", "UltmtDbtr", "DbtrAgt") if credit else ("Cdtr", "CdtrAcct", "UltmtCdtr", "CdtrAgt")
    party, account, ultimate, agent = side
    instructed = xml.first(tx, "AmtDtls/InstdAmt/Amt")
    foreign = instructed is not None and instructed.get("Ccy") != row["Währung"]
    found: dict[str, Cell] = {
        "Name": parties.name(xml.first(related, party)),
        "IBAN": parties.account(xml.first(related, account)),
        "BIC": parties.bank(xml.first(xml.first(tx, "RltdAgts"), agent)),
        "Abweichender Name": parties.name(xml.first(related, ultimate)),
        "Verwendungszweck": parties.remittance(xml.first(tx, "RmtInf")),
        "End-to-End-ID": _stated(xml.text(refs, "EndToEndId")),
        "Mandatsreferenz": xml.text(refs, "MndtId"),
        "Gläubiger-ID": parties.scheme_id(xml.first(related, "Cdtr")),
        "Kundenreferenz": xml.text(refs, "InstrId", "PmtInfId", "MsgId"),
        "Bankreferenz": row["Bankreferenz"] or xml.text(refs, "AcctSvcrRef"),
        "Rückgabegrund": xml.text(tx, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"),
        "Ursprungsbetrag": xml.amount(instructed.text) if foreign and instructed is not None else None,
        "Ursprungswährung": instructed.get("Ccy") if foreign and instructed is not None else None,
        "Entgelt": _charges(tx),
        "Weitere Angaben": xml.text(tx, "AddtlTxInf", "Purp/Cd", "Purp/Prtry"),
    }
    own = _codes(xml.first(tx, "BkTxCd"))
    return {name: value for name, value in (found | own).items() if value is not None}


def _codes(node: etree._Element | None) -> dict[str, Cell]:
    """Return GVC, ISO code, meaning and Primanota of a BkTxCd; German banks write NTRF+166+00931 into Prtry."""
    iso = "-".join(
        part for part in (xml.text(node, path) for path in ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd")) if part
    )
    raw, issuer = xml.text(node, "Prtry/Cd"), xml.text(node, "Prtry/Issr")
    german = _GERMAN_CODE.fullmatch(raw or "") if issuer in _GERMAN_BANKS else None
    gvc = german[2] if german else None
    found: dict[str, Cell] = {
        "GVC": gvc,
        "Buchungscode": iso or (german[1] if german else raw),
        "Geschäftsvorfall": codes.business(gvc or "", iso) or None,
        "Primanota": german[3] if german else None,
    }
    return {name: value for name, value in found.items() if value}


def _batch(node: etree._Element | None, amount: Cell) -> dict[str, Cell]:
    batch = xml.first(node, "Btch")
    return {"Sammler": xml.text(batch, "PmtInfId", "MsgId"), "Sammelbetrag": amount}


def _charges(tx: etree._Element) -> Decimal | None:
    """Return the charges of a part as one sum (versions since 4: Rcrd, or a total)."""
    found = [xml.amount(xml.text(record, "Amt")) for chrgs in xml.every(tx, "Chrgs")
             for record in (xml.every(chrgs, "Rcrd") or [chrgs])]  # fmt: skip
    amounts = [amount for amount in found if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _check_batches(node: etree._Element, path: str, made: Entry) -> None:
    """Check the number and the sum that a batch states against its parts, where both are there."""
    for number, details in enumerate(xml.every(node, "NtryDtls"), 1):
        batch, parts = xml.first(details, "Btch"), xml.every(details, "TxDtls")
        place = Place(part=f"{path}/NtryDtls[{number}]/Btch[1]")
        stated = xml.text(batch, "NbOfTxs")
        if batch is None or not parts:
            continue
        if stated and stated.isdigit():
            words = Words("Sammler: Anzahl der Umsätze.", "Batch: number of transactions.")
            held = int(stated) == len(parts)
            made.checks.append(Check("camt.batch_count", words, held, stated, str(len(parts)), place))
        total = xml.amount(xml.text(batch, "TtlAmt"))
        found = [xml.amount(xml.text(part, "Amt", "AmtDtls/TxAmt/Amt")) for part in parts]
        if total is not None and None not in found:
            made_of = sum((a for a in found if a is not None), Decimal(0))
            words = Words("Sammler: Summe der Umsätze.", "Batch: sum of its transactions.")
            made.checks.append(Check("camt.batch_sum", words, made_of == total, german(total), german(made_of), place))


def _paths(node: etree._Element, path: str) -> list[str]:
    return [
        f"{path}/NtryDtls[{outer}]/TxDtls[{inner}]"
        for outer, details in enumerate(xml.every(node, "NtryDtls"), 1)
        for inner, _ in enumerate(xml.every(details, "TxDtls"), 1)
    ]


def _stated(raw: str | None) -> str | None:
    return None if raw == "NOTPROVIDED" else raw


def _amount(cell: Cell) -> Decimal | None:
    return cell if isinstance(cell, Decimal) else None


def _str(cell: Cell) -> str | None:
    return cell if isinstance(cell, str) else None


def _no_amount(path: str) -> Finding:
    words = Words("Der Umsatz hat keinen lesbaren Betrag.", "The entry has no readable amount.")
    return Finding("camt.amount", "warning", words, Place(part=path))


def _apart(path: str, amount: Decimal | None, parts: list[Decimal | None]) -> Finding:
    known = sum((part for part in parts if part is not None), Decimal(0))
    stated = "?" if amount is None else german(amount)
    words = Words(
        f"Sammelbuchung über {stated}: ihre {len(parts)} Teile ergeben {german(known)} oder nennen keinen Betrag in "
        "der Kontowährung; sie stehen unter „Einzelheiten zu Umsätzen“.",
        f"Batch entry of {stated}: its {len(parts)} parts make {german(known)} or state no amount in the account's "
        "currency; they stand in the table of details.",
    )
    return Finding("camt.parts", "info", words, Place(part=path))
