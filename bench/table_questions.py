"""Table questions: right, refused or asked back, wrong and confident; and how long understanding and answering take.

    python bench/table_questions.py                 the sample firm, made and learned afresh (about two minutes)
    python bench/table_questions.py --home H --truth T    a home that has learned it, and its truth
    python bench/table_questions.py --questions FILE [--quiet]   the firm, asked the questions of a file instead
    python bench/table_questions.py --statbot DIR   German questions on Swiss statistics (a robustness check)

The yardstick of each run is the same program when it may not refuse to choose: it takes its first reading.
"""

import argparse
import csv
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import duckdb
import msgspec

from hanse.config import Config
from hanse.flow import learn
from hanse.flow.house import House
from hanse.records import Cell, Column, ColumnType, Counts, Place, Question, Table
from hanse.samplefirm import marking, write
from hanse.samplefirm.truth import Asked, Truth
from hanse.store import catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.tables import schema as schemas
from hanse.tables import values
from hanse.tables.ask import TableAnswer, answer_over, answer_reading
from hanse.tables.execute import Executor
from hanse.tables.question import understand
from hanse.tables.schema import Schema

TODAY = date(2026, 11, 23)
ASKED_ON = date(2026, 11, 20)  # the day of the questions in bench/questions


class Bench:
    """One schema with its executor, and the times of the questions asked of it."""

    def __init__(self, store: Store, executor: Executor, schema: Schema) -> None:
        self.store, self.executor, self.schema = store, executor, schema
        self.understood: list[float] = []
        self.answered: list[float] = []

    def ask(self, text: str, today: date) -> TableAnswer:
        """Answer a question, timed."""
        question = Question(text, 1, today)
        start = time.perf_counter()
        understand(question, self.schema)
        middle = time.perf_counter()
        found = answer_over(self.store, self.executor, question, self.schema)
        self.understood.append(1000 * (middle - start))
        self.answered.append(1000 * (time.perf_counter() - middle))
        return found

    def boldly(self, found: TableAnswer, text: str, today: date) -> TableAnswer:
        """Return the answer of the first reading where Hanse would ask back."""
        if found.verdict == "clear" or not found.choices:
            return found
        return answer_reading(self.store, self.executor, Question(text, 1, today), found.choices[0], self.schema)

    def times(self) -> None:
        """Print how long it took."""
        for name, spent in (("understanding", self.understood), ("answering", self.answered)):
            worst = statistics.quantiles(spent, n=20)[-1] if len(spent) > 1 else spent[0]
            print(f"{name}: median {statistics.median(spent):.1f} ms, 95th percentile {worst:.1f} ms")


def mark(asked: Asked, found: TableAnswer) -> str:
    result = found.result
    answer = found.sentence.de if found.sentence else ""
    value, rows = (result.value, result.rows) if result else (None, None)
    return str(marking.right(asked, answer, value=value, rows=rows, refused=found.verdict != "clear"))


def firm(home: Path, account: int, questions: Sequence[Asked], *, today: date, quiet: bool) -> None:
    with Store(home) as store, Executor(home) as executor:
        values.index(store)
        executor.warm()
        bench = Bench(store, executor, schemas.load(store, catalogue.allowed_sources(store, account)))
        marks: Counter[str] = Counter()
        for asked in questions:
            found = bench.ask(asked.question, today)
            marks[f"{asked.kind}: {mark(asked, found)}"] += 1
            marks[f"{asked.kind}: yardstick {mark(asked, bench.boldly(found, asked.question, today))}"] += 1
            if asked.kind == "table" and mark(asked, found) != "right" and not quiet:
                print("  not right:", asked.id, asked.question, found.verdict)
    for name, count in sorted(marks.items()):
        print(f"{name}: {count}")
    bench.times()


def fresh_firm(run: Callable[[Path, Truth, int], None], today: date = TODAY) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder, home = Path(scratch) / "firm", Path(scratch) / "home"
        truth = write(folder, seed=1, today=today)
        with House(Config(home=home)) as house:
            with house.store.write() as db:
                db.execute("INSERT INTO accounts (name, password, owner, made) VALUES ('bench', '', 1, '')")
                account = db.last_insert_rowid()
            learn.link(house, folder, account=account)
            for _ in learn.sync(house):
                pass
        run(home, truth, account)


# ---- the statistics of statbot: one table each, joined with the places of Switzerland


def statbot(folder: Path) -> None:
    marks: Counter[str] = Counter()
    for data in sorted(p for p in folder.iterdir() if (p / "queries.sql").exists()):
        head = next(csv.DictReader((data / "metadata_tables.csv").open(encoding="utf-8"), delimiter=";"))
        if head["language"] != "de":
            continue
        with tempfile.TemporaryDirectory() as scratch:
            one(Path(scratch), data, folder / "spatial_unit_postgres.csv", name=head["name"], marks=marks)
    total = sum(n for k, n in marks.items() if not k.startswith("yardstick"))
    print(f"{total} German questions whose gold query has a result on the extract:", dict(sorted(marks.items())))


