"""A data file and its copybook to tables: records found, told apart, decoded, with a finding for every decision."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import PurePosixPath
from typing import NamedTuple

from msgspec.structs import replace

from hanse.errors import Unreadable
from hanse.readers.cobol import findings as say
from hanse.readers.cobol import floats, letters
from hanse.readers.cobol.beside import Copybook
from hanse.readers.cobol.columns import RECORD, Gathered, titled
from hanse.readers.cobol.frames import Frames, Shape, frames
from hanse.readers.cobol.kinds import kinds
from hanse.readers.cobol.layout import Node, Part, Plan, counters, leaves, plan
from hanse.readers.cobol.values import Notation, decoder
from hanse.readers.item import Item
from hanse.records import Check, Counts, Finding, Foreign, Place, Reading, Table
from hanse.words import Words

_NUMBERS = frozenset({"zoned", "packed", "edited", "binary"})
_TRIED, _MARGIN = 30, 256  # records and fields that are looked at for each possible header; its largest size
_SAMPLE = 2000  # records that votes look at


class _Record(NamedTuple):
    """A record of the file. left: bytes that fields behind a counted repeat are further left, by that repeat's end."""

    number: int
    raw: bytes
    node: Node
    counts: dict[str, int]
    shift: dict[int, int]


class _Below(NamedTuple):
    """A record with all its tables, while the repeats in it are read."""

    record: _Record
    place: Place
    types: dict[str, str]
    tables: list[Gathered]


def reading(reader: str, item: Item, book: Copybook | None) -> Reading:
    """Return the tables. Raises Unreadable without a copybook."""
    if book is None or not book.length:
        hint = Words(
            "Das Copybook unter demselben Namen mit der Endung .cpy daneben legen und neu einlesen.",
            "Put the copybook beside it under the same name, ending in .cpy, and learn it again.",
        )
        raise Unreadable(say.no_copybook(item.name), hint=hint)
    return _File(item, book).reading(reader)


