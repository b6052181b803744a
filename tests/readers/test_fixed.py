"""Fixed columns: found by what is blank, with what is no record left out; and what only looks like columns."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.readers import all_readers, csv, fixed
from hanse.readers.item import Item
from hanse.records import Reading

SAMPLES = Path(__file__).parent / "samples"
SOURCES = Path(fixed.__file__).parents[1]


def reading(text: str) -> Reading:
    return fixed.read(Item.of("liste.prn", text.encode()))


def codes(found: Reading) -> list[str]:
    return [finding.code for finding in found.findings]


def a_list(count: int = 20) -> list[str]:
    names = ("Meier", "Ulf Ott", "Anna-Lena Groß", "Schulze & Co")
    return [f"{1000 + n:<8}{names[n % 4]:<20}{n:>6},50" for n in range(count)]


def test_columns_are_named_by_the_words_above_them() -> None:
    found = reading("\n".join(["Nr      Name des Kunden     Betrag EUR", *a_list()]))
    assert [(c.name, c.type) for c in found.tables[0].columns] == [
        ("Nr", "integer"), ("Name des Kunden", "text"), ("Betrag EUR", "decimal"),
    ]  # fmt: skip
    assert found.tables[0].rows[3] == (1003, "Schulze & Co", Decimal("3.50"))
    assert found.tables[0].places[3].line == 5


def test_a_line_that_does_not_fit_is_rejected_with_its_text() -> None:
    lines = a_list()
    lines[9] = "1009    Ein viel zu langer Name 12345,00"
    found = reading("\n".join(lines))
    assert [(f.place.line, f.raw) for f in found.findings if f.code == "fixed.fields"] == [(10, lines[9])]
    assert (found.counts.in_, found.counts.out, found.counts.rejected) == (20, 19, 1)


def test_numbers_that_grow_far_below_still_belong_to_their_column() -> None:
    lines = [f"{n:<9}{'Kunde Groß'[: n % 9 + 2]:<22}{n % 28 + 1:02}.01.2019{n:>10},50" for n in range(1, 12000)]
    found = reading("\n".join(lines))
    assert len(found.tables[0].rows) == 11999
    assert found.counts.rejected == 0


def test_odd_rows_that_are_alike_are_no_page_breaks() -> None:
    lines = a_list(80)
    lines[9:11] = ["1009    Einvielzulangernameohneende12345,00 7 8"] * 2
    found = reading("\n".join(lines))
    assert (found.counts.in_, found.counts.rejected) == (80, 2)


def test_page_breaks_carries_and_totals_are_no_records() -> None:
    found = fixed.read(Item.at(SAMPLES / "fixed" / "offene_posten.lst"))
    assert len(found.tables[0].rows) == 24
    assert sum(Decimal(str(row[4])) for row in found.tables[0].rows) == Decimal("38664.44")
    assert {"fixed.pages", "fixed.carry", "cells.total"} <= set(codes(found))


def test_two_words_in_a_few_places_do_not_part_a_column() -> None:
    found = fixed.read(Item.at(SAMPLES / "fixed" / "offene_posten.lst"))
    assert ("Frankfurt (Oder)", date(2019, 5, 5)) == found.tables[0].rows[4][2:4]


PROSE = (
    "Am 12. Mai kamen 30 Leute. Die Halle war voll, und um 9 Uhr\nging es los; danach gab es für 5 Euro Suppe.\n" * 9
)
LOG = "".join(f"2026-01-{n:02} 10:00:{n:02} INFO  web   GET /seite/{n} 200\n" for n in range(1, 29))
MAIL = "From: a@b.de\nTo: c@d.de\nDate: 1 Jan 2026\nSubject: 3 Posten\n\nHallo,\n\nanbei 3 Posten.\n" * 3
CODE = "def f(x):\n    if x > 10:\n        return 10\n    return 5\n\n\n" * 9
DELIMITED = "".join(f"{n:>4};Name {n:>3};{n:>6},50\n" for n in range(30))
LEDGER = "1. Erstens kommt es anders,\n2. zweitens als man denkt;\n3. drittens bleibt es so.\n" * 5


@pytest.mark.parametrize("text", [PROSE, LOG, MAIL, CODE, DELIMITED, LEDGER, "", "1 2\n"])
def test_what_has_no_fixed_columns_is_not_claimed(text: str) -> None:
    assert fixed.sniff(text.encode()[:8192], "x.txt") == 0


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.py"))[::40], ids=lambda path: path.name)
def test_a_program_is_not_claimed(path: Path) -> None:
    assert fixed.sniff(path.read_bytes()[:8192], "x.txt") == 0


def test_samples_of_other_formats_are_not_claimed_by_mistake() -> None:
    names = {reader.NAME for reader in all_readers()} - {fixed.NAME}
    paths = [path for name in names for path in (SAMPLES / name).glob("*") if path.suffix != ".golden"]
    claimed = [p.name for p in paths if p.is_file() and fixed.sniff(p.read_bytes()[:8192], "x.txt")]
    assert claimed == []


@settings(max_examples=30, deadline=None, database=None)
@given(
    st.lists(
        st.tuples(st.integers(10000, 99999), st.text("abcdefgäöü", min_size=3, max_size=12), st.integers(0, 10**8)),
        min_size=15,
        max_size=40,
    )
)
def test_what_is_written_in_columns_reads_back_the_same(values: list[tuple[int, str, int]]) -> None:
    lines = [f"{no}  {'K' + name:<15}{cents // 100:>10},{cents % 100:02}" for no, name, cents in values]
    found = reading("\n".join(["Zahl   Name                Betrag", *lines]))
    assert list(found.tables[0].rows) == [(no, "K" + name, Decimal(cents) / 100) for no, name, cents in values]


def test_a_csv_with_blanks_is_still_a_csv() -> None:
    assert csv.sniff(DELIMITED.encode(), "x.txt") > fixed.sniff(DELIMITED.encode(), "x.txt")
