"""The passages that a question is best answered from, among the sources that the asker may see.

Rare terms first: the passages that hold one of the question's rare terms are found through short lists; frequent
terms are only looked up together, so the work hardly grows with the firm's data. The candidates found are then scored
exactly (BM25F after Robertson and Zaragoza 2009, with coverage). Vectors, where they are there, change the order and
add places that say it in other words.
"""

from collections.abc import Sequence

import msgspec

from hanse.records import Passage
from hanse.search import vectors
from hanse.search.analysis import shared_analyser
from hanse.search.candidates import found
from hanse.search.context import in_context
from hanse.search.question import AskedIndex, ask_index
from hanse.search.scoring import Scored, ranked
from hanse.search.vectors import Meaning, Near
from hanse.store.catalogue import passages
from hanse.store.database import Store

RECORD_SHARE = 2
FUSED = 50
MEANING = 1.0  # weight of the ranking by meaning against that by words
FUSED_SCALE = vectors.RANK_OFFSET / 2


def search(
    store: Store, text: str, *, sources: Sequence[int], k: int = 8, meaning: Meaning | None = None
) -> list[Passage]:
    """Return at most k passages, best first, with their score; none when nothing of the question is there.

    Only passages of the given sources are looked at, counted or weighed. meaning: compare meanings beside the words.
    """
    if k <= 0 or not sources or not store.rows("SELECT 1 FROM search_totals LIMIT 1"):
        return []
    question = ask_index(store, shared_analyser().query(text), tuple(sorted(set(sources))))
    by_words = in_context(store, question, ranked(store, question, found(store, question)))
    near = None if meaning is None or (by_words and by_words[0].exact) else meaning.near(text, question.sources, FUSED)
    best = pick(by_meaning(store, question, by_words, near) if near else by_words, k)
    texts = passages(store, [scored.id for scored in best])
    return [msgspec.structs.replace(texts[s.id], score=round(s.score, 4)) for s in best if s.id in texts]


def by_meaning(store: Store, question: AskedIndex, by_words: list[Scored], near: Near) -> list[Scored]:
    """Return the ranking by words fused with that by meaning.

    Table records stay where words put them. Without any word, only what stands out by more than chance is there.
    """
    close = near.ids
    if not by_words:
        close = tuple(n for n, c in zip(near.ids, near.closeness, strict=True) if near.z(c) >= near.noise)
    scores = vectors.fused([s.id for s in by_words[:FUSED]], close, MEANING)
    known = {s.id: s for s in ranked(store, question, list(scores))}
    fresh = [known[number]._replace(score=FUSED_SCALE * score) for number, score in scores.items() if number in known]
    return sorted(fresh, key=lambda s: (-s.score, s.id))


def pick(scored: Sequence[Scored], k: int) -> list[Scored]:
    """Return the k best, equal texts once, table records at most half as long as there are documents."""
    chosen: list[Scored] = []
    spare: list[Scored] = []
    seen: set[bytes] = set()
    records = 0
    for one in scored:
        if len(chosen) == k:
            break
        if one.twin in seen:
            continue
        seen.add(one.twin)
        if one.record and not one.exact and records >= max(1, k // RECORD_SHARE):
            spare.append(one)
            continue
        records += one.record
        chosen.append(one)
    filled = [*chosen, *spare[: k - len(chosen)]]
    return sorted(filled, key=lambda s: (-s.score, s.id))
