import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.answering import sentences
from hanse.answering.wanted import Wanted
from hanse.records import Origin, Passage, Place


def terms(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def wanted(question: str) -> list[Wanted]:
    return [Wanted(frozenset({w}), w) for w in re.findall(r"\w+", question.casefold()) if len(w) > 3]


def passage(text: str, title: str = "") -> Passage:
    return Passage(1, text, Place(), Origin(1, "a.txt"), title=title)


@pytest.mark.parametrize(
    "text",
    [
        "Die Frist beträgt gem. § 5 Abs. 2 z. B. sechs Wochen.",
        "Am 3. Mai 2024 um 9.30 Uhr war die Abnahme.",
        "Herr Dr. Petersen, Tel. 0451 123, hat zugesagt.",
        "Preis: 1.250,00 EUR inkl. MwSt. pro Jahr.",
    ],
)
def test_a_german_abbreviation_or_ordinal_does_not_end_a_sentence(text: str) -> None:
    assert [s for _, s in sentences.split(text)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "wir erhöhen die Preise für Kupferrohr zum 1. September um\n3,6 Prozent.",
        "Für Aufträge unter 65 Euro netto erheben wir eine Pauschale,\ndie auf der Rechnung steht.",
    ],
)
def test_a_line_that_only_ends_where_the_page_does_goes_on(text: str) -> None:
    assert [s for _, s in sentences.split(text)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Meisterbetrieb in Lübeck mit 15 Menschen, gegründet 1991\n187 Wärmepumpen seit 2006",
        "Ersthelfer sind Jens Krüger und Bärbel Tönsfeldt vom Lager.\ndie Liste hängt aus",
        "Nr. | Fahrzeug mit Kennzeichen und Fahrer | Reifendruck | bar\n1 | Transporter",
        "Das Haus in der Gartenstraße wird im Mai gestrichen und\n\ndie Mieter ziehen aus",
    ],
)
def test_lines_of_lists_and_tables_stand_alone(text: str) -> None:
    assert [s for _, s in sentences.split(text)] == [line for line in text.split("\n") if line]


def test_sentences_and_lines_are_cut_with_their_offset() -> None:
    text = "Erster Satz. Zweiter Satz!\nDritte Zeile"
    assert list(sentences.split(text)) == [(0, "Erster Satz."), (13, "Zweiter Satz!"), (27, "Dritte Zeile")]


@given(st.text(max_size=300))
def test_each_sentence_stands_at_its_offset_and_no_word_is_lost(text: str) -> None:
    found = list(sentences.split(text))
    assert all(text[at : at + len(s)] == s for at, s in found)
    assert "".join("".join(s.split()) for _, s in found) == "".join(text.split())


def test_the_sentence_with_the_rare_words_of_the_question_comes_first() -> None:
    texts = [passage("Die Wartung findet jährlich statt. Die Frist zur Kündigung beträgt sechs Wochen. Wir danken.")]
    question = "Welche Frist gilt für die Kündigung?"
    lines = sentences.select(question, texts, wanted(question), terms)
    assert lines[0].text == "Die Frist zur Kündigung beträgt sechs Wochen."


def test_of_two_contracts_the_one_named_in_the_title_wins() -> None:
    same = "Die Frist beträgt {} Wochen."
    texts = [
        passage("Der Hof wird gefegt.", "Hausordnung"),
        passage(same.format("vier"), "Vertrag Bäckerei Lund"),
        passage(same.format("sechs"), "Vertrag Hotel Seeblick"),
    ]
    question = "Welche Frist hat der Vertrag mit Hotel Seeblick?"
    assert sentences.select(question, texts, wanted(question), terms)[0].text == "Die Frist beträgt sechs Wochen."


def test_a_heading_that_only_repeats_the_question_is_left_out() -> None:
    text = passage("Nicht enthalten\n\nMalerarbeiten und die Zuleitung.")
    question = "Was ist nicht enthalten?"
    lines = sentences.select(question, [text], wanted(question), terms)
    assert [line.text for line in lines] == ["Malerarbeiten und die Zuleitung."]


def test_no_more_words_are_taken_than_asked_for() -> None:
    texts = [passage(" ".join(f"Satz Nummer {n} über die Heizung." for n in range(50)))]
    lines = sentences.select("Heizung?", texts, wanted("heizung"), terms, words=30)
    assert sum(len(line.text.split()) for line in lines) <= 36
