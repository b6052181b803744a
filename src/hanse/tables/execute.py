"""Runs statements in the locked-down query child: kept warm, restarted when it died, ended when it takes too long."""

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from hanse.errors import Broken, TooBig
from hanse.tables.frames import Reply, Request, Rows, Statement, read_frame, write_frame
from hanse.words import Words


class Executor:
    """A query child for one home. Calls from several threads wait for each other."""

    def __init__(self, home: Path, *, seconds: float = 10.0, memory: str = "400MB", threads: int = 2) -> None:
        """Remember the limits: seconds for one call, memory and threads of the child. Nothing is started yet."""
        self._folder = home / "tables"
        self._seconds = seconds
        self._arguments = (memory, str(threads))
        self._child: subprocess.Popen[bytes] | None = None
        self._spill = ""
        self._lock = threading.Lock()
        self.kept: dict[tuple[str, str], object] = {}  # what callers keep from question to question

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def warm(self) -> None:
        """Start the child and run nothing in particular, so that the first question does not wait for it."""
        self.run([Statement("SELECT 1")])

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def run(self, statements: Sequence[Statement]) -> list[Rows]:
        """Return one result for each statement. Raises TooBig after the time limit, Broken when a query fails."""
        frame = msgspec.msgpack.encode(Request(list(statements)))
        with self._lock:
            answer, late = self._exchange(frame)
            if not answer and not late:  # it had died since the last question: once more with a new one
                answer, late = self._exchange(frame)
        if late:
            seconds = f"{self._seconds:.0f}"
            raise _too_big(f"dauerte länger als {seconds} Sekunden", f"took longer than {seconds} seconds")
        if not answer:
            raise _broken("the query process ended")
        reply = msgspec.msgpack.decode(answer, type=Reply)
        if reply.error.startswith("OutOfMemoryException"):
            raise _too_big("brauchte zu viel Speicher", "took too much memory")
        if reply.error:
            raise _broken(reply.error)
        return reply.results

    def _exchange(self, frame: bytes) -> tuple[bytes, bool]:
        """Return the answer ("" when the child died) and whether the time ran out."""
        child = self._started()
        if child.stdin is None or child.stdout is None:
            return b"", False
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._seconds, stop)
        timer.start()
        try:
            write_frame(child.stdin, frame)  # type: ignore[arg-type] # a pipe is a BinaryIO in all that matters
            answer = read_frame(child.stdout)  # type: ignore[arg-type]
        except BrokenPipeError:
            answer = b""
        finally:
            timer.cancel()
        if not answer:
            self._end()
        return answer, late.is_set()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._spill = tempfile.mkdtemp(prefix="hanse-")
            folders = (str(self._folder.resolve()), self._spill)
            command = [sys.executable, "-m", "hanse.tables.child", *folders, *self._arguments]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in (child.stdin, child.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        child.kill()
        child.wait()
        shutil.rmtree(self._spill, ignore_errors=True)  # a killed child leaves it


def _too_big(german: str, english: str) -> TooBig:
    return TooBig(
        Words(f"Die Abfrage {german} und wurde abgebrochen.", f"The query {english} and was stopped."),
        hint=Words("Die Frage enger fassen, etwa auf ein Jahr.", "Narrow the question, for instance to a year."),
    )


def _broken(reason: str) -> Broken:
    return Broken(
        Words(f"Eine Tabellenabfrage ist gescheitert: {reason}", f"A table query failed: {reason}"),
        hint=Words(
            "'hanse sync' baut die Tabellendateien neu; sonst anders fragen.",
            "'hanse sync' rebuilds the table files; otherwise ask in another way.",
        ),
    )
