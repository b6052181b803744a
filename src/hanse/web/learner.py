"""Learns in the background, one after the other, and keeps the newest step of each source for whoever looks."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from hanse.errors import HanseError, NotAllowed
from hanse.flow.events import Progress
from hanse.words import Words

RETRY = 2.0
TRIES = 300
_log = logging.getLogger(__name__)


class Learner:
    """Runs sync for newly linked sources. sync: yields the steps of learning one source, or all of them."""

    def __init__(self, sync: Callable[[int | None], Iterator[Progress]], *, retry: float = RETRY) -> None:
        self._sync = sync
        self._retry = retry
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="learner")
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
        self._thread.submit(self._run, source)

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
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _run(self, source: int) -> None:
        for _ in range(TRIES):
            try:
                self._learn(source)
            except NotAllowed:  # another learner is at it: wait for it
                time.sleep(self._retry)
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
        _log.warning("learning source %d: %s", source, words.en)
        with self._lock:
            self._version += 1
            self._steps.pop(source, None)
            self._failed[source] = words
