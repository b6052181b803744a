"""The index of what stands in the tables: for each file a profile of its columns and their distinct values.

index() follows the table files (a file's name changes with its content), so only new files are looked at, unless the
rules have changed (RULES).
"""

from collections.abc import Iterable, Iterator
from itertools import islice

import apsw
import msgspec

from hanse.records import ColumnType
from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable, logical_tables
from hanse.tables import joins
from hanse.tables.census import Census, Counted, Tally, census
from hanse.tables.columns import meaning
from hanse.tables.execute import Executor
from hanse.tables.terms import stem, words
from hanse.tables.views import build as views

CAP = 20_000  # different values of a column, with all their words
KEY_CAP = 500_000  # of a column with numbers of invoices and the like, as a whole only
LONGEST = 120
AT_ONCE = 5_000
CELLS_AT_ONCE = 100_000
RULES = "2"  # to be raised when values, profiles or joins are made by other rules than before
UNJOINED = f"{RULES} unjoined"  # what was new when a run was cut off has no joins yet
SETTING = "table_values"
SCRIPT = """
    CREATE TABLE IF NOT EXISTS table_profiles (file TEXT PRIMARY KEY, profile BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS table_values (
        id INTEGER PRIMARY KEY, file TEXT NOT NULL, col INTEGER NOT NULL, value TEXT NOT NULL, norm TEXT NOT NULL,
        source INTEGER NOT NULL, n INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS table_values_by_norm ON table_values (norm);
    CREATE INDEX IF NOT EXISTS table_values_by_file ON table_values (file, col);
    CREATE TABLE IF NOT EXISTS table_value_words (
        word TEXT NOT NULL, value_id INTEGER NOT NULL, stem TEXT NOT NULL, PRIMARY KEY (word, value_id)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS table_value_words_by_stem ON table_value_words (stem);
    CREATE INDEX IF NOT EXISTS table_value_words_by_value ON table_value_words (value_id);
    CREATE TABLE IF NOT EXISTS table_joins (
        left_file TEXT NOT NULL, left_col INTEGER NOT NULL, right_file TEXT NOT NULL, right_col INTEGER NOT NULL,
        rate REAL NOT NULL, PRIMARY KEY (left_file, left_col, right_file, right_col)
    ) WITHOUT ROWID;
"""

EXACT = """
    SELECT v.file, v.col, v.value, v.norm, sum(v.n) FROM table_values v
    WHERE v.norm = ?1 AND v.source IN (SELECT value FROM json_each(?2)) GROUP BY v.file, v.col, v.value
"""
WITH_WORD = """
    SELECT v.file, v.col, v.value, v.norm, sum(v.n) FROM table_values v JOIN table_value_words w ON w.value_id = v.id
    WHERE w.word = ?1 AND v.source IN (SELECT value FROM json_each(?2)) GROUP BY v.file, v.col, v.value
"""
WITH_STEM = WITH_WORD.replace("w.word", "w.stem")
LISTED = """
    SELECT v.file, v.col, v.value, v.norm, sum(v.n) FROM table_values v
    WHERE v.file = ?1 AND v.col = ?3 AND v.source IN (SELECT value FROM json_each(?2)) GROUP BY v.value ORDER BY 5 DESC
"""
VOCABULARY = """
    SELECT DISTINCT w.word FROM table_value_words w JOIN table_values v ON v.id = w.value_id
    WHERE v.source IN (SELECT value FROM json_each(?1)) AND v.file IN (SELECT value FROM json_each(?2))
"""


class ColumnProfile(msgspec.Struct, frozen=True):
    """What a column holds. filled: rows with a value; distinct: different values; low, high: smallest and largest.

    indexed: whether all its values are in the index.
    """

    filled: int
    distinct: int
    low: str | None
    high: str | None
    indexed: bool


class Profile(msgspec.Struct, frozen=True):
    """One table file: rows, and a profile for each column."""

    rows: int
    columns: tuple[ColumnProfile, ...]


class Value(msgspec.Struct, frozen=True):
    """A distinct value of a column. norm: its folded words; n: in how many rows."""

    file: str
    col: int
    value: str
    norm: str
    n: int


def index(store: Store) -> int:
    """Bring the index in line with the table files and return how many files were new.

    One that older rules have made is made afresh. Killed at any moment, the next run goes on.
    """
    store.ensure(SCRIPT)
    tables = [*(t for t in logical_tables(store) if t.file), *(m.table() for m in views.made(store))]
    made = store.setting(SETTING)
    files, found = {str(t.file) for t in tables}, {row[0] for row in store.rows("SELECT file FROM table_profiles")}
    known = files & found if made in (RULES, UNJOINED) else set()
    _forget(store, found - known)
    fresh = [t for t in tables if t.file not in known]
    if fresh or made != RULES:
        store.set(SETTING, UNJOINED)
        with Executor(store.home, seconds=120.0) as executor:
            for some in _together(fresh):
                counted = [(table, census(store, executor, table)) for table in some]
                with store.write():
                    for table, counts in counted:
                        _learn(store, table, counts)
            unjoined = {str(t.file) for t in fresh} if made == RULES else files
            joins.discover(store, executor, tables, unjoined, _listed(store))
        store.set(SETTING, RULES)
    return len(fresh)


