"""What mdb-schema and mdb-prop say of tables, as columns: names, types, keys, captions, descriptions."""

import re

import msgspec

from hanse.records import ColumnType

_TABLE = re.compile(r"^CREATE TABLE \[(.*)\]$")
_FIELD = re.compile(r"^\t\[(.*)\]\t\t\t(.+?)( NOT NULL)?,? ?$")
_KEY = re.compile(r"^ALTER TABLE `(.*)` ADD PRIMARY KEY \((.*)\);$", re.MULTILINE)
_TYPES: dict[str, ColumnType] = {
    "Byte": "integer",
    "Integer": "integer",
    "Long Integer": "integer",
    "BigInt": "integer",
    "Single": "decimal",
    "Double": "decimal",
    "Currency": "decimal",
    "Numeric": "decimal",
    "DateTime": "datetime",
    "Boolean": "boolean",
}
_COMPLEX = "Unknown_0012"  # attachments and multi-valued fields: a number that leads to a hidden table


class Field(msgspec.Struct, frozen=True):
    """One column: kind is Access' own type without its length; the rest is what mdb-prop says."""

    name: str
    kind: str
    caption: str = ""
    about: str = ""
    expression: str = ""
    format: str = ""

    @property
    def type(self) -> ColumnType:
        """Return the type of its cells; whether a time has only dates is seen from the rows."""
        return "integer" if self.kind == _COMPLEX else _TYPES.get(self.kind, "text")

    @property
    def binary(self) -> bool:
        """Tell whether it holds objects that are no values."""
        return self.kind.startswith("OLE")

    @property
    def complex(self) -> bool:
        """Tell whether its values lie in a hidden table."""
        return self.kind == _COMPLEX


def fields(schema: str) -> dict[str, list[Field]]:
    """Return the columns by table from the schema in Access' dialect."""
    tables: dict[str, list[Field]] = {}
    current: list[Field] = []
    for line in schema.splitlines():
        if opened := _TABLE.match(line):
            current = tables.setdefault(opened[1], [])
        elif found := _FIELD.match(line):
            current.append(Field(found[1], found[2].split(" (")[0].strip()))
    return tables


def keys(schema: str) -> dict[str, tuple[str, ...]]:
    """Return the primary key's columns by table from the schema in MySQL's dialect."""
    return {table: tuple(re.findall(r"`([^`]*)`", columns)) for table, columns in _KEY.findall(schema)}


def described(found: list[Field], properties: str) -> tuple[list[Field], str]:
    """Return the columns with what their properties say, and the description of the table itself."""
    told = _properties(properties)
    more = [
        msgspec.structs.replace(
            field,
            caption=told.get(field.name, {}).get("Caption", ""),
            about=told.get(field.name, {}).get("Description", ""),
            expression=told.get(field.name, {}).get("Expression", ""),
            format=told.get(field.name, {}).get("Format", ""),
        )
        for field in found
    ]
    return more, told.get("(none)", {}).get("Description", "")


def _properties(text: str) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("name: "):
            current = told.setdefault(line.removeprefix("name: "), {})
        elif line.startswith("\t") and ": " in line:
            name, _, value = line[1:].partition(": ")
            current[name] = value.strip()
    return told
