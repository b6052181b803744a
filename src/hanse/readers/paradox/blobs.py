"""The memo file of a Paradox table (.mb): long texts by their place."""

import struct

_ALONE, _SHARED = 2, 3  # kinds of block: one long text in it, or up to 64 short ones


class Blobs:
    """Texts by place, as bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def get(self, place: int, length: int) -> bytes | None:
        """Return a text; place: offset of its block, and in the lowest byte which of its texts (255 for the only one).

        None when there is no such text.
        """
        block, index = place & 0xFFFFFF00, place & 0xFF
        if block + 12 > len(self._data):
            return None
        kind = self._data[block]
        if kind == _ALONE and index == 0xFF:
            return self._cut(block + 9, length)
        entry = block + 12 + 5 * index
        if kind != _SHARED or entry + 5 > len(self._data):
            return None
        start, chunks = struct.unpack_from("<BB", self._data, entry)
        return self._cut(block + 16 * start, length) if start and length <= 16 * chunks else None

    def _cut(self, start: int, length: int) -> bytes | None:
        return self._data[start : start + length] if start + length <= len(self._data) else None
