from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hanse.answering.prompt import NOT_THERE
from hanse.engines.fake import FakeEngine
from hanse.flow import ask
from hanse.flow.events import Answered, EvidenceFound, Progress, Said
from hanse.flow.house import House
from hanse.records import Answer, Message, Passage, Question, Usage
from hanse.store import accounts

Learned = Callable[[Path], Progress]
CONTRACT = (
    "Wartungsvertrag mit dem Hotel Seeblick.\n\nDie Kündigungsfrist beträgt sechs Wochen zum Quartalsende.\n\n"
    "Die Jahrespauschale beträgt 480,00 Euro.\n"
)


def asked(house: House, text: str) -> list[object]:
    owner = accounts.owner(house.store)
    return list(ask.ask(house, Question(text, owner, date(2026, 11, 20))))


def answered(house: House, text: str) -> Answer:
    last = asked(house, text)[-1]
    assert isinstance(last, Answered)
    return last.answer


def search(house: House, text: str) -> list[Passage]:
    return ask.search(house, text, account=accounts.owner(house.store))


def say(engine: FakeEngine, *replies: str) -> None:
    engine._replies.extend(replies)


def test_evidence_comes_before_the_first_word(house: House, docs: Path, learned: Learned, engine: FakeEngine) -> None:
    (docs / "vertrag.txt").write_text(CONTRACT, encoding="utf-8")
    learned(docs)
    say(engine, "sechs Wochen")
    kinds = [type(event) for event in asked(house, "Welche Kündigungsfrist hat das Hotel Seeblick?")]
    assert kinds == [EvidenceFound, Said, Said, Answered]


