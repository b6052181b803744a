"""Large tables: what the quick way makes of a text is what its rules say, and what it can't read is told."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.readers import bulk
from hanse.readers.bulk import Field, Shape, Written
from hanse.readers.item import Item
from hanse.records import Column

FIELDS = (
    Field(Column("Nr", "Nr", "text")),
    Field(Column("Am", "Am", "date"), "date"),
    Field(Column("Netto", "Netto", "decimal"), "decimal"),
    Field(Column("Menge", "Menge", "integer"), "integer"),
)


def written(spool: Path, text: str, *, fields: tuple[Field, ...] = FIELDS, shape: Shape | None = None) -> Written:
    made = shape or Shape("cp1252")
    item = Item("b.csv", data=text.encode(made.encoding), spool=spool)
    return bulk.write(item, made, fields)


def rows(spool: Path, made: Written) -> list[tuple[object, ...]]:
    with duckdb.connect() as db:
        return db.execute("SELECT * FROM read_parquet(?)", [str(spool / made.bulk.file)]).fetchall()


def test_german_numbers_and_dates_become_values(tmp_path: Path) -> None:
    made = written(tmp_path, 'Müller;01.02.2025;1.234,50;7\r\n"a;""b""";;-0,5;\r\n')
    assert rows(tmp_path, made) == [
        ("Müller", date(2025, 2, 1), Decimal("1234.50"), 7),
        ('a;"b"', None, Decimal("-0.50"), None),
    ]
    assert (made.rejected, made.kept) == ((), ())


def test_odd_ways_to_write_a_value_are_read_too(tmp_path: Path) -> None:
    made = written(tmp_path, "a;00.00.0000;12,50-; 7 \nb;  .  .    ;+1,5;-3\n c ;31.12.1999; 2;0\n")
    assert rows(tmp_path, made) == [
        ("a", None, Decimal("-12.50"), 7),
        ("b", None, Decimal("1.50"), -3),
        ("c", date(1999, 12, 31), Decimal("2.00"), 0),
    ]


def test_more_decimals_than_declared_are_kept(tmp_path: Path) -> None:
    made = written(tmp_path, "a;01.01.2025;1,005;1\nb;01.01.2025;2,1;1\n")
    assert [row[2] for row in rows(tmp_path, made)] == [Decimal("1.005"), Decimal("2.100")]


def test_a_column_with_a_text_that_is_no_value_stays_text_and_says_which(tmp_path: Path) -> None:
    made = written(tmp_path, "a;01.01.2025;1,00;1\nb;31.02.2025;ca. 5;2 St\n")
    assert rows(tmp_path, made) == [("a", "01.01.2025", "1,00", "1"), ("b", "31.02.2025", "ca. 5", "2 St")]
    assert made.kept == ((1, 1, ((1, "31.02.2025"),)), (2, 1, ((1, "ca. 5"),)), (3, 1, ((1, "2 St"),)))


def test_records_with_a_wrong_number_of_fields_are_left_out_and_told(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        "Nr;Am;Netto;Menge\na;;1,00;1\nb;2,00\nc;;3,00;1;x\nd;;4,00;1\n",
        shape=Shape("cp1252", skip_records=1),
    )
    assert [row[0] for row in rows(tmp_path, made)] == ["a", "d"]
    assert made.rejected == ((3, "b;2,00"), (4, "c;;3,00;1;x"))
    assert made.bulk.gaps == (2, 3)
    assert made.bulk.first_line == 2


def test_line_ends_within_quotes_are_kept_and_lines_are_not_told_then(tmp_path: Path) -> None:
    made = written(tmp_path, '"a\r\nb";;1,00;1\r\nc;;2,00;2\r\n')
    assert [row[0] for row in rows(tmp_path, made)] == ["a\r\nb", "c"]
    assert made.bulk.first_line == 0


def test_fields_of_fixed_width_without_line_ends(tmp_path: Path) -> None:
    fields = (
        Field(Column("Nr", "Nr", "text"), span=(1, 4)),
        Field(Column("Am", "Am", "date"), "date", span=(5, 8), format="YYYYMMDD"),
        Field(Column("Netto", "Netto", "decimal"), "decimal", span=(13, 6), implied=2),
    )
    text = "0001" + "20250201" + "012345" + "Mü  " + "00000000" + "    -5"
    made = written(tmp_path, text, fields=fields, shape=Shape("cp850", "", "", length=18))
    assert rows(tmp_path, made) == [("0001", date(2025, 2, 1), Decimal("123.45")), ("Mü", None, Decimal("-0.05"))]


def test_two_digit_years_follow_the_epoch(tmp_path: Path) -> None:
    fields = (Field(Column("Am", "Am", "date"), "date", format="DD.MM.YY", epoch=40),)
    made = written(tmp_path, "01.01.39\n01.01.40\n00.00.00\n", fields=fields)
    assert rows(tmp_path, made) == [(date(2039, 1, 1),), (date(1940, 1, 1),), (None,)]


def test_letters_that_the_encoding_lacks_are_an_error_of_their_own(tmp_path: Path) -> None:
    item = Item("b.csv", data="ü;;;\n".encode("cp1252"), spool=tmp_path)
    with pytest.raises(UnicodeDecodeError):
        bulk.write(item, Shape("utf-8"), FIELDS)


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))
texts = st.text(st.characters(codec="cp1252", exclude_characters="\r\n\x00\x1a\x01"), max_size=12)


def german(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(texts, days, amounts, st.integers(-(10**9), 10**9)), min_size=1, max_size=30))
def test_what_was_written_reads_back_the_same(tmp_path: Path, values: list[tuple[str, date, Decimal, int]]) -> None:
    lines = (
        ";".join(('"' + name.replace('"', '""') + '"', f"{day:%d.%m.}{day.year:04}", german(amount), str(number)))
        for name, day, amount, number in values
    )
    made = written(tmp_path, "\r\n".join(lines) + "\r\n")
    expected = [(name.strip(" ") or None, day, amount, number) for name, day, amount, number in values]
    assert (rows(tmp_path, made), made.kept, made.rejected) == (expected, (), ())


def test_digits_are_grouped_by_three_or_the_text_is_no_number(tmp_path: Path) -> None:
    made = written(tmp_path, "a;;12.50;1\nb;;1.234;2\n")
    assert [row[2] for row in rows(tmp_path, made)] == ["12.50", "1.234"]
    assert made.kept == ((2, 1, ((0, "12.50"),)),)


def test_whole_numbers_that_turn_out_to_have_decimals_become_decimals(tmp_path: Path) -> None:
    made = written(tmp_path, "a;;1,00;1\nb;;1,00;2,5\n")
    assert [row[3] for row in rows(tmp_path, made)] == [Decimal("1.0"), Decimal("2.5")]


def test_a_number_of_an_account_keeps_its_zeros(tmp_path: Path) -> None:
    fields = (Field(Column("Konto", "Konto", "integer"), "integer", plain=True),)
    assert rows(tmp_path, written(tmp_path, "1200\n8400\n0\n", fields=fields)) == [(1200,), (8400,), (0,)]
    assert rows(tmp_path, written(tmp_path, "1200\n0400\n", fields=fields)) == [("1200",), ("0400",)]


def test_a_number_too_large_for_its_column_is_kept_as_text(tmp_path: Path) -> None:
    made = written(tmp_path, f"a;;{'9' * 40},00;1\n")
    assert rows(tmp_path, made)[0][2] == f"{'9' * 40},00"
