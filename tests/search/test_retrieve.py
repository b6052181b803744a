from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.search.retrieve import search
from hanse.store.database import Store

Learn = Callable[..., int]
Ask = Callable[..., list[str]]
INVOICE = "Rechnung RE-2024/0117 vom 12. März 2024 über 1.234,50 € an Müller Sanitär GmbH"
NOTICE = "Die Kündigungsfrist beträgt drei Monate zum Ende des Quartals."
PUMP = "Die Wärmepumpe wird alle zwei Jahre gewartet."


@pytest.mark.parametrize(
    "question",
    ["RE-2024/0117", "re 2024 0117", "re-2024-0117", "RE20240117", "1234,50", "1.234,5", "12.03.2024", "2024-03-12"],
)
def test_an_identifier_number_or_date_is_found_however_it_is_typed(learn: Learn, ask: Ask, question: str) -> None:
    learn(INVOICE)
    learn("Rechnung RE-2023/0118 vom 13. März 2023 über 1.234,60 € an Meier GmbH")
    assert ask(question)[0] == INVOICE


def test_an_identifier_outweighs_many_matching_words(learn: Learn, ask: Ask) -> None:
    for number in range(30):
        learn(f"Wann wurde die Rechnung vom Kunden bezahlt? Die Rechnung {number} wurde vom Kunden bezahlt.")
    learn("Beleg RE-2024/0117: Zahlungseingang am 3.4.")
    assert "RE-2024/0117" in ask("Wann wurde die Rechnung RE-2024/0117 vom Kunden bezahlt?")[0]


@pytest.mark.parametrize("question", ["Wärmepumpe", "Waermepumpe", "warmepumpe", "Wärmepumpen", "WÄRMEPUMPE", "Pumpe"])
def test_umlauts_plurals_and_parts_find_the_word(learn: Learn, ask: Ask, question: str) -> None:
    learn(PUMP)
    learn(NOTICE)
    assert ask(question) == [PUMP]


@pytest.mark.parametrize("question", ["Frist", "Fristen", "Kündigung", "Kuendigungsfristen", "Welche Frist gilt?"])
def test_a_part_of_a_compound_finds_it(learn: Learn, ask: Ask, question: str) -> None:
    learn(PUMP)
    learn(NOTICE)
    assert ask(question) == [NOTICE]


def test_a_compound_finds_its_parts(learn: Learn, ask: Ask) -> None:
    learn("Für die Kündigung gilt eine Frist von drei Monaten.")
    learn(PUMP)
    assert "Frist" in ask("Kündigungsfrist")[0]


def test_english_is_stemmed_too(learn: Learn, ask: Ask) -> None:
    learn("The invoices of this customer are to be paid within thirty days.")
    assert ask("Which invoice is the customer paying?")


def test_what_stands_in_the_title_counts(learn: Learn, ask: Ask) -> None:
    learn("Der Preis gilt für ein Jahr und wird danach neu vereinbart.", title="Stromliefervertrag")
    learn("Der Preis gilt für ein Jahr und wird danach neu festgesetzt.", title="Mietvertrag")
    assert ask("Preis im Mietvertrag")[0].endswith("festgesetzt.")


def test_equal_texts_are_shown_once(learn: Learn, ask: Ask) -> None:
    for _ in range(3):
        learn(NOTICE)
    assert ask("Kündigungsfrist") == [NOTICE]


def test_records_do_not_drown_documents(learn: Learn, ask: Ask) -> None:
    for number in range(40):
        learn(f"Nr: {number}; Artikel: Heizungspumpe {number}", record=True)
    for number in range(10):
        learn(f"Absatz {number}: Die Heizungspumpe ist im Angebot enthalten und wird von uns am Montag eingebaut.")
    found = ask("Heizungspumpe", k=8)
    assert len(found) == 8
    assert sum(text.startswith("Absatz") for text in found) >= 4


def test_a_long_table_does_not_crowd_a_document_out(learn_many: Callable[[list[str]], None], ask: Ask) -> None:
    wanted = "Zur Heizungspumpe gehört ein Absperrventil."
    learn_many([f"Nr: {number}; Artikel: Heizungspumpe; Zustand: neu" for number in range(1_500)])
    learn_many([wanted])
    assert wanted in ask("Heizungspumpe")
    assert wanted in ask("neu Heizungspumpe Artikel")


def test_a_question_of_function_words_only_still_finds_them(learn: Learn, ask: Ask) -> None:
    learn("Wer wir sind und was wir tun.")
    assert ask("wer sind wir")


def test_a_name_that_is_a_function_word_counts_when_written_in_capitals(learn: Learn, ask: Ask) -> None:
    learn("Die IT wird von Frau Lüders betreut.")
    learn("It is what it is.")
    assert ask("IT")[0].startswith("Die IT")


def test_what_is_nowhere_finds_nothing(learn: Learn, ask: Ask) -> None:
    learn(NOTICE)
    assert ask("Raumfahrtbehörde") == []
    assert ask("Frist", k=0) == []


def test_an_empty_home_has_no_places(store: Store) -> None:
    assert search(store, "Frist", sources=[1]) == []


@pytest.mark.parametrize(
    "question",
    ["", " ", '"', "AND", "a OR b NOT NEAR(c, 2)", "* ^ : ( ) { }", "🙂🙂", "\x00\x01", "'; DROP TABLE passages; --"],
)
def test_no_question_is_taken_for_a_command(learn: Learn, ask: Ask, question: str) -> None:
    learn(NOTICE)
    ask(question)
    assert ask("Frist") == [NOTICE]


def test_ten_thousand_characters_are_a_question_like_any_other(learn: Learn, ask: Ask) -> None:
    learn(NOTICE)
    assert ask("Kündigungsfrist " * 700) == [NOTICE]
    assert ask("1" * 10_000) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=300))
def test_any_text_may_be_asked(store: Store, question: str) -> None:
    search(store, question, sources=[1, 2])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="aBÄß 0123456789.,-/@+()'\n€", min_size=1, max_size=200))
def test_a_text_with_words_finds_itself(learn: Learn, ask: Ask, text: str) -> None:
    learn(text)
    if any(c.isalnum() for c in text):
        assert ask(text)