def test_a_proven_answer_cites_its_place_and_stands_in_the_ledger(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    (docs / "vertrag.txt").write_text(CONTRACT, encoding="utf-8")
    learned(docs)
    say(engine, "sechs Wochen")
    answer = answered(house, "Welche Kündigungsfrist hat das Hotel Seeblick?")
    assert answer.answer == "sechs Wochen [1]"
    assert answer.citations[0].quote in CONTRACT
    (row,) = house.ledger.rows()
    assert (row.n, row.model, row.evidence) == (answer.ledger, "fake", ("1:vertrag.txt line 3",))
    assert house.ledger.verify() == []


def test_what_the_model_invents_is_not_shown_but_recorded(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    (docs / "vertrag.txt").write_text(CONTRACT, encoding="utf-8")
    learned(docs)
    say(engine, "acht Monate", "neun Monate")
    answer = answered(house, "Welche Kündigungsfrist hat das Hotel Seeblick?")
    assert answer.refused is not None
    assert answer.refused.code == "not-proven"
    assert "acht Monate" not in answer.answer
    assert answer.nearest


def test_not_in_the_data_is_an_answer(house: House, docs: Path, learned: Learned, engine: FakeEngine) -> None:
    (docs / "vertrag.txt").write_text(CONTRACT, encoding="utf-8")
    learned(docs)
    say(engine, NOT_THERE, "sechs Wochen")
    engine.likely = -9.0
    answer = answered(house, "Welche Kündigungsfrist hat die Heizung im Hotel Seeblick?")
    assert answer.refused is not None
    assert answer.refused.code == "not-found"
    assert answer.citations == ()


def test_a_model_that_passed_the_best_sentence_over_looks_at_it_again(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    (docs / "vertrag.txt").write_text(CONTRACT, encoding="utf-8")
    learned(docs)
    say(engine, NOT_THERE, "sechs Wochen")
    answer = answered(house, "Welche Kündigungsfrist hat das Hotel Seeblick?")
    assert answer.answer == "sechs Wochen [1]"
    both, best = engine.how
    assert (NOT_THERE in both["grammar"], NOT_THERE in best["grammar"]) == (True, False)
    assert engine.asked[0] == engine.asked[1]
    assert house.ledger.text(house.ledger.rows()[0].answer) == "sechs Wochen [1]"


@pytest.mark.parametrize("question", ["Summe 2025?", "Was haben wir letztes Jahr bezahlt?", "Betrag im Mai netto?"])
def test_a_total_of_nothing_in_particular_is_not_picked_from_a_text(
    house: House, docs: Path, learned: Learned, engine: FakeEngine, question: str
) -> None:
    (docs / "rechnung.txt").write_text(
        "Rechnung vom 3. Mai 2025\n\nBezahlt, Summe 480,00 Euro netto.", encoding="utf-8"
    )
    learned(docs)
    answer = answered(house, question)
    assert answer.refused is not None
    assert (answer.refused.code, engine.asked) == ("total", [])


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Um wie viel Uhr haben die Azubis Feierabend?", "Für Auszubildende ist um 16 Uhr Schluss."),
        ("Um wie viel Uhr wird das Lager gespült?", "Die Spülung im Lager ist um 16 Uhr."),
        ("At what time does the apprentice's work end?", "Um 16 Uhr endet die Arbeit für Auszubildende."),
    ],
)
def test_other_words_for_the_same_thing_are_found_without_vectors(
    house: House, docs: Path, learned: Learned, engine: FakeEngine, question: str, text: str
) -> None:
    (docs / "regeln.txt").write_text(f"Regeln\n\n{text}\n", encoding="utf-8")
    for n in range(5):
        (docs / f"{n}.txt").write_text("Die Werkstatt wird am Abend gefegt.", encoding="utf-8")
    learned(docs)
    say(engine, "16 Uhr")
    assert "regeln.txt" in {c.origin.path for c in answered(house, question).citations}


def test_a_question_about_an_unknown_name_is_refused_without_asking_the_model(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    (docs / "vertrag.txt").write_text(CONTRACT, encoding="utf-8")
    learned(docs)
    answer = answered(house, "Welche Kündigungsfrist hat Firma Quarxmann?")
    assert answer.refused is not None
    assert answer.refused.code == "unknown-name"
    assert engine.asked == []


def test_an_empty_house_refuses_without_asking_the_model(house: House, engine: FakeEngine) -> None:
    answer = answered(house, "Wer ist unser größter Kunde?")
    assert answer.refused is not None
    assert engine.asked == []


def test_a_sum_is_computed_without_the_model(house: House, docs: Path, learned: Learned, engine: FakeEngine) -> None:
    rows = "".join(f"RE-{n};Kunde {n % 3};0{n}.03.2026;{n}00,10\n" for n in range(1, 8))
    (docs / "rechnungen.csv").write_text(f"Rechnungsnr;Kunde;Rechnungsdatum;Netto\n{rows}", encoding="utf-8")
    learned(docs)
    answer = answered(house, "Summe Netto im März 2026?")
    assert answer.refused is None
    assert answer.table is not None
    assert "2.800,70" in answer.answer
    assert (answer.table.count, answer.model, engine.asked) == (7, "", [])
    assert answer.citations[0].origin.path == "rechnungen.csv"


def test_a_word_that_is_not_understood_is_asked_about_and_the_choice_answered(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    lines = ["Rechnungsnr;Kundennr;Datum;Netto", "R-1;10001;05.03.2025;100,50", "R-2;10002;07.04.2025;50,25"]
    (docs / "rechnungen.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    learned(docs)
    text = "Wie viele Rechnungen haben wir 2025 verbimmelt?"
    answer = answered(house, text)
    assert answer.refused is not None
    assert (answer.refused.code, len(answer.refused.choices)) == ("tables.near", 1)
    assert "verbimmelt" in answer.answer
    owner = accounts.owner(house.store)
    last = list(ask.ask(house, Question(text, owner, date(2026, 11, 20)), choice=0))[-1]
    assert isinstance(last, Answered)
    assert last.answer.table is not None
    assert last.answer.table.value == "2"
    assert engine.asked == []


def test_the_bare_model_is_recorded_too_even_when_broken_off(house: House, engine: FakeEngine) -> None:
    say(engine, "eins zwei drei vier")
    words = ask.chat(house, [Message("user", "Zähle!")], account=1, model="", max_tokens=10)
    next(words)
    words.close()  # type: ignore[attr-defined] # a generator
    (row,) = house.ledger.rows()
    assert house.ledger.text(row.answer) == "eins"
    assert engine.cancelled == 1


def test_the_bare_model_ends_with_what_it_took(house: House, engine: FakeEngine) -> None:
    say(engine, "eins zwei")
    *_, last = ask.chat(house, [Message("user", "Zähle!")], account=1, model="", max_tokens=10)
    assert isinstance(last, Usage)


def test_a_citation_names_the_document_that_was_chosen_among_similar_ones(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    for name, weeks in (("Hotel Seeblick", "sechs"), ("Pension Strandkorb", "acht"), ("Cafe Möwe", "zwei")):
        text = f"Wartungsvertrag mit {name}.\n\nDie Kündigungsfrist beträgt {weeks} Wochen.\n"
        (docs / f"{name}.txt").write_text(text, encoding="utf-8")
    learned(docs)
    text = "Welche Kündigungsfrist hat die Pension Strandkorb?"
    question = Question(text, accounts.owner(house.store), date(2026, 11, 20))
    worst_first = sorted(search(house, text), key=lambda passage: passage.score)
    chosen = ask._selected(house, question, worst_first)
    assert {passage.origin.path for passage in chosen.passages} == {"Pension Strandkorb.txt"}
    assert all(line.text in chosen.passages[line.passage].text for line in chosen.lines)
    say(engine, "acht Wochen")
    assert [c.origin.path for c in answered(house, text).citations] == ["Pension Strandkorb.txt"]


def test_what_the_model_finds_unlikely_itself_is_not_shown_as_fact_but_as_the_nearest_place(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    (docs / "vertrag.txt").write_text(CONTRACT, encoding="utf-8")
    learned(docs)
    say(engine, "480,00 Euro")
    engine.likely = -5.0
    answer = answered(house, "Welche Kündigungsfrist oder Jahrespauschale hat das Hotel Seeblick?")
    assert answer.refused is not None
    assert answer.refused.code == "not-sure"
    assert answer.nearest[0].text == "Die Jahrespauschale beträgt 480,00 Euro."
    assert answer.citations == ()


def test_an_engine_that_tells_no_odds_still_answers_what_is_plain(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    (docs / "vertrag.txt").write_text(CONTRACT, encoding="utf-8")
    learned(docs)
    say(engine, "sechs Wochen")
    engine.likely = None
    assert answered(house, "Welche Kündigungsfrist gilt zum Quartalsende?").answer == "sechs Wochen [1]"


def test_a_contract_is_told_in_its_own_sentences_without_the_model(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    (docs / "vertrag seeblick.txt").write_text(CONTRACT, encoding="utf-8")
    learned(docs)
    answer = answered(house, "Was steht im Wartungsvertrag mit dem Hotel Seeblick zur Kündigungsfrist?")
    assert answer.answer == "• Die Kündigungsfrist beträgt sechs Wochen zum Quartalsende. [1]"
    assert (answer.model, engine.asked, answer.label.de[:17]) == ("", [], "Von einem Program")
    assert house.ledger.rows()[0].evidence == ("1:vertrag seeblick.txt line 3",)


def test_the_contract_number_of_the_question_must_be_that_contracts(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    (docs / "wv-1023.txt").write_text(f"Vertrag WV-1023\n\n{CONTRACT}", encoding="utf-8")
    learned(docs)
    answer = answered(house, "Welche Kündigungsfrist hat der Vertrag WV-1024?")
    assert answer.refused is not None
    assert answer.refused.code == "unknown-name"
    assert engine.asked == []


def test_the_paragraph_of_a_contract_is_found_by_the_name_in_its_head(
    house: House, docs: Path, learned: Learned, engine: FakeEngine
) -> None:
    filler = "\n\n".join(f"{n}. Wir prüfen den Brenner und reinigen den Kessel. " * 12 for n in range(6))
    for name, weeks in (("Hotel Seeblick", "sechs"), ("Pension Strandkorb", "acht")):
        text = f"Wartungsvertrag mit {name}.\n\n{filler}\n\nDie Kündigungsfrist beträgt {weeks} Wochen.\n"
        (docs / f"{weeks}.txt").write_text(text, encoding="utf-8")
    learned(docs)
    say(engine, "acht Wochen")
    answer = answered(house, "Welche Kündigungsfrist hat die Pension Strandkorb?")
    assert answer.answer == "acht Wochen [1]"
    assert answer.citations[0].origin.path == "acht.txt"
