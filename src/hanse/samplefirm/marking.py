"""Marks an answer against the truth: right, wrong or refused. Strict about figures and lists, fair about wording.

Knows the expected answers only; it never looks at files or tables.
"""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from rapidfuzz.fuzz import partial_ratio

from hanse.samplefirm.plain_words import cell_text, days, figures, tokens
from hanse.samplefirm.truth import Asked, Expected

LEADING = frozenset("der die das den dem ein eine einem einen im am in beim the a".split())
SMALL = LEADING | frozenset(
    "an auf zu zum zur und oder bei mit von vom fuer sind ist wird werden es sie wir of is are".split()
)
IDENTIFIER = re.compile(r"\b[A-Z]{2}-\d{4}(?:-\d{3,4})?\b")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
NO_ANSWER = re.compile(
    r"nicht in (?:den|ihren|deinen|diesen) (?:daten|unterlagen|dokumenten|dateien)|keine (?:information|angabe|daten)"
    r"|geht (?:aus .* )?nicht hervor|nicht (?:enthalten|angegeben|erw[äa]e?hnt|bekannt|gefunden|beantwortet werden)"
    r"|wei(?:ß|ss) (?:ich )?nicht|unbekannt"
    r"|not in (?:the|your) data|no information|not (?:mentioned|found|provided|available)",
    re.IGNORECASE,
)
READABLE = 90
Rows = Sequence[Sequence[object]]


class Mark(StrEnum):
    """How an answer is judged. WRONG is a confident wrong answer; REFUSED an honest "not in your data"."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED = "refused"


def right(
    question: Asked, answer: str, *, value: str | None = None, rows: Rows | None = None, refused: bool = False
) -> Mark:
    """Return the mark of an answer.

    answer: the text shown. value: the one figure or text that a table query gave, if any. rows: its rows, if any.
    A text that says that nothing was found counts as a refusal, for programs that have no flag for it.
    """
    if question.kind == "none":
        return Mark.RIGHT if refused or NO_ANSWER.search(answer) else Mark.WRONG
    if refused:
        return Mark.REFUSED
    if _holds(question, answer, value=value or "", rows=rows):
        return Mark.RIGHT
    silent = not answer.strip() and not value and rows is None
    return Mark.REFUSED if silent or NO_ANSWER.search(answer) else Mark.WRONG


def _holds(question: Asked, answer: str, *, value: str, rows: Rows | None) -> bool:
    expected = question.expected
    alone = [cell_text(c) for c in rows[0]] if rows and len(rows) == 1 else []
    if expected.answers:
        return text_holds(expected, " | ".join([answer, value, *alone]), scanned="scan" in question.shapes)
    if expected.values:
        return any(_value_holds(expected, wanted, answer, value=value, alone=alone) for wanted in expected.values)
    lists = (expected.rows, *expected.or_rows)
    if rows is not None:
        return any(rows_hold(wanted, rows, ordered=expected.ordered) for wanted in lists)
    return any(_text_lists(wanted, answer or value, ordered=expected.ordered) for wanted in lists)


def text_holds(expected: Expected, given: str, *, scanned: bool = False) -> bool:
    """Return whether one of the accepted texts stands in the answer, and no decoy before it."""
    if any(_digits(a, given) for a in expected.answers):
        return True
    words = tokens(given)
    found = [at for at in (_position(tokens(a), words) for a in expected.answers) if at is not None]
    if not found and scanned:
        return any(partial_ratio(" ".join(tokens(a)), " ".join(words)) >= READABLE for a in expected.answers)
    decoys = [at for at in (_position(tokens(d), words) for d in expected.decoys) if at is not None]
    return bool(found) and not any(at < min(found) for at in decoys)


def _position(wanted: list[str], words: list[str]) -> int | None:
    while len(wanted) > 1 and wanted[0] in LEADING:
        wanted = wanted[1:]
    for at in range(len(words) - len(wanted) + 1):
        if words[at : at + len(wanted)] == wanted:
            return at
    telling = [w for w in wanted if w not in SMALL]
    if len(telling) >= 3 and set(telling) <= set(words):  # a sentence may turn the words round
        return words.index(telling[0])
    return None


def _value_holds(expected: Expected, wanted: str, answer: str, *, value: str, alone: list[str]) -> bool:
    number = _number(wanted)
    if number is not None:
        given = [value, *alone] if value or alone else [answer]
        return any(_near(number, figure, expected.places) for text in given for figure in figures(text))
    everything = " | ".join([answer, value, *alone])
    if ISO.fullmatch(wanted):
        return wanted in days(f"{value} {' '.join(alone)}" if value or alone else answer)
    return _position(tokens(wanted), tokens(everything)) is not None or _digits(wanted, everything)


def _digits(wanted: str, given: str) -> bool:
    """Return whether a telephone number stands there, however it is grouped."""
    figure = re.sub(r"\D", "", wanted)
    return len(figure) >= 7 and not re.search(r"[A-Za-z]", wanted) and figure in re.sub(r"[\s/()-]", "", given)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _near(wanted: Decimal, given: Decimal, places: int) -> bool:
    step = Decimal(1).scaleb(-places)
    return wanted.quantize(step) == given.quantize(step)


def rows_hold(wanted: Sequence[Sequence[str]], given: Rows, *, ordered: bool) -> bool:
    """Return whether each expected row has a row of its own among the given ones, and none is left over."""
    if len(wanted) != len(given):
        return False
    if ordered:
        return all(_row_holds(w, g) for w, g in zip(wanted, given, strict=True))
    left = list(given)
    for row in wanted:
        match = next((n for n, candidate in enumerate(left) if _row_holds(row, candidate)), None)
        if match is None:
            return False
        del left[match]
    return True


def _row_holds(wanted: Sequence[str], given: Sequence[object]) -> bool:
    return all(any(_cell_holds(cell, cell_text(g)) for g in given) for cell in wanted)


def _cell_holds(wanted: str, given: str) -> bool:
    number = _number(wanted)
    if number is not None:
        return any(_near(number, figure, 2) for figure in figures(given))
    return _position(tokens(wanted), tokens(given)) is not None


def _text_lists(wanted: Sequence[Sequence[str]], answer: str, *, ordered: bool) -> bool:
    """Return whether a text names every expected row, and no identifier or listed line beyond them."""
    cells = [cell for row in wanted for cell in row]
    if not all(_cell_holds(cell, answer) for cell in cells):
        return False
    named = set(IDENTIFIER.findall(answer))
    if any(IDENTIFIER.fullmatch(c) for c in cells) and not named <= set(cells):
        return False
    lines = [line for line in answer.splitlines() if re.match(r"\s*(?:[-*•|]|\d+[.)])\s", line)]
    words = tokens(answer)
    places = [_position(tokens(cell), words) or 0 for cell in cells]
    return len(lines) <= len(wanted) + 2 and (not ordered or places == sorted(places))
