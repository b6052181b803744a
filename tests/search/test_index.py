import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hanse.errors import NotAllowed
from hanse.search import index
from hanse.search.retrieve import search
from hanse.store.catalogue import drop_item, unlink
from hanse.store.database import Store
from hanse.words import Words

Learn = Callable[..., int]
Ask = Callable[..., list[str]]
Source = Callable[[str], int]
SECRET = "Das Gehalt von Frau Petersen steigt auf 4.711 Euro."


def test_a_passage_of_a_foreign_source_never_appears(learn: Learn, ask: Ask) -> None:
    learn(SECRET, where="geheim")
    learn("Frau Petersen ist am Montag im Haus.")
    assert ask("Gehalt von Frau Petersen") == ["Frau Petersen ist am Montag im Haus."]
    assert ask("Gehalt 4711") == []
    assert ask("Gehalt 4711", where=("firma", "geheim")) == [SECRET]


def test_foreign_sources_change_no_score(store: Store, learn: Learn, source: Source) -> None:
    learn("Frau Petersen ist am Montag im Haus.")
    learn("Am Montag kommt die Lieferung ins Haus.")
    before = search(store, "Ist Petersen am Montag da?", sources=[source("firma")])
    for number in range(20):
        learn(f"Petersen Petersen Montag {number}", where="geheim")
    assert search(store, "Ist Petersen am Montag da?", sources=[source("firma")]) == before


def test_no_source_means_no_place(store: Store, learn: Learn) -> None:
    learn(SECRET)
    assert search(store, "Gehalt", sources=[]) == []
    assert search(store, "Gehalt", sources=[99]) == []


def test_what_is_removed_is_not_found_and_not_counted(store: Store, learn: Learn, ask: Ask) -> None:
    learn("Die Kündigungsfrist ist kurz.")
    before = _counts(store)
    item = learn(SECRET)
    with store.write() as db:
        index.remove(db, item)
        drop_item(db, item)
    assert ask("Gehalt") == []
    assert index.verify(store)
    assert _counts(store) == before


def test_dropping_an_item_without_a_word_to_the_index_leaves_no_orphan(store: Store, learn: Learn, ask: Ask) -> None:
    item = learn(SECRET)
    with store.write() as db:
        drop_item(db, item)
    assert index.verify(store)
    learn("Frau Petersen ist am Montag im Haus.")
    assert ask("Gehalt") == []
    assert index.verify(store)


def test_unlinking_a_source_takes_its_words_with_it(store: Store, learn: Learn, source: Source) -> None:
    learn(SECRET, where="geheim")
    number = source("geheim")
    unlink(store, number)
    assert search(store, "Gehalt", sources=[number]) == []
    assert index.verify(store)


def test_a_rebuilt_index_is_the_same(store: Store, learn: Learn, source: Source) -> None:
    learn(SECRET)
    learn("Frau Petersen ist am Montag im Haus.", title="Kalender")
    before, counts = search(store, "Petersen Gehalt", sources=[source("firma")]), _counts(store)
    index.rebuild(store)
    assert search(store, "Petersen Gehalt", sources=[source("firma")]) == before
    assert _counts(store) == counts


def test_an_index_of_an_older_make_is_made_afresh(store: Store, learn: Learn, ask: Ask) -> None:
    learn(SECRET)
    store.set(index.SETTING, "0")
    index.prepare(store)
    assert ask("Gehalt") == [SECRET]
    assert index.verify(store)


def test_verify_notices_a_passage_that_is_not_indexed(store: Store, learn: Learn) -> None:
    learn(SECRET)
    store.ensure("DELETE FROM search_passages")
    assert not index.verify(store)


def test_an_undone_transaction_leaves_nothing(store: Store, learn: Learn, ask: Ask) -> None:
    learn("Frau Petersen ist am Montag im Haus.")
    before = _counts(store)
    with pytest.raises(NotAllowed), store.write():
        _learn_and_fail(learn)
    assert ask("Gehalt") == []
    assert index.verify(store)
    assert _counts(store) == before


WRITER = """
import sys
from pathlib import Path
from hanse.records import Counts, Origin, Passage, Place
from hanse.search import index
from hanse.store.catalogue import Facts, add_passages, link, put_item
from hanse.store.database import Store

store = Store(Path(sys.argv[1]))
source = link(store, "folder", "/killed", [])
for number in range(100_000):
    with store.write() as db:
        facts = Facts(str(number % 7), 1, 1, "x", "text", readable=True, counts=Counts())
        item = put_item(db, source, facts)
        for part in range(5):
            draft = Passage(0, f"Gehalt {number} Teil {part} " * 20, Place(), Origin(source, facts.path))
            index.add(db, add_passages(db, item, [draft]))
    print(number, flush=True)
"""


@pytest.mark.slow
def test_a_kill_in_the_middle_of_a_transaction_leaves_no_orphan(store: Store, learn: Learn) -> None:
    learn("Frau Petersen ist am Montag im Haus.")
    for round_ in range(5):
        _killed_after(store.home, 0.02 * round_)
        assert index.verify(store)
    counts = _counts(store)
    index.rebuild(store)
    assert _counts(store) == counts


def _learn_and_fail(learn: Learn) -> None:
    learn(SECRET)
    raise NotAllowed(Words("nein", "no"), hint=Words("nichts", "nothing"))


def _killed_after(home: Path, seconds: float) -> None:
    child = subprocess.Popen([sys.executable, "-c", WRITER, str(home)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(seconds)
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()


def _counts(store: Store) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with store.write() as db:
        index.settle(db)
    return store.rows("SELECT * FROM search_counts"), store.rows("SELECT * FROM search_totals")
