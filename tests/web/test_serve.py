import io
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hanse.config import Config
from hanse.errors import Misconfigured, NotAllowed, Unreachable
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.store import accounts
from hanse.web import serve
from hanse.words import Words


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(Config(home=tmp_path, host="0.0.0.0")) as opened:  # noqa: S104 - what is tried here
        yield opened


def test_the_network_is_closed_until_the_owner_has_chosen_a_password(house: House) -> None:
    password = accounts.first_owner(house.store) or ""
    with pytest.raises(NotAllowed) as refused:
        serve.check_opening(house)
    assert "offen" in refused.value.message.de
    assert "Passwort wählen" in refused.value.hint.de
    accounts.change_password(house.store, 1, old=password, new="kran-hafen-moewe-tau")
    serve.check_opening(house)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.5"])
def test_loopback_is_open_from_the_start(tmp_path: Path, host: str) -> None:
    with House(Config(home=tmp_path, host=host)) as house:
        accounts.first_owner(house.store)
        serve.check_opening(house)


def test_the_network_stays_closed_after_learning_without_any_password(house: House) -> None:
    accounts.owner(house.store)  # as hanse learn makes them: nobody has signed in yet
    with pytest.raises(NotAllowed):
        serve.check_opening(house)


@pytest.mark.enable_socket
def test_the_first_password_is_not_used_up_by_a_start_that_fails(tmp_path: Path) -> None:
    said: list[str] = []
    with serve._bound(Config(home=tmp_path, port=0)) as taken, pytest.raises(Misconfigured):
        serve.run(Config(home=tmp_path, port=taken.getsockname()[1]), say=said.append)
    with House(Config(home=tmp_path)) as opened:
        assert accounts.first_owner(opened.store)


@pytest.mark.enable_socket
def test_a_port_in_use_is_said_before_anything_is_promised(tmp_path: Path) -> None:
    with serve._bound(Config(home=tmp_path, port=0)) as taken:
        said: list[str] = []
        with pytest.raises(Misconfigured, match="No server can start"):
            serve.run(Config(home=tmp_path, port=taken.getsockname()[1]), say=said.append)
    assert said == []


def test_the_welcome_says_address_password_and_what_is_open() -> None:
    inside = serve._welcome(Config(home=Path(), lang="en"), 8484, "geheim")
    assert "http://127.0.0.1:8484/" in inside
    assert "geheim" in inside
    assert "Open to the network" not in inside
    outside = serve._welcome(Config(home=Path(), host="0.0.0.0", lang="en"), 8484, None)  # noqa: S104
    assert "Open to the network" in outside
    assert "password geheim" not in outside


def test_watching_goes_on_after_a_failure() -> None:
    stop = threading.Event()
    steps: list[Progress] = []
    tries: list[int] = []

    def watch(_: threading.Event, note: Callable[[Progress], None]) -> None:
        tries.append(len(tries))
        note(Progress("read", 1))
        if len(tries) == 1:
            raise Unreachable(Words("weg", "gone"), hint=Words("", ""))
        if len(tries) == 2:
            raise ValueError("a defect")
        stop.set()

    serve._keep_at(watch, steps.append, stop, 0.001)
    assert tries == [0, 1, 2]
    assert [step.phase for step in steps] == ["read", "done"] * 3


def test_the_password_is_told_at_once_where_the_output_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="utf-8"))
    serve.tell("Passwort geheim\n")
    assert b"geheim" in written.getvalue()


@pytest.mark.enable_socket
def test_ctrl_c_ends_the_page_without_a_complaint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(serve, "_serve", stopped)
    said: list[str] = []
    serve.run(Config(home=tmp_path, port=0), say=said.append)
    assert "Strg+C" in said[0]
