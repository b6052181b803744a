"""Reads the data files of the sample firm: names, articles, documents, mails. Knows nothing of the model."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return the data file "<name>.toml"."""
    return tomllib.loads((files("hanse.samplefirm") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def documents() -> tuple[dict[str, Any], ...]:
    """Return the document templates, sorted by file name; "name" is the file's own."""
    folder = files("hanse.samplefirm") / "data" / "documents"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(tomllib.loads(f.read_text(encoding="utf-8")) | {"name": f.name} for f in found)
