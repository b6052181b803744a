"""What is EDIFACT's own on the way from segments to rows: message types, amounts of invoices, control totals."""

from decimal import Decimal
from functools import cache

from hanse.readers._edi import codes, sums
from hanse.readers._edi.delimited import at, segments
from hanse.readers._edi.envelope import Level
from hanse.readers._edi.interchange import Format, Interchange, Rows
from hanse.readers._edi.mapping import Kind, Mapping
from hanse.readers._edi.nodes import Message, Node
from hanse.readers._edi.tables import Row
from hanse.readers.edifact import tell
from hanse.readers.edifact.dialect import Edifact, meaning
from hanse.readers.edifact.marks import Stretch
from hanse.words import Words

_LEVELS = (Level("UNB", "UNZ", "5"), Level("UNG", "UNE", "5"), Level("UNH", "UNT", "1"))
_LINES = Words("Zahl der Positionen laut CNT+2", "Number of lines by CNT+2")
_QUANTITY = Words("Summe der Mengen laut CNT+1", "Sum of the quantities by CNT+1")


@cache
def _format() -> Format:
    return Format("edifact", _LEVELS, Edifact(), Mapping(__package__ or ""))


class Messages(Interchange):
    """The messages of one EDIFACT file."""

    def __init__(self) -> None:
        super().__init__(_format(), {"schedule": "schedule.edifact"})
        self.bare_ones = 0

    def stretch(self, stretch: Stretch) -> None:
        """Read a stretch of text that has the same separators."""
        self.findings.append(tell.separators(stretch))
        self.read(segments(stretch.text, stretch.seps, stretch.line), stretch.seps)

    def kind(self, root: Node) -> tuple[Kind | None, str]:
        """Return the mapping for the type that UNH names."""
        said = at(root.data, "2.1").strip()
        return self.form.mapping.kind(said), said

    def bare(self, node: Node) -> Node | None:
        """Return a head for a message without UNH; its type is told by the document code of BGM."""
        if node.tag != "BGM":
            return None
        self.bare_ones += 1
        code = at(node.data, "1.1").strip()
        kind = codes.labels("1001.message").get(code, "")
        self.findings.append(tell.bare(node.place, code, kind))
        head = Node("UNH", [["UNH"], [str(self.bare_ones)], [kind]], node.record, node.line, node.end)
        head.parent = self.envelopes.above()
        return head

    def words(self, node: Node) -> tuple[str, str]:
        """Return a segment's qualifier with its meaning."""
        qualifier = self.form.dialect.qualifier(node)
        if len(qualifier) > 3 and node.tag != "UNH":  # qualifiers are an..3 in every directory
            self.once(f"code {node.tag} {qualifier}", tell.no_code(node, qualifier))
        return qualifier, meaning(node.tag, qualifier)

    def head(self, message: Message, kind: Kind) -> Row:
        """Return the head row with version, kind of document and, for invoices, the amounts that follow from others."""
        root = message.root
        head = super().head(message, kind)
        version = [at(root.data, f"2.{i}").strip() for i in (2, 3, 5)]
        head["Version"] = " ".join(part for part in version if part) or None
        head["Art"] = kind.title or codes.labels("message").get(str(head.get("Nachrichtentyp")))
        if kind.name == "INVOIC":
            self._amounts(root, head)
        return head

    def check(self, message: Message, head: Row, lines: Rows, taxes: Rows) -> None:
        """Check an invoice's sums and the control totals (CNT)."""
        rows = [row for row, _ in lines]
        if message.kind == "INVOIC":
            sums.check(self.tally, head, rows, [(row, node.place) for row, node in taxes], message.root.place)
        sections = [at(node.data, "1").strip() for node in message.nodes.get("UNS", ())]
        self.findings += [tell.twice(n) for n in message.nodes.get("UNS", ())[1:] if len(sections) > len(set(sections))]
        for node in message.nodes.get("CNT", ()):
            code, stated = at(node.data, "1.1"), at(node.data, "1.2").strip()
            if code == "2":
                self.tally.same("lines", _LINES, stated, str(len(message.nodes.get("LIN", ()))), node.place)
            elif code == "1" and (quantities := [q for r in rows if isinstance(q := r.get("Menge"), Decimal)]):
                total = sum(quantities, Decimal(0))
                same = self.form.dialect.cell(node, "1.2", "text") and _same(stated, total)
                self.tally.same("quantity", _QUANTITY, stated, stated if same else str(total), node.place)

    def _amounts(self, root: Node, head: Row) -> None:
        charges = [*root.kids.get("ALC", ()), *(n for uns in root.kids.get("UNS", ()) for n in uns.kids.get("ALC", ()))]
        for column, side in (("Zuschläge", "C"), ("Abschläge", "A")):
            if column not in head and (total := self._charges(charges, side)) is not None:
                head[column] = total
        if "Netto" not in head and "Positionssumme" in head and not charges:
            head["Netto"] = head["Positionssumme"]
            self.once("net", tell.net(root.place))
        gross = head.get("Brutto")
        if isinstance(gross, Decimal):
            credit = str(head.get("Belegart")) in codes.labels("1001.credit")
            head["Betrag"] = -gross if credit else gross

    def _charges(self, nodes: list[Node], side: str) -> Decimal | None:
        rules = tuple(r for r in self.form.mapping.kinds["INVOIC"].rules["charges"] if r.column == "Betrag")
        wanted = [node for node in nodes if at(node.data, "1").strip() == side]
        amounts = [a for node in wanted if isinstance(a := self.filler.row(node, rules).get("Betrag"), Decimal)]
        return sum(amounts, Decimal(0)) if amounts else None


def _same(stated: str, total: Decimal) -> bool:
    try:
        return Decimal(stated.replace(",", ".")) == total
    except ArithmeticError:
        return False
