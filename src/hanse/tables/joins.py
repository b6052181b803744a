"""Finds keys that lead from one table to another: similar column names, one side unique, values contained.

Measured once for each new table file and stored. Keys that a format declares are measured, too, and count as confirmed
ones. A person may confirm or reject any of them. Knows no question.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial
from typing import NamedTuple

from hanse import records
from hanse.store import keydecisions
from hanse.store.database import Store
from hanse.store.keydecisions import Link
from hanse.store.tableparts import LogicalTable, stem
from hanse.tables import columns
from hanse.tables.columns import Meaning
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement
from hanse.tables.plan import Col, Step

LEAST = 0.9  # rate from which a key is used that nobody has looked at
PROPOSED = 0.3  # rate from which one is shown
ACCOUNTS = {  # columns that hold the accounts of customers and suppliers, by the kind of their table
    "datev.parties": {"Konto"}, "datev.legs": {"Konto", "Gegenkonto"},
    "datev.bookings": {"Konto", "Gegenkonto (ohne BU-Schlüssel)"}, "datev.bank_accounts": {"Konto"},
}  # fmt: skip
ACCOUNT = "account"
PARTIES = ("customer", "supplier")
NOT_ONE = -1.0
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
    account: bool = False
    alone: bool = True  # it may tell the rows of its table apart by itself


class Found(NamedTuple):
    """A key that was measured. rate: share of the left's different values that the right has."""

    link: Link
    step: Step
    rate: float
    declared: bool
    confirmed: bool | None

    @property
    def used(self) -> bool:
        """Return whether questions are answered by it: what a person said goes before what was measured."""
        return self.declared or self.rate >= LEAST if self.confirmed is None else self.confirmed


def discover(store: Store, executor: Executor, tables: Sequence[LogicalTable], fresh: set[str], listed: Listed) -> None:
    """Measure each candidate pair that has a new file on one side and store those that lead to one row each.

    listed: the columns, by file and number, whose values are all in table_values; others are compared by DuckDB.
    """
    values = lru_cache(KEPT)(partial(_values, store))
    held, said = [], {(left, right) for left, right in _declared(tables)}
    for left, right in dict.fromkeys((*_candidates(tables), *sorted(said))):
        if not fresh & {left[0], right[0]}:
            continue
        by_values = {left, right} <= listed
        rate = _rate(values(left), values(right)) if by_values else _queried(store, executor, left, right)
        held += [(*left, *right, rate)] if rate >= (0 if (left, right) in said else PROPOSED) else []
    with store.write() as db:
        db.executemany("INSERT OR REPLACE INTO table_joins VALUES (?, ?, ?, ?, ?)", held)


def _candidates(tables: Sequence[LogicalTable]) -> Iterator[tuple[Column, Column]]:
    """Yield the pairs of columns of two tables whose names may mean the same key, target last."""
    owns = columns.own_entities(tables)
    fields = [_field(t, i, owns) for t in tables for i, c in enumerate(t.columns) if _joinable(c)]
    alike: dict[object, list[_Field]] = defaultdict(list)
    for field in fields:
        for trait in _traits(field):
            alike[trait].append(field)
    for right in fields:
        near = {left.column: left for trait in _traits(right) for left in alike[trait]}
        for left in near.values():
            same = columns.same_key(left.meaning, right.meaning) or _accounts(left, right)
            if same and right.alone and left.table != right.table:
                yield left.column, right.column


def _joinable(column: records.Column) -> bool:
    """Return whether a column may hold keys; one that its format calls a text, a code or a figure is none."""
    return column.type in JOINABLE and column.role in ("", "key", "party")


def _field(table: LogicalTable, at: int, owns: tuple[str, ...]) -> _Field:
    column = table.columns[at]
    account = column.name in ACCOUNTS.get(table.kind, ())
    alone = len(table.keys) < 2 or column.name not in table.keys
    meaning = columns.meaning(table, column, owns)
    return _Field(table.id, (str(table.file), at), meaning, account, alone)


