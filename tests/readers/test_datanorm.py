"""DATANORM: what is written reads back the same, wherever its records stand; prices are per unit; nothing is lost."""

import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.errors import Unreadable
from hanse.readers import datanorm
from hanse.readers.datanorm import columns
from hanse.readers.datanorm.layout import layout
from hanse.readers.item import Item
from hanse.records import Cell, Reading

make: dict[str, Any] = runpy.run_path(str(Path(__file__).parent / "samples" / "datanorm" / "make.py"))
bounded = settings(max_examples=60, deadline=None, database=None)
words = st.text("abcdefghijklmnopqrstuvwxyzäöüßÄÖÜ0123456789", min_size=1, max_size=15)


def read(*lines: str, name: str = "DATANORM.001") -> Reading:
    return datanorm.read(Item.of(name, make["file"](lines)))


def rows(reading: Reading, kind: str) -> list[dict[str, Cell]]:
    table = next(t for t in reading.tables if t.kind == f"datanorm.{kind}")
    return [dict(zip((c.name for c in table.columns), row, strict=True)) for row in table.rows]


@st.composite
def delivery(draw: st.DrawFn) -> tuple[dict[str, tuple[str, int, str, str]], list[str]]:
    numbers = draw(st.lists(words, unique=True, min_size=1, max_size=15))
    articles = {
        n: (draw(words), draw(st.integers(0, 999999)), draw(st.sampled_from("0123")), draw(words)) for n in numbers
    }
    lines = [f"A;N;{n};00;{t};;1;{u};Stk;{p};;;T{n};" for n, (t, p, u, _) in articles.items()]
    lines += [f"B;N;{n};M{n};;;0;0;0;;;;;;;;" for n in articles]
    lines += [f"T;N;T{n};;2;;zweite;;;;" for n in articles] + [
        f"T;N;T{n};;1;;{long};;;;" for n, (*_, long) in articles.items()
    ]
    return articles, draw(st.permutations(lines))


@bounded
@given(delivery())
def test_records_in_any_order_give_the_same_articles(
    found: tuple[dict[str, tuple[str, int, str, str]], list[str]],
) -> None:
    articles, lines = found
    reading = read(make["head4"](), *lines)
    got = {str(row["Artikelnummer"]): row for row in rows(reading, "articles")}
    assert set(got) == set(articles)
    assert reading.counts.rejected == 0
    for number, (text, price, unit, long) in articles.items():
        row = got[number]
        assert (row["Kurztext_1"], row["Matchcode"], row["Langtext"]) == (text, f"M{number}", f"{long}\nzweite")
        assert row["Preis_je_Einheit"] == Decimal(price).scaleb(-2) / 10 ** int(unit)


@pytest.mark.parametrize(
    ("unit", "each"), [("0", "12.34"), ("1", "1.234"), ("2", "0.1234"), ("3", "0.01234"), ("", "12.34")]
)
def test_the_price_of_one_follows_the_price_unit(unit: str, each: str) -> None:
    row = rows(read(make["head4"](), f"A;N;1;00;x;;1;{unit};Stk;1234;;;;"), "articles")[0]
    assert (row["Preis"], row["Preis_je_Einheit"]) == (Decimal("12.34"), Decimal(each))


def test_an_unknown_price_unit_leaves_the_price_of_one_empty_and_is_told() -> None:
    reading = read(make["head4"](), "A;N;1;00;x;;1;7;Stk;1234;;;;")
    assert rows(reading, "articles")[0]["Preis_je_Einheit"] is None
    assert [f.code for f in reading.findings if f.severity == "warning"] == ["datanorm.price_unit"]


def test_datanorm_5_writes_the_quantity_itself_and_may_write_a_comma() -> None:
    lines = ("A;N;1;x;;PCE;1;25;1000;;;;", "A;N;2;y;;PCE;1;3;10,00;;;;")
    first, second = rows(read(make["head5"](), *lines), "articles")
    assert (first["Preis"], first["Preis_je_Einheit"]) == (Decimal("10.00"), Decimal("0.4"))
    assert (second["Preis"], second["Preis_je_Einheit"]) == (Decimal("10.00"), Decimal("3.3333333333"))


def test_a_deletion_takes_the_article_out_and_stays_visible() -> None:
    reading = read(make["head4"](), "A;N;1;00;x;;1;0;Stk;1;;;;", "A;L;1;")
    assert [row["Änderung"] for row in rows(reading, "changes")] == ["L"]
    assert all(table.kind != "datanorm.articles" for table in reading.tables)


def test_a_change_in_the_same_file_fills_in_what_it_says_and_no_more() -> None:
    lines = ("A;N;1;00;alt;zwei;1;2;m;500;K1;;;", "A;A;1;00;neu;;;;;;;;;")
    reading = read(make["head4"](), *lines)
    (row,) = rows(reading, "articles")
    assert (row["Kurztext_1"], row["Kurztext_2"], row["Preis_je_Einheit"]) == ("neu", "zwei", Decimal("0.05"))
    assert any(f.code == "datanorm.merged" for f in reading.findings)


def test_a_renamed_article_keeps_its_texts_and_prices() -> None:
    lines = ("D;N;1;1;F;;Zeile;;;;;", "A;N;1;00;x;;1;0;Stk;5;;;;", "A;X;1;;2;;;;;;;;")
    row = rows(read(make["head4"](), *lines), "articles")[0]
    assert (row["Artikelnummer"], row["Langtext"], row["Preis"]) == ("2", "Zeile", Decimal("0.05"))


def test_up_to_three_prices_stand_in_one_record_and_share_its_line() -> None:
    reading = datanorm.read(Item.of("DATPREIS.001", make["file"](make["PRICES"])))
    table = next(t for t in reading.tables if t.kind == "datanorm.prices")
    assert [place.line for place in table.places] == [2, 2, 3]


def test_discounts_of_a_record_are_applied_one_after_the_other() -> None:
    row = rows(read(make["head4"](), "P;A;1;1;10000;1;1000;2;950;3;500;"), "prices")[0]
    assert row["Preis_nach_Rabatt"] == Decimal("89.775")


def test_prices_of_an_article_file_know_what_they_are_for() -> None:
    row = rows(read(make["head4"](), "P;A;1;1;10000;", "A;N;1;00;x;;1;2;m;1;;;;"), "prices")[0]
    assert (row["Preismenge"], row["Preis_je_Einheit"]) == (Decimal(100), Decimal("1.0000"))


def test_surplus_semicolons_and_a_dos_end_mark_do_no_harm() -> None:
    reading = read(make["head4"](), "A;N;1;00;x;;1;0;Stk;1;;;;;;;;;;;")
    assert (reading.counts.in_, reading.counts.rejected) == (2, 0)


def test_every_field_of_the_layout_has_a_column() -> None:
    known = {column.name for column in columns.articles()}
    assert all(set(fields) <= known for version in (4, 5) for fields in layout().of(version).values())  # type: ignore[call-overload]
    assert all(text for codes in layout().codes.values() for text in codes.values())


def test_what_is_no_datanorm_says_which_versions_are_read() -> None:
    with pytest.raises(Unreadable) as caught:
        datanorm.read(Item.of("x.001", b"Hallo Welt\nkein Satz"))
    assert "4 und 5" in caught.value.hint.de
