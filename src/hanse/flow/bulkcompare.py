"""Compares two versions of a table with very many rows, by the query child over their two Parquet files.

Only versions that both are such files are compared row by row, up to MOST_ROWS and as long as the child's limits of
time and memory allow; of others it is only told that they differ.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from hanse.errors import Broken, TooBig
from hanse.flow import rowchanges
from hanse.records import Bulk, Table
from hanse.store import bulkparts, tablefiles
from hanse.store.imports import RowChange, TableChange
from hanse.store.tableparts import Stored
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement

MOST_ROWS = 2_000_000
SECONDS = 30.0
BOTH = """
    WITH o AS (SELECT * FROM read_parquet(?, file_row_number = true)),
    n AS (SELECT * FROM read_parquet(?, file_row_number = true))
"""


class _Versions(msgspec.Struct, frozen=True):
    """Both files of a table, as bound values for BOTH."""

    old: Bulk
    new: Bulk
    table: Table
    files: tuple[tuple[str, str], ...]


def compared(home: Path, old: Stored, new: Table, change: TableChange) -> TableChange:
    """Return the change of a table that is known to be another, with its rows compared where that can be."""
    unknown = msgspec.structs.replace(change, by="size")
    if old.bulk is None or new.bulk is None or max(old.bulk.rows, new.bulk.rows) > MOST_ROWS:
        return unknown
    parts = (home / tablefiles.FOLDER / bulkparts.FOLDER).resolve()
    files = (("text", str(parts / old.bulk.file)), ("text", str(parts / new.bulk.file)))
    versions = _Versions(old.bulk, new.bulk, new, files)
    try:
        with Executor(home, seconds=SECONDS) as child:
            return _by_keys(child, versions, change) or _by_rows(child, versions, change)
    except (TooBig, Broken):
        return unknown


def _by_keys(child: Executor, both: _Versions, change: TableChange) -> TableChange | None:
    """Return the change by keys; None where the table has none that tell its rows apart."""
    keys = [f"c{n}" for n in rowchanges.keys(both.table)]
    if not keys:
        return None
    row = f"row({', '.join(keys)})"
    counts = _ask(child, both, f"SELECT (SELECT count(DISTINCT {row}) FROM o), (SELECT count(DISTINCT {row}) FROM n)")  # noqa: S608 - c0.. are ours
    if counts != [[both.old.rows, both.new.rows]]:
        return None
    same = " AND ".join(f"n.{key} IS NOT DISTINCT FROM o.{key}" for key in keys)
    others = " OR ".join(f"n.{c} IS DISTINCT FROM o.{c}" for c in _columns(both))
    came, went = f"FROM n ANTI JOIN o ON {same}", f"FROM o ANTI JOIN n ON {same}"
    changed = f"FROM n JOIN o ON {same} WHERE {others}"
    ((added, removed, differing),) = _ask(
        child, both, f"SELECT (SELECT count(*) {came}), (SELECT count(*) {went}), (SELECT count(*) {changed})"
    )
    cells = ", ".join(f"n.{c}, o.{c}" for c in _columns(both))
    rows = _ask(child, both, f"SELECT n.file_row_number, {cells} {changed} ORDER BY 1 LIMIT {rowchanges.EXAMPLES}")
    examples = [_changed(both, at, found) for at, *found in rows] + _examples(child, both, came, went)
    return msgspec.structs.replace(
        change, by="keys", added=added, removed=removed, changed=differing, examples=tuple(examples)
    )


def _by_rows(child: Executor, both: _Versions, change: TableChange) -> TableChange:
    cells = ", ".join(_columns(both))
    came, went = (f"(SELECT {cells} FROM {x} EXCEPT ALL SELECT {cells} FROM {y})" for x, y in ("no", "on"))  # noqa: S608 - c0.. are ours
    ((added, removed),) = _ask(child, both, f"SELECT (SELECT count(*) FROM {came}), (SELECT count(*) FROM {went})")  # noqa: S608 - c0.. are ours
    same = " AND ".join(f"{{0}}.{c} IS NOT DISTINCT FROM x.{c}" for c in _columns(both))
    some = f"(SELECT * FROM {{}} LIMIT {rowchanges.EXAMPLES}) x"  # noqa: S608 - c0.. are ours
    examples = _examples(
        child, both, f"FROM n SEMI JOIN {some.format(came)} ON {same.format('n')}",
        f"FROM o SEMI JOIN {some.format(went)} ON {same.format('o')}",
    )  # fmt: skip
    return msgspec.structs.replace(change, by="rows", added=added, removed=removed, examples=tuple(examples))


def _examples(child: Executor, both: _Versions, came: str, went: str) -> list[RowChange]:
    """Return the first of the rows that came and that went, each with where it stands or stood."""
    name, cells = both.table.name, ", ".join(_columns(both))
    rows = [
        _ask(child, both, f"SELECT file_row_number, {cells} {which} ORDER BY 1 LIMIT {rowchanges.EXAMPLES}")
        for which in (came, went)
    ]
    return [
        *(rowchanges.added(both.table, found, bulkparts.place(both.new, name, at)) for at, *found in rows[0]),
        *(rowchanges.removed(both.table, found, bulkparts.place(both.old, name, at)) for at, *found in rows[1]),
    ]


def _changed(both: _Versions, at: int, cells: Sequence[object]) -> RowChange:
    place = bulkparts.place(both.new, both.table.name, at)
    return rowchanges.changed(both.table, cells[1::2], cells[::2], place)


def _ask(child: Executor, both: _Versions, sql: str) -> list[list[Any]]:
    """Run a query over o, the old version, and n, the new one."""
    (found,) = child.run([Statement(BOTH + sql, both.files)])
    return found.rows


def _columns(both: _Versions) -> list[str]:
    return [f"c{n}" for n in range(len(both.table.columns))]
