"""From segments to messages to rows: the way that EDIFACT and X12 share. What differs is in their subclasses."""

import re
from collections.abc import Iterable

from hanse.readers._edi import tell
from hanse.readers._edi.checks import Tally
from hanse.readers._edi.delimited import Segment, Separators, elements, repetitions
from hanse.readers._edi.envelope import Envelopes, Level
from hanse.readers._edi.grammar import Tree, grammar
from hanse.readers._edi.mapping import Filler, Kind, Mapping
from hanse.readers._edi.nodes import Message, Node
from hanse.readers._edi.select import Dialect
from hanse.readers._edi.tables import Book, Row, shared
from hanse.records import Finding, Place

_TAG = re.compile(r"[A-Z][A-Z0-9]{1,2}")
Rows = list[tuple[Row, Node]]


class Format:
    """What is fixed for a format: its name, its envelopes, its dialect, its mapping."""

    def __init__(self, reader: str, levels: tuple[Level, Level, Level], dialect: Dialect, mapping: Mapping) -> None:
        self.reader, self.levels, self.dialect, self.mapping = reader, levels, dialect, mapping


class Interchange:
    """Everything that is found in one file."""

    def __init__(self, form: Format, lists: dict[str, str]) -> None:
        self.form = form
        self.book = Book(lists)
        self.tally = Tally(form.reader)
        self.envelopes = Envelopes(self.tally, form.levels)
        self.filler = Filler(form.dialect, form.reader)
        self.findings: list[Finding] = []
        self.rejected = self.record = self.breaks = 0
        self.open: list[Node] = []
        self.told_once: set[str] = set()

    def read(self, segments: Iterable[Segment], seps: Separators) -> None:
        """Read segments that were cut with the same separators."""
        for segment in segments:
            self.record += 1
            self.breaks += segment.breaks
            if _TAG.fullmatch(segment.tag):
                self._segment(segment, seps)
            else:
                self.reject(segment.text, segment.line, "segment")

    def end(self) -> None:
        """The file is over."""
        self._finish()
        self.envelopes.end()

    def told(self) -> tuple[Finding, ...]:
        """Return all findings, decisions first."""
        wrapped = [tell.wrapped(self.form.reader, self.breaks)] if self.breaks else []
        found = [*wrapped, *self.findings, *self.envelopes.findings, *self.filler.findings, *self.tally.findings()]
        return tuple(sorted(found, key=lambda f: f.severity != "info"))

    def reject(self, raw: str, line: int, what: str) -> None:
        """Keep what is no segment as a finding."""
        self.rejected += 1
        place = Place(record=self.record or None, line=line)
        self.findings.append(tell.rejected(self.form.reader, raw, place, what))

    def once(self, what: str, finding: Finding) -> None:
        """Tell something only once in a file."""
        if what not in self.told_once:
            self.told_once.add(what)
            self.findings.append(finding)

    def kind(self, root: Node) -> tuple[Kind | None, str]:
        """Return how a message is read and the name of its type."""
        raise NotImplementedError

    def bare(self, node: Node) -> Node | None:
        """Return a head for a message without envelope that begins with this segment; None when none begins here."""
        raise NotImplementedError

    def head(self, message: Message, kind: Kind) -> Row:
        """Return the row of a message's head."""
        return self.filler.row(message.root, kind.rules["head"])

    def check(self, message: Message, head: Row, lines: Rows, taxes: Rows) -> None:
        """Check what the message says of itself."""

    def words(self, node: Node) -> tuple[str, str]:
        """Return the qualifier of a segment, and what the segment is about."""
        raise NotImplementedError

    def arrange(self, message: Message) -> None:
        """Put right what the order of segments alone doesn't say."""

    def _segment(self, segment: Segment, seps: Separators) -> None:
        texts = repetitions(segment.text, seps)
        nodes = [Node(segment.tag, elements(text, seps), self.record, segment.line, segment.end) for text in texts]
        node = nodes[0]
        if not segment.closed:
            self.findings.append(tell.cut(self.form.reader, node.place, segment.text))
        if self.envelopes.is_start(node.tag):
            self._finish()
        self.envelopes.see(node)
        if segment.closed or self.envelopes.is_stop(node.tag):  # half a number is none: what was cut off is no value
            self._gather(nodes)
        self._row(node, segment.text, seps)
        if self.envelopes.is_stop(node.tag):
            self._finish()

    def _gather(self, nodes: list[Node]) -> None:
        tag = nodes[0].tag
        message = self.form.levels[2]
        if tag == message.start:
            self.open = nodes
        elif self.envelopes.is_start(tag) or self.envelopes.is_stop(tag) or tag in {"UNA", "UNO", "UNP"}:
            return
        elif self.open:
            self.open.extend(nodes)
        elif head := self.bare(nodes[0]):
            self.open = [head, *nodes]
        else:
            self.once(f"outside {tag}", tell.outside(self.form.reader, nodes[0]))

    def _finish(self) -> None:
        """Make rows of the message that has been gathered."""
        if not self.open:
            return
        root, *nodes = self.open
        self.open = []
        kind, said = self.kind(root)
        if kind is None:
            kind = self.form.mapping.kinds["*"]
            self.once(f"type {said}", tell.unmapped(self.form.reader, said, root.place))
        self._rows(self._tree(root, nodes, kind), kind, len(nodes) + 2)

    def _tree(self, root: Node, nodes: list[Node], kind: Kind) -> Message:
        tree = Tree(root, kind.name, grammar(kind.grammar))
        for node, following in zip(nodes, [*(n.tag for n in nodes[1:]), ""], strict=False):
            tree.put(node, following)
        for stray in tree.strays if kind.name != "*" else ():
            self.once(f"stray {kind.name} {stray.tag}", tell.stray(self.form.reader, stray, kind.name))
        self.arrange(tree.message)
        return tree.message

    def _rows(self, message: Message, kind: Kind, count: int) -> None:
        head = self.head(message, kind)
        common = shared(head)
        found: dict[str, Rows] = {}
        for table in ("lines", "schedules", "parties", "taxes", "charges"):
            found[table] = [({**common, **row}, node) for row, node in self.filler.rows(message, kind, table)]
        head["Positionen"], head["Segmente"] = len(found["lines"]), count
        self.book.add("messages", head, message.root.place)
        for table, rows in found.items():
            for row, node in rows:
                self.book.add(table, row, node.place)
        self.check(message, head, found["lines"], found["taxes"])

    def _row(self, node: Node, text: str, seps: Separators) -> None:
        interchange, root = self.envelopes.open[0], self.open[0] if self.open else None
        qualifier, meaning = self.words(node)
        rest = text[len(node.tag) :].removeprefix(seps.element)
        above = (self._reference(interchange, 0), self._reference(root, 2))
        self.book.put("segments", (*above, node.record, node.tag, qualifier or None, meaning or None, rest), node.place)

    def _reference(self, node: Node | None, depth: int) -> str | None:
        if node is None:
            return None
        return self.form.dialect.raw(node, self.form.levels[depth].reference).strip() or None
