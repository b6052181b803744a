"""One field of one record: its bytes to a cell. Raises ValueError for bytes that its PICTURE and USAGE can't mean.

Notations after IBM Enterprise COBOL for z/OS, Language Reference, "USAGE clause", and of zoned ASCII data as GnuCOBOL
and Micro Focus write it.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from hanse.readers.cobol import floats, letters
from hanse.readers.cobol.layout import Node
from hanse.readers.cobol.picture import Picture
from hanse.records import Cell

_EDITED = re.compile(r"([+-]?)(\d*)(?:([.,])(\d*))?([+-]?|CR|DB)")
_POSITIVE, _NEGATIVE = "{ABCDEFGHI", "}JKLMNOPQR"  # how EBCDIC's signed digits look after a translation to ASCII
_NIBBLE_MINUS, _NIBBLE_PLUS = frozenset({0x0B, 0x0D}), frozenset({0x0A, 0x0C, 0x0E, 0x0F})
Decode = Callable[[bytes], Cell]


class Notation:
    """How the file writes letters and numbers. floats: a notation of floats.py."""

    def __init__(self, encoding: str, *, ebcdic: bool, floating: str = floats.IBM) -> None:
        self.encoding = encoding
        self.ebcdic = ebcdic
        self.floats = floating

    def text(self, raw: bytes) -> str:
        """Return bytes as letters."""
        return letters.text(raw, self.encoding)


def decoder(node: Node, notation: Notation) -> Decode:
    """Return the function that reads this field's bytes."""
    shape = node.picture or Picture("opaque", 0)
    readers: dict[str, Decode] = {
        "text": lambda raw: _text(raw, notation),
        "national": lambda raw: raw.decode("utf-16-be", "replace").strip(" \0") or None,
        "zoned": lambda raw: _zoned(raw, node, shape, notation),
        "edited": lambda raw: _edited(raw, shape, notation),
        "packed": lambda raw: _packed(raw, shape),
        "binary": lambda raw: _binary(raw, node, shape, notation),
        "float": lambda raw: floats.decimal(raw, notation.floats),
        "opaque": _opaque,
    }
    return readers[shape.kind]


def scaled(value: int, scale: int) -> Cell:
    """Return a whole number with its decimals."""
    if scale == 0:
        return value
    return Decimal(value).scaleb(-scale) if scale > 0 else value * 10**-scale


def empty(raw: bytes, notation: Notation) -> bool:
    """Tell whether a field is blank: only spaces, or only zero bytes (LOW-VALUES)."""
    return not raw.strip(b"\0\x40" if notation.ebcdic else b"\0 ")


def _opaque(raw: bytes) -> Cell:
    """Pointers, DBCS and fields whose PICTURE can't be understood mean nothing here."""
    raise ValueError(raw.hex())


def _text(raw: bytes, notation: Notation) -> Cell:
    plain = raw.strip(b"\0")
    return notation.text(plain).replace("\0", " ").strip() or None


def _zoned(raw: bytes, node: Node, shape: Picture, notation: Notation) -> Cell:
    if empty(raw, notation):
        return None
    plain = notation.text(raw)
    negative = False
    if node.separate:
        at = 0 if node.sign == "leading" else len(plain) - 1
        if plain[at] not in "+-":
            raise ValueError(plain)
        negative, plain = plain[at] == "-", plain[:at] + plain[at + 1 :]
    elif shape.signed:
        at = 0 if node.sign == "leading" else len(raw) - 1
        digit, negative = _overpunched(raw[at], plain[at], ebcdic=notation.ebcdic)
        plain = plain[:at] + digit + plain[at + 1 :]
    plain = plain.strip(" ") if not node.separate else plain
    if not plain.isascii() or not plain.isdigit():
        raise ValueError(plain)
    return scaled(-int(plain) if negative else int(plain), shape.scale)


def _overpunched(raw: int, letter: str, *, ebcdic: bool) -> tuple[str, bool]:
    """Return the digit and whether the number is negative, of the byte that holds both."""
    if ebcdic:
        zone, digit = raw >> 4, raw & 0x0F
        if zone >= 0x0A and digit <= 9:
            return str(digit), zone in _NIBBLE_MINUS
        raise ValueError(letter)
    if letter in _POSITIVE or letter in _NEGATIVE:
        return str((_POSITIVE if letter in _POSITIVE else _NEGATIVE).index(letter)), letter in _NEGATIVE
    if "p" <= letter <= "y":
        return str(ord(letter) - ord("p")), True
    return letter, False


def _edited(raw: bytes, shape: Picture, notation: Notation) -> Cell:
    plain = re.sub(r"[ *$€/]", "", notation.text(raw)).upper()
    if not plain.strip("\0"):
        return None
    plain = plain.replace("." if shape.comma else ",", "")
    plain, negative = _trailing_sign(plain, raw, shape, notation)
    found = _EDITED.fullmatch(plain)
    if not found or not (found[2] or found[4]):
        raise ValueError(plain)
    minus = negative or "-" in (found[1], found[5]) or found[5] in {"CR", "DB"}
    value = int((found[2] or "") + (found[4] or "")) * (-1 if minus else 1)
    return scaled(value, len(found[4] or "") + (shape.scale if not found[3] else 0))


def _trailing_sign(plain: str, raw: bytes, shape: Picture, notation: Notation) -> tuple[str, bool]:
    """PIC S9(3).99 prints a point and yet keeps its sign in the last digit."""
    if not shape.signed or not plain or plain.endswith(("+", "-", "CR", "DB")) or plain[-1].isdigit():
        return plain, False
    digit, negative = _overpunched(raw[-1], plain[-1], ebcdic=notation.ebcdic)
    return plain[:-1] + digit, negative


def _packed(raw: bytes, shape: Picture) -> Cell:
    if not any(raw):
        return scaled(0, shape.scale)
    digits = raw.hex()
    sign = 0x0F
    if len(digits) > shape.digits or shape.length != (shape.digits + 1) // 2:
        digits, sign = digits[:-1], raw[-1] & 0x0F
    if not digits.isdecimal() or sign not in _NIBBLE_PLUS | _NIBBLE_MINUS:
        raise ValueError(raw.hex())
    value = int(digits)
    return scaled(-value if sign in _NIBBLE_MINUS else value, shape.scale)


def _binary(raw: bytes, node: Node, shape: Picture, notation: Notation) -> Cell:
    order = "little" if node.entry.usage == "COMP-5" and not notation.ebcdic else "big"
    value = int.from_bytes(raw, "little" if order == "little" else "big", signed=shape.signed)
    return scaled(value, shape.scale)
