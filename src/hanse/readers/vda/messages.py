"""From records to transmissions to rows: 511..519 call-offs (VDA 4905), 711..719 delivery notes (VDA 4913)."""

from collections import Counter
from decimal import Decimal
from functools import cache

from hanse.readers._edi.checks import Tally
from hanse.readers._edi.grammar import Tree, grammar
from hanse.readers._edi.mapping import Filler, Kind, Mapping
from hanse.readers._edi.nodes import Message, Node
from hanse.readers._edi.tables import Book, Row, shared
from hanse.readers.vda import tell
from hanse.readers.vda.calls import calls
from hanse.readers.vda.cut import Record
from hanse.readers.vda.dialect import Vda
from hanse.readers.vda.layout import cells, columns, fields, known, title
from hanse.records import Cell, Finding, Place, Table
from hanse.words import Words

_STARTS = {"512": "4905", "713": "4913"}
_LISTS = {"message": "vda.message", "schedule": "schedule.vda", "6411": "vda.unit"}
_COUNTER = Words("Zahl der Sätze laut Nachsatz", "Number of records by the closing record")


@cache
def _mapping() -> Mapping:
    return Mapping(__package__ or "")


class Messages:
    """Everything that is found in one file."""

    def __init__(self) -> None:
        self.book = Book(_LISTS)
        self.tally = Tally("vda")
        self.filler = Filler(Vda(), "vda")
        self.findings: list[Finding] = []
        self.raw: dict[str, list[tuple[tuple[Cell, ...], Place]]] = {}
        self.counted: Counter[str] = Counter()
        self.number = 0
        self.start: Node | None = None
        self.transport: Node | None = None
        self.open: list[Node] = []

    def read(self, record: Record) -> None:
        """Take one record whose type is known to be three digits."""
        tag = record.text[:3]
        row, wrong = cells(record.text, tag, record.size)
        node = Node(tag, _named(tag, row), record.number, record.line)
        self.raw.setdefault(tag, []).append((row, node.place))
        self.findings += [tell.wrong(w, node) for w in wrong]
        self.findings += tell.unusual(node, fields(tag)) if fields(tag) else []
        if not record.whole:
            self.findings.append(tell.short(record, node.place))
        self._follow(node)

    def end(self) -> None:
        """The file is over."""
        self._finish()
        if self.start is not None:
            self.findings.append(tell.unclosed(self.start))

    def tables(self) -> tuple[Table, ...]:
        """Return the common tables, then one for each type of record."""
        return (*self.book.tables(), *(_record_table(tag, rows) for tag, rows in sorted(self.raw.items())))

    def _follow(self, node: Node) -> None:
        tag = node.tag
        if tag in {"511", "711"}:
            self._begin(node)
        self.counted[tag] += 1
        if tag == "712":
            self._finish()
            node.parent = self.start
            self.transport = node
        elif tag in _STARTS:
            self._finish()
            self.number += 1
            node.data["Nachricht"] = str(self.number)
            node.parent = self.transport if tag == "713" and self.transport is not None else self.start
            self.open = [node]
        elif tag in {"519", "719"}:
            self._close(node)
        elif self.open:
            self.open.append(node)
        elif tag not in {"511", "711"}:
            self.findings.append(tell.outside(node))

    def _begin(self, node: Node) -> None:
        self._finish()
        if self.start is not None:
            self.findings.append(tell.unclosed(self.start))
        self.start, self.transport = node, None
        self.counted, self.number = Counter(), 0

    def _close(self, node: Node) -> None:
        self._finish()
        if self.start is None:
            self.findings.append(tell.orphan(node))
        stated = [node.data.get(f"Zähler {i}") for i in range(1, 10)]
        for tag, count in _counters(node.tag, stated, self.counted):
            words = Words(f"{_COUNTER.de} ({tag})", f"{_COUNTER.en} ({tag})")
            self.tally.same("count", words, count, self.counted[tag], node.place)
        self.start, self.transport = None, None

    def _finish(self) -> None:
        if not self.open:
            return
        root, *nodes = self.open
        self.open = []
        kind = _mapping().kinds[_STARTS[root.tag]]
        tree = Tree(root, kind.name, grammar(kind.grammar))
        for node in nodes:
            tree.put(node)
        message = tree.message
        message.note(root)
        self.findings += [tell.no_date(node, raw) for node, raw in calls(message)]
        self._rows(message, kind, len(nodes) + 1)

    def _rows(self, message: Message, kind: Kind, count: int) -> None:
        head = self.filler.row(message.root, kind.rules["head"])
        head["Nachrichtentyp"], head["Art"] = kind.name, kind.title
        head["Segmente"], head["Positionen"] = count, len(message.nodes.get("714", ())) or None
        common: Row = shared(head)
        self.book.add("messages", head, message.root.place)
        for table in ("lines", "schedules"):
            for row, node in self.filler.rows(message, kind, table):
                self.book.add(table, {**common, **row}, node.place)


def _named(tag: str, row: tuple[Cell, ...]) -> dict[str, Cell]:
    return dict(zip((c.name for c in columns(tag)), row, strict=True))


def _counters(tag: str, stated: list[Cell], found: Counter[str]) -> list[tuple[str, int]]:
    """Return which record each counter counts: of the known orders the one that fits, else the first."""
    figures = [int(c) if isinstance(c, Decimal) else 0 for c in stated]
    orders = [str(order).split() for order in known()["counters"][tag]]  # type: ignore[attr-defined] # a list in the file
    pairs = [list(zip(order, figures, strict=False)) for order in orders]
    fitting = [pair for pair in pairs if all(found[t] == count for t, count in pair)]
    return (fitting or pairs)[0]


def _record_table(tag: str, rows: list[tuple[tuple[Cell, ...], Place]]) -> Table:
    return Table(
        f"vda_{tag}", f"VDA {tag} {title(tag)}", columns(tag),
        tuple(row for row, _ in rows), tuple(place for _, place in rows), kind=f"vda.{tag}",
    )  # fmt: skip
