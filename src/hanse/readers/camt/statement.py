"""One statement, report or notification of a camt message: account, period, balances."""

from datetime import date, datetime
from decimal import Decimal

import msgspec
from lxml import etree

from hanse.readers._bank import chain, parties, xml
from hanse.readers._bank.columns import Row
from hanse.records import Place


class Balance(msgspec.Struct, frozen=True):
    """A signed balance with its currency and day."""

    amount: Decimal
    currency: str | None
    day: date | None


class Statement(msgspec.Struct):
    """What is known of a statement while it streams by. total: signed sum of its booked entries in its currency."""

    path: str
    known: bool = False
    format: str = ""
    id: str = ""
    account: str | None = None
    bank: str | None = None
    owner: str | None = None
    currency: str | None = None
    number: str | None = None
    created: datetime | None = None
    start: date | None = None
    end: date | None = None
    balances: dict[str, Balance] = {}
    note: str | None = None
    total: Decimal = Decimal(0)
    entries: int = 0
    unclear: bool = False

    @property
    def opening(self) -> Balance | None:
        """The opening balance: OPBD, or the previous closing one; of several pages the interim one that comes first."""
        return self.balances.get("OPBD") or self.balances.get("PRCD") or self.balances.get("ITBD:first")

    @property
    def closing(self) -> Balance | None:
        """The closing balance, or on all but the last page the interim one that comes last."""
        return self.balances.get("CLBD") or self.balances.get("ITBD:last")


def complete(now: Statement, node: etree._Element, version: str) -> None:
    """Take down what stands in a statement's element so far; called at its first entry and at its end."""
    now.known, now.format = True, version
    now.id = xml.text(node, "Id") or now.path
    acct = xml.first(node, "Acct")
    now.account, now.bank = parties.account(acct), parties.bank(xml.first(acct, "Svcr"))
    now.owner = parties.name(xml.first(acct, "Ownr")) or xml.text(acct, "Nm")
    now.number = xml.text(node, "ElctrncSeqNb", "LglSeqNb")
    now.created = xml.moment(xml.text(node, "CreDtTm"))
    now.start, now.end = xml.day(node, "FrToDt/FrDtTm", "FrToDt/FrDt"), xml.day(node, "FrToDt/ToDtTm", "FrToDt/ToDt")
    now.note = xml.text(node, "AddtlStmtInf", "AddtlRptInf", "AddtlNtfctnInf")
    now.balances = _balances(node)
    first = now.opening or now.closing
    now.currency = xml.text(acct, "Ccy") or (first.currency if first else now.currency)


def row(now: Statement) -> Row:
    """Return the row of bank.statements."""
    opening, closing, available = now.opening, now.closing, now.balances.get("CLAV")
    return {
        "Auszug": now.id,
        "Format": now.format,
        "Konto": now.account,
        "Bank": now.bank,
        "Kontoinhaber": now.owner,
        "Währung": now.currency,
        "Auszugsnummer": now.number,
        "Erstellt am": now.created,
        "Von": now.start or (opening.day if opening else None),
        "Bis": now.end or (closing.day if closing else None),
        "Anfangssaldo": opening.amount if opening else None,
        "Endsaldo": closing.amount if closing else None,
        "Verfügbarer Saldo": available.amount if available else None,
        "Umsatzsumme": now.total,
        "Umsätze": now.entries,
        "Hinweis": now.note,
    }


def link(now: Statement) -> chain.Link:
    """Return the statement for the balance chain; balances in another currency than the account's aren't comparable."""
    opening, closing = now.opening, now.closing
    alike = opening is not None and closing is not None and opening.currency == closing.currency == now.currency
    good = alike and not now.unclear
    return chain.Link(
        now.id, now.account or "", now.currency or "", opening.amount if opening and good else None,
        closing.amount if closing and good else None, now.total, Place(part=now.path),
    )  # fmt: skip


def words(now: Statement) -> str:
    """Return the statement in a sentence, so that it can be found as text."""
    opening, closing = now.opening, now.closing
    said = [f"Kontoauszug {now.number or now.id}", f"Konto {now.account}" if now.account else ""]
    if opening:
        said.append(f"Anfangssaldo {chain.german(opening.amount)} {opening.currency or ''}".strip())
    if closing:
        said.append(f"Endsaldo {chain.german(closing.amount)} {closing.currency or ''}".strip())
    said.append(f"{now.entries} Buchungen")
    return ", ".join(part for part in said if part)


def _balances(node: etree._Element) -> dict[str, Balance]:
    """Return the balances by code; interim ones (ITBD) as the first and the last of them."""
    found: dict[str, Balance] = {}
    for bal in xml.every(node, "Bal"):
        code = xml.text(bal, "Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry") or ""
        raw = xml.first(bal, "Amt")
        amount = xml.amount(raw.text) if raw is not None else None
        if amount is None or raw is None:
            continue
        signed = -amount if xml.text(bal, "CdtDbtInd") == "DBIT" else amount
        one = Balance(signed, raw.get("Ccy"), xml.day(bal, "Dt"))
        if code == "ITBD":
            if "ITBD:last" in found:
                found.setdefault("ITBD:first", found["ITBD:last"])
            found["ITBD:last"] = one
        else:
            found.setdefault(code, one)
    return found
