from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hanse.errors import NotAllowed, Unreachable
from hanse.flow.events import Progress
from hanse.web.learner import Learner
from hanse.words import Words

if TYPE_CHECKING:
    from tests.web.conftest import Told

Csrf = Callable[[TestClient, str], str]
BUSY = NotAllowed(Words("Es wird schon gelernt.", "Busy."), hint=Words("Warten.", "Wait."))


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def learner() -> Iterator[Callable[..., Learner]]:
    made: list[Learner] = []

    def make(sync: Callable[[int | None], Iterator[Progress]]) -> Learner:
        made.append(Learner(sync, retry=0.01))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_the_page_says_how_far_the_vectors_are(client: TestClient, told: Told) -> None:
    assert "Vektoren" not in client.get("/sources").text
    told.vectors = (12_000, 40_000)
    assert "12.000 von 40.000 Stellen haben Vektoren" in client.get("/sources").text
    told.vectors = (40_000, 40_000)
    assert "Vektoren" not in client.get("/sources").text


def test_a_folder_is_linked_and_learned(client: TestClient, csrf: Csrf, told: Told, tmp_path: Path) -> None:
    reply = client.post("/sources", data={"path": f' "{tmp_path}" ', "csrf": csrf(client, "/sources")})
    assert (reply.status_code, reply.headers["location"]) == (303, "/sources")
    assert told.linked == [tmp_path]
    _until(lambda: told.synced == [2])
    assert str(tmp_path) in client.get("/sources").text


@pytest.mark.parametrize("path", ["", "nicht/ganz", "/gibt/es/nicht", "a\0b", "~nobodyknows/x"])
def test_what_is_not_there_is_not_linked(client: TestClient, csrf: Csrf, told: Told, path: str) -> None:
    reply = client.post("/sources", data={"path": path, "csrf": csrf(client, "/sources")})
    assert reply.status_code == 400
    assert "Den ganzen Weg angeben" in reply.text
    assert told.linked == []


def test_unlinking_asks_first(client: TestClient, csrf: Csrf, told: Told) -> None:
    token = csrf(client, "/sources/1/unlink")
    assert told.forgotten == []
    client.post("/sources/1/unlink", data={"csrf": token})
    assert told.forgotten == [1]


def test_a_learner_waits_for_another_one(learner: Callable[..., Learner]) -> None:
    tries: list[int | None] = []

    def sync(source: int | None) -> Iterator[Progress]:
        tries.append(source)
        if len(tries) < 3:
            raise BUSY
        yield Progress("read", source or 0, done=1, total=1)

    made = learner(sync)
    made.start(5)
    _until(lambda: made.state()[1][5].phase == "done")
    assert tries == [5, 5, 5]


def test_a_failed_learning_is_said(learner: Callable[..., Learner]) -> None:
    def sync(_: int | None) -> Iterator[Progress]:
        raise Unreachable(Words("Die Platte ist weg.", "The disk is gone."), hint=Words("Anstecken.", "Plug it in."))

    made = learner(sync)
    made.start(5)
    _until(lambda: 5 in made.state()[2])
    assert made.state()[2][5].de == "Die Platte ist weg.\nAnstecken."


def test_closing_stops_learning_at_the_next_step(learner: Callable[..., Learner]) -> None:
    started = threading.Event()

    def sync(source: int | None) -> Iterator[Progress]:
        for number in range(10_000):
            started.set()
            time.sleep(0.001)
            yield Progress("read", source or 0, done=number)

    made = learner(sync)
    made.start(5)
    started.wait(5)
    made.close()
    time.sleep(0.05)
    before = made.state()[1][5].done
    time.sleep(0.05)
    assert made.state()[1][5].done == before < 9_999


def test_an_overall_end_ends_each_source(learner: Callable[..., Learner]) -> None:
    made = learner(lambda _: iter(()))
    made.note(Progress("read", 3, done=1, total=2))
    made.note(Progress("done", 0))
    assert made.state()[1] == {}
