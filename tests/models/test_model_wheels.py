import importlib.util
import shutil
import subprocess
import threading
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from hanse.errors import Unreachable
from hanse.models import wheels


def without(*missing: str) -> object:
    real = importlib.util.find_spec

    def find(name: str) -> ModuleSpec | None:
        return None if name in missing else real(name)

    return find


def test_without_any_pip_the_hint_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", without("pip", "ensurepip"))
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(Unreachable) as caught:
        wheels.pip_command(tmp_path)
    assert "apt install python3-pip" in caught.value.hint.de


def test_without_pip_and_its_copy_one_on_the_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", without("pip", "ensurepip"))
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "uvx" else None)
    assert wheels.pip_command(tmp_path) == ["/bin/uvx", "pip"]


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("ensurepip"), reason="this Python has no ensurepip")
def test_an_environment_without_pip_makes_one_from_pythons_own_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", without("pip"))
    command = wheels.pip_command(tmp_path)
    assert str(tmp_path) in command[0]
    assert subprocess.run([*command, "--version"], check=False, capture_output=True).returncode == 0


def test_watching_a_folder_that_pip_works_in_minds_nothing_that_vanishes(tmp_path: Path) -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            (tmp_path / "unpack").mkdir()
            (tmp_path / "unpack" / "file").write_bytes(b"12345")
            shutil.rmtree(tmp_path / "unpack")

    pip = threading.Thread(target=work)
    pip.start()
    sizes = {wheels._largest(tmp_path) for _ in range(2000)}
    stop.set()
    pip.join()
    assert sizes <= {0, 5}
