"""EDIFACT: separators, characters, envelopes, damage, and the rows of each kind of message."""

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from hanse.errors import Unreadable
from hanse.readers import edifact
from hanse.readers.item import Item
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parent / "samples" / "edifact"


def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_edifact", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(text: str, encoding: str = "utf-8") -> Reading:
    return edifact.read(Item.of("datei.edi", text.encode(encoding)))


def rows(reading: Reading, kind: str) -> list[dict[str, Cell]]:
    found = next((t for t in reading.tables if t.kind == kind), None)
    names = [c.name for c in found.columns] if found else []
    return [dict(zip(names, row, strict=True)) for row in found.rows] if found else []


def codes(reading: Reading, severity: str = "") -> set[str]:
    return {f.code for f in reading.findings if severity in {"", f.severity}}


def order(**swap: str) -> str:
    text: str = make().interchange([make().message("1", "ORDERS:D:96A:UN", make().ORDER)])
    for old, new in swap.items():
        text = text.replace(old, new)
    return text


def test_every_kind_of_separators_gives_the_same_rows() -> None:
    standard = order()
    body = standard.removeprefix("UNA:+.? '\n").replace("?:", "\x01").replace("?'", "\x02").replace("?+", "\x03")
    other = body.translate(str.maketrans(":+'", "=*~")).translate(str.maketrans("\x01\x02\x03", ":'+"))
    assert rows(read(f"UNA=*.? ~{other}"), "edi.lines") == rows(read(standard), "edi.lines")


def test_separators_without_una_are_seen_in_unb() -> None:
    text = "UNB+UNOB:1+A+B+261103:0915+7'UNH+1+ORDERS:D:96A:UN'BGM+220+X1'UNT+3+1'UNZ+1+7'"
    text = text.translate(str.maketrans(":+'", "\x1f\x1d\x1c"))
    assert [r["Belegnummer"] for r in rows(read(text), "edi.messages")] == ["X1"]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "cp850", "utf-16"])
def test_umlauts_are_right_whatever_unb_says(encoding: str) -> None:
    reading = read(order(UNOC="UNOA"), encoding)
    assert "Krone Fördertechnik GmbH" in {r["Name"] for r in rows(reading, "edi.parties")}
    assert "Haltewinkel, verzinkt, links" in {r["Bezeichnung"] for r in rows(reading, "edi.lines")}


def test_several_interchanges_in_one_file_keep_their_own_separators_and_references() -> None:
    second = "UNA=*,! ~UNB*UNOA=1*A*B*261103=0915*99~UNH*5*ORDERS=D=96A=UN~BGM*220*Y2~UNT*3*5~UNZ*1*99~"
    reading = read(order() + second)
    assert [r["Übertragung"] for r in rows(reading, "edi.messages")] == ["417", "99"]
    assert all(check.held for check in reading.checks)


def test_a_repeated_element_becomes_a_segment_each() -> None:
    head = "UNB+UNOA:4+A+B+20261103:0915+1'UNH+1+ORDERS:D:03B:UN'BGM+220+1'"
    text = head + "NAD+BY+1::9'CTA+OC+:Anna'COM+0471:TE*a@b.de:EM'UNT+6+1'UNZ+1+1'"
    party = rows(read(text), "edi.parties")[0]
    assert (party["Telefon"], party["E_Mail"]) == ("0471", "a@b.de")


def test_wrong_counts_and_references_are_failed_checks_with_their_place() -> None:
    reading = read(order(**{"UNT+30+1": "UNT+31+2", "UNZ+1+417": "UNZ+2+418"}))
    failed = [(c.code, c.expected, c.found) for c in reading.checks if c.held is False]
    assert failed == [
        ("edifact.count", "31", "30"),
        ("edifact.reference", "1", "2"),
        ("edifact.messages", "2", "1"),
        ("edifact.reference", "417", "418"),
    ]
    assert all(c.place.record for c in reading.checks if c.held is False)


