import pytest

from hanse.answering import totals


@pytest.mark.parametrize(
    "words", ["Betrag 2025", "Summe 2025", "letztes Jahr bezahlt", "Gewinn Mai netto", "revenue last year"]
)
def test_a_question_for_a_total_of_nothing_in_particular_is_known(words: str) -> None:
    assert totals.only(words.split())


@pytest.mark.parametrize("words", ["Betrag Kaution", "Summe WV-1023", "Bonus Prüfung", "2025", ""])
def test_a_question_that_names_a_thing_may_be_answered_from_a_text(words: str) -> None:
    assert not totals.only(words.split())
