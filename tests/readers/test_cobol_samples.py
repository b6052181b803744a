"""Public EBCDIC files against the values that two other programs read in them; skipped by name where missing."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.readers import cobol
from hanse.readers.item import Item
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parents[3] / "shared/samples/ebcdic"
COBRIX = SAMPLES / "cobrix"
OURS = {"File_Id", "Record_Id", "Record_Byte_Length", "Seg_Id0", "Seg_Id1"}  # added by the other program
Row = dict[str, Any]
CASES = {
    "test1": ("test1_copybook.cob", "test1_data/example.bin", "test1_expected/test1.txt"),
    "test3": ("test3_copybook.cob", "test3_data/TRAN2.AUG31.DATA.dat", "test3_expected/test3.txt"),
    "test6": ("test6_copybook.cob", "test6_data/INTEGR.TYPES.NOV28.DATA.dat", "test6_expected/test6.txt"),
    "test7": ("test7_fillers.cob", "test7_data/TEST.FILLERS.DEC07.DATA.dat", "test7_expected/test7.txt"),
    "test10": ("test10_copybook.cob", "test10_data/data.dat", "test10_expected/test10.txt"),
    "test13a": ("test13a_file_header_footer.cob", "test13a_data/TRAN2.JUN24.DATA.dat", "test13_expected/test13a.txt"),
    "test13b": (
        "test13b_vrl_file_headers.cob",
        "test13b_data/COMP.DETAILS.JUN02.DATA.RDW.BE.dat",
        "test13_expected/test13b.txt",
    ),
    "test19": ("test19_display_num.cob", "test19_display_num/data.dat", "test19_display_num_expected/test19.txt"),
}
NOT_READ = {
    "test1": {"COMPANY_ID_STR", "ACCOUNT_TYPE_X"},
    "test7": {"STR1", "STR2", "STR4", "FIRST_NAME"},
    "test10": {"NAME_NT", "ACCOUNT_NO_NT"},
    "test13b": {"TAXPAYER_NUM", "PHONE_NUMBER", "CONTACT_PERSON"},
}
"""Second readings of the same bytes that no record type decides, and groups read as one text."""
EXPLAINED = {"test13b": {"TAXPAYER_STR"}, "test19": {"WS_AMOUNT_FRACTION"}}
"""Binary numbers in a text field that the other program blanks out; a blank number that it reads as 0.00."""


class Beside:
    """A folder of one data file and its copybook."""

    way = ""

    def __init__(self, items: dict[str, bytes]) -> None:
        self._items = items

    def names(self) -> tuple[str, ...]:
        return tuple(self._items)

    def get(self, path: str) -> Item | None:
        name = next((n for n in self._items if n.lower() == path.lower()), None)
        return Item.of(name, self._items[name]) if name else None

    def up(self) -> None:
        return None

    def mark(self) -> tuple[str, ...]:
        return tuple(self._items)


def reading(book: Path, data: Path) -> Reading:
    around = Beside({"daten.cpy": book.read_bytes()})
    item = Item.of("daten.dat", data.read_bytes(), around=around)
    assert cobol.claims(item)
    return cobol.read(item)


def rows(found: Reading) -> list[Row]:
    """Return our records with the rows of repeated groups in them."""
    main, *others = found.tables
    made: list[Row] = [
        {c.name.replace("-", "_"): v for c, v in zip(main.columns, row, strict=True)} for row in main.rows
    ]
    for table in others:
        for row in table.rows:
            cells = {c.name.replace("-", "_"): v for c, v in zip(table.columns, row, strict=True)}
            made[int(str(cells.pop("Satz"))) - 1].setdefault("_", []).append(cells)
    return made


def flat(expected: Any) -> Iterator[tuple[str, Any]]:
    for name, value in expected.items():
        if isinstance(value, dict):
            yield from flat(value)
        elif isinstance(value, list):
            yield from ((f"{n}#{i}", v) for i, entry in enumerate(value) for n, v in flat(entry))
        elif name not in OURS:
            yield name, value


def ours(row: Row) -> Row:
    nested = [(f"{n}#{i}", v) for i, entry in enumerate(row.get("_", [])) for n, v in entry.items() if n != "Nr"]
    return {n: v for n, v in row.items() if n not in {"_", "Satz"}} | dict(nested)


def expected_rows(path: Path) -> list[Row]:
    text = path.read_text(encoding="utf-8" if "test9" in path.name else "iso-8859-1")
    if text.lstrip().startswith("["):
        return [dict(flat(row)) for row in json.loads(text, parse_float=Decimal)]
    return [dict(flat(json.loads(line, parse_float=Decimal))) for line in text.split("\n") if line.strip()]


def same(wanted: Any, got: Cell) -> bool:
    if isinstance(wanted, str) and not isinstance(got, int | Decimal):
        return "".join(wanted.split("\0")).strip() == "".join((str(got) if got is not None else "").split("\0")).strip()
    if isinstance(got, date):
        return f"{got:%Y%m%d}" == str(wanted)
    if got is None or wanted is None:
        return wanted in (None, "") and got in (None, "")
    return Decimal(str(wanted)) == Decimal(str(got))


def compared(name: str) -> tuple[int, list[str]]:
    """Return how many values were compared, and the differences; each record is matched with its likest one."""
    book, data, expected = (COBRIX / part for part in CASES[name])
    made = [ours(row) for row in rows(reading(book, data))]
    total, differences = 0, []
    for wanted in expected_rows(expected):
        names = [n for n in wanted if n.split("#")[0] not in NOT_READ.get(name, set())]
        row = max(made, key=lambda candidate: sum(same(wanted[n], candidate.get(n)) for n in names))
        total += len(names)
        differences += [f"{n}: {wanted[n]!r} != {row.get(n)!r}" for n in names if not same(wanted[n], row.get(n))]
    return total, differences


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_value_is_the_one_that_another_program_reads(name: str) -> None:
    if not COBRIX.exists():
        pytest.skip("needs ../shared/samples/ebcdic/cobrix")
    total, differences = compared(name)
    unexplained = [d for d in differences if d.split(":")[0] not in EXPLAINED.get(name, set())]
    assert unexplained == []
    assert len(differences) <= 0.04 * total


@pytest.mark.parametrize("page", ["cp037", "cp273", "cp500", "cp1140", "cp1141"])
def test_bytes_are_letters_of_each_code_page_as_another_program_has_them(page: str) -> None:
    if not COBRIX.exists():
        pytest.skip("needs ../shared/samples/ebcdic/cobrix")
    data = (COBRIX / "test9_data/TRAN.APR14.NPT.DATA.dat").read_bytes()
    for number, row in enumerate(expected_rows(COBRIX / f"test9_expected/test9_{page}.txt")):
        raw = data[number * 45 : number * 45 + 45]
        got = cobol.letters.text(raw[11:26], page)
        wanted = row["COMPANY_NAME_NP"]
        got = got.replace("\u203e", "\u00af")  # IBM's overline has two places in Unicode
        pairs = [(w, g) for w, g in zip(wanted, got, strict=False) if w.isprintable() and g.isprintable() and w != " "]
        if len(wanted) == 15:
            assert all(w == g for w, g in pairs), (number, wanted, got)


def test_a_thousand_records_of_text_are_those_that_another_program_reads() -> None:
    folder = SAMPLES / "ebcdic-parser"
    if not folder.exists():
        pytest.skip("needs ../shared/samples/ebcdic/ebcdic-parser")
    layout = json.loads((folder / "311_calls_for_service_requests_all_strings.json").read_text(encoding="utf-8"))
    fields = layout["layouts"][0]["layout"]
    book = "       01 SATZ.\n" + "".join(
        f"           05 {f['name'].upper().replace('_', '-')} PIC X({f['size']}).\n" for f in fields
    )
    data = (folder / "311_calls_for_service_requests_sample.dat").read_bytes()
    item = Item.of("daten.dat", data, around=Beside({"daten.cpy": book.encode()}))
    (table,) = cobol.read(item).tables
    path = folder / "validate/311_calls_for_service_requests_sample_type_main.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(table.rows) == 1000
    for line, row in zip(lines, table.rows, strict=True):
        wanted = [cell.strip() for cell in line.split("\t")][: len(row)]
        assert wanted == [cell or "" for cell in row]
