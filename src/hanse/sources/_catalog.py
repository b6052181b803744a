"""What a database says of itself: its tables and views with columns, types, keys and comments. Knows no system."""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from hanse.records import Column, ColumnType, Finding, Foreign, Table

Cells = tuple[str | int | bool | None, ...]
TITLE_WORDS, TITLE_LENGTH = 4, 40  # a comment as short as this is a title


class Field(msgspec.Struct, frozen=True):
    """A column. type: None for a binary one, which is left out. sql: the expression that gives its value as a text.

    declared: its type in the system's own words; about: its comment.
    """

    name: str
    type: ColumnType | None
    sql: str
    declared: str
    about: str = ""


class Relation(msgspec.Struct, frozen=True):
    """A table or a view. schema: "" for the one that names need not say. readable: the login may read it."""

    schema: str
    name: str
    fields: tuple[Field, ...]
    view: bool = False
    about: str = ""
    keys: tuple[str, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    readable: bool = True

    @property
    def said(self) -> str:
        """Return its name as people and questions use it."""
        return f"{self.schema}.{self.name}" if self.schema else self.name

    @property
    def copied(self) -> tuple[Field, ...]:
        """Return the columns that are copied."""
        return tuple(field for field in self.fields if field.type is not None)


class Session(Protocol):
    """A connection to one database. Nothing that it does leaves a trace there."""

    def relations(self) -> list[Relation]:
        """Return tables and views, those of the system left out."""
        ...

    def writable(self, relations: list[Relation]) -> str:
        """Return what this login could write, found by trying what leaves no trace; "" when nothing."""
        ...

    def begin(self) -> tuple[Finding, ...]:
        """Begin the one read-only transaction that everything is read in, as of this moment."""
        ...

    def select(self, relation: Relation, columns: str, rest: str = "") -> Iterator[list[Cells]]:
        """Yield the rows of a SELECT of a relation, some at a time, never all in memory. rest: WHERE, ORDER BY."""
        ...

    def quote(self, name: str) -> str:
        """Return a name as SQL."""
        ...

    def close(self) -> None:
        """End the connection; nothing was written."""
        ...


def table(relation: Relation) -> Table:
    """Return a relation as a table without rows; short comments become titles, long ones descriptions."""
    columns = tuple(_column(field) for field in relation.copied)
    kept = {column.name for column in columns}
    keys = relation.keys if kept.issuperset(relation.keys) else ()
    foreign = tuple(key for key in relation.foreign if kept.issuperset(key.columns))
    title = title_of(relation.about) or relation.said
    return Table(relation.said, title, columns, (), (), keys=keys, about=relation.about, foreign=foreign)


def _column(field: Field) -> Column:
    return Column(field.name, title_of(field.about) or field.name, field.type or "text", about=field.about)


def title_of(comment: str) -> str:
    """Return a comment that is short enough for a title; "" for any other."""
    text = " ".join(comment.split())
    return text if 0 < len(text) <= TITLE_LENGTH and len(text.split()) <= TITLE_WORDS else ""
