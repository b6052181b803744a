"""How IDocs keep values in a segment: texts by the name of their field."""

from hanse.readers._edi import values
from hanse.readers._edi.nodes import Node
from hanse.readers._edi.select import Unclear
from hanse.records import Cell, ColumnType

_QUALIFIERS = ("QUALF", "PARVW", "IDDAT", "SUMID", "PARTNER_Q", "QUALI", "QUALZ", "QUALP")


class Idoc:
    """The dialect, for the mapping language."""

    def qualifier(self, node: Node) -> str:
        """Return the segment's qualifier, in whichever field it stands."""
        return next((node.data[name] for name in _QUALIFIERS if name in node.data), "")

    def usual(self, tag: str) -> str:
        """Return nothing: every rule names its field."""
        del tag
        return ""

    def raw(self, node: Node, path: str) -> str:
        """Return the text of a field, "" when the segment doesn't have it."""
        return str(node.data.get(path, ""))

    def number_of(self, node: Node, kinds: tuple[str, ...]) -> str:
        """Return nothing: article numbers stand in segments of their own (E1EDP19)."""
        del node, kinds
        return ""

    def cell(self, node: Node, path: str, wanted: ColumnType) -> Cell:
        """Return the typed value. Raises Unclear for no number and no date."""
        raw = self.raw(node, path)
        if not raw or wanted == "text":
            return raw or None
        if wanted == "datetime":
            return values.moment(raw, self.raw(node, "CRETIM"))
        if wanted == "date":
            day = values.day(raw)
            if day is None and raw.strip("0"):
                raise Unclear(raw, node)
            return day
        number = values.decimal(raw)
        if number is None:
            raise Unclear(raw, node)
        return number
