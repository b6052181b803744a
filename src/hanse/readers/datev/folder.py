"""Names of accounts from other DATEV files of the same client in the same folder: account names and master data."""

from collections.abc import Iterator
from pathlib import Path

from hanse.readers.cells import decode
from hanse.readers.datev import header, layout, lines, parties, rows
from hanse.readers.datev.days import rule
from hanse.readers.datev.header import Header
from hanse.readers.datev.notes import Notes

_MOST_FILES = 200
_MOST_BYTES = 20_000_000
_NAMES = frozenset({16, 20})


def names(path: Path | None, own: Header) -> tuple[dict[str, str], list[str]]:
    """Return names by account, and the files that they are from. path: the file that is read (None: in memory)."""
    found: dict[str, str] = {}
    files = []
    for other, stated, text in _beside(path, own):
        named = dict(_named(stated, text))
        if named:
            found |= named
            files.append(other.name)
    return found, files


def _beside(path: Path | None, own: Header) -> Iterator[tuple[Path, Header, str]]:
    if path is None:
        return
    others = sorted(p for p in path.parent.glob("*.[cC][sS][vV]") if p.is_file() and p != path)[:_MOST_FILES]
    for other in others:
        stated = _stated(other)
        if stated is None or stated.category not in _NAMES or other.stat().st_size > _MOST_BYTES:
            continue
        if (stated.adviser, stated.client) == (own.adviser, own.client):
            yield other, stated, decode(other.read_bytes()).text


def _stated(path: Path) -> Header | None:
    try:
        with path.open("rb") as stream:
            line = decode(stream.read(1000)).text.split("\n", 1)[0]
    except OSError:
        return None
    sign = header.delimiter(line)
    return header.parse(line, sign) if sign else None


def _named(stated: Header, text: str) -> Iterator[tuple[str, str]]:
    category = stated.category or 0
    all_lines = lines.split(text)
    sign = header.delimiter(all_lines[0])
    by = rows.plan(stated, rule(stated), None)
    found = rows.read(by, list(lines.records(all_lines[2:], sign, by.width, 3)), lambda _: "", Notes())
    columns = [column.name for column in layout.columns(category)]
    for row in found.main:
        cells = dict(zip(columns, row, strict=True))
        name = parties.name(cells) if category == 16 else cells["Kontenbeschriftung"]
        if cells["Konto"] and name:
            yield str(cells["Konto"]), str(name)
