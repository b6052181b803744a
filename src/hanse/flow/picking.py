"""A model picks the answer out of a few sentences; where it passes the best one over, it looks at that one again.

Both looks have the same prompt, so the second costs only the words that it writes.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

import msgspec

from hanse.answering import check, confidence, literal, prompt
from hanse.answering.check import Proven
from hanse.answering.confidence import Reply
from hanse.answering.sentences import Line
from hanse.engines import Engine, How, Token
from hanse.flow.nearby import Selected
from hanse.records import Message, Refusal, Usage


class Picked(msgspec.Struct, frozen=True):
    """A reply, what became of it, and what it took."""

    reply: Reply
    found: Proven | Refusal
    usage: Usage = Usage()


def picks(engine: Engine, question: str, chosen: Selected) -> Generator[str, None, list[Picked]]:
    """Yield what the model writes at its first look; return all looks."""
    first = yield from look(engine, question, chosen)
    best = None if chosen.meant else confidence.passed_over(first.reply.text, question, chosen.lines)
    if best is None or isinstance(first.found, Proven):
        return [first]
    return [first, look_again(engine, question, chosen, first.reply.text, best)]


def look(engine: Engine, question: str, chosen: Selected) -> Generator[str, None, Picked]:
    """Yield what the model writes when it may copy from any of the sentences or say that none answers; return it."""
    messages = prompt.build(question, chosen.lines, chosen.about)
    pieces: list[str | Usage] = []
    with closing(_copying(engine, messages, literal.grammar(chosen.lines))) as reply:
        for piece in reply:
            pieces.append(piece)
            if isinstance(piece, str):
                yield piece
    return _picked(question, chosen, pieces)


def look_again(engine: Engine, question: str, chosen: Selected, said: str, best: Line) -> Picked:
    """Let the model copy from the best sentence only, after it has said something else."""
    messages = prompt.build(question, chosen.lines, chosen.about)
    pieces = list(_copying(engine, messages, literal.grammar([best], refusing=False)))
    return _picked(question, chosen, pieces, again=True, denied=check.denies(said))


def _copying(engine: Engine, messages: Sequence[Message], grammar: str) -> Generator[str | Usage, None, None]:
    how: How = {"max_tokens": prompt.MAX_TOKENS, "grammar": grammar, "likely": True}
    return engine.chat(messages, **how)


def _picked(
    question: str, chosen: Selected, pieces: Sequence[str | Usage], *, again: bool = False, denied: bool = False
) -> Picked:
    likely = tuple(piece.likely for piece in pieces if isinstance(piece, Token))
    reply = Reply("".join(_texts(pieces)), likely, again, denied)
    judge = confidence.meant if chosen.meant else confidence.judged
    usage = next((piece for piece in pieces if isinstance(piece, Usage)), Usage())
    return Picked(reply, judge(reply, question, chosen.lines, chosen.passages), usage)


def _texts(pieces: Sequence[str | Usage]) -> Iterator[str]:
    return (piece for piece in pieces if isinstance(piece, str))


def counts(looks: Sequence[Picked]) -> Picked:
    """Return the look that gave an answer; where none did, the first, which was at all sentences."""
    return next((look for look in reversed(looks) if isinstance(look.found, Proven)), looks[0])


def took(looks: Sequence[Picked]) -> Usage:
    """Return what all looks took together."""
    columns = zip(*(msgspec.structs.astuple(look.usage) for look in looks), strict=True)
    return Usage(*(sum(column) for column in columns))
