"""What an import report counts and lists, straight from the store: totals of a source, its files, their findings.

A file needs attention when it can't be read, when its records don't add up or some were rejected, when a check did
not hold, or when there is a warning or an error about it.
"""

from typing import Any, Literal

import msgspec

from hanse.records import Counts, Finding, Origin, Place
from hanse.store.catalogue import ItemFinding
from hanse.store.database import Store
from hanse.words import Words

Sort = Literal["decision", "rejected", "problem"]
SORTS: dict[Sort, str] = {
    "decision": "f.severity = 'info'",
    "rejected": "f.severity = 'error' AND f.raw <> ''",
    "problem": "f.severity <> 'info' AND NOT (f.severity = 'error' AND f.raw <> '')",
}
_FILES = f"""
    WITH f AS (
        SELECT item_id, sum(severity = 'error') errors, sum(severity = 'warning') warnings,
            sum({SORTS["decision"]}) decisions, sum({SORTS["rejected"]}) told, sum({SORTS["problem"]}) problems
        FROM findings f WHERE item_id IN (SELECT id FROM items WHERE source_id = ?1) GROUP BY item_id
    ), c AS (
        SELECT item_id, sum(held = 1) held, sum(held = 0) failed, sum(held IS NULL) untested
        FROM checks WHERE item_id IN (SELECT id FROM items WHERE source_id = ?1) GROUP BY item_id
    ), files AS (
        SELECT i.path, i.size, i.sha256, i.readers, i.readable, i.read_at, i.records_in, i.records_out,
            i.records_rejected, coalesce(errors, 0) errors, coalesce(warnings, 0) warnings,
            coalesce(decisions, 0) decisions, coalesce(told, 0) told, coalesce(problems, 0) problems,
            coalesce(held, 0) held, coalesce(failed, 0) failed, coalesce(untested, 0) untested,
            i.records_in <> i.records_out + i.records_rejected odd, i.id
        FROM items i LEFT JOIN f ON f.item_id = i.id LEFT JOIN c ON c.item_id = i.id WHERE i.source_id = ?1
    ), marked AS (
        SELECT *, NOT readable OR odd OR records_rejected OR errors OR warnings OR failed attention FROM files
    )
"""  # noqa: S608
_TOTALS = f"""{_FILES}
    SELECT count(*), sum(NOT readable), sum(odd), sum(attention), sum(records_in), sum(records_out),
    sum(records_rejected), sum(errors), sum(warnings), sum(decisions), sum(held), sum(failed), sum(untested) FROM marked
"""  # noqa: S608
_LISTED = f"""{_FILES} SELECT * FROM marked WHERE attention OR NOT ?2
    ORDER BY attention DESC, NOT readable DESC, errors > 0 DESC, path LIMIT ?3 OFFSET ?4
"""  # noqa: S608
_ONE = f"{_FILES} SELECT * FROM marked WHERE path = ?2"  # noqa: S608
_FINDINGS = {
    sort: f"""
    SELECT f.inner, f.code, f.severity, f.de, f.en, f.place, f.raw FROM findings f JOIN items i ON i.id = f.item_id
    WHERE i.source_id = ? AND i.path = ? AND {wanted} ORDER BY f.severity = 'warning', f.id LIMIT ? OFFSET ?
"""  # noqa: S608
    for sort, wanted in SORTS.items()
}


class Tally(msgspec.Struct, frozen=True):
    """How many checks held, failed, or could not be tested."""

    held: int = 0
    failed: int = 0
    untested: int = 0

    @property
    def all(self) -> int:
        """Return how many there are."""
        return self.held + self.failed + self.untested


class File(msgspec.Struct, frozen=True):
    """A file with what an import report counts of it. told: rejected records whose text is kept, as findings."""

    path: str
    size: int
    sha256: str
    readers: str
    readable: bool
    read_at: str
    counts: Counts
    errors: int
    warnings: int
    decisions: int
    told: int
    problems: int
    checks: Tally
    attention: bool

    @property
    def adds_up(self) -> bool:
        """Return whether records in = out + rejected."""
        return self.counts.in_ == self.counts.out + self.counts.rejected


class Totals(msgspec.Struct, frozen=True):
    """The files of a source counted together. odd: files whose records do not add up."""

    files: int
    unreadable: int
    odd: int
    attention: int
    counts: Counts
    errors: int
    warnings: int
    decisions: int
    checks: Tally


def totals(store: Store, source: int) -> Totals:
    """Return a source's files counted together."""
    n = [int(number or 0) for number in store.rows(_TOTALS, (source,))[0]]
    return Totals(n[0], n[1], n[2], n[3], Counts(*n[4:7]), n[7], n[8], n[9], Tally(*n[10:]))


def alone(file: File) -> Totals:
    """Return the totals of one file."""
    return Totals(
        1, not file.readable, not file.adds_up, file.attention, file.counts, file.errors, file.warnings,
        file.decisions, file.checks,
    )  # fmt: skip


def files(store: Store, source: int, *, attention: bool = False, limit: int = -1, after: int = 0) -> list[File]:
    """Return a source's files, those that need attention first (or only those). limit -1: all of them."""
    return [_file(row) for row in store.rows(_LISTED, (source, attention, limit, after))]


def file(store: Store, source: int, path: str) -> File | None:
    """Return one file of a source, None when it isn't known."""
    rows = store.rows(_ONE, (source, path))
    return _file(rows[0]) if rows else None


def _file(row: tuple[Any, ...]) -> File:
    path, size, sha256, readers, readable, read_at, in_, out, rejected, *rest = row
    errors, warnings, decisions, told, problems, held, failed, untested, _odd, _id, attention = rest
    return File(
        path, size, sha256, readers, bool(readable), read_at, Counts(in_, out, rejected), errors, warnings, decisions,
        told, problems, Tally(held, failed, untested), bool(attention),
    )  # fmt: skip


def findings(store: Store, origin: Origin, sort: Sort, *, limit: int = -1, after: int = 0) -> list[ItemFinding]:
    """Return an item's findings of a sort, those within it too, errors first. limit -1: all of them."""
    rows = store.rows(_FINDINGS[sort], (origin.source, origin.path, limit, after))
    return [_finding(origin, row) for row in rows]


def _finding(origin: Origin, row: tuple[Any, ...]) -> ItemFinding:
    inner, code, severity, german, english, place, raw = row
    at = msgspec.json.decode(place, type=Place)
    return ItemFinding(
        msgspec.structs.replace(origin, inner=inner), Finding(code, severity, Words(german, english), at, raw)
    )
