"""Right answers and seconds on the sample firm's questions: Hanse against a plain pipeline with the same model.

The yardstick: the files as text (Hanse's own readers, so that both know the same), chunks of 1,000 characters, the four
best by BM25, a generic prompt, up to 128 tokens. Marked by hanse.samplefirm.marking, which reads no files.
Usage: python bench/answers.py [--model NAME] [--held-out] [--plain N] [--seed S] [--questions FILE [--quiet]]
"""

import argparse
import math
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from hanse import samplefirm
from hanse.config import Config
from hanse.flow import ask, learn
from hanse.flow.events import Answered
from hanse.flow.house import House
from hanse.records import Answer, Message, Question
from hanse.samplefirm.marking import Mark, right
from hanse.samplefirm.truth import Asked
from hanse.store import accounts

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 20)
GENERIC = (
    "Beantworte die Frage nur mit Hilfe des Kontexts. Wenn die Antwort nicht im Kontext steht, antworte: "
    "Das steht nicht in den Daten.\n\nKontext:\n{context}\n\nFrage: {question}"
)


class Result(msgspec.Struct, frozen=True):
    """One question asked of one system."""

    asked: Asked
    mark: Mark
    first_word: float
    total: float
    said: str
    resolves: bool = True


def main() -> None:
    """Ask all questions and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="qwen2.5-coder-1.5b")
    parser.add_argument("--models", default=str(ROOT / ".home" / "models"))
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--plain", type=int, default=12, help="every n-th question also to the plain pipeline; 0: none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="")
    parser.add_argument("--questions", type=Path, help="a JSON list of questions to ask instead (bench/questions/)")
    parser.add_argument("--quiet", action="store_true", help="print the figures only, no question")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        truth = samplefirm.write(Path(scratch) / "firm", seed=options.seed, today=TODAY)
        config = Config(Path(scratch) / "home", today=TODAY.isoformat(), models_dir=options.models, model=options.model)
        with House(config) as house:
            learn.link(house, Path(scratch) / "firm", account=accounts.owner(house.store))
            for _ in learn.sync(house):
                pass
            questions = truth.held_out_questions if options.held_out else truth.questions
            questions = from_file(options.questions) if options.questions else questions
            questions = tuple(q for q in questions if options.kind in {"", q.kind})
            ask.warm(house)
            report("hanse", shown((ours_on(house, q) for q in questions), quiet=options.quiet))
            if options.plain:
                plain = Plain(house)
                report("plain", shown((plain.on(q) for q in questions[:: options.plain]), quiet=options.quiet))


def from_file(path: Path) -> tuple[Asked, ...]:
    """Return the questions of a file."""
    return msgspec.json.decode(path.read_bytes(), type=tuple[Asked, ...])


def ours_on(house: House, asked: Asked) -> Result:
    """Ask Hanse."""
    start = time.perf_counter()
    question = Question(asked.question, accounts.owner(house.store), TODAY)
    answer = next(e.answer for e in ask.ask(house, question) if isinstance(e, Answered))
    total = time.perf_counter() - start
    mark = right(
        asked,
        answer.answer,
        value=answer.table.value if answer.table else None,
        rows=answer.table.rows if answer.table else None,
        refused=answer.refused is not None,
    )
    return Result(asked, mark, answer.timings.first_word_ms / 1000, total, answer.answer, resolves(house, answer))


def resolves(house: House, answer: Answer) -> bool:
    """Return whether each quote stands literally in what was read from the cited item."""
    for citation in answer.citations:
        if answer.table:
            continue
        rows = house.store.rows(
            "SELECT p.text FROM passages p JOIN items i ON i.id = p.item_id WHERE i.path = ? AND p.inner = ?",
            (citation.origin.path, citation.origin.inner),
        )
        if not any(citation.quote in text for (text,) in rows):
            return False
    return True


class Plain:
    """The plain pipeline: chunks, BM25, generic prompt."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._chunks = [c for path in items(house) for c in cut(text_of(house, path))]
        self._words = [Counter(tokens(chunk)) for chunk in self._chunks]
        self._df = Counter(word for words in self._words for word in words)
        self._mean = statistics.mean(sum(words.values()) for words in self._words)

    def best(self, question: str) -> list[str]:
        """Return the four chunks with the best BM25 score."""
        total = len(self._chunks)
        scores = [0.0] * total
        for word in set(tokens(question)):
            weight = math.log(1 + (total - self._df[word] + 0.5) / (self._df[word] + 0.5))
            for i, words in enumerate(self._words):
                if count := words[word]:
                    scores[i] += weight * count * 2.5 / (count + 1.5 * (0.25 + 0.75 * sum(words.values()) / self._mean))
        return [self._chunks[i] for i in sorted(range(total), key=lambda i: -scores[i])[:4]]

    def on(self, asked: Asked) -> Result:
        """Ask the plain pipeline."""
        start = time.perf_counter()
        context = "\n---\n".join(self.best(asked.question))
        message = Message("user", GENERIC.format(context=context, question=asked.question))
        first, said = 0.0, ""
        for piece in self._house.engine().chat([message], max_tokens=128):
            if isinstance(piece, str):
                first = first or time.perf_counter() - start
                said += piece
        total = time.perf_counter() - start
        refused = bool(re.search(r"steht nicht|nicht (?:im Kontext|angegeben|enthalten|bekannt|vorhanden)", said))
        mark = right(asked, said, refused=refused)
        return Result(asked, mark, first, total, said)


