"""The index of words in the home's SQLite file, kept in the same transaction as the passages.

Three parts. An FTS5 table of tokens (no text) finds the numbers of the passages that hold a term. A row for each
passage keeps its terms in order, 5 bytes each, so that the few candidates are scored exactly without reading texts. A
table counts for each source in how many of its passages a term occurs, so that a ranking depends on nothing but the
sources that the asker may see.

Passages that are deleted, by whatever way, are taken out by triggers; their counts are settled at the next write.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

import apsw

from hanse.records import Passage
from hanse.search.entry import entry
from hanse.search.keys import KEY, chunks, number
from hanse.store.catalogue import passages as stored_passages
from hanse.store.database import Store

BATCH = 500
VERSION = "2"
SETTING = "search_index"

SCRIPT = """
CREATE TABLE IF NOT EXISTS search_passages (
    id INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, source INTEGER NOT NULL, record INTEGER NOT NULL,
    words BLOB NOT NULL, extra BLOB NOT NULL, title BLOB NOT NULL
);
CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5(
    terms, content='', contentless_delete=1, detail=none, tokenize="ascii"
);
CREATE TABLE IF NOT EXISTS search_counts (
    term INTEGER NOT NULL, source INTEGER NOT NULL, passages INTEGER NOT NULL, PRIMARY KEY (term, source)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS search_totals (
    source INTEGER PRIMARY KEY, passages INTEGER NOT NULL, words INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS search_gone (source INTEGER NOT NULL, terms BLOB NOT NULL, words INTEGER NOT NULL);
CREATE TRIGGER IF NOT EXISTS search_passage_gone AFTER DELETE ON search_passages BEGIN
    DELETE FROM search_terms WHERE rowid = old.id;
    INSERT INTO search_gone VALUES (
        old.source, CAST(old.words || old.extra || old.title AS BLOB), length(old.words)
    );
END;
"""


TABLES = ("search_passages", "search_terms", "search_counts", "search_totals", "search_gone")


def prepare(store: Store) -> None:
    """Make the index's tables where they are missing; an index of an older make is made afresh from the passages."""
    made = store.setting(SETTING)
    if made == VERSION:
        return
    if made is not None:
        store.ensure("".join(f"DROP TABLE IF EXISTS {name};" for name in TABLES))
    store.ensure(SCRIPT)
    rebuild(store)


def add(db: apsw.Connection, passages: Iterable[Passage]) -> None:
    """Index stored passages (their id and origin.source are set) within the caller's transaction.

    Costs least when many come in one call: counts of terms are written once for each call. Takes them as it goes on.
    """
    settle(db)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    totals: Counter[int] = Counter()
    lengths: Counter[int] = Counter()
    waiting = iter(passages)
    while some := list(islice(waiting, BATCH)):
        indexed = [entry(passage) for passage in some]
        db.executemany("INSERT INTO search_passages VALUES (?, ?, ?, ?, ?, ?)", [one.row for one in indexed])
        db.executemany("INSERT INTO search_terms (rowid, terms) VALUES (?, ?)", [(i.row[0], i.tokens) for i in indexed])
        for (_, source, _, words, *_), _, distinct in indexed:
            counts[source].update(distinct)
            totals[source] += 1
            lengths[source] += len(words) // KEY
    for source, found in counts.items():
        _count(db, source, {int(digits, 16): n for digits, n in found.items()})
        _total(db, source, totals[source], lengths[source])


def remove(db: apsw.Connection, item: int) -> None:
    """Take the passages of an item out of the index; to be called before or instead of dropping the item."""
    db.execute("DELETE FROM search_passages WHERE id IN (SELECT id FROM passages WHERE item_id = ?)", (item,))
    settle(db)


def settle(db: apsw.Connection) -> None:
    """Take the terms of deleted passages off the counts."""
    counts: dict[int, Counter[bytes]] = {}
    passages: Counter[int] = Counter()
    words: Counter[int] = Counter()
    for source, terms, length in db.execute("SELECT source, terms, words FROM search_gone"):
        counts.setdefault(source, Counter()).update(set(chunks(terms)))
        passages[source] += 1
        words[source] += length // KEY
    if not counts:
        return
    for source, found in counts.items():
        _count(db, source, {number(t): -n for t, n in found.items()})
        _total(db, source, -passages[source], -words[source])
    db.execute("DELETE FROM search_gone")
    db.execute("DELETE FROM search_counts WHERE passages <= 0")
    db.execute("DELETE FROM search_totals WHERE passages <= 0")


def _count(db: apsw.Connection, source: int, found: Mapping[int, int]) -> None:
    db.executemany(
        "INSERT INTO search_counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET passages = passages + excluded.passages",
        [(term, source, n) for term, n in sorted(found.items())],
    )


def _total(db: apsw.Connection, source: int, passages: int, words: int) -> None:
    db.execute(
        "INSERT INTO search_totals VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
        " SET passages = passages + excluded.passages, words = words + excluded.words",
        (source, passages, words),
    )


def rebuild(store: Store) -> None:
    """Make the whole index afresh from the stored passages, as one transaction."""
    with store.write() as db:
        for name in ("search_passages", "search_gone", "search_counts", "search_totals"):
            db.execute(f"DELETE FROM {name}")  # noqa: S608 - the names stand above
        db.execute("DELETE FROM search_gone")
        db.execute("INSERT INTO search_terms(search_terms) VALUES ('delete-all')")
        numbers = [row[0] for row in store.rows("SELECT id FROM passages ORDER BY id")]
        for at in range(0, len(numbers), BATCH):
            add(db, stored_passages(store, numbers[at : at + BATCH]).values())
        store.set(SETTING, VERSION)


def verify(store: Store) -> bool:
    """Return whether each stored passage is indexed exactly once, and nothing else is."""
    missing = "SELECT count(*) FROM passages WHERE id NOT IN (SELECT id FROM search_passages)"
    foreign = "SELECT count(*) FROM search_passages WHERE id NOT IN (SELECT id FROM passages)"
    found = "SELECT (SELECT count(*) FROM search_terms) - (SELECT count(*) FROM search_passages)"
    counted = (
        "SELECT (SELECT coalesce(sum(passages), 0) FROM search_totals) - (SELECT count(*) FROM search_passages)"
        " - (SELECT count(*) FROM search_gone)"
    )
    return all(store.rows(sql)[0][0] == 0 for sql in (missing, foreign, found, counted))
