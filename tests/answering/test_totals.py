import pytest

from hanse.answering import totals
from hanse.answering.sentences import Line


@pytest.mark.parametrize(
    "words", ["Betrag 2025", "Summe 2025", "letztes Jahr bezahlt", "Gewinn Mai netto", "revenue last year"]
)
def test_a_question_for_a_total_of_nothing_in_particular_is_known(words: str) -> None:
    assert totals.only(words.split())


@pytest.mark.parametrize("words", ["Betrag Kaution", "Summe WV-1023", "Bonus Prüfung", "2025", ""])
def test_a_question_that_names_a_thing_may_be_answered_from_a_text(words: str) -> None:
    assert not totals.only(words.split())


@pytest.mark.parametrize(
    "question",
    ["Wie viele Stück HT-Rohr sind 2026 abgegangen?", "Wie viele Krankheitstage hatten wir letztes Jahr?"],
)
def test_how_many_in_a_period_isnt_told_by_a_sentence_that_doesnt_speak_of_it(question: str) -> None:
    assert totals.over_period(question, [Line("HT-Rohr DN 50, 6 Stück", 0, 0)])


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Stück HT-Rohr kosten mehr als 10 Euro?",
        "Wie viele Teile der Lieferung vom 10. November 2026 gingen zurück?",
        "Wie viel Prozent Anzahlung gilt 2026?",
        "Wie viele Wochen nach Auftrag AN-2026-077 beginnen wir?",
        "Wann ist die Inventur 2026?",
    ],
)
def test_other_questions_are_no_totals_over_a_period(question: str) -> None:
    assert not totals.over_period(question, [Line("3 Stück", 0, 0)])


def test_a_sentence_that_speaks_of_the_year_may_answer() -> None:
    assert not totals.over_period("Wie viele Rohre gingen 2026 ab?", [Line("Im Jahr 2026 gingen 6 Rohre ab.", 0, 0)])
