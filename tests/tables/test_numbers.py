"""Numbers as people write them in questions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.tables import terms, wording
from hanse.tables.numbers import number_at, value_of

WRITTEN = {
    "1.234,56": "1234.56", "1234.56": "1234.56", "1 234,56": "1234.56", "1.000": "1000", "12,5": "12.5", "7": "7",
    "zwölf": "12", "ein Dutzend": "12", "1,2 Mio": "1200000", "5 Tsd": "5000", "zwei Millionen": "2000000",
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), WRITTEN.items())
def test_a_number_is_read_as_it_is_meant(text: str, wanted: str) -> None:
    found = number_at(terms.tokens(text), 0)
    assert found is not None
    assert found[0] == Decimal(wanted)


def test_a_lone_article_is_no_number() -> None:
    assert number_at(terms.tokens("eine Rechnung"), 0) is None


@given(st.decimals(0, 10**9, places=2))
def test_a_number_written_for_people_reads_back_the_same(value: Decimal) -> None:
    assert value_of(wording.number(value, "de", places=2)) == value
