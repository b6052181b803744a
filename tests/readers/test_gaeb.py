"""Bills of quantities: what is written reads back the same in each generation, and totals are what the items give."""

import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hanse.errors import Unreadable
from hanse.readers import gaeb
from hanse.readers._trade import tree
from hanse.readers.gaeb import texts
from hanse.readers.gaeb.terms import terms
from hanse.readers.item import Item
from hanse.records import Cell, Reading

SAMPLES = Path(__file__).parent / "samples" / "gaeb"
make: dict[str, Any] = runpy.run_path(str(SAMPLES / "make.py"))
bounded = settings(max_examples=60, deadline=None, database=None)
letters = st.text("abcdefghijklmnopqrstuvwxyzäöüßÄÖÜ0123456789", min_size=1, max_size=30)
quantities = st.decimals("0.001", "99999", places=3)
prices = st.decimals("0.001", "9999", places=3)


def read(data: bytes, name: str = "x.d86") -> Reading:
    return gaeb.read(Item.of(name, data))


def rows(reading: Reading, kind: str = "gaeb.items") -> list[dict[str, Cell]]:
    table = next(t for t in reading.tables if t.kind == kind)
    return [dict(zip((c.name for c in table.columns), row, strict=True)) for row in table.rows]


def da_xml(body: str, totals: str = "") -> bytes:
    info = f"<BoQInfo><Name>LV</Name><BoQBkdn/><Totals>{totals}</Totals></BoQInfo>" if totals else "<BoQInfo/>"
    whole = f"<BoQ ID='B'>{info}<BoQBody><Itemlist>{body}</Itemlist></BoQBody></BoQ>"
    return f"<GAEB xmlns='http://www.gaeb.de/GAEB_DA_XML/DA84/3.3'><Award><DP>84</DP>{whole}</Award></GAEB>".encode()


@st.composite
def written(draw: st.DrawFn) -> list[Any]:
    count = draw(st.integers(1, 12))
    groups = draw(st.lists(st.sampled_from([("01", "01"), ("01", "02"), ("02", "01")]), min_size=count, max_size=count))
    found = []
    for number, group in enumerate(sorted(groups), 1):
        quantity, price = draw(quantities), draw(prices)
        total = (quantity * price).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        text = (draw(letters), draw(letters))
        found.append(make["Item"](group, f"{number:04d}", draw(letters), text, quantity, "m2", price, total))
    return found


@bounded
@given(written())
def test_what_is_written_as_gaeb_90_reads_back_the_same(items: list[Any]) -> None:
    total = sum((item.total for item in items), Decimal(0))
    reading = read(make["gaeb90"](items, make["TITLES"], phase="86", total=total))
    same(items, rows(reading))
    assert all(check.held for check in reading.checks)
    assert {check.code for check in reading.checks} >= {"gaeb.item_total", "gaeb.item_count"}


@bounded
@given(written())
def test_what_is_written_as_gaeb_2000_reads_back_the_same(items: list[Any]) -> None:
    same(items, rows(read(make["gaeb2000"](items, make["TITLES"]), "x.p84")))


def same(items: list[Any], got: list[dict[str, Cell]]) -> None:
    assert [row["OZ"] for row in got] == [".".join((*item.groups, item.number)) for item in items]
    assert [row["Kurztext"] for row in got] == [item.short for item in items]
    assert [row["Langtext"] for row in got] == ["\n".join(item.long) for item in items]
    for item, row in zip(items, got, strict=True):
        amounts = (row["Menge"], row["Einheitspreis"], row["Positionsbetrag"], row["Gesamtbetrag"])
        assert amounts == (item.quantity, item.price, item.total, item.total)


@bounded
@given(written())
def test_the_sum_of_the_counting_column_is_the_total_whatever_the_items(items: list[Any]) -> None:
    reading = read(make["gaeb90"](items, make["TITLES"], phase="86"))
    counted = sum(
        (row["Gesamtbetrag"] for row in rows(reading) if isinstance(row["Gesamtbetrag"], Decimal)), Decimal(0)
    )
    assert counted == rows(reading, "gaeb.project")[0]["Positionssumme"]


@pytest.mark.parametrize(
    ("marks", "kind", "counts"),
    [
        ("", "Normal", True),
        ("<Provis>WithoutTotal</Provis>", "Bedarf", False),
        ("<Provis>WithTotal</Provis>", "Bedarf", True),
        ("<Provis>WithoutTotal</Provis><ProvisAccpt>Yes</ProvisAccpt>", "Bedarf", True),
        ("<NotAppl>Yes</NotAppl>", "Normal", False),
        ("<NotOffered>Yes</NotOffered>", "Normal", False),
        ("<CONo>1</CONo><COStatus>Offered</COStatus>", "Normal", True),
        ("<CONo>1</CONo><COStatus>Rejected</COStatus>", "Normal", False),
        ("<ALNGroupNo>1</ALNGroupNo><ALNSerNo>0</ALNSerNo>", "Grund", True),
    ],
)
def test_an_item_counts_as_its_marks_say(marks: str, kind: str, counts: bool) -> None:  # noqa: FBT001
    body = f"<Item RNoPart='1' ID='a'>{marks}<Qty>2</Qty><UP>3.00</UP><IT>6.00</IT></Item>"
    row = rows(read(da_xml(body)))[0]
    assert (row["Art"], row["Zählt"], row["Gesamtbetrag"]) == (kind, counts, Decimal("6.00") if counts else None)


