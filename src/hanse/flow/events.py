"""What the two rivers tell while they flow, for whoever shows it: the command line, the page, the API."""

from typing import Literal

import msgspec

from hanse.records import Answer, Passage, TableResult

Phase = Literal["scan", "copy", "read", "tables", "vectors", "done"]


class Progress(msgspec.Struct, frozen=True):
    """One step of learning. total is 0 while it isn't known; seconds_left is None until it can be told.

    item: the path just finished. new, changed, moved, gone, unreadable: items so far; findings: warnings and errors.
    In the phase "copy" done counts the mails or tables that were copied.
    """

    phase: Phase
    source: int
    done: int = 0
    total: int = 0
    item: str = ""
    new: int = 0
    changed: int = 0
    moved: int = 0
    gone: int = 0
    unreadable: int = 0
    findings: int = 0
    seconds: float = 0.0
    seconds_left: float | None = None


class EvidenceFound(msgspec.Struct, frozen=True):
    """The places found, before any model has said a word. table is set when a program computed the answer."""

    passages: tuple[Passage, ...]
    table: TableResult | None
    ms: float


class Said(msgspec.Struct, frozen=True):
    """A piece of the answer as it is being written. What it says has not been checked yet."""

    text: str


class Answered(msgspec.Struct, frozen=True):
    """The checked answer; it replaces whatever was Said."""

    answer: Answer


AskEvent = EvidenceFound | Said | Answered
