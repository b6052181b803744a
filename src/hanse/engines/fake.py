"""An engine without a model, for tests: it says what it was given to say and remembers what it was asked."""

import re
from collections.abc import Iterator, Sequence
from typing import Self, Unpack

from hanse.engines import Choice, How, Reply, Token
from hanse.errors import Unreachable
from hanse.records import Message, Usage
from hanse.words import Words


class FakeEngine:
    """Gives scripted replies in turn; when they are used up, it raises Unreachable.

    replies: texts for chat; for choose the number of the option from 0, as text. asked: all messages received.
    cancelled: how many replies were closed before their end. likely: how likely it finds each of its words, as the
    logarithm; None for an engine that can't tell.
    """

    name = "fake"
    sha256 = "0" * 64
    where = "local"
    likely: float | None = -0.01

    def __init__(self, replies: Sequence[str] = ()) -> None:
        self.asked: list[tuple[Message, ...]] = []
        self.how: list[How] = []
        self.cancelled = 0
        self._replies = list(replies)
        self._warm: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def start(self) -> None:
        """Do nothing: it is always ready."""

    def close(self) -> None:
        """Do nothing: it holds nothing."""

    def healthy(self) -> bool:
        """Return whether there is a reply left."""
        return bool(self._replies)

    def chat(self, messages: Sequence[Message], **how: Unpack[How]) -> Reply:
        """Yield the next reply word by word, at most max_tokens words, then its Usage."""
        pieces = re.findall(r"\s*\S+", self._next(messages, how))[: how["max_tokens"]]
        try:
            yield from pieces if self.likely is None or not how.get("likely") else self._tokens(pieces, self.likely)
        except GeneratorExit:
            self.cancelled += 1
            raise
        yield self._usage(messages, len(pieces))

    def choose(self, messages: Sequence[Message], options: Sequence[str]) -> Choice:
        """Return the option whose number is the next reply, as if the model were sure."""
        index = int(self._next(messages, {"max_tokens": 1}))
        shares = tuple(float(i == index) for i in range(len(options)))
        return Choice(index, shares, self._usage(messages, 1))

    def warm(self, prefix: Sequence[Message]) -> Usage:
        """Remember the prefix; later prompts that begin with it count its words as cached."""
        self._warm.update(message.content for message in prefix)
        return self._usage(prefix, 0)

    def tokens(self, text: str) -> int:
        """Return the number of words."""
        return len(text.split())

    def _tokens(self, pieces: Sequence[str], likely: float) -> Iterator[str]:
        return (Token(piece, likely) for piece in pieces)

    def _next(self, messages: Sequence[Message], how: How) -> str:
        self.asked.append(tuple(messages))
        self.how.append(how)
        if not self._replies:
            raise Unreachable(
                Words("Die Antworten der Attrappe sind aufgebraucht.", "The fake engine's replies are used up."),
                hint=Words("Ihr mehr Antworten mitgeben.", "Give it more replies."),
            )
        return self._replies.pop(0)

    def _usage(self, messages: Sequence[Message], written: int) -> Usage:
        cached = sum(self.tokens(m.content) for m in messages if m.content in self._warm)
        return Usage(sum(self.tokens(m.content) for m in messages), written, cached)
