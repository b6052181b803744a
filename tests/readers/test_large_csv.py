"""Large CSV files: the quick way makes the same table as the ordinary one, and tells what it could not take."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.readers import csv
from hanse.readers.csv import large, profiled
from hanse.readers.item import DiskFolder, Item
from hanse.records import Cell, Reading


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (csv, profiled):
        monkeypatch.setattr(module, "is_large", lambda item: item.spool is not None)


def quick(spool: Path, text: str, encoding: str = "cp1252") -> Reading:
    return csv.read(Item("b.csv", data=text.encode(encoding), spool=spool))


def rows(spool: Path, reading: Reading) -> list[tuple[Cell, ...]]:
    bulk = reading.tables[0].bulk
    assert bulk is not None
    with duckdb.connect() as db:
        return db.execute("SELECT * FROM read_parquet(?)", [str(spool / bulk.file)]).fetchall()


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


HEAD = "Umsätze 2025;;;\nName;Am;Netto;Menge\n"


def test_rows_go_to_the_spool_and_text_above_stays_text(tmp_path: Path) -> None:
    made = quick(tmp_path, HEAD + "Müller;01.02.2025;1.234,50;7\nMeier;;-0,5;\n")
    assert rows(tmp_path, made) == [
        ("Müller", date(2025, 2, 1), Decimal("1234.5"), 7),
        ("Meier", None, Decimal("-0.5"), None),
    ]
    assert [c.type for c in made.tables[0].columns] == ["text", "date", "decimal", "integer"]
    assert [b.text for b in made.documents[0].blocks] == ["Umsätze 2025"]
    assert made.tables[0].bulk is not None
    assert made.tables[0].bulk.first_line == 3


def test_totals_at_the_end_are_left_out_and_told_with_their_line(tmp_path: Path) -> None:
    body = "".join(f"K{n};01.02.2025;2,50;1\n" for n in range(2000))
    made = quick(tmp_path, HEAD + body * 2 + "\nSumme;;10.000,00;4000\n")
    total = next(f for f in made.findings if f.code == "cells.total_unchecked")
    assert (total.raw, total.place.line) == ("Summe;;10.000,00;4000", 4004)
    assert (made.counts.in_, made.counts.out, made.counts.rejected) == (4002, 4001, 1)


def test_broken_rows_are_told_with_their_line_and_text(tmp_path: Path) -> None:
    made = quick(tmp_path, HEAD + "a;;1,00;1\nb;zu wenig\nc;;2,00;2\n")
    broken = [(f.place.line, f.raw) for f in made.findings if f.code == "csv.fields"]
    assert broken == [(4, "b;zu wenig")]
    assert (made.counts.in_, made.counts.out, made.counts.rejected) == (4, 3, 1)


@pytest.mark.parametrize("odd", ["1.50", "007,00", "ca. 5", "12,50 %"])
def test_a_late_value_that_does_not_fit_keeps_its_column_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    monkeypatch.setattr(large, "PROBE", 4)
    made = quick(tmp_path, "Nr;Netto\n" + "a;1.000,25\n" * 4 + f"b;{odd}\n")
    assert [row[1] for row in rows(tmp_path, made)] == ["1.000,25"] * 4 + [odd]
    assert next(f.place.record for f in made.findings if f.code == "csv.kept_text") == 6


def test_a_late_year_of_two_digits_is_no_year_of_the_first_century(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "PROBE", 4)
    made = quick(tmp_path, "Nr;Am\n" + "a;01.02.2025\n" * 4 + "b;01.02.24\n")
    assert rows(tmp_path, made)[-1] == ("b", "01.02.24")


def test_a_column_that_is_blank_at_first_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "PROBE", 3)
    made = quick(tmp_path, "Nr;Netto;\n" + "a;1,00;\n" * 4 + "b;2,00;spät\n")
    assert rows(tmp_path, made)[-1] == ("b", Decimal("2.00"), "spät")


def test_a_quote_that_is_never_closed_is_left_to_the_ordinary_way(tmp_path: Path) -> None:
    made = quick(tmp_path, 'Nr;Name;Ort\n1;"a;b\n' + "2;c;d\n" * 60)
    assert made.tables[0].bulk is None
    assert not list(tmp_path.iterdir())


def test_umlauts_far_below_decide_the_encoding(tmp_path: Path) -> None:
    made = quick(tmp_path, "Nr;Name\n" + "1;Meier\n" * 700_000 + "2;Müller\n")
    assert rows(tmp_path, made)[-1] == (2, "Müller")


names = st.text(st.sampled_from('abc;"äöü '), max_size=8)
amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
days = st.dates(min_value=date(1970, 1, 1), max_value=date(2100, 1, 1))
lines = st.lists(st.tuples(names, days, amounts, st.integers(-(10**9), 10**9)), min_size=1, max_size=20)


def written_as(style: str, amount: Decimal) -> str:
    text = f"{amount:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) if style == "de" else text


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines, st.sampled_from(["de", "en"]), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "cp1252"]))
def test_the_quick_way_makes_the_same_table_as_the_ordinary_one(
    tmp_path: Path, values: list[tuple[str, date, Decimal, int]], style: str, end: str, encoding: str
) -> None:
    quoted = (
        ";".join(('"K' + name.replace('"', '""') + '"', f"{day:%d.%m.%Y}", written_as(style, amount), str(number)))
        for name, day, amount, number in values
    )
    data = end.join(("Größe;Am;Netto;Menge", *quoted, "")).encode(encoding)
    ordinary = csv.read(Item("b.csv", data=data)).tables[0]
    made = csv.read(Item("b.csv", data=data, spool=tmp_path))
    assert rows(tmp_path, made) == list(ordinary.rows)
    assert made.tables[0].columns == ordinary.columns
    assert made.counts.out == len(ordinary.rows)


PROFILE = """
files = ["b*.csv"]
delimiter = ";"
header = 1
[[columns]]
name = "Nr"
[[columns]]
name = "Am"
type = "date"
format = "YYYYMMDD"
[[columns]]
name = "Netto"
title = "Umsatz"
type = "decimal"
decimal = "."
"""


def test_a_large_file_is_read_as_its_profile_says(tmp_path: Path) -> None:
    (tmp_path / "b.hanse-profile.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "b1.csv").write_text("Nr;Am;Netto\n007;20250201;1.500\nx\n8;;2\nSumme;;3.5\n", encoding="utf-8")
    spool = tmp_path / "spool"
    spool.mkdir()
    made = csv.read(Item("b1.csv", path=tmp_path / "b1.csv", around=DiskFolder(tmp_path, ""), spool=spool))
    assert rows(spool, made) == [("007", date(2025, 2, 1), Decimal("1.5")), ("8", None, Decimal(2))]
    assert codes(made) == ["profile.used", "csv.fields", "cells.total_unchecked"]
    assert [c.title for c in made.tables[0].columns] == ["Nr", "Am", "Umsatz"]
    assert made.counts.in_ == 4
