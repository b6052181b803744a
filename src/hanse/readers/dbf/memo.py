"""Memo files: the long texts that lie beside a dBase file in .dbt or .fpt."""

import re
import struct

from hanse.readers.dbf.layout import DBASE3_MEMO
from hanse.readers.item import Item

_SUFFIXES = (".fpt", ".dbt", ".dct")
_DBASE4_MARK = b"\xff\xff\x08\x00"
_WORDS = re.compile(rb"[A-Za-z]{2,20}[\x80-\xff]{1,2}[A-Za-z]{2,20}")
_TEXT = 1  # type of a FoxPro memo: 0 picture, 1 text, 2 object


class Memos:
    """Texts by block number, as bytes."""

    def __init__(self, data: bytes, *, foxpro: bool, version: int) -> None:
        self._data = data
        self._foxpro = foxpro
        self._dbase3 = version == DBASE3_MEMO
        self._size = _block_size(data, foxpro=foxpro, dbase3=self._dbase3)

    def text(self, block: int) -> bytes | None:
        """Return the memo that begins at this block; None for one that is no text or lies outside the file."""
        at = block * self._size
        if at >= len(self._data):
            return None
        if self._foxpro:
            return self._foxpro_text(at)
        if not self._dbase3 and self._data[at : at + 4] == _DBASE4_MARK:
            length = struct.unpack_from("<L", self._data, at + 4)[0] if at + 8 <= len(self._data) else 0
            return self._data[at + 8 : at + length].split(b"\x1f", 1)[0]
        end = self._data.find(b"\x1a", at)
        return self._data[at : end if end >= 0 else len(self._data)]

    def letters(self) -> bytes:
        """Return words with letters beyond ASCII from all texts, for a vote on their code page; at most 64 kB."""
        return b"\n".join(_WORDS.findall(self._data)[:2000])

    def _foxpro_text(self, at: int) -> bytes | None:
        if at + 8 > len(self._data):
            return None
        kind, length = struct.unpack_from(">LL", self._data, at)
        return self._data[at + 8 : at + 8 + length] if kind == _TEXT else None


def beside(item: Item, version: int) -> Memos | None:
    """Return the memo file of the same name in the same folder, in whatever case; None when there is none."""
    stem = item.name.rpartition(".")[0]
    for suffix in _SUFFIXES if item.around else ():
        found = item.around.get(stem + suffix) if item.around else None
        if found is not None:
            return Memos(found.data(), foxpro=suffix != ".dbt", version=version)
    return None


def _block_size(data: bytes, *, foxpro: bool, dbase3: bool) -> int:
    if foxpro and len(data) >= 8:
        return struct.unpack_from(">H", data, 6)[0] or 1
    if not dbase3 and len(data) >= 22:
        return struct.unpack_from("<H", data, 20)[0] or 512
    return 512
