"""Finds keys that lead from one table to another: similar column names, one side unique, values contained.

Measured once for each new table file and stored. Knows no question.
"""

from collections.abc import Iterator, Sequence

from hanse.records import Column
from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable
from hanse.tables import columns
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement
from hanse.tables.plan import Col, Step

LEAST = 0.9
JOINABLE = ("text", "integer")
RATE = """
    WITH a AS (SELECT DISTINCT {a} AS k FROM read_parquet(?) WHERE nullif({a}, '') IS NOT NULL),
    b AS (SELECT {b} AS k FROM read_parquet(?) WHERE nullif({b}, '') IS NOT NULL)
    SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM a WHERE k IN (SELECT k FROM b)),
    (SELECT count(*) FROM b), (SELECT count(DISTINCT k) FROM b)
"""


def discover(store: Store, executor: Executor, tables: Sequence[LogicalTable], fresh: set[str]) -> None:
    """Measure each candidate pair that has a new file on one side and store those that hold."""
    pairs = [p for p in _candidates(tables) if p[0].file in fresh or p[2].file in fresh]
    for left, i, right, j in pairs:
        rate = _rate(store, executor, (left, i), (right, j))
        if rate >= LEAST:
            with store.write() as db:
                values = (left.file, i, right.file, j, rate)
                db.execute("INSERT OR REPLACE INTO table_joins VALUES (?, ?, ?, ?, ?)", values)


def _candidates(tables: Sequence[LogicalTable]) -> Iterator[tuple[LogicalTable, int, LogicalTable, int]]:
    owns = columns.own_entities(tables)
    for right in tables:
        for j, target in enumerate(right.columns):
            if target.type not in JOINABLE:
                continue
            for left in tables:
                if left.id != right.id:
                    yield from ((left, i, right, j) for i in _alike(left, right, target, owns))


def _alike(left: LogicalTable, right: LogicalTable, target: Column, owns: tuple[str, ...]) -> list[int]:
    wanted = columns.meaning(right, target, owns)
    return [
        i
        for i, c in enumerate(left.columns)
        if c.type in JOINABLE and columns.same_key(columns.meaning(left, c, owns), wanted)
    ]


def _rate(store: Store, executor: Executor, left: tuple[LogicalTable, int], right: tuple[LogicalTable, int]) -> float:
    """Return the share of the left's distinct values that the right has; 0 when the right is not unique."""
    folder = (store.home / "tables").resolve()
    a, b = (f"trim(CAST(c{side[1]} AS VARCHAR))" for side in (left, right))
    sql = RATE.replace("{a}", a).replace("{b}", b)
    paths = tuple(("text", str(folder / str(side[0].file))) for side in (left, right))
    total, found, rows, distinct = (int(str(n)) for n in executor.run([Statement(sql, paths)])[0].rows[0])
    return found / total if total and rows == distinct else 0.0


def stored(store: Store, tables: Sequence[LogicalTable]) -> tuple[Step, ...]:
    """Return the known joins among these tables."""
    number = {t.file: t.id for t in tables}
    rows = store.rows(
        "SELECT left_file, left_col, right_file, right_col FROM table_joins ORDER BY rate DESC, 1, 2, 3, 4"
    )
    return tuple(Step(Col(number[a], i), Col(number[b], j)) for a, i, b, j in rows if a in number and b in number)
