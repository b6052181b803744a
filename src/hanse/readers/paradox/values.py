"""One field of one record: its bytes to a cell. Raises ValueError for bytes that the field's type can't mean.

Numbers stand big-endian with the sign bit turned over, so that Paradox can sort them as bytes; all zeros is empty.
"""

import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hanse.readers.paradox.blobs import Blobs
from hanse.readers.paradox.layout import Field
from hanse.records import Cell, ColumnType

ALPHA, MEMO = 0x01, 0x0C
BINARY = frozenset({0x0D, 0x0E, 0x0F, 0x10})  # blob, formatted memo, OLE, graphic
_TYPES: dict[int, ColumnType] = {
    0x01: "text",
    0x02: "date",
    0x03: "integer",
    0x04: "integer",
    0x05: "decimal",
    0x06: "decimal",
    0x09: "boolean",
    0x0C: "text",
    0x14: "time",
    0x15: "datetime",
    0x16: "integer",
    0x17: "decimal",
    0x18: "text",
}
_DAY = 86_400_000  # milliseconds
Parse = Callable[[bytes], Cell]


class MemoMissing(ValueError):
    """The memo file, or this memo in it, isn't there."""


def column_type(field: Field) -> ColumnType:
    """Return the type of the column that a field makes; text for types that nobody has described."""
    return _TYPES.get(field.type, "text")


def known(field: Field) -> bool:
    """Tell whether the field's type is one that can be read."""
    return field.type in _TYPES


def parser(field: Field, decode: Callable[[bytes], str], blobs: Blobs | None) -> Parse:
    """Return the function that reads this field's bytes."""

    def text(raw: bytes) -> Cell:
        return decode(raw.split(b"\0", 1)[0]).strip() or None

    def memo(raw: bytes) -> Cell:
        found = _memo(raw, blobs)
        return decode(found).replace("\r\n", "\n").strip(" \0\r\n") or None

    plain: dict[int, Parse] = {
        ALPHA: text,
        0x02: _date,
        0x03: _integer,
        0x04: _integer,
        0x05: _number,
        0x06: _number,
        0x09: _truth,
        MEMO: memo,
        0x14: _time,
        0x15: _moment,
        0x16: _integer,
        0x17: lambda raw: _bcd(raw, field.decimals),
        0x18: lambda raw: raw.rstrip(b"\0").hex() or None,
    }
    return plain[field.type]


def _memo(raw: bytes, blobs: Blobs | None) -> bytes:
    """The record holds the beginning of the text, then the place of the whole (4 bytes), its length (4), a count."""
    leader = len(raw) - 10
    if leader < 0:
        raise ValueError(raw.hex())
    place, length = struct.unpack_from("<LL", raw, leader)
    if length <= leader:
        return raw[:length]
    found = blobs.get(place, length) if blobs else None
    if found is None:
        raise MemoMissing(raw[:leader].hex())
    return found


def _integer(raw: bytes) -> Cell:
    value = int.from_bytes(raw, "big")
    return value - (1 << (8 * len(raw) - 1)) if value else None


def _float(raw: bytes) -> float | None:
    value = int.from_bytes(raw, "big")
    if not value or len(raw) != 8:
        return None
    value = value ^ 1 << 63 if value >> 63 else value ^ (1 << 64) - 1
    return float(struct.unpack(">d", value.to_bytes(8, "big"))[0])


def _number(raw: bytes) -> Cell:
    found = _float(raw)
    if found is None:
        return None
    value = Decimal(repr(found))
    if not value.is_finite():
        raise ValueError(raw.hex())
    return Decimal(int(value)) if found.is_integer() and abs(found) < 1e15 else value


def _date(raw: bytes) -> Cell:
    """Days, 1 for the first of January of year 1."""
    days = _integer(raw)
    if not isinstance(days, int):
        return None
    if not 0 < days <= date.max.toordinal():
        raise ValueError(raw.hex())
    return date.fromordinal(days)


def _time(raw: bytes) -> Cell:
    milliseconds = _integer(raw)
    if not isinstance(milliseconds, int):
        return None
    if not 0 <= milliseconds < _DAY:
        raise ValueError(raw.hex())
    return (datetime.combine(date.min, time.min) + timedelta(milliseconds=milliseconds)).time()


def _moment(raw: bytes) -> Cell:
    """Milliseconds since the day before the first of January of year 1, as a float."""
    found = _float(raw)
    if found is None:
        return None
    days, milliseconds = divmod(round(found), _DAY) if abs(found) < 1e15 else (0, 0)
    if not 0 < days <= date.max.toordinal():
        raise ValueError(raw.hex())
    return datetime.combine(date.fromordinal(days), time.min) + timedelta(milliseconds=milliseconds)


def _truth(raw: bytes) -> Cell:
    if raw == b"\0":
        return None
    if raw in {b"\x80", b"\x81"}:
        return raw == b"\x81"
    raise ValueError(raw.hex())


def _bcd(raw: bytes, decimals: int) -> Cell:
    """Sign and decimals in the first byte, then 32 digits; those of a negative number are turned over."""
    if not any(raw):
        return None
    negative = not raw[0] & 0x80
    flip = 0x0F if negative else 0
    digits = [(byte >> shift & 0x0F) ^ flip for byte in raw[1:] for shift in (4, 0)]
    if max(digits, default=0) > 9 or len(raw) != 17:
        raise ValueError(raw.hex())
    return Decimal((int(negative), tuple(digits), -decimals))