class _File:
    """One data file with everything decided about it."""

    def __init__(self, item: Item, book: Copybook) -> None:
        self.name = PurePosixPath(item.name).stem
        self.data = item.data()
        self.book = book
        nodes = tuple(node for node in book.records if node.entry.level != 77) or book.records
        self.repeats = {node.name: counters(node) for node in nodes}
        self.ebcdic = letters.is_ebcdic(self.data)
        self.notation = Notation("cp273" if self.ebcdic else "cp1252", ebcdic=self.ebcdic)
        self.frames = self._frames(nodes)
        self.kinds = kinds(nodes, self.frames)
        self.others = [node.name for node in nodes if node not in self.kinds.nodes]
        self.plans = {node.name: plan(node) for node in self.kinds.nodes}
        self.findings: list[Finding] = []
        self._decide_letters()
        self.unknown = 0

    def _frames(self, nodes: tuple[Node, ...]) -> Frames:
        longest = max(node.length for node in nodes)
        every = [leaf.picture.kind for node in nodes for leaf in leaves(node) if leaf.picture]
        texts_only = not set(every) & {"packed", "binary", "float", "opaque"}
        walk = self._walk(nodes[0]) if len(nodes) == 1 and counters(nodes[0]) else None
        least = min(_least(node) for node in nodes)
        found = frames(self.data, Shape((least, longest), texts_only, self.ebcdic, walk))
        if found.kind == "fixed" and found.after:
            return self._shifted(found, nodes[0])
        return found

    def _walk(self, node: Node) -> Callable[[int], int]:
        def length(at: int) -> int:
            counts = self._counts(node, self.data[at : at + node.length])
            return node.length - sum(_saved(repeat, counts) for repeat, _ in self.repeats[node.name])

        return length

    def _shifted(self, found: Frames, node: Node) -> Frames:
        """Where a fixed length leaves bytes over, try how many of them are a header, by how many numbers are valid."""
        numbers = [leaf for leaf in leaves(node) if leaf.picture and leaf.picture.kind in _NUMBERS]
        numbers = numbers[:_TRIED]
        first, length = found.spans[:_TRIED], node.length
        if not numbers or not first or found.after > _MARGIN:
            return found

        def valid(before: int) -> int:
            spans = (self.data[at + before : at + before + length] for at, _ in first)
            return sum(self._valid(leaf, raw) for raw in spans for leaf in numbers)

        best = max(range(found.after + 1), key=lambda before: (valid(before), -before))
        spans = tuple((at + best, size) for at, size in found.spans)
        return replace(found, spans=spans, before=best, after=found.after - best)

    def _valid(self, leaf: Node, raw: bytes) -> bool:
        cell = raw[leaf.offset : leaf.offset + leaf.length]
        try:
            value = decoder(leaf, self.notation)(cell) if len(cell) == leaf.length and any(cell) else None
        except ValueError:
            return False
        shape = leaf.picture
        return (
            isinstance(value, int | Decimal) and shape is not None and abs(value) < 10 ** (shape.digits - shape.scale)
        )

    def _decide_letters(self) -> None:
        encoding, decided = letters.code_page(self._texts(), ebcdic=self.ebcdic)
        single = [leaf for made in self.plans.values() for part in made.parts[:1] for leaf in part.leaves]
        floating = [leaf.node for leaf in single if leaf.node.picture and leaf.node.picture.kind == "float"]
        way = floats.notation(self._floats(floating), ebcdic=self.ebcdic)
        self.notation = Notation(encoding, ebcdic=self.ebcdic, floating=way)
        self.findings.append(say.copybook(self.book.name, self.book.length, same_name=self.book.same_name))
        self.findings.append(say.code_page(encoding, ebcdic=self.ebcdic, decided=decided))
        self.findings += say.framing(self.frames)
        if floating:
            self.findings.append(say.floats(way))
        if self.others:
            self.findings.append(say.several(self.kinds.nodes[0].name, self.others))
        for node in self.kinds.nodes:
            self.findings += say.decided(self.plans[node.name].decided)
            self.findings += say.redefined(self.plans[node.name].left_out)
            self.findings += say.pictures([x.name for x in leaves(node) if x.picture and not x.length])

    def _texts(self) -> Iterator[bytes]:
        spans = [
            (leaf.offset, leaf.offset + leaf.length)
            for node in self.kinds.nodes[:1]
            for leaf in leaves(node)
            if leaf.picture and leaf.picture.kind == "text" and leaf.name != "FILLER"
        ]
        for at, size in self.frames.spans[: _SAMPLE * 10]:
            raw = self.data[at : at + size]
            yield from (raw[start:end] for start, end in spans)

    def _floats(self, floating: list[Node]) -> Iterator[bytes]:
        for at, _ in self.frames.spans[:_SAMPLE]:
            for leaf in floating:
                raw = self.data[at + leaf.offset : at + leaf.offset + leaf.length]
                if len(raw) == leaf.length and any(raw):
                    yield raw

    def reading(self, reader: str) -> Reading:
        """Return everything."""
        tables = self._tables()
        count = len(self.frames.spans)
        cut = int(self.frames.kind == "fixed" and not self.frames.before and bool(self.frames.after))
        if cut:
            raw = self.data[-self.frames.after :]
            self.findings.append(say.incomplete(self.name, len(raw), raw[:200].hex()))
        if self.unknown > say.MOST:
            self.findings.append(say.more_types(self.unknown - say.MOST))
        rejected = self.unknown + cut
        counts = Counts(count + cut, count - self.unknown, rejected)
        return Reading(reader, tables=tables, findings=tuple(self.findings), counts=counts, checks=(self._check(),))

    def _check(self) -> Check:
        words = Words("Die Sätze füllen die Datei genau aus", "The records fill the file exactly")
        read = sum(size for _, size in self.frames.spans)
        over = self.frames.before + self.frames.after
        return Check(
            "cobol.length", words, over == 0, f"{len(self.data)} Byte", f"{len(self.frames.spans)} / {read} Byte"
        )

    def _tables(self) -> tuple[Table, ...]:
        gathered = {node.name: self._gathered(self.plans[node.name]) for node in self.kinds.nodes}
        choosers = {name: _choosers(tables) for name, tables in gathered.items()}
        for record in self._records():
            name = record.node.name
            self._take(
                record, gathered[name], {n: self._choice(node, record.raw) for n, node in choosers[name].items()}
            )
        tables: list[Table] = []
        dates: list[tuple[str, str]] = []
        for node in self.kinds.nodes:
            for made in gathered[node.name]:
                self.findings += made.findings()
                table = made.table(f"Satz {node.name} nach {self.book.name}")
                foreign = (Foreign((RECORD,), gathered[node.name][0].name),) if made.part.of else ()
                tables.append(replace(table, foreign=foreign))
                dates += made.dates
        self.findings += say.dates(dates)
        return tuple(tables)

    def _gathered(self, made: Plan) -> list[Gathered]:
        alone = len(self.kinds.nodes) == 1
        main = self.name if alone else f"{self.name}_{made.parts[0].name}"
        names = [(main, self.name if alone else titled(made.parts[0].name))]
        names += [(f"{main}_{part.name}", titled(part.name)) for part in made.parts[1:]]
        linked = len(made.parts) > 1
        return [Gathered(part, n, self.notation, linked=linked) for part, n in zip(made.parts, names, strict=True)]

    def _records(self) -> Iterator[_Record]:
        for number, (at, size) in enumerate(self.frames.spans, 1):
            raw = self.data[at : at + size]
            node = self.kinds.of(self._type(raw), size)
            if node is None:
                self.unknown += 1
                if self.unknown <= say.MOST:
                    field = self.kinds.field.name if self.kinds.field else "Satzlänge"
                    place = Place(table=self.name, record=number)
                    self.findings.append(say.unknown_type(field, self._type(raw), place, raw[:200].hex()))
                continue
            counts = self._counts(node, raw)
            yield _Record(number, raw, node, counts, self._shift(node, counts, size))

    def _type(self, raw: bytes) -> str:
        field = self.kinds.field
        return self.notation.text(raw[field.offset : field.offset + field.length]).strip() if field else ""

    def _counts(self, node: Node, raw: bytes) -> dict[str, int]:
        """Return how often each counted group stands in this record; -1 where its counter is no valid number."""
        found: dict[str, int] = {}
        for repeat, counter in self.repeats[node.name]:
            cell = raw[counter.offset : counter.offset + counter.length]
            try:
                value = decoder(counter, self.notation)(cell) if len(cell) == counter.length else None
            except ValueError:
                value = None
            found[repeat.name] = value if isinstance(value, int) and 0 <= value <= repeat.most else -1
        return found

    def _shift(self, node: Node, counts: dict[str, int], size: int) -> dict[int, int]:
        """Return, for each field behind a counted group, the bytes that the record is shorter by there."""
        repeats = [repeat for repeat, _ in self.repeats[node.name]]
        if size >= node.length or not repeats:
            return {}
        offsets = {leaf.offset for part in self.plans[node.name].parts[:1] for leaf in part.leaves}
        offsets |= {part.node.offset for part in self.plans[node.name].parts[1:]}
        return {offset: sum(_saved(r, counts) for r in repeats if offset >= r.offset + r.size) for offset in offsets}

    def _take(self, record: _Record, tables: list[Gathered], types: dict[str, str]) -> None:
        place = Place(table=self.name, record=record.number)
        tables[0].add(record.raw, place, (record.number, 1, 1), record.shift, types)
        below = _Below(record, place, types, tables)
        for made in tables[1:]:
            if made.part.of is tables[0].part:
                start = made.part.node.offset - record.shift.get(made.part.node.offset, 0)
                self._repeats(below, made, record.raw[start : start + made.part.node.size], 1)

    def _choice(self, node: Node, raw: bytes) -> str:
        return self.notation.text(raw[node.offset : node.offset + node.length]).strip()

    def _repeats(self, below: "_Below", made: Gathered, raw: bytes, outer: int) -> None:
        """Add a row for each filled repeat, and for the repeats inside it. outer: number of what it stands in."""
        part: Part = made.part
        node = part.node
        if part.when is not None and below.types.get(part.when.node.name, "") not in part.when.values:
            return
        times = below.record.counts.get(node.name, node.most)
        if times < 0:
            self.findings.append(say.count(node.name, node.entry.depending, below.place))
        for n in range(min(times, -(-len(raw) // max(node.length, 1)))):
            one = raw[n * node.length : (n + 1) * node.length]
            if not node.entry.depending and not one.strip(b"\0\x40 "):
                continue
            made.add(one, below.place, (below.record.number, n + 1, outer), {}, below.types)
            for inner in below.tables:
                if inner.part.of is part:
                    start = inner.part.node.offset - node.offset
                    self._repeats(below, inner, one[start : start + inner.part.node.size], n + 1)


def _choosers(tables: list[Gathered]) -> dict[str, Node]:
    """Return the fields that decide between readings of the same bytes, by name."""
    wanted = [leaf.when for made in tables for leaf in made.part.leaves] + [made.part.when for made in tables]
    return {choice.node.name: choice.node for choice in wanted if choice is not None}


def _least(node: Node) -> int:
    return node.length - sum((repeat.most - repeat.entry.occurs[0]) * repeat.length for repeat, _ in counters(node))


def _saved(repeat: Node, counts: dict[str, int]) -> int:
    return (repeat.most - max(counts.get(repeat.name, repeat.most), 0)) * repeat.length
