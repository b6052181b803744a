"""A process that reads files one after the other, so that a bad one can't take the program down.

Run as `python -m hanse.readers.pool.child SECONDS MEMORY_MB EXPANSION_MB [SWITCH ...]`: requests come on stdin,
frames go to stdout (wire.py). It opens no connection. It ends when stdin ends.
"""

import gc
import os
import sys
from pathlib import Path
from typing import BinaryIO

from hanse.readers import all_readers
from hanse.readers.item import DiskFolder, Item
from hanse.readers.pool import limits, wire
from hanse.readers.pool.errand import Errand

GARBAGE = 100_000


def main(arguments: list[str]) -> None:
    """Serve requests until stdin ends."""
    seconds, memory_mb, expansion_mb = (int(text) for text in arguments[:3])
    on = frozenset(arguments[3:])
    requests, answers = _own_pipes()
    limits.apply(memory_mb)
    gc.set_threshold(GARBAGE)  # readings are trees without circles: looking for circles costs a quarter of the time
    all_readers()

    def send(frame: bytes) -> None:
        try:
            answers.write(frame)
            answers.flush()
        except OSError as error:
            raise SystemExit from error  # the parent is gone

    send(wire.pack(wire.Frame("ready")))
    while (body := wire.receive(requests)) is not None:
        request = wire.unpack_request(body)
        limits.allow_seconds(seconds)
        errand = Errand(send, memory_mb=memory_mb, expansion_mb=expansion_mb, skip=request.skip, on=on)
        errand.run(_item(request))
        send(wire.pack(wire.Frame("end")))


def _item(request: wire.Request) -> Item:
    path = Path(request.path)
    around = DiskFolder.of(path.parent, Path(request.root) if request.root else path.parent)
    spool = Path(request.spool) if request.spool else None
    return Item(request.name, path=path, around=around, alone=request.alone, spool=spool)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout away from everybody else: a library that prints, or a program that a reader starts."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return requests, answers


if __name__ == "__main__":
    main(sys.argv[1:])
