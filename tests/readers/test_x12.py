"""X12: separators by the fixed ISA, envelopes, rows, damage."""

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from hanse.errors import Unreadable
from hanse.readers import x12
from hanse.readers.item import Item
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parent / "samples" / "x12"


def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_x12", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(text: str) -> Reading:
    return x12.read(Item.of("datei.x12", text.encode("ascii")))


def rows(reading: Reading, kind: str) -> list[dict[str, Cell]]:
    found = next((t for t in reading.tables if t.kind == kind), None)
    names = [c.name for c in found.columns] if found else []
    return [dict(zip(names, row, strict=True)) for row in found.rows] if found else []


@pytest.mark.parametrize(("element", "terminator"), [("|", "\n"), ("^", "'"), ("*", "\r\n"), ("\x1d", "\x1c")])
def test_every_kind_of_separators_gives_the_same_rows(element: str, terminator: str) -> None:
    text = make().interchange("PO", [make().ORDER], eol="")
    other = text.replace("*", element).replace("~", terminator)
    assert rows(read(other), "edi.lines") == rows(read(text), "edi.lines")


def test_an_isa_of_wrong_length_is_read_and_told() -> None:
    text = make().interchange("PO", [make().ORDER]).replace("KRONE-US       ", "KRONE-US")
    reading = read(text)
    assert [f.severity for f in reading.findings if f.code == "x12.separators"] == ["warning"]
    assert len(rows(reading, "edi.lines")) == 2


def test_wrong_counts_are_failed_checks() -> None:
    text = make().interchange("PO", [make().ORDER]).replace("GE*1*41", "GE*2*42").replace("IEA*1", "IEA*3")
    failed = [(c.code, c.expected, c.found) for c in read(text).checks if c.held is False]
    assert failed == [("x12.messages", "2", "1"), ("x12.reference", "41", "42"), ("x12.messages", "3", "1")]


def test_amounts_with_implied_decimals_are_read_right_and_credits_are_negative() -> None:
    found = rows(x12.read(Item.at(SAMPLES / "rechnung_gutschrift.x12")), "edi.messages")
    assert [(r["Brutto"], r["Betrag"]) for r in found] == [
        (Decimal("1262.50"), Decimal("1262.50")),
        (Decimal("83.00"), Decimal("-83.00")),
    ]


def test_order_and_package_of_a_ship_notice_come_from_the_levels_above() -> None:
    found = rows(x12.read(Item.at(SAMPLES / "lieferavis.x12")), "edi.lines")
    assert [(r["Bestellnummer"], r["Packstück"]) for r in found] == [
        ("PO-77120", "340123450000000017"),
        ("PO-77120", None),
    ]


def test_levels_that_name_one_another_do_not_hang() -> None:
    text = make().interchange(
        "SH", [["856", "BSN*00*1*20261207", "HL*1*2*O", "HL*2*1*I", "LIN**BP*1", "HL*2*2*I", "LIN**BP*2"]]
    )
    assert len(rows(read(text), "edi.lines")) == 2


def test_bytes_without_isa_are_unreadable() -> None:
    with pytest.raises(Unreadable):
        read("GS*PO*A*B~")
