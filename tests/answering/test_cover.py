import re

import pytest

from hanse.answering import cover
from hanse.answering.cover import Named
from hanse.records import Origin, Passage, Place


def terms(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def thing(word: str, count: int = 3, *, telling: bool = False, frequent: bool = False) -> Named:
    return Named(word, frozenset({word.casefold()}), count, telling=telling, frequent=frequent)


HEAD = Passage(1, "Vertrag mit Hotel Seeblick", Place(), Origin(1, "a.txt"))
BODY = Passage(2, "Die Frist beträgt sechs Wochen.", Place(), Origin(1, "a.txt"))
OTHER = Passage(3, "Die Frist beträgt vier Wochen.", Place(), Origin(1, "b.txt"))
WHOLE = {"a.txt": terms(f"{HEAD.text} {BODY.text}"), "b.txt": terms(OTHER.text)}


def document(passage: Passage) -> frozenset[str]:
    return WHOLE[passage.origin.path]


def test_a_name_in_the_head_of_the_document_is_enough() -> None:
    things = [thing("Frist"), thing("Seeblick", telling=True)]
    assert cover.fitting([HEAD, BODY, OTHER], things, document, terms) == ((HEAD, BODY), None)


def test_a_name_that_stands_nowhere_is_named_in_the_refusal() -> None:
    kept, reason = cover.fitting([BODY], [thing("Quarxmann", 0)], document, terms)
    assert kept == ()
    assert reason is not None
    assert (reason.code, reason.message.de) == ("unknown-name", "„Quarxmann“ kommt in Ihren Daten nicht vor.")


def test_a_noun_that_no_passage_has_is_left_to_be_weighed() -> None:
    assert cover.fitting([BODY], [thing("Pauschale")], document, terms) == ((BODY,), None)


def test_an_ordinary_word_may_stand_nowhere() -> None:
    ordinary = Named("Hotelübernachtung", frozenset({"x"}), 0, telling=False, frequent=False, ordinary=True)
    assert cover.fitting([BODY], [ordinary], document, terms) == ((BODY,), None)


def test_names_that_stand_in_no_document_together_are_a_reason_to_refuse() -> None:
    kept, reason = cover.fitting([OTHER], [thing("Seeblick", telling=True)], document, terms)
    assert kept == ()
    assert reason is not None
    assert reason.code == "not-together"


def test_a_name_that_is_everywhere_tells_nothing() -> None:
    assert cover.fitting([BODY], [thing("Jahr", 900, telling=True, frequent=True)], document, terms) == ((BODY,), None)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Welche Frist gilt bei Pension Strandkorb?", (("Pension", "Strandkorb"),)),
        ("Welche Frist gilt?", ()),
        ("wo liegt der schlüssel", ()),
        ("Wie viele Jahre Garantie geben wir?", ()),
    ],
)
def test_capitals_side_by_side_may_be_a_name(question: str, names: tuple[tuple[str, str], ...]) -> None:
    assert cover.phrases(question) == names


def test_numbers_and_words_after_frau_tell_documents_apart() -> None:
    assert cover.telling("Was steht in RE-2024/0117 von Frau Lohse?") == {"RE-2024/0117", "Lohse"}
    assert cover.after_bei("Welche Frist gilt bei Lohse?") == {"Lohse"}
