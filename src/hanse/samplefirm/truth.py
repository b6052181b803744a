"""The truth about a sample firm: its data, and questions with right answers that no reader produced."""

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from hanse.samplefirm.model import Firm

Kind = Literal["text", "table", "none"]


class Expected(msgspec.Struct, frozen=True):
    """What counts as right.

    answers: for text, any one of these literal texts (numbers as they stand in the file). decoys: texts that make
    the answer wrong when they stand before the right one. files: where the answer stands (any one suffices).
    values: for one figure, date or name, any one of these (decimal point, ISO date). places: decimals that count.
    rows: for lists, each row's cells that must be there; columns beyond them don't matter. ordered: order counts.
    or_rows: other lists that are right too, where a fair reader may count differently (cancelled invoices in or out).
    why: for unanswerable questions, the reason.
    """

    answers: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    places: int = 2
    unit: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    or_rows: tuple[tuple[tuple[str, ...], ...], ...] = ()
    ordered: bool = False
    why: str = ""


class Asked(msgspec.Struct, frozen=True):
    """A question with its expected answer. shapes: what it takes ("sum", "join", "typo"), for reports by kind."""

    id: str
    kind: Kind
    question: str
    expected: Expected
    shapes: tuple[str, ...] = ()


class Truth(msgspec.Struct, frozen=True):
    """The firm's data, the questions, and a second set that nobody tunes on. files: all paths below the folder."""

    seed: int
    today: date
    firm: Firm
    files: tuple[str, ...]
    questions: tuple[Asked, ...]
    held_out_questions: tuple[Asked, ...]


def write_truth(truth: Truth, path: Path) -> None:
    """Write the truth as JSON. The path must lie outside the folder that is learned."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(truth), indent=1))


def read_truth(path: Path) -> Truth:
    """Read a truth that was written before."""
    return msgspec.json.decode(path.read_bytes(), type=Truth)
