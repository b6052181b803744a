"""Time to the first evidence at 10,000, 100,000 and 300,000 passages, against a plain FTS5 OR query in the same run.

    python bench/search_latency.py [SIZE ...]

Passages are German business prose made by a seeded generator: words by Zipf's law over 20,000 of them (function words,
nouns, compounds), customers' names, invoice numbers, dates and amounts. The 300 questions have 1 to 12 words, frequent
ones among them. Printed for each size: learning rate and times; for how many passages out of which 2 to 12 words are
asked the passage comes back among the first eight; how much of the score is kept against scoring every single passage;
then with which power of the number of passages the times on the processor grow.
"""

import random
import re
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from math import log
from pathlib import Path
from statistics import median, quantiles

import apsw

from hanse.records import Counts, Origin, Passage, Place
from hanse.search import index
from hanse.search.analysis import is_stop_word, shared_analyser, stop_words
from hanse.search.question import ask_index
from hanse.search.retrieve import pick, search
from hanse.search.scoring import ranked
from hanse.store.catalogue import Facts, add_passages, link, put_item
from hanse.store.database import Store

SIZES = (10_000, 100_000, 300_000)
QUESTIONS = 300
KNOWN = 80
TOP = 8
ITEM = 50
NOUNS = (
    "auftrag angebot rechnung lieferung zahlung kunde vertrag wartung heizung pumpe rohr dach fenster montage material"
    " stunde preis frist termin monteur baustelle anlage kessel ventil zähler wasser strom wärme leitung prüfung"
    " bericht mangel gewähr leistung abnahme rabatt steuer konto bank lager artikel bestellung schein nummer firma"
    " büro projekt plan gerät werkzeug fahrzeug schaden versicherung miete kündigung urlaub lohn schulung sicherheit"
    " brand schutz notdienst ersatz teil filter motor regler raum boden wand decke tür bad küche keller garten"
    " fassade dämmung farbe holz stahl beton kabel schalter lampe netz daten server programm drucker telefon"
).split()
VERBS = "liefern prüfen bezahlen montieren warten bestellen reparieren kündigen vereinbaren bestätigen".split()
NAMES = "Müller Schmidt Yılmaz Petersen Lüders Hansen Wagner Köhler Brandt Özdemir Kowalski Behrens Thomsen".split()


def vocabulary() -> list[str]:
    """Return 20,000 words, the most frequent first."""
    german, _ = stop_words()
    compounds = [f"{a.capitalize()}{b}" for a in NOUNS for b in NOUNS if a != b]
    chance = random.Random(7)
    chance.shuffle(compounds)
    rest = [n.capitalize() for n in NOUNS] + VERBS
    chance.shuffle(rest)
    invented = ["".join(chance.choices("bdfghklmnprstwz aeiou", k=7)).replace(" ", "") for _ in range(9_000)]
    mixed = compounds[2_000:] + invented
    chance.shuffle(mixed)
    return (sorted(german)[:120] + rest + compounds[:2_000] + mixed)[:20_000]


class Writer:
    """Writes passages and questions, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = vocabulary()
        self.steps = list(accumulate(1 / (rank + 2) ** 1.05 for rank in range(len(self.words))))

    def word(self) -> str:
        """Return a word by Zipf's law."""
        return self.words[bisect(self.steps, self.chance.random() * self.steps[-1])]

    def passage(self) -> str:
        """Return about 90 words in sentences, with a name, a number, a date and an amount here and there."""
        pick_one = self.chance
        words = [self.word() for _ in range(pick_one.randint(60, 120))]
        for at in range(9, len(words), 10):
            words[at] += "."
        number = pick_one.randint(1, 9_999)
        extras = (
            pick_one.choice(NAMES),
            f"RE-{pick_one.randint(2015, 2026)}/{number:04}",
            f"{pick_one.randint(1, 28)}.{pick_one.randint(1, 12)}.2024",
            f"{pick_one.randint(10, 9_999)},{pick_one.randint(10, 99)} €",
        )
        for extra in extras:
            if pick_one.random() < 0.4:
                words.insert(pick_one.randrange(len(words)), extra)
        return " ".join(words)

    def question(self, passages: list[str]) -> str:
        """Return 1 to 12 words: of one passage, by frequency, or both."""
        size = self.chance.randint(1, 12)
        source = self.chance.choice(passages).split()
        kind = self.chance.random()
        words = [self.chance.choice(source) if self.chance.random() < kind else self.word() for _ in range(size)]
        return " ".join(words)


def learn(store: Store, passages: Iterator[str], size: int) -> float:
    """Store and index the passages, 50 to an item and a transaction; return passages per second."""
    source = link(store, "folder", "/bench", [])
    seconds = 0.0
    for first in range(0, size, ITEM):
        texts = [next(passages) for _ in range(ITEM)]
        began = time.perf_counter()
        with store.write() as db:
            facts = Facts(f"{first}.txt", 1, 1, str(first), "text", readable=True, counts=Counts())
            item = put_item(db, source, facts)
            drafts = [Passage(0, text, Place(), Origin(source, facts.path), spans=((0, Place()),)) for text in texts]
            index.add(db, add_passages(db, item, drafts))
        seconds += time.perf_counter() - began
    return size / seconds


