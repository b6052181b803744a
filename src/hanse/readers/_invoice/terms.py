"""The business terms of EN 16931-1 with their paths in each syntax, read once from terms.csv. Knows no file."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, cast

import msgspec

from hanse.records import Role
from hanse.words import Words

Syntax = Literal["ubl", "cii", "zf1"]
"""UBL 2.1, UN/CEFACT CII D16B, and the CII of ZUGFeRD 1.0."""

SYNTAXES: tuple[Syntax, ...] = ("ubl", "cii", "zf1")
Kind = Literal["text", "decimal", "date", "binary", "group"]
_STANDS_FOR = re.compile(r"\$[A-Z]+")


class Term(msgspec.Struct, frozen=True):
    """A business term (BT) or group (BG). name: "BT-1"; group: the group, or the term, that it belongs to.

    group "": the invoice. card: how often it may occur. like: the group whose terms this group has too.
    paths: where it may stand in each syntax, most wanted first; none where the syntax doesn't have it.
    """

    name: str
    group: str
    card: str
    title: Words
    kind: Kind
    role: Role
    like: str
    paths: dict[Syntax, tuple[str, ...]]

    @property
    def joins(self) -> bool:
        """Tell whether several values make one text: free texts do, numbers and codes don't."""
        return self.role == "text" and self.card.endswith("..1")

    @property
    def once(self) -> bool:
        """Tell whether the term may occur once only."""
        return self.card.endswith("1")


class Model(msgspec.Struct, frozen=True):
    """All terms by name, those of each group (and of each term) in the order of the file, and the way to each.

    ways: the groups from the invoice down to a term: ("BG-4", "BG-5") for BT-35.
    """

    terms: dict[str, Term]
    children: dict[str, tuple[Term, ...]]
    ways: dict[str, tuple[str, ...]]

    def of(self, group: str) -> tuple[Term, ...]:
        """Return the terms and groups that a group holds."""
        like = self.terms[group].like if group in self.terms else ""
        return self.children.get(like or group, ())


@cache
def model() -> Model:
    """Return the terms; the file is read once."""
    rows = list(_rows())
    short = {row["term"]: row for row in rows if row["term"].startswith("$")}
    terms = [_term(row, short) for row in rows if row["term"] not in short]
    groups = dict.fromkeys(term.group for term in terms)
    children = {group: tuple(t for t in terms if t.group == group) for group in groups}
    by_name = {term.name: term for term in terms}
    return Model(by_name, children, {name: _way(name, by_name) for name in by_name})


def _way(name: str, terms: dict[str, Term]) -> tuple[str, ...]:
    group = terms[name].group
    return (*_way(group, terms), group) if group else ()


def _rows() -> Iterator[dict[str, str]]:
    text = Path(__file__).with_name("terms.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return iter(csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE))


def _term(row: dict[str, str], short: dict[str, dict[str, str]]) -> Term:
    kind, _, like = row["type"].partition(" ")
    paths = {syntax: _paths(row, syntax, short) for syntax in SYNTAXES}
    title = Words(row["de"], row["en"])
    return Term(
        row["term"], row["group"], row["card"], title, cast("Kind", kind), cast("Role", row["role"]), like, paths
    )


def _paths(row: dict[str, str], syntax: Syntax, short: dict[str, dict[str, str]]) -> tuple[str, ...]:
    raw = row["cii"] if row[syntax] == "=" else row[syntax]
    if raw == "-":
        return ()
    written = _STANDS_FOR.sub(lambda found: _short(short[found.group()], syntax), raw)
    return tuple(path.strip() for path in written.split(" || "))


def _short(row: dict[str, str], syntax: Syntax) -> str:
    return row["cii"] if row[syntax] == "=" else row[syntax]
