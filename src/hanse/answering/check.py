"""What a model wrote, held against the text it was given: proven literally and cited, or not presented as fact.

The answer that is shown is copied from the source by program, not from the model.
"""

import re
from collections.abc import Sequence

import msgspec

from hanse.answering import kinds
from hanse.answering.prompt import NOT_THERE
from hanse.answering.sentences import Line
from hanse.records import Citation, Passage, Refusal
from hanse.words import Words

_MARK = re.compile(r"\[\d+\]\s*")
_EDGES = " \t\n.,;:!?\"'„“”»«›‹`*()"
_WORD = re.compile(r"\w+(?:[.,/\-]\w+)*")
_BORDER = re.compile(r"[,;:.]\s+")
_LIST = re.compile(r"\s*(?:,|;|\bund\b|\band\b|\bsowie\b|\n)\s*")


class Proven(msgspec.Struct, frozen=True):
    """An answer that stands literally in the cited places."""

    answer: str
    citations: tuple[Citation, ...]


NOT_FOUND = Refusal(
    "not-found",
    Words(
        "Das steht so nicht in Ihren Daten. Am nächsten kommen die Stellen darunter.",
        "That isn't in your data. The nearest places are below.",
    ),
)
NOT_PROVEN = Refusal(
    "not-proven",
    Words(
        "Das Modell hat etwas geschrieben, das sich in Ihren Daten nicht belegen lässt; es wird deshalb nicht gezeigt. "
        "Am nächsten kommen die Stellen darunter.",
        "The model wrote something that can't be proven from your data, so it isn't shown. "
        "The nearest places are below.",
    ),
)


NOT_SURE = Refusal(
    "not-sure",
    Words(
        "Eine sichere Antwort steht nicht in Ihren Daten. Am nächsten kommen die Stellen darunter.",
        "A safe answer isn't in your data. The nearest places are below.",
    ),
)


NOT_FITTING = Refusal(
    "not-fitting",
    Words(
        "Das Modell hat etwas gefunden, das nicht zur Art der Frage passt; es wird nicht gezeigt. "
        "Am nächsten kommen die Stellen darunter.",
        "The model found something that isn't the kind of thing asked for, so it isn't shown. "
        "The nearest places are below.",
    ),
)
_CLAUSE = re.compile(
    r"\W*(?:wo|wohin|woher|warum|weshalb|wieso|where|why|aus welche[mn] gr[uü]nde?n?)\b", re.IGNORECASE
)
_LIMIT = re.compile(
    r"\bhöchst(?:ens|betrag|summe)|\bmax(?:imal|\.)|\bgedeckelt|\bobergrenze|\bbegrenzt|\bbis zu welche|\bat most|"
    r"\bmaximum|\bcapped",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:höchstens|maximal|nicht mehr als|gedeckelt auf|begrenzt auf|at most)\b\D{0,25}?(?P<figure>\d[\d.,]*(?<=\d))",
    re.IGNORECASE,
)
_WHO = re.compile(r"\W*(?:(?:an|mit|von|bei|für|by|with) )?(?:wer|wem|wen|wessen|who|whom)\b", re.IGNORECASE)


def denies(reply: str) -> bool:
    """Return whether a reply says that nothing answers, or says nothing."""
    said = _MARK.sub("", reply).strip(_EDGES)
    return not said or NOT_THERE.casefold() in said.casefold()


def copied(reply: str, line: Line) -> bool:
    """Return whether a reply stands literally in a line."""
    return _find(_MARK.sub("", reply).strip(_EDGES), [line]) is not None


def fits(question: str, said: str) -> bool:
    """Return whether a reply is the kind of thing that is asked for: "who" is no figure, "when" has a day or time."""
    if _WHO.match(question):
        return not any(c.isdigit() for c in said) and any(c.isupper() for c in said)
    kind = kinds.asked(question)
    return kind is None or not kind.strict or kind.held_by(said)


