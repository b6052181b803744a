"""The system tables of an Access file: which tables, links, queries, relationships and hidden tables there are."""

from typing import NamedTuple

from hanse.readers.access.tools import NULL, Database, Failed
from hanse.records import Foreign

Row = dict[str, str]
_TABLE, _LINKED, _LINKED_ODBC, _QUERY = 1, 6, 4, 5
_SYSTEM = 0x80000002  # flags of an object: made by the system, or of the system
_INTERNAL = ("MSys", "~TMP", "f_")


class Entry(NamedTuple):
    """An object of the catalogue."""

    id: str
    name: str
    type: int
    flags: int
    target: str = ""
    foreign_name: str = ""

    @property
    def own(self) -> bool:
        """Tell whether a person made it."""
        return not self.flags & _SYSTEM and not self.name.startswith(_INTERNAL)


class Hidden(NamedTuple):
    """A column whose values lie in a hidden table: attachments, several values, versions of a memo."""

    column: str
    table: str
    flat: str


class Catalogue(NamedTuple):
    """Everything that the system tables say, by name."""

    entries: tuple[Entry, ...]
    foreign: dict[str, tuple[Foreign, ...]]
    hidden: tuple[Hidden, ...]
    queries: dict[str, list[Row]]

    @property
    def tables(self) -> list[Entry]:
        """Return the tables of the firm."""
        return [e for e in self.entries if e.type == _TABLE and e.own]

    @property
    def linked(self) -> list[Entry]:
        """Return the tables whose rows lie in another file or on a server."""
        return [e for e in self.entries if e.type in {_LINKED, _LINKED_ODBC}]

    @property
    def saved(self) -> list[Entry]:
        """Return the saved queries, also those that only a form uses (their names begin with "~")."""
        return [e for e in self.entries if e.type == _QUERY]


def catalogue(database: Database) -> Catalogue:
    """Read the system tables. Raises Failed when there is no list of objects; the others may be missing."""
    entries = tuple(_entry(row) for row in _rows(database, "MSysObjects"))
    by_id = {entry.id: entry.name for entry in entries}
    hidden = tuple(
        Hidden(row["ColumnName"], by_id[row["ConceptualTableID"]], by_id[row["FlatTableID"]])
        for row in _optional(database, "MSysComplexColumns")
        if row.get("ConceptualTableID") in by_id and row.get("FlatTableID") in by_id
    )
    queries: dict[str, list[Row]] = {}
    for row in _optional(database, "MSysQueries"):
        queries.setdefault(by_id.get(row.get("ObjectId", ""), ""), []).append(row)
    return Catalogue(entries, _foreign(_optional(database, "MSysRelationships")), hidden, queries)


def _entry(row: Row) -> Entry:
    target = row.get("Database", "") or row.get("Connect", "")
    kind, flags = _number(row.get("Type", "")), _number(row.get("Flags", ""))
    return Entry(row.get("Id", ""), row.get("Name", ""), kind, flags & 0xFFFFFFFF, target, row.get("ForeignName", ""))


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0


def _foreign(rows: list[Row]) -> dict[str, tuple[Foreign, ...]]:
    """A relationship has one row for each pair of columns."""
    named: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        key = (row.get("szRelationship", ""), row.get("szObject", ""), row.get("szReferencedObject", ""))
        named.setdefault(key, []).append(row)
    found: dict[str, tuple[Foreign, ...]] = {}
    for (_, table, other), pairs in named.items():
        ordered = sorted(pairs, key=lambda row: _number(row.get("icolumn", "")))
        here = tuple(row.get("szColumn", "") for row in ordered)
        there = tuple(row.get("szReferencedColumn", "") for row in ordered)
        found[table] = (*found.get(table, ()), Foreign(here, other, there))
    return found


def _optional(database: Database, table: str) -> list[Row]:
    try:
        return _rows(database, table)
    except Failed:
        return []


def _rows(database: Database, table: str) -> list[Row]:
    rows = database.rows(table)
    if not rows:
        return []
    return [dict(zip(rows[0], ("" if cell == NULL else cell for cell in row), strict=False)) for row in rows[1:]]
