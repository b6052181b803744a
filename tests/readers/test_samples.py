"""Every reader against its samples: samples/<reader>/<file> must read as <file>.golden beside it says.

Write goldens anew with: pytest tests/readers/test_samples.py --update-goldens, then look at the difference.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from hanse.readers import Claimant, Reader, all_readers, best, scores
from hanse.readers.item import Item
from hanse.records import Cell, Check, Column, Finding, Place, Reading, Table

SAMPLES = Path(__file__).parent / "samples"
READERS = {reader.NAME: reader for reader in all_readers()}


def samples() -> list[Path]:
    """Return the files below samples/<reader>/; deeper ones are described by a file above, which is one of them."""
    found = (p for p in SAMPLES.rglob("*") if len(p.relative_to(SAMPLES).parts) > 1 and "__pycache__" not in p.parts)
    return sorted(p for p in found if p.suffix != ".golden" and p.name != "make.py" and p.is_file())


def sample_name(path: Path) -> str:
    return path.relative_to(SAMPLES).as_posix()


def reader_of(path: Path) -> str:
    return path.relative_to(SAMPLES).parts[0]


def item_of(path: Path) -> Item:
    return Item.at(path, root=SAMPLES / reader_of(path))


@pytest.mark.parametrize("path", samples(), ids=sample_name)
def test_a_sample_reads_as_its_golden_says(path: Path, update_goldens: bool) -> None:  # noqa: FBT001  # a fixture
    golden = path.with_name(f"{path.name}.golden")
    got = told(READERS[reader_of(path)].read(item_of(path)))
    if update_goldens:
        golden.write_text(got, encoding="utf-8")
    assert golden.exists(), f"{golden.name} is missing; write it with --update-goldens and look at it"
    assert got == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", samples(), ids=sample_name)
def test_each_sample_is_claimed_best_by_its_own_reader(path: Path) -> None:
    assert reader_of(path) == best(item_of(path)).NAME
    if isinstance(reader := READERS[reader_of(path)], Claimant) and reader.claims(item_of(path)):
        return
    ranked = scores(Item.at(path).head(), path.name, READERS.values())
    claims = [(score, reader.NAME) for score, reader in ranked]
    assert claims, f"no reader claims {path.name}"
    assert claims[0][1] == reader_of(path), claims
    assert len(claims) == 1 or claims[1][0] < claims[0][0], claims


@pytest.mark.parametrize("path", samples(), ids=sample_name)
def test_no_record_of_a_sample_is_lost(path: Path) -> None:
    counts = READERS[reader_of(path)].read(item_of(path)).counts
    assert counts.in_ == counts.out + counts.rejected


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_reader_has_a_sample(name: str) -> None:
    assert [path for path in samples() if reader_of(path) == name], f"put a file into samples/{name}/"


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_reader_says_what_it_is_in_both_languages(name: str) -> None:
    reader: Reader = READERS[name]
    assert reader.SPEC.startswith("https://")
    assert all(text.strip() for words in (reader.TITLE, reader.HELP) for text in words)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.SUFFIXES)


def told(reading: Reading) -> str:
    """Return a reading as stable text: one line for each block, row, finding and item inside."""
    return "\n".join(_lines(reading)) + "\n"


def _lines(reading: Reading) -> Iterator[str]:
    for document in reading.documents:
        yield f"# document: {document.title}"
        yield from (f"{_place(b.place)}\t{b.kind}\t{_one_line(b.text)}" for b in document.blocks)
    for table in reading.tables:
        yield from _table_lines(table)
    for finding in reading.findings:
        yield _finding_line(finding)
    yield from map(_check_line, reading.checks)
    for member in reading.inside:
        yield f"# inside: {member.name}\t{len(member.data)} bytes"
    yield f"# counts: {reading.counts.in_} in, {reading.counts.out} out, {reading.counts.rejected} rejected"


def _table_lines(table: Table) -> Iterator[str]:
    keys = f" keys {', '.join(table.keys)}" if table.keys else ""
    yield f"# table: {table.name}\t{table.title}{keys}{f' kind {table.kind}' if table.kind else ''}"
    if table.about:
        yield f"# about: {_one_line(table.about)}"
    yield from (f"# foreign: {', '.join(f.columns)} -> {f.table} {', '.join(f.to)}" for f in table.foreign)
    yield "\t" + "\t".join(map(_column, table.columns))
    for place, row in zip(table.places, table.rows, strict=True):
        yield f"{_place(place)}\t" + "\t".join(_cell(cell) for cell in row)


def _column(column: Column) -> str:
    told = f"{column.name}|{column.title}|{column.type}"
    more = {"about": column.about, "role": column.role, "unit": column.unit, "term": column.term}
    labels = [f"{code}={meaning}" for code, meaning in column.labels]
    return _one_line("|".join([told, *(f"{name}={text}" for name, text in more.items() if text), *labels]))


def _check_line(check: Check) -> str:
    held = {True: "held", False: "FAILED", None: "untested"}[check.held]
    return f"? {held} {check.code}\t{_place(check.place)}\t{_one_line(check.words.de)}\t{check.expected}\t{check.found}"


def _finding_line(finding: Finding) -> str:
    raw = f"\traw {_one_line(finding.raw)}" if finding.raw else ""
    return f"! {finding.severity} {finding.code}\t{_place(finding.place)}\t{_one_line(finding.message.de)}{raw}"


def _place(place: Place) -> str:
    """Return the fields of a place that are set; a box with two digits, so that fonts may differ a little."""
    fields = ((name, value) for name, value in msgspec.structs.asdict(place).items() if value is not None)
    return " ".join(f"{n}={'/'.join(f'{x:.2f}' for x in v) if isinstance(v, tuple) else v}" for n, v in fields)


def _cell(cell: Cell) -> str:
    if cell is None:
        return "∅"
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, date | time | Decimal):
        return str(cell)
    return repr(cell) if isinstance(cell, bool | int) else _one_line(cell)


def _one_line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
