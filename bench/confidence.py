"""Learn the weights of answering/weights.json from questions with known answers, and say what they are worth.

Each question is asked twice: as it is, and with the documents that answer it taken away, when no answer is right.
Usage: python bench/confidence.py collect OUT HOME built-in bench/questions/tuned.json  (the sample firm)
       python bench/confidence.py collect OUT HOME SQuAD.json --every N --from M  (paragraphs as abschnitt_NNN.txt)
       python bench/confidence.py fit OUT... [--lines] [--write]
A HOME that isn't there yet is made and learns what the questions are about. First the choice of sentences: collect with
--lines-only (no model is asked), fit --lines --write. Then, with these, collect and fit --write.
"""

import argparse
import json
import math
import random
import re
import time
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from datetime import date
from operator import mul
from pathlib import Path
from typing import Any

import msgspec

from hanse import samplefirm
from hanse.answering import check, confidence, weights
from hanse.answering.confidence import Proof, Reply
from hanse.answering.sentences import Line
from hanse.answering.signs import Signs
from hanse.config import Config
from hanse.flow import learn, nearby, otherwords, picking
from hanse.flow.analysis import Analyser
from hanse.flow.house import House
from hanse.flow.picking import Picked
from hanse.records import Passage, Refusal
from hanse.samplefirm.marking import Mark, right, text_holds
from hanse.samplefirm.truth import Asked, Expected
from hanse.store import accounts, catalogue

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 20)
BUILT_IN = "built-in"  # in place of a file: the sample firm's own questions, both sets
FOLDS, SHUFFLES = 8, 3
MOST_WRONG = 0.01  # of the questions about the firm, at the threshold that is chosen; new ones go wrong more often
MOST_MADE_UP = 0.1  # of those of them that can't be answered
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
    parser.add_argument("--lines", action="store_true", help="only what chooses sentences")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.do == "fit":
        rows = [row for path in options.paths for row in read(path)]
        (fit_lines if options.lines else fit)(rows, write=options.write)
        return
    out, home, *files = options.paths
    config = Config(home, today=TODAY.isoformat(), models_dir=options.models, model=options.model, vectors="off")
    with House(config) as house, out.open("w", encoding="utf-8") as target:
        prepare(house, files[0])
        cases = [case for path in files for case in load(path, home)][options.first :: options.every]
        for case in cases:
            for without in (False, True) if case.files else (False,):
                for row in collected(house, case, without=without, ask=not options.lines_only):
                    target.write(msgspec.json.encode(row).decode() + "\n")
                    target.flush()


def read(path: Path) -> list[Row]:
    """Return the rows collected in a file."""
    return [msgspec.json.decode(line, type=Row) for line in path.read_text(encoding="utf-8").splitlines()]


def prepare(house: House, path: Path) -> None:
    """Let a new home learn what the questions are about: the sample firm, or the paragraphs of a SQuAD file."""
    folder = beside(house.config.home)
    if folder.exists():
        return
    if path.suffix == ".json" and isinstance(data := json.loads(path.read_text(encoding="utf-8")), dict):
        folder.mkdir(parents=True)
        for number, paragraph in enumerate(_paragraphs(data["data"])):
            (folder / f"abschnitt_{number:03d}.txt").write_text(paragraph["context"], encoding="utf-8")
    else:
        truth = samplefirm.write(folder, seed=1, today=TODAY)
        folder.with_suffix(".json").write_bytes(msgspec.json.encode(truth))
    learn.link(house, folder, account=accounts.owner(house.store))
    for _ in learn.sync(house):
        pass


def beside(home: Path) -> Path:
    """Return where the files are that a home has learned."""
    return home.with_name(f"{home.name}-asked")


def load(path: Path, home: Path) -> list[Case]:
    """Return the text questions and the unanswerable ones of a set."""
    built_in = path.name == BUILT_IN
    data = json.loads((beside(home).with_suffix(".json") if built_in else path).read_text(encoding="utf-8"))
    if isinstance(data, dict) and "data" in data:
        return list(_squad(data["data"]))
    listed = [*data["questions"], *data["held_out_questions"]] if built_in else data
    asked = [msgspec.convert(one, Asked) for one in listed if one["kind"] != "table"]
    return [Case(a.id, a.question, a.expected.answers, a.expected.files, a) for a in asked]


