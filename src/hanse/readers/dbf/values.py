"""One field of one record: its bytes to a cell. Raises ValueError for bytes that the field's type can't mean."""

import re
import struct
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from hanse.readers.dbf import level7
from hanse.readers.dbf.layout import Field, Layout
from hanse.readers.dbf.memo import Memos
from hanse.records import Cell, ColumnType

BINARY = frozenset("GPW")  # OLE objects, pictures, blobs: no values to calculate with or search in
SYSTEM = "0"  # Visual FoxPro's _NullFlags
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_SOFT = re.compile(rb" ?\x8d\n")  # where an old editor has wrapped a line by itself
_TRUE, _FALSE, _UNSET = b"TtYyJj", b"FfNn", b"? \0"
_JULIAN = 1721425  # Julian day number minus ordinal day, proleptic Gregorian
_NO_DATES = (b"", b"00000000")


_TYPES: dict[str, ColumnType] = {
    "D": "date",
    "L": "boolean",
    "T": "datetime",
    "I": "integer",
    "Y": "decimal",
    "F": "decimal",
    "+": "integer",
    "O": "decimal",
    "@": "datetime",
}


class Overflow(ValueError):
    """The number was too wide for its field; the program that wrote it has put stars instead."""


class MemoMissing(ValueError):
    """The memo file, or this memo in it, isn't there."""


Parse = Callable[[bytes], Cell]


def column_type(field: Field, layout: Layout) -> ColumnType:
    """Return the type of the column that a field makes."""
    if field.type == "N" or (field.type == "F" and not layout.foxpro):
        return "decimal" if field.decimals else "integer"
    if field.type == "B":
        return "decimal" if layout.foxpro else "text"
    return _TYPES.get(field.type, "text")


def parser(field: Field, layout: Layout, decode: Callable[[bytes], str], memos: Memos | None) -> Parse:
    """Return the function that reads this field's bytes."""

    def text(raw: bytes) -> Cell:
        return decode(raw).replace("\0", " ").replace("\r\n", "\n").strip() or None

    def memo(raw: bytes) -> Cell:
        block = int.from_bytes(raw, "little") if len(raw) == 4 else int(raw.strip(b" \0") or b"0")
        if block == 0:
            return None
        found = memos.text(block) if memos else None
        if found is None:
            raise MemoMissing(str(block))
        return decode(_SOFT.sub(b" ", found)).replace("\r\n", "\n").strip(" \0\r\n") or None

    if field.type == "B":
        return _double if layout.foxpro else memo
    if field.type == "M":
        return memo
    plain: dict[str, Parse] = {"N": number, "F": number, "D": day, "L": truth}
    foxpro: dict[str, Parse] = {"I": _integer, "Y": _currency, "T": _moment, "@": _moment, "+": _integer, "Q": _hex}
    seven: dict[str, Parse] = {"I": level7.whole, "+": level7.whole, "O": level7.double, "@": level7.moment}
    return (plain | foxpro | (seven if layout.level7 else {"O": _double})).get(field.type, text)


def number(raw: bytes) -> Cell:
    """Return an integer where no decimal point is written, else the exact decimal; None for blank."""
    text = raw.strip(b" \0").decode("ascii")
    if text in {"", "."}:
        return None
    if text.strip("*") == "":
        raise Overflow(text)
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text) if text.lstrip("+-").isdigit() else Decimal(text)


def day(raw: bytes) -> Cell:
    """Return the day of YYYYMMDD, None for blank or zeros."""
    text = raw.strip(b" \0")
    if text in _NO_DATES:
        return None
    if len(text) != 8 or not text.isdigit():
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def truth(raw: bytes) -> Cell:
    """Return True for T Y J, False for F N, None for "?" and blank."""
    if raw in _TRUE:
        return True
    if raw in _FALSE:
        return False
    if raw in _UNSET:
        return None
    raise ValueError(raw)


def _hex(raw: bytes) -> Cell:
    return raw.hex() or None


def _integer(raw: bytes) -> Cell:
    return int(struct.unpack("<i", _exactly(raw, 4))[0])


def _currency(raw: bytes) -> Cell:
    return Decimal(struct.unpack("<q", _exactly(raw, 8))[0]).scaleb(-4)


def _double(raw: bytes) -> Cell:
    value = Decimal(repr(struct.unpack("<d", _exactly(raw, 8))[0]))
    if not value.is_finite():
        raise ValueError(str(value))
    return value


def _moment(raw: bytes) -> Cell:
    """Julian day and milliseconds since midnight, 4 bytes each (Visual FoxPro, type T)."""
    julian, milliseconds = struct.unpack("<LL", _exactly(raw, 8))
    if julian == 0 or not raw.strip():
        return None
    if not 0 < julian - _JULIAN <= date.max.toordinal() or milliseconds >= 86_400_000:
        raise ValueError(raw.hex())
    # FoxPro keeps fractions of a second as rounding errors: 12:30:00 may be stored as 12:29:59.999
    seconds = round(milliseconds / 1000)
    start = datetime.combine(date.fromordinal(julian - _JULIAN), datetime.min.time())
    return start + timedelta(seconds=seconds)


def _exactly(raw: bytes, size: int) -> bytes:
    if len(raw) != size:
        raise ValueError(raw.hex())
    return raw
