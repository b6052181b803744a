import re

import pytest

from hanse.answering import signs
from hanse.answering.signs import Signs
from hanse.answering.wanted import Wanted
from hanse.records import Origin, Passage, Place


def terms(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-zäöüß]+|\d+", text.casefold()))


def passage(text: str, path: str = "a.txt", title: str = "") -> Passage:
    return Passage(1, text, Place(), Origin(1, path), title=title)


def read(question: str, sentences: list[str], where: Passage, document: str = "") -> list[Signs]:
    asked = [Wanted(terms(w), w) for w in re.findall(r"\w+", question) if len(w) > 3]
    reader = signs.Reader(question, asked, terms, lambda _: terms(document))
    return list(reader.of_passage(where, 0, sentences, where.text))


def test_what_a_sentence_holds_itself_counts_apart_from_what_stands_around_it() -> None:
    lines = ["Hotel Seeblick", "Die Frist ist lang.", "Ende."]
    head, middle, last = read("Frist Hotel Seeblick", lines, passage(" ".join(lines)))
    assert (round(head.line, 2), round(head.near, 2)) == (0.67, 0.33)
    assert (round(middle.line, 2), round(middle.near, 2)) == (0.33, 0.67)
    assert (round(last.near, 2), round(last.passage, 2)) == (0.33, 0.67)


def test_the_heading_and_the_document_count_for_what_the_sentence_lacks() -> None:
    (only,) = read("Frist Seeblick Wartung", ["Die Frist."], passage("Die Frist.", title="Wartung"), "Hotel Seeblick")
    assert [round(x, 2) for x in (only.line, only.heading, only.document)] == [0.33, 0.33, 0.33]


def test_a_part_of_a_word_counts_half() -> None:
    thing = Wanted(frozenset({"hotelübernachtung"}), "Hotelübernachtung", akin=frozenset({"übernachtung"}))
    assert thing.held_by(frozenset({"übernachtung"})) == 0.5
    assert thing.held_by(frozenset({"heizung"})) == 0


@pytest.mark.parametrize(
    ("question", "path", "old"),
    [
        ("Welche Frist gilt?", "archiv/Vertrag_alt.docx", 1.0),
        ("Welche Frist gilt?", "vertraege/Vertrag.docx", 0.0),
        ("Welche Frist galt früher?", "archiv/Vertrag_alt.docx", 0.0),
        ("Welche Frist galt früher?", "vertraege/Vertrag.docx", 0.5),
    ],
)
def test_a_replaced_document_is_told_from_the_one_that_holds(question: str, path: str, old: float) -> None:
    assert read(question, ["Die Frist."], passage("Die Frist.", path))[0].old == old


@pytest.mark.parametrize(
    ("question", "path", "paper"),
    [
        ("Was steht im Vertrag WV-1?", "rechnungen/RE-7.pdf", 0.0),
        ("Was steht im Vertrag WV-1?", "akten/vertrag WV-1.docx", 1.0),
        ("Welche Vertragsstrafe gilt?", "rechnungen/RE-7.pdf", 0.5),
        ("Was stand in der Mail von Lund?", "post/3.eml", 1.0),
    ],
)
def test_who_asks_for_a_contract_wants_no_invoice(question: str, path: str, paper: float) -> None:
    assert read(question, ["Die Summe."], passage("Die Summe.", path))[0].paper == paper
