"""How EDIFACT keeps values in a segment: elements and components by position, dates with a format code."""

import csv
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from hanse.readers._edi import codes, values
from hanse.readers._edi.delimited import at
from hanse.readers._edi.nodes import Node
from hanse.readers._edi.select import Unclear
from hanse.records import Cell, ColumnType

_CUMULATIVE = frozenset({"3", "70", "71", "74", "78", "79"})
_PERIODS = {"D": "Tag", "W": "Woche", "M": "Monat", "F": "Zeitraum", "Y": "Jahr", "Q": "Quartal"}
_ITEMS = {"LIN": range(3, 4), "PIA": range(2, 7)}
UNTYPED = "-"  # an article number whose type the file doesn't say


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


class Edifact:
    """The dialect, for the mapping language."""

    def qualifier(self, node: Node) -> str:
        """Return the segment's qualifier, such as 137 of DTM+137."""
        if node.code is None:
            path = known(node.tag).qualifier
            node.code = at(node.data, path).strip() if path else ""
        return node.code

    def usual(self, tag: str) -> str:
        """Return where a segment's value stands."""
        return known(tag).value

    def raw(self, node: Node, path: str) -> str:
        """Return the text at a path, or what one of the words for paths means."""
        word = _WORDS.get(path)
        return word(node) if word else at(node.data, path)

    def number_of(self, node: Node, kinds: tuple[str, ...]) -> str:
        """Return the article number of LIN or its PIA segments that has one of these types (7143)."""
        found: dict[str, str] = {}
        for segment in (node, *node.kids.get("PIA", ())):
            for number, kind in _items(segment):
                found.setdefault(kind or UNTYPED, number)
        return next((found[kind] for kind in kinds if kind in found), "")

    def cell(self, node: Node, path: str, wanted: ColumnType) -> Cell:
        """Return the typed value. Raises Unclear for no number and no date."""
        if wanted == "datetime":
            return values.moment(at(node.data, path), at(node.data, f"{path}.2"))
        if path == "bis":
            return _days(node, last=True)
        raw = self.raw(node, path).strip()
        if not raw or wanted == "text":
            return raw or None
        if wanted == "date":
            return _days(node, last=False) if node.tag == "DTM" else values.day(raw)
        number = values.decimal(raw)
        if number is None:
            raise Unclear(raw, node)
        return number


def _items(segment: Node) -> list[tuple[str, str]]:
    pairs = ((at(segment.data, f"{i}.1").strip(), at(segment.data, f"{i}.2").strip()) for i in _ITEMS[segment.tag])
    return [(number, kind) for number, kind in pairs if number]


def _days(node: Node, *, last: bool) -> date | None:
    raw = at(node.data, "1.2").strip()
    if not raw.strip("0"):
        return None
    found = span(raw, at(node.data, "1.3").strip())
    if found is None:
        raise Unclear(raw, node)
    return found[1] if last else found[0]


def span(raw: str, form: str) -> tuple[date, date] | None:
    """Return first and last day of a date or period in a format of code list 2379; None when it is none."""
    digits = raw.replace("-", "") if form.startswith("7") else raw
    if not digits.isascii() or not digits.isdigit():
        return None
    half = len(digits) // 2
    if form in {"711", "713", "717", "718", "719"}:
        first, last = _day(digits[:half]), _day(digits[half:])
        return (first, last) if first and last else None
    if form in {"610", "616"} and len(digits) == 6:
        make = values.month if form == "610" else values.week
        return make(int(digits[:4]), int(digits[4:]))
    if form in {"609", "615"} and len(digits) == 4:
        make = values.month if form == "609" else values.week
        return make(values.year(digits[:2]), int(digits[2:]))
    if form == "602" and len(digits) == 4:
        return values.month(int(digits), 1) and (date(int(digits), 1, 1), date(int(digits), 12, 31))
    found = _turned(digits) if form == "2" and len(digits) == 6 else _day(digits)
    return (found, found) if found else None


def _day(digits: str) -> date | None:
    """Return the day of CCYYMMDD... or YYMMDD..., whatever time follows."""
    return values.day(digits[:8] if len(digits) in {8, 12, 14} else digits[:6] if len(digits) in {6, 10} else "")


def _turned(digits: str) -> date | None:
    return values.day(digits[4:] + digits[2:4] + digits[:2])


def _period(node: Node) -> str:
    if node.tag == "SCC":
        code = at(node.data, "3.1").strip()
        return _PERIODS.get(code, code)
    form = at(node.data, "1.3").strip()
    return {"610": "Monat", "609": "Monat", "616": "Woche", "615": "Woche", "602": "Jahr"}.get(form, "")


def _schedule_code(node: Node) -> str:
    """Return the SCC code of a planned quantity, the QTY code of one that happened or is cumulative."""
    code = at(node.data, "1.1").strip()
    parent = node.parent
    scc = node.kids.get("SCC", [parent] if parent is not None and parent.tag == "SCC" else [])
    if scc and code in {"1", "21", "113", "131", "186", ""}:
        return f"SCC+{at(scc[0].data, '1').strip()}"
    return f"QTY+{code}"


def _quantity(node: Node) -> str:
    return "" if at(node.data, "1.1").strip() in _CUMULATIVE else at(node.data, "1.2")


def _cumulative(node: Node) -> str:
    return at(node.data, "1.2") if at(node.data, "1.1").strip() in _CUMULATIVE else ""


_WORDS = {
    "Zeitraum": _period,
    "Einteilungscode": _schedule_code,
    "Menge": _quantity,
    "Fortschrittszahl": _cumulative,
}


def meaning(tag: str, code: str) -> str:
    """Return what a segment with its qualifier is about, in words: "Geldbetrag: Summe der Positionen"."""
    said = known(tag)
    label = codes.labels(said.codes).get(code, "") if said.codes and code else ""
    return f"{said.name}: {label}" if said.name and label else said.name or label
