"""What codes stand for, in German: one list per data element, from codes.csv beside this file."""

import csv
from functools import cache
from importlib import resources


@cache
def labels(name: str) -> dict[str, str]:
    """Return code and meaning of one list; empty when there is no such list."""
    return _all().get(name, {})


@cache
def pairs(*names: str) -> tuple[tuple[str, str], ...]:
    """Return the lists of these names together, as Column.labels wants them."""
    return tuple({code: meaning for name in names for code, meaning in labels(name).items()}.items())


@cache
def _all() -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = {}
    text = resources.files(__package__).joinpath("codes.csv").read_text(encoding="utf-8")
    for row in csv.reader(line for line in text.splitlines() if line and not line.startswith("#")):
        lists.setdefault(row[0], {})[row[1]] = row[2]
    return lists
