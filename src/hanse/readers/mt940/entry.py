"""Field :61:, one entry: days, mark, amount, codes and references. Source: SWIFT User Handbook, MT940, field 61."""

import re
from datetime import date
from decimal import Decimal

import msgspec

from hanse.readers.mt940 import amounts

_ENTRY = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4})?(?P<mark>RC|RD|EC|ED|C|D)(?P<funds>[A-Z])?(?P<amount>\d{1,15}(?:,\d{0,6})?)"
    r"(?:(?P<code>[A-Z][A-Z0-9]{3})(?P<rest>.*))?",
    re.DOTALL,
)
_NO_REFERENCE = frozenset({"NONREF", "KREF+", "EREF+", "MREF+"})  # the latter three: it stands in field 86
_MARKS = {"C": ("H", 1), "D": ("S", -1), "RC": ("S", -1), "RD": ("H", 1), "EC": ("H", 1), "ED": ("S", -1)}


class Entry(msgspec.Struct, frozen=True):
    """An entry. amount: signed; side: H or S as booked; month_end: the value date was a 30 February."""

    value: date | None
    booked: date | None
    amount: Decimal
    side: str
    reversal: bool
    expected: bool
    code: str
    reference: str
    bank_reference: str
    more: str
    month_end: bool


def parse(lines: list[str]) -> Entry | None:
    """Return the entry of a field :61:; None when it can't be read. A second line has further details."""
    found = _ENTRY.match(lines[0].strip()) or _ENTRY.match("".join(line.strip() for line in lines[:2]))
    if found is None:
        return None
    whole = _ENTRY.match(lines[0].strip()) is not None
    reference, bank, inline = _references(found["rest"] or "")
    value, month_end = amounts.value_day(found["value"])
    side, sign = _MARKS[found["mark"]]
    more = [inline, *(line.strip() for line in lines[1 if whole else 2 :])]
    return Entry(
        value=value,
        booked=amounts.entry_day(found["entry"], value) if found["entry"] else None,
        amount=sign * amounts.amount(found["amount"]),
        side=side,
        reversal=found["mark"].startswith("R"),
        expected=found["mark"].startswith("E"),
        code=found["code"] or "",
        reference=reference,
        bank_reference=bank,
        more=" ".join(part for part in more if part),
        month_end=month_end,
    )


def _references(rest: str) -> tuple[str, str, str]:
    """Return the customer's reference, the bank's (16 characters each) and what follows them on the line."""
    own, _, bank = rest.partition("//")
    own = own.strip()
    return ("" if own in _NO_REFERENCE else own), bank[:16].strip(), bank[16:].strip()
