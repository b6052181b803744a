"""Do the sums of an e-invoice agree? The rules BR-CO-10 to BR-CO-17 of EN 16931-1. Nothing is repaired."""

from decimal import ROUND_HALF_UP, Decimal

from hanse.readers.einvoice.rows import Invoice, Row
from hanse.readers.einvoice.tree import path_of
from hanse.records import Finding, Place
from hanse.words import Words

CENT = Decimal("0.01")


def check(invoice: Invoice) -> list[Finding]:
    """Return a finding for each sum that doesn't agree; sums whose parts aren't given are not checked."""
    head = invoice.head
    pairs = (
        ("BR-CO-10", "Positionssumme", _line_sum(invoice)),
        ("BR-CO-11", "Abschläge", _sum_or_none(invoice.amounts("allowance"))),
        ("BR-CO-12", "Zuschläge", _sum_or_none(invoice.amounts("charge") + invoice.amounts("logistics"))),
        ("BR-CO-13", "Netto", _plus(head, ("Positionssumme", "Zuschläge"), ("Abschläge",))),
        (
            "BR-CO-14",
            "Steuer",
            _sum_or_none([d for d in (_number(t, "Steuerbetrag") for t in invoice.taxes) if d is not None]),
        ),
        ("BR-CO-15", "Brutto", _plus(head, ("Netto", "Steuer"), ())),
        ("BR-CO-16", "Zahlbetrag", _due(invoice)),
    )
    found = [_differs(invoice, rule, name, wanted) for rule, name, wanted in pairs]
    return [f for f in found if f] + [f for f in (_tax(invoice, i) for i in range(len(invoice.taxes))) if f]


def _differs(invoice: Invoice, rule: str, name: str, wanted: Decimal | None) -> Finding | None:
    stated = _number(invoice.head, name)
    if stated is None or wanted is None or stated == wanted:
        return None
    return _finding(rule, name, stated, wanted, path_of(invoice.root))


def _tax(invoice: Invoice, index: int) -> Finding | None:
    """BR-CO-17: tax amount = basis x rate, rounded to two places; one cent of rounding is let pass."""
    row = invoice.taxes[index]
    basis, rate, stated = (_number(row, name) for name in ("Basisbetrag", "Steuersatz", "Steuerbetrag"))
    if basis is None or rate is None or stated is None:
        return None
    wanted = (basis * rate / 100).quantize(CENT, ROUND_HALF_UP)
    if abs(wanted - stated) <= CENT:
        return None
    return _finding("BR-CO-17", "Steuerbetrag", stated, wanted, path_of(invoice.tax_nodes[index]))


def _finding(rule: str, name: str, stated: Decimal, wanted: Decimal, path: str) -> Finding:
    return Finding(
        f"einvoice.{rule}",
        "warning",
        Words(
            f"{name}: die Rechnung nennt {_german(stated)}, ihre Teile ergeben {_german(wanted)} ({rule}). "
            "Vor dem Bezahlen beim Absender nachfragen.",
            f"{name}: the invoice says {stated}, its parts make {wanted} ({rule}). Ask the sender before paying.",
        ),
        Place(part=path),
    )


def _german(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def _line_sum(invoice: Invoice) -> Decimal | None:
    amounts = [_number(row, "Positionsbetrag") for row in invoice.lines]
    known = [a for a in amounts if a is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _due(invoice: Invoice) -> Decimal | None:
    base = _plus(invoice.head, ("Brutto",), ("Vorauszahlung",))
    if base is None or (invoice.head["Vorauszahlung"] is None and "minimum" in invoice.profile):
        return None  # the profile MINIMUM has no field for prepayments (Factur-X 1.0, 5.1)
    return base + sum(invoice.amounts("rounding"), Decimal(0)) + sum(invoice.amounts("third_party"), Decimal(0))


def _plus(head: Row, plus: tuple[str, ...], minus: tuple[str, ...]) -> Decimal | None:
    """Return the sum of head values; the first must be given, others count as 0 when absent."""
    if _number(head, plus[0]) is None:
        return None
    total = sum((_number(head, name) or Decimal(0) for name in plus), Decimal(0))
    return total - sum((_number(head, name) or Decimal(0) for name in minus), Decimal(0))


def _sum_or_none(amounts: list[Decimal]) -> Decimal | None:
    return sum(amounts, Decimal(0)) if amounts else None


def _number(row: Row, name: str) -> Decimal | None:
    value = row[name]
    return value if isinstance(value, Decimal) else None
