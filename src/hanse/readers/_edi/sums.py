"""Do the amounts of an invoice agree? The rules BR-CO-10 to BR-CO-17 of EN 16931-1 over the common tables."""

from decimal import ROUND_HALF_UP, Decimal

from hanse.readers._edi.checks import Tally
from hanse.readers._edi.tables import Row
from hanse.records import Place
from hanse.words import Words

CENT = Decimal("0.01")
_LINES = Words("Summe der Positionen", "Sum of the lines")
_NET = Words("Netto = Positionen - Abschläge + Zuschläge", "Net = lines - allowances + charges")
_TAX = Words("Steuer = Summe der Steuerbeträge", "Tax = sum of the tax amounts")
_RATE = Words("Steuerbetrag = Basisbetrag x Steuersatz", "Tax amount = basis x rate")
_GROSS = Words("Brutto = Netto + Steuer", "Gross = net + tax")
_DUE = Words("Zahlbetrag = Brutto - Vorauszahlung", "Due = gross - prepaid")


def check(tally: Tally, head: Row, lines: list[Row], taxes: list[tuple[Row, Place]], place: Place) -> None:
    """Check the sums of one invoice; sums whose parts aren't given are not checked."""
    total = _sum([_number(row, "Positionsbetrag") for row in lines])
    stated = _number(head, "Positionssumme")
    if stated is not None and total is not None:
        tally.same("sum.lines", _LINES, stated, total, place)
    _same(tally, "sum.net", _NET, _number(head, "Netto"), _net(head, stated if stated is not None else total), place)
    tax = _sum([_number(row, "Steuerbetrag") for row, _ in taxes])
    _same(tally, "sum.tax", _TAX, _number(head, "Steuer"), tax, place)
    _same(tally, "sum.gross", _GROSS, _number(head, "Brutto"), _gross(head, total), place)
    _same(tally, "sum.due", _DUE, _number(head, "Zahlbetrag"), _due(head), place)
    for row, where in taxes:
        _rate(tally, row, where)


def _same(tally: Tally, what: str, words: Words, stated: Decimal | None, made: Decimal | None, place: Place) -> None:
    if stated is not None and made is not None:
        tally.same(what, words, stated, made, place)


def _net(head: Row, lines: Decimal | None) -> Decimal | None:
    return None if lines is None else lines - _or_zero(head, "Abschläge") + _or_zero(head, "Zuschläge")


def _gross(head: Row, lines: Decimal | None) -> Decimal | None:
    net = _number(head, "Netto")
    if net is None:
        net = _net(head, lines)
    return None if net is None else net + _or_zero(head, "Steuer")


def _due(head: Row) -> Decimal | None:
    gross = _number(head, "Brutto")
    return None if gross is None else gross - _or_zero(head, "Vorauszahlung")


def _rate(tally: Tally, row: Row, place: Place) -> None:
    basis, rate, stated = (_number(row, name) for name in ("Basisbetrag", "Steuersatz", "Steuerbetrag"))
    if basis is None or rate is None or stated is None:
        return
    wanted = (basis * rate / 100).quantize(CENT, ROUND_HALF_UP)
    tally.same("sum.rate", _RATE, stated, stated if abs(wanted - stated) <= CENT else wanted, place)


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _or_zero(row: Row, name: str) -> Decimal:
    return _number(row, name) or Decimal(0)


def _number(row: Row, name: str) -> Decimal | None:
    value = row.get(name)
    return value if isinstance(value, Decimal) else None
