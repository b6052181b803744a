"""The names of openTRANS documents and parties, from kinds.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import TypedDict

import msgspec


class Named(TypedDict):
    """A name in both languages."""

    de: str
    en: str


class Terms(msgspec.Struct, frozen=True):
    """What kinds.toml holds."""

    kinds: dict[str, Named]
    roles: dict[str, list[str]]
    idrefs: dict[str, list[str]]


@cache
def terms() -> Terms:
    """Return the terms; the file is read once."""
    return msgspec.convert(tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8")), Terms)
