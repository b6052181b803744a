"""How X12 keeps values in a segment: elements by position, pairs of qualifier and number, implied decimals."""

import csv
from functools import cache
from importlib import resources
from typing import NamedTuple

from hanse.readers._edi import codes, values
from hanse.readers._edi.delimited import at
from hanse.readers._edi.nodes import Node
from hanse.readers._edi.select import Unclear
from hanse.records import Cell, ColumnType

_CENTS = {("TDS", "1"), ("TDS", "2"), ("TDS", "3"), ("TDS", "4"), ("SAC", "5")}  # elements of type N2
_PAIRS = {"PO1": 6, "IT1": 6, "LIN": 2, "SLN": 9}  # where pairs of number type and article number begin
_PERIODS = {"D": "Tag", "W": "Woche", "M": "Monat", "Q": "Quartal", "F": "Zeitraum", "Y": "Jahr"}


class Known(NamedTuple):
    """What is known of a segment: where its qualifier and value stand, which list has the qualifier, its name."""

    qualifier: str
    codes: str
    value: str
    name: str


@cache
def known(tag: str) -> Known:
    """Return what segments.csv says of a tag."""
    return _all().get(tag, Known("", "", "1", ""))


@cache
def _all() -> dict[str, Known]:
    text = resources.files(__package__).joinpath("segments.csv").read_text(encoding="utf-8")
    rows = csv.reader(line for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: Known(*row[1:5]) for row in rows}


class X12:
    """The dialect, for the mapping language."""

    def qualifier(self, node: Node) -> str:
        """Return the segment's qualifier, such as 002 of DTM*002."""
        if node.code is None:
            path = known(node.tag).qualifier
            node.code = at(node.data, path).strip() if path else ""
        return node.code

    def usual(self, tag: str) -> str:
        """Return where a segment's value stands."""
        return known(tag).value

    def raw(self, node: Node, path: str) -> str:
        """Return the text of an element, or what one of the words for paths means."""
        if path[0].isdigit():
            return at(node.data, path)
        if path in {"TE", "EM", "FX"}:
            return _contact(node, path)
        if path in {"PRF", "MAN"}:
            return _upwards(node, path)
        return _schedule(node, path)

    def number_of(self, node: Node, kinds: tuple[str, ...]) -> str:
        """Return the article number whose type (235) is one of these."""
        found: dict[str, str] = {}
        for index in range(_PAIRS.get(node.tag, 99), len(node.data) - 1, 2):
            found.setdefault(at(node.data, str(index)).strip(), at(node.data, str(index + 1)).strip())
        return next((found[kind] for kind in kinds if found.get(kind)), "")

    def cell(self, node: Node, path: str, wanted: ColumnType) -> Cell:
        """Return the typed value. Raises Unclear for no number and no date."""
        raw = self.raw(node, path).strip()
        if not raw or wanted == "text":
            return raw or None
        if wanted == "datetime":
            return values.moment(raw, at(node.data, str(int(path) + 1)))
        if wanted == "date":
            day = values.day(raw)
            if day is None and raw.strip("0"):
                raise Unclear(raw, node)
            return day
        number = values.implied(raw, 2) if (node.tag, path) in _CENTS else values.decimal(raw)
        if number is None:
            raise Unclear(raw, node)
        return number


def _contact(node: Node, kind: str) -> str:
    for index in range(3, len(node.data) - 1, 2):
        if at(node.data, str(index)).strip() == kind:
            return at(node.data, str(index + 1))
    return ""


def _upwards(node: Node | None, tag: str) -> str:
    """Return the value of a segment of this hierarchy level or the nearest above that has it."""
    while node is not None:
        if tag in node.kids:
            return at(node.kids[tag][0].data, known(tag).value)
        node = node.parent
    return ""


_SCHEDULE = {
    "FST": {"Menge": "1", "Termin": "4", "Termin_bis": "5"},
    "SHP": {"Termin": "4", "Termin_bis": "6"},
    "ATH": {"Fortschrittszahl": "3", "Termin": "2"},
}


def _schedule(node: Node, word: str) -> str:
    """Return what FST (forecast), SHP (shipped and received) and ATH (release) say of a call-off."""
    if word == "Einteilungscode":
        return f"{node.tag}+{at(node.data, known(node.tag).qualifier).strip()}"
    if word == "Zeitraum":
        return _PERIODS.get(at(node.data, "3").strip(), "") if node.tag == "FST" else ""
    if node.tag == "SHP" and word in {"Menge", "Fortschrittszahl"}:
        cumulative = at(node.data, "1").strip() in {"02", "09"}
        return at(node.data, "2") if cumulative == (word == "Fortschrittszahl") else ""
    path = _SCHEDULE.get(node.tag, {}).get(word, "")
    return at(node.data, path) if path else ""


def meaning(tag: str, code: str) -> str:
    """Return what a segment with its qualifier is about, in words."""
    said = known(tag)
    label = codes.labels(said.codes).get(code, "") if said.codes and code else ""
    return f"{said.name}: {label}" if said.name and label else said.name or label
