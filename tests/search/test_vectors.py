import importlib.util
from collections.abc import Callable

import pytest

from hanse.search import vectors
from hanse.search.embedder import FakeEmbedder
from hanse.search.retrieve import search
from hanse.search.vectors import Meaning
from hanse.store.catalogue import drop_item
from hanse.store.database import Store

Learn = Callable[..., int]
Source = Callable[[str], int]
needs_numpy = pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="numpy is not installed")
NIGHT = "Bis 110 Euro je Übernachtung ohne Rückfrage."
MEANINGS = ("übernachtung overnight stay hotelnacht", "euro price cost")


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder(MEANINGS)


@pytest.fixture
def meaning(store: Store, learn: Learn, embedder: FakeEmbedder) -> Meaning:
    """Forty places that mean nothing in particular, so that it can be told what stands out."""
    vectors.prepare(store)
    for number in range(40):
        learn(f"füllung{number} text{number} zeile{number} blatt{number}")
    return Meaning(store, embedder)


def make(store: Store, embedder: FakeEmbedder) -> int:
    """Make all vectors that are missing and return how many."""
    made = 0
    while places := vectors.waiting(store, 16):
        found = embedder.passages([vectors.words_of(place.title, place.text) for place in places])
        vectors.keep(store, list(zip(places, found, strict=True)))
        made += len(places)
    return made


def found(store: Store, source: Source, meaning: Meaning | None, text: str, where: str = "firma") -> list[str]:
    return [p.text for p in search(store, text, sources=[source(where)], k=8, meaning=meaning)]


def test_what_both_rankings_put_first_is_first() -> None:
    scores = vectors.fused([1, 2, 3], [2, 4])
    assert sorted(scores, key=lambda number: -scores[number]) == [2, 1, 4, 3]
    assert vectors.fused([], []) == {}


@needs_numpy
def test_a_place_in_other_words_is_found_once_it_has_a_vector(
    store: Store, learn: Learn, source: Source, meaning: Meaning, embedder: FakeEmbedder
) -> None:
    learn(NIGHT)
    assert found(store, source, meaning, "cost of overnight stay") == []
    assert make(store, embedder) == 41
    assert found(store, source, meaning, "cost of overnight stay")[0] == NIGHT
    assert found(store, source, None, "cost of overnight stay") == []


@needs_numpy
def test_what_nothing_means_is_not_there(
    store: Store, learn: Learn, source: Source, meaning: Meaning, embedder: FakeEmbedder
) -> None:
    learn(NIGHT)
    make(store, embedder)
    assert found(store, source, meaning, "Raumfahrtbehörde") == []


@needs_numpy
def test_vectors_keep_to_the_allowed_sources(
    store: Store, learn: Learn, source: Source, meaning: Meaning, embedder: FakeEmbedder
) -> None:
    learn(NIGHT, where="geheim")
    make(store, embedder)
    assert NIGHT not in found(store, source, meaning, "cost of overnight stay")
    near = meaning.near("overnight stay", [source("firma")], 99)
    assert near is not None
    assert near.among == 40


@needs_numpy
def test_vectors_go_with_their_item_and_new_ones_are_seen(
    store: Store, learn: Learn, source: Source, meaning: Meaning, embedder: FakeEmbedder
) -> None:
    item = learn(NIGHT)
    make(store, embedder)
    assert found(store, source, meaning, "overnight stay")
    with store.write() as db:
        drop_item(db, item)
    assert store.rows("SELECT count(*) FROM search_vectors") == [(40,)]
    assert NIGHT not in found(store, source, meaning, "overnight stay")
    learn(NIGHT + " Neu.")
    make(store, embedder)
    assert found(store, source, meaning, "overnight stay")[0] == NIGHT + " Neu."


@needs_numpy
def test_an_identifier_is_found_by_the_word_alone(
    store: Store, learn: Learn, source: Source, meaning: Meaning, embedder: FakeEmbedder
) -> None:
    learn("Vertrag WV-1019 mit der Kita.")
    learn(NIGHT)
    make(store, embedder)
    assert found(store, source, meaning, "overnight stay WV-1019")[0] == "Vertrag WV-1019 mit der Kita."
    assert NIGHT not in found(store, source, meaning, "overnight stay WV-1019")


@needs_numpy
def test_table_records_get_no_vector(store: Store, learn: Learn, meaning: Meaning, embedder: FakeEmbedder) -> None:
    learn("Ort: Kiel; Betrag: 12,50", record=True)
    assert make(store, embedder) == 40
    assert meaning.ready([1])


@needs_numpy
@pytest.mark.usefixtures("meaning")
def test_a_vector_of_a_text_that_has_changed_meanwhile_is_not_kept(store: Store, embedder: FakeEmbedder) -> None:
    places = vectors.waiting(store, 2)
    stale = [places[0], places[1]._replace(text="was hier vorher stand")]
    vectors.keep(store, list(zip(stale, embedder.passages(["a", "b"]), strict=True)))
    assert store.rows("SELECT id FROM search_vectors") == [(places[0].id,)]


@needs_numpy
@pytest.mark.usefixtures("meaning")
def test_a_text_that_no_vector_can_be_made_of_is_not_tried_again(store: Store) -> None:
    (place,) = vectors.waiting(store, 1)
    vectors.keep(store, [(place, b"")])
    assert place.id not in {other.id for other in vectors.waiting(store, 99)}


@needs_numpy
def test_until_nearly_all_places_have_vectors_words_alone_answer(
    store: Store, meaning: Meaning, embedder: FakeEmbedder
) -> None:
    places = vectors.waiting(store, 30)
    vectors.keep(store, list(zip(places, embedder.passages([p.text for p in places]), strict=True)))
    assert meaning.near("zeile1", [1], 8) is None
    make(store, embedder)
    assert meaning.near("zeile1", [1], 8) is not None
