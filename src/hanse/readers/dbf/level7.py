"""dBase 7: a header of its own, with names of 31 letters, and numbers that stand as sortable bytes.

After dBASE Inc., "Data File Header Structure for the dBASE Version 7 Table File"; the byte order of numbers as the
Borland Database Engine writes them.
"""

import re
import struct
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hanse.records import Cell

HEADER, FIELD = 68, 48
_NAMED = slice(32, 64)
_WINDOWS = re.compile(r"WIN|ANSI")
_NUMBERED = re.compile(r"^[A-Z]{2}(\d{3,4})")
_DAY = 86_400_000
_JULIAN = 1721425


def fields(data: bytes, start: int) -> Iterator[tuple[bytes, str, int, int]]:
    """Yield (name, type, length, decimals) of each field."""
    at = HEADER
    while at + FIELD <= min(start, len(data)) and data[at] not in (0x0D, 0x00):
        name, kind, length, decimals = struct.unpack_from("<32scBB", data, at)
        yield name.split(b"\0")[0], kind.decode("latin-1"), length, decimals
        at += FIELD


def encoding(data: bytes) -> str:
    """Return the code page by the name of the language driver (DB850DE0, DBWINUS0); "" when it says nothing."""
    name = data[_NAMED].split(b"\0")[0].decode("ascii", "replace").upper()
    if _WINDOWS.search(name):
        return "cp1252"
    found = _NUMBERED.match(name)
    return f"cp{found[1]}" if found and found[1] in {"437", "850", "852", "860", "861", "863", "865", "866"} else ""


def whole(raw: bytes) -> Cell:
    """Types I and +: 4 bytes, the highest first, with the sign bit turned over; zeros are empty."""
    if len(raw) != 4:
        raise ValueError(raw.hex())
    value = int.from_bytes(raw, "big")
    return value - (1 << 31) if value else None


def double(raw: bytes) -> Cell:
    """Type O: a double as sortable bytes; zeros are empty."""
    value = _sortable(raw)
    return None if value is None else Decimal(repr(value))


def moment(raw: bytes) -> Cell:
    """Type @: milliseconds since the day before year 1 as a double, or a Julian day and milliseconds as two numbers."""
    if len(raw) != 8 or not any(raw):
        return _nothing(raw)
    if raw[0] in {0x42, 0xC2}:
        value = struct.unpack(">d", bytes([raw[0] & 0x7F]) + raw[1:])[0]
        days, milliseconds = divmod(round(value), _DAY)
    else:
        days, milliseconds = struct.unpack(">LL" if raw[0] == 0 else "<LL", raw)
        days -= _JULIAN
    if not 0 < days <= date.max.toordinal() or milliseconds >= _DAY:
        raise ValueError(raw.hex())
    return datetime.combine(date.fromordinal(days), time.min) + timedelta(milliseconds=milliseconds)


def _nothing(raw: bytes) -> Cell:
    if len(raw) != 8:
        raise ValueError(raw.hex())
    return None


def _sortable(raw: bytes) -> float | None:
    if len(raw) != 8 or not any(raw):
        _nothing(raw)
        return None
    value = int.from_bytes(raw, "big")
    value = value ^ 1 << 63 if value >> 63 else value ^ (1 << 64) - 1
    found = float(struct.unpack(">d", value.to_bytes(8, "big"))[0])
    if found != found or abs(found) == float("inf"):  # noqa: PLR0124 - NaN is the value unequal to itself
        raise ValueError(raw.hex())
    return found
