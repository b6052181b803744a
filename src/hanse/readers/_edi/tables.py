"""The common tables: their columns as columns.toml says, filled with rows by column name."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from hanse.readers._edi.codes import pairs
from hanse.records import Cell, Column, Foreign, Place, Table

Row = dict[str, Cell]
_SHARED = ("Übertragung", "Nachricht", "Art", "Belegnummer", "Belegdatum")


@cache
def layout() -> dict[str, Any]:
    """Return what columns.toml says."""
    return tomllib.loads(resources.files(__package__).joinpath("columns.toml").read_text(encoding="utf-8"))


@cache
def names(table: str) -> tuple[str, ...]:
    """Return the names of a table's columns, in order."""
    return tuple(column[0] for column in layout()[table]["columns"])


@cache
def types(table: str) -> dict[str, Any]:
    """Return the type of each column."""
    return {column[0]: column[2] for column in layout()[table]["columns"]}


class Book:
    """Collects rows of the common tables and makes tables of them; lists: other code lists for some columns."""

    def __init__(self, lists: Mapping[str, str] | None = None) -> None:
        self.lists = dict(lists or {})
        self.rows: dict[str, list[tuple[Cell, ...]]] = {}
        self.places: dict[str, list[Place]] = {}

    def add(self, table: str, row: Row, place: Place) -> None:
        """Add a row; columns that it doesn't name are empty."""
        self.put(table, tuple(map(row.get, names(table))), place)

    def put(self, table: str, row: tuple[Cell, ...], place: Place) -> None:
        """Add a row that has a cell for every column, in their order."""
        self.rows.setdefault(table, []).append(row)
        self.places.setdefault(table, []).append(place)

    def tables(self) -> tuple[Table, ...]:
        """Return the tables that have rows, in the order of columns.toml."""
        return tuple(self._table(name) for name in layout() if name in self.rows)

    def _table(self, name: str) -> Table:
        said = layout()[name]
        foreign = (Foreign(("Übertragung", "Nachricht"), layout()["messages"]["name"]),) if said.get("foreign") else ()
        return Table(
            said["name"], said["title"], tuple(self._column(c) for c in said["columns"]),
            tuple(self.rows[name]), tuple(self.places[name]), tuple(said["keys"]), said["kind"], said["about"], foreign,
        )  # fmt: skip

    def _column(self, said: list[str]) -> Column:
        name, title, kind, role, codes, term, unit = (*said, *[""] * (7 - len(said)))
        codes = self.lists.get(codes, codes) if codes else ""
        return Column(name, title, kind, role=role, unit=unit, term=term, labels=pairs(*codes.split()) if codes else ())  # type: ignore[arg-type] # checked by a test over columns.toml


def shared(head: Row) -> Row:
    """Return what every row of a message takes over from its head."""
    return {name: head.get(name) for name in _SHARED}
