"""Do places lead back to the records? A random sample of cells, each looked up in the file by its place alone.

    python bench/citations.py [--cells 1000] [--seed 1] [FOLDER ...]

Reads all files below the folders (by default the readers' own samples, and ../shared/samples where it is there), draws
cells at random, the same number from each format as far as there are so many, and opens each file again without the
readers: its lines, its XML element, its fixed record, its sheet row. Found: the cell's value stands there as one would
write it (12,50 or 12.5 or 1250 for implied decimals; 3.2.2024 or 20240203 ...). Derived: the cell was computed (a
signed amount, a label, a name from another record) and isn't there itself, but another telling cell of its row is.
Anything else is a wrong place.
"""

import argparse
import random
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import openpyxl
from lxml import etree

from hanse.errors import HanseError
from hanse.readers import best
from hanse.readers.cells import decode
from hanse.readers.item import Item
from hanse.records import Cell, Place, Table

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "tests" / "readers" / "samples", ROOT.parent / "shared" / "samples")
WORD = re.compile(r"[^\w]+")
TELLING = 3
FOXPRO = (0x30, 0x31, 0x32)  # numbers in binary
STEP = re.compile(r"(?P<name>[^\[]+)(?:\[(?P<number>\d+)\])?")


class Drawn(NamedTuple):
    """A cell to look up."""

    path: Path
    reader: str
    table: Table
    row: int
    column: int

    @property
    def place(self) -> Place:
        """Where its row stands."""
        return self.table.places[self.row]


def main() -> int:
    """Print a row for each format and return 1 when a place was wrong."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cells", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--show", action="store_true", help="print each wrong place")
    asked.add_argument("folder", nargs="*", type=Path)
    options = asked.parse_args()
    drawn = _draw(_cells(options.folder or FOLDERS), options.cells, random.Random(options.seed))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in drawn:
        verdict = _verdict(one)
        counts[one.reader][verdict] += 1
        if verdict == "wrong" and options.show:
            print(one.path, one.table.name, one.place, repr(one.table.rows[one.row][one.column]))
    print(f"{'reader':14}{'cells':>7}{'found':>7}{'derived':>9}{'wrong':>7}{'not tested':>12}")
    total: Counter[str] = Counter()
    for name in sorted(counts):
        _print(name, counts[name])
        total.update(counts[name])
    _print("all", total)
    return 1 if total["wrong"] else 0


def _print(name: str, count: Counter[str]) -> None:
    cells = f"{count.total():7}{count['found']:7}{count['derived']:9}{count['wrong']:7}{count['untested']:12}"
    print(f"{name:14}{cells}")


def _cells(folders: list[Path] | tuple[Path, ...]) -> Iterator[Drawn]:
    for path in sorted(p for folder in folders if folder.exists() for p in folder.rglob("*") if p.is_file()):
        if path.suffix in (".golden", ".py", ".json", ".md") or path.name in ("ORIGIN.txt", "LICENSE.txt"):
            continue
        item = Item.at(path, root=path.parent)
        try:
            reader = best(item)
            tables = reader.read(item).tables
        except HanseError:
            continue
        for table in tables:
            for row, cells in enumerate(table.rows):
                yield from (Drawn(path, reader.NAME, table, row, i) for i, c in enumerate(cells) if c is not None)


def _draw(cells: Iterator[Drawn], wanted: int, chance: random.Random) -> list[Drawn]:
    """Return as many cells of each format, until there are enough."""
    of: dict[str, list[Drawn]] = defaultdict(list)
    for cell in cells:
        of[cell.reader].append(cell)
    for found in of.values():
        chance.shuffle(found)
    drawn: list[Drawn] = []
    while len(drawn) < wanted and any(of.values()):
        drawn += [found.pop() for found in of.values() if found]
    return drawn[:wanted]


def _verdict(one: Drawn) -> str:
    text = _text(one, one.place)
    if text is None:
        return "untested"
    cells = one.table.rows[one.row]
    there = _Haystack(text)
    if there.has(cells[one.column]):
        return "found"
    told = [cell for i, cell in enumerate(cells) if i != one.column and cell is not None]
    telling = [cell for cell in told if not isinstance(cell, bool) and len(str(cell)) >= TELLING]
    return "derived" if any(map(there.has, telling)) else "wrong"


class _Haystack:
    """A record's text, ready to be searched."""

    def __init__(self, text: str) -> None:
        self._words = WORD.sub(" ", text).casefold()
        self._packed = self._words.replace(" ", "")

    def has(self, cell: Cell) -> bool:
        """Return whether the cell's value is written in the record in one of the usual ways."""
        return any(form and form in self._packed for form in _forms(cell))


