"""What the fields of each DATEV category are, by position, and which tables they become. Data only; reads no rows.

The facts stand in layouts.tsv (positions, types) and tables.toml (tables, labels); both are read once.
"""

import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from hanse.records import Column, ColumnType, Role

_HERE = Path(__file__).parent
_BRACKETS = re.compile(r"\(.*?\)\s*$")
_TYPES: dict[str, ColumnType] = {
    "text": "text",
    "account": "text",
    "decimal": "decimal",
    "integer": "integer",
    "date": "date",
    "ttmm": "date",
}
KEYS = (
    Column("Stapel", "Stapel (Datei)", "text", "Berater, Mandant und Zeitpunkt des Exports", "key"),
    Column("Satz", "Satz in der Datei", "integer", "Nummer des Satzes, ab 1", "key"),
)


class Field(msgspec.Struct, frozen=True):
    """One field. position: from 1. type: see layouts.tsv. group: "" for the main table, else info or bank."""

    category: int
    position: int
    name: str
    type: str
    role: Role
    group: str
    member: str
    index: str


class Made(msgspec.Struct, frozen=True):
    """A table that rows become: its short name, title, stable kind and description."""

    name: str
    title: str
    kind: str
    about: str


class Tables(msgspec.Struct, frozen=True):
    """All of tables.toml."""

    category: dict[str, Made]
    legs: Made
    info: Made
    bank: Made
    head: Made
    labels: dict[str, dict[str, str]]
    aliases: dict[str, list[str]]


@cache
def tables() -> Tables:
    """Return the tables; the file is read once."""
    return msgspec.convert(tomllib.loads((_HERE / "tables.toml").read_text(encoding="utf-8")), Tables)


@cache
def fields(category: int) -> tuple[Field, ...]:
    """Return the fields of a category in order of position; none for a category that isn't known."""
    return tuple(field for field in _all_fields() if field.category == category)


@cache
def main_fields(category: int) -> tuple[Field, ...]:
    """Return the fields that become columns of the category's main table."""
    return tuple(field for field in fields(category) if not field.group)


@cache
def columns(category: int) -> tuple[Column, ...]:
    """Return the columns of the category's main table."""
    return (*KEYS, *(_column(field) for field in main_fields(category)))


INFO = (
    *KEYS,
    Column("Herkunft", "Feld", "text", "Beleginfo, Zusatzinformation oder Name des Feldes"),
    Column("Art", "Art der Angabe", "text"),
    Column("Inhalt", "Inhalt", "text", role="text"),
)
BANK = (
    *KEYS,
    Column("Konto", "Konto", "text", "Debitor oder Kreditor", "key"),
    Column("Nummer", "Nummer der Bankverbindung", "integer"),
    Column("Bankleitzahl", "Bankleitzahl", "text"),
    Column("Bankbezeichnung", "Bank", "text"),
    Column("Bankkonto-Nummer", "Kontonummer", "text"),
    Column("Länderkennzeichen", "Land", "text", role="code"),
    Column("IBAN", "IBAN", "text", role="key"),
    Column("SWIFT-Code", "BIC", "text"),
    Column("Abw. Kontoinhaber", "Abweichender Kontoinhaber", "text", role="party"),
    Column("Kennz. Haupt-Bankverb.", "Hauptbankverbindung", "text", role="flag"),
    Column("Gültig von", "Gültig von", "date", role="date"),
    Column("Gültig bis", "Gültig bis", "date", role="date"),
    Column("SEPA-Mandatsreferenz", "SEPA-Mandatsreferenz", "text", role="key"),
)


def labels(name: str) -> tuple[tuple[str, str], ...]:
    """Return what the codes of a field stand for."""
    return tuple(tables().labels.get(name, {}).items())


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a data file of this folder; lines with # are comments."""
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")


def plain(name: str) -> str:
    """Return a field's name without punctuation and brackets, so that headings that drift still agree."""
    bare = _BRACKETS.sub("", name) if not name.startswith("(") else name
    return re.sub(r"[\W_]+", "", bare.casefold().replace("ß", "ss"))


@cache
def known_names(category: int) -> dict[str, int]:
    """Return the plain name of each field and its aliases, with its position; names that several have are left out."""
    found: dict[str, int] = {}
    doubled = set()
    for field in fields(category):
        for name in (field.name, *tables().aliases.get(field.name, ())):
            key = plain(name)
            if found.setdefault(key, field.position) != field.position:
                doubled.add(key)
    return {key: position for key, position in found.items() if key not in doubled}


@cache
def _all_fields() -> tuple[Field, ...]:
    return tuple(msgspec.convert(row, Field, strict=False) for row in rows_of("layouts.tsv"))


_ABOUT = {
    "Umsatz (ohne Soll/Haben-Kz)": "Bruttobetrag ohne Vorzeichen; bei Steuerschlüssel oder Automatikkonto samt Steuer",
    "Soll/Haben-Kennzeichen": "gilt für das Konto; das Gegenkonto steht auf der anderen Seite",
    "Belegdatum": "in der Datei nur Tag und Monat; das Jahr folgt aus dem Zeitraum im Kopf",
    "BU-Schlüssel": "Steuer- und Berichtigungsschlüssel",
    "Konto": "mit führenden Nullen; eine Stelle mehr als Sachkonten haben Debitoren (1 bis 6) und Kreditoren (7 bis 9)",
}


def _column(field: Field) -> Column:
    about = _ABOUT.get(field.name, "")
    unit = {"Umsatz (ohne Soll/Haben-Kz)": "WKZ Umsatz", "Basis-Umsatz": "WKZ Basis-Umsatz"}.get(field.name, "")
    return Column(
        field.name, field.name, _TYPES[field.type], about, field.role, unit, f"DATEV {field.category}/{field.position}",
        labels(field.name),
    )  # fmt: skip
