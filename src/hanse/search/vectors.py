"""Vectors beside the words: which places mean what a question means. Optional, in the background, never in the way.

A vector is kept as 384 signed bytes in the home's SQLite file, made after the words are indexed and deleted with its
passage. Only passages of documents have one; what table records say is computed. A question is compared with each
vector of the sources that the asker may see: 100,000 of them take 5 ms and 40 MB, so no index has to be kept in step.
"""

import importlib
import threading
from collections.abc import Sequence
from functools import cache
from math import log, sqrt
from typing import Any, NamedTuple

import msgspec

from hanse.search.embedder import SIZE, Embedder
from hanse.store.database import Store

SCALE = 127.0
ROWS_AT_ONCE = 512  # the block stays in the processor's cache: half the time of 4,096
NEARLY_ALL = 0.9
LEAST = 30  # places; of fewer it can't be told what "closer than the others" means
RANK_OFFSET = 60
MADE, GONE = "search_vectors_made", "search_vectors_gone"
VERSION = "1"

SCRIPT = f"""
CREATE INDEX IF NOT EXISTS search_documents ON search_passages (source) WHERE record = 0;
CREATE TABLE IF NOT EXISTS search_vectors (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER NOT NULL UNIQUE REFERENCES passages ON DELETE CASCADE,
    source INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS search_vectors_by_source ON search_vectors (source);
CREATE TRIGGER IF NOT EXISTS search_vector_gone AFTER DELETE ON search_vectors BEGIN
    INSERT INTO settings VALUES ('{GONE}', '1') ON CONFLICT DO UPDATE SET value = value + 1;
END;
"""  # noqa: S608 - a constant


class Waiting(NamedTuple):
    """A passage without a vector."""

    id: int
    source: int
    title: str
    text: str


class Near(NamedTuple):
    """How close a question is to all places asked, and which are closest, best first.

    z: by how many standard deviations a closeness exceeds the mean of all places. among: the places that could have
    been returned. noise: the z that the best of so many reaches by chance (about the square root of 2 ln n for normal
    draws).
    """

    ids: tuple[int, ...]
    closeness: tuple[float, ...]
    mean: float
    deviation: float
    among: int

    def z(self, closeness: float) -> float:
        """Return how far a closeness stands out."""
        return (closeness - self.mean) / self.deviation if self.deviation else 0.0

    @property
    def noise(self) -> float:
        """Return the z that chance reaches."""
        return sqrt(2 * log(max(2, self.among)))


def prepare(store: Store) -> None:
    """Make the tables where they are missing; vectors of an older make are dropped and made afresh."""
    made = store.setting(MADE)
    if made != VERSION:
        store.ensure("DROP TABLE IF EXISTS search_vectors")
    store.ensure(SCRIPT)
    if made != VERSION:
        store.set(MADE, VERSION)


def waiting(store: Store, most: int) -> list[Waiting]:
    """Return passages of documents without a vector, in the order of learning."""
    rows = store.rows(
        "SELECT s.id, s.source, p.title, p.text FROM search_passages s JOIN passages p ON p.id = s.id"
        " WHERE s.record = 0 AND NOT EXISTS (SELECT 1 FROM search_vectors v WHERE v.id = s.id) LIMIT ?",
        (most,),
    )
    return [Waiting(*row) for row in rows]


def words_of(title: str, text: str) -> str:
    """Return what a place's vector is made of: alone, a sentence often doesn't say what it is about."""
    return f"{title} {text}".strip()


def keep(store: Store, made: Sequence[tuple[Waiting, bytes]]) -> None:
    """Store vectors as one transaction, each only if its passage is still the same. Empty ones are kept as zeros."""
    rows = [(w.id, w.source, _packed(vector), w.title, w.text) for w, vector in made]
    with store.write() as db:
        db.executemany(
            "INSERT OR IGNORE INTO search_vectors (id, source, vector) SELECT ?1, ?2, ?3"
            " WHERE EXISTS (SELECT 1 FROM passages WHERE id = ?1 AND title = ?4 AND text = ?5)",
            rows,
        )


def progress(store: Store) -> dict[int, tuple[int, int]]:
    """Return for each source how many of its documents' places have vectors, and how many there are."""
    there = dict(store.rows("SELECT source, count(*) FROM search_passages WHERE record = 0 GROUP BY source"))
    made = dict(store.rows("SELECT source, count(*) FROM search_vectors GROUP BY source"))
    return {source: (made.get(source, 0), count) for source, count in there.items()}


def fused(words: Sequence[int], meanings: Sequence[int], weight: float = 1.0) -> dict[int, float]:
    """Return scores by reciprocal rank fusion (Cormack, Clarke, Büttcher 2009, k = 60). weight: of the meanings."""
    scores: dict[int, float] = {}
    for ranking, part in ((words, 1.0), (meanings, weight)):
        for rank, number in enumerate(ranking, 1):
            scores[number] = scores.get(number, 0.0) + part / (RANK_OFFSET + rank)
    return scores


