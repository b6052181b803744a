"""Verbs that ask for nothing by themselves, and their forms."""

from hanse.tables import lexicon, plainverbs
from hanse.tables.terms import fold, stem


def test_weak_verbs_are_known_in_all_their_forms() -> None:
    forms = set(plainverbs.weak("ausstellen"))
    assert {"ausstellen", "stellt", "ausgestellt", "ausgestellte", "auszustellen"} <= forms
    assert "registriert" in set(plainverbs.weak("registrieren"))


def test_no_plain_verb_hides_a_word_that_means_something() -> None:
    operators = {words[0] for words in lexicon.operator_phrases() if len(words) == 1}
    known = {f for f in plainverbs.forms() if lexicon.concepts(f)} - operators
    states = {f for f in plainverbs.forms() if stem(f) in lexicon.status_words()}
    spelled_alike = {"waren", "betragen", "betrage", "betreffen", "sitzen", "created"}  # Waren, Beträgen: the verb wins
    assert (known - spelled_alike, states) == (set(), set())


def test_light_verbs_of_daily_speech_are_plain() -> None:
    assert {fold(w) for w in ("gekriegt", "mussten", "reingekommen", "beziehen", "brachte")} <= plainverbs.forms()
