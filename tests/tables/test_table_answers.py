"""Everyday questions over the small firm, each with the answer worked out by hand from conftest's rows."""

from typing import Protocol

import pytest

from hanse.tables.ask import TableAnswer


class Firm(Protocol):
    """What conftest's firm can do."""

    def ask(self, text: str) -> TableAnswer: ...

    def value(self, text: str) -> str: ...


RIGHT = {
    "Wie hoch war der Umsatz im Jahr 2025?": "9.018,80 €",
    "Umsatz letztes Jahr": "9.018,80 €",
    "Wie hoch war der Umsatz mit Müller & Sohn GmbH 2025?": "8.639,00 €",
    "Wie viele Rechnungen haben wir 2025 geschrieben?": "4",
    "Wie viele Kunden haben wir in Lübeck?": "2",
    "Was kostet der Heizkörper Typ 22?": "189,90 €",
    "Telefonnummer von Werft Brandt": "040 555",
    "Welche Kunden sind gesperrt?": "Schmidt Bau KG",
    "Welche Rechnungen sind noch offen?": "RE-2025-002; RE-2025-004; RE-2026-002",
    "Welche Rechnungen sind überfällig?": "RE-2025-002; RE-2025-004",
    "Wann ist RE-2025-002 fällig?": "16.06.2025",
    "Welcher Kunde hatte 2025 den höchsten Umsatz?": "Müller & Sohn GmbH: 8.639,00 €",
    "Kunden ohne Rechnung": "Kita Sonnenschein e.V.",
    "Wie viele Stunden hat Linus Marquardt im März gearbeitet?": "13,75",
    "Welche Artikel liegen unter dem Mindestbestand?": "Luft-Wasser-Wärmepumpe 8 kW; Waschtisch 60 cm",
    "Wann hat Anna Müller zuletzt bezahlt?": "02.07.2024",
}


@pytest.mark.parametrize(("question", "value"), RIGHT.items())
def test_an_everyday_question_gets_the_exact_value(firm: Firm, question: str, value: str) -> None:
    assert firm.value(question) == value


def test_a_word_that_no_table_knows_is_named_in_the_refusal(firm: Firm) -> None:
    found = firm.ask("Wie hoch war der Gewinn 2025?")
    assert found.verdict == "no"
    assert found.refusal
    assert "Gewinn" in found.refusal.message.de


def test_a_name_that_fits_two_customers_is_asked_back(firm: Firm) -> None:
    found = firm.ask("Wie hoch war der Umsatz mit Müller?")
    assert found.verdict == "choose"
    assert found.refusal
    assert len(found.refusal.choices) == 2
