"""PICTURE strings: how many digits or letters, where the decimal point is, how many bytes."""

import re
from math import ceil, log2

import msgspec

_REPEAT = re.compile(r"(CR|DB|.)\((\d{1,5})\)")
_FLOATS = {"COMP-1": 4, "COMP-2": 8, "FLOAT-SHORT": 4, "FLOAT-LONG": 8}
_BINARY = frozenset({"COMP", "COMP-0", "COMP-4", "COMP-5", "COMP-X", "BINARY"})
_PACKED = frozenset({"COMP-3", "PACKED-DECIMAL", "COMP-6"})
_POINTERS = {"INDEX": 4, "POINTER": 4, "FUNCTION-POINTER": 4, "PROCEDURE-POINTER": 8}
_LONGEST = 100_000


class Picture(msgspec.Struct, frozen=True):
    """What a field is. kind: text, zoned, edited, packed, binary, float, national, opaque; length in bytes.

    digits: of a number; scale: decimals, negative where zeros are left out (P); comma: the decimal mark is a comma.
    """

    kind: str
    length: int
    digits: int = 0
    scale: int = 0
    signed: bool = False
    comma: bool = False


def picture(text: str, usage: str, *, separate: bool = False) -> Picture | None:
    """Return what PICTURE and USAGE say together; None when they can't be understood."""
    if usage in _FLOATS or usage in _POINTERS:
        return Picture("float" if usage in _FLOATS else "opaque", _FLOATS.get(usage) or _POINTERS[usage])
    letters = _spelled(text)
    if not letters or len(letters) > _LONGEST:
        return None
    if usage in _BINARY or usage in _PACKED or not set(letters) - set("S9VP"):
        return _number(letters, usage, separate=separate)
    if set(letters) <= set("XA9B/0") and set(letters) & set("XA"):
        return Picture("text", len(letters))
    if set(letters) <= set("NG"):
        return Picture("national" if "N" in letters else "opaque", 2 * len(letters))
    return _edited(letters)


def _spelled(text: str) -> str:
    """Return the picture with 9(3) written as 999."""
    return _REPEAT.sub(lambda found: found[1] * min(int(found[2]), _LONGEST), text.replace(" ", ""))


def _number(letters: str, usage: str, *, separate: bool) -> Picture | None:
    if set(letters) - set("S9VP") or "9" not in letters:
        return None
    before, point, after = letters.replace("S", "").partition("V")
    digits = letters.count("9")
    scale = after.count("9") + after.count("P")
    if before.startswith("P"):  # PP999: the point stands before the left P
        scale = len(before)
    elif "P" in before and not (point and after):
        scale = -before.count("P")
    signed = "S" in letters
    if usage in _PACKED:
        length = (digits + 1) // 2 if usage == "COMP-6" else digits // 2 + 1
        return Picture("packed", length, digits, scale, signed and usage != "COMP-6")
    if usage in _BINARY:
        return Picture("binary", _binary_length(digits), digits, scale, signed)
    return Picture("zoned", digits + separate, digits, scale, signed)


def _binary_length(digits: int) -> int:
    """Halfword, word, double word; longer ones as long as they must be."""
    for most, length in ((4, 2), (9, 4), (18, 8)):
        if digits <= most:
            return length
    return ceil((digits * log2(10) + 1) / 8)


def _edited(letters: str) -> Picture | None:
    """A number as it is printed: signs, points, currency and blanks are bytes of the field; V is none."""
    plain = letters.replace("CR", "cc").replace("DB", "dd")
    if set(plain) - set("S9VPZ*$€+-.,/B0cd"):
        return Picture("text", len(plain.replace("V", "").replace("S", "")))
    comma = _decimal_comma(plain)
    mark = "V" if "V" in plain else "," if comma else "."
    after = plain.rpartition(mark)[2] if mark in plain else ""
    digits = sum(plain.count(letter) for letter in "9Z*")
    scale = sum(letter in "9Z*" for letter in after) if mark == "V" else 0
    length = len(plain.replace("V", "").replace("S", "").replace("P", ""))
    return Picture("edited", length, digits, scale, signed=bool(set(plain) & set("S+-cd")), comma=comma)


def _decimal_comma(letters: str) -> bool:
    """Tell whether DECIMAL-POINT IS COMMA was in force: the last mark is a comma, and not before 3 digits."""
    comma, point = letters.rfind(","), letters.rfind(".")
    if comma < 0 or (point > comma and letters.count(".") == 1):
        return False
    digits = sum(letter in "9Z*" for letter in letters[comma + 1 :])
    return point >= 0 or (letters.count(",") == 1 and digits != 3)