def one(home: Path, data: Path, places: Path, *, name: str, marks: Counter[str]) -> None:
    with Store(home) as store, Executor(home) as executor:
        source = catalogue.link(store, "folder", str(data), [])
        for path, title in ((data / "sample.csv", name), (places, "spatial_unit")):
            put(store, source, path, title)
        tablefiles.refresh(store)
        values.index(store)
        bench = Bench(store, executor, schemas.load(store, [source]))
        for text, gold in golden(data / "queries.sql"):
            wanted = figures(run_gold(gold, data / "sample.csv", places, name))
            if not wanted:
                continue
            found = bench.ask(text, date(2023, 12, 6))
            marks[judged(found, wanted)] += 1
            marks["yardstick " + judged(bench.boldly(found, text, date(2023, 12, 6)), wanted)] += 1
            if judged(found, wanted) == "wrong" and found.result:
                print(
                    "  wrong:",
                    text,
                    "|",
                    found.result.value[:80],
                    "|",
                    found.result.words.de[:160],
                    "| gold",
                    sorted(wanted)[:4],
                )


def put(store: Store, source: int, path: Path, title: str) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        delimiter = ";" if ";" in stream.readline() else ","
        stream.seek(0)
        head, *rows = list(csv.reader(stream, delimiter=delimiter))
    columns = [typed([row[i] for row in rows]) for i in range(len(head))]
    made = tuple(Column(h, h, kind) for h, (kind, _) in zip(head, columns, strict=True))
    cells = tuple(zip(*(c for _, c in columns), strict=True))
    table = Table(title, title, made, cells, tuple(Place(line=i + 2) for i in range(len(rows))))
    with store.write() as db:
        facts = Facts(path.name, 1, 1, path.name, "csv", readable=True, counts=Counts(len(rows), len(rows)))
        tableparts.add_part(db, catalogue.put_item(db, source, facts), "", table)


def typed(cells: list[str]) -> tuple[ColumnType, list[Cell]]:
    filled = [c for c in cells if c and c != "NA"]
    if filled and all(re.fullmatch(r"-?\d{1,15}", c) for c in filled):
        return "integer", [int(c) if c and c != "NA" else None for c in cells]
    if filled and all(re.fullmatch(r"-?\d+(\.\d+)?", c) for c in filled):
        return "decimal", [Decimal(c) if c and c != "NA" else None for c in cells]
    if filled and all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", c) for c in filled):
        return "date", [date.fromisoformat(c) if c and c != "NA" else None for c in cells]
    return "text", [c or None for c in cells]


def golden(path: Path) -> Iterable[tuple[str, str]]:
    for block in re.split(r"\n(?=--)", path.read_text(encoding="utf-8")):
        text, _, sql = block.partition("\n")
        if text.startswith("--") and sql.strip():
            yield text.lstrip("- ").strip(), sql.split(";")[0]


def run_gold(sql: str, sample: Path, places: Path, name: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as db:
        db.execute(f'CREATE TABLE "{name}" AS SELECT * FROM read_csv(?)', [str(sample)])  # noqa: S608
        db.execute("CREATE TABLE spatial_unit AS SELECT * FROM read_csv(?)", [str(places)])
        try:
            return db.execute(sql).fetchall()
        except duckdb.Error:
            return []


def figures(rows: Iterable[tuple[object, ...]]) -> set[str]:
    """Return the cells of a result, figures without what rounding does."""
    return {plain(c) for row in rows for c in row if c is not None}


def plain(cell: object) -> str:
    try:
        return str(Decimal(str(cell)).quantize(Decimal("0.01")).normalize())
    except InvalidOperation:
        return str(cell).casefold()


def judged(found: TableAnswer, wanted: set[str]) -> str:
    if found.verdict != "clear" or found.result is None:
        return "refused" if found.verdict == "no" else "asked back"
    return "right" if wanted <= figures(found.result.rows) else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--account", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--statbot", type=Path)
    wish = parser.parse_args()

    def run(home: Path, truth: Truth, account: int) -> None:
        asked: Sequence[Asked] = truth.held_out_questions if wish.held_out else truth.questions
        if wish.questions:
            asked = msgspec.json.decode(wish.questions.read_bytes(), type=list[Asked])
        firm(home, account, asked, today=truth.today, quiet=wish.quiet or wish.held_out)

    if wish.statbot:
        statbot(wish.statbot)
    elif wish.home:
        run(wish.home, msgspec.json.decode(wish.truth.read_bytes(), type=Truth), wish.account)
    else:
        fresh_firm(run, ASKED_ON if wish.questions else TODAY)


if __name__ == "__main__":
    main()