def _traits(field: _Field) -> tuple[object, ...]:
    """Return what two columns have in common, one or the other, that may hold the same key: KENNZ, Kennzeichen."""
    meaning = field.meaning
    accounts = (ACCOUNT,) if field.account or _of_party(meaning) else ()
    return ((meaning.entity, meaning.attribute), meaning.plain[: columns.ALIKE], *accounts)


def _of_party(meaning: Meaning) -> bool:
    return meaning.entity in PARTIES and meaning.attribute == "number"


def _accounts(left: _Field, right: _Field) -> bool:
    """Return whether two columns may hold the same account, one of them in the books: a customer's number there."""
    if left.account and right.account:
        return True
    return (left.account and _of_party(right.meaning) and right.meaning.own) or (
        right.account and _of_party(left.meaning)
    )


def _declared(tables: Sequence[LogicalTable]) -> Iterator[tuple[Column, Column]]:
    """Yield the pairs of columns that formats declare as keys; those of several columns are left out."""
    by_name = {table.name: table for table in tables}
    for table in tables:
        for key in table.foreign:
            other = by_name.get(stem(key.table))
            to = key.to or key.columns
            if other is None or other is table or len(key.columns) != 1 or len(to) != 1:
                continue
            left, right = _place(table, key.columns[0]), _place(other, to[0])
            if left and right:
                yield left, right


def _place(table: LogicalTable, name: str) -> Column | None:
    return next(((str(table.file), i) for i, c in enumerate(table.columns) if c.name == name), None)


def _values(store: Store, column: Column) -> dict[str, int]:
    """Return the different values of a column that are not blank, with their number of rows."""
    found: Counter[str] = Counter()
    for value, n in store.db.execute("SELECT value, n FROM table_values WHERE file = ? AND col = ?", column):
        found[value.strip(BLANKS)] += n
    del found[""]
    return found


def _rate(left: dict[str, int], right: dict[str, int]) -> float:
    """Return the share of the left's different values that the right has; below 0 when the right is not unique."""
    unique = sum(right.values()) == len(right)
    return len(left.keys() & right.keys()) / len(left) if left and unique else NOT_ONE


def _queried(store: Store, executor: Executor, left: Column, right: Column) -> float:
    """Return the same by a query over the files."""
    folder = (store.home / "tables").resolve()
    a, b = (f"trim(CAST(c{index} AS VARCHAR))" for _, index in (left, right))
    sql = RATE.replace("{a}", a).replace("{b}", b)
    paths = tuple(("text", str(folder / file)) for file, _ in (left, right))
    total, found, rows, distinct = (int(str(n)) for n in executor.run([Statement(sql, paths)])[0].rows[0])
    return found / total if total and rows == distinct else NOT_ONE


def stored(store: Store, tables: Sequence[LogicalTable]) -> tuple[Step, ...]:
    """Return the joins among these tables that are used, those that match best first."""
    return tuple(found.step for found in known(store, tables) if found.used)


def known(store: Store, tables: Sequence[LogicalTable]) -> list[Found]:
    """Return all keys among these tables that were measured, those that match best first."""
    by_file = {table.file: table for table in tables}
    declared, said = set(_declared(tables)), keydecisions.decisions(store)
    sql = "SELECT left_file, left_col, right_file, right_col, rate FROM table_joins ORDER BY rate DESC, 1, 2, 3, 4"
    found = []
    for a, i, b, j, rate in store.rows(sql):
        if a in by_file and b in by_file:
            left, right = by_file[a], by_file[b]
            link = Link(left.name, left.columns[i].name, right.name, right.columns[j].name)
            step = Step(Col(left.id, i), Col(right.id, j))
            found.append(Found(link, step, rate, ((a, i), (b, j)) in declared, said.get(link)))
    return found
