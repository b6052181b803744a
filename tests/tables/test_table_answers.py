"""Questions over the small firm: the exact value, a refusal that names the reason, or a question back."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Protocol

import pytest

from hanse.tables.ask import TableAnswer


class Firm(Protocol):
    """What conftest's firm can do."""

    def ask(self, text: str) -> TableAnswer: ...

    def value(self, text: str) -> str: ...


def cases() -> ModuleType:
    """Return table_cases.py of this folder."""
    spec = importlib.util.spec_from_file_location("table_cases", Path(__file__).with_name("table_cases.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CASES = cases()


@pytest.mark.parametrize(("question", "value"), CASES.RIGHT.items())
def test_an_everyday_question_gets_the_exact_value(firm: Firm, question: str, value: str) -> None:
    assert firm.value(question) == value


@pytest.mark.parametrize("question", CASES.REFUSED)
def test_what_does_not_fit_wholly_is_refused(firm: Firm, question: str) -> None:
    found = firm.ask(question)
    assert (found.verdict, found.result) == ("no", None)
    assert found.refusal


@pytest.mark.parametrize("question", CASES.ASKED_BACK)
def test_what_can_be_meant_in_two_ways_is_asked_back(firm: Firm, question: str) -> None:
    found = firm.ask(question)
    assert found.verdict == "choose"
    assert found.refusal
    assert len(found.refusal.choices) == len(found.choices) == 2


def test_a_word_that_no_table_knows_is_named_in_the_refusal(firm: Firm) -> None:
    found = firm.ask("Wie hoch war der Gewinn 2025?")
    assert found.refusal
    assert "„Gewinn“" in found.refusal.message.de
    assert "'Gewinn'" in found.refusal.message.en


def test_the_sentence_says_what_was_computed_and_from_how_many_records(firm: Firm) -> None:
    found = firm.ask("Wie hoch war der Umsatz im Jahr 2025?")
    assert found.sentence
    assert found.sentence.de.startswith("9.018,80 € – Summe Netto")
    assert "Status nicht „storniert“" in found.sentence.de
    assert found.sentence.de.endswith("(3 Datensätze)")


def test_each_figure_comes_with_its_query_and_its_source_records(firm: Firm) -> None:
    found = firm.ask("Was schuldet uns Schmidt Bau?")
    assert found.result
    assert 'sum("rechnungen"."Offen")' in found.result.sql
    assert "'Schmidt Bau KG'" in found.result.sql
    assert found.result.count == len(found.result.sources) == 1
    source = found.result.sources[0]
    assert "Rechnungsnr: RE-2025-002" in source.quote
    assert source.origin.path == "rechnungen_2025.csv"
    assert source.place.line == 3


def test_equal_figures_share_a_place_so_that_none_is_left_out(firm: Firm) -> None:
    found = firm.ask("Welche zwei Kunden haben die meisten Rechnungen?")
    assert found.result
    assert [row[0] for row in found.result.rows] == ["Müller & Sohn GmbH", "Anna Müller", "Werft Brandt AG"]


def test_an_empty_cell_is_never_answered_with_another_column(firm: Firm) -> None:
    found = firm.ask("Wer ist Ansprechpartner bei Schmidt Bau?")
    assert found.refusal
    assert found.refusal.code == "tables.nothing"


def test_a_list_says_where_the_wanted_cell_is_empty(firm: Firm) -> None:
    found = firm.ask("Ansprechpartner der Kunden in Lübeck")
    assert found.sentence
    assert "- –, NAME Schmidt Bau KG, KDNR 10003" in found.sentence.de


def test_the_one_highest_record_is_shown_with_its_party(firm: Firm) -> None:
    found = firm.ask("Welcher Kunde hat den größten Auftrag?")
    assert found.sentence
    assert found.sentence.de.startswith("Werft Brandt AG, Auftragsnr A3, Auftragswert 5.000,00 €")


@pytest.mark.parametrize("question", [q for q in CASES.RIGHT if q.startswith(("Wer ", "Wem ", "Von wem "))])
def test_who_is_answered_by_a_name_and_never_by_a_number(firm: Firm, question: str) -> None:
    found = firm.ask(question)
    assert found.result
    assert all(isinstance(row[0], str) and not row[0].startswith(("RE-", "Z")) for row in found.result.rows)
