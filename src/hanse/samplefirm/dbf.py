"""Writes dBase III files: header, field descriptors, fixed records, deleted flag, end mark 0x1A. Knows no firm.

Source: dBase III+ file structure (version byte 03; byte 29: language driver, 0x02 = CP850, 0 = not said).
"""

import struct
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

CP850 = 0x02
Value = str | int | Decimal | date | bool


class Field(NamedTuple):
    """A column. kind: C text, N number, D date, L yes or no. size: bytes; places: decimals of N."""

    name: str
    kind: Literal["C", "N", "D", "L"]
    size: int
    places: int = 0


def write(fields: Sequence[Field], rows: Iterable[tuple[bool, Sequence[Value]]], *, day: date, language: int) -> bytes:
    """Return the file's bytes. rows: (deleted, values). Text too long for its field is cut, as dBase does."""
    records = [_record(fields, values, deleted=deleted) for deleted, values in rows]
    size = 1 + sum(field.size for field in fields)
    start = 32 + 32 * len(fields) + 1
    head = struct.pack("<BBBBIHH", 3, day.year - 1900, day.month, day.day, len(records), start, size)
    head += bytes(17) + bytes((language, 0, 0))
    return head + b"".join(_descriptor(field) for field in fields) + b"\r" + b"".join(records) + b"\x1a"


def _descriptor(field: Field) -> bytes:
    return struct.pack("<11sc4xBB14x", field.name.encode("ascii"), field.kind.encode(), field.size, field.places)


def _record(fields: Sequence[Field], values: Sequence[Value], *, deleted: bool) -> bytes:
    cells = [_cell(field, value) for field, value in zip(fields, values, strict=True)]
    return (b"*" if deleted else b" ") + b"".join(cells)


def _cell(field: Field, value: Value) -> bytes:
    if isinstance(value, bool):
        return b"T" if value else b"F"
    if isinstance(value, date):
        return f"{value:%Y%m%d}".encode()
    if isinstance(value, str):
        return value.encode("cp850")[: field.size].ljust(field.size)
    text = f"{value:.{field.places}f}".encode()
    if len(text) > field.size:
        message = f"{field.name}: {value} needs more than {field.size} bytes"
        raise ValueError(message)
    return text.rjust(field.size)
