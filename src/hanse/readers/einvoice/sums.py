"""Do the sums of an e-invoice agree? The rules BR-CO-10 to -17 of EN 16931-1 and the lines. Nothing is repaired."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from hanse.readers._invoice import Group, decimal, path_of
from hanse.readers.einvoice.tables import Lines
from hanse.records import Check, Finding, Place
from hanse.words import Words

CENT = Decimal("0.01")
LINE_SLACK = Decimal("0.02")
"""How far quantity times price may be from a line's amount (PEPPOL-EN16931-R120)."""

TAX_SLACK = Decimal(1)
"""EN 16931 lets a tax be less than 1 from base times rate (BR-CO-17), as the taxes of lines are rounded."""


_WIDE = Context(prec=200)
_IMPLIED = {"BR-CO-11", "BR-CO-12", "BR-CO-14"}
"""These totals may only be left out where they are 0; that others are there is for other rules to see."""


class Sum(NamedTuple):
    """A total that the invoice states (None: it doesn't) and what its parts make (None: they aren't given)."""

    rule: str
    words: Words
    stated: Decimal | None
    wanted: Decimal | None
    group: Group
    slack: Decimal = Decimal(0)

    @property
    def held(self) -> bool | None:
        """Tell whether they agree; None when there is nothing to compare."""
        if self.wanted is None or (self.stated is None and self.wanted == 0):
            return None
        return self.stated is not None and self.off <= self.slack

    @property
    def off(self) -> Decimal:
        """How far they are apart, at two places unless the invoice states more."""
        stated, wanted = self.stated or Decimal(0), self.wanted or Decimal(0)
        return min(abs(stated - wanted), abs(stated - cents(wanted)))


def totals(invoice: Group, lines: Lines) -> Iterator[Sum]:
    """Yield the totals of the invoice with what their parts make."""
    has_lines = bool(lines.counted)
    charges = amounts(invoice, "BT-99") + amounts(invoice, "BT-X-272")
    line_sum = _whole(amount(line, "BT-131") for line in lines.counted) if has_lines else None
    parts = (
        ("BR-CO-10", "BT-106", "Summe der Positionen", "sum of lines", line_sum),
        ("BR-CO-11", "BT-107", "Summe der Abschläge", "sum of allowances", sum(amounts(invoice, "BT-92"), Decimal(0))),
        ("BR-CO-12", "BT-108", "Summe der Zuschläge", "sum of charges", sum(charges, Decimal(0))),
        ("BR-CO-13", "BT-109", "Nettobetrag", "net amount", _plus(invoice, ("BT-106", "BT-108"), ("BT-107",))),
        ("BR-CO-14", "BT-110", "Umsatzsteuer", "VAT", _tax_sum(invoice)),
        ("BR-CO-15", "BT-112", "Bruttobetrag", "gross amount", _plus(invoice, ("BT-109", "BT-110"), ())),
        ("BR-CO-16", "BT-115", "Zahlbetrag", "amount due", _due(invoice)),
    )
    for rule, term, german, english, wanted in parts:
        stated = amount(invoice, term)
        if stated is not None or rule in _IMPLIED:
            yield Sum(rule, Words(german, english), stated, wanted, invoice)


def taxes(invoice: Group) -> Iterator[Sum]:
    """Yield the tax of each category and rate with base times rate, rounded to two places (BR-CO-17)."""
    for tax in invoice.groups.get("BG-23", ()):
        base, rate, stated = (amount(tax, term) for term in ("BT-116", "BT-119", "BT-117"))
        if base is None or rate is None or stated is None:
            continue
        words = Words(f"Steuerbetrag zu {rate} %", f"tax at {rate} %")
        wanted = cents(base * rate / 100)
        yield Sum("BR-CO-17", words, stated, wanted, tax, TAX_SLACK - CENT)


def line_sums(lines: Lines) -> Iterator[Sum]:
    """Yield each line's amount with quantity times price, charges added and allowances taken off."""
    for line in [*lines.counted, *(line for line, _ in lines.others)]:
        quantity, price = amount(line, "BT-129"), amount(line, "BT-146")
        per = amount(line, "BT-149") or Decimal(1)
        if quantity is None or price is None or amount(line, "BT-131") is None:
            continue
        wanted = cents(quantity * price / per)
        wanted += sum(_own(line, "BG-28", "BT-141"), Decimal(0)) - sum(_own(line, "BG-27", "BT-136"), Decimal(0))
        number = line.text("BT-126") or "?"
        words = Words(f"Betrag der Position {number}", f"amount of line {number}")
        yield Sum("line", words, amount(line, "BT-131"), wanted, line, LINE_SLACK)


