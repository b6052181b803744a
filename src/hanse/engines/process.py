"""One child process with a model in it, from its start to its end. Starting it again is local's business."""

import queue
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import IO

import msgspec

from hanse.engines import Limits, Weights, cpu, dialect
from hanse.engines.child import Failed, Orders, Ready
from hanse.errors import HanseError, TooBig, Unreachable, Unreadable
from hanse.words import Words

# llama.cpp has no code for it, only these words in its log.
OUT_OF_MEMORY = re.compile(
    r"failed to create.context|failed to allocate|unable to allocate|bad_alloc|out of memory", re.IGNORECASE
)
LOADING_SECONDS = 300.0
PATIENCE = 0.5  # a child has nothing to lose
NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Process:
    """A running child that serves; made ready by the constructor, which takes as long as the model takes to load.

    Raises Unreachable when the model file isn't there, when this machine can't run it or when it died, and Unreadable
    when the file is damaged. spawned: gets the child before it loads, so that another thread can end it until then.
    http: a client with the child's address and key.
    """

    def __init__(
        self,
        weights: Weights,
        limits: Limits,
        *,
        spawned: Callable[["subprocess.Popen[bytes]"], None] = lambda _: None,
    ) -> None:
        if not weights.path.is_file():
            raise _missing(weights)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed by end())
        self.popen = _spawn(self._errors)
        spawned(self.popen)
        try:
            ready = self._load(weights, limits)
        except HanseError:
            self._close()
            raise
        self.seconds = ready.seconds
        self.http = dialect.client(ready.url, self._key)

    def _load(self, weights: Weights, limits: Limits) -> Ready:
        self._key = secrets.token_urlsafe(32)
        orders = Orders(
            model=str(weights.path),
            key=self._key,
            threads=limits.threads or cpu.cores(),
            context=limits.context,
            memory_mb=limits.memory_mb,
            cache_mb=limits.cache_mb,
        )
        answer = self._answer(orders)
        if isinstance(answer, Failed):
            raise _not_loaded(weights, answer, self.last_words())
        if answer is None:
            self.popen.kill()
            raise _died(weights.name, self.popen.wait(), self.last_words())
        return answer

    def _answer(self, orders: Orders) -> Ready | Failed | None:
        """Send the orders and return the child's line; None when it ends, or takes too long, without one."""
        into, out = self.popen.stdin, self.popen.stdout
        if into is None or out is None:
            return None
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=lambda: lines.put(out.readline()), daemon=True).start()
        try:
            into.write(msgspec.json.encode(orders) + b"\n")
            into.flush()
            return msgspec.json.decode(lines.get(timeout=LOADING_SECONDS), type=Ready | Failed)
        except (OSError, queue.Empty, msgspec.DecodeError):
            return None

    def runs(self, *, patience: float = 0.0) -> bool:
        """Return whether the child is there; one that is just dying gets so many seconds for it."""
        try:
            self.popen.wait(patience)
        except subprocess.TimeoutExpired:
            return True
        return False

    def obituary(self, name: str) -> HanseError:
        """Return the error that says how the child died."""
        return _died(name, self.popen.poll(), self.last_words())

    def last_words(self) -> str:
        """Return the end of what the child wrote to standard error, at most 1000 characters."""
        if self._errors.closed:
            return ""
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace").strip()[-1000:]

    def end(self) -> None:
        """End the child: its input is closed, which it understands; when it is busy it is killed."""
        self.http.close()
        self._close()

    def _close(self) -> None:
        for pipe in (self.popen.stdin, self.popen.stdout):
            if pipe:
                _close_quietly(pipe)
        if self.runs(patience=PATIENCE):
            self.popen.kill()
            self.popen.wait()
        self._errors.close()


def _spawn(errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    # -P: modules of the folder that we happen to stand in must not get in.
    command = [sys.executable, "-P", "-m", "hanse.engines.child"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, creationflags=NO_WINDOW)


def _close_quietly(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:  # the child died with our last bytes unread
        return


def _missing(weights: Weights) -> Unreachable:
    return Unreachable(
        Words(f"Das Modell {weights.path} ist nicht da.", f"The model {weights.path} isn't there."),
        hint=Words(f"'hanse models get {weights.name}' holt es.", f"'hanse models get {weights.name}' fetches it."),
    )


def _not_loaded(weights: Weights, failed: Failed, said: str) -> HanseError:
    if failed.why == "cpu":
        return Unreachable(
            Words(
                f"Dem Prozessor fehlen Befehle, die das Modell braucht: {failed.detail}.",
                f"The processor lacks instructions that the model needs: {failed.detail}.",
            ),
            hint=Words(
                "Alles außer dem Modell geht. Mit 'engine_url' kann ein anderer Rechner antworten.",
                "All but the model works. With 'engine_url' another computer can answer.",
            ),
        )
    if OUT_OF_MEMORY.search(said):
        return _no_room(weights)
    detail = _first_error(said) or failed.detail
    return Unreadable(
        Words(
            f"Das Modell {weights.path} lässt sich nicht laden: {detail}", f"{weights.path} can't be loaded: {detail}"
        ),
        hint=Words(
            f"Datei löschen und mit 'hanse models get {weights.name}' neu holen.",
            f"Delete it and fetch it again with 'hanse models get {weights.name}'.",
        ),
    )


def _first_error(said: str) -> str:
    """Return the first line of llama.cpp's log without its clock, level and place ("0.01.589 E srv  load_model: ")."""
    lines = [re.sub(r"^\S+ E [^:]*: ", "", line) for line in said.splitlines() if " E " in line]
    return lines[0] if lines else said


def _no_room(weights: Weights) -> TooBig:
    return TooBig(
        Words(f"Für das Modell {weights.name} reicht der Arbeitsspeicher nicht.", f"{weights.name} needs more memory."),
        hint=Words(
            "Programme schließen, ein kleineres Modell wählen ('hanse models list') oder 'engine_memory_mb' erhöhen.",
            "Close programs, choose a smaller model ('hanse models list') or raise 'engine_memory_mb'.",
        ),
    )


def _died(name: str, code: int | None, said: str) -> Unreachable:
    """Return the error for an exit code as subprocess gives it: negative for a signal."""
    if code == -getattr(signal, "SIGKILL", 9):
        return Unreachable(
            Words(
                f"Das Modell {name} wurde vom Betriebssystem beendet, meist weil der Arbeitsspeicher nicht reicht.",
                f"The system ended the model {name}, mostly because memory is short.",
            ),
            hint=Words(
                "Andere Programme schließen oder ein kleineres Modell wählen ('hanse models list').",
                "Close other programs, or choose a smaller model ('hanse models list').",
            ),
        )
    return Unreachable(
        Words(f"Das Modell {name} ist abgestürzt ({code}). {said}", f"The model {name} crashed ({code}). {said}"),
        hint=Words(
            "Noch einmal fragen; 'hanse doctor' prüft den Rechner.", "Ask again; 'hanse doctor' looks at this machine."
        ),
    )
