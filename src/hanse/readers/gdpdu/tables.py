"""A described data file as a reading: its table (or tables), what was decided, and the checks."""

import msgspec

from hanse.readers.bulk import is_large
from hanse.readers.gdpdu import checks, large
from hanse.readers.gdpdu.layout import Layout
from hanse.readers.gdpdu.nearby import Described
from hanse.readers.gdpdu.notes import Notes
from hanse.readers.gdpdu.rows import Made, made
from hanse.readers.item import Item
from hanse.records import Counts, Reading

NAME = "gdpdu"


def reading(item: Item, found: Described) -> Reading:
    """Return the tables of a data file: one for each description that differs from the others."""
    notes = Notes(item.name)
    notes.add("described", example=found.package.name)
    layouts = _different(found.layouts, notes)
    done = [(large.made(item, layout) if is_large(item) else None) or _whole(item, layout) for layout in layouts]
    held = [check for one in done for check in checks.checks(one, found.package, item)]
    findings = (
        *notes.findings(),
        *(f for one in done for f in one.findings),
        *map(checks.finding, checks.failed(held)),
    )
    return Reading(
        NAME,
        tables=tuple(one.table for one in done),
        findings=findings,
        counts=_sum(done),
        checks=tuple(held),
    )


def _whole(item: Item, layout: Layout) -> Made:
    return made(item.data(), layout, item.name)


def _different(layouts: tuple[Layout, ...], notes: Notes) -> list[Layout]:
    """Return the layouts without those that say the same once more."""
    seen: dict[Layout, Layout] = {}
    for layout in layouts:
        plain = msgspec.structs.replace(layout, part="", name="", about="", medium="", ways=(), url="", validity=None)
        if plain in seen:
            notes.add("repeated_description", layout.part, layout.name)
        seen.setdefault(plain, layout)
    return list(seen.values())


def _sum(done: list[Made]) -> Counts:
    counts = [one.counts for one in done]
    return Counts(sum(c.in_ for c in counts), sum(c.out for c in counts), sum(c.rejected for c in counts))