def cents(number: Decimal) -> Decimal:
    """Return a number rounded to two places; a number of absurd length (damaged files) is no reason to stop."""
    return number.quantize(CENT, ROUND_HALF_UP, context=_WIDE)


def amount(group: Group, term: str) -> Decimal | None:
    """Return the number of a term; None when it isn't there, or is none."""
    value = group.first(term)
    return decimal(value.text) if value else None


def amounts(group: Group, term: str) -> list[Decimal]:
    """Return all numbers of a term."""
    return [number for value in group.all(term) if (number := decimal(value.text)) is not None]


def _own(line: Group, group: str, term: str) -> list[Decimal]:
    return [number for part in line.groups.get(group, ()) if (number := amount(part, term)) is not None]


def _whole(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum when every number is known."""
    known = list(numbers)
    return sum((n for n in known if n is not None), Decimal(0)) if None not in known else None


def _tax_sum(invoice: Group) -> Decimal | None:
    taxes_of = invoice.groups.get("BG-23", ())
    return _whole(amount(tax, "BT-117") for tax in taxes_of) if taxes_of else None


def _due(invoice: Group) -> Decimal | None:
    base = _plus(invoice, ("BT-112", "BT-114"), ("BT-113",))
    if base is None or (amount(invoice, "BT-113") is None and "minimum" in invoice.text("BT-24").lower()):
        return None  # the profile MINIMUM has no field for prepayments (Factur-X 1.0, 5.1)
    return base + sum(amounts(invoice, "BT-DEX-002"), Decimal(0))


def _plus(invoice: Group, plus: Sequence[str], minus: Sequence[str]) -> Decimal | None:
    """Return the sum of terms; the first must be given, others count as 0 when absent."""
    if amount(invoice, plus[0]) is None:
        return None
    total = sum((amount(invoice, term) or Decimal(0) for term in plus), Decimal(0))
    return total - sum((amount(invoice, term) or Decimal(0) for term in minus), Decimal(0))


def told(sums: Iterable[Sum]) -> tuple[list[Check], list[Finding]]:
    """Return each sum as a check; one that doesn't agree is a finding too, and so is a rounding of more than a cent."""
    known = [entry for entry in sums if entry.held is not None]
    findings = [differs(entry) for entry in known if entry.held is False]
    findings += [_rounded(entry) for entry in known if entry.held and entry.off > LINE_SLACK]
    return [check(entry) for entry in known], findings


def check(entry: Sum) -> Check:
    """Return a sum as a check."""
    found = "fehlt" if entry.stated is None else german(entry.stated)
    place = Place(part=path_of(entry.group.element))
    words = Words(f"{entry.words.de} stimmt", f"{entry.words.en} agrees")
    return Check(f"einvoice.{entry.rule}", words, entry.held, german(entry.wanted or Decimal(0)), found, place)


def differs(entry: Sum) -> Finding:
    """Return the finding for a sum that doesn't agree."""
    wanted = entry.wanted or Decimal(0)
    said = Words("nichts", "nothing") if entry.stated is None else Words(german(entry.stated), f"{entry.stated}")
    rule = f" ({entry.rule})" if entry.rule.startswith("BR-") else ""
    return Finding(
        f"einvoice.{entry.rule}",
        "warning",
        Words(
            f"{entry.words.de}: die Rechnung nennt {said.de}, ihre Teile ergeben {german(wanted)}{rule}. "
            "Vor dem Bezahlen beim Absender nachfragen.",
            f"{entry.words.en}: the invoice says {said.en}, its parts make {wanted}{rule}. "
            "Ask the sender before paying.",
        ),
        Place(part=path_of(entry.group.element)),
    )


def _rounded(entry: Sum) -> Finding:
    return Finding(
        "einvoice.rounding",
        "info",
        Words(
            f"{entry.words.de}: {german(entry.off)} Rundungsdifferenz; EN 16931 lässt weniger als 1 zu ({entry.rule}).",
            f"{entry.words.en}: off by {entry.off} through rounding; EN 16931 lets less than 1 pass ({entry.rule}).",
        ),
        Place(part=path_of(entry.group.element)),
    )


def german(number: Decimal) -> str:
    """Return a number as Germans write it, with at least two places."""
    places = max(2, -int(number.as_tuple().exponent)) if number.is_finite() else 2
    return f"{number:,.{places}f}".translate(str.maketrans(",.", ".,"))
