"""The engine's own process: one model behind llama.cpp's HTTP on a loopback port. Started by hanse.engines.local only.

Reads its orders as one JSON line from standard input (the key must not stand in a command line that others can see),
answers with one JSON line, and then lives as long as that input stays open: when the parent dies, however it dies, the
system closes the pipe and the child goes. Knows nothing of prompts.
"""

import ctypes
import importlib
import os
import signal
import sys
import threading
import time
from typing import Any, Literal

import msgspec

from hanse.engines import cpu

PR_SET_PDEATHSIG = 1  # linux/prctl.h
MIB = 1024 * 1024


class Orders(msgspec.Struct, frozen=True):
    """What the child is to do.

    model: path of a GGUF file. key: needed in each request. threads: cores to use. context: tokens of prompt and
    reply together. memory_mb: limit for memory of its own, the mapped model file not counted (0: none; Linux only).
    cache_mb: memory for prompts read earlier.
    """

    model: str
    key: str
    threads: int
    context: int = 4096
    memory_mb: int = 0
    cache_mb: int = 256


class Ready(msgspec.Struct, frozen=True, tag_field="is", tag="ready"):
    """It serves at this address. seconds: what loading took."""

    url: str
    seconds: float


class Failed(msgspec.Struct, frozen=True, tag_field="is", tag="failed"):
    """It can't. why: "cpu" (lacking the instructions named), "load" (with the engine's words), "orders"."""

    why: Literal["cpu", "load", "orders"]
    detail: str


def main() -> int:
    """Serve until standard input ends; exit code 0 then, 1 when serving was never possible."""
    try:
        orders = msgspec.json.decode(sys.stdin.buffer.readline(), type=Orders)
    except msgspec.MsgspecError as error:
        return _say(Failed("orders", str(error)))
    if missing := cpu.lacks():
        return _say(Failed("cpu", ", ".join(missing)))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C belongs to the parent, which then closes our input
    _die_with_parent(on=True)
    _limit_memory(orders.memory_mb)
    began = time.monotonic()
    try:
        server = _serve(orders)
    except (RuntimeError, ValueError, MemoryError) as error:
        return _say(Failed("load", str(error)))
    _say(Ready(server.listening_address, time.monotonic() - began))
    _wait_for_end()
    return 0


def _serve(orders: Orders) -> Any:  # noqa: ANN401 (xllamacpp has no type information)
    """Load the model and open the port. Holds the interpreter lock for all of the loading."""
    # Threads that wait for each other sleep instead of spinning. On two cores with other programs at work that makes
    # 7 to 9 tokens a second of 0.7 to 1.6 (0.5B); a computer in an office has other programs at work.
    os.putenv("OMP_WAIT_POLICY", "PASSIVE")
    llama = importlib.import_module("xllamacpp")  # only now: on an old processor the import alone is deadly
    params = llama.CommonParams()
    params.model.path = orders.model
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [orders.key]
    params.ui = False
    params.endpoint_slots = True
    params.verbosity = 1
    params.n_ctx = orders.context
    params.n_parallel = 1
    params.cpuparams.n_threads = orders.threads
    params.cpuparams_batch.n_threads = orders.threads
    params.cache_ram_mib = orders.cache_mb  # the default is 8 GiB
    # Between two batches the server notices that nobody listens any more. On a CPU 128 reads as fast as 2048
    # (60 to 65 tokens a second with the 1.5B on two cores either way) and gives the engine back in 2 s, not 30.
    params.n_batch = params.n_ubatch = 128
    return llama.Server(params)


def _say(answer: Ready | Failed) -> int:
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.buffer.flush()
    return int(isinstance(answer, Failed))


def _die_with_parent(*, on: bool) -> None:
    """Let the system end us with our parent (Linux), for the seconds of loading in which no thread of ours can run.

    Not for longer: the signal comes when the *thread* that started us ends, and threads come and go.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL if on else 0)


def _limit_memory(limit_mb: int) -> None:
    """Limit private memory. RLIMIT_AS would count the mapped model file too, RLIMIT_DATA (Linux 4.7) doesn't."""
    if limit_mb and sys.platform == "linux":
        import resource  # noqa: PLC0415 (not there on Windows)

        resource.setrlimit(resource.RLIMIT_DATA, (limit_mb * MIB, limit_mb * MIB))


def _wait_for_end() -> None:
    """Return when our input ends, or when somebody else has become our parent."""
    _die_with_parent(on=False)
    parent = os.getppid()
    ended = threading.Event()
    threading.Thread(target=_read_to_end, args=(ended,), daemon=True).start()
    # A fork of the parent may hold our pipe open, so the pipe alone is not enough.
    while not ended.wait(1.0) and os.getppid() == parent:
        pass


def _read_to_end(ended: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    ended.set()


if __name__ == "__main__":
    # Native threads may be in the middle of a prompt; nothing of theirs needs saving, so no tidy shutdown.
    code = main()
    sys.stdout.flush()
    os._exit(code)
