"""Packages that every user of a program has alike: stable kinds, German titles, roles, types. The tables are data.

profiles.toml: the tables, by file name; profiles.csv: their columns. Sources stand there.
"""

import csv
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from hanse.readers.gdpdu.layout import Field, FieldKind
from hanse.records import Column, ColumnType, Role

_SHARE = 0.6
"""Of the columns of a table whose file name alone says too little, so many must be known."""


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """A known column. type: where index.xml says none, and "moment" for a time that it calls text."""

    title: str
    type: str = ""
    role: Role = ""
    labels: tuple[tuple[str, str], ...] = ()


class Profile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A known table. file: pattern of its file's name, without suffix. named: its name alone is proof enough."""

    kind: str
    file: str
    title: str
    about: str = ""
    named: bool = False
    keys: tuple[str, ...] = ()


class _Data(msgspec.Struct, frozen=True):
    table: tuple[Profile, ...]
    labels: dict[str, dict[str, str]]


@cache
def data() -> _Data:
    """Return the known tables and labels."""
    text = files("hanse.readers.gdpdu").joinpath("profiles.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Data)


@cache
def columns() -> dict[tuple[str, str], Known]:
    """Return the known columns by kind (or family, the part before the point) and name in lower case."""
    text = files("hanse.readers.gdpdu").joinpath("profiles.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {(row["kind"], row["column"].casefold()): _known(row) for row in csv.DictReader(lines, delimiter=";")}


def _known(row: dict[str, str]) -> Known:
    labels = tuple(data().labels.get(row["column"], {}).items())
    return Known(row["title"], row["type"], msgspec.convert(row["role"], Role), labels)


def find(file: str, names: Sequence[str]) -> Profile | None:
    """Return the known table of a file's name and its columns' names."""
    stem = file.rpartition(".")[0] or file
    for profile in data().table:
        if re.fullmatch(profile.file, stem, re.IGNORECASE) and (profile.named or _shared(profile, names) >= _SHARE):
            return profile
    return None


def _shared(profile: Profile, names: Sequence[str]) -> float:
    return sum(_of(profile, name) is not None for name in names) / max(1, len(names))


def _of(profile: Profile, name: str) -> Known | None:
    family = profile.kind.partition(".")[0]
    low = name.strip(" €").casefold()
    return columns().get((profile.kind, low)) or columns().get((family, low))


def known(field: Field, profile: Profile | None) -> Field:
    """Return a column with the known type where index.xml names none."""
    found = _of(profile, field.name) if profile else None
    if field.kind or found is None or not found.type:
        return field
    kinds: dict[str, FieldKind] = {"number": "number", "date": "date"}
    kind = kinds.get(found.type, "text")
    return msgspec.structs.replace(field, kind=kind, format="YYYY-MM-DD" if kind == "date" else field.format)


def moment(field: Field, profile: Profile | None) -> bool:
    """Return whether a column that index.xml calls text is known to hold points in time."""
    found = _of(profile, field.name) if profile else None
    return found is not None and found.type == "moment" and field.kind in ("text", "")


def column(field: Field, kind: ColumnType, profile: Profile | None) -> Column:
    """Return the column with its title, role and labels: the profile's, else what index.xml says."""
    found = _of(profile, field.name) if profile else None
    role: Role = "key" if field.key else "date" if kind in ("date", "datetime") else "code" if field.labels else ""
    return Column(
        name=field.name,
        title=found.title if found else _title(field),
        type=kind,
        about=field.about,
        role=(found.role if found else "") or role,
        labels=field.labels or (found.labels if found else ()),
    )


def _title(field: Field) -> str:
    """Return a short description as title, where the name is a technical one (KDNR, BEL_DAT1)."""
    technical = field.name.isupper() or "_" in field.name or any(ch.isdigit() for ch in field.name)
    short = 0 < len(field.about) <= 40
    return field.about if technical and short else field.name


def keys(profile: Profile, found: Iterable[Column]) -> tuple[str, ...]:
    """Return the known key of a table, where its columns are all there."""
    names = {column.name.casefold(): column.name for column in found}
    mine = [names.get(key.casefold(), "") for key in profile.keys]
    return tuple(mine) if all(mine) else ()
