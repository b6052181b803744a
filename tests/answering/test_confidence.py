from hanse.answering import confidence, weights
from hanse.answering.check import NOT_SURE, Proven
from hanse.answering.confidence import Proof, Reply
from hanse.answering.sentences import Line
from hanse.answering.signs import Signs
from hanse.records import Origin, Passage, Place, Refusal

GOOD = Signs(line=0.9, near=0.1, kind=1.0, rank=1.0, length=1.0, paper=0.5)
POOR = Signs(line=0.1, document=0.2, kind=0.0, rank=0.1, length=1.0, paper=0.0)
TEXT = "Die Frist beträgt sechs Wochen."
PASSAGES = [Passage(1, TEXT, Place(), Origin(1, "v.txt"))]


def line(signs: Signs) -> Line:
    return Line(TEXT, 0, 0, weights.line(signs), signs)


def test_what_speaks_for_an_answer_makes_it_surer() -> None:
    assert confidence.sure(Proof(line(GOOD), 0.0, (-0.01,))) > confidence.sure(Proof(line(POOR), 0.0, (-0.01,)))


def test_words_that_the_model_found_unlikely_make_an_answer_less_sure() -> None:
    assert confidence.sure(Proof(line(GOOD), 0.0, (-0.01,))) > confidence.sure(Proof(line(GOOD), 0.0, (-3.0, -0.1)))


def judged(signs: Signs, *likely: float) -> Proven | Refusal:
    return confidence.judged(Reply("sechs Wochen", likely), "Welche Frist gilt?", [line(signs)], PASSAGES)


def test_only_a_sure_answer_is_shown() -> None:
    assert isinstance(judged(GOOD, -0.01), Proven)
    assert judged(POOR, -4.0) == NOT_SURE


def test_without_the_models_own_odds_the_signs_alone_decide_and_more_strictly() -> None:
    assert not confidence.enough(Proof(line(POOR), 0.0))
    assert confidence.enough(Proof(line(GOOD), 0.0))
    learned = weights.read()
    assert learned.least_without_model >= learned.least


def test_a_model_need_not_be_asked_when_no_line_could_be_enough() -> None:
    assert confidence.hopeless("Welche Frist gilt?", [line(POOR)])
    assert not confidence.hopeless("Welche Frist gilt?", [line(POOR), line(GOOD)])


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    learned = weights.read()
    names = set(Signs.__struct_fields__)
    assert set(learned.line) == names
    assert set(learned.answer) == names | {"", "behind", "clause", "again", "denied", "first", "least"}
    assert set(learned.answer_without_model) == names | {"", "behind", "clause", "again", "denied"}


def test_a_sentence_found_by_meaning_needs_less_but_not_nothing() -> None:
    fair = Signs(line=0.3, heading=0.2, kind=1.0, rank=0.5, length=1.0, name=0.5, paper=0.5)
    ask = ("Welche Frist gilt?", [line(fair)], PASSAGES)
    assert confidence.judged(Reply("sechs Wochen", (-0.3,)), *ask) == NOT_SURE
    assert isinstance(confidence.meant(Reply("sechs Wochen", (-0.3,)), *ask), Proven)
    assert confidence.meant(Reply("sechs Wochen", (-6.0,)), *ask) == NOT_SURE
    assert confidence.meant(Reply("sechs Wochen"), *ask) == NOT_SURE
