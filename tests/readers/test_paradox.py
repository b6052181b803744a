"""Paradox tables: every type, memo files, code pages, damage. (Checked once against pxlib, which reads them alike.)"""

import runpy
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.errors import Unreadable
from hanse.readers import paradox
from hanse.readers.item import Item
from hanse.records import Cell, Reading

HERE = Path(__file__).parent / "samples/paradox"
make: dict[str, Any] = runpy.run_path(str(HERE / "make.py"))


def _sample(name: str) -> Reading:
    return paradox.read(Item.at(HERE / name))


def _cell(kind: int, size: int, raw: bytes) -> Cell:
    data = make["table"]([("F", kind, size)], [raw], keys=0)
    return paradox.read(Item.of("X.DB", data)).tables[0].rows[0][0]


def test_every_type_of_field_is_read_exactly() -> None:
    table = _sample("notizen.db").tables[0]
    assert table.rows[1] == (
        *(2, make["SHORT_TEXT"], Decimal("-0.05"), time(7, 45)),
        *(datetime(2003, 11, 5, 14, 30, 15), "01ab", -12),  # noqa: DTZ001 - the format has no time zone
    )
    assert table.keys == ("Nr",)


def test_a_long_memo_is_read_whole_from_its_own_block() -> None:
    assert _sample("notizen.db").tables[0].rows[0][1] == make["LONG_TEXT"].replace("\r\n", "\n").strip()


@pytest.mark.parametrize("value", [0.1, -0.1, 12345678.91, -1e300, 5e-324])
def test_numbers_are_the_shortest_that_mean_the_same(value: float) -> None:
    assert _cell(make["NUMBER"], 8, make["number"](value)) == Decimal(repr(value))


@pytest.mark.parametrize("value", [-32768 + 1, -1, 0, 1, 32767])
def test_short_numbers_keep_their_sign(value: int) -> None:
    assert _cell(make["SHORT"], 2, make["integer"](value, 2)) == value


def test_dates_reach_from_the_first_year_to_the_last() -> None:
    for day in (date(1, 1, 1), date(1899, 12, 31), date(2024, 2, 29), date(9999, 12, 31)):
        assert _cell(make["DATE"], 4, make["day"](day)) == day


def test_zeros_are_empty_cells() -> None:
    for kind, size in (("DATE", 4), ("LONG", 4), ("NUMBER", 8), ("LOGICAL", 1), ("MOMENT", 8), ("ALPHA", 9)):
        assert _cell(make[kind], size, bytes(size)) is None


def test_a_bad_date_is_a_finding_with_its_bytes() -> None:
    data = make["table"]([("D", make["DATE"], 4)], [b"\xff\xff\xff\xff"], keys=0)
    reading = paradox.read(Item.of("X.DB", data))
    assert reading.tables[0].rows == ((None,),)
    assert [(f.code, f.raw) for f in reading.findings if f.severity == "warning"] == [("paradox.value", "ffffffff")]


def test_a_broken_chain_of_blocks_says_how_many_records_are_missing() -> None:
    reading = _sample("abgebrochen.db")
    assert (reading.counts.in_, reading.counts.out, reading.counts.rejected) == (32, 22, 10)
    assert [c.held for c in reading.checks] == [False]


def test_blocks_that_lead_in_a_circle_end() -> None:
    data = bytearray((HERE / "kunden.db").read_bytes())
    data[2048:2050] = b"\x01\x00"
    assert len(paradox.read(Item.of("kunden.db", bytes(data))).tables[0].rows) < 32


def test_an_encrypted_table_says_what_to_do() -> None:
    for version in (3, 12):
        data = make["table"](make["KUNDEN"], [], key=0x1234, version=version)
        with pytest.raises(Unreadable, match="password") as caught:
            paradox.read(Item.of("geheim.db", data))
        assert "Kennwort entfernen" in caught.value.hint.de


def test_other_files_that_end_in_db_are_left_alone() -> None:
    assert paradox.sniff(b"SQLite format 3\0".ljust(8192, b"\0"), "daten.db") == 0
    assert paradox.sniff(b"\xd0\xcf\x11\xe0".ljust(8192, b"\0"), "Thumbs.db") == 0
    assert paradox.sniff(bytes(8192), "leer.db") == 0
