"""Run a model: one dialect, the HTTP of llama-server. A child of ours, a server elsewhere and a fake look the same.

Knows neither why it is asked nor who asks; keeping a record of the calls is the caller's business.
"""

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Required, Self, TypedDict, Unpack

import msgspec

from hanse.records import Message, Usage


class Token(str):
    """A piece of a reply that tells how likely the model found it, whatever a grammar left it to choose from.

    likely: the natural logarithm of its probability, 0 at most.
    """

    __slots__ = ("likely",)
    likely: float

    def __new__(cls, text: str, likely: float) -> Self:
        """Return the text as it is, with its likelihood."""
        token = super().__new__(cls, text)
        token.likely = likely
        return token


# The pieces of a reply in order, then what it took. Closing it ends the work.
Reply = Generator[str | Usage, None, None]


class How(TypedDict, total=False):
    """How a reply is to be made.

    max_tokens: the most that is written. stop: texts that end the reply, not part of it. schema: a JSON schema that
    the reply then satisfies; grammar: the same as GBNF (only one of the two). temperature: 0 (the default) always
    takes the likeliest token. seed: for a temperature above 0. likely: True asks for pieces that are Tokens; an engine
    that doesn't know how likely its words are gives plain text all the same.
    """

    max_tokens: Required[int]
    stop: Sequence[str]
    schema: Mapping[str, Any]
    grammar: str
    temperature: float
    seed: int
    likely: bool


class Choice(msgspec.Struct, frozen=True):
    """Which option the model takes (from 0), with the probability of each option; these add up to 1."""

    index: int
    probabilities: tuple[float, ...]
    usage: Usage


class Weights(msgspec.Struct, frozen=True):
    """A model file on this machine. sha256 goes into the record of calls; empty where unknown."""

    path: Path
    name: str
    sha256: str = ""


class Limits(msgspec.Struct, frozen=True):
    """What a local engine may use.

    threads: 0 takes the physical cores. memory_mb: private memory, the mapped model file not counted; 0: no limit.
    context: tokens of prompt and reply together. cache_mb: memory for prompts read earlier.
    """

    threads: int = 0
    memory_mb: int = 0
    context: int = 4096
    cache_mb: int = 256


class Engine(Protocol):
    """What every engine can do.

    name, sha256: the model's ("" where unknown). where: "local" or the host that it runs on. All calls raise
    Unreachable when the engine doesn't answer, TooBig when the prompt is longer than its context.
    """

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def sha256(self) -> str:
        """The model file's hash; empty where unknown."""
        ...

    @property
    def where(self) -> str:
        """The host that it runs on; "local" for this computer."""
        ...

    def start(self) -> None:
        """Make ready to answer; costs seconds the first time, nothing after that."""
        ...

    def close(self) -> None:
        """Give back memory and processes, for good."""
        ...

    def healthy(self) -> bool:
        """Return whether it would answer now, within two seconds. Starts nothing."""
        ...

    def chat(self, messages: Sequence[Message], **how: Unpack[How]) -> Reply:
        """Yield the reply piece by piece, and at the end what it took. Closing the iterator ends the work."""
        ...

    def choose(self, messages: Sequence[Message], options: Sequence[str]) -> Choice:
        """Return which of 2 to 26 options the model takes; they are listed at the end of the last message."""
        ...

    def warm(self, prefix: Sequence[Message]) -> Usage:
        """Read the constant beginning of later prompts, so that it stays in the prompt cache."""
        ...

    def tokens(self, text: str) -> int:
        """Return how many tokens a text has."""
        ...
