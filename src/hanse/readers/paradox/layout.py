"""The header of a Paradox table: how many records, which fields, where they lie. All numbers in it are little-endian.

After "PxFORMAT.txt" (R. Beck, 1996), the public description of the format.
"""

import struct

import msgspec

from hanse.errors import Unreadable
from hanse.words import Words

_KEYED, _HEAP = 0, 2  # kinds of file that hold records; the others are indices
_BLOCKS = frozenset({1, 2, 3, 4, 5, 8, 16, 32})  # kB
_VERSIONS = {3: "3.0", 4: "3.5", 5: "4", 6: "4", 7: "4", 8: "4", 9: "4", 10: "5", 11: "5", 12: "7"}
_LONG_HEADER = 5  # from this version on the fixed part is 0x78 bytes, with a code page; before, 0x58
_LONG_NAMES = 12  # from this version on the table's name has 261 bytes; before, 79
_ELSEWHERE = 0xFF00FF00  # in the old place of the key: it stands in the new one
_BCD, _BCD_SIZE = 0x17, 17


class Field(msgspec.Struct, frozen=True):
    """One field. start: offset in the record; size: bytes there; decimals: of a BCD number."""

    name: bytes
    type: int
    start: int
    size: int
    decimals: int = 0


class Layout(msgspec.Struct, frozen=True):
    """What the header says. first: number of the first block, from 1; keys: how many fields, from the left, are key."""

    version: str
    records: int
    header: int
    record_size: int
    block_size: int
    blocks: int
    first: int
    keys: int
    code_page: int
    sort: str
    fields: tuple[Field, ...]


def plausible(head: bytes) -> bool:
    """Tell whether this is the header of a table: known numbers, and fields that fill the record exactly."""
    if len(head) < 0x78 or head[4] not in {_KEYED, _HEAP} or head[5] not in _BLOCKS or head[0x39] not in _VERSIONS:
        return False
    size = struct.unpack_from("<H", head)[0]
    return bool(size > 0) and sum(field.size for field in _sizes(head)) == size


def layout(data: bytes, name: str) -> Layout:
    """Read the header. Raises Unreadable for encrypted tables and for what is no header at all."""
    if not plausible(data[:8192]):
        raise _damaged(name)
    if _encrypted(data):
        raise _locked(name)
    size, header, _, kilobytes, records = struct.unpack_from("<HHBBL", data)
    blocks, first = struct.unpack_from("<HH", data, 0x0C)
    keys = struct.unpack_from("<H", data, 0x23)[0]
    code_page = struct.unpack_from("<H", data, 0x6A)[0] if data[0x39] >= _LONG_HEADER else 0
    fields, sort = _named(data[: max(header, 0x78)], _sizes(data))
    return Layout(
        version=_VERSIONS[data[0x39]],
        records=records,
        header=header,
        record_size=size,
        block_size=kilobytes << 10,
        blocks=blocks,
        first=first,
        keys=min(keys, len(fields)),
        code_page=code_page,
        sort=sort,
        fields=fields,
    )


def _sizes(data: bytes) -> list[Field]:
    """Return the fields without their names; fewer when the header is cut off."""
    at = 0x78 if data[0x39] >= _LONG_HEADER else 0x58
    fields: list[Field] = []
    start = 0
    for _ in range(min(struct.unpack_from("<H", data, 0x21)[0], 255)):
        if at + 2 > len(data):
            break
        kind, size = data[at], data[at + 1]
        size, decimals = (_BCD_SIZE, size) if kind == _BCD else (size, 0)
        fields.append(Field(b"", kind, start, size, decimals))
        at, start = at + 2, start + size
    return fields


def _named(header: bytes, fields: list[Field]) -> tuple[tuple[Field, ...], str]:
    """Return the fields with their names, and the name of the sort order, which stand behind pointers and numbers."""
    at = (0x78 if header[0x39] >= _LONG_HEADER else 0x58) + 2 * len(fields) + 4 + 4 * len(fields)
    at += 261 if header[0x39] >= _LONG_NAMES else 79
    named: list[Field] = []
    for field in fields:
        name = header[at:].split(b"\0", 1)[0]
        named.append(msgspec.structs.replace(field, name=name[:80]))
        at += len(name) + 1
    sort = header[at + 2 * len(fields) :].split(b"\0", 1)[0][:20]
    return tuple(named), sort.decode("ascii", "replace")


def _encrypted(data: bytes) -> bool:
    key = struct.unpack_from("<L", data, 0x25)[0]
    if key == _ELSEWHERE and data[0x39] >= _LONG_HEADER:
        key = struct.unpack_from("<L", data, 0x5C)[0]
    return bool(key)


def _damaged(name: str) -> Unreadable:
    return Unreadable(
        Words(
            f"{name} ist keine Paradox-Tabelle, oder ihr Kopf ist beschädigt.",
            f"{name} is no Paradox table, or its header is damaged.",
        ),
        hint=Words("Die Datei aus einer Sicherung holen.", "Get the file from a backup."),
    )


def _locked(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} ist mit einem Kennwort verschlüsselt.", f"{name} is encrypted with a password."),
        hint=Words(
            "Im Ursprungsprogramm das Kennwort entfernen (Paradox: Tabelle umstrukturieren > Kennwortsicherheit) oder"
            " als CSV exportieren.",
            "Remove the password in the program that it came from (Paradox: Restructure Table > Password Security), or"
            " export it as CSV.",
        ),
    )