def plain_index(store: Store) -> None:
    """Make a plain FTS5 index of the same texts."""
    store.ensure("CREATE VIRTUAL TABLE plain USING fts5(text, content='passages', content_rowid='id')")
    store.ensure("INSERT INTO plain(plain) VALUES ('rebuild')")


def plain_search(db: apsw.Connection, text: str) -> list[int]:
    """Return the best by FTS5's own BM25 for any of the words; function words dropped, as ours does."""
    words = re.findall(r"\w+", text)
    content = [w for w in words if not is_stop_word(w)] or words
    expression = " OR ".join(f'"{w}"' for w in content)
    sql = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?"
    return [row[0] for row in db.execute(sql, (expression, TOP))]


def timed(find: Callable[[str], object], questions: list[str]) -> tuple[list[float], list[float]]:
    """Return for each question the milliseconds on the clock and on the processor; they differ on a busy machine."""
    clock, processor = [], []
    for question in questions:
        began, worked = time.perf_counter(), time.process_time()
        find(question)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return clock, processor


def show(label: str, times: tuple[list[float], list[float]]) -> tuple[float, float]:
    """Print both kinds of times; return the median and the 95th percentile on the processor."""
    for kind, values in zip(("clock", "processor"), times, strict=True):
        cuts = quantiles(values, n=100)
        shown = f"p50 {median(values):7.1f} ms   p95 {cuts[94]:7.1f} ms   p99 {cuts[98]:7.1f} ms"
        print(f"  {label:22} {kind:10} {shown}", flush=True)
    return median(times[1]), quantiles(times[1], n=100)[94]


def known(store: Store, chance: random.Random, asked: int) -> None:
    """Ask for words out of known passages; print how many come back, and the share of the best possible score."""
    every = [row[0] for row in store.rows("SELECT id FROM passages")]
    ours = full = plain = 0
    kept = 0.0
    for _ in range(asked):
        wanted = chance.choice(every)
        words = store.rows("SELECT text FROM passages WHERE id = ?", (wanted,))[0][0].split()
        text = " ".join(chance.sample(words, chance.randint(2, 12)))
        found = search(store, text, sources=[1], k=TOP)
        question = ask_index(store, shared_analyser().query(text), (1,))
        best = pick(ranked(store, question, every), TOP)
        ours += wanted in {p.id for p in found}
        full += wanted in {s.id for s in best}
        plain += wanted in plain_search(store.db, text)
        kept += sum(p.score for p in found) / max(sum(round(s.score, 4) for s in best), 1e-9)
    print(f"  known passage found: hanse {ours}, scoring every passage {full}, plain FTS5 {plain}, of {asked}")
    print(f"  score kept against scoring every passage: {kept / asked:.1%}")


def run(size: int) -> dict[str, tuple[float, float]]:
    """Learn one size and measure both ways."""
    writer = Writer(1)
    with tempfile.TemporaryDirectory() as home, Store(Path(home)) as store:
        index.prepare(store)
        shared_analyser()
        rate = learn(store, (writer.passage() for _ in range(size)), size)
        megabytes = (Path(home) / "hanse.db").stat().st_size / 1e6
        print(f"{size} passages: learned {rate:.0f} a second, {megabytes:.0f} MB", flush=True)
        texts = [row[0] for row in store.rows("SELECT text FROM passages WHERE id % ? = 0", (max(1, size // 1000),))]
        questions = [writer.question(texts) for _ in range(QUESTIONS)]
        timed(lambda text: search(store, text, sources=[1], k=TOP), questions[:20])
        ours = show("hanse", timed(lambda text: search(store, text, sources=[1], k=TOP), questions))
        plain_index(store)
        timed(lambda text: plain_search(store.db, text), questions[:20])
        plain = show("plain FTS5, OR, rank", timed(lambda text: plain_search(store.db, text), questions))
        known(store, random.Random(3), KNOWN if size <= 10_000 else KNOWN // 8)
        return {"hanse": ours, "plain FTS5": plain}


def main() -> None:
    sizes = [int(a) for a in sys.argv[1:]] or list(SIZES)
    results = {size: run(size) for size in sizes}
    for small, large in pairwise(sizes):
        for label in ("hanse", "plain FTS5"):
            before, after = results[small][label], results[large][label]
            powers = [log(b / a) / log(large / small) for a, b in zip(before, after, strict=True)]
            print(f"{small} to {large}, {label}: grows with power {powers[0]:.2f} (p50), {powers[1]:.2f} (p95)")


if __name__ == "__main__":
    main()
