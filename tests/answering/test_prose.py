import re

import pytest

from hanse.answering import prose
from hanse.answering.wanted import Wanted
from hanse.records import Origin, Passage, Place


def terms(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-zäöüß]+|\d+", text.casefold()))


def wanted(*words: str) -> list[Wanted]:
    return [Wanted(terms(word), word) for word in words]


CONTRACT = Passage(
    2,
    "Der Auftragnehmer haftet nur für grobe Fahrlässigkeit. Die Wartung findet jedes Jahr im März statt. "
    "Die Kündigung muss schriftlich beim Auftragnehmer eingehen.",
    Place(),
    Origin(1, "vertrag seeblick.docx"),
    title="Vertrag Seeblick",
)
INVOICE = Passage(
    3, "Hotel Seeblick zahlt die Wartung laut Vertrag.", Place(), Origin(1, "rechnung 7.pdf"), title="Rechnung 7"
)


@pytest.mark.parametrize(
    "question",
    [
        "Fasse den Vertrag mit dem Hotel Seeblick zusammen",
        "Worum geht es in der Mail von Lund?",
        "Was steht im Vertrag mit Lund zur Haftung?",
        "Erkläre die Regeln für Reisekosten",
        "Summarise the contract with Lund",
    ],
)
def test_some_questions_want_to_be_told_what_a_document_says(question: str) -> None:
    assert prose.asks(question)


@pytest.mark.parametrize(
    "question",
    [
        "Was steht im Angebot AN-7 als Anzahlung?",
        "Was steht jedem im Jahr zu?",
        "Welche Frist gilt?",
        "Wer schreibt das?",
    ],
)
def test_a_question_for_one_fact_is_none_of_these(question: str) -> None:
    assert not prose.asks(question)


def document(passage: Passage) -> frozenset[str]:
    return terms(f"{passage.title} {passage.text}")


def test_the_contract_is_meant_and_not_the_invoice_that_mentions_it() -> None:
    found = prose.meant("?", [INVOICE, CONTRACT], wanted("Vertrag", "Seeblick"), document, terms)
    assert found == CONTRACT


def test_no_document_is_meant_when_none_holds_what_is_named() -> None:
    assert prose.meant("?", [INVOICE, CONTRACT], wanted("Mietvertrag", "Quarxmann"), document, terms) is None


def test_only_the_sentences_on_the_topic_are_told() -> None:
    lines = prose.excerpt([CONTRACT], wanted("Seeblick", "Kündigung"), frozenset({"Seeblick"}), terms)
    assert [line.text for line in lines] == ["Die Kündigung muss schriftlich beim Auftragnehmer eingehen."]


def test_a_whole_document_is_told_in_at_most_five_of_its_sentences_in_its_order() -> None:
    text = "\n".join(f"Satz {n} über die Wartung der Anlage {n} im Haus." for n in range(12))
    long = Passage(1, text, Place(), Origin(1, "a.txt"), title="Wartung")
    found = prose.cited(prose.excerpt([long], wanted("Wartung"), frozenset(), terms), [long])
    assert len(found.citations) == prose.MOST
    assert all(citation.quote in text for citation in found.citations)
    assert [text.index(c.quote) for c in found.citations] == sorted(text.index(c.quote) for c in found.citations)
