"""The totals that an openTRANS document states, and whether its lines give them."""

from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from hanse.readers._trade import tree, values
from hanse.readers._trade.cells import number
from hanse.readers._trade.checks import Checks
from hanse.readers.opentrans.lines import Line
from hanse.records import Cell, Place
from hanse.words import Words

_COUNT = Words("Zahl der Positionen", "Number of lines")
_LINES = Words("Menge × Preis = Positionsbetrag", "Quantity × price = line amount")
_NET = Words("Summe der Positionen = Warenwert", "Sum of the lines = value of goods")
_TOTAL = Words("Gesamtbetrag", "Total amount")


def stated(summary: etree._Element | None) -> dict[str, Cell]:
    """Return the amounts of the summary, as the file writes them."""
    charges = tree.child(summary, "ALLOW_OR_CHARGES_FIX")
    return {
        "Positionen": tree.said(summary, "TOTAL_ITEM_NUM"),
        "Warenwert": tree.said(summary, "NET_VALUE_GOODS"),
        "Zuschläge": tree.said(charges, "ALLOW_OR_CHARGES_TOTAL_AMOUNT"),
        "Steuer": _tax(summary),
        "Gesamtbetrag": tree.said(summary, "TOTAL_AMOUNT"),
    }


def _tax(summary: etree._Element | None) -> Cell:
    details = tree.children(tree.child(summary, "TOTAL_TAX"), "TAX_DETAILS_FIX")
    amounts = [values.decimal(tree.said(node, "TAX_AMOUNT")) for node in details]
    found = [amount for amount in amounts if amount is not None]
    return sum(found, Decimal(0)) if found else None


def check(
    checks: Checks,
    root: str,
    summary: etree._Element | None,
    rows: Sequence[dict[str, Cell]],
    items: Sequence[Line],
    place: Place,
) -> None:
    """Check the number of lines, each line, the value of goods and the total."""
    if summary is None:
        return
    said = {name: values.decimal(raw) if isinstance(raw, str) else number(raw) for name, raw in stated(summary).items()}
    checks.equal("item_count", _COUNT, said["Positionen"], len(rows), place)
    _each_line(checks, rows, items)
    amounts = [number(row["Positionsbetrag"]) for row in rows]
    lines = sum((a for a in amounts if a is not None), Decimal(0)) if amounts and None not in amounts else None
    if said["Warenwert"] is not None:
        checks.equal("net", _NET, said["Warenwert"], lines, place)
    if said["Gesamtbetrag"] is not None and lines is not None:
        checks.equal("total", _TOTAL, said["Gesamtbetrag"], _total(root, said, lines), place)


def _total(root: str, said: dict[str, Decimal | None], lines: Decimal) -> Decimal:
    """Return what the lines add up to: gross on an invoice, net on the others, with charges where that fits."""
    charges = said["Zuschläge"] or Decimal(0)
    if root.startswith("INVOICE") or said["Steuer"]:
        return lines + charges + (said["Steuer"] or Decimal(0))
    return lines + charges if said["Gesamtbetrag"] == lines + charges else lines


def _each_line(checks: Checks, rows: Sequence[dict[str, Cell]], items: Sequence[Line]) -> None:
    wrong: list[tuple[Place, str, str]] = []
    count = 0
    for row, item in zip(rows, items, strict=True):
        quantity, price = number(row["Menge"]), number(row["Preis_je_Einheit"])
        amount = number(row["Positionsbetrag"])
        if quantity is None or price is None or amount is None or item.surcharged:
            continue
        count += 1
        due = values.cents(quantity * price)
        if due != values.cents(amount):
            wrong.append((item.place, f"{amount}", f"{due}"))
    if count:
        checks.every("line", _LINES, count, wrong)
