"""Rows from a tree: which nodes are rows, and where each column stands, as a reader's TOML file says."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any, NamedTuple

from hanse.readers._edi import codes, tables
from hanse.readers._edi.nodes import Message, Node
from hanse.readers._edi.select import Dialect, Selector, Unclear, selector, value
from hanse.readers._edi.tables import Row
from hanse.records import ColumnType, Finding
from hanse.words import Words

TABLES = ("lines", "schedules", "parties", "taxes", "charges")


class Rule(NamedTuple):
    """Where one column stands; codes: the list whose meaning is put instead of the code."""

    column: str
    kind: ColumnType
    places: tuple[Selector, ...]
    codes: str


class Kind(NamedTuple):
    """How one type of message is read."""

    name: str
    title: str
    grammar: str
    rows: dict[str, str]
    rules: dict[str, tuple[Rule, ...]]


class Mapping:
    """A reader's TOML file: [common.TABLE] for every type, [TYPE.TABLE] for its own, like: as another type."""

    def __init__(self, package: str, name: str = "mapping.toml") -> None:
        self.said = tomllib.loads(resources.files(package).joinpath(name).read_text(encoding="utf-8"))
        self.kinds = {name: self._kind(name) for name in self.said if name != "common"}

    def kind(self, name: str) -> Kind | None:
        """Return how a type of message is read; None when there is no mapping for it."""
        return self.kinds.get(name)

    def _kind(self, name: str) -> Kind:
        own = self.said[name]
        rules, rows = {}, {}
        for table in ("head", *TABLES):
            columns = {**self._table("common", table), **self._table(own.get("like", ""), table), **own.get(table, {})}
            rows[table] = columns.pop("rows", "")
            rules[table] = tuple(_rule(table, column, said) for column, said in columns.items())
        return Kind(name, own.get("title", ""), own.get("grammar", ""), rows, rules)

    def _table(self, kind: str, table: str) -> dict[str, Any]:
        return dict(self.said.get(kind, {}).get(table, {}))


def _rule(table: str, column: str, said: Any) -> Rule:  # noqa: ANN401 - from TOML
    listed = said if isinstance(said, dict) else {"from": said}
    where = listed["from"]
    texts = [where] if isinstance(where, str) else where
    kind = tables.types("messages" if table == "head" else table)[column]
    return Rule(column, kind, tuple(selector(text) for text in texts), listed.get("codes", ""))


class Filler:
    """Fills rows by rules, and keeps a finding for each value that is not of its column's type."""

    def __init__(self, dialect: Dialect, reader: str) -> None:
        self.dialect, self.reader = dialect, reader
        self.findings: list[Finding] = []
        self._told: set[tuple[int, str, str]] = set()

    def row(self, node: Node, rules: tuple[Rule, ...]) -> Row:
        """Return the columns of one row that are there."""
        row: Row = {}
        for rule in rules:
            try:
                cell = value(node, rule.places, rule.kind, self.dialect)
            except Unclear as unclear:
                self._tell(rule, unclear)
                continue
            if cell is not None:
                row[rule.column] = codes.labels(rule.codes).get(str(cell)) if rule.codes else cell
        return row

    def rows(self, message: Message, kind: Kind, table: str) -> Iterator[tuple[Row, Node]]:
        """Yield the rows of one table of a message, each with its node."""
        for node in message.rows(kind.rows[table]):
            row = self.row(node, kind.rules[table])
            if row:
                yield row, node

    def _tell(self, rule: Rule, unclear: Unclear) -> None:
        """Keep a finding, once for each value even where several columns rest on it."""
        what = (unclear.node.record, unclear.node.part, unclear.raw)
        if what not in self._told:
            self._told.add(what)
            self.findings.append(self._unclear(rule, unclear))

    def _unclear(self, rule: Rule, unclear: Unclear) -> Finding:
        none = Words("keine Zahl", "no number") if rule.kind == "decimal" else Words("kein Datum", "no date")
        raw, tag = unclear.raw[:60], unclear.node.tag
        return Finding(
            f"{self.reader}.value",
            "warning",
            Words(
                f"{rule.column} ({tag}): „{raw}“ ist {none.de}. Das Feld bleibt leer; bitte in der Datei nachsehen.",
                f"{rule.column} ({tag}): '{raw}' is {none.en}. The field stays empty; please look at the file.",
            ),
            unclear.node.place,
            raw=unclear.raw[:500],
        )
