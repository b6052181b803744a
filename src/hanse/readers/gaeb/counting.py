"""What each item costs, whether it counts for the total and why, and what each group comes to. Exact, in Decimal."""

from decimal import Decimal
from typing import NamedTuple

from lxml import etree

from hanse.readers._trade import tree, values
from hanse.readers.gaeb.boq import Boq, Position
from hanse.readers.gaeb.marks import UNKNOWN
from hanse.readers.gaeb.terms import terms

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)


class Counted(NamedTuple):
    """An item's kind, its amount (None: unknown), whether it counts, and the reason in German."""

    kind: str
    amount: Decimal | None
    counts: bool
    why: str


class Sums:
    """The amounts of all items and groups of a BoQ."""

    def __init__(self, boq: Boq) -> None:
        self.boq = boq
        self._bases = _bases(boq)
        self._group_bases = _group_bases(boq)
        self.group_counts = [self._group_counts(i) for i in range(len(boq.groups))]
        self._own: list[Decimal] = [_NOTHING for _ in boq.groups]
        self._sizes = [0 for _ in boq.groups]
        self._markup_cache: tuple[dict[int, Decimal], dict[int, Decimal]] | None = None
        self._by_id: dict[str, etree._Element] | None = None
        self.positions: list[Counted] = []
        for position in boq.positions:
            self.positions.append(self._counted(position))
        self._fill_markups()
        self.groups = self._group_sums()
        self.total = self._total()

    def size(self, group: int) -> int:
        """Return how many items stand in a group itself and in the groups below."""
        return self._sizes[group]

    def _counted(self, position: Position) -> Counted:
        if position.kind in {"remark", "perf"}:
            kind = "Hinweis" if position.kind == "remark" else "Ausführung"
            return Counted(kind, None, False, "Text ohne Betrag")  # noqa: FBT003
        if position.kind == "sub":
            return Counted("Unterbeschreibung", amount(position), False, "zählt über ihre Position")  # noqa: FBT003
        for group in self.boq.ancestors(position.group):
            self._sizes[group] += 1
        kind, counts, why = self._judged(position)
        return Counted(kind, amount(position), counts, why)

    def _judged(self, position: Position) -> tuple[str, bool, str]:
        kind, counts, why = judged(position, self._bases)
        for group in self.boq.ancestors(position.group):
            if not self.group_counts[group][0]:
                return kind, False, f"Gruppe {self.boq.groups[group].oz}: {self.group_counts[group][1]}"
        return kind, counts, why

    def _group_counts(self, index: int) -> tuple[bool, str]:
        element = self.boq.groups[index].element
        if values.flag(tree.said(element, "NotApplBoQ")):
            return False, "Gruppe entfällt"
        if (status := tree.said(element, "COStatus")) in terms().uncounted_addenda["names"]:
            return False, f"Nachtrag {terms().addenda.get(status, status)}"
        group, serial = tree.said(element, "ALNBGroupNo"), tree.said(element, "ALNBSerNo")
        if group and serial != self._group_bases.get(group):
            return False, f"Alternative {serial} der Gruppe {group}"
        return True, "zählt"

    def _fill_markups(self) -> None:
        """Work out the amounts of surcharge items that state none: a rate on the items they apply to."""
        for at, position in enumerate(self.boq.positions):
            counted = self.positions[at]
            rate = values.decimal(position.said("Markup"))
            if position.kind == "markup" and counted.amount is None and rate is not None:
                base = values.decimal(position.said("ITMarkup"))
                base = self.markup_base(at) if base is None else base
                self.positions[at] = counted._replace(amount=values.cents(base * rate / _HUNDRED))

    def markup_base(self, at: int) -> Decimal:
        """Return the sum that a surcharge item applies to: listed parts, marked items or all items of its group."""
        position = self.boq.positions[at]
        kind = position.said("MarkupType")
        if kind == "ListInSubQty":
            return self._listed(position.element)
        return self._markup_sums()[kind == "IdentifyAsMark"].get(position.group, _NOTHING)

    def _markup_sums(self) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
        """Return the sums of all counting items and of the marked ones for each group; made once."""
        if self._markup_cache is None:
            every: dict[int, Decimal] = {}
            marked: dict[int, Decimal] = {}
            for position, counted in zip(self.boq.positions, self.positions, strict=True):
                if position.kind == "item" and counted.counts:
                    every[position.group] = every.get(position.group, _NOTHING) + (counted.amount or _NOTHING)
                    if values.flag(position.said("MarkupIt")):
                        marked[position.group] = marked.get(position.group, _NOTHING) + (counted.amount or _NOTHING)
            self._markup_cache = (every, marked)
        return self._markup_cache

    def _listed(self, markup: etree._Element) -> Decimal:
        if self._by_id is None:
            self._by_id = {p.element.get("ID", ""): p.element for p in self.boq.positions if p.kind == "item"}
        base = _NOTHING
        for part in tree.children(markup, "MarkupSubQty"):
            reference = tree.child(part, "RefItem")
            item = None if reference is None else self._by_id.get(reference.get("IDRef", "-"))
            quantity, price = values.decimal(tree.said(part, "SubQty")), values.decimal(tree.said(item, "UP"))
            if quantity is not None and price is not None:
                base += values.cents(quantity * price)
        return base

    def _group_sums(self) -> list[Decimal]:
        sums = [_NOTHING for _ in self.boq.groups]
        for position, counted in zip(self.boq.positions, self.positions, strict=True):
            if position.group >= 0 and counted.counts:
                sums[position.group] += counted.amount or _NOTHING
        for index in range(len(sums) - 1, -1, -1):  # children stand behind their parents
            above = self.boq.groups[index].above
            if above >= 0 and self.group_counts[index][0]:
                sums[above] += self.after_discount(index, sums[index])
        return sums

    def after_discount(self, index: int, total: Decimal) -> Decimal:
        """Return what a group brings into its parent: its lump sum, or its total less its discount."""
        return after(tree.child(self.boq.groups[index].element, "Totals"), total)

    def _total(self) -> Decimal:
        loose = [
            c.amount or _NOTHING
            for p, c in zip(self.boq.positions, self.positions, strict=True)
            if p.group < 0 and c.counts
        ]
        top = [
            self.after_discount(i, self.groups[i])
            for i, group in enumerate(self.boq.groups)
            if group.above < 0 and self.group_counts[i][0]
        ]
        return sum((*loose, *top), _NOTHING)

    def sure(self) -> bool:
        """Tell whether it is known of every item whether it counts."""
        return all(position.element.get("kinds") != UNKNOWN for position in self.boq.positions)

    def priced(self) -> bool:
        """Tell whether any counting item has an amount."""
        return any(counted.counts and counted.amount is not None for counted in self.positions)