class Meaning:
    """The vectors of one home in memory, kept current, with what makes a question's vector. Threads may share it."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        """Load nothing yet."""
        self._store = store
        self._embedder = embedder
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._last: tuple[str, bytes] = ("", b"")

    def near(self, text: str, sources: Sequence[int], most: int, *, within: Sequence[int] | None = None) -> Near | None:
        """Return the places of these sources closest in meaning; None until nearly all of them have vectors.

        within: only these places are returned; they are still held against all places of the sources.
        """
        held = self._current()
        numpy = _numpy()
        chosen = numpy.isin(held.sources, sources)
        if not self._enough(int(chosen.sum()), sources):
            return None
        asked = self.query(text)
        if not asked:
            return None
        close = _closeness(held.matrix, numpy.frombuffer(asked, dtype="float32"))
        own = close[chosen]
        allowed = numpy.flatnonzero(chosen if within is None else chosen & numpy.isin(held.ids, within))
        top = allowed[numpy.argsort(-close[allowed], kind="stable")[:most]]
        ids = tuple(int(number) for number in held.ids[top])
        return Near(ids, tuple(float(c) for c in close[top]), float(own.mean()), float(own.std()), len(allowed))

    def ready(self, sources: Sequence[int]) -> bool:
        """Return whether nearly all places of these sources have vectors, and enough to tell close from far."""
        return self._enough(int(_numpy().isin(self._current().sources, sources).sum()), sources)

    def query(self, text: str) -> bytes:
        """Return a question's vector; the last one is remembered."""
        kept, vector = self._last
        if kept == text and vector:
            return vector
        vector = self._embedder.query(text)
        self._last = (text, vector)
        return vector

    def closeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return how close each text is to a question; 0 when that can't be told."""
        numpy = _numpy()
        asked = self.query(question)
        if not asked:
            return [0.0] * len(texts)
        one = numpy.frombuffer(asked, dtype="float32")
        vectors = self._embedder.passages(texts) if texts else []
        return [float(numpy.frombuffer(v, dtype="float32") @ one) if v else 0.0 for v in vectors]

    def warm(self) -> None:
        """Load the vectors and the model, so that the first question does not wait."""
        if len(self._current().ids) >= LEAST:
            self.query("warm")

    def _enough(self, made: int, sources: Sequence[int]) -> bool:
        sql = "SELECT count(*) FROM search_passages WHERE record = 0 AND source IN (SELECT value FROM json_each(?))"
        there = self._store.rows(sql, (msgspec.json.encode(list(sources)).decode(),))[0][0]
        return made >= max(LEAST, NEARLY_ALL * int(there))

    def _current(self) -> "_Held":
        """Return the vectors as they are stored now: new ones are added, all are read afresh when some were deleted."""
        with self._lock:
            with self._store.db:  # one state of the store
                gone = self._store.setting(GONE) or ""
                held = self._held if self._held is not None and self._held.gone == gone else _empty(gone)
                rows = self._store.rows("SELECT n, id, source, vector FROM search_vectors WHERE n > ?", (held.newest,))
            self._held = _with(held, rows) if rows else held
            return self._held


class _Held(NamedTuple):
    gone: str
    newest: int
    ids: Any
    sources: Any
    matrix: Any


def _empty(gone: str) -> _Held:
    numpy = _numpy()
    none = numpy.empty(0, dtype="int64")
    return _Held(gone, 0, none, none, numpy.empty((0, SIZE), dtype="int8"))


def _with(held: _Held, rows: list[tuple[Any, ...]]) -> _Held:
    numpy = _numpy()
    fresh = numpy.frombuffer(b"".join(row[3] for row in rows), dtype="int8").reshape(-1, SIZE)
    return _Held(
        held.gone,
        max(row[0] for row in rows),
        numpy.concatenate([held.ids, numpy.array([row[1] for row in rows], dtype="int64")]),
        numpy.concatenate([held.sources, numpy.array([row[2] for row in rows], dtype="int64")]),
        numpy.concatenate([held.matrix, fresh]) if len(held.matrix) else fresh,
    )


def _packed(vector: bytes) -> bytes:
    """Return a vector of length 1 as signed bytes, 127 for 1; nothing as zeros, which are close to no question."""
    if not vector:
        return bytes(SIZE)
    numbers = _numpy().frombuffer(vector, dtype="float32")
    packed: bytes = _numpy().rint(numbers * SCALE).clip(-SCALE, SCALE).astype("int8").tobytes()
    return packed


def _closeness(matrix: Any, asked: Any) -> Any:  # noqa: ANN401 - numpy comes with the optional package
    numpy = _numpy()
    close = numpy.empty(len(matrix), dtype="float32")
    block = numpy.empty((ROWS_AT_ONCE, SIZE), dtype="float32")
    for at in range(0, len(matrix), ROWS_AT_ONCE):
        part = matrix[at : at + ROWS_AT_ONCE]
        numpy.copyto(block[: len(part)], part)
        numpy.dot(block[: len(part)], asked, out=close[at : at + ROWS_AT_ONCE])
    close /= SCALE
    return close


@cache
def _numpy() -> Any:  # noqa: ANN401 - it comes with the optional package, so it has no types here
    return importlib.import_module("numpy")
