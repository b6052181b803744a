import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from hanse.config import Config
from hanse.engines.fake import FakeEngine
from hanse.errors import Misconfigured
from hanse.flow import ask, learn, vectors
from hanse.flow.analysis import Analyser
from hanse.flow.events import Answered, EvidenceFound, Progress
from hanse.flow.house import House
from hanse.records import Answer, Question
from hanse.search.embedder import FakeEmbedder
from hanse.store import accounts, catalogue

pytestmark = pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="numpy is not installed")
MEANINGS = ("kündigungsfrist rescission span", "wartungsvertrag upkeep deal", "übernachtung hotelnacht")
CONTRACTS = {
    "seeblick.txt": "Wartungsvertrag mit dem Hotel Seeblick\n\nKündigungsfrist sechs Wochen\n",
    "reise.txt": "Reisekosten\n\nÜbernachtung bis 110 Euro\n",
}
ENGLISH = "What is the rescission span of the upkeep deal with Hotel Seeblick?"


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine([])


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder(MEANINGS)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in CONTRACTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    for number in range(40):
        (folder / f"f{number}.txt").write_text(f"füllung{number} blatt{number} text{number}", encoding="utf-8")
    return folder


@pytest.fixture
def house(tmp_path: Path, engine: FakeEngine, embedder: FakeEmbedder, docs: Path) -> Iterator[House]:
    config = Config(tmp_path / "home", today="2026-11-20", readers=1)
    with House(config, engine=lambda _: engine, embedder=embedder) as opened:
        learn.link(opened, docs, account=accounts.owner(opened.store))
        for _ in learn.sync(opened):
            pass
        yield opened


def answered(house: House, text: str) -> Answer:
    *_, last = ask.ask(house, Question(text, accounts.owner(house.store), date(2026, 11, 20)))
    assert isinstance(last, Answered)
    return last.answer


def filled(house: House) -> None:
    for _ in vectors.fill(house):
        pass


def test_an_english_question_is_answered_from_a_german_text(house: House, engine: FakeEngine) -> None:
    refused = answered(house, ENGLISH).refused
    assert refused is not None
    filled(house)
    engine._replies.append("sechs Wochen")
    answer = answered(house, ENGLISH)
    assert answer.answer == "sechs Wochen [1]"
    assert answer.citations[0].origin.path == "seeblick.txt"


def test_a_question_whose_other_words_are_known_and_there_is_not_foreign(house: House) -> None:
    words = Analyser(house, catalogue.allowed_sources(house.store, accounts.owner(house.store)))
    assert words.foreign(ENGLISH)
    assert not words.foreign("What is the notice period of the maintenance contract with Hotel Seeblick?")


def test_a_question_in_other_words_shows_its_place_first(house: House) -> None:
    filled(house)
    first = next(iter(ask.ask(house, Question("Was darf eine Hotelnacht kosten?", 1, date(2026, 11, 20)))))
    assert isinstance(first, EvidenceFound)
    assert first.passages[0].origin.path == "reise.txt"


@pytest.mark.parametrize(
    "question",
    [
        "What is the rescission span of the upkeep deal with Hotel Nirgendwo?",
        "What is the rescission span of the upkeep deal WV-1019?",
        "Which spaceship do we own?",
        "Welche Hotelnacht haben wir mit Rugenstein vereinbart?",
    ],
)
def test_a_close_meaning_never_stands_in_for_an_unknown_name(house: House, question: str) -> None:
    filled(house)
    assert answered(house, question).refused is not None


def test_filling_goes_on_where_it_was_broken_off(house: House, embedder: FakeEmbedder) -> None:
    steps = vectors.fill(house)
    first = next(steps)
    cast("Generator[Progress]", steps).close()
    assert (first.done, first.total) == (16, 42)
    before = embedder.asked
    filled(house)
    assert vectors.state(house) == (42, 42)
    assert embedder.asked - before == 42 - 16


KILLED = """
import sys
from pathlib import Path
from hanse.config import Config
from hanse.flow import vectors
from hanse.flow.house import House
from hanse.search.embedder import FakeEmbedder
with House(Config(Path(sys.argv[1])), embedder=FakeEmbedder()) as house:
    for step in vectors.fill(house):
        print(step.done, flush=True)
        sys.stdin.readline()
"""


def test_what_was_made_before_a_kill_is_kept(house: House, embedder: FakeEmbedder) -> None:
    command = [sys.executable, "-c", KILLED, str(house.config.home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ)) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"16\n"
        child.kill()
    assert vectors.state(house) == (16, 42)
    filled(house)
    assert (vectors.state(house), embedder.asked) == ((42, 42), 26)
    assert house.store.rows("PRAGMA integrity_check") == [("ok",)]


def test_filling_waits_while_a_question_is_answered(house: House, embedder: FakeEmbedder) -> None:
    stop = threading.Event()
    with house.asking():
        working = threading.Thread(target=vectors.keep_filling, args=(house, stop, lambda _: None))
        working.start()
        working.join(0.3)
        assert embedder.asked == 0
    working.join(0.3)
    stop.set()
    working.join(10)
    assert embedder.asked == 42


def test_a_maker_that_makes_nothing_is_left_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeEmbedder, "_vector", lambda _self, _text: b"")
    filled(house)
    assert vectors.state(house) == (0, 42)


def test_switched_off_nothing_is_made_and_the_hint_says_how(house: House) -> None:
    off = House(Config(house.config.home, vectors="off"), embedder=FakeEmbedder())
    assert off.meaning is None
    assert list(vectors.fill(off)) == []
    with pytest.raises(Misconfigured) as raised:
        vectors.require(off)
    assert "vectors" in raised.value.hint.en
    off.close()


@pytest.fixture
def source(house: House) -> Callable[[], int]:
    return lambda: int(house.store.rows("SELECT id FROM sources")[0][0])


def test_forgetting_a_source_forgets_its_vectors(house: House, source: Callable[[], int]) -> None:
    filled(house)
    learn.forget(house, source())
    assert house.store.rows("SELECT count(*) FROM search_vectors") == [(0,)]
    assert vectors.state(house) == (0, 0)
