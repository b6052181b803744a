"""Exact scores of candidate passages from their packed terms. Knows nothing of texts, nor how candidates are found."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from hanse.search.keys import KEY
from hanse.search.question import ASKED, AskedIndex
from hanse.store.database import Store

K1 = 1.2
B = 0.5
EXTRA = 0.7
TITLE = 0.8
SHORTEST = 30
COVERAGE = 0.5
RECORD = 0.9


Row = tuple[int, int, bytes, bytes, bytes]
Plan = list[tuple[tuple[bytes, ...], float, bool, bool]]


class Scored(NamedTuple):
    """A candidate with its score. twin: equal for equal texts; exact: it holds an identifier of the question.

    held: bit n is set when it holds the question's term n.
    """

    id: int
    score: float
    record: bool
    twin: bytes
    exact: bool
    held: int = 0


def ranked(store: Store, question: AskedIndex, numbers: Sequence[int]) -> list[Scored]:
    """Return all candidates, best first; ties in the order of learning."""
    sql = (
        "SELECT id, record, words, extra, title FROM search_passages"
        " WHERE id IN (SELECT value FROM json_each(?1)) AND source IN (SELECT value FROM json_each(?2))"
    )
    values = (msgspec.json.encode(list(numbers)).decode(), msgspec.json.encode(question.sources).decode())
    plan = [(t.keys, t.weight, t.kind in ASKED, t.kind == "whole") for t in question.terms]
    scored = [_score(plan, question.mean, row) for row in store.db.execute(sql, values)]
    return sorted(scored, key=lambda s: (-s.score, s.id))


def _score(plan: Plan, mean: float, row: Row) -> Scored:
    number, record, words, extra, title = row
    norm = K1 * (1 - B + B * max(len(words) // KEY, SHORTEST) / max(mean, 1.0))
    everything = b"".join((words, extra, title))
    total, covered, asked, exact, held = 0.0, 0.0, 1e-9, False, 0
    for n, (forms, weight, is_asked, whole) in enumerate(plan):
        often = 0.0
        for form in forms:
            if form in everything:
                often += words.count(form) + EXTRA * extra.count(form) + TITLE * title.count(form)
        if is_asked:
            asked += weight
        if often:
            total += weight * often * (K1 + 1) / (often + norm)
            covered += weight if is_asked else 0.0
            exact = exact or whole
            held |= 1 << n
    score = total * (1 + COVERAGE * covered / asked)
    return Scored(number, score * RECORD if record else score, bool(record), words, exact, held)
