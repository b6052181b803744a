"""What the page needs of the house and of the two rivers, so that routes can be tried without a model."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hanse.config import Config
from hanse.flow.events import AskEvent, Progress
from hanse.flow.place import View
from hanse.ledger.log import Problem, Row
from hanse.records import Message, Origin, Place, Question, Usage
from hanse.store.database import Store


class Log(Protocol):
    """The record of calls, as far as it is shown."""

    def rows(self, *, limit: int = 50, before: int | None = None) -> list[Row]:
        """Return rows, newest first."""
        ...

    def verify(self, *checkpoints: str) -> list[Problem]:
        """Return what is wrong with the log; nothing when it is whole."""
        ...


class Home(Protocol):
    """The parts of hanse.flow.house.House that the page touches itself."""

    @property
    def store(self) -> Store:
        """Return the one database."""
        ...

    @property
    def config(self) -> Config:
        """Return the settings."""
        ...

    @property
    def ledger(self) -> Log:
        """Return the record of calls."""
        ...


class Ask(Protocol):
    """hanse.flow.ask.ask without the house."""

    def __call__(
        self, question: Question, *, model: str = "", choice: int | None = None, purpose: str = "ask"
    ) -> Iterator[AskEvent]:
        """Yield EvidenceFound, then any number of Said, then Answered."""
        ...


class Chat(Protocol):
    """hanse.flow.ask.chat without the house."""

    def __call__(
        self, messages: Sequence[Message], *, account: int, model: str, max_tokens: int
    ) -> Iterator[str | Usage]:
        """Yield pieces of text, then what the call took."""
        ...


class Places(Protocol):
    """hanse.flow.place without the house."""

    def show(self, origin: Origin, place: Place, *, quote: str, account: int) -> View:
        """Return what stands at a place."""
        ...

    def page(self, origin: Origin, place: Place, *, quote: str, account: int, band: bool) -> bytes:
        """Return the image of a place's page as WebP, the place marked; band: only the strip around it."""
        ...

    def original(self, origin: Origin, *, account: int) -> Path | bytes:
        """Return the item itself."""
        ...


@dataclass(frozen=True)
class Rivers:
    """The functions of flow, bound to a house.

    models: (name, title) of each model on this machine. warm: begin to load the model, since a question may come.
    vectors: make them in the background until stopped. places_with_vectors: how many of a source's places have theirs,
    of how many; None where vectors are not wanted or can't be made.
    """

    ask: Ask
    places: Places
    chat: Chat
    models: Callable[[], list[tuple[str, str]]]
    link: Callable[[Path, int], int]
    unlink: Callable[[int], None]
    sync: Callable[[int | None], Iterator[Progress]]
    watch: Callable[[threading.Event, Callable[[Progress], None]], None]
    warm: Callable[[], None] = lambda: None
    vectors: Callable[[threading.Event, Callable[[Progress], None]], None] = lambda _stop, _note: None
    places_with_vectors: Callable[[int], tuple[int, int] | None] = lambda _: None
