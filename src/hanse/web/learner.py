"""Learns in the background, one after the other, and keeps the newest step of each source for whoever looks."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator

from hanse.errors import HanseError, NotAllowed
from hanse.flow.events import Progress
from hanse.words import Words

RETRY = 2.0
TRIES = 300
UNEXPECTED = Words("Da ist etwas Unerwartetes schiefgegangen.", "Something unexpected went wrong.")
_log = logging.getLogger(__name__)


class Learner:
    """Runs sync for newly linked sources. sync: yields the steps of learning one source, or all of them.

    Its thread is a daemon: a share that answers slowly must not keep the program from ending.
    """

    def __init__(self, sync: Callable[[int | None], Iterator[Progress]], *, retry: float = RETRY) -> None:
        self._sync = sync
        self._retry = retry
        self._todo: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._work, name="learner", daemon=True)
        self._lock = threading.Lock()
        self._steps: dict[int, Progress] = {}
        self._failed: dict[int, Words] = {}
        self._version = 0
        self._closing = threading.Event()

    @property
    def closing(self) -> threading.Event:
        """Return the event that is set when the server stops."""
        return self._closing

    def start(self, source: int) -> None:
        """Learn a source as soon as no other is being learned."""
        self.note(Progress("scan", source))
        self._todo.put(source)
        with self._lock:
            if self.thread.ident is None:
                self.thread.start()

    def note(self, step: Progress) -> None:
        """Keep a step, from here or from the watching thread. A "done" for source 0 is one for all of them."""
        with self._lock:
            self._version += 1
            if step.source:
                self._steps[step.source] = step
                self._failed.pop(step.source, None)
            elif step.phase == "done":
                self._steps.clear()

    def state(self) -> tuple[int, dict[int, Progress], dict[int, Words]]:
        """Return a number that grows with each change, the newest step by source, and what went wrong by source."""
        with self._lock:
            return self._version, dict(self._steps), dict(self._failed)

    def close(self) -> None:
        """Stop at the next step; what was learned stays."""
        self._closing.set()
        self._todo.put(None)

    def _work(self) -> None:
        while (source := self._todo.get()) is not None and not self._closing.is_set():
            try:
                self._run(source)
            except Exception:  # noqa: BLE001 - the top of a thread: a defect is logged and said, the next source goes on
                if not self._closing.is_set():  # else it was broken off, in the middle of whatever it did
                    _log.exception("learning source %d failed", source)
                    self._fail(source, UNEXPECTED)

    def _run(self, source: int) -> None:
        for _ in range(TRIES):
            try:
                self._learn(source)
            except NotAllowed:  # another learner is at it: wait for it
                self._closing.wait(self._retry)
            except HanseError as error:
                self._fail(source, Words(error.say("de"), error.say("en")))
                return
            else:
                return
            if self._closing.is_set():
                return
        self._fail(
            source,
            Words(
                "Ein anderes Lernen endet nicht. Hanse neu starten.", "Another learning does not end. Restart Hanse."
            ),
        )

    def _learn(self, source: int) -> None:
        for step in self._sync(source):
            self.note(step)
            if self._closing.is_set():
                return
        self.note(Progress("done", source))

    def _fail(self, source: int, words: Words) -> None:
        if self._closing.is_set():
            return
        _log.warning("learning source %d: %s", source, words.en)
        with self._lock:
            self._version += 1
            self._steps.pop(source, None)
            self._failed[source] = words
