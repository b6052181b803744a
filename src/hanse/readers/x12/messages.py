"""What is X12's own on the way from segments to rows: transaction sets, hierarchy levels, control totals."""

from decimal import Decimal
from functools import cache

from hanse.readers._edi import codes
from hanse.readers._edi.delimited import at
from hanse.readers._edi.envelope import Level
from hanse.readers._edi.interchange import Format, Interchange, Rows
from hanse.readers._edi.mapping import Kind, Mapping
from hanse.readers._edi.nodes import Message, Node
from hanse.readers._edi.tables import Row
from hanse.readers.x12.dialect import X12, meaning
from hanse.words import Words

_LEVELS = (Level("ISA", "IEA", "13"), Level("GS", "GE", "6"), Level("ST", "SE", "2"))
_LISTS = {
    "message": "x12.message", "1001": "x12.document", "1225": "x12.purpose", "3035": "x12.party", "3055": "x12.numbers",
    "schedule": "schedule.x12", "5125": "x12.price",
}  # fmt: skip
_COUNTED = {"850": "PO1", "855": "PO1", "810": "IT1", "830": "LIN", "856": "HL"}
_LINES = Words("Zahl der Positionen laut CTT", "Number of lines by CTT")
_HASH = Words("Summe der Mengen laut CTT", "Sum of the quantities by CTT")


@cache
def _format() -> Format:
    return Format("x12", _LEVELS, X12(), Mapping(__package__ or ""))


class Messages(Interchange):
    """The transaction sets of one X12 file."""

    def __init__(self) -> None:
        super().__init__(_format(), _LISTS)

    def kind(self, root: Node) -> tuple[Kind | None, str]:
        """Return the mapping for the transaction set that ST names."""
        said = at(root.data, "1").strip()
        return self.form.mapping.kind(said), said

    def bare(self, node: Node) -> Node | None:
        """Return None: a transaction set always begins with ST."""
        del node
        return None

    def words(self, node: Node) -> tuple[str, str]:
        """Return a segment's qualifier with its meaning."""
        qualifier = self.form.dialect.qualifier(node)
        return qualifier, meaning(node.tag, qualifier)

    def arrange(self, message: Message) -> None:
        """Hang the hierarchy levels (HL) below the one that they name as their parent."""
        levels: dict[str, Node] = {}
        for node in message.nodes.get("HL", ()):
            above = levels.get(at(node.data, "2").strip())
            if above is not None:
                node.parent = above
            levels[at(node.data, "1").strip()] = node

    def head(self, message: Message, kind: Kind) -> Row:
        """Return the head row with the kind of document, charges and tax of an invoice, and its sign."""
        head = super().head(message, kind)
        head["Art"] = kind.title or codes.labels("x12.message").get(str(head.get("Nachrichtentyp")))
        if kind.name == "810":
            self._amounts(message, head)
        return head

    def check(self, message: Message, head: Row, lines: Rows, taxes: Rows) -> None:
        """Check the control totals of CTT: number of lines, sum of quantities."""
        del head, taxes
        for node in message.nodes.get("CTT", ()):
            tag = _COUNTED.get(message.kind)
            stated = at(node.data, "1").strip().lstrip("0")
            if tag and stated:
                self.tally.same("lines", _LINES, stated, str(len(message.nodes.get(tag, ()))), node.place)
            total = self.form.dialect.cell(node, "2", "text")
            found = [q for row, _ in lines if isinstance(q := row.get("Menge"), Decimal)]
            if isinstance(total, str) and found:
                self._hash(total, sum(found, Decimal(0)), node)

    def _hash(self, stated: str, found: Decimal, node: Node) -> None:
        try:
            same = Decimal(stated) == found
        except ArithmeticError:
            same = False
        self.tally.same("quantity", _HASH, stated, stated if same else str(found), node.place)

    def _amounts(self, message: Message, head: Row) -> None:
        """Add up TXI and SAC of the summary, which X12 doesn't total itself."""
        root = message.root
        taxes = [self.form.dialect.cell(node, "2", "decimal") for node in root.kids.get("TXI", ())]
        amounts = [t for t in taxes if isinstance(t, Decimal)]
        if amounts:
            head["Steuer"] = sum(amounts, Decimal(0))
        gross = head.get("Brutto")
        if isinstance(gross, Decimal):
            head["Betrag"] = -abs(gross) if head.get("Belegart") in codes.labels("x12.credit") else gross
