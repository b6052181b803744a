"""VDA 4905 and 4913: what is written reads back the same, special dates, counters, damage."""

import importlib.util
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.errors import Unreadable
from hanse.readers import vda
from hanse.readers.item import Item
from hanse.readers.vda.layout import LENGTH, fields, known, term
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parent / "samples" / "vda"
RECORDS = ("511", "512", "513", "514", "515", "517", "518", "519", "711", "712", "713", "714", "715", "716", "719")


def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_vda", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKE = make()


def read(text: str) -> Reading:
    return vda.read(Item.of("datei.vda", text.encode("ascii")))


def rows(reading: Reading, kind: str) -> list[dict[str, Cell]]:
    found = next((t for t in reading.tables if t.kind == kind), None)
    names = [c.name for c in found.columns] if found else []
    return [dict(zip(names, row, strict=True)) for row in found.rows] if found else []


@pytest.mark.parametrize("record", RECORDS)
def test_the_fields_of_each_record_are_128_characters_together(record: str) -> None:
    assert fields(record)[-1].last == LENGTH
    assert len({field.name for field in fields(record)}) == len(fields(record))


def test_every_record_has_a_title_and_every_counter_a_record() -> None:
    assert set(RECORDS) <= set(known()["titles"])
    for orders in known()["counters"].values():
        assert all(set(str(order).split()) <= set(known()["titles"]) for order in orders)  # type: ignore[attr-defined]


texts = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/. ", min_size=1, max_size=22).map(str.strip).filter(bool)
days = st.dates(date(2000, 1, 1), date(2069, 12, 31))


@given(texts, texts, st.lists(st.tuples(days, st.integers(0, 999_999_999)), min_size=1, max_size=8), st.booleans())
def test_a_call_off_that_is_written_reads_back_the_same(
    customer: str,
    supplier: str,
    written: list[tuple[date, int]],
    broken: bool,  # noqa: FBT001 - drawn
) -> None:
    calls = [(f"{day:%y%m%d}", quantity) for day, quantity in written]
    records = MAKE.closed([
        MAKE.record("511", empf="1", send="2", neu=7),
        MAKE.record("512", nr="L1", kunde=customer, lief=supplier, einheit="ST"),
        MAKE.record("513", fz=5),
        MAKE.record("514", calls),
    ])  # fmt: skip
    reading = read(("\n" if broken else "").join(records))
    found = [r for r in rows(reading, "edi.schedules") if r["Einteilungscode"] == "Termin"]
    assert [(r["Termin"], r["Menge"]) for r in found] == [(day, Decimal(quantity)) for day, quantity in written]
    assert all((r["Artikelnummer_Käufer"], r["Artikelnummer"]) == (customer, supplier) for r in found)
    assert all(check.held for check in reading.checks)
    assert not [f for f in reading.findings if f.severity != "info"]


@given(st.integers(0, 9_999_999_999_999), texts)
def test_a_delivery_that_is_written_reads_back_the_same(quantity: int, batch: str) -> None:
    records = MAKE.closed([
        MAKE.record("711", empf="1", send="2", neu=8),
        MAKE.record("712", slb="1"),
        MAKE.record("713", ls="90177", datum="261207"),
        MAKE.record("714", kunde="K", menge=quantity, einheit="KG", pos=1, charge=batch[:15]),
    ])  # fmt: skip
    line = rows(read("".join(records)), "edi.lines")[0]
    assert (line["Menge"], line["Charge"]) == (Decimal(quantity) / 1000, batch[:15].strip())
    assert line["Lieferscheinnummer"] == "90177"


def test_lines_and_stream_and_ebcdic_give_the_same_rows() -> None:
    records = MAKE.delivery()
    stream = read("".join(records))
    for other in (read("\r\n".join(records)), read("\n".join(r.rstrip() for r in records))):
        assert [t.rows for t in other.tables] == [t.rows for t in stream.tables]
    ebcdic = vda.read(Item.of("x.vda", "".join(records).encode("cp273")))
    assert [t.rows for t in ebcdic.tables] == [t.rows for t in stream.tables]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("222222", "Kein Bedarf"),
        ("333333", "Rückstand"),
        ("444444", "Sofortbedarf"),
        ("999999", "Vorschau (Restmenge)"),
    ],
)
def test_special_dates_are_no_dates_but_say_what_they_mean(code: str, word: str) -> None:
    records = MAKE.closed([MAKE.record("511"), MAKE.record("512", nr="1"), MAKE.record("513", [(code, 12)])])
    row = rows(read("".join(records)), "edi.schedules")[0]
    assert (row["Einteilung"], row["Termin"], row["Termin_roh"], row["Menge"]) == (word, None, code, Decimal(12))


@pytest.mark.parametrize(
    ("raw", "periods", "found"),
    [
        ("261103", False, (date(2026, 11, 3), date(2026, 11, 3), "Tag")),
        ("261100", False, (date(2026, 11, 1), date(2026, 11, 30), "Monat")),
        ("260049", False, (date(2026, 11, 30), date(2026, 12, 6), "Woche")),
        ("264952", True, (date(2026, 11, 30), date(2026, 12, 27), "Woche")),
        ("265202", True, (date(2026, 12, 21), date(2027, 1, 17), "Woche")),
        ("261331", False, None),
        ("26110X", False, None),
    ],
)
def test_days_weeks_and_months_of_a_call_off(raw: str, periods: bool, found: object) -> None:  # noqa: FBT001 - a case
    assert term(raw, periods=periods) == found


def test_nothing_follows_the_end_of_the_call_offs() -> None:
    calls = [("261103", 5), ("000000", 0), ("555555", 0)]
    records = MAKE.closed([MAKE.record("511"), MAKE.record("512", nr="1"), MAKE.record("513", calls)])
    assert [r["Menge"] for r in rows(read("".join(records)), "edi.schedules")] == [Decimal(5)]


def test_counters_may_stand_in_ascending_order_too() -> None:
    records = MAKE.call_off()
    tags = [r[:3] for r in records]
    counters = "".join(f"{tags.count(t):07}" for t in "511 512 513 514 515 517 518 519".split())
    reading = read("".join([*records[:-1], f"51902{counters}".ljust(LENGTH)]))
    assert all(check.held for check in reading.checks)


def test_a_number_that_was_cut_off_is_told_and_not_shortened() -> None:
    records = MAKE.call_off()
    text = "".join([*records[:2], records[2][:118], *records[3:]])
    reading = read(text)
    assert {"vda.length", "vda.value"} <= {f.code for f in reading.findings}
    assert rows(reading, "vda.513")[0]["Abrufmenge 5"] is None
    assert rows(reading, "vda.514")[0]["Abrufmenge 1"] == Decimal(6400)


def test_a_place_leads_to_its_record() -> None:
    text = "".join(MAKE.call_off())
    for table in read(text).tables:
        for row, place in zip(table.rows, table.places, strict=True):
            assert place.record is not None
            record = text[(place.record - 1) * LENGTH : place.record * LENGTH]
            assert not table.kind.startswith("vda.") or record.startswith(str(row[0]))


def test_bytes_without_a_record_type_are_unreadable() -> None:
    with pytest.raises(Unreadable):
        read("Sehr geehrte Damen und Herren, 511 ist keine Satzart.")
