"""Learn the weights of answering/weights.json from questions with known answers, and say what they are worth.

Each question is asked twice: as it is, and with the documents that answer it taken away, when no answer is right.
Usage: python bench/confidence.py collect OUT HOME QUESTIONS.json...   (a learned home of the sample firm; Asked lists)
       python bench/confidence.py collect OUT HOME SQuAD.json --every N --from M  (paragraphs as abschnitt_NNN.txt)
       python bench/confidence.py fit OUT... [--write]
"""

import argparse
import json
import math
import random
import re
import time
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from hanse.answering import check, confidence, weights
from hanse.answering.confidence import Proof, Reply
from hanse.answering.sentences import Line
from hanse.answering.signs import Signs
from hanse.config import Config
from hanse.flow import nearby, otherwords, picking
from hanse.flow.analysis import Analyser
from hanse.flow.house import House
from hanse.flow.picking import Picked
from hanse.records import Passage, Refusal
from hanse.samplefirm.marking import Mark, right, text_holds
from hanse.samplefirm.truth import Asked, Expected
from hanse.store import accounts, catalogue

ROOT = Path(__file__).parent.parent
FOLDS = 8
WIDE = 60
ROUNDS, RATE, HOLD = 1500, 0.5, 0.004
AGAINST = frozenset({"old", "behind", "again", "denied"})
NAMES = tuple(Signs.__struct_fields__)
LOOKS = ("behind", "clause", "again", "denied")
ENCYCLOPEDIA = "5"  # how the numbers of SQuAD's questions begin


class Case(msgspec.Struct):
    """A question with the files that answer it."""

    id: str
    question: str
    answers: tuple[str, ...]
    files: tuple[str, ...]
    asked: Asked | None = None


class Row(msgspec.Struct):
    """What came of one look of the model at one question.

    lines: the signs of the candidates and whether they hold the answer. again, denied: as in Proof.
    """

    id: str
    question: str
    without: bool
    answerable: bool
    lines: list[tuple[tuple[float, ...], bool]]
    said: str = ""
    quote: str = ""
    code: str = ""
    signs: tuple[float, ...] = ()
    behind: float = 0.0
    likely: tuple[float, ...] = ()
    right: bool = False
    again: bool = False
    denied: bool = False
    seconds: float = 0.0


def main() -> None:
    """Collect, or fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("do", choices=["collect", "fit"])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--models", default=str(ROOT / ".home" / "models"))
    parser.add_argument("--model", default="qwen2.5-coder-1.5b")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--lines-only", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.do == "fit":
        fit([row for path in options.paths for row in read(path)], write=options.write)
        return
    out, home, *files = options.paths
    cases = [case for path in files for case in load(path)][options.first :: options.every]
    config = Config(home, models_dir=options.models, model=options.model)
    with House(config) as house, out.open("w", encoding="utf-8") as target:
        for case in cases:
            for without in (False, True) if case.files else (False,):
                for row in collected(house, case, without=without, ask=not options.lines_only):
                    target.write(msgspec.json.encode(row).decode() + "\n")
                    target.flush()


def read(path: Path) -> list[Row]:
    """Return the rows collected in a file."""
    return [msgspec.json.decode(line, type=Row) for line in path.read_text(encoding="utf-8").splitlines()]


def load(path: Path) -> list[Case]:
    """Return the text questions and the unanswerable ones of a set."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(data, dict) and "data" in data:
        return list(_squad(data["data"]))
    listed = data if isinstance(data, list) else [*data["questions"], *data["held_out_questions"]]
    asked = [msgspec.convert(one, Asked) for one in listed if one["kind"] != "table"]
    return [Case(a.id, a.question, a.expected.answers, a.expected.files, a) for a in asked]


def _squad(articles: list[dict[str, Any]]) -> Iterator[Case]:
    paragraphs = (paragraph for article in articles for paragraph in article["paragraphs"])
    for number, paragraph in enumerate(paragraphs):
        for one in paragraph["qas"]:
            answers = tuple(a["text"] for a in one["answers"])
            yield Case(one["id"], one["question"], answers, (f"abschnitt_{number:03d}.txt",))


def collected(house: House, case: Case, *, without: bool, ask: bool) -> Iterator[Row]:
    """Ask one question as flow does, and note what is weighed; a row for each look of the model."""
    start = time.perf_counter()
    sources = catalogue.allowed_sources(house.store, accounts.owner(house.store))
    words = Analyser(house, sources)
    found = otherwords.evidence(house, case.question, sources, 16)
    things = words.named(case.question)
    near = nearby.widened(house.store, found, nearby.names(things), sources)
    near = [p for p in near if not without or p.origin.path not in case.files]
    chosen = nearby.selected(case.question, near, things, words)
    row = Row(case.id, case.question, without, bool(case.answers) and not without, [])
    if chosen.reason or not chosen.lines:
        row.code = chosen.reason.code if chosen.reason else "no-evidence"
        yield row
        return
    wide = nearby.selected(case.question, near, things, words, most=10**6).lines
    row.lines = [(line.signs.values(), holds(case, line, chosen.passages)) for line in wide[:WIDE]]
    for reply in replies(house, case.question, chosen) if ask else ():
        looked = answered(case, row, chosen, reply)
        looked.seconds = time.perf_counter() - start
        likely = [round(x, 2) for x in looked.likely]
        print(without, reply.again, looked.right, looked.code, case.question, "->", looked.said, likely, flush=True)
        yield looked
    if not ask:
        yield row


