import time
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.search.analysis import is_stop_word, language, query_terms, terms
from hanse.search.compounds import Splitter
from hanse.search.identifiers import plain_number, tokens
from hanse.search.lexicon import EMPTY, count, shared


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Kündigungsfrist", ("kundigung", "frist")),
        ("Kuendigungsfristen", ("kundigung", "fristen")),
        ("Wärmepumpenwartungsvertrag", ("warme", "pumpen", "wartung", "vertrag")),
        ("Umsatzsteueridentifikationsnummer", ("umsatz", "steuer", "identifikation", "nummer")),
        ("Fußbodenheizung", ("fuss", "boden", "heizung")),
        ("Materialkosten", ("material", "kosten")),
        ("Nachricht", ()),
        ("Lieferant", ()),
        ("Unternehmen", ()),
        ("Universität", ()),
        ("Information", ()),
    ],
)
def test_compounds_are_cut_where_a_reader_would(word: str, parts: tuple[str, ...]) -> None:
    assert Splitter(shared()).parts(word) == parts


def test_without_a_lexicon_nothing_is_cut() -> None:
    assert Splitter(EMPTY).parts("Kündigungsfrist") == ()


def test_heads_and_modifiers_are_counted_over_the_lemmas() -> None:
    lemmas = ["Frist", "Lieferung", "Zahlung", "Lieferungsfrist", "Zahlungsfrist", "Zahlungsziel", "Ziel"]
    lexicon = count(lemmas)
    assert lexicon.heads == {"frist": 2}
    assert lexicon.modifiers == {"zahlung": 2}


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1.234,50", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("1 234,56", "1234.56"),
        ("3,14", "3.14"),
        ("1,234.56", "1234.56"),
        ("1234.50", "1234.5"),
        ("0,00", "0"),
        ("007,5", "7.5"),
    ],
)
def test_a_number_has_one_plain_form(written: str, plain: str) -> None:
    assert plain_number(written) == plain
    assert plain in terms(f"Summe {written} EUR")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Rechnung RE-2024/0117", "=re20240117"),
        ("nach DIN 1988-300 verlegt", "=din1988300"),
        ("Artikel 4711-B", "=4711b"),
        ("DE89 3704 0044 0532 0130 00", "=de89370400440532013000"),
        ("+49 (0) 171 / 123 45 67", "=01711234567"),
        ("0171/1234567", "=01711234567"),
        ("Max.Muster@Firma.de", "=max.muster@firma.de"),
        ("am 12. März 2024", "=2024-03-12"),
        ("am 12.3.24", "=2024-03-12"),
        ("2024-03-12", "=2024-03-12"),
        ("12 March 2024", "=2024-03-12"),
    ],
)
def test_identifiers_and_dates_are_kept_whole(text: str, whole: str) -> None:
    assert whole in terms(text)
    assert any(whole in want.terms for want in query_terms(text))


def test_a_date_is_found_by_its_month_and_year() -> None:
    assert {"marz", "2024"} <= set(terms("Rechnung vom 12.03.2024"))


def test_leading_zeros_do_not_matter() -> None:
    assert "117" in terms("Nummer 0117")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Die Rechnung ist bis zum Ende des Monats zu zahlen.", "de"),
        ("The invoice is to be paid by the end of the month.", "en"),
        ("Heizungspumpe 25-60", "de"),
        ("", "de"),
    ],
)
def test_the_language_is_told_by_its_function_words(text: str, lang: Literal["de", "en"]) -> None:
    assert language(text) == lang


def test_function_words_are_dropped_from_questions() -> None:
    asked = {term for want in query_terms("Wie lange ist die Kündigungsfrist?") for term in want.terms}
    assert "kundigungsfrist" in asked
    assert not asked & {"wie", "ist", "die"}
    assert is_stop_word("Über")
    assert not is_stop_word("IT")


def test_each_thing_is_asked_for_once() -> None:
    firsts = [want.terms[0] for want in query_terms("Pumpe Pumpe PUMPE pumpen")]
    assert len(firsts) == len(set(firsts))


@given(st.text(max_size=500))
def test_any_text_has_terms_without_blanks(text: str) -> None:
    assert all(term and not term.isspace() for term in terms(text))
    query_terms(text)


@given(st.text(alphabet="0123456789.,-/ +()ABéä", max_size=400))
def test_runs_of_digits_and_marks_lose_no_digit(text: str) -> None:
    kept = "".join(word for token in tokens(text) for word in (*token.words, *token.whole))
    assert {c for c in text if c in "123456789"} <= set(kept) | {"1", "2"}


@pytest.mark.parametrize("text", ["1" * 50_000, "1.1." * 10_000, "A-1/" * 10_000, "0 " * 20_000, "a@" * 10_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    terms(text)
    assert time.process_time() - began < 10
