"""A home with a few small passages, learned as the flow would."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import msgspec
import pytest

from hanse.records import Counts, Origin, Passage, Place
from hanse.search import index
from hanse.store.catalogue import Facts, add_passage, link, put_item
from hanse.store.database import Store


class Firm:
    """Learns texts into a store, one item each."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sources: dict[str, int] = {}

    def source(self, name: str) -> int:
        """Return the number of a source, linked when it is new."""
        if name not in self.sources:
            self.sources[name] = link(self.store, "folder", f"/{name}", [])
        return self.sources[name]

    def learn(self, text: str, *, title: str = "", source: str = "firma", record: bool = False) -> int:
        """Store and index one text as an item of its own, and return the item's number."""
        with self.store.write() as db:
            return self.put(db, text, title=title, source=self.source(source), record=record)

    def put(self, db: apsw.Connection, text: str, *, title: str = "", source: int, record: bool = False) -> int:
        """Store and index one text within the caller's transaction."""
        path = f"{len(self.store.rows('SELECT id FROM items'))}-{hash(text)}.txt"
        item = put_item(db, source, Facts(path, 1, 1, "x", "text", True, Counts()))
        spans = () if record else ((0, Place(line=1)),)
        draft = Passage(0, text, Place(line=1), Origin(source, path), title=title, spans=spans)
        number = add_passage(db, item, draft)
        index.add(db, [msgspec.structs.replace(draft, id=number)])
        return item


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """Return an empty firm with a prepared index."""
    with Store(tmp_path) as store:
        index.prepare(store)
        yield Firm(store)
