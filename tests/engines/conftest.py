"""The small starter model, where this machine has it."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanse.engines import Weights
from hanse.engines.local import Local

SMALL = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def small() -> Weights:
    named = os.environ.get("HANSE_TEST_MODELS")
    folders = [Path(named)] if named else [ROOT / ".home" / "models", Path(tempfile.gettempdir()) / "models"]
    for folder in folders:
        if (folder / SMALL).is_file():
            return Weights(folder / SMALL, "qwen2.5-coder-0.5b")
    pytest.skip(f"no {SMALL}: set HANSE_TEST_MODELS to its folder")


@pytest.fixture(scope="session")
def engine(small: Weights) -> Iterator[Local]:
    with Local(small) as local:
        yield local
