"""No mixture of words that the program knows brings it down or makes it run a query that fails."""

from typing import Protocol

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.tables import lexicon
from hanse.tables.ask import TableAnswer


class Firm(Protocol):
    """What conftest's firm can do."""

    def ask(self, text: str) -> TableAnswer: ...


LEXICON = lexicon.load()
NAMES = [w for e in LEXICON.entity.values() for w in e.words] + [w for a in LEXICON.attribute.values() for w in a.words]
ACTS = [w for p in LEXICON.phrase.values() for w in p.words] + [w for s in LEXICON.status.values() for w in s.words]
SIGNS = [w for group in LEXICON.operator.values() for w in group]
THINGS = ["Müller", "Lübeck", "HZ-100", "RE-2025-001", "2025", "im Mai", "letztes Jahr", "3", "1.000 Euro", "30 Tage"]
WORD = st.sampled_from(NAMES) | st.sampled_from(ACTS) | st.sampled_from(SIGNS) | st.sampled_from(THINGS)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORD, min_size=1, max_size=7))
def test_any_known_words_are_answered_refused_or_asked_back(firm: Firm, words: list[str]) -> None:
    found = firm.ask(" ".join(words))
    assert (found.result is not None) == (found.verdict == "clear")
    assert (found.refusal is not None) == (found.verdict != "clear")
    assert bool(found.choices) == (found.verdict == "choose")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_no_text_at_all_brings_it_down(firm: Firm, text: str) -> None:
    assert firm.ask(text).verdict in ("clear", "choose", "no")