def _forms(cell: Cell) -> Iterator[str]:
    if isinstance(cell, bool):
        yield from ("t", "j", "y", "true", "1") if cell else ("f", "n", "false", "0")
    elif isinstance(cell, datetime):
        yield from (f"{cell:%Y%m%d}", f"{cell:%d%m%Y}", f"{cell:%y%m%d}", f"{cell:%d%m%y}")
    elif isinstance(cell, date):
        plain = f"{cell.day}{cell.month}{cell.year:04}"
        yield from (f"{cell:%Y%m%d}", f"{cell:%d%m%Y}", f"{cell:%y%m%d}", f"{cell:%d%m%y}", f"{cell:%d%m}", plain)
    elif isinstance(cell, int | Decimal):
        digits = re.sub(r"\D", "", f"{abs(cell):f}")
        yield digits
        yield digits.lstrip("0")
        yield re.sub(r"\D", "", f"{abs(Decimal(cell)).normalize():f}")
    elif cell is not None:
        packed = WORD.sub("", str(cell)).casefold()
        yield packed or str(cell)
        yield packed[:20] if len(packed) > 20 else ""


def _text(one: Drawn, place: Place) -> str | None:
    """Return what stands at a place; None for a kind of place that isn't looked up here."""
    if place.line is not None:
        lines = _lines(one.path)
        return "\n".join(lines[place.line - 1 : (place.line_end or place.line)])
    if place.part is not None and place.part.startswith("/"):
        return _element(one.path, place.part)
    if place.sheet is not None and one.path.suffix == ".xlsx":
        return _sheet_row(one.path, place)
    if place.record is not None and one.reader == "dbf" and one.path.read_bytes()[0] not in FOXPRO:
        return _dbf_record(one.path, place.record)
    return None


@lru_cache(64)
def _lines(path: Path) -> list[str]:
    text = decode(path.read_bytes()).text
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@lru_cache(64)
def _tree(path: Path) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    return etree.fromstring(path.read_bytes(), parser)


def _element(path: Path, way: str) -> str | None:
    """Return the texts and attributes below the element at a path of local names, numbers counted among namesakes."""
    if path.suffix.lower() in (".pdf", ".zip"):
        return None
    node = _tree(path)
    if node is None:
        return ""
    first, *steps = [step for step in way.split("/") if step and not step.startswith("@")]
    if STEP.fullmatch(first) is None:
        return ""
    for step in steps:
        match = STEP.fullmatch(step)
        if match is None:
            return ""
        name = match["name"].rpartition(":")[2]
        same = [child for child in node.iterchildren("*") if etree.QName(child).localname == name]
        number = int(match["number"] or 1)
        if name == "*" or number > len(same):
            return ""
        node = same[number - 1]
    return " ".join([*(str(t) for t in node.itertext()), *(str(v) for e in node.iter() for v in e.attrib.values())])


@lru_cache(16)
def _book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path, data_only=True)


def _sheet_row(path: Path, place: Place) -> str | None:
    try:
        book = _book(path)
    except (zipfile.BadZipFile, KeyError, ValueError):
        return None
    if place.cell is None or place.sheet not in book.sheetnames:
        return None
    cells = book[place.sheet][place.cell]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return " ".join(_shown(cell.value) for row in rows for cell in (row if isinstance(row, tuple) else (row,)))


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y%m%d}"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _dbf_record(path: Path, number: int) -> str:
    """Return a record of a dBase file, found by its header alone."""
    data = path.read_bytes()
    start, length = int.from_bytes(data[8:10], "little"), int.from_bytes(data[10:12], "little")
    if data[0] == 2:
        start, length = 521, int.from_bytes(data[6:8], "little")
    raw = data[start + (number - 1) * length : start + number * length]
    texts = (raw.decode(encoding, "replace") for encoding in ("cp850", "cp1252", "cp1251"))
    return max(texts, key=lambda text: sum(letter in "äöüÄÖÜß" for letter in text))


if __name__ == "__main__":
    sys.exit(main())
