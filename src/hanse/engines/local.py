"""A model on this computer: a supervised child process, started when first asked and again when it has died."""

import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Self, TypeVar, Unpack

import httpx2

from hanse.engines import Choice, How, Limits, Reply, Weights, dialect
from hanse.engines.process import Process
from hanse.errors import Unreachable
from hanse.records import Message, Usage
from hanse.words import Words

T = TypeVar("T")
MOST_DEATHS = 5
REMEMBERED_SECONDS = 120.0
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0
DEFAULT = Limits()


class Local:
    """A model in a child process of ours. Any thread may ask; the calls stand in line.

    A child that has died is started again by the next call, after a pause that doubles with each death; after 5 deaths
    within two minutes the calls raise Unreachable instead, until those two minutes are over.
    """

    where = "local"

    def __init__(self, weights: Weights, limits: Limits = DEFAULT) -> None:
        self.name = weights.name
        self.sha256 = weights.sha256
        self._weights = weights
        self._limits = limits
        self._child: Process | None = None
        self._lock = threading.Lock()
        self._deaths: list[float] = []
        self._loading: subprocess.Popen[bytes] | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process number; None while there is none."""
        child = self._child
        return child.popen.pid if child else None

    def start(self) -> None:
        """Load the model, unless that is done. Raises Unreachable, Unreadable or TooBig when it can't be."""
        self._ready()

    def close(self) -> None:
        """End the child for good, also one that is just loading: whoever waits for it gets Unreachable."""
        self._closed = True
        if loading := self._loading:
            loading.kill()
        with self._lock:
            child, self._child = self._child, None
        if child:
            child.end()

    def healthy(self) -> bool:
        """Return whether the child runs and says that it is well. Starts nothing."""
        child = self._child
        return bool(child and child.runs() and dialect.healthy(child.http))

    def chat(self, messages: Sequence[Message], **how: Unpack[How]) -> Reply:
        """Yield the reply piece by piece, then its Usage; a child that dies before the first word is replaced."""
        began = False
        try:
            with closing(dialect.chat(self._ready(), messages, **how)) as pieces:
                for piece in pieces:
                    began = True
                    yield piece
        except Unreachable:
            if began or not self._gone():
                raise
            yield from dialect.chat(self._ready(), messages, **how)

    def choose(self, messages: Sequence[Message], options: Sequence[str]) -> Choice:
        """Return which of 2 to 26 options the model takes; they are listed at the end of the last message."""
        return self._asked(lambda http: dialect.choose(http, messages, options))

    def warm(self, prefix: Sequence[Message]) -> Usage:
        """Read the constant beginning of later prompts, so that it stays in the prompt cache."""
        return self._asked(lambda http: dialect.warm(http, prefix))

    def tokens(self, text: str) -> int:
        """Return how many tokens a text has."""
        return self._asked(lambda http: dialect.tokens(http, text))

    def _asked(self, call: Callable[[httpx2.Client], T]) -> T:
        try:
            return call(self._ready())
        except Unreachable:
            if not self._gone():
                raise
            return call(self._ready())

    def _gone(self) -> bool:
        """Return whether the child has died; one that is just dying gets half a second for it."""
        child = self._child
        return child is not None and not child.runs(patience=0.5)

    def _ready(self) -> httpx2.Client:
        """Return a client for a running child, starting one when there is none."""
        with self._lock:
            if self._closed:
                raise _ended(self.name)
            if self._child and self._child.runs():
                return self._child.http
            if self._child:
                self._bury(self._child)
            try:
                self._child = Process(self._weights, self._limits, spawned=self._spawned)
            finally:
                self._loading = None
            return self._child.http

    def _spawned(self, child: "subprocess.Popen[bytes]") -> None:
        self._loading = child
        if self._closed:
            child.kill()

    def _bury(self, child: Process) -> None:
        """Remember a death, and wait before another start. Raises Unreachable when there were too many of late."""
        now = time.monotonic()
        self._deaths = [died for died in self._deaths if now - died < REMEMBERED_SECONDS]
        if len(self._deaths) >= MOST_DEATHS:
            raise child.obituary(self.name)
        self._deaths.append(now)
        self._child = None
        child.end()
        if len(self._deaths) > 1:
            time.sleep(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (len(self._deaths) - 2)))


def _ended(name: str) -> Unreachable:
    return Unreachable(
        Words(f"Das Modell {name} wurde beendet.", f"The model {name} was ended."),
        hint=Words("Hanse neu starten.", "Start Hanse again."),
    )
