"""Prices of DATANORM: hundredths without a mark, the quantity a price is for, discounts in a row."""

from collections.abc import Iterator
from decimal import Decimal

from hanse.readers._trade import values
from hanse.readers.datanorm.layout import layout
from hanse.records import Cell

_BLOCK = 9  # fields of one article in a P record of DATANORM 4
_STATUS = frozenset("NALX")


def amount(raw: str) -> Decimal | None:
    """Return a price: whole numbers are hundredths (both versions write them so), one with a mark is what it says."""
    if "," in raw or "." in raw:
        return values.decimal(raw)
    return values.implied(raw, 2)


def per(raw: str, version: int) -> Decimal | None:
    """Return the quantity a price is for: coded 0 to 3 in DATANORM 4, the quantity itself in 5. None: no valid code."""
    if version == 4:
        quantity = layout().codes["price_units_4"].get(raw)
        return Decimal(quantity) if quantity else None
    found = values.decimal(raw or "1")
    return found if found is not None and found > 0 else None


def each(price: Decimal | None, quantity: Decimal | None) -> Decimal | None:
    """Return the price of one unit."""
    return values.per_unit(price, quantity)


def discount(kind: str, raw: str) -> Decimal | None:
    """Return a discount: percent with two implied decimals, a multiplier with three; None for a group or none."""
    if not raw or kind not in {"1", "2", "3"}:
        return None
    if "," in raw or "." in raw:
        return values.decimal(raw)
    return values.implied(raw, 3 if kind == "2" else 2)


def rows(fields: list[str], version: int) -> Iterator[dict[str, Cell]]:
    """Yield the prices of a P record: up to three articles in DATANORM 4, one in 5."""
    if version == 5:
        shift = 1 if len(fields) > 1 and fields[1] in _STATUS else 0
        yield _price_5([fields[0], *fields[1 + shift :]], fields[1] if shift else "")
        return
    for start in range(2, len(fields), _BLOCK):
        block = [*fields[start : start + _BLOCK], *[""] * _BLOCK]
        if block[0]:
            yield {"Artikelnummer": block[0], "Änderung": fields[1], **_priced(block[1], block[2], None)} | _discounts(
                block[3:9], amount(block[2])
            )


def _price_5(fields: list[str], status: str) -> dict[str, Cell]:
    block = [*fields, *[""] * 13]
    quantity = per(block[3], 5)
    found = _priced(block[2], block[4], quantity)
    more = _discounts(block[6:12], amount(block[4]))
    group = block[5] or more["Rabattgruppe"]
    after = None if group else more["Preis_nach_Rabatt"]
    head: dict[str, Cell] = {"Artikelnummer": block[1], "Änderung": status}
    return {**head, **found, **more, "Rabattgruppe": group, "Preis_nach_Rabatt": after, "Gültig_ab": block[12]}


def _priced(flag: str, raw: str, quantity: Decimal | None) -> dict[str, Cell]:
    price = amount(raw)
    return {
        "Preiskennzeichen": flag,
        "Preis": price if price is not None else raw,
        "Preismenge": quantity,
        "Preis_je_Einheit": each(price, quantity),
    }


def _discounts(fields: list[str], price: Decimal | None) -> dict[str, Cell]:
    """Return three pairs of kind and discount, the group among them, and the price after them all."""
    cells: dict[str, Cell] = {"Rabattgruppe": None}
    after = price
    for number in (1, 2, 3):
        kind, raw = fields[2 * number - 2 : 2 * number]
        value = discount(kind, raw)
        cells |= {f"Rabattart_{number}": kind, f"Rabatt_{number}": value}
        if kind == "0" and raw:
            cells["Rabattgruppe"], after = raw, None
        elif value is not None and after is not None:
            after *= _factor(kind, value)
    return {**cells, "Preis_nach_Rabatt": None if after is None else values.trimmed(after)}


def _factor(kind: str, value: Decimal) -> Decimal:
    if kind == "2":
        return value
    share = value.scaleb(-2)
    return 1 - share if kind == "1" else 1 + share
