"""Table questions over eight firms that Hanse was not built with: right, wrong, refused, asked back.

    python bench/other_firms.py                     all firms, figures only
    python bench/other_firms.py --firms bakery      some firms
    python bench/other_firms.py --show              each question that is not right, with what was said

Six firms may be tuned on (tax_office and sports_club were unseen once). The others are unseen: nobody who works on
Hanse reads them before a final measurement,
so --show leaves them out unless --spend says that this is it. The yardstick of each run ("offered"): how many of those
asked back have a right reading among those that are offered.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from firms import (
    bakery,
    bakery_questions,
    haulage,
    haulage_questions,
    housing,
    housing_questions,
    it_service,
    it_service_questions,
    joinery,
    joinery_questions,
    sports_club,
    sports_club_questions,
    tax_office,
    tax_office_questions,
    web_shop,
    web_shop_questions,
)
from firms.asking import TODAY
from hanse.config import Config
from hanse.flow import learn
from hanse.flow.house import House
from hanse.records import Question
from hanse.samplefirm import marking
from hanse.samplefirm.truth import Asked
from hanse.store import catalogue
from hanse.store.database import Store
from hanse.tables import schema as schemas
from hanse.tables import values
from hanse.tables.ask import TableAnswer, answer_over, answer_reading
from hanse.tables.execute import Executor
from hanse.tables.schema import Schema

MARKS = ("right", "wrong", "refused", "asked back", "offered", "none right", "none wrong", "none asked back")


@dataclass(frozen=True)
class Firm:
    """A firm of the benchmark. kind: a tuned one may be read and worked on, an unseen one may not."""

    name: str
    kind: Literal["tuned", "unseen"]
    write: Callable[[Path], None]
    questions: Callable[[], tuple[Asked, ...]]


FIRMS = (
    Firm("bakery", "tuned", bakery.write, bakery_questions.questions),
    Firm("tax_office", "tuned", tax_office.write, tax_office_questions.questions),
    Firm("haulage", "tuned", haulage.write, haulage_questions.questions),
    Firm("housing", "unseen", housing.write, housing_questions.questions),
    Firm("it_service", "tuned", it_service.write, it_service_questions.questions),
    Firm("web_shop", "unseen", web_shop.write, web_shop_questions.questions),
    Firm("joinery", "tuned", joinery.write, joinery_questions.questions),
    Firm("sports_club", "tuned", sports_club.write, sports_club_questions.questions),
)


class Desk:
    """A firm that was learned, ready to be asked."""

    def __init__(self, store: Store, executor: Executor, schema: Schema) -> None:
        self.store, self.executor, self.schema = store, executor, schema

    def ask(self, asked: Asked) -> tuple[str, TableAnswer]:
        """Return how a question fared, and the answer."""
        found = answer_over(self.store, self.executor, _question(asked), self.schema)
        return _mark(asked, found), found

    def offered(self, asked: Asked, found: TableAnswer) -> bool:
        """Return whether one of the readings that Hanse offers is right."""
        return any(
            _mark(asked, answer_reading(self.store, self.executor, _question(asked), choice, self.schema)) == "right"
            for choice in found.choices
        )


def _question(asked: Asked) -> Question:
    return Question(asked.question, 1, TODAY)


def _mark(asked: Asked, found: TableAnswer) -> str:
    if found.verdict == "choose":
        return "asked back"
    result = found.result
    text = found.sentence.de if found.sentence else ""
    value, rows = (result.value, result.rows) if result else (None, None)
    return str(marking.right(asked, text, value=value, rows=rows, refused=found.verdict == "no"))


def measure(firm: Firm, *, show: bool) -> Counter[str]:
    """Write, learn and ask one firm."""
    marks: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        account = learned(firm, Path(scratch) / "firm", home)
        with Store(home) as store, Executor(home) as executor:
            values.index(store)
            executor.warm()
            desk = Desk(store, executor, schemas.load(store, catalogue.allowed_sources(store, account)))
            for asked in firm.questions():
                mark, found = desk.ask(asked)
                offered = mark == "asked back" and desk.offered(asked, found)
                marks[f"none {mark}" if asked.kind == "none" else mark] += 1
                marks["offered"] += offered
                if show and mark != "right":
                    tell(asked, mark, found, offered=offered)
    return marks


def learned(firm: Firm, folder: Path, home: Path) -> int:
    """Write a firm's files and learn them into a home of its own; return the account that may ask."""
    folder.mkdir()
    firm.write(folder)
    with House(Config(home=home)) as house:
        with house.store.write() as db:
            db.execute("INSERT INTO accounts (name, password, owner, made) VALUES ('bench', '', 1, '')")
            account = db.last_insert_rowid()
        learn.link(house, folder, account=account)
        for _ in learn.sync(house):
            pass
    return account


def tell(asked: Asked, mark: str, found: TableAnswer, *, offered: bool) -> None:
    """Print a question that is not right: what was said, and what would have been right."""
    print(f"  {asked.id} {mark}{' (right one offered)' if offered else ''}: {asked.question}")
    if found.result:
        print(f"      said {found.result.value[:160]!r} for {found.result.words.de[:240]}")
        print(f"      rows {[tuple(map(str, row)) for row in found.result.rows[:3]]} of {len(found.result.rows)}")
    if found.refusal:
        print(f"      said {found.refusal.message.de[:240]} {[c[:120] for c in found.refusal.choices]}")
    wanted = asked.expected
    print(
        f"      right {wanted.values or wanted.rows[:3] or wanted.why} {f'of {len(wanted.rows)}' * bool(wanted.rows)}"
    )


def table(lines: Iterable[tuple[str, Counter[str]]]) -> None:
    """Print one line for each firm, and the totals."""
    print("firm".ljust(16), *(mark.rjust(len(mark) + 1) for mark in MARKS))
    for name, marks in lines:
        print(name.ljust(16), *(str(marks[mark]).rjust(len(mark) + 1) for mark in MARKS))


def main() -> None:
    """Measure the firms that were asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--firms", default=",".join(firm.name for firm in FIRMS))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--spend", action="store_true")
    wish = parser.parse_args()
    chosen = [firm for firm in FIRMS if firm.name in wish.firms.split(",")]
    shown = ("tuned", "unseen") if wish.show and wish.spend else ("tuned",) if wish.show else ()
    if wish.show and not wish.spend and any(firm.kind == "unseen" for firm in chosen):
        print("The unseen firms stay unseen: figures only. --spend shows them, once and for all.")
    marks = {firm: measure(firm, show=firm.kind in shown) for firm in chosen}
    totals = [
        (f"all {kind}", sum((found for firm, found in marks.items() if firm.kind == kind), Counter()))
        for kind in dict.fromkeys(firm.kind for firm in chosen)
    ]
    table([*((firm.name, found) for firm, found in marks.items()), *totals])


if __name__ == "__main__":
    main()
