import pytest

from hanse.answering import kindred


@pytest.mark.parametrize(
    "family",
    ["kündigen gekündigt Kündigung Kündigungen", "zahlen gezahlt Zahlung", "haften haftet Haftung", "aufladen geladen"],
)
def test_a_verb_its_participle_and_its_noun_share_a_root(family: str) -> None:
    assert len({kindred.root(word) for word in family.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("Auftrag", "Vertrag"), ("Anlage", "Ablage"), ("Mahnung", "Wohnung")])
def test_nouns_that_only_look_alike_have_roots_of_their_own(one: str, other: str) -> None:
    assert kindred.root(one) != kindred.root(other)


def test_short_words_have_no_root() -> None:
    assert kindred.root("Tag") == ""


def test_every_group_has_two_words_and_none_twice() -> None:
    for group in kindred.groups():
        assert len(group) == len(set(group)) > 1, group
