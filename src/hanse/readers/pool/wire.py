"""What travels between the pool and a reader child: length-prefixed MessagePack. Knows neither side's work.

Cells are a union that MessagePack alone can't tell apart (a date and a text both travel as text), so those that
have no type of their own there go as extension types.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO, Literal

import msgspec

from hanse.records import Bulk, Check, Column, Counts, Document, Finding, Foreign, Place, Reading, Table

MOST_BYTES = 1 << 30
Kind = Literal["ready", "begin", "read", "end"]
_PREFIX = 8
_PLAIN = frozenset({str, bool, type(None)})
_SMALL = 1 << 63
_CODES: dict[type, int] = {Decimal: 1, date: 2, datetime: 3, time: 4, int: 5}
_MAKERS: dict[int, Callable[[str], Any]] = {
    1: Decimal,
    2: date.fromisoformat,
    3: datetime.fromisoformat,
    4: time.fromisoformat,
    5: int,
}


class Request(msgspec.Struct, frozen=True, array_like=True):
    """One file to read under a name. skip: inner ways that were read already, or that must not be tried again.

    root: the outermost folder that may be looked into beside the file, "" for its own. alone: what lies beside it is
    read by nobody else. spool: the folder for rows that are too many to travel, "" when there is none.
    """

    path: str
    name: str
    skip: tuple[str, ...] = ()
    root: str = ""
    alone: bool = False
    spool: str = ""


class Frame(msgspec.Struct, frozen=True):
    """One step of an answer: "begin" and "read" of each inner way (innermost read first), "end" of the file.

    The bytes of things inside don't travel: the child has already gone into them.
    """

    kind: Kind
    way: str = ""
    reading: Reading | None = None


class _Rows(msgspec.Struct, frozen=True, array_like=True):
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    places: tuple[Place, ...]
    keys: tuple[str, ...]
    kind: str
    about: str
    foreign: tuple[Foreign, ...]
    bulk: Bulk | None


class _Flat(msgspec.Struct, frozen=True, array_like=True):
    kind: Kind
    way: str
    reader: str | None = None
    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: Counts = Counts()
    tables: tuple[_Rows, ...] = ()
    checks: tuple[Check, ...] = ()


def pack_request(request: Request) -> bytes:
    """Return the request as bytes with their length before them."""
    return _prefixed(msgspec.msgpack.encode(request))


def unpack_request(body: bytes) -> Request:
    """Return the request. Raises msgspec.DecodeError for anything else."""
    return msgspec.msgpack.decode(body, type=Request)


def pack(frame: Frame) -> bytes:
    """Return the frame as bytes with their length before them."""
    reading = frame.reading
    if reading is None:
        return _prefixed(msgspec.msgpack.encode(_Flat(frame.kind, frame.way)))
    tables = tuple(
        _Rows(
            t.name,
            t.title,
            t.columns,
            tuple(map(_packed, t.rows)),
            t.places,
            t.keys,
            t.kind,
            t.about,
            t.foreign,
            t.bulk,
        )
        for t in reading.tables
    )
    r = reading
    flat = _Flat(frame.kind, frame.way, r.reader, r.documents, r.findings, r.counts, tables, r.checks)
    return _prefixed(msgspec.msgpack.encode(flat))


def unpack(body: bytes) -> Frame:
    """Return the frame, each cell of its own type. Raises msgspec.DecodeError or ValueError for anything else."""
    flat = msgspec.msgpack.decode(body, type=_Flat, ext_hook=_cell)
    if flat.reader is None:
        return Frame(flat.kind, flat.way)
    tables = tuple(Table(*msgspec.structs.astuple(table)) for table in flat.tables)
    read = Reading(flat.reader, flat.documents, tables, flat.findings, flat.counts, checks=flat.checks)
    return Frame(flat.kind, flat.way, read)


def receive(stream: BinaryIO) -> bytes | None:
    """Return the next message's body, or None when the other side is gone or has sent nonsense."""
    prefix = stream.read(_PREFIX)
    if len(prefix) < _PREFIX:
        return None
    length = int.from_bytes(prefix, "big")
    if length > MOST_BYTES:
        return None
    body = stream.read(length)
    return body if len(body) == length else None


def _prefixed(body: bytes) -> bytes:
    return len(body).to_bytes(_PREFIX, "big") + body


def _packed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple([cell if type(cell) in _PLAIN else _ext(cell) for cell in row])


def _ext(cell: Any) -> Any:  # noqa: ANN401 - a cell, or whatever a reader with a defect has put there
    if (type(cell) is int and -_SMALL <= cell < _SMALL) or type(cell) not in _CODES:
        return cell
    text = str(cell) if isinstance(cell, Decimal | int) else cell.isoformat()
    return msgspec.msgpack.Ext(_CODES[type(cell)], text.encode())


def _cell(code: int, data: memoryview) -> Any:  # noqa: ANN401 - a cell; the union has no smaller common type
    return _MAKERS[code](bytes(data).decode())
