"""Segments of IDocs: their fields, as segments.toml says, and names with or without version."""

import re
import tomllib
from datetime import time
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from hanse.readers._edi import codes, values
from hanse.records import Cell, Column, ColumnType, Role

_VERSION = re.compile(r"([EZ]2[A-Z0-9_]+?)(\d{3})?")
_TYPES: dict[str, ColumnType] = {"t": "text", "n": "decimal", "d": "date", "z": "time"}
_ROLES: dict[str, Role] = {"n": "quantity", "d": "date", "z": "date"}
_AMOUNTS = ("BETRG", "SUMME", "NETWR", "ANETW", "MWSBT", "VPREI", "PREIS", "KOBTR", "SKFBP", "VERPR", "STPRS")
_CODES = {
    ("E1EDKA1", "PARVW"): "idoc.party", ("E1EDPA1", "PARVW"): "idoc.party", ("E1ADRM1", "PARTNER_Q"): "idoc.party",
    ("E1EDK02", "QUALF"): "idoc.reference", ("E1EDP02", "QUALF"): "idoc.reference", ("E1EDK03", "IDDAT"): "idoc.date",
    ("E1EDP03", "IDDAT"): "idoc.date", ("E1EDP19", "QUALF"): "idoc.item", ("E1EDS01", "SUMID"): "idoc.sum",
    ("E1EDK05", "ALCKZ"): "idoc.charge", ("E1EDP05", "ALCKZ"): "idoc.charge", ("E1EDP16", "ETTYP"): "schedule.idoc",
}  # fmt: skip


class Field(NamedTuple):
    """A field of a segment; length 0: known by name only."""

    name: str
    length: int
    kind: str
    title: str


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("segments.toml").read_text(encoding="utf-8"))


@cache
def fields(segment: str) -> tuple[Field, ...]:
    """Return the fields of a segment (E1 name); none when it isn't known."""
    known = _said()["segment"].get(segment)
    if known is None:
        return ()
    if "same" in known:
        return fields(known["same"])
    return tuple(Field(*field) for field in known["fields"])


@cache
def title(segment: str) -> str:
    """Return what a segment is, "" when it isn't known."""
    return str(_said()["segment"].get(segment, {}).get("title", ""))


@cache
def fixed(part: str, name: str) -> tuple[tuple[str, int], ...]:
    """Return names and lengths of a control or data record's own fields."""
    return tuple((field[0], field[1]) for field in _said()[part][name]["fields"])


@cache
def normal(segment: str) -> str:
    """Return a segment's name as XML has it: E1EDK01 for E2EDK01005 of a flat file."""
    found = _VERSION.fullmatch(segment)
    return f"{found[1][0]}1{found[1][2:]}" if found else segment


@cache
def control_title(name: str) -> str:
    """Return what a field of the control record is, its name where nobody needs more."""
    return str(_said()["control"]["titles"].get(name, name))


def columns(segment: str) -> tuple[Column, ...]:
    """Return a column for each known field of a segment."""
    return tuple(_column(segment, field) for field in fields(segment))


def _column(segment: str, field: Field) -> Column:
    role = "amount" if field.name in _AMOUNTS else _ROLES.get(field.kind, "")
    listed = _CODES.get((segment, field.name), "")
    return Column(
        field.name, field.title, _TYPES[field.kind], role="code" if listed else role,
        labels=codes.pairs(listed) if listed else (),
    )  # fmt: skip


def cell(raw: str, kind: str) -> tuple[Cell, bool]:
    """Return the typed value, and whether it is what the field should hold; zero dates and blanks are empty."""
    raw = raw.strip()
    if not raw or kind == "t":
        return raw or None, True
    if kind == "n":
        number = values.decimal(raw)
        return number, number is not None
    if kind == "d":
        day = values.day(raw)
        return day, day is not None or not raw.strip("0. -/")
    return _time(raw)


def _time(raw: str) -> tuple[Cell, bool]:
    digits = raw.replace(":", "")
    if len(digits) not in {4, 6} or not digits.isascii() or not digits.isdigit():
        return None, False
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:6] or 0)
    if hours == 24:
        return None, minutes == seconds == 0
    return (time(hours, minutes, seconds), True) if hours < 24 and minutes < 60 and seconds < 60 else (None, False)
