import pytest

from hanse.answering.otherwise import fixed, without


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is the notice period of the contract with Hotel Hansekogge?", {"Hotel", "Hansekogge"}),
        ("Why did Lasse Zander's appointment in May move?", {"Lasse", "Zander"}),
        ("What is the penalty in contract WV-1019?", {"WV-1019"}),
        ("How long is maternity leave?", set()),
    ],
)
def test_in_english_each_name_and_number_is_meant_literally(question: str, names: set[str]) -> None:
    assert fixed(question, "en") == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("wieviel darf eine Hotelübernachtung kosten", set()),
        ("Was kostet die neue große Hebebühne?", set()),
        ("telefonnummer von quastenflosser", {"quastenflosser"}),
        ("Was verdient Olaf Rugenstein im Monat?", {"Olaf", "Rugenstein"}),
        ("Welche Frist haben wir mit Rugenstein vereinbart?", {"Rugenstein"}),
        ("Welche Frist hat die Firma Rugenstein?", {"Rugenstein"}),
        ("Kosten laut Angebot AN-2026-068", {"Angebot", "AN-2026-068"}),
    ],
)
def test_in_german_only_a_noun_with_an_article_may_be_said_otherwise(question: str, names: set[str]) -> None:
    assert fixed(question, "de") >= names
    assert (not names) == (not fixed(question, "de"))


def test_what_is_asked_of_whomever() -> None:
    question = "What is the penalty per day at Hotel Hansekogge?"
    assert without(question, frozenset({"Hotel", "Hansekogge"})) == "What is the penalty per day at ?"
