"""Visual FoxPro's database (.dbc with .dct): the long names, captions and keys of the tables that belong to it.

A database is itself a table with a row for each table, field and relation; their properties stand in its memos
(Microsoft, Visual FoxPro, "Database container file structure").
"""

import struct
from pathlib import PureWindowsPath
from typing import NamedTuple

from hanse.errors import Unreadable
from hanse.readers.dbf.layout import Layout, layout
from hanse.readers.dbf.memo import Memos
from hanse.readers.item import Folder, Item
from hanse.records import Foreign

_PATH, _COMMENT, _OWN_TAG, _PARENT, _PARENT_TAG, _PRIMARY, _CAPTION = 1, 7, 13, 18, 19, 20, 56
_DELETED = 0x2A
_LARGEST = 64 << 20


class Names(NamedTuple):
    """What the database says of one table. fields, captions, comments: in the order of the table's fields."""

    database: str
    table: str
    fields: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    comment: str = ""
    primary: str = ""
    foreign: tuple[Foreign, ...] = ()


class _Row(NamedTuple):
    id: int
    parent: int
    kind: str
    name: str
    told: dict[int, str]


def names(item: Item, table: Layout, data: bytes) -> Names | None:
    """Return what the database of a table says, which its header names; None where it doesn't lie there."""
    link = _backlink(table, data)
    found = _database(item.around, link) if link and item.around else None
    if found is None or found.size() > _LARGEST:
        return None
    try:
        rows = _rows(found)
    except Unreadable:
        return None
    return _of(rows, item.name, found.name)


def _backlink(table: Layout, data: bytes) -> str:
    """The way to the database stands behind the fields' end mark, in 263 bytes."""
    if not table.foxpro:
        return ""
    end = data.find(b"\x0d", 32 + 32 * len(table.fields), table.data)
    return data[end + 1 : end + 264].split(b"\0", 1)[0].decode("cp1252", "replace").strip() if end > 0 else ""


def _database(folder: Folder, link: str) -> Item | None:
    return folder.get(link) or folder.get(PureWindowsPath(link).name)


def _rows(found: Item) -> list[_Row]:
    data = found.data()
    shape = layout(data, found.name)
    at = {field.name: field for field in shape.fields}
    wanted = [at.get(name) for name in (b"OBJECTID", b"PARENTID", b"OBJECTTYPE", b"OBJECTNAME", b"PROPERTY")]
    memo = found.around.get(f"{found.name.rpartition('.')[0]}.dct") if found.around else None
    memos = Memos(memo.data(), foxpro=True, version=shape.version) if memo else None
    if None in wanted:
        return []
    rows: list[_Row] = []
    for start in range(shape.data, len(data) - shape.record_length + 1, shape.record_length):
        raw = data[start : start + shape.record_length]
        cells = [raw[f.start : f.start + f.length] for f in wanted if f is not None]
        if raw[0] != _DELETED and len(cells[0]) == len(cells[1]) == 4:
            rows.append(_row(cells, memos))
    return rows


def _row(cells: list[bytes], memos: Memos | None) -> _Row:
    texts = [cell.decode("cp1252", "replace").strip(" \0") for cell in cells[2:4]]
    block = int.from_bytes(cells[4], "little") if len(cells[4]) == 4 else 0
    told = _properties(memos.text(block) or b"") if memos and block else {}
    ids = [int.from_bytes(cell, "little") for cell in cells[:2]]
    return _Row(ids[0], ids[1], texts[0].lower(), texts[1], told)


def _properties(data: bytes) -> dict[int, str]:
    """Each property: its length in all (4 bytes), length of its number (2), number (1), value."""
    found: dict[int, str] = {}
    at = 0
    while at + 7 <= len(data):
        length, _, number = struct.unpack_from("<LHB", data, at)
        if length < 7 or at + length > len(data):
            break
        found[number] = data[at + 7 : at + length].rstrip(b"\0").decode("cp1252", "replace")
        at += length
    return found


def _of(rows: list[_Row], file: str, database: str) -> Names | None:
    table = next((row for row in rows if row.kind == "table" and _file(row) == file.lower()), None)
    if table is None:
        return None
    mine = [row for row in rows if row.parent == table.id and row.id != table.id]
    fields = [row for row in mine if row.kind == "field"]
    long = tuple(row.name for row in fields)
    return Names(
        database,
        table.name,
        long,
        tuple(row.told.get(_CAPTION, "") for row in fields),
        tuple(row.told.get(_COMMENT, "") for row in fields),
        table.told.get(_COMMENT, ""),
        table.told.get(_PRIMARY, "") if table.told.get(_PRIMARY, "") in long else "",
        tuple(_relation(row) for row in mine if row.kind == "relation" and row.told.get(_OWN_TAG) in long),
    )


def _file(table: _Row) -> str:
    return PureWindowsPath(table.told.get(_PATH, f"{table.name}.dbf")).name.lower()


def _relation(row: _Row) -> Foreign:
    """A relation names indices; they are mostly called like the field that they sort by."""
    return Foreign((row.told[_OWN_TAG],), row.told.get(_PARENT, ""), (row.told.get(_PARENT_TAG, ""),))
