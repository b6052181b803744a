import os
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from hanse import samplefirm
from hanse.samplefirm import Truth

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"
TODAY = date(2026, 11, 20)

settings.register_profile("ci", max_examples=50, deadline=None)
settings.load_profile("ci")


def model_file(name: str) -> Path:
    """Return the path of a starter model, or skip the test by name when it isn't on this machine."""
    folders = [
        os.environ.get("HANSE_TEST_MODELS", ""),
        str(ROOT / ".home" / "models"),
        tempfile.gettempdir() + "/models",
    ]
    for folder in folders:
        path = Path(folder) / f"{name}-instruct-q4_k_m.gguf"
        if folder and path.is_file():
            return path
    pytest.skip(f"{name} is not on this machine: hanse models get {name}")


@pytest.fixture(scope="session")
def starter() -> Path:
    return model_file("qwen2.5-coder-1.5b")


@pytest.fixture(scope="session")
def small_starter() -> Path:
    return model_file("qwen2.5-coder-0.5b")


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """The sample firm's folder and its truth, written once for all tests, which must not change it."""
    folder = tmp_path_factory.mktemp("firm")
    return folder, samplefirm.write(folder, today=TODAY)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own HANSE_ variables out of the tests."""
    for name in list(os.environ):
        if name.startswith("HANSE_") and name != "HANSE_TEST_MODELS":
            monkeypatch.delenv(name)