def replies(house: House, question: str, chosen: nearby.Selected) -> Iterator[Reply]:
    """Yield what the model says, and what it copies from the best sentence when that was not the first it took."""
    first = drained(picking.look(house.engine(), question, chosen)).reply
    yield first
    best = max(chosen.lines, key=lambda line: line.score)
    if not check.copied(first.text, best):
        yield picking.look_again(house.engine(), question, chosen, first.text, best).reply


def holds(case: Case, line: Line, passages: Sequence[Passage]) -> bool:
    """Return whether a sentence holds the answer, in a document that has it."""
    passage = passages[line.passage]
    scanned = bool(case.asked and "scan" in case.asked.shapes)
    fits = text_holds(Expected(answers=case.answers), line.text, scanned=scanned)
    return bool(case.answers) and fits and (not case.files or passage.origin.path in case.files)


def drained(looking: Generator[str, None, Picked]) -> Picked:
    """Return what a look comes to."""
    while True:
        try:
            next(looking)
        except StopIteration as end:
            picked: Picked = end.value
            return picked


def answered(case: Case, row: Row, chosen: nearby.Selected, reply: Reply) -> Row:
    """Return the row of one reply."""
    row = msgspec.structs.replace(row, said=reply.text, again=reply.again, denied=reply.denied)
    found = check.check(reply.text, case.question, chosen.lines, chosen.passages)
    if isinstance(found, Refusal):
        row.code = found.code
        return row
    row.quote = found.citations[0].quote
    proof = confidence.proof(case.question, chosen.lines, found, reply)
    row.signs, row.behind, row.likely, row.said = proof.line.signs.values(), proof.behind, reply.likely, found.answer
    row.right = _right(case, found.answer) and (not row.without or case.asked is not None)
    return row


def _right(case: Case, answer: str) -> bool:
    if case.asked:
        return bool(case.answers) and right(case.asked, answer) is Mark.RIGHT
    given = _plain(re.sub(r"\[\d+\]", "", answer))
    return any(_same(_plain(wanted), given) for wanted in case.answers)


def _same(wanted: str, given: str) -> bool:
    return (wanted in given and len(given) < len(wanted) + 40) or (given in wanted and len(given) > 2)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


Vector = Sequence[float]


def line_weights(rows: Sequence[Row], *, rounds: int = 300, rate: float = 2.0, hold: float = 0.002) -> list[float]:
    """Return the weights under which the lines that hold the answer are likeliest, by gradient ascent."""
    usable = [row.lines for row in rows if any(good for _, good in row.lines)]
    size = len(usable[0][0][0])
    learned = [signed(name, 1.0) for name in NAMES]
    for _ in range(rounds):
        slope = [-hold * w for w in learned]
        for lines in usable:
            scores = [math.exp(min(50.0, dot(learned, signs))) for signs, _ in lines]
            total, best = sum(scores), sum(s for s, (_, good) in zip(scores, lines, strict=True) if good)
            for score, (sign, good) in zip(scores, lines, strict=True):
                pull = (score / best if good else 0.0) - score / total
                for n in range(size):
                    slope[n] += pull * sign[n] / len(usable)
        learned = [signed(n, w + rate * s) for n, w, s in zip(NAMES, learned, slope, strict=True)]
    return learned


def signed(name: str, weight: float) -> float:
    """Return a weight that keeps its meaning: what speaks for an answer never counts against it."""
    return weight if not name else min(0.0, weight) if name in AGAINST else max(0.0, weight)


