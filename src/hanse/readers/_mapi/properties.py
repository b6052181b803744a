"""MAPI properties of a message, a recipient or an attachment, whichever file they stood in. Source: MS-OXPROPS."""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from hanse.readers._mail.letters import charset_text

TEXT8, TEXT16, BINARY, NUMBER, TIME, FLAG, OBJECT = 0x001E, 0x001F, 0x0102, 0x0003, 0x0040, 0x000B, 0x000D
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MESSAGE_CODEPAGE, _INTERNET_CODEPAGE, _LOCALE = 0x3FFD, 0x3FDE, 0x3FF1
# Code pages of Windows whose names Python has in another way; all others are "cp" and their number.
_NAMES: Final = {
    65001: "utf-8", 65000: "utf-7", 20127: "ascii", 28591: "cp1252", 28592: "iso8859-2", 28595: "iso8859-5",
    28599: "iso8859-9", 28605: "iso8859-15", 1200: "utf-16-le", 20866: "koi8-r", 10000: "mac-roman",
    50220: "iso2022_jp", 51932: "euc_jp", 936: "gbk", 54936: "gb18030",
}  # fmt: skip
# Primary languages whose Windows code page isn't 1252 (MS-LCID, lower 10 bits).
_LANGUAGES: Final = {
    0x05: 1250, 0x0E: 1250, 0x15: 1250, 0x18: 1250, 0x1A: 1250, 0x1B: 1250, 0x24: 1250, 0x1C: 1250,
    0x02: 1251, 0x19: 1251, 0x22: 1251, 0x23: 1251, 0x2F: 1251, 0x08: 1253, 0x1F: 1254, 0x0D: 1255, 0x01: 1256,
    0x25: 1257, 0x26: 1257, 0x27: 1257, 0x2A: 1258, 0x11: 932, 0x04: 936, 0x12: 949, 0x1E: 874,
}  # fmt: skip


class Value(NamedTuple):
    """A property as it stands in the file: its type and its bytes."""

    kind: int
    data: bytes


class Properties:
    """Properties by their number. codepage: the charset of 8-bit texts; "" lets the letters decide."""

    def __init__(self, values: Mapping[int, Value], codepage: str = "") -> None:
        self._values = values
        self.codepage = codepage or self._own_codepage()

    def text(self, *numbers: int) -> str:
        """Return the first of these properties that says anything, as text in one piece."""
        return next(filter(None, map(self._text, numbers)), "")

    def number(self, number: int) -> int | None:
        """Return a whole number, or None."""
        value = self._values.get(number)
        if value is None or value.kind not in {NUMBER, FLAG, 0x0002} or len(value.data) < 2:
            return None
        return int.from_bytes(value.data[: 4 if value.kind == NUMBER else 2], "little")

    def moment(self, *numbers: int) -> datetime | None:
        """Return the first of these points in time that is there, in UTC without a zone."""
        values = (self._values.get(number) for number in numbers)
        return next(filter(None, (_moment(value.data) for value in values if value and value.kind == TIME)), None)

    def data(self, number: int) -> bytes:
        """Return the bytes of a property as they are."""
        value = self._values.get(number)
        return value.data if value else b""

    def kind(self, number: int) -> int | None:
        """Return the type of a property, or None."""
        value = self._values.get(number)
        return value.kind if value else None

    def internet_codepage(self) -> str:
        """Return the charset that the mail travelled in, which its HTML body is still in; "" when unknown."""
        return codepage_name(self.number(_INTERNET_CODEPAGE) or 0)

    def _text(self, number: int) -> str:
        value = self._values.get(number)
        if value is None:
            return ""
        if value.kind == TEXT16:
            return value.data.decode("utf-16-le", "replace").rstrip("\0")
        return charset_text(value.data.rstrip(b"\0"), self.codepage)[0] if value.kind == TEXT8 else ""

    def _own_codepage(self) -> str:
        stated = self.number(_MESSAGE_CODEPAGE) or 0
        if stated and stated != 1200:  # UTF-16 can't be true of 8-bit texts
            return codepage_name(stated)
        locale = self.number(_LOCALE) or 0
        return codepage_name(_LANGUAGES.get(locale & 0x3FF, 1252)) if locale else self.internet_codepage()


def codepage_name(number: int) -> str:
    """Return what Python calls a code page of Windows; "" for 0."""
    return _NAMES.get(number, f"cp{number}") if number else ""


def _moment(data: bytes) -> datetime | None:
    """Return a FILETIME, counted in 100 nanoseconds from 1601, to the second."""
    if len(data) < 8:
        return None
    try:
        found = _EPOCH + timedelta(microseconds=struct.unpack_from("<Q", data)[0] // 10)
    except OverflowError:
        return None
    return found.replace(tzinfo=None, microsecond=0) if found.year > 1601 else None
