"""How far a delivery is. The doors draw it; who does the work reports to a Meter."""

import time
from collections import deque
from collections.abc import Callable
from typing import Literal

import msgspec

from hanse.words import Words

Phase = Literal["look", "fetch", "check", "skip", "done"]
SourceName = Literal["shelf", "medium", "hub", "index"]
WINDOW_SECONDS = 8.0
PAUSE_SECONDS = 0.2


class Progress(msgspec.Struct, frozen=True):
    """One report. done, total: bytes. rate: bytes per second, 0 while unknown. left: seconds, None while unknown.

    phase: look (is it here or there?), fetch, check (the hash), skip (this source can't; note says why), done.
    """

    phase: Phase
    source: SourceName
    done: int
    total: int
    rate: float
    left: float | None
    note: Words


Listener = Callable[[Progress], None]


class Meter:
    """Turns byte counts into reports, five a second at most, with the rate of the last eight seconds."""

    def __init__(self, listener: Listener, source: SourceName, total: int) -> None:
        self._listener = listener
        self._source: SourceName = source
        self.total = total
        self._seen: deque[tuple[float, int]] = deque()
        self._last = 0.0

    def say(self, phase: Phase, note: Words, done: int = 0) -> None:
        """Report a step."""
        self._listener(Progress(phase, self._source, done, self.total, 0.0, None, note))

    def at(self, done: int, note: Words, phase: Phase = "fetch") -> None:
        """Report that so many bytes are done."""
        now = time.monotonic()
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, done))
        while now - self._seen[0][0] > WINDOW_SECONDS:
            self._seen.popleft()
        if now - self._last < PAUSE_SECONDS and done < self.total:
            return
        self._last = now
        rate = self._rate()
        left = (self.total - done) / rate if rate else None
        self._listener(Progress(phase, self._source, done, self.total, rate, left, note))

    def _rate(self) -> float:
        (began, first), (now, last) = self._seen[0], self._seen[-1]
        return (last - first) / (now - began) if now > began else 0.0