def after(totals: etree._Element | None, total: Decimal) -> Decimal:
    """Return a total less the discount that a Totals element states; its lump sum where there is one."""
    if totals is None:
        return total
    lump = values.decimal(tree.said(totals, "TotalLSUM"))
    rate, off = values.decimal(tree.said(totals, "DiscountPcnt")), values.decimal(tree.said(totals, "DiscountAmt"))
    total = total if lump is None else lump
    if rate is not None:
        return total - values.cents(total * rate / _HUNDRED)
    return total if off is None else total - off


def amount(position: Position) -> Decimal | None:
    """Return an item's total: as stated (IT), else quantity × unit price less the item's discount, rounded to cents."""
    stated = values.decimal(position.said("IT"))
    return stated if stated is not None else due(position)


def due(position: Position, *, discounted: bool = True) -> Decimal | None:
    """Return quantity × unit price to cents, of its sub-descriptions where it has no price; None when not known."""
    whole = _due(position.facts, discounted=discounted)
    if whole is not None or position.said("UP"):
        return whole
    subs = [_due(tree.facts(sub), discounted=True) for sub in tree.children(position.element, "SubDescr")]
    known = [sub for sub in subs if sub is not None]
    return sum(known, _NOTHING) if known else None


def _due(facts: dict[str, str], *, discounted: bool) -> Decimal | None:
    price = values.decimal(facts.get("UP", ""))
    raw = facts.get("BillQty") or facts.get("Qty", "")
    if not raw and values.flag(facts.get("LumpSumItem", "")):
        raw = "1"
    quantity = values.decimal(raw)
    if price is None or quantity is None:
        return None
    off = values.decimal(facts.get("DiscountPcnt", "")) if discounted else None
    whole = quantity * price
    return values.cents(whole - whole * off / _HUNDRED if off else whole)