def _together(tables: Iterable[LogicalTable]) -> Iterator[list[LogicalTable]]:
    """Yield the tables in groups that are one transaction each: small ones together, a large one alone."""
    some: list[LogicalTable] = []
    cells = 0
    for table in tables:
        size = table.rows * len(table.columns)
        if some and cells + size > CELLS_AT_ONCE:
            yield some
            some, cells = [], 0
        some.append(table)
        cells += size
    if some:
        yield some


def _listed(store: Store) -> set[tuple[str, int]]:
    """Return the columns whose values are all in the index and not too many to be compared in memory."""
    known = profiles(store).items()
    return {(file, i) for file, p in known for i, c in enumerate(p.columns) if c.indexed and c.distinct <= CAP}


def _forget(store: Store, files: Iterable[str]) -> None:
    with store.write() as db:
        for file in files:
            sql = "DELETE FROM table_value_words WHERE value_id IN (SELECT id FROM table_values WHERE file = ?)"
            db.execute(sql, (file,))
            db.execute("DELETE FROM table_values WHERE file = ?", (file,))
            db.execute("DELETE FROM table_joins WHERE left_file = ?1 OR right_file = ?1", (file,))
            db.execute("DELETE FROM table_profiles WHERE file = ?", (file,))


def _learn(store: Store, table: LogicalTable, counts: Census) -> None:
    columns = tuple(
        _column_profile(counted, c.type, key=meaning(table, c).role == "key")
        for c, counted in zip(table.columns, counts.columns(), strict=True)
    )
    with store.write() as db:
        for i, column in enumerate(columns):
            if column.indexed and column.filled:
                _put_values(db, (str(table.file), i), counts.values(i), split=column.distinct <= CAP)
                if labels := dict(table.columns[i].labels):
                    _put_labels(db, (str(table.file), i), labels, counts.values(i))
        encoded = msgspec.json.encode(Profile(table.rows, columns))
        db.execute("INSERT OR REPLACE INTO table_profiles VALUES (?, ?)", (table.file, encoded))


def _column_profile(counted: Counted, kind: ColumnType, *, key: bool) -> ColumnProfile:
    named = kind in ("text", "integer") and counted.distinct <= (KEY_CAP if key else CAP)
    return ColumnProfile(*counted, indexed=named)


def _put_labels(db: apsw.Connection, column: tuple[str, int], labels: dict[str, str], tallies: Iterable[Tally]) -> None:
    """Let codes be found by what they stand for. Such an entry is of no row of its own (n = 0)."""
    found = [(text, source, label) for text, source, _ in tallies if (label := labels.get(text))]
    for text, source, label in found:
        parts = words(label[:LONGEST])
        db.execute(
            "INSERT INTO table_values (file, col, value, norm, source, n) VALUES (?, ?, ?, ?, ?, 0)",
            (*column, text, " ".join(parts), source),
        )
        number = db.last_insert_rowid()
        pairs = [(word, number, stem(word)) for word in dict.fromkeys(parts)]
        db.executemany("INSERT INTO table_value_words VALUES (?, ?, ?)", pairs)


def _put_values(db: apsw.Connection, column: tuple[str, int], tallies: Iterable[Tally], *, split: bool) -> None:
    first = next(iter(db.execute("SELECT coalesce(max(id), 0) + 1 FROM table_values")))[0]
    numbered = enumerate(tallies, first)
    while some := list(islice(numbered, AT_ONCE)):
        found = [(number, text, words(text[:LONGEST]), source, n) for number, (text, source, n) in some]
        db.executemany(
            "INSERT INTO table_values (id, file, col, value, norm, source, n) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, *column, text, " ".join(parts), source, n) for number, text, parts, source, n in found],
        )
        if split:
            pairs = [(word, number, stem(word)) for number, _, parts, *_ in found for word in dict.fromkeys(parts)]
            db.executemany("INSERT INTO table_value_words VALUES (?, ?, ?)", pairs)


def profiles(store: Store) -> dict[str, Profile]:
    """Return the profile of each table file."""
    decode = msgspec.json.Decoder(Profile).decode
    return {file: decode(data) for file, data in store.rows("SELECT file, profile FROM table_profiles")}


def exact(store: Store, norm: str, sources: str) -> list[Value]:
    """Return the values whose words are exactly these. sources: JSON list of the sources that may be seen."""
    return [Value(*row) for row in store.rows(EXACT, (norm, sources))]


def containing(store: Store, word: str, sources: str) -> list[Value]:
    """Return the values that have this word."""
    return [Value(*row) for row in store.rows(WITH_WORD, (word, sources))]


def with_stem(store: Store, word_stem: str, sources: str) -> list[Value]:
    """Return the values that have a word with this stem."""
    return [Value(*row) for row in store.rows(WITH_STEM, (word_stem, sources))]


def vocabulary(store: Store, sources: str, files: Iterable[str]) -> list[str]:
    """Return all distinct words of the values in these files that may be seen."""
    return [row[0] for row in store.rows(VOCABULARY, (sources, msgspec.json.encode(list(files)).decode()))]


def listed(store: Store, file: str, column: int, sources: str) -> list[Value]:
    """Return the distinct values of one column, most frequent first."""
    return [Value(*row) for row in store.rows(LISTED, (file, sources, column))]
