from pathlib import Path

from hanse.config import Config
from hanse.engines import Weights
from hanse.engines.configured import engine
from hanse.engines.local import Local
from hanse.engines.remote import Remote

WEIGHTS = Weights(Path("some.gguf"), "some", "ab" * 32)


def test_a_server_in_the_settings_wins_over_a_file() -> None:
    assert isinstance(engine(Config(Path(), engine_url="http://127.0.0.1:8080"), WEIGHTS), Remote)


def test_a_file_runs_here_and_keeps_its_name_and_hash_for_the_record() -> None:
    here = engine(Config(Path(), engine_threads=3, engine_memory_mb=900), WEIGHTS)
    assert isinstance(here, Local)
    assert (here.name, here.sha256, here.where) == ("some", "ab" * 32, "local")
    assert (here._limits.threads, here._limits.memory_mb) == (3, 900)


def test_with_neither_there_is_no_engine() -> None:
    assert engine(Config(Path()), None) is None
