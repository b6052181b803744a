"""The year in a file's name, as a column where nothing else tells the rows of several files apart.

Preisliste_2025.xlsx and Preisliste_2026.xlsx are one logical table; without this column each article had two prices.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from hanse.records import Column

COLUMN = Column("Jahr der Datei", "Jahr der Datei", "integer")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def named(path: str, name: str) -> int:
    """Return the one year in the name of a file or of its table, 0 when there is none or several."""
    found = {int(year) for text in (PurePosixPath(path).stem, name) for year in YEAR.findall(text)}
    return found.pop() if len(found) == 1 else 0


def tells(years: Iterable[int], columns: Iterable[Column]) -> bool:
    """Return whether only the files' names say of which year the rows are: no column has a day."""
    known = list(years)
    return all(known) and len(set(known)) > 1 and not any(c.type in ("date", "datetime") for c in columns)


def added(rows: Iterable[list[object]], year: int, columns: tuple[Column, ...]) -> Iterator[list[object]]:
    """Yield rows with the year behind their cells, where the columns end in it."""
    more = [year] if columns[-1:] == (COLUMN,) else []
    return (row + more for row in rows)
