"""Values in Thrift's compact protocol, as far as Parquet's metadata needs it.

Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Value(NamedTuple):
    """kind: the number of its type in the protocol."""

    kind: int
    body: bytes


def i32(number: int) -> Value:
    """Return an integer of 32 bits."""
    return Value(5, varint(number << 1 if number >= 0 else ~(number << 1)))


def i64(number: int) -> Value:
    """Return an integer of 64 bits."""
    return Value(6, i32(number).body)


def binary(data: bytes) -> Value:
    """Return bytes, or a text as UTF-8."""
    return Value(8, varint(len(data)) + data)


def array(values: Sequence[Value]) -> Value:
    """Return a list of values of one kind; it must not be empty."""
    few = len(values) < 15
    head = bytes([(len(values) if few else 15) << 4 | values[0].kind]) + (b"" if few else varint(len(values)))
    return Value(9, head + b"".join(value.body for value in values))


def struct(fields: Mapping[int, Value | None]) -> Value:
    """Return a struct of fields by number, in ascending order; those that are None are left out."""
    written, last = b"", 0
    for number, value in fields.items():
        if value is not None:
            written += bytes([(number - last) << 4 | value.kind]) + value.body
            last = number
    return Value(12, written + b"\0")


def varint(number: int) -> bytes:
    """Return a number from 0 on, 7 bits a byte, the lowest first."""
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    written.append(number)
    return bytes(written)
