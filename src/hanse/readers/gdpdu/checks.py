"""What must hold in a table by its description: keys are unique, foreign keys lead somewhere, records are all there."""

from collections.abc import Iterable, Iterator

from hanse.readers.gdpdu import keysets, ledger
from hanse.readers.gdpdu.layout import Layout
from hanse.readers.gdpdu.nearby import Package
from hanse.readers.gdpdu.periods import period
from hanse.readers.gdpdu.rows import Made
from hanse.readers.item import Item
from hanse.records import Cell, Check, Finding, Foreign, Place, Table
from hanse.words import Words

LARGEST = 50 << 20
"""Bytes of a file that is read for the sake of a key that leads to it."""


def checks(made: Made, package: Package, item: Item) -> Iterator[Check]:
    """Yield every check of a table."""
    table, layout = made.table, made.layout
    yield _records(made)
    if table.bulk:
        yield from _too_many(table)
        return
    if table.keys:
        yield _unique(table)
    for key in table.foreign:
        yield _leads(table, key, package, item)
    if layout.validity is not None:
        yield period(table, layout.validity)
    yield from ledger.checks(table, package, item)


def failed(held: Iterable[Check]) -> Iterator[Check]:
    """Yield the checks that failed."""
    return (check for check in held if check.held is False)


def finding(check: Check) -> Finding:
    """Return the warning for a failed check."""
    de = f"Prüfung nicht bestanden: {check.words.de} Erwartet {check.expected}, gefunden {check.found}."
    en = f"Check failed: {check.words.en} Expected {check.expected}, found {check.found}."
    return Finding(check.code, "warning", Words(de, en), check.place)


def _records(made: Made) -> Check:
    name, counts, layout = made.table.name, made.counts, made.layout
    expected = layout.last - layout.first + 1 if layout.last is not None else counts.in_
    words = Words(f"{name}: alle Sätze sind übernommen.", f"{name}: all records were taken.")
    place = next((f.place for f in made.findings if f.code == "gdpdu.rejected"), Place())
    return Check("gdpdu.records", words, counts.out == expected, str(expected), str(counts.out), place)


def _unique(table: Table) -> Check:
    """Check that no key is missing or comes twice."""
    at = [i for i, column in enumerate(table.columns) if column.name in table.keys]
    seen: set[tuple[Cell, ...]] = set()
    bad, place = 0, Place()
    for row, where in zip(table.rows, table.places, strict=True):
        key = tuple(row[i] for i in at)
        if None in key or key in seen:
            bad += 1
            place = where if bad == 1 else place
        seen.add(key)
    named = ", ".join(table.keys)
    words = Words(
        f"{table.name}: der Schlüssel ({named}) ist überall ausgefüllt und kommt nur einmal vor.",
        f"{table.name}: the key ({named}) is filled in everywhere and occurs once only.",
    )
    found = f"{bad} doppelt oder leer" if bad else "0"
    return Check("gdpdu.key", words, not bad, "0", found, place)


def _too_many(table: Table) -> Iterator[Check]:
    """Yield the checks that are left undone for very many records, and say so."""
    named = [", ".join(table.keys)] if table.keys else []
    named += [f"{', '.join(key.columns)} → {key.table}" for key in table.foreign]
    for name in named:
        words = Words(f"{table.name}: Schlüssel {name}.", f"{table.name}: key {name}.")
        yield Check("gdpdu.key", words, None, "", "nicht geprüft: sehr viele Sätze")


def _leads(table: Table, key: Foreign, package: Package, item: Item) -> Check:
    """Check that each value of a foreign key is in the table it leads to; found: how many are, of how many."""
    named = f"{', '.join(key.columns)} → {key.table}"
    words = Words(
        f"{table.name}: jeder Wert von {named} ist dort vorhanden.",
        f"{table.name}: each value of {named} is there.",
    )
    there = package.table(key.table)
    known, why = (None, "nicht beschrieben") if there is None else _known(there, key, package, item)
    if known is None:
        return Check("gdpdu.foreign", words, None, "", why)
    at = [[c.name for c in table.columns].index(name) for name in key.columns]
    pairs = (([row[i] for i in at], place) for row, place in zip(table.rows, table.places, strict=True))
    used = [(cells, place) for cells, place in pairs if any(cell is not None for cell in cells)]
    lost = [(cells, place) for cells, place in used if keysets.plain(cells) not in known]
    place = lost[0][1] if lost else Place()
    found = f"{len(used) - len(lost)} von {len(used)}"
    example = f" (z. B. „{' / '.join(map(str, lost[0][0]))}“ fehlt)" if lost else ""
    return Check("gdpdu.foreign", words, not lost, f"{len(used)} von {len(used)}", found + example, place)


def _known(there: Layout, key: Foreign, package: Package, item: Item) -> tuple[frozenset[tuple[str, ...]] | None, str]:
    """Return the keys of the table that a foreign key leads to, or why they are not known."""
    file = package.file(there)
    if file is None:
        return None, f"{there.url} fehlt"
    if max(file.size(), item.size()) > LARGEST:
        return None, f"nicht geprüft: größer als {LARGEST >> 20} MB"
    wanted = key.to or key.columns
    known = keysets.keys(file, there, wanted)
    return (known, "") if known is not None else (None, f"{there.name} hat keine Spalte {', '.join(wanted)}")
