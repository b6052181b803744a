"""Which documents names stand in, told by the word index alone: no text is read for it."""

from collections.abc import Iterable, Sequence

import msgspec

from hanse.search.keys import key
from hanse.store.database import Store

MOST = 20_000


def places(store: Store, names: Sequence[Iterable[str]], sources: Sequence[int]) -> list[int]:
    """Return the passages of all documents of the sources that hold each of the names, each given as its terms.

    A name may stand anywhere in the document; table records are no documents.
    """
    found = [_documents(store, name, sources) for name in names]
    both = set.intersection(*found) if found else set()
    return [number for item, inner in sorted(both) for number in _passages(store, item, inner)]


def _documents(store: Store, name: Iterable[str], sources: Sequence[int]) -> set[tuple[int, str]]:
    expression = " OR ".join(f'"{key(term).hex()}"' for term in name)
    sql = (
        "SELECT DISTINCT p.item_id, p.inner FROM"
        " (SELECT rowid AS id FROM search_terms WHERE search_terms MATCH ?1 LIMIT ?2) t"
        " JOIN search_passages s ON s.id = t.id JOIN passages p ON p.id = t.id"
        " WHERE s.record = 0 AND s.source IN (SELECT value FROM json_each(?3))"
    )
    allowed = msgspec.json.encode(list(sources)).decode()
    return {(item, inner) for item, inner in store.rows(sql, (expression, MOST, allowed))} if expression else set()


def _passages(store: Store, item: int, inner: str) -> list[int]:
    sql = (
        "SELECT p.id FROM passages p JOIN search_passages s ON s.id = p.id"
        " WHERE p.item_id = ? AND p.inner = ? AND s.record = 0"
    )
    return [number for (number,) in store.rows(sql, (item, inner))]