def items(house: House) -> list[tuple[str, str]]:
    """Return path and inner way of everything that was read."""
    return [
        (a, b)
        for a, b in house.store.rows("SELECT DISTINCT i.path, p.inner FROM passages p JOIN items i ON i.id = p.item_id")
    ]


def text_of(house: House, item: tuple[str, str]) -> str:
    """Return the text of one item, tables as lines."""
    rows = house.store.rows(
        "SELECT p.text FROM passages p JOIN items i ON i.id = p.item_id WHERE i.path = ? AND p.inner = ? ORDER BY p.id",
        item,
    )
    return "\n".join(text for (text,) in rows)


def cut(text: str) -> list[str]:
    """Return chunks of 1,000 characters with 100 shared."""
    return [text[at : at + 1000] for at in range(0, max(1, len(text)), 900)]


def tokens(text: str) -> list[str]:
    """Return lower-case words."""
    return re.findall(r"\w+", text.casefold())


def shown(results: Iterable[Result], *, quiet: bool) -> list[Result]:
    """Return the results, each of them printed as soon as it is there unless quiet."""
    found = []
    for result in results:
        found.append(result)
        if not quiet:
            show(result)
    return found


def show(result: Result) -> None:
    """Print one line for a question."""
    said = " ".join(result.said.split())[:90]
    print(
        f"  {result.mark.name:8} {result.asked.kind:5} {result.total:5.1f} s  {result.asked.question}  ->  {said}",
        flush=True,
    )


def report(name: str, results: list[Result]) -> None:
    """Print the figures of one system."""
    if not results:
        return
    for kind in ("text", "table", "none"):
        of_kind = [r for r in results if r.asked.kind == kind]
        if of_kind:
            counts = Counter(r.mark.name for r in of_kind)
            median = statistics.median(r.total for r in of_kind)
            print(f"{name:6} {kind:6} {dict(counts)} of {len(of_kind)}, median {median:.2f} s")
    model = [r for r in results if r.asked.kind != "table"]
    first = statistics.median(r.first_word for r in model) if model else 0.0
    total = statistics.median(r.total for r in model) if model else 0.0
    correct = sum(r.mark is Mark.RIGHT for r in results)
    print(f"{name:6} right {correct}/{len(results)}; without tables: first word {first:.2f} s, whole {total:.2f} s")
    print(f"{name:6} citations that resolve: {sum(r.resolves for r in results)}/{len(results)}", flush=True)


if __name__ == "__main__":
    main()
