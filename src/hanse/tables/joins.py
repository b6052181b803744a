"""Finds keys that lead from one table to another: similar column names, one side unique, values contained.

Measured once for each new table file and stored. Knows no question.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial
from typing import NamedTuple

from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable
from hanse.tables import columns
from hanse.tables.columns import Meaning
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement
from hanse.tables.plan import Col, Step

LEAST = 0.9
JOINABLE = ("text", "integer")
# what DuckDB's trim() cuts off: https://duckdb.org/docs/stable/sql/functions/text, blanks of the Unicode class Zs
BLANKS = "".join(map(chr, (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
KEPT = 64  # columns whose values are in memory at a time
Column = tuple[str, int]  # file, number
Listed = AbstractSet[Column]
RATE = """
    WITH a AS (SELECT DISTINCT {a} AS k FROM read_parquet(?) WHERE nullif({a}, '') IS NOT NULL),
    b AS (SELECT {b} AS k FROM read_parquet(?) WHERE nullif({b}, '') IS NOT NULL)
    SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM a WHERE k IN (SELECT k FROM b)),
    (SELECT count(*) FROM b), (SELECT count(DISTINCT k) FROM b)
"""


class _Field(NamedTuple):
    table: int
    column: Column
    meaning: Meaning


def discover(store: Store, executor: Executor, tables: Sequence[LogicalTable], fresh: set[str], listed: Listed) -> None:
    """Measure each candidate pair that has a new file on one side and store those that hold.

    listed: the columns, by file and number, whose values are all in table_values; others are compared by DuckDB.
    """
    values = lru_cache(KEPT)(partial(_values, store))
    held = []
    for left, right in _candidates(tables):
        if not fresh & {left[0], right[0]}:
            continue
        by_values = {left, right} <= listed
        rate = _rate(values(left), values(right)) if by_values else _queried(store, executor, left, right)
        held += [(*left, *right, rate)] if rate >= LEAST else []
    with store.write() as db:
        db.executemany("INSERT OR REPLACE INTO table_joins VALUES (?, ?, ?, ?, ?)", held)


def _candidates(tables: Sequence[LogicalTable]) -> Iterator[tuple[Column, Column]]:
    """Yield the pairs of columns of two tables whose names may mean the same key, target last."""
    owns = columns.own_entities(tables)
    fields = [_Field(t.id, (str(t.file), i), columns.meaning(t, c, owns))
              for t in tables for i, c in enumerate(t.columns) if c.type in JOINABLE]  # fmt: skip
    alike: dict[object, list[_Field]] = defaultdict(list)
    for field in fields:
        for trait in _traits(field.meaning):
            alike[trait].append(field)
    for right in fields:
        near = {left.column: left for trait in _traits(right.meaning) for left in alike[trait]}
        for left in near.values():
            if left.table != right.table and columns.same_key(left.meaning, right.meaning):
                yield left.column, right.column


def _traits(meaning: Meaning) -> tuple[object, object]:
    """Return what two columns have in common, one or the other, that may hold the same key: KENNZ, Kennzeichen."""
    return (meaning.entity, meaning.attribute), meaning.plain[: columns.ALIKE]


def _values(store: Store, column: Column) -> dict[str, int]:
    """Return the different values of a column that are not blank, with their number of rows."""
    found: Counter[str] = Counter()
    for value, n in store.db.execute("SELECT value, n FROM table_values WHERE file = ? AND col = ?", column):
        found[value.strip(BLANKS)] += n
    del found[""]
    return found


def _rate(left: dict[str, int], right: dict[str, int]) -> float:
    """Return the share of the left's different values that the right has; 0 when the right is not unique."""
    unique = sum(right.values()) == len(right)
    return len(left.keys() & right.keys()) / len(left) if left and unique else 0.0


def _queried(store: Store, executor: Executor, left: Column, right: Column) -> float:
    """Return the same by a query over the files."""
    folder = (store.home / "tables").resolve()
    a, b = (f"trim(CAST(c{index} AS VARCHAR))" for _, index in (left, right))
    sql = RATE.replace("{a}", a).replace("{b}", b)
    paths = tuple(("text", str(folder / file)) for file, _ in (left, right))
    total, found, rows, distinct = (int(str(n)) for n in executor.run([Statement(sql, paths)])[0].rows[0])
    return found / total if total and rows == distinct else 0.0


def stored(store: Store, tables: Sequence[LogicalTable]) -> tuple[Step, ...]:
    """Return the known joins among these tables."""
    number = {t.file: t.id for t in tables}
    rows = store.rows(
        "SELECT left_file, left_col, right_file, right_col FROM table_joins ORDER BY rate DESC, 1, 2, 3, 4"
    )
    return tuple(Step(Col(number[a], i), Col(number[b], j)) for a, i, b, j in rows if a in number and b in number)
