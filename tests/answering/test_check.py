import pytest

from hanse.answering.check import Proven, check
from hanse.answering.prompt import NOT_THERE, build, constant
from hanse.answering.sentences import Line
from hanse.records import Origin, Passage, Place, Refusal

TEXT = "Die Frist beträgt sechs Wochen zum Quartalsende. Ansprechpartner ist Jens Krüger, Durchwahl 24."
PASSAGES = [Passage(1, TEXT, Place(page=3), Origin(1, "v.pdf"), spans=((0, Place(page=3)), (49, Place(page=4))))]
LINES = [Line(TEXT[:48], 0, 0), Line(TEXT[49:], 0, 49)]
QUESTION = "Welche Frist gilt?"


@pytest.mark.parametrize("reply", ["sechs Wochen", "Sechs  Wochen.", "[1] „sechs Wochen“", "sechs\nWochen"])
def test_what_stands_there_is_proven_and_copied_from_the_source(reply: str) -> None:
    found = check(reply, QUESTION, LINES, PASSAGES)
    assert isinstance(found, Proven)
    assert found.answer == "sechs Wochen [1]"
    assert found.citations[0].quote == TEXT[:48]


@pytest.mark.parametrize("reply", ["acht Wochen", "sechs Monate", "Woche", "6 Wochen", "Die Frist ist sehr kurz"])
def test_what_does_not_stand_there_is_not_presented_as_fact(reply: str) -> None:
    found = check(reply, QUESTION, LINES, PASSAGES)
    assert isinstance(found, Refusal)
    assert found.code == "not-proven"


@pytest.mark.parametrize("reply", ["", "  ", NOT_THERE, f"{NOT_THERE}.", "Frist", "Welche Frist gilt?"])
def test_saying_nothing_or_repeating_the_question_is_no_answer(reply: str) -> None:
    found = check(reply, QUESTION, LINES, PASSAGES)
    assert isinstance(found, Refusal)
    assert found.code == "not-found"


def test_a_choice_between_two_things_of_the_question_is_an_answer() -> None:
    assert isinstance(check("sechs Wochen", "Sind es vier oder sechs Wochen?", LINES, PASSAGES), Proven)


def test_two_parts_from_two_sentences_each_get_their_own_place() -> None:
    found = check("sechs Wochen, Jens Krüger", "Frist und Ansprechpartner?", LINES, PASSAGES)
    assert isinstance(found, Proven)
    assert found.answer == "sechs Wochen [1], Jens Krüger [2]"
    assert [c.place.page for c in found.citations] == [3, 4]


@pytest.mark.parametrize("whole", ["1.250,00 EUR", "2:15 Uhr", "13 Uhr", "28 Arbeitstage", "1 bar", "12 Zeichen"])
def test_a_bare_number_gets_the_unit_that_follows_it_in_the_source(whole: str) -> None:
    line = Line(f"Das sind {whole} im Ganzen.", 0, 0)
    found = check(whole.partition(" ")[0], "Was?", [line], [Passage(1, line.text, Place(), Origin(1, "a"))])
    assert isinstance(found, Proven)
    assert found.answer == f"{whole} [1]"


def test_a_part_of_a_number_is_not_the_number() -> None:
    line = Line("Der Preis beträgt 1.250,00 EUR.", 0, 0)
    found = check("250", "Preis?", [line], [Passage(1, line.text, Place(), Origin(1, "a"))])
    assert isinstance(found, Refusal)


def test_every_prompt_begins_with_the_same_constant_part() -> None:
    start = constant()
    assert build("Frage A?", LINES)[: len(start)] == build("Frage B?", LINES[:1])[: len(start)] == start


@pytest.mark.parametrize("reply", ["Haken 9", "Werkstatt", "in der Werkstatt am Haken 9"])
def test_where_something_is_gets_the_whole_clause(reply: str) -> None:
    line = Line("Wenn niemand da ist, hängt der Schlüssel in der Werkstatt am Haken 9, der Code ist neu.", 0, 0)
    found = check(reply, "Wo liegt der Schlüssel?", [line], [Passage(1, line.text, Place(), Origin(1, "a"))])
    assert isinstance(found, Proven)
    assert found.answer == "hängt der Schlüssel in der Werkstatt am Haken 9 [1]"


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("Wer ist zuständig?", "KL-1046"),
        ("Wer ist zuständig?", "sechs wochen"),
        ("Wann ist die Abnahme?", "am Heizkörper"),
        ("Wie viele Kunden sind es?", "die Firma Lund"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_not_shown(question: str, reply: str) -> None:
    found = check(reply, question, [Line(f"Hier steht {reply} im Text.", 0, 0)], PASSAGES)
    assert isinstance(found, Refusal)
    assert found.code == "not-fitting"


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("Wer ist zuständig?", "Jens Krüger"),
        ("Wann ist die Abnahme?", "am Dienstag"),
        ("Wann läuft es ab?", "21.10.2026"),
        ("Wie viele Wochen?", "sechs Wochen"),
        ("Wo ist das?", "am Heizkörper"),
    ],
)
def test_an_answer_of_the_right_kind_is_shown(question: str, reply: str) -> None:
    assert isinstance(check(reply, question, [Line(f"Hier steht {reply} im Text.", 0, 0)], PASSAGES), Proven)


@pytest.mark.parametrize("reply", ["50 Euro", "600 Euro"])
@pytest.mark.parametrize("words", ["höchstens jedoch", "insgesamt nicht mehr als", "gedeckelt auf"])
def test_who_asks_for_the_most_gets_the_figure_after_at_most(reply: str, words: str) -> None:
    line = Line(f"Er zahlt je angefangene Stunde 50 Euro, {words} 600 Euro je Störung.", 0, 0)
    found = check(
        reply, "Auf welchen Betrag ist die Strafe gedeckelt?", [line], [Passage(1, line.text, Place(), Origin(1, "a"))]
    )
    assert isinstance(found, Proven)
    assert found.answer == "600 Euro [1]"
