"""The words of GAEB, from terms.toml."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec


class Terms(msgspec.Struct, frozen=True):
    """What terms.toml holds."""

    phases: dict[str, str]
    markups: dict[str, str]
    addenda: dict[str, str]
    uncounted_addenda: dict[str, list[str]]
    invoices: dict[str, str]
    settlements: dict[str, str]
    german: dict[str, str]
    fixed: dict[str, str]


@cache
def terms() -> Terms:
    """Return the terms; the file is read once."""
    return msgspec.convert(tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8")), Terms)
