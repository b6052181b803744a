"""Each VAT category must come with what it needs: a breakdown, numbers of the parties, the right rate, a reason.

The rules BR-S-01 to -10 and their like for the other categories (EN 16931-1, 6.4.3). Sums are checked elsewhere.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from hanse.readers._invoice import Element, Group, path_of
from hanse.readers.einvoice.categories import BY_RATE, NAMES
from hanse.readers.einvoice.sums import amount
from hanse.records import Check, Finding, Place
from hanse.words import Words

_PARTS = (("BG-25", "BT-151", "BT-152", 0), ("BG-20", "BT-95", "BT-96", 1), ("BG-21", "BT-102", "BT-103", 2))
"""Group, category, rate, and where its rule stands after -02 (parties) and -05 (rate)."""

_SELLER = ("BT-31", "BT-32", "BT-63")
_NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "S": (_SELLER,), "Z": (_SELLER,), "E": (_SELLER,), "L": (_SELLER,), "M": (_SELLER,),
    "AE": (_SELLER, ("BT-48", "BT-47")), "K": (("BT-31", "BT-63"), ("BT-48",)), "G": (("BT-31", "BT-63"),), "O": (),
}  # fmt: skip
"""Of each of these one must be there."""

_REASON = {"E", "AE", "K", "G", "O"}
_NEVER_WITH_O = ("BT-31", "BT-48", "BT-63")


class Broken(NamedTuple):
    """A rule that doesn't hold, and why."""

    rule: str
    words: Words
    element: Element


def check(invoice: Group) -> tuple[list[Check], list[Finding]]:
    """Return one check for the rules of all categories in use, and a finding for each rule that doesn't hold."""
    taxes = invoice.groups.get("BG-23", ())
    used = {tax.text("BT-118") for tax in taxes} | {
        p.text(c) for g, c, _, _ in _PARTS for p in invoice.groups.get(g, ())
    }
    broken = [b for category in sorted(used & NAMES.keys()) for b in _of_category(invoice, category)]
    first = {b.rule: b for b in reversed(broken)}
    place = Place(part=path_of(broken[0].element if broken else invoice.element))
    words = Words("Die Regeln der Steuerkategorien sind eingehalten", "The rules of the VAT categories are kept")
    said = ", ".join(sorted(first)) or ", ".join(sorted(used & NAMES.keys()))
    checks = [Check("einvoice.vat_rules", words, not broken, "", said, place)] if used & NAMES.keys() else []
    return checks, [_finding(b) for b in first.values()]


def _of_category(invoice: Group, category: str) -> Iterator[Broken]:
    name = NAMES[category]
    taxes = [tax for tax in invoice.groups.get("BG-23", ()) if tax.text("BT-118") == category]
    parts = [
        (part, rate, step)
        for group, code, rate, step in _PARTS
        for part in invoice.groups.get(group, ())
        if part.text(code) == category
    ]
    if parts and (not taxes or (category not in BY_RATE and len(taxes) > 1)):
        words = Words(
            f"Aufschlüsselung für {category} fehlt oder ist doppelt", f"breakdown of {category} missing or twice"
        )
        yield Broken(f"BR-{name}-01", words, parts[0][0].element)
    for part, rate, step in parts:
        yield from _numbers(invoice, category, part, step)
        if not _rate_fits(category, amount(part, rate)):
            words = Words(f"Steuersatz passt nicht zur Kategorie {category}", f"rate doesn't fit category {category}")
            yield Broken(f"BR-{name}-{5 + step:02}", words, part.element)
    for tax in taxes:
        yield from _reason(category, tax)
    if taxes and category == "K":
        yield from _delivered(invoice, taxes[0])
    if taxes and category == "O":
        yield from _alone(invoice, taxes[0])


def _numbers(invoice: Group, category: str, part: Group, step: int) -> Iterator[Broken]:
    lacks = any(not any(invoice.first(term) for term in terms) for terms in _NEEDS[category])
    forbidden = category == "O" and any(invoice.first(term) for term in _NEVER_WITH_O)
    if lacks or forbidden:
        de = "USt-IdNr. darf nicht genannt sein" if forbidden else "USt-IdNr. oder Steuernummer fehlt"
        en = "VAT identifier must not be there" if forbidden else "VAT or tax number missing"
        rule = f"BR-{NAMES[category]}-{2 + step:02}"
        yield Broken(rule, Words(f"{de} (Kategorie {category})", f"{en} (category {category})"), part.element)


def _rate_fits(category: str, rate: Decimal | None) -> bool:
    if category == "O":
        return rate is None
    if category == "S":
        return rate is not None and rate > 0
    return rate is not None and (rate >= 0 if category in BY_RATE else rate == 0)


def _reason(category: str, tax: Group) -> Iterator[Broken]:
    has = any(tax.first(term) for term in ("BT-120", "BT-121"))
    if has is not (category in _REASON):
        words = Words("Grund der Steuerbefreiung fehlt", "exemption reason missing")
        if has:
            words = Words(f"Kategorie {category} hat keine Befreiung", f"category {category} has no exemption")
        yield Broken(f"BR-{NAMES[category]}-10", words, tax.element)


def _delivered(invoice: Group, tax: Group) -> Iterator[Broken]:
    if not (invoice.first("BT-72") or invoice.first("BT-73") or invoice.first("BT-74")):
        yield Broken(
            "BR-IC-11", Words("Lieferdatum oder Zeitraum fehlt", "delivery date or period missing"), tax.element
        )
    if not invoice.first("BT-80"):
        yield Broken("BR-IC-12", Words("Land des Lieferorts fehlt", "deliver to country missing"), tax.element)


def _alone(invoice: Group, tax: Group) -> Iterator[Broken]:
    words = Words("neben „nicht steuerbar“ steht eine andere Kategorie", "another category beside 'out of scope'")
    if any(other.text("BT-118") != "O" for other in invoice.groups.get("BG-23", ())):
        yield Broken("BR-O-11", words, tax.element)
    for group, code, _, step in _PARTS:
        for part in invoice.groups.get(group, ()):
            if part.text(code) not in {"O", ""}:
                yield Broken(f"BR-O-{12 + step}", words, part.element)


def _finding(broken: Broken) -> Finding:
    return Finding(
        f"einvoice.{broken.rule}",
        "warning",
        Words(
            f"Umsatzsteuer: {broken.words.de}, {broken.rule}. Vor dem Buchen beim Absender nachfragen.",
            f"VAT: {broken.words.en}, {broken.rule}. Ask the sender before booking.",
        ),
        Place(part=path_of(broken.element)),
    )
