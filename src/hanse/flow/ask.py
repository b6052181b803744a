"""The second river: question, evidence, prompt, engine, answer, check, label, ledger.

Evidence comes first. What a program can compute is computed; a model only picks words that are there.
"""

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

import msgspec

from hanse.answering import check, confidence, cover, label, prompt, prose, totals
from hanse.answering.check import Proven
from hanse.engines import Engine, energy
from hanse.errors import Misconfigured
from hanse.flow import nearby, otherwords, picking
from hanse.flow.analysis import Analyser
from hanse.flow.events import Answered, AskEvent, EvidenceFound, Said
from hanse.flow.house import House
from hanse.flow.nearby import Selected
from hanse.flow.picking import Picked
from hanse.models import shelf
from hanse.records import Answer, Call, Message, Passage, Question, Refusal, TableResult, Timings, Usage
from hanse.routing import policy
from hanse.search import retrieve
from hanse.store import catalogue
from hanse.tables import ask as table_questions
from hanse.tables import schema
from hanse.tables.ask import TableAnswer
from hanse.words import Words

PASSAGES = 8
NO_ROWS = frozenset({"tables.nothing", "tables.period"})


class _Clock:
    """Milliseconds since the question came."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.evidence = 0.0
        self.first_word = 0.0

    def ms(self) -> float:
        return (time.perf_counter() - self._start) * 1000

    def timings(self) -> Timings:
        total = self.ms()
        return Timings(round(self.evidence, 1), round(self.first_word or total, 1), round(total, 1))


class _Wish(msgspec.Struct, frozen=True):
    """How to answer from texts.

    near: what to ask back instead of refusing, where the tables understood all but a word or two.
    """

    model: str
    purpose: str
    near: Refusal | None


class _Said(msgspec.Struct, frozen=True):
    """What a model call gave: the text, what was sent, and what it took."""

    text: str = ""
    prompt: str = ""
    usage: Usage = Usage()
    model: str = ""
    sha256: str = ""
    where: str = "local"
    joules: float | None = None
    energy_method: str = "not measured"


def search(house: House, text: str, *, account: int, k: int = PASSAGES) -> list[Passage]:
    """Return the places that fit a text best, among what the account may see."""
    sources = catalogue.allowed_sources(house.store, account)
    return retrieve.search(house.store, text, sources=sources, k=k, meaning=house.meaning)


def models(house: House) -> list[tuple[str, str]]:
    """Return name and title of each model on this machine."""
    return [(s.name, s.model.title if s.model else s.name) for s in shelf.on_shelf(house.config)]


def warm(house: House, model: str = "") -> None:
    """Load the model and let it read the constant part of the prompts, so that the first question needn't wait.

    Raises what engines raise when there is no model; the tables and the search work without.
    """
    house.engine(model).warm(prompt.constant())


def ask(
    house: House, question: Question, *, model: str = "", choice: int | None = None, purpose: str = "ask"
) -> Iterator[AskEvent]:
    """Yield EvidenceFound, then what a model says, then the checked answer, which is in the ledger by then.

    choice: which of the readings that Hanse asked back with is meant, from 0; Misconfigured when there is none.
    """
    with house.asking():
        yield from _ask(house, question, model, choice, purpose)


def _ask(house: House, question: Question, model: str, choice: int | None, purpose: str) -> Iterator[AskEvent]:
    clock = _Clock()
    allowed = catalogue.allowed_sources(house.store, question.account)
    table = _over_tables(house, question, allowed, choice)
    near = table_questions.nearly(table, question)
    passages = otherwords.evidence(house, question.text, allowed, 2 * PASSAGES)
    clock.evidence = clock.ms()
    yield EvidenceFound(tuple(passages[:PASSAGES]), table.result, clock.evidence)
    if table.result is not None and table.sentence is not None:
        answer = _computed(table.result, table.sentence, question, clock)
        yield Answered(_recorded(house, question, purpose, answer, _Said()))
    elif table.refusal is not None and not prose.asks(question.text) and _final(table):
        answer = _refused(near or table.refusal, passages, question, clock)
        yield Answered(_recorded(house, question, purpose, answer, _Said()))
    elif prose.asks(question.text) and (told := _excerpt(house, question, passages)):
        answer = Answer(told.answer, told.citations, None, None, clock.timings(), "", label.EXCERPT, 0)
        yield Answered(_recorded(house, question, purpose, answer, _Said()))
    else:
        wish = _Wish(model, purpose, near)
        yield from _from_text(house, question, passages, clock, wish)


def _final(table: TableAnswer) -> bool:
    """Return whether the texts need not be asked: the tables ask back, have no such rows, or alone could compute it."""
    computed = table.understanding is not None and table.understanding.computing
    return table.verdict == "choose" or computed or (table.refusal is not None and table.refusal.code in NO_ROWS)


def _over_tables(house: House, question: Question, allowed: list[int], choice: int | None) -> TableAnswer:
    """Return what the tables say; with a choice, what they say to that reading of the question.

    Raises Misconfigured when there is no such reading: an answer to another one could be taken for it.
    """
    found = table_questions.answer(house.store, house.executor, question, allowed)
    if choice is None:
        return found
    if not 0 <= choice < len(found.choices):
        raise _no_such_reading(choice, len(found.choices))
    reading = found.choices[choice]
    read = schema.load(house.store, allowed)
    return table_questions.answer_reading(house.store, house.executor, question, reading, read)


def _no_such_reading(choice: int, count: int) -> Misconfigured:
    if not count:
        message = Words(
            "Die Frage ist eindeutig; es gibt nichts auszuwählen.", "The question is clear; there is no choice."
        )
    else:
        message = Words(
            f"Eine Lesart {choice + 1} gibt es nicht; es gibt {count}.",
            f"There is no reading {choice + 1}; there are {count}.",
        )
    return Misconfigured(message, hint=Words("Ohne Auswahl noch einmal fragen.", "Ask again without a choice."))


def _computed(table: TableResult, sentence: Words, question: Question, clock: _Clock) -> Answer:
    text = sentence.say(question.lang)
    return Answer(text, table.sources, table, None, clock.timings(), "", label.COMPUTED, 0)


def _refused(
    reason: Refusal, passages: Sequence[Passage], question: Question, clock: _Clock, model: str = ""
) -> Answer:
    text = reason.message.say(question.lang)
    shown = label.ASKED_BACK if reason.choices else label.REFUSED
    return Answer(text, (), None, reason, clock.timings(), model, shown, 0, tuple(passages[:3]))


def _from_text(
    house: House, question: Question, passages: Sequence[Passage], clock: _Clock, wish: _Wish
) -> Iterator[AskEvent]:
    """Let the model pick the answer from the few sentences that matter, and check what it says."""
    near, purpose = wish.near, wish.purpose
    chosen = _selected(house, question, passages)
    if _wants_total(house, question, chosen):
        answer = _refused(near or totals.REFUSED, nearby.nearest(chosen) or passages, question, clock)
        yield Answered(_recorded(house, question, purpose, answer, _Said()))
        return
    if not chosen.lines or (not chosen.meant and confidence.hopeless(question.text, chosen.lines)):
        reason = chosen.reason or (check.NOT_SURE if chosen.lines else cover.apart(()))
        answer = _refused(near or reason, nearby.nearest(chosen) or passages, question, clock)
        yield Answered(_recorded(house, question, purpose, answer, _Said()))
        return
    policy.allow(house.config)
    engine = house.engine(wish.model)
    before = energy.read()
    looks = yield from _said(picking.picks(engine, question.text, chosen), clock)
    last = picking.counts(looks)
    messages = prompt.build(question.text, chosen.lines, chosen.about)
    said = _made(engine, "\n".join(look.reply.text for look in looks), messages, picking.took(looks), before)
    if isinstance(last.found, Refusal):
        answer = _refused(near or last.found, nearby.nearest(chosen, last.reply.text), question, clock, engine.name)
    else:
        found = last.found
        answer = Answer(found.answer, found.citations, None, None, clock.timings(), engine.name, label.WRITTEN, 0)
    yield Answered(_recorded(house, question, purpose, answer, said))


def _wants_total(house: House, question: Question, chosen: Selected) -> bool:
    """Return whether only a sum or a count over many papers would answer."""
    words = Analyser(house, catalogue.allowed_sources(house.store, question.account)).wanted(question.text)
    return totals.only([thing.word for thing in words]) or totals.over_period(question.text, chosen.lines)


def _said(picks: Generator[str, None, list[Picked]], clock: _Clock) -> Generator[Said, None, list[Picked]]:
    """Yield the model's words as they come; return its looks at the sentences."""
    with closing(picks):
        while True:
            try:
                piece = next(picks)
            except StopIteration as end:
                looks: list[Picked] = end.value
                return looks
            clock.first_word = clock.first_word or clock.ms()
            yield Said(str(piece))