@pytest.mark.parametrize("missing", ["UNT+30+1'\n", "UNZ+1+417'\n"])
def test_a_missing_end_is_told_and_the_message_is_read(missing: str) -> None:
    reading = read(order(**{missing: ""}))
    assert "edifact.unclosed" in codes(reading, "warning")
    assert len(rows(reading, "edi.lines")) == 2


def test_a_file_cut_off_anywhere_gives_what_is_there() -> None:
    whole = order()
    for end in range(60, len(whole), 37):
        reading = read(whole[:end])
        assert reading.counts.in_ == reading.counts.out + reading.counts.rejected
        assert codes(reading) & {"edifact.cut", "edifact.unclosed"}, end


def test_a_credit_note_has_its_amount_with_a_minus() -> None:
    reading = edifact.read(Item.at(SAMPLES / "rechnung_gutschrift.edi"))
    assert [(r["Brutto"], r["Betrag"]) for r in rows(reading, "edi.messages")] == [
        (Decimal("1502.38"), Decimal("1502.38")),
        (Decimal("98.77"), Decimal("-98.77")),
    ]


def test_both_ways_of_writing_call_offs_give_one_row_per_quantity() -> None:
    found = rows(edifact.read(Item.at(SAMPLES / "lieferabruf.edi")), "edi.schedules")
    told = [(r["Einteilung"], r["Zeitraum"], r["Menge"], r["Fortschrittszahl"]) for r in found]
    assert told[0] == ("Eingangs-Fortschrittszahl", None, None, Decimal(41600))
    assert told[3] == ("Vorschau", "Woche", Decimal(1200), None)
    assert told[6:8] == [("Fest", "Tag", Decimal("12.5"), None)] * 2
    assert {(r["Lieferort"], r["Abladestelle"]) for r in found} == {("0004", "T7")}


def test_a_message_type_without_a_mapping_keeps_every_segment() -> None:
    reading = edifact.read(Item.at(SAMPLES / "preisliste_gruppe.edi"))
    assert [r["Segment"] for r in rows(reading, "edifact.segments")].count("PGI") == 1
    assert "edifact.type" in codes(reading, "info")
    assert not rows(reading, "edi.lines")


def test_a_place_leads_to_its_segment() -> None:
    text = order()
    lines = text.splitlines()
    found = next(t for t in read(text).tables if t.kind == "edifact.segments")
    for row, place in zip(found.rows, found.places, strict=True):
        assert place.line is not None
        assert lines[place.line - 1] == f"{row[3]}+{row[6]}'"
        assert place.record == row[2]


def test_an_object_between_uno_and_unp_is_an_item_inside() -> None:
    text = order(**{"UNZ+1+417'\n": "UNO+1+1:bild.png+13:+12'\niVBOR'w0KGgo=UNP+12+1'\nUNZ+1+417'\n"})
    reading = read(text)
    assert [(i.name, i.data) for i in reading.inside] == [("1:1", b"iVBOR'w0KGgo=")]
    assert reading.counts.rejected == 0


def test_bytes_that_are_no_edifact_are_unreadable() -> None:
    with pytest.raises(Unreadable):
        read("Sehr geehrte Damen und Herren")


def test_many_released_terminators_take_linear_time() -> None:
    assert read("UNB+UNOA:1+A+B+261103:0915+" + "?'" * 300_000 + "'").counts.in_ == 1


def test_many_objects_without_an_end_take_linear_time() -> None:
    assert read("UNB+UNOA:1+A+B+261103:0915+1'UNP+1'" + "UNO+1'" * 50_000).counts.in_ == 50_002


def test_half_a_number_of_a_file_that_was_cut_off_is_no_value() -> None:
    whole = order()
    reading = read(whole[: whole.index("MOA+79:1425") + 9])
    assert rows(reading, "edi.messages")[0]["Positionssumme"] is None
    assert rows(reading, "edifact.segments")[-1]["Elemente"] == "79:14"
