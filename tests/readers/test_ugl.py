"""UGL: what is written reads back the same; amounts are worked out again."""

import runpy
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.errors import Unreadable
from hanse.readers import ugl
from hanse.readers.item import Item
from hanse.readers.ugl.layout import layout
from hanse.records import Cell, Reading

make: dict[str, Any] = runpy.run_path(str(Path(__file__).parent / "samples" / "ugl" / "make.py"))
bounded = settings(max_examples=60, deadline=None, database=None)
words = st.text("abcdefghijklmnopqrstuvwxyzäöüß0123456789", min_size=1, max_size=15)
lines = st.lists(
    st.tuples(
        words,
        st.decimals("0.001", "9999", places=3),
        words,
        st.decimals("0.01", "9999", places=2),
        st.sampled_from("0123"),
    ),
    min_size=1,
    max_size=10,
)


def read(*records: str) -> Reading:
    return ugl.read(Item.of("x.ugl", make["file"](records)))


def rows(reading: Reading, kind: str = "order.lines") -> list[dict[str, Cell]]:
    table = next(t for t in reading.tables if t.kind == kind)
    return [dict(zip((c.name for c in table.columns), row, strict=True)) for row in table.rows]


@bounded
@given(lines)
def test_what_is_written_reads_back_the_same(written: list[tuple[str, Decimal, str, Decimal, str]]) -> None:
    records = [
        make["poa"](n, article, quantity, (name, ""), price, per=per)
        for n, (article, quantity, name, price, per) in enumerate(written, 1)
    ]
    reading = read(make["kop"]("BE", "B-1"), *records, "END")
    got = [(r["Artikelnummer"], r["Menge"], r["Bezeichnung"], r["Einzelpreis"]) for r in rows(reading)]
    assert got == [line[:4] for line in written]
    assert [row["Preis_je_Einheit"] for row in rows(reading)] == [line[3].scaleb(-int(line[4])) for line in written]
    assert reading.counts.rejected == 0


def test_head_address_and_texts_find_their_places() -> None:
    reading = read(*make["order"]())
    head, first = rows(reading, "order.head")[0], rows(reading)[0]
    assert (head["Belegart"], head["Kundennummer"]) == ("Bestellung", "4711")
    assert head["Lieferanschrift"] == "Heizungsbau Groß, Mühlenstraße 4, 23552 Lübeck"
    assert "bitte zuerst liefern" in str(first["Beschreibung"])


def test_a_net_value_that_is_not_what_the_line_gives_fails_its_check() -> None:
    wrong = make["poa"](1, "X", Decimal(2), ("x", ""), Decimal("10.00"), net=Decimal("21.00"))
    reading = read(make["kop"]("AB", "B-1"), wrong, "END")
    assert [c.code for c in reading.checks if c.held is False] == ["ugl.line"]
    assert any(f.code == "ugl.line" and f.place.line == 2 for f in reading.findings)


def test_an_invoice_names_the_order_of_each_line() -> None:
    bill = make["rgd"]("R7788", Decimal("119.00"), Decimal("19.00"), Decimal("100.00"))
    lines = [make["poa"](n, "X", Decimal(1), ("x", ""), Decimal("1.00")) for n in (1, 2)]
    first, second = (make["kop"]("AB", name) for name in ("B-1", "B-2"))
    reading = read(bill, first, lines[0], second, lines[1], "END")
    head = rows(reading, "order.head")[0]
    assert (head["Belegart"], head["Rechnungsnummer"], head["Gesamtbetrag"]) == ("Rechnung", "R7788", Decimal("119.00"))
    assert [(row["Belegnummer"], row["Bestellnummer"]) for row in rows(reading)] == [("R7788", "B-1"), ("R7788", "B-2")]
    assert all(check.held for check in reading.checks)


def test_several_orders_in_one_file_stay_apart() -> None:
    one, two = (make["kop"]("BE", name) for name in ("B-1", "B-2"))
    line = make["poa"](1, "X", Decimal(1), ("x", ""), Decimal("1.00"))
    reading = read(one, line, two, line, line, "END")
    assert [(h["Belegnummer"], h["Positionen"]) for h in rows(reading, "order.head")] == [("B-1", 1), ("B-2", 2)]
    assert [row["Belegnummer"] for row in rows(reading)] == ["B-1", "B-2", "B-2"]


def test_a_file_without_an_end_record_says_so() -> None:
    reading = read(make["kop"]("AB", "B-1"))
    assert [c.code for c in reading.checks if c.held is False] == ["ugl.frame"]


def test_fields_of_a_record_follow_each_other_without_overlap() -> None:
    for kind, fields in layout().records.items():
        spans = sorted((field.start, field.end) for field in fields.values())
        assert all(end <= start for (_, end), (start, _) in pairwise(spans)), kind
        assert spans[-1][1] <= 200


def test_what_is_no_ugl_says_which_records_are_expected() -> None:
    with pytest.raises(Unreadable) as caught:
        ugl.read(Item.of("x.ugl", b"Guten Tag"))
    assert "KOP" in caught.value.hint.de
