"""A home with a few small passages, learned as the flow would."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hanse.records import Counts, Origin, Passage, Place
from hanse.search import index
from hanse.search.retrieve import search
from hanse.store.catalogue import Facts, add_passages, link, put_item
from hanse.store.database import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store with a prepared index."""
    with Store(tmp_path) as opened:
        index.prepare(opened)
        yield opened


@pytest.fixture
def source(store: Store) -> Callable[[str], int]:
    """Return the number of a source by name, linked when it is new."""
    return lambda name: link(store, "folder", f"/{name}", [])


@pytest.fixture
def learn(store: Store, source: Callable[[str], int]) -> Callable[..., int]:
    """Store and index one text as an item of its own, and return the item's number."""

    def _learn(text: str, *, title: str = "", where: str = "firma", record: bool = False) -> int:
        number = source(where)
        path = f"{store.rows('SELECT count(*), max(id) FROM items')}"
        spans = () if record else ((0, Place(line=1)),)
        with store.write() as db:
            item = put_item(db, number, Facts(path, 1, 1, "x", "text", readable=True, counts=Counts()))
            draft = Passage(0, text, Place(line=1), Origin(number, path), title=title, spans=spans)
            index.add(db, add_passages(db, item, [draft]))
        return item

    return _learn


@pytest.fixture
def learn_many(store: Store, source: Callable[[str], int]) -> Callable[[list[str]], None]:
    """Store and index texts as one item: records when there are many, a document when it is one."""

    def _learn(texts: list[str]) -> None:
        number, path = source("firma"), f"viele-{len(texts)}"
        spans = ((0, Place()),) if len(texts) == 1 else ()
        drafts = [Passage(0, text, Place(), Origin(number, path), spans=spans) for text in texts]
        with store.write() as db:
            item = put_item(db, number, Facts(path, 1, 1, "x", "text", readable=True, counts=Counts()))
            index.add(db, add_passages(db, item, drafts))

    return _learn


@pytest.fixture
def ask(store: Store, source: Callable[[str], int]) -> Callable[..., list[str]]:
    """Return the texts found for a question in the named sources."""

    def _ask(text: str, *, where: tuple[str, ...] = ("firma",), k: int = 8) -> list[str]:
        return [p.text for p in search(store, text, sources=[source(name) for name in where], k=k)]

    return _ask