def dot(a: Vector, b: Vector) -> float:
    """Return the sum of products."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def first_places(rows: Sequence[Row], learned: Vector) -> tuple[int, int, int]:
    """Return how often a line with the answer is first, among the first six, and there at all."""
    ranks = []
    for row in rows:
        ranked = sorted(row.lines, key=lambda line: -dot(learned, line[0]))
        ranks += [n for n, (_, good) in enumerate(ranked) if good][:1]
    return sum(r == 0 for r in ranks), sum(r < 6 for r in ranks), len(ranks)


def features(row: Row, *, model: bool) -> dict[str, float]:
    """Return what is weighed of an answer."""
    line = Line(row.quote, 0, 0, signs=Signs(*row.signs))
    clause = check.wants_clause(row.question)
    likely = row.likely if model else ()
    return Proof(line, row.behind, likely, clause, again=row.again, denied=row.denied).values()


def answer_weights(rows: Sequence[Row], names: Sequence[str], *, model: bool) -> dict[str, float]:
    """Return the weights of a logistic regression for "this answer is right", with a pull towards 0."""
    data = [(features(row, model=model), row) for row in rows]
    learned = dict.fromkeys(("", *names), 0.0)
    total = sum(weight_of(row) for row in rows)
    for _ in range(ROUNDS):
        slope = {name: -HOLD * learned[name] if name else 0.0 for name in learned}
        for found, row in data:
            pull = weight_of(row) * (row.right - weights.chance(odds(learned, found))) / total
            slope[""] += pull
            for name in names:
                slope[name] += pull * found[name]
        learned = {name: signed(name, w + RATE * slope[name]) for name, w in learned.items()}
    return learned


def weight_of(row: Row) -> float:
    """Return how much a row counts: questions about a firm for more than those about an encyclopedia."""
    return 1.0 if row.id.startswith(ENCYCLOPEDIA) else 2.0


def odds(learned: dict[str, float], found: dict[str, float]) -> float:
    """Return the logarithm of the odds that an answer is right."""
    return learned[""] + sum(learned[name] * value for name, value in found.items() if name in learned)


def across(rows: Sequence[Row], names: Sequence[str], *, model: bool) -> dict[int, float]:
    """Return the chance of each row from weights learned without its question and without its like (by row number)."""
    chances: dict[int, float] = {}
    keys = sorted({row.id for row in rows})
    random.Random(1).shuffle(keys)
    for fold in range(FOLDS):
        held = set(keys[fold::FOLDS])
        learned = answer_weights([row for row in rows if row.id not in held], names, model=model)
        for number, row in enumerate(rows):
            if row.id in held:
                chances[number] = weights.chance(odds(learned, features(row, model=model)))
    return chances


def table(rows: Sequence[Row], chances: dict[int, float], everything: Sequence[Row]) -> None:
    """Print what would be shown at some thresholds, of the questions as they are and of those without documents."""
    firm = [row for row in everything if not row.id.startswith(ENCYCLOPEDIA)]
    for name, asked in (("firm", firm), ("encyclopedia", [row for row in everything if row not in firm])):
        can = sum(row.answerable for row in asked)
        cannot = sum(not row.answerable and not row.without for row in asked)
        without = sum(row.without for row in asked)
        print(f"{name}: {can} answerable, {cannot} not, {without} with their documents taken away")
        for least in (0.0, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
            shown = [row for n, row in enumerate(rows) if chances[n] >= least and row in asked]
            right_ones = sum(row.right and row.answerable for row in shown)
            wrong = sum(not row.right and row.answerable for row in shown)
            made_up = sum(not row.answerable and not row.without for row in shown)
            astray = sum(row.without and not row.right for row in shown)
            print(f"  {least:.2f}: right {right_ones}, wrong {wrong}, unanswerable {made_up}, without {astray}")


def fit(rows: Sequence[Row], *, write: bool) -> None:
    """Learn all weights, print their worth, and write them when asked to."""
    asked = [row for row in rows if row.answerable]
    firm = [row for row in asked if not row.id.startswith(ENCYCLOPEDIA)]
    line = dict(zip(NAMES, line_weights([*firm, *asked]), strict=True))
    print("line", rounded(line), first_places(firm, list(line.values())), first_places(asked, list(line.values())))
    proven = [row for row in rows if row.quote]
    learned = {}
    for model in (True, False):
        used = [*NAMES, *LOOKS, *(("first", "least") if model else ())]
        learned[model] = answer_weights(proven, used, model=model)
        print("with model" if model else "without model", rounded(learned[model]))
        chances = across(proven, used, model=model)
        print("  area under the curve, cross-validated:", round(area(proven, chances), 3))
        table(proven, chances, rows)
    if write:
        _write(line, learned)


def area(rows: Sequence[Row], chances: dict[int, float]) -> float:
    """Return how often a right answer is held surer than a wrong one."""
    good = [chances[n] for n, row in enumerate(rows) if row.right]
    bad = [chances[n] for n, row in enumerate(rows) if not row.right]
    return sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / max(1, len(good) * len(bad))


def rounded(learned: dict[str, float]) -> dict[str, float]:
    """Return the weights to two places."""
    return {name: round(value, 2) for name, value in learned.items()}


def _write(line: dict[str, float], learned: dict[bool, dict[str, float]]) -> None:
    path = Path(weights.__file__).with_name("weights.json")
    old = json.loads(path.read_text(encoding="utf-8"))
    new = {
        "source": old["source"],
        "line": rounded(line),
        "answer": rounded(learned[True]),
        "answer_without_model": rounded(learned[False]),
        "least": old["least"],
        "least_without_model": old["least_without_model"],
    }
    path.write_text(json.dumps(new, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