def _made(engine: Engine, text: str, messages: Sequence[Message], usage: Usage, before: energy.Reading) -> _Said:
    used = energy.since(before)
    sent = "\n".join(f"{m.role}: {m.content}" for m in messages)
    return _Said(text, sent, usage, engine.name, engine.sha256, engine.where, used.joules, used.method)


def _selected(house: House, question: Question, passages: Sequence[Passage]) -> Selected:
    """Choose among the documents' passages. Records of tables are left out: what they say is computed, or refused."""
    sources = catalogue.allowed_sources(house.store, question.account)
    words = Analyser(house, sources)
    things = words.named(question.text)
    near = nearby.widened(house.store, passages, nearby.names(things), sources)
    chosen = nearby.selected(question.text, near, things, words)
    lost = not chosen.lines or confidence.hopeless(question.text, chosen.lines)
    if lost or otherwords.decides(house, question.text, words):
        meant = otherwords.fitting(house, question.text, words, sources)
        if meant is not None and (meant.lines or not lost):
            return Selected(meant.passages, meant.lines, chosen.reason, meant=True)
    return chosen


def _excerpt(house: House, question: Question, passages: Sequence[Passage]) -> Proven | None:
    """Return what the document that is meant says, in its own words."""
    sources = catalogue.allowed_sources(house.store, question.account)
    words = Analyser(house, sources)
    near = nearby.widened(house.store, passages, nearby.names(words.named(question.text)), sources)
    return nearby.excerpt(question.text, near, words)


