"""What lies in a signed or encrypted envelope (CMS, PKCS#7: smime.p7m). Signatures are opened, not verified.

Source: RFC 5652, X.690 (BER with lengths that are only told by an end mark, as Outlook writes them).
"""

import base64
import binascii
import re
from typing import Final, Literal, NamedTuple

Kind = Literal["signed", "detached", "encrypted", "compressed", "other"]
_OIDS: Final[dict[bytes, Kind]] = {
    bytes.fromhex("2a864886f70d010702"): "signed",
    bytes.fromhex("2a864886f70d010703"): "encrypted",
    bytes.fromhex("2a864886f70d010706"): "encrypted",
    bytes.fromhex("2a864886f70d0109100117"): "encrypted",
    bytes.fromhex("2a864886f70d0109100109"): "compressed",
}
MARKS: Final = tuple(_OIDS)
_PEM = re.compile(rb"-----[^\n-]+-----")
_SEQUENCE, _OID = 0x10, 0x06  # tag numbers, without class and form
_DEEPEST: Final = 24


class Envelope(NamedTuple):
    """What kind of envelope it is, and what lies in it if it is a signed one."""

    kind: Kind
    content: bytes = b""


class _Element(NamedTuple):
    tag: int
    built: bool
    start: int
    end: int
    after: int


def envelope(data: bytes) -> Envelope | None:
    """Return what the bytes are (DER, BER, or either in base64); None when they are no envelope."""
    if not data.startswith(b"\x30"):
        data = _from_base64(data)
    try:
        return _opened(data)
    except (IndexError, ValueError):
        return None


def _opened(data: bytes) -> Envelope | None:
    info = _element(data, 0, 0)
    parts = _children(data, info)
    if info.tag & 0x1F != _SEQUENCE or not parts or parts[0].tag != _OID:
        return None
    kind = _OIDS.get(data[parts[0].start : parts[0].end])
    if kind is None or len(parts) < 2:
        return None
    return Envelope(kind) if kind != "signed" else _signed(data, parts[1])


def _signed(data: bytes, explicit: _Element) -> Envelope:
    """SignedData: version, set of algorithms, and the content: its kind, and explicitly tagged its octets."""
    (sequence,) = _children(data, explicit)[:1]
    inner = _children(data, sequence)
    content = _children(data, inner[2])
    if len(content) < 2:
        return Envelope("detached")
    octets = _children(data, content[1])
    return Envelope("signed", b"".join(_octets(data, element) for element in octets))


def _octets(data: bytes, element: _Element) -> bytes:
    """Return the bytes of an octet string, which may be built of pieces."""
    if not element.built:
        return data[element.start : element.end]
    return b"".join(_octets(data, piece) for piece in _children(data, element))


def _children(data: bytes, element: _Element) -> list[_Element]:
    found = []
    at = element.start
    while at < element.end:
        child = _element(data, at, 1)
        found.append(child)
        at = child.after
    return found


def _element(data: bytes, at: int, depth: int) -> _Element:
    """Return the element that begins here. Raises IndexError or ValueError where none can."""
    if depth > _DEEPEST:
        raise ValueError(depth)
    first, length = data[at], data[at + 1]
    start = at + 2
    if first & 0x1F == 0x1F:
        raise ValueError(first)
    tag, built = first & ~0x20, bool(first & 0x20)
    if length == 0x80:
        end = _end_mark(data, start, depth)
        return _Element(tag, built, start, end, end + 2)
    if length > 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[at + 2 : start], "big")
    end = start + length
    if end > len(data):
        raise IndexError(end)
    return _Element(tag, built, start, end, end)


def _end_mark(data: bytes, at: int, depth: int) -> int:
    while data[at : at + 2] != b"\0\0":
        at = _element(data, at, depth + 1).after
    return at


def _from_base64(data: bytes) -> bytes:
    try:
        return base64.b64decode(_PEM.sub(b"", data), validate=False)
    except binascii.Error:
        return b""
