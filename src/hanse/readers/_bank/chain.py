"""The balance chain: opening balance + entries = closing balance = opening balance of the next statement."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from hanse.records import Check, Finding, Place
from hanse.words import Words


class Link(msgspec.Struct, frozen=True):
    """A statement as the chain sees it. total: sum of its booked entries; None balances aren't stated or readable."""

    name: str
    account: str
    currency: str
    opening: Decimal | None
    closing: Decimal | None
    total: Decimal
    place: Place


def checks(reader: str, links: list[Link]) -> Iterator[Check]:
    """Yield one check for each statement, and one for each step to the next statement of the same account."""
    for link in links:
        yield _balance(reader, link)
    last: dict[tuple[str, str], Link] = {}
    for link in links:
        before = last.get((link.account, link.currency))
        if before is not None and before.closing is not None and link.opening is not None:
            yield _step(reader, before, link)
        last[link.account, link.currency] = link


def findings(checks_: list[Check]) -> list[Finding]:
    """Return a warning for each check that doesn't hold."""
    return [_finding(check) for check in checks_ if check.held is False]


def german(amount: Decimal) -> str:
    """Return an amount as it is written in German."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def _balance(reader: str, link: Link) -> Check:
    words = Words(
        f"Auszug {link.name}: Anfangssaldo + Umsätze = Endsaldo.",
        f"Statement {link.name}: opening balance + entries = closing balance.",
    )
    if link.opening is None or link.closing is None:
        return Check(f"{reader}.balance", words, None, place=link.place)
    made = link.opening + link.total
    return Check(f"{reader}.balance", words, made == link.closing, german(link.closing), german(made), link.place)


def _step(reader: str, before: Link, link: Link) -> Check:
    words = Words(
        f"Auszug {link.name} beginnt mit dem Endsaldo von Auszug {before.name}.",
        f"Statement {link.name} begins with the closing balance of statement {before.name}.",
    )
    ended, begun = before.closing or Decimal(0), link.opening or Decimal(0)
    return Check(f"{reader}.chain", words, ended == begun, german(ended), german(begun), link.place)


def _finding(check: Check) -> Finding:
    why = {
        "balance": Words(
            "Es fehlen Umsätze, oder ein Betrag ist falsch: mit dem Auszug der Bank vergleichen.",
            "Entries are missing or an amount is wrong: compare with the bank's statement.",
        ),
        "chain": Words(
            "Vielleicht fehlt ein Auszug dazwischen, oder einer ist doppelt.",
            "Perhaps a statement between them is missing, or one is there twice.",
        ),
    }.get(
        check.code.rpartition(".")[2],
        Words("Einzelumsätze fehlen oder sind zu viel: bei der Bank nachfragen.", "Ask the bank about the parts."),
    )
    words = Words(
        f"{check.words.de} Das stimmt nicht: erwartet {check.expected}, gefunden {check.found}. {why.de}",
        f"{check.words.en} That does not hold: expected {check.expected}, found {check.found}. {why.en}",
    )
    return Finding(check.code, "warning", words, check.place)
