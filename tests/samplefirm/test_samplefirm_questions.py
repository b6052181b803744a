"""Each question's answer stands where the truth says, and depends on seed and day."""

import csv
import email
import email.policy
import io
import re
from collections import Counter
from datetime import date
from pathlib import Path, PurePosixPath

import msgspec
import pytest

from hanse import samplefirm
from hanse.samplefirm import documents, folder, mails, paper, scans
from hanse.samplefirm.making import make
from hanse.samplefirm.marking import Mark, right, text_holds
from hanse.samplefirm.model import Firm
from hanse.samplefirm.truth import Asked, Truth

TODAY = date(2026, 11, 20)


def every(truth: Truth) -> tuple[Asked, ...]:
    return truth.questions + truth.held_out_questions


def source(where: Path, name: str, firm: Firm) -> str:
    suffix = PurePosixPath(name).suffix
    data = (where / name).read_bytes()
    if suffix == ".eml":
        body = email.message_from_bytes(data, policy=email.policy.default).get_body()
        assert body is not None
        return str(body.get_content())
    if name.startswith("lieferscheine/"):
        paths = {scans.path(n, d): d.remark for n, d in enumerate(scans.chosen(firm))}
        return paths[name]
    return re.sub(r"\s+", " ", paper.words_in(data, suffix))


def test_both_sets_have_sixty_questions_of_the_agreed_kinds(made: tuple[Path, Truth]) -> None:
    _, truth = made
    for questions in (truth.questions, truth.held_out_questions):
        assert Counter(q.kind for q in questions) == {"text": 25, "table": 25, "none": 10}
        assert len({q.id for q in questions}) == 60
    assert not {q.question for q in truth.questions} & {q.question for q in truth.held_out_questions}


def test_every_file_that_a_question_names_is_there(made: tuple[Path, Truth]) -> None:
    where, truth = made
    assert [f for q in every(truth) for f in q.expected.files if not (where / f).is_file()] == []


def test_every_text_answer_stands_in_its_file(made: tuple[Path, Truth]) -> None:
    where, truth = made
    for asked in every(truth):
        if asked.kind == "text":
            text = source(where, asked.expected.files[0], truth.firm)
            assert text_holds(msgspec.structs.replace(asked.expected, decoys=()), text), asked


def test_a_contract_number_stands_in_its_own_document_and_the_archive_only(made: tuple[Path, Truth]) -> None:
    _, truth = made
    contracts = [c.nr for c in truth.firm.contracts]
    for nr in contracts:
        holding = [path for path, text in documents.source_texts(truth.firm).items() if nr in text]
        current = [path for path in holding if not path.startswith("archiv/")]
        assert current == [f"vertraege/Wartungsvertrag_{nr}.docx"]


def test_an_answered_unanswerable_question_is_wrong(made: tuple[Path, Truth]) -> None:
    _, truth = made
    for asked in every(truth):
        if asked.kind == "none":
            assert right(asked, "Das sind 4.711,00 Euro.") is Mark.WRONG
            assert right(asked, "", refused=True) is Mark.RIGHT


def test_no_unanswerable_name_or_word_stands_in_the_files(made: tuple[Path, Truth]) -> None:
    where, _ = made
    held = b"".join(f.read_bytes() for f in where.rglob("*") if f.suffix.lower() in {".csv", ".dbf", ".md", ".html"})
    text = held.decode("cp1252", "ignore").casefold()
    for word in ("quastenflosser", "sonnenfleck", "geburtstag", "photovoltaik", "praktikant", "eigenkapital"):
        assert word not in text


def test_the_expected_value_is_right_when_given_and_wrong_when_another(made: tuple[Path, Truth]) -> None:
    _, truth = made
    for asked in every(truth):
        if asked.expected.values:
            assert right(asked, "", value=asked.expected.values[0]) is Mark.RIGHT
            assert right(asked, "", value="98765.43") is Mark.WRONG
        if asked.expected.rows:
            assert right(asked, "", rows=asked.expected.rows) is Mark.RIGHT
            assert right(asked, "", rows=asked.expected.rows[1:]) is Mark.WRONG


def test_the_turnover_of_last_year_can_be_added_up_from_the_csv(made: tuple[Path, Truth]) -> None:
    where, truth = made
    text = (where / "export/rechnungen_2025.csv").read_text(encoding="cp1252")
    nets = [int(re.sub(r"\D", "", r["Netto"])) for r in csv.DictReader(io.StringIO(text), delimiter=";")]
    asked = next(q for q in truth.questions if q.question.startswith("Wie viel Umsatz netto"))
    assert f"{sum(nets) / 100:.2f}" in asked.expected.values


@pytest.mark.parametrize(
    ("seed", "today"),
    [(2, date(2026, 1, 2)), (3, date(2024, 2, 29)), (4, date(2026, 3, 1)), (5, date(2027, 12, 31)), (6, TODAY)],
)
def test_other_seeds_and_days_give_whole_sets_with_other_answers(
    seed: int, today: date, made: tuple[Path, Truth]
) -> None:
    found = folder.truth(make(seed=seed, today=today), files=())
    mine = {(q.question, q.expected) for q in every(found) if q.kind != "none"}
    theirs = {(q.question, q.expected) for q in every(made[1]) if q.kind != "none"}
    assert all(q.expected.values or q.expected.rows for q in every(found) if q.kind == "table")
    assert len(mine & theirs) < 20


def test_nobody_writes_two_mails_that_a_question_asks_about(made: tuple[Path, Truth]) -> None:
    senders = Counter(m.sender[0] for m in mails.written(made[1].firm) if m.sender[1].endswith("@post.example"))
    assert [name for name, count in senders.items() if count > 1] == []


def test_the_truth_comes_back_from_its_json(made: tuple[Path, Truth], tmp_path: Path) -> None:
    samplefirm.write_truth(made[1], tmp_path / "away" / "truth.json")
    assert samplefirm.read_truth(tmp_path / "away" / "truth.json") == made[1]
    assert not [f for f in made[1].files if "truth" in f or f.endswith(".json")]


def test_only_free_telephone_numbers_and_mail_addresses_stand_in_the_firm(made: tuple[Path, Truth]) -> None:
    _, truth = made
    text = " ".join(documents.source_texts(truth.firm).values())
    text += " ".join(f" {m.text} {m.sender[1]} " for m in mails.written(truth.firm))
    text += " ".join(c.phone + " " + c.mail for c in truth.firm.customers)
    assert set(re.findall(r"\b0\d{2,4} ?\d{4,}", text)) <= {"040 66969"} | set(re.findall(r"0176 040690\d\d", text))
    assert all(m.endswith(".example") for m in re.findall(r"[\w.]+@[\w.-]+\w", text))
