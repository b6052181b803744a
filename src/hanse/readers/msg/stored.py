"""The properties in a .msg: one stream with short values, one stream for each long one. Source: MS-OXMSG, 2.4."""

import re
import struct
from collections.abc import Iterator

from hanse.readers._mapi.properties import TEXT16, Properties, Value
from hanse.readers.msg.cfb import Folder

_LONG = re.compile(r"__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})$")
_SHORT = "__properties_version1.0"
RECIPIENT, ATTACHMENT, OBJECT = "__recip_version1.0_", "__attach_version1.0_", "__substg1.0_3701000d"


def message(folder: Folder) -> Properties:
    """Return the properties of a message: before them stand 32 bytes, in one that was inside another 24."""
    short = folder.stream(_SHORT)
    return _properties(folder, short[24 if len(short) % 16 == 8 else 32 :], "")


def part(folder: Folder, codepage: str) -> Properties:
    """Return the properties of a recipient or an attachment. codepage: the message's."""
    return _properties(folder, folder.stream(_SHORT)[8:], codepage)


def _properties(folder: Folder, short: bytes, codepage: str) -> Properties:
    return Properties(dict(_short(short)) | dict(_long(folder)), codepage)


def _short(stream: bytes) -> Iterator[tuple[int, Value]]:
    for at in range(0, len(stream) - 15, 16):
        kind, number = struct.unpack_from("<HH", stream, at)
        yield number, Value(kind, stream[at + 8 : at + 16])


def _long(folder: Folder) -> Iterator[tuple[int, Value]]:
    """Yield the long values; where a text is there twice, the one in Unicode counts."""
    found = sorted((m for m in map(_LONG.match, folder.streams()) if m), key=lambda m: int(m[2], 16) == TEXT16)
    for name in found:
        kind = int(name[2], 16)
        yield int(name[1], 16), Value(kind, folder.stream(name[0]))
