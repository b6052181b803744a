"""Do the bases of the VAT breakdown agree with the lines? The rules BR-S-08, BR-E-09 and their like."""

from collections.abc import Iterator
from decimal import Decimal

from hanse.readers._invoice import Group
from hanse.readers.einvoice.sums import Sum, amount
from hanse.readers.einvoice.tables import Lines
from hanse.words import Words

NAMES = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O", "L": "AF", "M": "AG"}
"""How the rules of EN 16931 call the categories."""

BY_RATE = {"S", "L", "M"}
"""These have a row of the breakdown for each rate; the others one row."""

BASE_SLACK = Decimal("0.99")
Key = tuple[str, Decimal | None]
_LINE = ("BT-151", "BT-152", "BT-131")
_PARTS = (
    ("BG-20", "BT-95", "BT-96", "BT-92", -1),
    ("BG-21", "BT-102", "BT-103", "BT-99", 1),
    ("BG-X-42", "BT-X-274", "BT-X-275", "BT-X-272", 1),
)


def bases(invoice: Group, lines: Lines) -> Iterator[Sum]:
    """Yield each base of the breakdown with what lines, charges and allowances of its category and rate make."""
    if not lines.counted:
        return
    wanted = _wanted(invoice, lines)
    for tax in invoice.groups.get("BG-23", ()):
        key = _key(tax, "BT-118", "BT-119")
        if key[0] in NAMES and amount(tax, "BT-116") is not None:
            words = Words(f"Basisbetrag {_said(key)}", f"taxable amount {_said(key)}")
            total = wanted.pop(key, Decimal(0))
            yield Sum(f"BR-{NAMES[key[0]]}-08", words, amount(tax, "BT-116"), total, tax, BASE_SLACK)


def free(invoice: Group) -> Iterator[Sum]:
    """Yield the tax of each category that has none: it must be 0 (BR-E-09 and its like)."""
    for tax in invoice.groups.get("BG-23", ()):
        category = tax.text("BT-118")
        if category in NAMES and category not in BY_RATE and amount(tax, "BT-117") is not None:
            words = Words(f"Steuerbetrag in Kategorie {category}", f"tax in category {category}")
            yield Sum(f"BR-{NAMES[category]}-09", words, amount(tax, "BT-117"), Decimal(0), tax)


def _wanted(invoice: Group, lines: Lines) -> dict[Key, Decimal]:
    made: dict[Key, Decimal] = {}
    for line in lines.counted:
        _add(made, line, _LINE, 1)
    for name, category, rate, value, sign in _PARTS:
        for part in invoice.groups.get(name, ()):
            _add(made, part, (category, rate, value), sign)
    return made


def _add(made: dict[Key, Decimal], group: Group, terms: tuple[str, str, str], sign: int) -> None:
    key, value = _key(group, terms[0], terms[1]), amount(group, terms[2])
    if key[0] and value is not None:
        made[key] = made.get(key, Decimal(0)) + sign * value


def _key(group: Group, category: str, rate: str) -> Key:
    code = group.text(category)
    return code, (amount(group, rate) if code in BY_RATE else None)


def _said(key: Key) -> str:
    return key[0] if key[1] is None else f"{key[0]} {key[1]} %"
