"""The attributes of a winmail.dat, and the MAPI properties inside them. Source: MS-OXTNEF.

Knows nothing of mails. A damaged stream is read as far as its lengths make sense.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, NamedTuple

from hanse.readers._mapi.properties import BINARY, OBJECT, TEXT8, TEXT16, Value

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
_FIXED: Final = {0x0002: 2, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 2,
                 0x0014: 8, 0x0040: 8, 0x0048: 16}  # fmt: skip
_LONG: Final = frozenset({TEXT8, TEXT16, BINARY, OBJECT})
_SEVERAL: Final = 0x1000
_NAMED: Final = 0x8000


class Attribute(NamedTuple):
    """One attribute. level: 1 of the message, 2 of an attachment. at: its first byte. true: its checksum holds."""

    level: int
    name: int
    data: bytes
    at: int
    true: bool


class Broken(Exception):
    """The stream ends inside an attribute, or goes on with something else."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def attributes(data: bytes) -> Iterator[Attribute]:
    """Yield all attributes. Raises Broken behind the last whole one when there is more that is none."""
    at = 6
    while at < len(data):
        if at + 9 > len(data) or data[at] not in (1, 2):
            if data[at:].strip(b"\0\r\n"):
                raise Broken(at)
            return
        level, name, length = struct.unpack_from("<BHxxI", data, at)
        body = data[at + 9 : at + 9 + length]
        checksum = data[at + 9 + length : at + 11 + length]
        if len(body) < length:
            raise Broken(at)
        yield Attribute(level, name, body, at, int.from_bytes(checksum, "little") == sum(body) & 0xFFFF)
        at += 11 + length


def properties(data: bytes) -> dict[int, Value]:
    """Return the MAPI properties of one object by their number; named ones, without a fixed number, are left out."""
    found: dict[int, Value] = {}
    with suppress(struct.error, IndexError):  # what came before the damage stays; the checksum tells of it
        _read_properties(data, 0, found)
    return found


def rows(data: bytes) -> Iterator[dict[int, Value]]:
    """Yield the properties of each row of a table of recipients."""
    at = 4
    try:
        for _ in range(min(struct.unpack_from("<I", data)[0], len(data) // 4)):
            row: dict[int, Value] = {}
            at = _read_properties(data, at, row)
            yield row
    except (struct.error, IndexError):
        return


def _read_properties(data: bytes, at: int, found: dict[int, Value]) -> int:
    """Read a counted list of properties; return where it ends."""
    count = struct.unpack_from("<I", data, at)[0]
    at += 4
    for _ in range(min(count, len(data) // 4)):
        kind, number = struct.unpack_from("<HH", data, at)
        at = _after_name(data, at + 4) if number >= _NAMED else at + 4
        values, at = _values(data, at, kind)
        if values and number < _NAMED:
            found.setdefault(number, Value(kind & ~_SEVERAL, values[0]))
    return at


def _after_name(data: bytes, at: int) -> int:
    """Return where the value of a named property begins: behind a GUID and a number or a text."""
    kind, size = struct.unpack_from("<16xII", data, at)
    return at + 24 if kind == 0 else at + 24 + _padded(size)


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    plain = kind & ~_SEVERAL
    count = 1
    if kind & _SEVERAL or plain in _LONG:
        count = struct.unpack_from("<I", data, at)[0]
        at += 4
    if plain not in _LONG and plain not in _FIXED:
        raise struct.error(hex(kind))
    values = []
    for _ in range(min(count, len(data) // 4)):
        size = _FIXED.get(plain, 0)
        if plain in _LONG:
            size = struct.unpack_from("<I", data, at)[0]
            at += 4
        if at + size > len(data):
            raise struct.error(at)
        values.append(data[at : at + size])
        at += _padded(size)
    return values, at


def _padded(size: int) -> int:
    return -(-size // 4) * 4