def test_an_accepted_alternative_counts_instead_of_its_base() -> None:
    body = "".join(
        f"<Item RNoPart='{n}'><ALNGroupNo>1</ALNGroupNo><ALNSerNo>{n}</ALNSerNo>{extra}<IT>{n}0.00</IT></Item>"
        for n, extra in ((0, ""), (1, "<Accepted>Yes</Accepted>"))
    )
    assert [row["Zählt"] for row in rows(read(da_xml(body)))] == [False, True]


def test_half_a_cent_is_rounded_up_as_merchants_do() -> None:
    row = rows(read(da_xml("<Item RNoPart='1'><Qty>0.5</Qty><UP>0.01</UP></Item>")))[0]
    assert row["Positionsbetrag"] == Decimal("0.01")


def test_a_surcharge_without_an_amount_is_worked_out_from_its_group() -> None:
    item = "<Item RNoPart='1'><Qty>3</Qty><UP>33.33</UP></Item>"
    markup = "<MarkupItem RNoPart='2'><MarkupType>AllInCat</MarkupType><Markup>10.00</Markup></MarkupItem>"
    assert [row["Positionsbetrag"] for row in rows(read(da_xml(item + markup)))] == [Decimal("99.99"), Decimal("10.00")]


def test_a_wrong_total_fails_its_check_and_is_a_warning_with_its_place() -> None:
    body = "<Item RNoPart='1'><Qty>2</Qty><UP>3.00</UP><IT>6.00</IT></Item>"
    reading = read(da_xml(body, "<Total>7.00</Total>"))
    check = next(c for c in reading.checks if c.code == "gaeb.total")
    assert (check.held, check.expected, check.found) == (False, "7.00", "6.00")
    assert any(f.code == "gaeb.total" and f.place == check.place for f in reading.findings)


def test_variants_of_one_number_stay_apart() -> None:
    body = "<Item RNoPart='10'/><Item RNoPart='10' RNoIndex='A'/>"
    assert [row["OZ"] for row in rows(read(da_xml(body)))] == ["10", "10.A"]


def test_rtf_of_gaeb_2000_becomes_plain_lines() -> None:
    said = texts.rtf(r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Gr\'fc\'dfe\par zweite \b Zeile\b0\u8364?\line Ende\~hier}")
    assert said == "Grüße\nzweite Zeile€\nEnde hier"


def test_a_missing_record_of_gaeb_90_is_noticed_by_its_number() -> None:
    lines = (SAMPLES / "kita.d86").read_bytes().split(b"\r\n")
    reading = read(b"\r\n".join([*lines[:12], *lines[13:]]))
    gap = next(f for f in reading.findings if f.code == "gaeb.gap")
    assert "Nach Satz 12 folgt Satz 14" in gap.message.de


def test_every_place_of_an_xml_row_leads_to_exactly_its_item() -> None:
    data = (SAMPLES / "dachdecker.x84").read_bytes()
    root = etree.fromstring(data)
    table = next(t for t in read(data).tables if t.kind == "gaeb.items")
    at = [c.name for c in table.columns].index("ID")
    for row, place in zip(table.rows, table.places, strict=True):
        node = root
        for step in (place.part or "").split("/")[2:]:
            name, _, number = step.rstrip("]").partition("[")
            node = tree.children(node, name)[int(number or 1) - 1]
        assert node.get("ID") == row[at]


def test_every_place_of_a_gaeb_90_row_leads_to_exactly_its_item() -> None:
    data = (SAMPLES / "kita.d86").read_bytes()
    lines = data.decode("cp850").splitlines()
    table = next(t for t in read(data).tables if t.kind == "gaeb.items")
    for row, place in zip(table.rows, table.places, strict=True):
        first = lines[(place.line or 0) - 1]
        assert first[:2] == "21"
        assert first[2:11].replace(" ", "") == str(row[1]).replace(".", "")


def test_every_phase_and_letter_has_a_name() -> None:
    assert set(terms().phases) >= {str(phase) for phase in range(80, 90)}
    assert all(terms().fixed.values())
    assert all(name.isascii() for name in terms().german.values())


def test_what_is_no_gaeb_says_what_would_be_read() -> None:
    with pytest.raises(Unreadable, match="no GAEB file") as caught:
        read(b"Sehr geehrte Damen und Herren", "brief.x83")
    assert "DA XML" in caught.value.hint.de


def test_windows_letters_in_a_file_that_says_utf_8_are_read_and_told() -> None:
    data = (SAMPLES / "dachdecker.x84").read_text(encoding="utf-8").encode("cp1252")
    reading = read(data)
    assert rows(reading, "gaeb.project")[0]["Auftragnehmer"] == "Dachdeckerei Jäger GmbH, Meisterbetrieb"
    assert [f.code for f in reading.findings if f.severity != "info"] == ["gaeb.encoding"]


def test_lines_of_a_quantity_determination_stand_with_their_item() -> None:
    item = "<Item RNoPart='10'><QtyDeterm><QDetermItem><QTakeoff Row='11 2,5*4='/></QDetermItem></QtyDeterm></Item>"
    data = da_xml(item).replace(b"Award", b"QtyDeterm").replace(b"<DP>84", b"<DP>31")
    assert [(r["OZ"], r["Zeile"]) for r in rows(read(data, "x.x31"), "gaeb.takeoffs")] == [("10", "11 2,5*4=")]


def test_what_stands_in_an_item_and_is_not_taken_is_named() -> None:
    reading = read(da_xml("<Item RNoPart='10'><CtlgAssign/><Qty>1</Qty></Item>"))
    assert any("CtlgAssign" in f.message.de for f in reading.findings if f.code == "gaeb.left_out")
