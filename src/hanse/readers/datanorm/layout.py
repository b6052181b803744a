"""Field positions and codes of DATANORM, from layout.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import TypedDict

import msgspec


class Version(TypedDict, total=False):
    """Column name to field number, for each record type."""

    A: dict[str, int]
    B: dict[str, int]


class Layout(msgspec.Struct, frozen=True):
    """What layout.toml holds."""

    v4: Version
    v5: Version
    codes: dict[str, dict[str, str]]

    def of(self, version: int) -> Version:
        """Return the layout of DATANORM 4 or 5."""
        return self.v5 if version == 5 else self.v4

    def labels(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return a list of codes with their meanings."""
        return tuple(self.codes[name].items())


@cache
def layout() -> Layout:
    """Return the layout; the file is read once."""
    return msgspec.convert(tomllib.loads(Path(__file__).with_name("layout.toml").read_text(encoding="utf-8")), Layout)
