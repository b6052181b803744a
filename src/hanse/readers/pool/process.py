"""The parent's end of one reader child: start it, hand it a file, take frames, end it. Knows no format."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, Literal, cast

import msgspec

from hanse.errors import Broken
from hanse.readers.pool import wire
from hanse.readers.pool.progress import Progress
from hanse.words import Words

START_SECONDS = 60
GRACE = 1.0
Fall = Literal["timeout", "died"]


class Process:
    """One child. Not for two threads at a time."""

    def __init__(self, command: Sequence[str], *, seconds: int) -> None:
        self.served = 0
        self._seconds = seconds
        self._popen = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )
        self._bodies: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._pumping = threading.Thread(target=self._pump, daemon=True)
        self._pumping.start()
        self._await_ready(command)

    def _pump(self) -> None:
        """Carry frames to the queue, so that waiting for them can end at a time: pipes can't do that on Windows."""
        stream = cast("BinaryIO", self._popen.stdout)
        body: bytes | None = b""
        while body is not None:
            body = wire.receive(stream)
            self._bodies.put(body)

    def _await_ready(self, command: Sequence[str]) -> None:
        try:
            body = self._bodies.get(timeout=START_SECONDS)
        except queue.Empty:
            body = None
        if body is None:
            code = self.kill(grace=GRACE)
            line = " ".join(command)
            raise Broken(
                Words(
                    f"Der Leseprozess startet nicht (Code {code}).", f"The reader process won't start (code {code})."
                ),
                hint=Words(f"Zur Fehlersuche ausführen: {line}", f"To look for the cause, run: {line}"),
            )

    def read(self, request: wire.Request, progress: Progress) -> Fall | None:
        """Read what is not settled of a file. Returns None when that is done, else why the child must be ended."""
        progress.begin_again()
        try:
            stream = cast("BinaryIO", self._popen.stdin)
            skip = tuple(way for way, _ in progress.settled())
            stream.write(wire.pack_request(msgspec.structs.replace(request, skip=skip)))
            stream.flush()
        except OSError:
            return "died"
        return self._listen(progress)

    def _listen(self, progress: Progress) -> Fall | None:
        while True:
            patience = min(float(self._seconds), progress.seconds_left())
            try:
                body = self._bodies.get(timeout=patience)
                frame = None if body is None else wire.unpack(body)
            except queue.Empty:
                return "timeout"
            except (msgspec.DecodeError, ValueError):
                frame = None
            if frame is None:
                return "died"
            if frame.kind == "end":
                self.served += 1
                return None
            progress.note(frame)

    def _has_ended(self) -> bool:
        """Tell whether the child has ended, without reaping it: until then its group's number stays its own."""
        if sys.platform != "linux":  # macOS has no waitid before Python 3.13
            return self._popen.poll() is not None
        return os.waitid(os.P_PID, self._popen.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None

    def interrupt(self) -> None:
        """End the child while another thread waits for it; that thread then sees it die."""
        with suppress(ProcessLookupError, PermissionError):  # already gone; macOS says it the second way
            if sys.platform == "win32":
                self._popen.kill()
            else:
                os.killpg(self._popen.pid, signal.SIGKILL)

    def kill(self, *, grace: float = 0.0) -> int | None:
        """End the child and what it has started; return its exit code (negative: the signal that ended it).

        grace: seconds for a child that is ending by itself, so that its own code is told and not our signal.
        """
        until = time.monotonic() + grace
        while not self._has_ended() and time.monotonic() < until:
            time.sleep(0.005)
        self.interrupt()
        code = self._popen.wait()
        with suppress(OSError):  # what was not sent need not be sent any more
            cast("BinaryIO", self._popen.stdin).close()
        self._pumping.join()
        cast("BinaryIO", self._popen.stdout).close()
        return code
