"""A passage is read as part of its document: the head of a contract names the customer, a paragraph below the notice.

What the document's other passages hold of the question counts for each of them, though less than what it holds itself.
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from hanse.search.question import ASKED, AskedIndex
from hanse.search.scoring import Scored
from hanse.store.database import Store

AROUND = 0.8  # of a term's weight, when only another passage of the document holds it
DEEPEST = 400  # candidates that are looked at with their documents


def in_context(store: Store, question: AskedIndex, scored: Sequence[Scored]) -> list[Scored]:
    """Return the candidates, best first, with what their documents add to the score. Table records stand alone."""
    top = [one for one in scored[:DEEPEST] if not one.record]
    if len(question.terms) < 2 or not top:
        return list(scored)
    documents = _documents(store, [one.id for one in top])
    whole: dict[tuple[int, str], int] = defaultdict(int)
    for one in top:
        whole[documents[one.id]] |= one.held
    weights = [term.weight if term.kind in ASKED else 0.0 for term in question.terms]
    added = {one.id: AROUND * _weight(whole[documents[one.id]] & ~one.held, weights) for one in top}
    fresh = [one._replace(score=one.score + added.get(one.id, 0.0)) for one in scored]
    return sorted(fresh, key=lambda one: (-one.score, one.id))


def _documents(store: Store, numbers: Sequence[int]) -> dict[int, tuple[int, str]]:
    wanted = msgspec.json.encode(list(numbers)).decode()
    sql = "SELECT id, item_id, inner FROM passages WHERE id IN (SELECT value FROM json_each(?))"
    return {number: (item, inner) for number, item, inner in store.rows(sql, (wanted,))}


def _weight(held: int, weights: Sequence[float]) -> float:
    return sum(weight for n, weight in enumerate(weights) if held >> n & 1)
