from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hanse.config import Config
from hanse.engines.fake import FakeEngine
from hanse.flow import learn
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.store import accounts


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine([])


@pytest.fixture
def house(tmp_path: Path, engine: FakeEngine) -> Iterator[House]:
    with House(Config(tmp_path / "home", today="2026-11-20", readers=1), engine=lambda _: engine) as opened:
        accounts.owner(opened.store)
        yield opened


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    return folder


@pytest.fixture
def learned(house: House) -> Callable[[Path], Progress]:
    """Link a folder and bring the store in step with it; returns the last event."""

    def run(folder: Path) -> Progress:
        learn.link(house, folder, account=accounts.owner(house.store))
        *_, last = learn.sync(house)
        return last

    return run
