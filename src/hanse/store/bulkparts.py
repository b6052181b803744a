"""Parts with very many rows: the Parquet file that a reader wrote is their truth, and is used as it is where it can be.

A logical table of one such part has no file of its own but a second name for the part's, which tells part and source:
"b12.3.parquet". There the number of a row is its position in the file.
"""

import os
import re
from bisect import bisect_right
from pathlib import Path

from hanse.records import Bulk, Place

FOLDER = "parts"
NAMED = re.compile(r"b(\d+)\.(\d+)\.parquet")
ROWS = "(SELECT {part} AS _part, file_row_number AS _row, {source} AS _source, * EXCLUDE (file_row_number)"
FROM_FILE = " FROM read_parquet(?, file_row_number = true))"


def relation(file: str) -> str:
    """Return the SQL that reads a logical table's file, with _part, _row and _source; its path is bound."""
    named = NAMED.fullmatch(file)
    if named is None:
        return "read_parquet(?)"
    return ROWS.format(part=named[1], source=named[2]) + FROM_FILE


def second_name(folder: Path, bulk: Bulk, part: int, source: int) -> str:
    """Give a part's file the name under which it is a logical table's, and return it; "" where that can't be."""
    name = f"b{part}.{source}.parquet"
    try:
        (folder / name).unlink(missing_ok=True)
        os.link(folder / FOLDER / bulk.file, folder / name)
    except OSError:  # a file system without second names
        return ""
    return name


def place(bulk: Bulk, table: str, row: int) -> Place:
    """Return where a row (from 0) stands: its record, and its line where each record is one line."""
    record = row + 1
    while (passed := bisect_right(bulk.gaps, record)) and record != row + 1 + passed:
        record = row + 1 + passed
    line = bulk.first_line + record - 1 if bulk.first_line else None
    return Place(table=table, record=bulk.first_record + record - 1, line=line)


def row(bulk: Bulk, wanted: Place) -> int | None:
    """Return the number of the row (from 0) at a place; None for one that was left out or isn't there."""
    if wanted.record is None and (wanted.line is None or not bulk.first_line):
        return None
    record = (wanted.line or 0) - bulk.first_line if wanted.record is None else wanted.record - bulk.first_record
    before = bisect_right(bulk.gaps, record + 1)
    found = record - before
    left_out = before and bulk.gaps[before - 1] == record + 1
    return None if left_out or not 0 <= found < bulk.rows else found
