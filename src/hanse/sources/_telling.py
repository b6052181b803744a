"""What is to be said of a source as a whole, kept beside its copies so that it is learned with them."""

from collections.abc import Iterator
from pathlib import Path

from hanse.records import Finding, Table
from hanse.sources import Step
from hanse.sources._catalog import Relation
from hanse.sources.address import Address
from hanse.store import tablecopy
from hanse.store.tablecopy import Foot
from hanse.words import Words

NAME = "_source"


class Telling:
    """Findings on a source."""

    def __init__(self, address: Address) -> None:
        self._said = address.said
        self.findings: list[Finding] = []

    def add(self, *findings: Finding) -> None:
        """Take findings as they are."""
        self.findings.extend(findings)

    def left_out(self, relations: list[Relation], chosen: list[Relation]) -> None:
        """Tell which tables and views are not copied, and why."""
        closed = [r.said for r in relations if not r.readable]
        others = [r.said for r in relations if r.readable and r not in chosen]
        if closed:
            self.add(_closed(closed))
        if others:
            self.add(_others(others))

    def copied(self, relation: Relation, rows: int) -> None:
        """Tell of one table that was copied."""
        keys = ", ".join(relation.keys)
        words = Words(
            f"{relation.said}: {rows} Zeilen, {len(relation.copied)} Spalten, Schlüssel {keys or '-'}",
            f"{relation.said}: {rows} rows, {len(relation.copied)} columns, key {keys or '-'}",
        )
        self.add(Finding("source.copied", "info", words))


def contents(into: Path, telling: Telling, step: Step, kept: set[str]) -> Iterator[Step]:
    """Write what is to be said of the source, and delete the copies that are none any more."""
    for written in tablecopy.write(
        into, NAME, Table(NAME, "", (), (), ()), (), lambda _: Foot(0, (*telling.findings,))
    ):
        kept.update(written.names)
    tablecopy.sweep(into, kept)
    yield step


def _closed(names: list[str]) -> Finding:
    words = Words(
        f"Diese Tabellen darf die Anmeldung nicht lesen: {_some(names)}", f"The login may not read: {_some(names)}"
    )
    return Finding("source.closed", "info", words)


def _others(names: list[str]) -> Finding:
    words = Words(
        f"Nicht kopiert, weil nicht verlangt: {_some(names)} (mit ?tables=... oder ?views=yes)",
        f"Not copied since not asked for: {_some(names)} (with ?tables=... or ?views=yes)",
    )
    return Finding("source.left-out", "info", words)


def _some(names: list[str]) -> str:
    more = f" ... ({len(names)})" if len(names) > 30 else ""
    return ", ".join(names[:30]) + more
