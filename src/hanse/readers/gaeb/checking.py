"""The control figures of a bill of quantities: every stated total against what the items give."""

from decimal import Decimal

from lxml import etree

from hanse.readers._trade import tree, values
from hanse.readers._trade.checks import Checks
from hanse.readers.gaeb.boq import Boq
from hanse.readers.gaeb.counting import Sums, after, due
from hanse.records import Place
from hanse.words import Words

_ITEM = Words("Menge × Einheitspreis = Positionsbetrag", "Quantity × unit price = item total")
_PARTS = Words("Summe der EP-Anteile = Einheitspreis", "Sum of price components = unit price")
_GROUP = Words("Summe der Gruppe", "Total of the group")
_TOTAL = Words("Summe des LV", "Total of the bill of quantities")
_DISCOUNT = Words("Summe nach Nachlass", "Total after discount")
_VAT = Words("Umsatzsteuer", "VAT")
_GROSS = Words("Netto + Umsatzsteuer = Brutto", "Net + VAT = gross")
_NET_PARTS = Words("Summe der Netto-Anteile = Netto", "Sum of the net parts = net")
_COUNT = Words("Zahl der Positionen laut Schlusssatz", "Number of items by the closing record")
_MARKUP = Words("Zuschlag in % × Grundbetrag = Positionsbetrag", "Surcharge in % × base = item total")
Wrong = list[tuple[Place, str, str]]


def check(checks: Checks, boq: Boq, sums: Sums) -> None:
    """Check items, groups, the total, discount, VAT and gross of a BoQ."""
    _items(checks, boq)
    _components(checks, boq)
    _markups(checks, boq, sums)
    _groups(checks, boq, sums)
    totals = tree.child(boq.info, "Totals")
    if totals is not None:
        _total(checks, boq, sums, totals)
        _tax(checks, boq.place, totals)
    if stated := tree.said(boq.info, "hanse-items"):
        counted = sum(position.kind in {"item", "markup"} for position in boq.positions)
        checks.equal("item_count", _COUNT, int(stated), counted, boq.place)


def _number(element: etree._Element | None, name: str) -> Decimal | None:
    return values.decimal(tree.said(element, name))


def _items(checks: Checks, boq: Boq) -> None:
    """Check each stated item total; a discount of the item may be in it or not, programs differ."""
    wrong: Wrong = []
    count = 0
    for position in boq.positions:
        stated, counted = values.decimal(position.said("IT")), due(position)
        if stated is None or counted is None or position.kind != "item":
            continue
        count += 1
        if values.cents(stated) not in {counted, due(position, discounted=False)}:
            wrong.append((position.place, f"{stated}", f"{counted}"))
    if count:
        checks.every("item_total", _ITEM, count, wrong)


def _components(checks: Checks, boq: Boq) -> None:
    wrong: Wrong = []
    count = 0
    for position in boq.positions:
        parts = [part for n in range(1, 7) if (part := values.decimal(position.said(f"UPComp{n}"))) is not None]
        price = values.decimal(position.said("UP"))
        if not parts or price is None:
            continue
        count += 1
        if sum(parts, Decimal(0)) != price:
            wrong.append((position.place, f"{price}", f"{sum(parts, Decimal(0))}"))
    if count:
        checks.every("price_parts", _PARTS, count, wrong)


def _markups(checks: Checks, boq: Boq, sums: Sums) -> None:
    wrong: Wrong = []
    count = 0
    for at, position in enumerate(boq.positions):
        stated, rate = values.decimal(position.said("IT")), values.decimal(position.said("Markup"))
        if position.kind != "markup" or stated is None or rate is None:
            continue
        count += 1
        bases = (values.decimal(position.said("ITMarkup")), sums.markup_base(at))
        possible = [values.cents(base * rate / 100) for base in bases if base is not None]
        if stated not in possible:
            wrong.append((position.place, f"{stated}", f"{possible[-1]}"))
    if count:
        checks.every("markup", _MARKUP, count, wrong)


def _groups(checks: Checks, boq: Boq, sums: Sums) -> None:
    """Check the stated total of every group, one check for all of them."""
    wrong: Wrong = []
    count = 0
    for index, group in enumerate(boq.groups):
        totals = tree.child(group.element, "Totals")
        stated = _number(totals, "Total")
        if stated is None:
            continue
        count += 1
        if stated != sums.groups[index]:
            wrong.append((group.place, f"{stated}", f"{sums.groups[index]}"))
        later = _number(totals, "TotAfterDisc")
        if later is not None and later != after(totals, stated):
            wrong.append((group.place, f"{later}", f"{after(totals, stated)}"))
    if count:
        checks.every("group_total", _GROUP, count, wrong)


def _total(checks: Checks, boq: Boq, sums: Sums, totals: etree._Element) -> None:
    stated = _number(totals, "Total")
    checks.equal("total", _TOTAL, stated, sums.total if sums.priced() and sums.sure() else None, boq.place)
    later = _number(totals, "TotAfterDisc")
    if later is not None:
        checks.equal("discount", _DISCOUNT, later, None if stated is None else after(totals, stated), boq.place)
    parts = [
        part for n in range(1, 7) if (part := _number(tree.child(totals, "TotalNetUpComp"), f"UpComp{n}")) is not None
    ]
    if parts:
        checks.equal("net_parts", _NET_PARTS, _net(totals), sum(parts, Decimal(0)), boq.place)


def _net(totals: etree._Element) -> Decimal | None:
    for name in ("TotalNet", "TotAfterDisc", "TotalLSUM", "Total"):
        if (found := _number(totals, name)) is not None:
            return found
    return None


def _tax(checks: Checks, place: Place, totals: etree._Element) -> None:
    net, tax, gross = _net(totals), _number(totals, "VATAmount"), _number(totals, "TotalGross")
    if tax is not None and net is not None:
        checks.equal("vat", _VAT, tax, _tax_due(totals, net), place)
    if gross is not None:
        checks.equal("gross", _GROSS, gross, None if net is None or tax is None else net + tax, place)


def _tax_due(totals: etree._Element, net: Decimal) -> Decimal | None:
    """Return the VAT: of the stated parts by their own rates where there are several, else of the net sum."""
    parts = tree.children(totals, "VATPart")
    if not parts:
        rate = _number(totals, "VAT")
        return None if rate is None else values.cents(net * rate / 100)
    found = Decimal(0)
    for part in parts:
        rate, base = values.decimal(part.get("VATPcnt", "")), _number(part, "TotalNetPart")
        if rate is None or base is None:
            return None
        found += values.cents(base * rate / 100)
    return found
