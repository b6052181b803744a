"""Compressed RTF, the body of many Outlook mails, to RTF. Source: MS-OXRTFCP."""

import struct
from typing import Final

_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_START: Final = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)  # 2.1.2.1: the dictionary that reader and writer share
_WINDOW: Final = 4096
MOST: Final = 64 << 20
"""No body may unpack to more; real ones have less than 2 MB."""


def rtf(data: bytes) -> tuple[bytes, bool]:
    """Return the RTF, and whether it is whole: as long as its header says."""
    if len(data) < 16:
        return b"", False
    packed, size, kind = struct.unpack_from("<II4s", data)
    body = data[16 : max(4 + packed, 16)]
    if kind == _PLAIN:
        return body[:size], len(body) >= size
    if kind != _COMPRESSED:
        return b"", False
    out = _unpacked(body, min(size, MOST))
    return out, len(out) == size


def _unpacked(body: bytes, size: int) -> bytes:
    """Return at most size bytes. A reference back to the place that comes next is the end."""
    window = bytearray(_START.ljust(_WINDOW, b"\0"))
    out = bytearray()
    write, at = len(_START), 0
    while at < len(body) and len(out) < size:
        control = body[at]
        at += 1
        for bit in range(8):
            if at >= len(body) or len(out) >= size:
                break
            if control >> bit & 1:
                token = int.from_bytes(body[at : at + 2], "big")
                at += 2
                offset, length = token >> 4, (token & 15) + 2
                if offset == write:
                    return bytes(out[:size])
                piece = bytes(_referred(window, write, offset, length))
            else:
                piece = body[at : at + 1]
                at += 1
                window[write] = piece[0]
            out += piece
            write = (write + len(piece)) % _WINDOW
    return bytes(out[:size])


def _referred(window: bytearray, write: int, offset: int, length: int) -> bytearray:
    """Copy from the window to its own end, byte by byte: the two may overlap."""
    piece = bytearray()
    for n in range(length):
        byte = window[(offset + n) % _WINDOW]
        window[(write + n) % _WINDOW] = byte
        piece.append(byte)
    return piece
