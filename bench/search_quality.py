"""Quality of lexical search on German encyclopedia questions, against plain BM25 in the same run.

    python bench/search_quality.py ../shared/samples/retrieval/xquad-de-half.json

Questions of every second article ("seen") were looked at while the weights were chosen; those of the others ("held
out") were not. Each question has one right paragraph; over passages, each passage that holds the answer span is right.
"""

import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

import Stemmer

from hanse.records import Counts, Origin, Passage, Place
from hanse.search import index, vectors
from hanse.search.analysis import is_stop_word
from hanse.search.retrieve import search
from hanse.store.catalogue import Facts, add_passages, link, put_item
from hanse.store.database import Store

TOP = 10
PASSAGE_WORDS = 60
Find = Callable[[str], list[int]]


class Asked(NamedTuple):
    """A question and the numbers of the texts that answer it."""

    text: str
    right: frozenset[int]
    held_out: bool


class Task(NamedTuple):
    """Texts to search and questions about them."""

    texts: list[str]
    asked: list[Asked]


class PlainBM25:
    """BM25 Okapi (k1 1.5, b 0.75), as the package rank-bm25 computes it, over ready terms."""

    def __init__(self, texts: Sequence[str], analyse: Callable[[str], list[str]]) -> None:
        self.analyse = analyse
        self.counts = [Counter(analyse(text)) for text in texts]
        self.lengths = [c.total() for c in self.counts]
        self.mean = sum(self.lengths) / len(texts)
        held = Counter(term for count in self.counts for term in count)
        self.rarity = {term: log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for term, n in held.items()}

    def find(self, question: str) -> list[int]:
        """Return the positions of the ten best texts."""
        terms = self.analyse(question)
        scores = [self.score(terms, at) for at in range(len(self.counts))]
        return sorted(range(len(scores)), key=lambda at: -scores[at])[:TOP]

    def score(self, terms: list[str], at: int) -> float:
        """Return the score of one text."""
        norm = 1.5 * (0.25 + 0.75 * self.lengths[at] / self.mean)
        found = ((self.rarity[t], self.counts[at][t]) for t in terms if t in self.counts[at])
        return sum(rarity * n * 2.5 / (n + norm) for rarity, n in found)


def plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def stems(text: str) -> list[str]:
    stem = Stemmer.Stemmer("german").stemWord
    return [stem(w) for w in plain_words(text) if not is_stop_word(w)]


def hanse(texts: Sequence[str], home: Path, *, meaning: bool = False) -> Find:
    """Learn the texts into a store, with vectors if asked for, and return a search over them by position."""
    store = Store(home)
    index.prepare(store)
    source = link(store, "folder", "/texts", [])
    began = time.perf_counter()
    numbers = {}
    with store.write() as db:
        item = put_item(db, source, Facts("texts", 1, 1, "x", "text", readable=True, counts=Counts()))
        drafts = [Passage(0, t, Place(), Origin(source, "texts"), spans=((0, Place()),)) for t in texts]
        stored = add_passages(db, item, drafts)
        index.add(db, stored)
        numbers = {passage.id: at for at, passage in enumerate(stored)}
    if meaning:
        vectors.enrich(store, 3600)
    print(f"  learned {len(texts)} texts in {time.perf_counter() - began:.2f} s")
    return lambda question: [numbers[p.id] for p in search(store, question, sources=[source], k=TOP)]


def paragraphs(articles: list[dict[str, object]]) -> Task:
    texts: list[str] = []
    asked: list[Asked] = []
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:  # type: ignore[attr-defined]
            right = frozenset([len(texts)])
            asked.extend(Asked(question["question"], right, number % 2 == 1) for question in paragraph["qas"])
            texts.append(paragraph["context"])
    return Task(texts, asked)


def passages(articles: list[dict[str, object]]) -> Task:
    texts: list[str] = []
    asked: list[Asked] = []
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:  # type: ignore[attr-defined]
            cuts = cut_at_sentences(paragraph["context"])
            for question in paragraph["qas"]:
                spans = {a["answer_start"] for a in question["answers"]}
                right = {
                    len(texts) + i for i, (at, text) in enumerate(cuts) if any(at <= s < at + len(text) for s in spans)
                }
                asked.append(Asked(question["question"], frozenset(right), number % 2 == 1))
            texts.extend(text for _, text in cuts)
    return Task(texts, asked)


def cut_at_sentences(text: str) -> list[tuple[int, str]]:
    """Return (offset, passage) with whole sentences of together about 60 words."""
    cuts: list[tuple[int, str]] = []
    start = 0
    for match in re.finditer(r"[.!?]\s+(?=[A-ZÄÖÜ„\"])|$", text):
        piece = text[start : match.end()]
        if len(piece.split()) >= PASSAGE_WORDS or match.end() == len(text):
            if piece.strip():
                cuts.append((start, piece))
            start = match.end()
    return cuts


def measure(find: Find, asked: Sequence[Asked]) -> tuple[float, float]:
    """Return MRR at 10 and recall at 5."""
    mrr = recall = 0.0
    for question in asked:
        found = find(question.text)
        ranks = [rank for rank, at in enumerate(found, 1) if at in question.right]
        mrr += 1 / ranks[0] if ranks else 0
        recall += bool(ranks) and ranks[0] <= 5
    return mrr / len(asked), recall / len(asked)


def compare(task: Task) -> None:
    """Print the figures of each way to search for one task."""
    with tempfile.TemporaryDirectory() as home:
        ways: list[tuple[str, Find]] = [
            ("plain BM25", PlainBM25(task.texts, plain_words).find),
            ("BM25, stop words and stems", PlainBM25(task.texts, stems).find),
            ("hanse", hanse(task.texts, Path(home, "words"))),
        ]
        if vectors.available():
            ways.append(("hanse with vectors", hanse(task.texts, Path(home, "vectors"), meaning=True)))
        for label, find in ways:
            seen, held = ([a for a in task.asked if a.held_out is part] for part in (False, True))
            figures = [measure(find, asked) for asked in (task.asked, seen, held)]
            parts = zip(("all", "seen", "held out"), figures, strict=True)
            shown = " | ".join(f"{part} MRR@10 {mrr:.3f} recall@5 {recall:.3f}" for part, (mrr, recall) in parts)
            print(f"  {label:28} {shown}")


def main() -> None:
    articles = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["data"]
    for name, task in (("paragraphs", paragraphs(articles)), ("passages of about 60 words", passages(articles))):
        print(f"{name}: {len(task.texts)} texts, {len(task.asked)} questions")
        compare(task)


if __name__ == "__main__":
    main()
