"""What passes between the server and the query child: length-prefixed MessagePack. Knows no SQL."""

from typing import BinaryIO

import msgspec


class Statement(msgspec.Struct, frozen=True):
    """A query with bound values as (kind, text). cap: most rows to return, 0 for all."""

    sql: str
    values: tuple[tuple[str, str], ...] = ()
    cap: int = 1000


class Request(msgspec.Struct, frozen=True):
    """Statements to run one after the other."""

    statements: list[Statement]


class Rows(msgspec.Struct, frozen=True):
    """A result. kinds: DuckDB types; cells as bool, int, str (decimals, dates) or None; more: the cap cut rows off."""

    kinds: list[str]
    rows: list[list[object]]
    more: bool = False


class Reply(msgspec.Struct, frozen=True):
    """One result for each statement, or the error."""

    results: list[Rows]
    error: str = ""


def write_frame(sink: BinaryIO, data: bytes) -> None:
    """Write four bytes of length, then the data."""
    sink.write(len(data).to_bytes(4, "big") + data)
    sink.flush()


def read_frame(source: BinaryIO) -> bytes:
    """Return the next frame, or b"" at the end."""
    head = source.read(4)
    return source.read(int.from_bytes(head, "big")) if len(head) == 4 else b""
