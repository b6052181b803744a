"""A question as the index sees it: its terms with how rare each is in the sources that the asker may see."""

from collections.abc import Iterable, Sequence
from math import log

import msgspec

from hanse.search.analysis import Wanted
from hanse.search.keys import key, number
from hanse.store.database import Store

ASKED = frozenset({"word", "whole"})


class Term(msgspec.Struct, frozen=True):
    """One thing asked for that is there. keys: its forms; count: passages that hold it; weight: in a score."""

    keys: tuple[bytes, ...]
    count: int
    weight: float
    kind: str


class AskedIndex(msgspec.Struct, frozen=True):
    """The terms, rarest first, and what the sources hold: number of passages and their mean length in words."""

    terms: tuple[Term, ...]
    sources: tuple[int, ...]
    total: int
    mean: float
    every_source: bool


def ask_index(store: Store, wanted: Sequence[Wanted], sources: tuple[int, ...]) -> AskedIndex:
    """Return the question with counts over the given sources only; terms that are nowhere are left out."""
    allowed = msgspec.json.encode(sources).decode()
    total, words = store.rows(
        "SELECT coalesce(sum(passages), 0), coalesce(sum(words), 0) FROM search_totals"
        " WHERE source IN (SELECT value FROM json_each(?))",
        (allowed,),
    )[0]
    others = store.rows(
        "SELECT 1 FROM search_totals WHERE source NOT IN (SELECT value FROM json_each(?)) LIMIT 1", (allowed,)
    )
    counts = _counts(store, wanted, allowed)
    terms = _terms(_there(wanted, counts), counts, total)
    return AskedIndex(terms, sources, total, words / total if total else 1.0, not others)


def _counts(store: Store, wanted: Iterable[Wanted], allowed: str) -> dict[str, int]:
    """Return in how many passages of the allowed sources each single term stands."""
    terms = {number(key(term)): term for want in wanted for joined in want.terms for term in joined.split(" ")}
    rows = store.rows(
        "SELECT term, sum(passages) FROM search_counts WHERE term IN (SELECT value FROM json_each(?1))"
        " AND source IN (SELECT value FROM json_each(?2)) GROUP BY term",
        (msgspec.json.encode(list(terms)).decode(), allowed),
    )
    return {terms[term]: int(passages) for term, passages in rows}


def _there(wanted: Sequence[Wanted], counts: dict[str, int]) -> list[Wanted]:
    """Leave out what is nowhere, and of identifiers those that are a piece of a longer one that is there."""
    there = [w for w in wanted if any(_count(term, counts) for term in w.terms)]
    wholes = [term for w in there if w.kind == "whole" for term in w.terms]
    return [w for w in there if w.kind != "whole" or not _inside(w.terms[0], wholes)]


def _inside(term: str, wholes: Iterable[str]) -> bool:
    return any(term[1:] in other and term != other for other in wholes)


def _count(term: str, counts: dict[str, int]) -> int:
    """Return a term's count; of a pair, that of its rarer word."""
    return min(counts.get(single, 0) for single in term.split(" "))


def _terms(wanted: Iterable[Wanted], counts: dict[str, int], total: int) -> tuple[Term, ...]:
    terms = []
    for want in wanted:
        forms = [term for term in want.terms if _count(term, counts)]
        count = min(total, sum(_count(term, counts) for term in forms))
        rarity = log(1 + (total - count + 0.5) / (count + 0.5))
        keys = tuple(b"".join(key(single) for single in term.split(" ")) for term in forms)
        terms.append(Term(keys, count, want.weight * rarity, want.kind))
    return tuple(sorted(terms, key=lambda t: t.count))