def judged(position: Position, bases: dict[str, str]) -> tuple[str, bool, str]:
    """Return an item's kind, whether it counts and why. bases: group of alternatives to the number that counts."""
    name = "Zuschlag" if position.kind == "markup" else "Normal"
    if values.flag(position.said("NotAppl")):
        return name, False, "Position entfällt"
    if values.flag(position.said("NotOffered")):
        return name, False, "vom Bieter nicht angeboten"
    if (status := position.said("COStatus")) in terms().uncounted_addenda["names"]:
        return name, False, f"Nachtrag {terms().addenda.get(status, status)}"
    group, serial = position.said("ALNGroupNo"), position.said("ALNSerNo")
    if group:
        if serial != bases.get(group):
            return (
                "Alternativ",
                False,
                f"Alternative {serial} der Gruppe {group}; es zählt Nummer {bases.get(group, '?')}",
            )
        if not position.said("Provis"):
            return "Grund", True, f"Grundposition der Gruppe {group}"
    return _provisional(position, name)


def _provisional(position: Position, name: str) -> tuple[str, bool, str]:
    kinds, provis = position.element.get("kinds", ""), position.said("Provis")
    if kinds == UNKNOWN:
        return name, True, "Art der Position unbekannt (steht in der D83)"
    if provis or set(kinds) & {"B", "E", "M"}:
        return _wanted_if(position, kinds, provis)
    if "A" in kinds:
        return "Alternativ", False, "Alternativposition"
    if "G" in kinds:
        return "Grund", True, "Grundposition"
    if name == "Zuschlag":
        return name, True, "Zuschlagsposition"
    return name, True, "Pauschalposition" if values.flag(position.said("LumpSumItem")) else "Normalposition"


def _wanted_if(position: Position, kinds: str, provis: str) -> tuple[str, bool, str]:
    """Judge a provisional item. In GAEB 90 one with a total of its own counts: sources disagree on its letters."""
    if provis == "WithTotal" or "M" in kinds or (kinds and values.decimal(position.said("IT"))):
        return "Bedarf", True, "Bedarfsposition mit Gesamtbetrag"
    if values.flag(position.said("ProvisAccpt")):
        return "Bedarf", True, "Bedarfsposition, beauftragt"
    return "Bedarf", False, "Bedarfsposition ohne Gesamtbetrag"


def _bases(boq: Boq) -> dict[str, str]:
    """Return for each group of alternatives the number that counts: the accepted one, else the lowest."""
    found = [p for p in boq.positions if p.kind in {"item", "markup"}]
    return _lowest([(p.said("ALNGroupNo"), p.said("ALNSerNo"), p.said("Accepted")) for p in found])


def _group_bases(boq: Boq) -> dict[str, str]:
    found = [tree.facts(group.element) for group in boq.groups]
    return _lowest([(f.get("ALNBGroupNo", ""), f.get("ALNBSerNo", ""), f.get("Accepted", "")) for f in found])


def _lowest(found: list[tuple[str, str, str]]) -> dict[str, str]:
    accepted = {group: serial for group, serial, yes in found if group and values.flag(yes)}
    lowest: dict[str, str] = {}
    for group, serial, _ in found:
        if group and (group not in lowest or _rank(serial) < _rank(lowest[group])):
            lowest[group] = serial
    return lowest | accepted


def _rank(serial: str) -> tuple[int, str]:
    return (int(serial), "") if serial.isascii() and serial.isdigit() and len(serial) < 10 else (10**9, serial)
