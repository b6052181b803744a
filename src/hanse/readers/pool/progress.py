"""What is known so far of one file that a child reads. Knows no process."""

import time

from hanse.readers.pool.wire import Frame
from hanse.records import Reading


class Progress:
    """The readings that came so far, and the inner ways that were begun but not finished.

    deadline: on the monotonic clock; the file with everything inside it must be read by then.
    """

    def __init__(self, *, deadline: float) -> None:
        self._deadline = deadline
        self._open: list[str] = []
        self._readings: dict[str, Reading | None] = {"": None}

    def begin_again(self) -> None:
        """Forget what was begun, not what was read: another child takes over."""
        self._open.clear()

    def note(self, frame: Frame) -> None:
        """Take one "begin" or "read" frame."""
        if frame.kind == "begin":
            self._open.append(frame.way)
            self._readings.setdefault(frame.way, None)
        elif frame.reading is not None:
            self.settle(frame.way, frame.reading)

    def settle(self, way: str, reading: Reading) -> None:
        """Put this reading in this way's place."""
        self._readings[way] = reading
        if way in self._open:
            self._open.remove(way)

    def open_ways(self) -> list[str]:
        """Return the ways that are being read, the innermost first; the file itself ("") is the last."""
        return self._open[::-1] or [""]

    def name(self, file: str) -> str:
        """Return the name of what is being read inside the file of this name, for people."""
        way = self.open_ways()[0]
        return f"{file}!/{way}" if way else file

    def seconds_left(self) -> float:
        """Return the seconds until the deadline, never less than 0."""
        return max(0.0, self._deadline - time.monotonic())

    def late(self) -> bool:
        """Tell whether the deadline has passed."""
        return self.seconds_left() <= 0

    def complete(self) -> bool:
        """Tell whether the file itself is settled, and with it everything inside it."""
        return self._readings[""] is not None

    def has(self, code: str) -> bool:
        """Tell whether any reading has a finding of this code."""
        return any(finding.code == code for _, reading in self.settled() for finding in reading.findings)

    def settled(self) -> list[tuple[str, Reading]]:
        """Return (inner way, reading) in the order in which they were begun, the file itself first."""
        return [(way, reading) for way, reading in self._readings.items() if reading is not None]
