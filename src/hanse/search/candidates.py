"""Numbers of the passages worth scoring, found through the shortest lists first and never more than a fixed many."""

from collections.abc import Iterator
from itertools import combinations

from hanse.search.question import AskedIndex, Term
from hanse.store.database import Store

MOST = 1_500
SHORT_LIST = 1_000
PAIRED = 6


def found(store: Store, question: AskedIndex) -> list[int]:
    """Return the numbers of candidate passages of the allowed sources, at most MOST."""
    numbers: dict[int, None] = {}
    for expression in _expressions(question):
        room = MOST - len(numbers)
        if room <= 0:
            break
        sql = "SELECT rowid FROM search_terms WHERE search_terms MATCH ? LIMIT ?"
        numbers.update(dict.fromkeys(row[0] for row in store.db.execute(sql, (expression, room + len(numbers)))))
    return list(numbers)[:MOST]


def _expressions(question: AskedIndex) -> Iterator[str]:
    """Yield FTS5 expressions: rare terms each alone, frequent ones together, then where they are strong, then alone."""
    within = "" if question.every_source else f" AND ({' OR '.join(f's{n}' for n in question.sources)})"
    single = [t for t in question.terms if t.kind != "pair"]
    for term in single:
        if term.count <= SHORT_LIST:
            yield f"({_any(term)}){within}"
    leading = sorted((t for t in single if t.count > SHORT_LIST), key=lambda t: -t.weight)[:PAIRED]
    for size in range(min(len(leading), 3), 1, -1):
        for group in combinations(leading, size):
            yield " AND ".join(f"({_any(t)})" for t in group) + within
    for prefix in ("t", ""):
        for term in leading:
            yield f"({_any(term, prefix)}){within}"


def _any(term: Term, prefix: str = "") -> str:
    return " OR ".join(f'"{prefix}{key.hex()}"' for key in term.keys)
