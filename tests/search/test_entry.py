from hypothesis import given
from hypothesis import strategies as st

from hanse.records import Origin, Passage, Place
from hanse.search.analysis import language, shared_analyser
from hanse.search.entry import entry
from hanse.search.keys import digits, packed

FIGURES = "12.03.2024|1.234,50|-5,3|0451 / 70 20 30|DE12 5001 0517 5407 3249 31|RE-2024/0117|0117|5|(5)|12:30|1|2024"
OTHERS = (
    "RE 2024|IT|EAN|AB|März|Mai|the|The|in|und|was|wäs|Umsatzsteuer|E-Mail|a.b@c.de|it's|§|%|x:|;|:|'|-|/|\t|\n|\x0b|"
)
BITS = [*FIGURES.split("|"), *OTHERS.split("|")]
cells = st.lists(st.sampled_from(BITS) | st.text(max_size=6), max_size=5).map(" ".join)
records = st.lists(st.tuples(cells, cells), min_size=1, max_size=8)


@given(records)
def test_a_record_has_the_terms_of_its_text_as_a_whole(cells: list[tuple[str, str]]) -> None:
    text = "; ".join(f"{name}: {value}" for name, value in cells)
    found = shared_analyser().text(text, language(text))
    row = entry(Passage(1, text, Place(), Origin(1, "x"))).row
    assert row[3:5] == (packed(map(digits, found.words)), packed(map(digits, found.extra)))