def check(reply: str, question: str, lines: Sequence[Line], passages: Sequence[Passage]) -> Proven | Refusal:
    """Return the answer with its citations if every part of it stands literally in one of the lines, else why not."""
    said = _MARK.sub("", reply).strip(_EDGES)
    if denies(reply) or _echoes(said, question):
        return NOT_FOUND
    whole = _find(said, lines)
    parts = [_find(part.strip(_EDGES), lines) for part in _LIST.split(said) if part.strip(_EDGES)]
    found = [_clause(question, whole, lines)] if whole else [part for part in parts if part]
    if not found or (not whole and not len(found) == len(parts) > 1):
        return NOT_PROVEN
    if _LIMIT.search(question):
        found = [_limit(lines[n].text, n) or (n, start, end) for n, start, end in found]
    proven = _proven(found, lines, passages)
    return proven if fits(question, proven.answer.partition(" [")[0]) else NOT_FITTING


def _limit(text: str, number: int) -> tuple[int, int, int] | None:
    """Return where a sentence tells the most of something: a model asked for it likes to copy the figure before."""
    match = _AT_MOST.search(text)
    return (number, *match.span("figure")) if match else None


def _echoes(said: str, question: str) -> bool:
    """Return whether the reply only repeats words of the question (which asks for no choice)."""
    asked = {w.casefold() for w in _WORD.findall(question)}
    return not asked & {"oder", "or"} and all(w.casefold() in asked for w in _WORD.findall(said))


def _find(said: str, lines: Sequence[Line]) -> tuple[int, int, int] | None:
    """Return (line, start, end) where the text stands in the best line that has it, at word borders."""
    words = [re.escape(w) for w in re.findall(r"\w+|[^\w\s]", said)]
    if not words:
        return None
    pattern = re.compile(r"(?<!\w)(?<!\d[.,])" + r"\s*".join(words) + r"(?!\w|[.,]\d)", re.IGNORECASE)
    for number, line in enumerate(lines):
        if match := pattern.search(line.text):
            return number, match.start(), match.end()
    return None


def wants_clause(question: str) -> bool:
    """Return whether a question is answered by a clause rather than by a figure or a name: "where" and "why"."""
    return _CLAUSE.match(question) is not None


def _clause(question: str, found: tuple[int, int, int], lines: Sequence[Line]) -> tuple[int, int, int]:
    """Widen the answer to "where" and "why" to its clause: half a place ("Haken 9") helps nobody."""
    number, start, end = found
    if not wants_clause(question):
        return found
    text = lines[number].text
    borders = [0, *(m.end() for m in _BORDER.finditer(text)), len(text)]
    left = max(b for b in borders if b <= start)
    right = min(b for b in borders if b >= end)
    return number, left, left + len(text[left:right].rstrip(" ,;.:"))


def _proven(found: Sequence[tuple[int, int, int]], lines: Sequence[Line], passages: Sequence[Passage]) -> Proven:
    pieces = [_completed(lines[n].text, start, end) for n, start, end in found]
    used = list(dict.fromkeys(n for n, _, _ in found))
    citations = [cite(i, lines[n], passages) for i, n in enumerate(used, 1)]
    marks = {n: i for i, n in enumerate(used, 1)}
    answer = ", ".join(f"{piece} [{marks[n]}]" for piece, (n, _, _) in zip(pieces, found, strict=True))
    return Proven(answer, tuple(citations))


def _completed(text: str, start: int, end: int) -> str:
    """Return the found piece with the unit that follows a bare number in the source ("1.250" gives "1.250 EUR")."""
    unit = re.match(
        r"\s?(?:€|%|EUR|Euro|Cent|Prozent|Uhr|(?:Kalender|Arbeits|Werk)?[Tt]agen?|Wochen|Monaten?|Jahren?|Stunden|"
        r"Minuten|Sekunden|Grad|m?bar|km|kg|kW|m²|m|cm|mm|l|Liter|Stück|Stk|Zeichen)\b|\s?[€%]",
        text[end:],
    )
    if re.fullmatch(r"\d[\d.,:]*", text[start:end]) and unit:
        end += unit.end()
    return text[start:end]


def cite(number: int, line: Line, passages: Sequence[Passage]) -> Citation:
    """Return the line as a numbered citation with its exact place."""
    passage = passages[line.passage]
    return Citation(number, line.text, passage.place_at(line.offset), passage.origin)
