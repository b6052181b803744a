"""Puts the two sets of 60 questions together: 25 text, 25 table, 10 that the data can't answer."""

from collections.abc import Iterable, Sequence
from random import Random

import msgspec

from hanse.samplefirm import documents, held_out_table_questions, mails, scans, table_questions
from hanse.samplefirm.model import Firm
from hanse.samplefirm.truth import Asked, Expected
from hanse.samplefirm.unanswerable import FIRST, HELD_OUT, filled

TEXTS, TABLES, NONE = 25, 25, 10
FROM_MAILS = 5


def first(firm: Firm) -> tuple[Asked, ...]:
    """Return the set that the product is tuned on."""
    return _set(firm, "first", table_questions.questions(firm), filled(firm, FIRST), mark="")


def held_out(firm: Firm) -> tuple[Asked, ...]:
    """Return the set that nobody tunes on."""
    return _set(firm, "held_out", held_out_table_questions.questions(firm), filled(firm, HELD_OUT), mark="h")


def _set(firm: Firm, which: str, tables: Sequence[Asked], none: Sequence[Asked], *, mark: str) -> tuple[Asked, ...]:
    texts = _texts(firm, which)
    if (len(texts), len(tables), len(none)) != (TEXTS, TABLES, NONE):
        message = f"{which}: {len(texts)} text, {len(tables)} table, {len(none)} unanswerable questions"
        raise ValueError(message)
    return (*_numbered(texts, f"{mark}t"), *_numbered(tables, f"{mark}z"), *_numbered(none, f"{mark}n"))


def _numbered(found: Iterable[Asked], letter: str) -> list[Asked]:
    return [msgspec.structs.replace(asked, id=f"{letter}{n:02d}") for n, asked in enumerate(found, 1)]


def _texts(firm: Firm, which: str) -> list[Asked]:
    rng = Random(f"{firm.seed} {which}")
    every = documents.text_questions(firm, which)
    bound = [a for a in every if a.expected.files[0].startswith(("vertraege/", "angebote/Angebot"))]
    free = [a for a in every if a not in bound]
    post = mails.text_questions(firm, which)
    post = [post[n] for n in sorted(rng.sample(range(len(post)), FROM_MAILS))]
    rest = TEXTS - len(bound) - FROM_MAILS - 1
    chosen = [free[n] for n in sorted(rng.sample(range(len(free)), rest))]
    return [*chosen, *bound, *post, _scan(firm, which)]


def _scan(firm: Firm, which: str) -> Asked:
    n = 2 if which == "first" else 4
    delivery = scans.chosen(firm)[n]
    ask = (
        "Was wurde auf dem Lieferschein {} vermerkt?"
        if which == "first"
        else "Welche Bemerkung steht auf lieferschein {}"
    )
    expected = Expected(answers=(delivery.remark, delivery.remark.split(",")[0]), files=(scans.path(n, delivery),))
    return Asked("", "text", ask.format(delivery.nr), expected, ("scan",))
