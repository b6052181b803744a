"""Tables that aren't lists of items: rows and columns that line up, under a heading or in drawn cells."""

from collections.abc import Sequence
from typing import NamedTuple

from hanse.readers._page.items import Items
from hanse.readers._page.words import Line, Sheet
from hanse.records import Finding, Table


class Made(NamedTuple):
    """A table, its page, and the lines of each row."""

    table: Table | None
    findings: tuple[Finding, ...]
    page: int
    rows: tuple[tuple[int, ...], ...]


def find(pages: Sequence[tuple[Sheet, list[Line]]], found: Sequence[Items]) -> list[Made]:
    """Return the tables of the pages outside the item tables already found."""
    del pages, found
    return []
