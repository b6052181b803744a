"""The header of a dBase, FoxPro or Clipper file: how many records, which fields, where they lie."""

import struct

import msgspec

from hanse.errors import Unreadable
from hanse.readers.dbf import level7
from hanse.words import Words

DBASE2 = 0x02
DBASE3_MEMO = 0x83
VERSIONS = {
    DBASE2: "dBase II",
    0x03: "dBase III",
    0x04: "dBase 7",
    0x05: "dBase 5",
    0x30: "Visual FoxPro",
    0x31: "Visual FoxPro",
    0x32: "Visual FoxPro",
    0x43: "dBase IV SQL",
    0x63: "dBase IV SQL",
    0x7B: "dBase IV, Memo",
    DBASE3_MEMO: "dBase III, Memo",
    0x87: "Visual Objects, Memo",
    0x8B: "dBase IV, Memo",
    0x8C: "dBase 7, Memo",
    0x8E: "dBase IV SQL, Memo",
    0xCB: "dBase IV SQL, Memo",
    0xE5: "Clipper SIX, Memo",
    0xEC: "dBase 7 SQL, Memo",
    0xF5: "FoxPro, Memo",
    0xFB: "FoxBASE",
}
_DBASE7 = frozenset({0x04, 0x8C, 0xEC})
_FOXPRO = frozenset({0x30, 0x31, 0x32})
_NULLABLE, _COUNTED = 0x02, 0x0C  # field flags, Visual FoxPro table structure, byte 18 of a field
_END = (0x0D, 0x0A, 0x00)
_DBASE2_DATA = 521  # 8 bytes, 32 fields of 16 bytes, one end mark


class Field(msgspec.Struct, frozen=True):
    """One field. start: offset in the record (the deletion mark is byte 0). *_bit: bit in _NullFlags, -1 for none.

    counted: the program numbers the records with it (autoincrement).
    """

    name: bytes
    type: str
    start: int
    length: int
    decimals: int
    null_bit: int = -1
    short_bit: int = -1
    counted: bool = False


class Layout(msgspec.Struct, frozen=True):
    """What the header says. records: by the header, which may be wrong; data: offset of the first record.

    encoding: the code page where the header names it in words, as dBase 7 does.
    """

    version: int
    records: int
    data: int
    record_length: int
    driver: int
    fields: tuple[Field, ...]
    encoding: str = ""

    @property
    def level7(self) -> bool:
        """Tell whether this is dBase 7, whose numbers are sortable bytes."""
        return self.version in _DBASE7

    @property
    def foxpro(self) -> bool:
        """Tell whether this is Visual FoxPro, where types B and 0 mean something else than in dBase."""
        return self.version in _FOXPRO


def plausible(head: bytes) -> bool:
    """Tell whether the first bytes look like a header: known version, a possible date, lengths that fit."""
    if len(head) < 32 or head[0] not in VERSIONS:
        return False
    if head[0] == DBASE2:
        return _plausible_dbase2(head)
    month, day = head[2], head[3]
    data, record = struct.unpack_from("<HH", head, 8)
    return month <= 12 and day <= 31 and data >= 33 and record >= 1 and head[12:14] == b"\0\0"


def _plausible_dbase2(head: bytes) -> bool:
    record = struct.unpack_from("<H", head, 6)[0]
    return 1 < record <= 1000 and head[8:9].isalpha() and head[19:20] in (b"C", b"N", b"L")


def layout(data: bytes, name: str) -> Layout:
    """Read the header. Raises Unreadable for encrypted files and what is no header at all."""
    if not data or data[0] not in VERSIONS:
        raise _foreign(name, data[:1])
    if data[0] == DBASE2:
        return _dbase2(data, name)
    if len(data) < 32:
        raise _cut(name)
    if data[15] == 1:
        raise _encrypted(name)
    records, start, length = struct.unpack_from("<LHH", data, 4)
    seven = data[0] in _DBASE7
    fields = _fields7(data, start) if seven else _fields(data, start)
    if not fields or length < 1:
        raise _cut(name)
    encoding = level7.encoding(data) if seven else ""
    return Layout(data[0], records, start, length, data[29], fields, encoding)


def _fields7(data: bytes, start: int) -> tuple[Field, ...]:
    fields: list[Field] = []
    offset = 1
    for name, kind, length, decimals in level7.fields(data, start):
        fields.append(Field(name, kind, offset, length, decimals, counted=kind == "+"))
        offset += length
    return tuple(fields)


def _fields(data: bytes, start: int) -> tuple[Field, ...]:
    fields: list[Field] = []
    at, offset, bit = 32, 1, 0
    while at + 32 <= min(start, len(data)) and data[at] not in _END:
        name, kind, length, decimals = struct.unpack_from("<11sc4xBB", data, at)
        kind = kind.decode("latin-1")
        length, decimals = (length | decimals << 8, 0) if kind == "C" else (length, decimals)
        short_bit, bit = (bit, bit + 1) if kind in "VQ" else (-1, bit)
        null_bit, bit = (bit, bit + 1) if data[at + 18] & _NULLABLE and kind != "0" else (-1, bit)
        plain = name.split(b"\0")[0]
        counted = data[0] in _FOXPRO and data[at + 18] & _COUNTED == _COUNTED
        fields.append(Field(plain, kind, offset, length, decimals, null_bit, short_bit, counted))
        at, offset = at + 32, offset + length
    return tuple(fields)


def _dbase2(data: bytes, name: str) -> Layout:
    """Header of dBase II: 8 bytes, then 32 places for fields of 16 bytes."""
    if len(data) < _DBASE2_DATA:
        raise _cut(name)
    records, length = struct.unpack_from("<H3xH", data, 1)
    fields: list[Field] = []
    at, offset = 8, 1
    while at < _DBASE2_DATA - 1 and data[at] not in _END:
        raw, kind, size, decimals = struct.unpack_from("<11scBxxB", data, at)
        fields.append(Field(raw.split(b"\0")[0], kind.decode("latin-1"), offset, size, decimals))
        at, offset = at + 16, offset + size
    if not fields or length < 1:
        raise _cut(name)
    return Layout(DBASE2, records, _DBASE2_DATA, length, 0, tuple(fields))


def _foreign(name: str, first: bytes) -> Unreadable:
    return Unreadable(
        Words(
            f"{name}: keine dBase-Datei, die Hanse kennt (Kennung {first.hex() or '-'}).",
            f"{name}: no dBase file that Hanse knows (mark {first.hex() or '-'}).",
        ),
        hint=Words(
            "Im Ursprungsprogramm als dBase IV oder CSV exportieren.",
            "Export it as dBase IV or CSV from the program that it came from.",
        ),
    )


def _cut(name: str) -> Unreadable:
    return Unreadable(
        Words(
            f"{name}: der Kopf der dBase-Datei nennt keine Felder oder ist beschädigt.",
            f"{name}: the header of the dBase file names no fields or is damaged.",
        ),
        hint=Words("Die Datei aus einer Sicherung holen.", "Get the file from a backup."),
    )


def _encrypted(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} ist verschlüsselt (dBase IV).", f"{name} is encrypted (dBase IV)."),
        hint=Words(
            "Im Ursprungsprogramm mit Kennwort öffnen und unverschlüsselt exportieren.",
            "Open it with its password in the program that it came from and export it unencrypted.",
        ),
    )