def _recorded(house: House, question: Question, purpose: str, answer: Answer, said: _Said) -> Answer:
    """Write the call into the ledger and return the answer with its row number."""
    evidence = tuple(f"{c.origin.source}:{c.origin.name} {c.place.say('en')}".strip() for c in answer.citations)
    call = Call(
        time=datetime.now(UTC),
        account=question.account,
        purpose=purpose,
        model=said.model,
        model_sha256=said.sha256,
        where=said.where,
        question=question.text,
        prompt=said.prompt,
        evidence=evidence,
        answer=answer.answer,
        usage=said.usage,
        total_ms=answer.timings.total_ms,
        energy_j=said.joules,
        energy_method=said.energy_method,
        label=answer.label.en,
        refused=answer.refused.code if answer.refused else "",
    )
    return msgspec.structs.replace(answer, ledger=house.ledger.append(call))


def chat(
    house: House, messages: Sequence[Message], *, account: int, model: str, max_tokens: int
) -> Iterator[str | Usage]:
    """Yield the bare model's words, then what they took; the call is in the ledger even when it is broken off."""
    where = policy.allow(house.config)
    engine = house.engine(model)
    before, start = energy.read(), time.perf_counter()
    pieces: list[str] = []
    usage = Usage()
    try:
        with house.asking(), closing(engine.chat(messages, max_tokens=max_tokens)) as reply:
            for piece in reply:
                if isinstance(piece, Usage):
                    usage = piece
                else:
                    pieces.append(piece)
                yield piece
    finally:
        said = _made(engine, "".join(pieces), messages, usage, before)
        total = (time.perf_counter() - start) * 1000
        last = messages[-1].content if messages else ""
        house.ledger.append(_free_call(account, last, said, total, where))


def _free_call(account: int, question: str, said: _Said, total_ms: float, where: str) -> Call:
    return Call(
        time=datetime.now(UTC),
        account=account,
        purpose="chat",
        model=said.model,
        model_sha256=said.sha256,
        where=where,
        question=question,
        prompt=said.prompt,
        evidence=(),
        answer=said.text,
        usage=said.usage,
        total_ms=total_ms,
        energy_j=said.joules,
        energy_method=said.energy_method,
        label=label.FREE.en,
    )
