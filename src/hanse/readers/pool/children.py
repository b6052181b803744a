"""Reads files in child processes with limits on memory, time and expansion. A bad file costs one finding.

Knows no format and not what becomes of the readings.
"""

import os
import queue
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

from hanse.config import Config
from hanse.errors import Broken
from hanse.readers.pool import faults
from hanse.readers.pool.process import GRACE, Process
from hanse.readers.pool.progress import Progress
from hanse.readers.pool.wire import Request
from hanse.records import Reading
from hanse.words import Words

Key = TypeVar("Key")
Readings = list[tuple[str, Reading]]
CHILD = (sys.executable, "-P", "-m", "hanse.readers.pool.child")
OVERALL = 20  # a file with everything inside it may take so many times what one item may take
AHEAD = 512  # files that are read or waiting while the caller has not asked for them yet
AHEAD_BYTES = 8 << 20
ENOUGH = 16  # files that are done: more are not waited for
SERVE = 1000  # files until a child is replaced by a fresh one, against slow growth
FALLS = 5  # bad things inside one file until the rest of it is given up
_SIGXCPU = -signal.SIGXCPU if sys.platform != "win32" else None


class Pool:
    """A few reader children. A context manager; may be used by several threads at a time.

    command: how a child is started, without its limits and switches. Children start when the first file comes.
    """

    def __init__(self, config: Config, *, command: Sequence[str] = CHILD) -> None:
        self._config = config
        self._size = config.readers or min(2, os.cpu_count() or 1)
        limits = (config.read_seconds * OVERALL, config.read_memory_mb, config.read_expansion_mb)
        self._command = (*command, *map(str, limits), *(["xdt"] if config.xdt == "on" else []))
        self._idle: queue.LifoQueue[Process] = queue.LifoQueue()
        self._busy: set[Process] = set()
        self._closed = False
        # Children belong to these threads: Linux ends a child together with the thread that has started it.
        self._threads = ThreadPoolExecutor(self._size, thread_name_prefix="reader")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all children. What is being read is given up."""
        self._closed = True
        for process in tuple(self._busy):
            process.interrupt()
        self._threads.shutdown(cancel_futures=True)
        while not self._idle.empty():
            self._idle.get().kill()

    def read(self, path: Path, name: str = "", *, root: Path | None = None, alone: bool = False) -> Readings:
        """Read one file: (inner way, reading) of the file itself ("") and of everything inside it.

        root: the outermost folder that may be looked into beside the file, by default its own; alone: what lies
        beside it is read by nobody else, so that a file that describes others brings those as well.
        The bytes of things inside are left out. A file that can't be read has an error finding in its reading.
        Raises Broken when no child can be started.
        """
        request = Request(str(path), name or path.name, root=str(root or ""), alone=alone)
        return self._threads.submit(self._errand, request).result()

    def read_all(self, items: Iterable[tuple[Key, Path, str]]) -> Iterator[tuple[Key, Readings]]:
        """Read many (key, path, name) and yield (key, readings) as each is done; takes items only as it goes on."""
        for batch in self.read_batches(items, seconds=0.0):
            yield from batch

    def read_batches(
        self,
        items: Iterable[tuple[Key, Path, str]],
        *,
        seconds: float,
        root: Path | None = None,
        alone: bool = False,
        spool: Path | None = None,
    ) -> Iterator[list[tuple[Key, Readings]]]:
        """Read many and yield all that are done; until 16 are, so many seconds are waited for more.

        Some are read ahead of the caller: at most 512, and beyond two a child at most 8 MB of files. root, alone: see
        read. spool: the folder for rows that are too many to travel.
        """
        ahead: dict[Future[Readings], tuple[Key, int]] = {}
        done: queue.SimpleQueue[Future[Readings]] = queue.SimpleQueue()
        about = {"root": str(root or ""), "alone": alone, "spool": str(spool or "")}
        coming = ((key, Request(str(path), name or path.name, **about)) for key, path, name in items)  # type: ignore[arg-type]
        try:
            while self._fill(ahead, coming, done):
                batch = [done.get()]
                until = time.monotonic() + seconds
                while len(batch) < len(ahead) and (late := _next(done, until if len(batch) < ENOUGH else 0.0)):
                    batch.append(late)
                yield [(ahead.pop(future)[0], future.result()) for future in batch]
        finally:
            for future in ahead:
                future.cancel()

    def _fill(
        self,
        ahead: dict[Future[Readings], tuple[Key, int]],
        coming: Iterator[tuple[Key, Request]],
        done: "queue.SimpleQueue[Future[Readings]]",
    ) -> int:
        """Let the children go on as far ahead as they may; return how many files that is."""
        room = AHEAD_BYTES - sum(size for _, size in ahead.values())
        while len(ahead) < 2 * self._size or (len(ahead) < AHEAD and room > 0):
            key, request = next(coming, (None, None))
            if request is None:
                break
            size = _size(Path(request.path))
            room -= size
            future = self._threads.submit(self._errand, request)
            ahead[future] = (cast("Key", key), size)
            future.add_done_callback(done.put)
        return len(ahead)

    def _errand(self, request: Request) -> Readings:
        """Read one file, going on behind each thing inside it that a child could not survive."""
        progress = Progress(deadline=time.monotonic() + self._config.read_seconds * OVERALL)
        falls = 0
        while not progress.complete():
            fault = self._attempt(request, progress)
            if fault is not None:
                falls += 1
                everything = falls == FALLS or progress.late()
                for way in progress.open_ways() if everything else progress.open_ways()[:1]:
                    progress.settle(way, fault)
        return progress.settled()

    def _attempt(self, request: Request, progress: Progress) -> Reading | None:
        """Read what is not settled yet. Returns what stands for the innermost way when the child did not survive."""
        process = self._take()
        fall = process.read(request, progress)
        if fall is None:
            self._give_back(process, progress)
            return None
        fresh = process.served == 0
        self._busy.discard(process)
        code = process.kill(grace=GRACE if fall == "died" else 0.0)
        if self._closed:
            raise _closed()
        if fall == "timeout" or code == _SIGXCPU:
            return faults.timeout(progress.name(request.name), self._seconds_of(progress))
        # A child that has read other files may have suffered from those: only a fresh one's end counts.
        return faults.died(progress.name(request.name), code, self._config.read_memory_mb) if fresh else None

    def _seconds_of(self, progress: Progress) -> int:
        return self._config.read_seconds * (OVERALL if progress.late() else 1)

    def _take(self) -> Process:
        try:
            process = self._idle.get_nowait()
        except queue.Empty:
            process = Process(self._command, seconds=self._config.read_seconds)
        self._busy.add(process)
        if self._closed:
            process.kill()
            raise _closed()
        return process

    def _give_back(self, process: Process, progress: Progress) -> None:
        self._busy.discard(process)
        if process.served >= SERVE or progress.has("reader.memory"):
            process.kill()
        else:
            self._idle.put(process)


def _next(done: "queue.SimpleQueue[Future[Readings]]", until: float) -> Future[Readings] | None:
    try:
        return done.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it will tell why


def _closed() -> Broken:
    return Broken(
        Words("Das Lesen wurde beendet.", "Reading was stopped."),
        hint=Words("Beim nächsten Einlesen geht es hier weiter.", "The next run goes on from here."),
    )
