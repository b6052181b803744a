"""Understands a question over tables: words to mentions, to a frame, to plans. Calls no model and runs no query.

Fails closed: a word that nothing explains, or a part without a place, means no.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from hanse.records import Question
from hanse.tables import grammar, lexicon, readings, terms, wording
from hanse.tables.fitting import MASTERS
from hanse.tables.frame import PIECES, Flagged, Frame
from hanse.tables.linking import Linker
from hanse.tables.mentions import Mention, Noun, Number, Skip, Status, Time, Value
from hanse.tables.plan import Plan
from hanse.tables.readings import Candidate
from hanse.tables.schema import Entry, Schema
from hanse.tables.terms import Token
from hanse.words import Words

MARGIN = 0.45
MOST = 6
GUESSED = 2  # so many words that nothing explains may be left out when Hanse asks back
STORED = frozenset({"noch", "da", "lager", "vorrat", "vorratig", "left", "stock"})
MOVED = frozenset({"incoming", "outgoing"})
CAME = frozenset({"rein", "reingekommen", "hereingekommen", "reinkamen", "reinkam", "angekommen", "gekommen"})
PART = 0.6
FAR = 5.0
SLACK = timedelta(days=45)
WILD = 3  # a word that fits so many tables was not meant for any of them
Verdict = Literal["clear", "choose", "no"]


class Reading(msgspec.Struct, frozen=True):
    """One way to understand the question, in words. choices: what it took where something else was as likely."""

    plan: Plan
    words: Words
    cost: float
    choices: tuple[str, ...] = ()
    phrase: str = ""


class Understanding(msgspec.Struct, frozen=True):
    """What a question may mean.

    readings: best first; those after the first are as likely by their words, so their results have to be compared.
    coverage: share of the words that were linked. unlinked: content words that nothing explains. verdict: "clear" one
    reading, "choose" several, "no" none. about: whether the question seems to be one for tables at all.
    computing: whether its answer has to be computed over records, so that no sentence of a text can give it.
    obstacle: the part of the question that has no place in the table that it speaks of, "" when that can't be told.
    near: what the question would mean without the unlinked words, to be asked back and never to be answered.
    """

    readings: tuple[Reading, ...]
    coverage: float
    unlinked: tuple[str, ...]
    verdict: Verdict
    about: bool = False
    computing: bool = False
    obstacle: str = ""
    near: tuple[Reading, ...] = ()


def understand(question: Question, schema: Schema) -> Understanding:
    """Return the readings of a question over these tables."""
    tokens = terms.tokens(lexicon.rewritten(question.text))
    linker = Linker(tokens, schema, question.today)
    mentions = linker.link()
    found = understood(mentions, tokens, question, schema)
    if found.verdict == "no" and not found.unlinked:
        others = (understood(m, tokens, question, schema) for m in linker.otherwise(mentions))
        found = next((u for u in others if u.verdict == "clear"), found)
    if found.verdict == "no" and (rest := unlabelled(question.text, schema, question.today)):
        behind = understand(msgspec.structs.replace(question, text=rest), schema)
        return behind if behind.verdict == "clear" else found
    return found


def read(frame: Frame, schema: Schema, today: date) -> tuple[Reading, ...]:
    """Return the likely readings of a frame."""
    found = likely(readings.candidates(frame, schema, today), schema)
    return tuple(
        Reading(c.plan, wording.plan_words(c.plan, schema, c.phrase), c.cost, c.choices, c.phrase) for c in found
    )


def without(frame: Frame, schema: Schema, today: date) -> tuple[Reading, ...]:
    """Return the reading without the words that nothing explains, when there is one only."""
    if frame.odd:
        return ()
    found = read(msgspec.structs.replace(frame, unknown=[]), schema, today)
    return found if len(found) == 1 else ()


def unlabelled(text: str, schema: Schema, today: date) -> str:
    """Return a question without the heading before its colon, "" when it has none that names no value."""
    label, colon, rest = text.partition(":")
    tokens = terms.tokens(lexicon.rewritten(label))
    if not colon or not rest.strip() or not tokens:
        return ""
    mentions = Linker(tokens, schema, today).link()
    return "" if any(isinstance(m, Value | Time | Number | Status) for m in mentions) else rest.strip()


def understood(mentions: list[Mention], tokens: Sequence[Token], question: Question, schema: Schema) -> Understanding:
    """Return the readings of a question whose words were linked in one way."""
    words = {t.fold for t in tokens}
    frame = as_verb(grammar.read(mentions), mentions)
    frame = came_in(in_store(frame, words), words)
    frame.unknown += what_we_did(frame, words) + taken_off(frame, words)
    unlinked = tuple(dict.fromkeys(frame.unknown))
    coverage = 1 - len(unlinked) / max(1, len(mentions))
    about = any(isinstance(m, Noun | Status) for m in mentions)
    if unlinked or all(isinstance(m, Skip) for m in mentions):
        near = without(frame, schema, question.today) if about and len(unlinked) <= GUESSED else ()
        return Understanding((), coverage, unlinked, "no", about, computing(frame), near=near)
    if frame.odd:
        return Understanding((), coverage, tuple(frame.odd), "no", about, computing(frame))
    made = read(frame, schema, question.today)
    tables = {r.plan.table for r in made}
    verdict: Verdict = "no" if not made or len(tables) > WILD else "clear" if len(made) == 1 else "choose"
    stands = "" if made else readings.obstacle(frame, schema, question.today)
    return Understanding(made, coverage, (), verdict, about, computing(frame), stands)


def in_store(frame: Frame, words: set[str]) -> Frame:
    """Take "wie viel Kupferrohr haben wir noch" as asking for the stock."""
    asks = frame.ask in ("count", "howmuch") and not frame.times and not frame.nouns and not frame.adds
    if not asks or not words & STORED or not any(isinstance(f.mention, Value) for f in frame.flags):
        return frame
    return msgspec.structs.replace(frame, ask="howmuch", nouns=[Noun("Bestand", attribute="stock")])


def came_in(frame: Frame, words: set[str]) -> Frame:
    """Take "wann kam Kupferrohr rein" as asking for what came into the store, where nothing else is named."""
    states = [f.mention.name for f in frame.flags if isinstance(f.mention, Status)]
    named = any(n.entity or n.phrase for n in frame.nouns)
    flags = list(frame.flags)
    if not named and not states and words & CAME and any(isinstance(f.mention, Value) for f in flags):
        flags.append(Flagged(Status("incoming", "rein")))
        states = ["incoming"]
    pieces = [PIECES] if frame.ask in ("count", "howmuch") and not frame.nouns and {*states} & MOVED else []
    return msgspec.structs.replace(frame, flags=flags, nouns=[*frame.nouns, *pieces])


def computing(frame: Frame) -> bool:
    """Return whether a question counts records, ranks them, or adds them up over a period."""
    known = any(n.entity or n.phrase for n in frame.nouns)
    counted = frame.ask == "count" and isinstance(frame.asked, Noun) and bool(frame.asked.entity)
    ranked = any(known or (s.noun and (s.noun.entity or s.noun.phrase or s.noun.attribute)) for s in frame.supers)
    return counted or ranked or (known and bool(frame.times) and bool(frame.adds or frame.groups))


def what_we_did(frame: Frame, words: set[str]) -> list[str]:
    """Return the words that tell of the firm's own buying and paying: the tables of sales don't answer that."""
    if not lexicon.ours(words):
        return []
    ours = lexicon.load().ours
    did = [n.text for n in frame.nouns if n.phrase in ours["phrases"]]
    came = [w for w in ours["got"] if any(n.entity in ours["papers"] for n in frame.nouns)]
    return did + [w for w in (*ours["words"], *came) if terms.fold(w) in words]


def taken_off(frame: Frame, words: set[str]) -> list[str]:
    """Return the words that want one kind of paper taken off the others: "abzüglich Gutschriften" is not understood."""
    lessened = lexicon.load().ours["lessened"]
    papers = any(n.entity in lessened for n in (*frame.nouns, *((frame.absent,) if frame.absent else ())))
    return [w for w in lexicon.load().ours["less"] if papers and terms.fold(w) in words]


def as_verb(frame: Frame, mentions: list[Mention]) -> Frame:
    """Take "bezahlt" as what somebody did ("wie viel hat Müller bezahlt"), not as a state, where the question asks so.

    "noch offen" after "wie viel" asks for the open amount.
    """
    frame = due_by_now(frame)
    states = [f for f in frame.flags if isinstance(f.mention, Status)]
    one = any(isinstance(m, Value) and any(c.isdigit() for c in m.text) for m in mentions)  # one by its number
    invoices = not one and any(isinstance(m, Noun) and m.entity == "invoice" and not m.attribute for m in mentions)
    asks = frame.ask in {"when", "howmuch", "who", "what"} or any(s.name in ("most", "least") for s in frame.supers)
    if len(states) != 1 or not asks or invoices or states[0].negated:
        return frame
    state = states[0].mention
    measured = any(n.phrase or n.attribute or (n.columns and not (n.mark or n.entity)) for n in frame.nouns)
    if state.name == "paid" and not measured:  # type: ignore[union-attr] # states holds only those
        return _swapped(frame, states[0], Noun(state.text, phrase="paid"))
    if state.name == "overdue" and frame.ask in {"howmuch", "what"} and not measured:  # type: ignore[union-attr]
        return msgspec.structs.replace(frame, nouns=[*frame.nouns, Noun(state.text, phrase="owes")])
    if state.name == "open" and frame.ask in {"howmuch", "what"} and not measured:  # type: ignore[union-attr]
        return _swapped(frame, states[0], Noun(state.text, phrase="owes"))
    return frame


def due_by_now(frame: Frame) -> Frame:
    """Take "welche Rechnungen sind fällig" as those due by today, where no period says when."""
    due = [n for n in frame.nouns if n.attribute == "due" and not n.entity and terms.fold(n.text) in ("fallig", "due")]
    if not due or frame.times or frame.ask not in {"which", "count", "list", "howmuch", "howhigh"}:
        return frame
    flags = [*frame.flags, Flagged(Status("overdue", due[0].text))]
    return msgspec.structs.replace(frame, flags=flags, nouns=[n for n in frame.nouns if n not in due])


def _swapped(frame: Frame, flag: Flagged, noun: Noun) -> Frame:
    flags = [f for f in frame.flags if f is not flag]
    return msgspec.structs.replace(frame, flags=flags, nouns=[*frame.nouns, noun])


def likely(found: list[Candidate], schema: Schema) -> list[Candidate]:
    """Return the readings that are about as likely as the best one, different ones only, at most six.

    Of several tables about the same kind of thing the one with the most rows is taken: candidates come sorted so.
    """
    complete = [c for c in found if not _copy(c, found, schema)]
    kept: list[Candidate] = []
    for candidate in complete:
        if candidate.cost > complete[0].cost + MARGIN:
            break
        if candidate.plan not in [k.plan for k in kept]:
            kept.append(candidate)
    return kept[:MOST]


def _copy(candidate: Candidate, found: list[Candidate], schema: Schema) -> bool:
    """Return whether another reading uses a table of the same kind with many more rows: this one holds only some."""
    mine = schema.tables[candidate.plan.table]
    if mine.entity in MASTERS:
        return False
    others = (schema.tables[c.plan.table] for c in found if c.cost <= candidate.cost + FAR)
    return any(o.entity == mine.entity and mine.rows < PART * o.rows and _covers(o, mine) for o in others)


def _covers(larger: Entry, smaller: Entry) -> bool:
    """Return whether the days of one table lie within those of another; else each may hold its own years."""
    outer, inner = _span(larger), _span(smaller)
    if outer is None or inner is None:
        return True
    return outer[0] - SLACK <= inner[0] and inner[1] <= outer[1] + SLACK


def _span(entry: Entry) -> tuple[date, date] | None:
    own = [f for f in entry.fields if f.role == "date" and f.meaning.attribute == "date" and f.meaning.own]
    if not own or not own[0].profile.low or not own[0].profile.high:
        return None
    return date.fromisoformat(own[0].profile.low[:10]), date.fromisoformat(own[0].profile.high[:10])
