"""The import report (Prüfbericht): what was read of a source, what was decided, what was rejected, which checks held.

Assembles it for an account that may see the source; page, command line and PDF show it. Computes nothing anew.
"""

import msgspec

from hanse.errors import NotAllowed, Unreachable
from hanse.flow import reportwords
from hanse.records import Origin
from hanse.store import catalogue, checks, imports, reports
from hanse.store.catalogue import ItemFinding, Source
from hanse.store.checks import ItemCheck
from hanse.store.database import Store
from hanse.store.imports import Import, ItemChange
from hanse.store.reports import File, Totals
from hanse.words import Words

ALL = -1


class FileReport(msgspec.Struct, frozen=True):
    """What is to be told of one file; the lists may be cut, file has the whole numbers.

    rejected: records that were left out, with their text; problems: all other warnings and errors.
    """

    origin: Origin
    file: File
    decisions: tuple[ItemFinding, ...]
    checks: tuple[ItemCheck, ...]
    rejected: tuple[ItemFinding, ...]
    problems: tuple[ItemFinding, ...]

    @property
    def cut(self) -> int:
        """Return how many findings and checks are left out here."""
        file, tally = self.file, self.file.checks
        there = file.decisions + file.told + file.problems + tally.all
        return there - sum(map(len, (self.decisions, self.rejected, self.problems, self.checks)))


class Changes(msgspec.Struct, frozen=True):
    """What one import did. first: there was none before it to compare with. items may be cut; run has the numbers."""

    run: Import
    first: bool
    items: tuple[ItemChange, ...]

    @property
    def cut(self) -> int:
        """Return how many files are left out here."""
        return self.run.files - len(self.items)


class Report(msgspec.Struct, frozen=True):
    """A source's import report. files may be cut; totals has the numbers. changes: None before the first import."""

    source: Source
    summary: Words
    totals: Totals
    changes: Changes | None
    files: tuple[FileReport, ...]

    @property
    def needs_a_look(self) -> bool:
        """Return whether a person should look at something."""
        return self.totals.attention > 0


class Extent(msgspec.Struct, frozen=True):
    """How much of it is wanted: how many files, changed files, findings of a sort for each file; -1 for all.

    after: files (or changed files of one import) to skip; skip: findings of each sort to skip. attention: only files
    that need some. path: only this file.
    """

    files: int = ALL
    changes: int = ALL
    findings: int = ALL
    after: int = 0
    skip: int = 0
    attention: bool = False
    path: str | None = None


WHOLE = Extent()


def of_source(store: Store, number: int, *, account: int, extent: Extent = WHOLE, run: int | None = None) -> Report:
    """Return the report on a source, or on one file of it, with the changes of an import (None: the latest one).

    Raises NotAllowed when the account may not see the source, Unreachable for a file or an import that there is not.
    """
    source = visible(store, number, account=account)
    changes = of_import(store, number, run, extent)
    if extent.path is not None:
        file = _known(store, number, extent.path)
        totals, found = reports.alone(file), [file]
    else:
        totals = reports.totals(store, number)
        found = reports.files(store, number, attention=extent.attention, limit=extent.files, after=extent.after)
    files = tuple(_of_file(store, number, file, extent) for file in found)
    return Report(source, reportwords.summary(totals), totals, changes, files)


def visible(store: Store, number: int, *, account: int) -> Source:
    """Return a source that an account may see. Raises NotAllowed when there is none of this number."""
    for source in catalogue.sources(store, account):
        if source.id == number:
            return source
    raise NotAllowed(
        Words("Diese Quelle gibt es nicht, oder Sie dürfen sie nicht sehen.", "No such source, or you may not see it."),
        hint=Words("Zur Liste der Quellen zurückgehen.", "Go back to the list of sources."),
    )


def of_import(store: Store, source: int, run: int | None, extent: Extent = WHOLE) -> Changes | None:
    """Return what an import did (None: the latest one of the source); None when none is remembered.

    Raises Unreachable when the source has no import of this number.
    """
    before = None if run is None else run + 1
    for found in imports.of_source(store, source, limit=1, before=before):
        if run in (None, found.id):
            items = imports.changes(
                store, found.id, path=extent.path, limit=extent.changes, after=extent.after if run else 0
            )
            return Changes(found, imports.is_first(store, found.id), tuple(items))
    if run is None:
        return None
    raise Unreachable(
        Words(f"Einen Import Nr. {run} hat diese Quelle nicht.", f"This source has no import no. {run}."),
        hint=Words("Der Prüfbericht ohne Nummer zeigt den letzten.", "The report without a number shows the latest."),
    )


def _known(store: Store, source: int, path: str) -> File:
    found = reports.file(store, source, path)
    if found:
        return found
    raise Unreachable(
        Words(f"{path} ist nicht (mehr) da.", f"{path} is not there (any more)."),
        hint=Words("Die Quelle abgleichen und noch einmal nachsehen.", "Sync the source and look again."),
    )


def _of_file(store: Store, source: int, file: File, extent: Extent) -> FileReport:
    origin = Origin(source, file.path)

    def some(sort: reports.Sort, there: int) -> tuple[ItemFinding, ...]:
        wanted = there > extent.skip
        found = reports.findings(store, origin, sort, limit=extent.findings, after=extent.skip) if wanted else ()
        return tuple(found)

    return FileReport(
        origin,
        file,
        some("decision", file.decisions),
        tuple(checks.of_item(store, origin, limit=extent.findings, after=extent.skip)),
        some("rejected", file.told),
        some("problem", file.problems),
    )
