"""COMP-1 and COMP-2: IBM's hexadecimal floats, or IEEE 754 with the highest or the lowest byte first.

Nothing in a file says which; a vote does: what people have entered has few digits in the right notation, and many in
each of the wrong ones.
"""

import math
import struct
from collections.abc import Iterable
from decimal import Decimal

IBM, IEEE, IEEE_LOW = "IBM (hexadezimal)", "IEEE 754", "IEEE 754 (niedriges Byte zuerst)"
_LIKELY = {True: (IBM, IEEE), False: (IEEE_LOW, IEEE)}  # in EBCDIC, in ASCII data; the usual one first
_LONG = 99  # digits of what is no number


def notation(values: Iterable[bytes], *, ebcdic: bool) -> str:
    """Return the notation in which these floats have the fewest digits."""
    digits = dict.fromkeys(_LIKELY[ebcdic], 0)
    for raw in values:
        for way in digits:
            digits[way] += _digits(raw, way)
    return min(digits, key=lambda way: digits[way])


def decimal(raw: bytes, way: str) -> Decimal:
    """Return the shortest decimal that lies nearer to this float than to its neighbours. Raises ValueError for NaN."""
    value = _value(raw, way)
    if not math.isfinite(value):
        raise ValueError(raw.hex())
    half = _half(raw, value, way)
    for digits in range(1, 17):
        short = f"{value:.{digits}g}"
        if abs(float(short) - value) < half:
            return Decimal(short)
    return Decimal(repr(value))


def _digits(raw: bytes, way: str) -> int:
    try:
        return len(str(decimal(raw, way)))
    except ValueError:
        return _LONG


def _value(raw: bytes, way: str) -> float:
    if way != IBM:
        order = "<" if way == IEEE_LOW else ">"
        return float(struct.unpack(f"{order}{'f' if len(raw) == 4 else 'd'}", raw)[0])
    value = math.ldexp(int.from_bytes(raw[1:], "big"), _exponent(raw))
    return -value if raw[0] & 0x80 else value


def _half(raw: bytes, value: float, way: str) -> float:
    """Half the distance to the next float."""
    if way == IBM:
        return math.ldexp(0.5, _exponent(raw))
    return math.ldexp(0.5, math.frexp(value)[1] - (24 if len(raw) == 4 else 53))


def _exponent(raw: bytes) -> int:
    """To the base 2, of the last of the 6 or 14 hexadecimal digits; IBM's own is to the base 16, excess 64."""
    return 4 * ((raw[0] & 0x7F) - 64) - 8 * (len(raw) - 1)
