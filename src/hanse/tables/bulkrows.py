"""The cells of single rows of parts that have very many, fetched from their files by the query child."""

from collections.abc import Iterable, Sequence

from hanse.records import Bulk
from hanse.store import bulkparts
from hanse.store.database import Store
from hanse.store.tableparts import bulk_of
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement

NUMBERED = "SELECT * FROM read_parquet(?, file_row_number = true) WHERE file_row_number BETWEEN {first} AND {last}"


def of(store: Store, part: int) -> Bulk | None:
    """Return where a part's rows are when they are very many; None for other parts."""
    found = store.rows("SELECT bulk FROM table_parts WHERE id = ?", (part,))
    return bulk_of(found[0][0]) if found else None


def between(store: Store, executor: Executor, bulk: Bulk, first: int, last: int) -> list[list[object]]:
    """Return the cells of some rows in a row, from 0, both included."""
    return _run(executor, [_statement(store, bulk, max(first, 0), last)])[0]


def cells(store: Store, executor: Executor, records: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[object]]:
    """Return the cells of those records, by part and row, that lie in parts with very many rows."""
    bulk = {part: of(store, part) for part in dict.fromkeys(part for part, _ in records)}
    wanted = [(part, row, found) for part, row in records if (found := bulk[part])]
    statements = [_statement(store, found, row, row) for _, row, found in wanted]
    results = _run(executor, statements) if statements else []
    return {(part, row): rows[0] for (part, row, _), rows in zip(wanted, results, strict=True) if rows}


def _statement(store: Store, bulk: Bulk, first: int, last: int) -> Statement:
    path = (store.home / "tables" / bulkparts.FOLDER / bulk.file).resolve()
    return Statement(NUMBERED.format(first=int(first), last=int(last)), (("text", str(path)),))


def _run(executor: Executor, statements: Sequence[Statement]) -> list[list[list[object]]]:
    return [[row[:-1] for row in found.rows] for found in executor.run(statements)]
