"""Entries to the layout of a record: which field stands where, which of them repeat, which exclude each other."""

from collections.abc import Iterator

import msgspec

from hanse.readers.cobol.picture import Picture, picture
from hanse.readers.cobol.source import Entry

_WIDE = 12  # so many repeats of a single field are columns side by side; more are rows of a table of their own
_ALIGN = {2: 2, 4: 4, 8: 4}  # IBM: double words of COMP stand on word boundaries


class Node(msgspec.Struct, frozen=True):
    """A field or group with its place in the record, repeats and redefinitions counted."""

    entry: Entry
    offset: int
    length: int
    picture: Picture | None
    children: tuple["Node", ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    sign: str = ""
    separate: bool = False

    @property
    def name(self) -> str:
        """Return its name as the copybook has it."""
        return self.entry.name

    @property
    def most(self) -> int:
        """Return how often it stands there at most."""
        return self.entry.occurs[1]

    @property
    def size(self) -> int:
        """Return the bytes of all repeats."""
        return self.length * self.most


class _Raw(msgspec.Struct):
    """An entry with what stands below it."""

    entry: Entry
    below: list["_Raw"] = []
    labels: list[tuple[str, str]] = []


def records(entries: list[Entry]) -> list[Node]:
    """Return the records (levels 01 and 77, or the lowest level there is) with all offsets."""
    return [_placed(raw, 0, "", "", separate=False)[0] for raw in _nested(entries)]


def leaves(node: Node) -> Iterator[Node]:
    """Yield all fields below a node, in the order of the copybook."""
    if node.picture is not None:
        yield node
    for child in node.children:
        yield from leaves(child)


def _single(node: Node) -> Iterator[Node]:
    """Yield the fields that stand once in a record, at a fixed place."""
    if node.picture is not None:
        yield node
    for child in node.children:
        if child.most == 1 and not child.entry.depending:
            yield from _single(child)


def _nested(entries: list[Entry]) -> list[_Raw]:
    roots: list[_Raw] = []
    stack: list[_Raw] = []
    for entry in entries:
        if entry.level == 88:
            if stack:
                stack[-1].labels += _labelled(entry)
            continue
        if entry.level == 66:
            continue
        raw = _Raw(entry)
        level = 1 if entry.level == 77 else entry.level
        while stack and (1 if stack[-1].entry.level == 77 else stack[-1].entry.level) >= level:
            stack.pop()
        (stack[-1].below if stack else roots).append(raw)
        stack.append(raw)
    return _one_record(roots)


def _one_record(roots: list[_Raw]) -> list[_Raw]:
    """A copybook without level 01 is the inside of one record."""
    if all(raw.entry.level in {1, 77} for raw in roots):
        return roots
    return [_Raw(Entry(1, "SATZ", roots[0].entry.line), roots)]


def _labelled(entry: Entry) -> list[tuple[str, str]]:
    return [(f"{low}-{high}" if high else low, entry.name) for low, high in entry.values]


def _placed(raw: _Raw, offset: int, usage: str, sign: str, *, separate: bool) -> tuple[Node, int]:
    """Return the node, and the offset behind all its repeats. USAGE and SIGN of a group hold for what is in it."""
    entry = raw.entry
    usage, sign = entry.usage or usage, entry.sign or sign
    separate = entry.separate or separate
    if not raw.below:
        found = picture(entry.picture, usage, separate=separate) or Picture("opaque", 0)
        offset = _aligned(offset, found) if entry.synchronized else offset
        node = Node(entry, offset, found.length, found, (), tuple(raw.labels), sign, separate)
        return node, offset + node.size
    children: list[Node] = []
    at = end = offset
    for below in raw.below:
        start = next((c.offset for c in children if c.name == below.entry.redefines), None)
        node, behind = _placed(below, end if start is None else start, usage, sign, separate=separate)
        children.append(node)
        end = max(end, behind)
    node = Node(entry, at, end - at, None, tuple(children), tuple(raw.labels))
    return node, at + node.size


def _aligned(offset: int, found: Picture) -> int:
    step = _ALIGN.get(found.length, 1) if found.kind == "binary" else found.length if found.kind == "float" else 1
    return -(-offset // step) * step


class Leaf(msgspec.Struct, frozen=True):
    """A column: the field, its name there, and its offset from the beginning of its part."""

    node: Node
    name: str
    offset: int
    when: "Choice | None" = None


class Choice(msgspec.Struct, frozen=True):
    """Only records in which the field has one of these values hold this reading of the bytes."""

    node: Node
    values: frozenset[str]


class Part(msgspec.Struct):
    """A table: the record itself (of is None), or a group that repeats in it."""

    name: str
    node: Node
    leaves: list[Leaf] = []
    of: "Part | None" = None
    when: Choice | None = None


class Plan(msgspec.Struct):
    """All tables of a record, and which redefinitions were left out."""

    parts: list[Part]
    left_out: list[tuple[str, str]] = []
    decided: list[tuple[str, str]] = []


def plan(record: Node) -> Plan:
    """Return the tables that a record makes."""
    made = Plan([Part(record.name, record)])
    _fill(made, made.parts[0], record, 0, None)
    for part in made.parts:
        _unique(part)
    return made


def _fill(made: Plan, part: Part, node: Node, shift: int, when: Choice | None) -> None:
    """Add what is below a node; shift: bytes that offsets of this repeat are further right."""
    if node.picture is not None:
        _add(part, node, node.name, node.offset + shift, when)
        return
    choices = _choices(made, part, node)
    for child in node.children:
        if child.entry.redefines and child.name not in choices:
            made.left_out.append((child.name, child.entry.redefines))
            continue
        chosen = choices.get(child.name, when)
        if child.most > 1 or child.entry.depending:
            _repeat(made, part, child, shift, chosen)
        else:
            _fill(made, part, child, shift, chosen)


def _repeat(made: Plan, part: Part, child: Node, shift: int, when: Choice | None) -> None:
    if child.picture is not None and not child.entry.depending and child.most <= _WIDE:
        for n in range(child.most):
            _add(part, child, f"{child.name}_{n + 1}", child.offset + shift + n * child.length, when)
        return
    below = Part(child.name, child, of=part, when=when)
    made.parts.append(below)
    _fill(made, below, child, -child.offset, None)


def _add(part: Part, node: Node, name: str, offset: int, when: Choice | None) -> None:
    if node.name == "FILLER" or node.picture is None or node.picture.kind == "opaque":
        return
    part.leaves.append(Leaf(node, name, offset, when))


def counters(record: Node) -> list[tuple[Node, Node]]:
    """Return (repeating node, field that says how often) for each OCCURS DEPENDING ON outside other repeats."""
    named = {leaf.name: leaf for leaf in leaves(record)}
    return [(node, named[node.entry.depending]) for node in _varying(record) if node.entry.depending in named]


def _varying(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.entry.depending:
            yield child
        elif child.most == 1:
            yield from _varying(child)


def _choices(made: Plan, part: Part, group: Node) -> dict[str, Choice]:
    """Return, for each reading of the same bytes, the record type that it belongs to, where level 88 says so."""
    chosen: dict[str, Choice] = {}
    deciders = [leaf for leaf in _single(made.parts[0].node) if leaf.labels] if part.of is None else []
    for child in group.children:
        rivals = [child, *(c for c in group.children if c.entry.redefines == child.name)]
        if len(rivals) < 2:
            continue
        found = next(
            (c for c in (_matched(leaf, rivals) for leaf in deciders if leaf.offset < child.offset) if c), None
        )
        if found:
            chosen |= found
            decider = next(iter(found.values())).node
            made.decided.append((decider.name, ", ".join(rival.name for rival in rivals)))
    return chosen


def _matched(decider: Node, rivals: list[Node]) -> dict[str, Choice] | None:
    """Match level 88 to readings: by a word of the name that only one of them has, else by their order."""
    if len({name for _, name in decider.labels}) < len(rivals):
        return None
    names = list(dict.fromkeys(name for _, name in decider.labels))
    values = {name: frozenset(value for value, label in decider.labels if label == name) for name in names}
    by_word: dict[str, list[str]] = {rival.name: [] for rival in rivals}
    for name in names:
        hits = [rival.name for rival in rivals if set(name.split("-")) & _own_words(rival, rivals)]
        if len(hits) == 1:
            by_word[hits[0]].append(name)
    if all(by_word.values()):
        pairs = by_word
    elif len(names) == len(rivals) and not any(by_word.values()):
        pairs = {rival.name: [name] for rival, name in zip(rivals, names, strict=True)}
    else:
        return None
    return {rival: Choice(decider, frozenset().union(*(values[n] for n in hits))) for rival, hits in pairs.items()}


def _own_words(rival: Node, rivals: list[Node]) -> set[str]:
    others = {word for other in rivals if other is not rival for word in other.name.split("-")}
    return set(rival.name.split("-")) - others - {"FILLER"}


def _unique(part: Part) -> None:
    seen: dict[str, int] = {}
    for i, leaf in enumerate(part.leaves):
        seen[leaf.name] = seen.get(leaf.name, 0) + 1
        if seen[leaf.name] > 1:
            part.leaves[i] = msgspec.structs.replace(leaf, name=f"{leaf.name}_{seen[leaf.name]}")
