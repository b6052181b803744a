"""How VDA keeps values in a record: typed cells by the name of their field."""

from datetime import date, datetime, time

from hanse.readers._edi.nodes import Node
from hanse.records import Cell, ColumnType


class Vda:
    """The dialect, for the mapping language."""

    def qualifier(self, node: Node) -> str:
        """Return nothing: records have no qualifiers."""
        del node
        return ""

    def usual(self, tag: str) -> str:
        """Return nothing: every rule names its field."""
        del tag
        return ""

    def raw(self, node: Node, path: str) -> str:
        """Return the text of a field, or of all fields that begin so and are numbered."""
        if path in node.data:
            return str(node.data[path] or "")
        parts = (str(v) for name, v in node.data.items() if v and name.startswith(f"{path} "))
        return " ".join(parts)

    def number_of(self, node: Node, kinds: tuple[str, ...]) -> str:
        """Return nothing: article numbers have fields of their own."""
        del node, kinds
        return ""

    def cell(self, node: Node, path: str, wanted: ColumnType) -> Cell:
        """Return the field's value; a day becomes midnight where a moment is wanted."""
        value: Cell = node.data.get(path)
        if wanted == "datetime" and isinstance(value, date):
            return datetime.combine(value, time())
        return value
