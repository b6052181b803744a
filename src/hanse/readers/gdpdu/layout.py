"""How one data file of a GDPdU package is built, as its index.xml says it. Pure data: knows neither XML nor rows.

Source: Beschreibungsstandard, gdpdu-01-08-2002.dtd and gdpdu-01-09-2004.dtd.
"""

from typing import Literal

import msgspec

from hanse.records import Finding, Foreign

FieldKind = Literal["text", "number", "date", ""]


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column. kind: "" where nothing says it (a cut-down index.xml; the values decide).

    accuracy: decimals that are written, None for other kinds and where nothing says it; implied: decimals that are
    not written (divide by 10**implied); format: of a date, in the standard's tokens; longest: MaxLength of a text;
    labels: what values stand for (Map); key: part of the primary key; repeats: a key column that is named once more;
    start, end: of a fixed record, in bytes (characters in 8-bit sets) from 0, end not included.
    """

    name: str
    kind: FieldKind = "text"
    about: str = ""
    accuracy: int | None = None
    implied: int | None = None
    format: str = "DD.MM.YYYY"
    longest: int | None = None
    labels: tuple[tuple[str, str], ...] = ()
    key: bool = False
    repeats: bool = False
    start: int = 0
    end: int = 0


class Validity(msgspec.Struct, frozen=True):
    """The period that the data are for, as it is written."""

    start: str
    end: str = ""
    format: str = "DD.MM.YYYY"


class Layout(msgspec.Struct, frozen=True, omit_defaults=True):
    """One described data file.

    encoding: Python's name of the declared one. decimal, grouping: "" for none. skip: bytes before the first record.
    first, last: the records that count, from 1, last included, None to the end. epoch: two-digit years below it are
    20xx. fixed: FixedLength; length: bytes of a fixed record without delimiter, None where a delimiter ends it.
    fields: in the order of the data; empty where index.xml names none and the header line does. part: the XML path of
    the description. ways: where the file may lie, relative to index.xml, the likeliest first; refused: why its URL
    is not followed ("" when it is).
    """

    url: str
    name: str
    about: str = ""
    medium: str = ""
    part: str = ""
    ways: tuple[str, ...] = ()
    refused: str = ""
    encoding: str = "cp1252"
    decimal: str = ","
    grouping: str = "."
    skip: int = 0
    first: int = 1
    last: int | None = None
    epoch: int = 30
    fixed: bool = False
    length: int | None = None
    delimiter: str = ";"
    record_delimiter: str = "\r\n"
    encapsulator: str = '"'
    fields: tuple[Field, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    validity: Validity | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the columns of the primary key."""
        return tuple(field.name for field in self.fields if field.key and not field.repeats)


class Medium(msgspec.Struct, frozen=True):
    """A disk of the package, with its tables."""

    name: str
    part: str
    tables: tuple[Layout, ...]


class DataSet(msgspec.Struct, frozen=True):
    """A whole index.xml. commands: texts that the standard would have executed; Hanse never does."""

    version: str
    dtd: str
    supplier: tuple[str, ...]
    media: tuple[Medium, ...]
    extensions: tuple[tuple[str, str], ...]
    commands: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def tables(self) -> tuple[Layout, ...]:
        """All described data files, in the order of the document."""
        return tuple(table for medium in self.media for table in medium.tables)
