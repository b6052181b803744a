"""Slows down whoever tries passwords: after three misses each further try has to wait longer, up to five minutes."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

FREE = 3
LONGEST = 300.0
FORGET = 3600.0
MOST = 10_000


class Attempts:
    """Misses per account and per address, in memory, the oldest forgotten first. clock: seconds, monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._misses: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, *keys: str) -> float:
        """Return the seconds until the next try is allowed; 0 when it is."""
        with self._lock:
            return max((self._left(key) for key in keys), default=0.0)

    def missed(self, *keys: str) -> None:
        """Count a wrong password."""
        with self._lock:
            for key in keys:
                count, last = self._misses.pop(key, (0, 0.0))
                fresh = self._clock() - last > FORGET
                self._misses[key] = (1 if fresh else count + 1, self._clock())
            while len(self._misses) > MOST:
                self._misses.popitem(last=False)

    def succeeded(self, *keys: str) -> None:
        """Forget the misses after a right password."""
        with self._lock:
            for key in keys:
                self._misses.pop(key, None)

    def _left(self, key: str) -> float:
        count, last = self._misses.get(key, (0, 0.0))
        if count < FREE:
            return 0.0
        return max(0.0, last + min(LONGEST, 2.0 ** min(count - FREE, 20)) - self._clock())
