"""The columns of UGL records, from layout.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Field(NamedTuple):
    """A field: where it starts (from 0) and ends; decimals: implied ones, -1 for text."""

    start: int
    end: int
    decimals: int


class Layout(NamedTuple):
    """Fields by record type and name, codes by list."""

    records: dict[str, dict[str, Field]]
    codes: dict[str, dict[str, str]]


@cache
def layout() -> Layout:
    """Return the layout; the file is read once."""
    raw = tomllib.loads(Path(__file__).with_name("layout.toml").read_text(encoding="utf-8"))
    codes = raw.pop("codes")
    return Layout({kind: {name: _field(*spec) for name, spec in fields.items()} for kind, fields in raw.items()}, codes)


def _field(first: int, length: int, decimals: int = -1) -> Field:
    return Field(first - 1, first - 1 + length, decimals)
