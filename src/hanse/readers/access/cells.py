"""The texts that mdb-export writes, as typed cells. Raises ValueError for a text that its type can't mean."""

import zlib
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from hanse.records import Cell, ColumnType

_NO_DAY = date(1899, 12, 30)  # day 0 of Access: a moment of this day is a time of day


def cell(kind: ColumnType, text: str) -> Cell:
    """Return the typed value of a text that isn't NULL."""
    return _READ[kind](text)


def _number(text: str) -> Cell:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite():
        raise ValueError(text)
    return value


def _truth(text: str) -> Cell:
    if text in {"TRUE", "FALSE"}:
        return text == "TRUE"
    raise ValueError(text)


def _moment(text: str) -> Cell:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - Access knows no time zones


def _text(text: str) -> Cell:
    return text.strip("\0 \r\n").replace("\r\n", "\n") or None


_READ: dict[ColumnType, Callable[[str], Cell]] = {
    "text": _text,
    "integer": int,
    "decimal": _number,
    "boolean": _truth,
    "datetime": _moment,
}


def moments(cells: list[Cell]) -> tuple[ColumnType, list[Cell]]:
    """Return a column of moments as dates or as times of day, where all of them are only that."""
    found = [value for value in cells if isinstance(value, datetime)]
    if found and all(value.time() == time.min for value in found):
        return "date", [value.date() if isinstance(value, datetime) else value for value in cells]
    if found and all(value.date() == _NO_DAY for value in found):
        return "time", [value.time() if isinstance(value, datetime) else value for value in cells]
    return "datetime", cells


def attachment(text: str) -> bytes:
    """Return the file in an attachment's FileData (hexadecimal): kind, length, then a header and the bytes, packed.

    Raises ValueError when it is damaged. (Layout as Jackcess documents it, AttachmentColumnInfoImpl.)
    """
    data = bytes.fromhex(text)
    kind, body = int.from_bytes(data[:4], "little"), data[8:]
    if kind == 1:
        unpacker = zlib.decompressobj()
        try:
            body = unpacker.decompress(body, _LARGEST)
        except zlib.error as error:
            raise ValueError(str(error)) from error
        if unpacker.unconsumed_tail:
            raise ValueError("too large")
    start = int.from_bytes(body[:4], "little")
    if not 4 <= start <= len(body):
        raise ValueError("no header")
    return body[start:]


_LARGEST = 200 << 20
