"""SAP IDocs: what is written flat reads back the same, both notations, hierarchy, unknown segments, damage."""

import importlib.util
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.errors import Unreadable
from hanse.readers import idoc
from hanse.readers.idoc.layout import cell, fields, fixed, normal, title
from hanse.readers.item import Item
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parent / "samples" / "idoc"


def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_idoc", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKE = make()


def read(text: str) -> Reading:
    return idoc.read(Item.of("datei.idoc", text.encode()))


def rows(reading: Reading, kind: str) -> list[dict[str, Cell]]:
    found = next((t for t in reading.tables if kind in {t.kind, t.name}), None)
    names = [c.name for c in found.columns] if found else []
    return [dict(zip(names, row, strict=True)) for row in found.rows] if found else []


@pytest.mark.parametrize(
    ("part", "name", "length"),
    [("control", "EDI_DC40", 524), ("control", "EDI_DC", 464), ("data", "EDI_DD40", 63), ("data", "EDI_DD", 43)],
)
def test_control_and_data_records_have_their_lengths(part: str, name: str, length: int) -> None:
    assert sum(size for _, size in fixed(part, name)) == length


def test_every_segment_of_the_dictionary_has_fields_that_fit_in_a_data_record() -> None:
    for name in ("E1EDK01", "E1EDKA1", "E1EDPA1", "E1EDP01", "E1EDP19", "E1EDL24", "E1MARAM", "E1KNA1M"):
        assert title(name)
        assert sum(field.length for field in fields(name)) <= 1000
        assert len({field.name for field in fields(name)}) == len(fields(name))


@pytest.mark.parametrize(
    ("flat", "xml"),
    [("E2EDK01005", "E1EDK01"), ("E2EDK14", "E1EDK14"), ("E2EDKA1003", "E1EDKA1"), ("Z2ABC000", "Z1ABC")],
)
def test_a_flat_segment_has_the_name_that_xml_gives_it(flat: str, xml: str) -> None:
    assert normal(flat) == xml


@pytest.mark.parametrize(
    ("raw", "kind", "found"),
    [
        ("12.30-", "n", (Decimal("-12.30"), True)),
        ("00000000", "d", (None, True)),
        ("20261103", "d", (date(2026, 11, 3), True)),
        ("20261340", "d", (None, False)),
        ("abc", "n", (None, False)),
        ("240000", "z", (None, True)),
        ("0001", "t", ("0001", True)),
    ],
)
def test_values_of_sap_are_read(raw: str, kind: str, found: tuple[Cell, bool]) -> None:
    assert cell(raw, kind) == found


texts = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZäöü0123456789-/.", min_size=1, max_size=35)
lines = st.tuples(texts, st.decimals(0, 999_999, places=3), texts)


@given(texts, st.lists(lines, max_size=5), st.sampled_from(["", "\n", "\r\n"]))
def test_an_order_that_is_written_flat_reads_back_the_same(
    number: str, written: list[tuple[str, Decimal, str]], stop: str
) -> None:
    trees: list[Any] = [("E2EDK01005", {"BELNR": number, "CURCY": "EUR"}, [])]
    for index, (article, quantity, name) in enumerate(written, 1):
        below: list[Any] = [("E2EDP19001", {"QUALF": "002", "IDTNR": article, "KTEXT": name}, [])]
        trees.append(("E2EDP01007", {"POSEX": f"{index:06}", "MENGE": f"{quantity}", "MENEE": "PCE"}, below))
    reading = read(stop.join(MAKE.flat("1", "ORDERS05", "ORDERS", trees)) + stop)
    found = rows(reading, "edi.lines")
    assert [(r["Artikelnummer"], r["Menge"], r["Bezeichnung"]) for r in found] == written
    assert [r["Belegnummer"] for r in rows(reading, "edi.messages")] == [number]
    assert all(check.held for check in reading.checks)
    assert reading.counts.rejected == 0


def test_segments_hang_below_one_another_as_their_numbers_say() -> None:
    reading = read("\n".join(MAKE.flat("1", "ORDERS05", "ORDERS", MAKE.ORDER)))
    items = {r["SEGNUM"]: r["POSEX"] for r in rows(reading, "idoc.E1EDP01")}
    assert {items[r["PSGNUM"]] for r in rows(reading, "idoc.E1EDP20")} == {"000010", "000020"}


def test_an_unknown_flat_segment_is_kept_as_text_and_named() -> None:
    reading = read("\n".join(MAKE.flat("1", "ORDERS05", "ORDERS", MAKE.ORDER)))
    assert [r["Rest"] for r in rows(reading, "idoc_z1edk99")] == ["KOSTENSTELLE 4711"]
    assert any("Z1EDK99" in f.message.de for f in reading.findings if f.code == "idoc.segment")


def test_what_stands_behind_the_known_fields_is_kept() -> None:
    reading = read("\n".join(MAKE.flat("1", "MATMAS05", "MATMAS", MAKE.MATERIAL)))
    assert [r["Rest"] for r in rows(reading, "idoc.E1MARAM")] == ["0.350 0.410"]


def test_several_idocs_in_one_file_are_kept_apart() -> None:
    one = MAKE.flat("1", "ORDERS05", "ORDERS", MAKE.ORDER)
    two = MAKE.flat("2", "DELFOR02", "DELINS", MAKE.SCHEDULE)
    found = rows(read("\n".join([*one, *two])), "edi.messages")
    assert [(r["Nachricht"], r["Art"]) for r in found] == [
        ("0000000000000001", "Bestellung"),
        ("0000000000000002", "Lieferabruf"),
    ]


def test_a_missing_segment_is_a_failed_check() -> None:
    records = MAKE.flat("1", "ORDERS05", "ORDERS", MAKE.ORDER)
    del records[5]
    assert [c.code for c in read("\n".join(records)).checks if c.held is False] == ["idoc.numbers"]


def test_a_segment_without_its_parent_is_told() -> None:
    records = MAKE.flat("1", "ORDERS05", "ORDERS", MAKE.ORDER)
    del records[12]
    assert "idoc.parent" in {f.code for f in read("\n".join(records)).findings}


def test_entities_of_xml_are_not_followed() -> None:
    text = MAKE.xml("INVOIC02", "INVOIC", "1", MAKE.INVOICE).replace(
        "<INVOIC02>", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><INVOIC02>'
    )
    reading = read(text.replace("<BSART>INVO<", "<BSART>&a;<"))
    assert "root:" not in str(reading.tables)


def test_old_control_records_are_read() -> None:
    head = f"{'EDI_DC':<10}100{'7'.zfill(16)}30C 03".ljust(464)
    record = f"{'E2EDK14':<10}100{'7'.zfill(16)}00000100000001" + "001" + "1000".ljust(35)
    found = rows(read(f"{head}\n{record}\n"), "idoc.E1EDK14")
    assert [(r["QUALF"], r["ORGID"]) for r in found] == [("001", "1000")]


def test_bytes_without_an_idoc_are_unreadable() -> None:
    for text in ("Sehr geehrte Damen und Herren", "<a><b/></a>"):
        with pytest.raises(Unreadable):
            read(text)


def test_a_short_last_record_without_a_line_end_is_told() -> None:
    records = [record.rstrip() for record in MAKE.flat("1", "ORDERS05", "ORDERS", MAKE.ORDER)]
    assert "idoc.cut" in {f.code for f in read("\n".join(records)).findings}
    assert "idoc.cut" not in {f.code for f in read("\n".join(records) + "\n").findings}
