import pytest

from hanse.answering import kinds


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Was kostet die Wartung?", "money"),
        ("Ab welcher Auftragssumme gilt das?", "money"),
        ("Wie viel Prozent Anzahlung verlangen wir?", "percent"),
        ("Binnen wie vieler Tage gibt es Skonto?", "days"),
        ("Wie viele Urlaubstage habe ich?", "days"),
        ("Welcher Zuschlag gilt am Sonntag?", "rate"),
        ("handynummer von der steuerberaterin?", "mobile"),
        ("Wie viele Jahre Garantie gibt es?", "years"),
        ("Wie lange läuft der Vertrag?", "span"),
        ("Welche Kündigungsfrist gilt?", "span"),
        ("Um wie viel Uhr beginnt es?", "clock"),
        ("Wann ist die Inventur?", "date"),
        ("Wie viele Kunden haben wir?", "figure"),
        ("Wer ist zuständig?", "person"),
        ("Telefonnummer vom Steuerbüro?", "number"),
        ("Warum kam die Lieferung zu spät?", "reason"),
        ("How much does the maintenance cost?", "money"),
    ],
)
def test_a_question_tells_the_kind_of_thing_it_asks_for(question: str, name: str) -> None:
    kind = kinds.asked(question)
    assert kind is not None
    assert kind.name == name


def test_a_question_that_may_be_answered_by_anything_has_no_kind() -> None:
    assert kinds.asked("Was ist im Angebot nicht enthalten?") is None


@pytest.mark.parametrize(
    ("question", "held", "missing"),
    [
        ("Was kostet das?", "72,00 EUR", "14 Tage"),
        ("Wie viele Tage?", "9 Tagen", "2 Prozent"),
        ("Wie viel Prozent?", "4,5 Prozent", "30 Tage"),
        ("Wie lange dauert es?", "sechs Wochen", "400 Euro"),
        ("Wer war da?", "Jens Krüger", "am 3. 4."),
        ("Handynummer von Jens?", "Krüger 0176 1234567", "Krüger 040 66969-944"),
        ("Welcher Zuschlag gilt?", "70 Prozent", "nach 18 Uhr"),
        ("Wann war es?", "am 3. April", "am Heizkörper"),
    ],
)
def test_a_text_holds_the_kind_of_thing_or_it_does_not(question: str, held: str, missing: str) -> None:
    kind = kinds.asked(question)
    assert kind is not None
    assert kind.held_by(held)
    assert not kind.held_by(missing)