def _squad(articles: list[dict[str, Any]]) -> Iterator[Case]:
    for number, paragraph in enumerate(_paragraphs(articles)):
        for one in paragraph["qas"]:
            answers = tuple(a["text"] for a in one["answers"])
            yield Case(one["id"], one["question"], answers, (f"abschnitt_{number:03d}.txt",))


def _paragraphs(articles: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (paragraph for article in articles for paragraph in article["paragraphs"])


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
    wide = nearby.candidates(case.question, chosen, things, words)
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
    return float(sum(map(mul, a, b)))


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
    used = ("", *names)
    data = [(1.0, *(found[name] for name in names)) for found in (features(row, model=model) for row in rows)]
    columns = list(zip(*data, strict=True))
    counts = [weight_of(row) for row in rows]
    total = sum(counts)
    learned = [0.0] * len(used)
    for _ in range(ROUNDS):
        pulls = [
            count * (row.right - weights.chance(dot(learned, values)))
            for count, row, values in zip(counts, rows, data, strict=True)
        ]
        slope = [sum(map(mul, pulls, column)) / total - HOLD * w for column, w in zip(columns, learned, strict=True)]
        slope[0] += HOLD * learned[0]
        learned = [signed(name, w + RATE * s) for name, w, s in zip(used, learned, slope, strict=True)]
    return dict(zip(used, learned, strict=True))


def weight_of(row: Row) -> float:
    """Return how much a row counts: questions about a firm for more than those about an encyclopedia."""
    return 1.0 if row.id.startswith(ENCYCLOPEDIA) else 2.0


def odds(learned: dict[str, float], found: dict[str, float]) -> float:
    """Return the logarithm of the odds that an answer is right."""
    return learned[""] + sum(learned[name] * value for name, value in found.items() if name in learned)


def across(rows: Sequence[Row], names: Sequence[str], *, model: bool, shuffle: int) -> list[float]:
    """Return the chance of each row from weights learned without its question and without its like."""
    chances = [0.0] * len(rows)
    keys = sorted({row.id for row in rows})
    random.Random(shuffle).shuffle(keys)
    for fold in range(FOLDS):
        held = set(keys[fold::FOLDS])
        learned = answer_weights([row for row in rows if row.id not in held], names, model=model)
        for number, row in enumerate(rows):
            if row.id in held:
                chances[number] = weights.chance(odds(learned, features(row, model=model)))
    return chances


class Shown(msgspec.Struct, frozen=True):
    """What would be shown at a threshold, in questions: of those that can be answered, that can't, and without."""

    right: int
    wrong: int
    made_up: int
    astray: int


def shown(rows: Sequence[Row], chances: Sequence[float], least: float) -> Shown:
    """Return what flow would show: of each question's looks the first that is sure enough."""
    first: dict[tuple[str, bool], Row] = {}
    for row, chance in zip(rows, chances, strict=True):
        if chance >= least and Signs(*row.signs).around() >= confidence.LEAST_HELD:
            first.setdefault((row.id, row.without), row)
    return Shown(
        right=sum(row.right and not row.without for row in first.values()),
        wrong=sum(row.answerable and not row.right for row in first.values()),
        made_up=sum(not row.answerable and not row.without for row in first.values()),
        astray=sum(row.without and not row.right for row in first.values()),
    )


def thresholds() -> list[float]:
    """Return the thresholds that are tried."""
    return [n / 100 for n in range(30, 91)]


def best_threshold(rows: Sequence[Row], several: Sequence[Sequence[float]], everything: Sequence[Row]) -> float:
    """Return the threshold with most right answers about the firm, of those with few enough wrong and made-up ones.

    several: the chances by each shuffle of the cross-validation; counted is their mean. Of equals the highest counts.
    """
    asked = {row.id: row.answerable for row in everything if of_firm(row) and not row.without}
    cannot = sum(not answerable for answerable in asked.values())
    best = (-1.0, 1.0)
    for least in thresholds():
        found = [shown(*firm_only(rows, chances), least) for chances in several]
        wrong = sum(one.wrong + one.made_up for one in found) / len(found)
        made_up = sum(one.made_up for one in found) / len(found)
        if wrong <= MOST_WRONG * len(asked) and made_up <= MOST_MADE_UP * cannot:
            best = max(best, (sum(one.right for one in found) / len(found), least))
    return best[1]


def firm_only(rows: Sequence[Row], chances: Sequence[float]) -> tuple[list[Row], list[float]]:
    """Return the rows about the firm, with their chances."""
    kept = [(row, chance) for row, chance in zip(rows, chances, strict=True) if of_firm(row)]
    return [row for row, _ in kept], [chance for _, chance in kept]


def of_firm(row: Row) -> bool:
    """Return whether a row is about the sample firm."""
    return not row.id.startswith(ENCYCLOPEDIA)


def table(rows: Sequence[Row], chances: Sequence[float], everything: Sequence[Row]) -> None:
    """Print what would be shown at some thresholds, of the questions as they are and of those without documents."""
    for name, firm in (("firm", True), ("encyclopedia", False)):
        asked = {(row.id, row.without): row.answerable for row in everything if of_firm(row) == firm}
        counts: dict[str, int] = defaultdict(int)
        for (_, without), answerable in asked.items():
            counts["without" if without else "answerable" if answerable else "unanswerable"] += 1
        print(name, dict(counts))
        kept = [n for n, row in enumerate(rows) if of_firm(row) == firm]
        for least in thresholds()[::5]:
            found = shown([rows[n] for n in kept], [chances[n] for n in kept], least)
            print(f"  {least:.2f}: {msgspec.structs.asdict(found)}")


def fit_lines(rows: Sequence[Row], *, write: bool) -> None:
    """Learn how sentences are chosen, print what that is worth, and write it when asked to."""
    asked = [row for row in rows if row.answerable and not row.again]
    firm = [row for row in asked if of_firm(row)]
    line = dict(zip(NAMES, line_weights([*firm, *asked]), strict=True))
    other = [row for row in asked if not of_firm(row)]
    print("line", rounded(line))
    for name, some in (("firm", firm), ("encyclopedia", other)):
        first, six, there = first_places(some, list(line.values()))
        print(f"  {name}: {len(some)} asked, with the answer first {first}, among six {six}, at all {there}")
    if write:
        _write({"line": rounded(line)})


def fit(rows: Sequence[Row], *, write: bool) -> None:
    """Learn how sure an answer is, print what that is worth, and write it when asked to."""
    proven = [row for row in rows if row.quote]
    found: dict[str, Any] = {}
    for model, name in ((True, ""), (False, "_without_model")):
        used = [*NAMES, *LOOKS, *(("first", "least") if model else ())]
        found[f"answer{name}"] = rounded(answer_weights(proven, used, model=model))
        several = [across(proven, used, model=model, shuffle=n) for n in range(1, SHUFFLES + 1)]
        found[f"least{name}"] = best_threshold(proven, several, rows)
        print(f"answer{name}", found[f"answer{name}"])
        areas = [round(area(proven, chances), 3) for chances in several]
        print(f"  {len(proven)} answers; area under the curve, across: {areas}; threshold {found[f'least{name}']}")
        table(proven, several[0], rows)
    found["least_without_model"] = max(found["least"], found["least_without_model"])
    if write:
        _write(found)


def area(rows: Sequence[Row], chances: Sequence[float]) -> float:
    """Return how often a right answer is held surer than a wrong one."""
    good = [chances[n] for n, row in enumerate(rows) if row.right]
    bad = [chances[n] for n, row in enumerate(rows) if not row.right]
    return sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / max(1, len(good) * len(bad))


def rounded(learned: dict[str, float]) -> dict[str, float]:
    """Return the weights to two places."""
    return {name: round(value, 2) for name, value in learned.items()}


def _write(found: dict[str, Any]) -> None:
    path = Path(weights.__file__).with_name("weights.json")
    new = {**json.loads(path.read_text(encoding="utf-8")), **found}
    path.write_text(json.dumps(new, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
