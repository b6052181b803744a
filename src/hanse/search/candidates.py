"""Numbers of the passages worth scoring, found through the shortest lists first and never more than a fixed many.

Rare terms are listed whole. Of frequent ones it is only asked which of the passages listed so far hold them, and which
passages hold two or three of them together: lists that are cut off early, whatever the number of passages.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import combinations

from hanse.search.entry import DOCUMENT, RECORD
from hanse.search.question import AskedIndex, Term
from hanse.store.database import Store

SHORT_LIST = 800
MOST_LISTED = 3_000
MOST_TOGETHER = 500
MOST_SCORED = {DOCUMENT: 400, RECORD: 200}
LEADING = 4


def found(store: Store, question: AskedIndex) -> list[int]:
    """Return the numbers of candidate passages of the allowed sources, those with the weightiest terms.

    Documents and table records are listed apart, so that a long table can't crowd the documents out.
    """
    kinds = [kind for kind in MOST_SCORED if _numbers(store, kind, 1)]
    sources = [] if question.every_source else [f"({' OR '.join(f's{n}' for n in question.sources)})"]
    numbers: list[int] = []
    for kind in kinds:
        within = "".join(f" AND {part}" for part in (*([kind] if len(kinds) > 1 else []), *sources))
        numbers.extend(_of_kind(store, question, within, MOST_SCORED[kind]))
    return numbers


def _of_kind(store: Store, question: AskedIndex, within: str, most: int) -> list[int]:
    single = sorted((t for t in question.terms if t.kind != "pair"), key=lambda t: -t.weight)
    rare = _listed(t for t in single if t.count <= SHORT_LIST)
    frequent = _telling([t for t in single if t.count > SHORT_LIST])
    weights: defaultdict[int, float] = defaultdict(float)
    for expression, weight in (*_alone(rare), *_within(frequent, rare)):
        for number in _numbers(store, expression + within, MOST_LISTED):
            weights[number] += weight
    for expression, weight in _together(frequent):
        for number in _numbers(store, expression + within, MOST_TOGETHER):
            weights[number] += weight
    if len(weights) < most:
        for expression, weight in _strong(frequent):
            for number in _numbers(store, expression + within, most):
                weights[number] += weight
    return nlargest(most, weights, key=lambda number: (weights[number], -number))


def _listed(rare: Iterable[Term]) -> list[Term]:
    """Return the weightiest terms whose lists are together no longer than MOST_LISTED."""
    listed, length = [], 0
    for term in rare:
        length += term.count
        if length > MOST_LISTED:
            break
        listed.append(term)
    return listed


def _telling(frequent: list[Term]) -> list[Term]:
    """Leave out what only resembles a word of the question, unless there is nothing else."""
    return [t for t in frequent if t.kind != "alike"] or frequent


def _alone(terms: Iterable[Term]) -> Iterator[tuple[str, float]]:
    return ((_any([t]), t.weight) for t in terms)


def _within(frequent: Sequence[Term], rare: Sequence[Term]) -> Iterator[tuple[str, float]]:
    if rare:
        yield from ((f"{_any([t])} AND {_any(rare)}", t.weight) for t in frequent)


def _together(frequent: Sequence[Term]) -> Iterator[tuple[str, float]]:
    """Yield groups of three and of two of the weightiest frequent terms, each counted lightly as they overlap."""
    leading = frequent[:LEADING]
    for size in (3, 2):
        for group in combinations(leading, size):
            yield " AND ".join(_any([t]) for t in group), sum(t.weight for t in group) / LEADING


def _strong(frequent: Iterable[Term]) -> Iterator[tuple[str, float]]:
    """Yield each frequent term where it is strong (in the title, or often in the text), then anywhere."""
    yield from ((_any([t], "t"), t.weight / LEADING) for t in frequent)
    yield from ((_any([t]), t.weight / LEADING) for t in frequent)


def _numbers(store: Store, expression: str, most: int) -> list[int]:
    sql = "SELECT group_concat(rowid, ' ') FROM (SELECT rowid FROM search_terms WHERE search_terms MATCH ? LIMIT ?)"
    joined = store.rows(sql, (expression, most))[0][0]
    return [int(number) for number in joined.split()] if joined else []


def _any(terms: Iterable[Term], prefix: str = "") -> str:
    return "(" + " OR ".join(f'"{prefix}{key.hex()}"' for term in terms for key in term.keys) + ")"
