"""A file on its way: NAME.partial, which grows from the front and gets its real name only when its hash is right."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from hanse.errors import Unreachable
from hanse.models.progress import Meter
from hanse.words import Words

CHUNK = 1 << 20
CHECKING = Words("Prüfsumme wird gerechnet", "computing the checksum")


class Seal(msgspec.Struct, frozen=True):
    """What a file had for a hash when it had this size and this time of change; spares hashing it at each start."""

    size: int
    mtime_ns: int
    sha256: str


class Partial:
    """The beginning of a file that is being fetched. What is in it stays there when the program is killed."""

    def __init__(self, final: Path) -> None:
        self.final = final
        self.path = final.with_name(f"{final.name}.partial")

    def size(self) -> int:
        """Return how many bytes are there."""
        return self.path.stat().st_size if self.path.exists() else 0

    def cut(self, size: int) -> None:
        """Keep only the first bytes."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.truncate(size)

    def append(self, chunks: Iterable[bytes]) -> None:
        """Write at the end."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            for chunk in chunks:
                file.write(chunk)

    def drop(self) -> None:
        """Throw it away."""
        self.path.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes off while we write. Raises Unreachable when one is at it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("ab") as file:
            if not _locked(file.fileno()):
                raise _busy(self.final)
            yield

    def finish(self, sha256: str, meter: Meter) -> bool:
        """Give the file its name if it has this hash; return whether it had."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        if digest(self.path, meter) != sha256:
            return False
        self.path.replace(self.final)
        write_seal(self.final, self.final.parent, sha256)
        return True


def _locked(file: int) -> bool:
    """Lock an open file until it is closed, which the system does for a process that dies."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 (only there)

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 (not on Windows)

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _busy(final: Path) -> Unreachable:
    return Unreachable(
        Words(
            f"{final.name} wird gerade von einem anderen Programm geholt.", f"Another program is fetching {final.name}."
        ),
        hint=Words("Warten, bis es fertig ist.", "Wait until it is done."),
    )


def digest(path: Path, meter: Meter | None = None) -> str:
    """Return the sha256 of a file as hex; about a second per gigabyte."""
    sha, done = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            sha.update(chunk)
            done += len(chunk)
            if meter:
                meter.at(done, CHECKING, "check")
    return sha.hexdigest()


def sealed(path: Path, seals: Path) -> str:
    """Return the hash that the file is known to have, "" when it was never computed or the file changed since."""
    try:
        seal = msgspec.json.decode(_seal_path(path, seals).read_bytes(), type=Seal)
        now = path.stat()
    except (OSError, msgspec.MsgspecError):
        return ""
    return seal.sha256 if (seal.size, seal.mtime_ns) == (now.st_size, now.st_mtime_ns) else ""


def write_seal(path: Path, seals: Path, sha256: str) -> None:
    """Remember a file's hash in the folder seals, which is ours to write even where the file's folder isn't."""
    now = path.stat()
    seals.mkdir(parents=True, exist_ok=True)
    sealed_path = _seal_path(path, seals)
    fresh = sealed_path.with_name(f"{sealed_path.name}.{os.getpid()}")
    fresh.write_bytes(msgspec.json.encode(Seal(now.st_size, now.st_mtime_ns, sha256)))
    fresh.replace(sealed_path)


def _seal_path(path: Path, seals: Path) -> Path:
    return seals / f"{path.name}.seal"
