"""Writes all files of the sample firm below a folder. The only module of this room that touches the disk."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hanse.samplefirm import (
    archive,
    documents,
    e_invoices,
    exports,
    invoice_paper,
    ledger_export,
    mails,
    master_data,
    price_list,
    question_sets,
    scans,
)
from hanse.samplefirm.making import make
from hanse.samplefirm.model import Firm
from hanse.samplefirm.truth import Truth

WRITERS = (master_data, exports, price_list, invoice_paper, e_invoices, scans, ledger_export, documents, mails, archive)


def write(folder: Path, *, seed: int, today: date) -> Truth:
    """Write the firm below the folder and return the truth about it, which is not written there."""
    firm = make(seed=seed, today=today)
    made = files(firm)
    put(folder, made)
    return truth(firm, files=tuple(sorted(made)))


def truth(firm: Firm, *, files: tuple[str, ...]) -> Truth:
    """Return the truth about a firm; files: the paths that were written."""
    return Truth(
        seed=firm.seed,
        today=firm.today,
        firm=firm,
        files=files,
        questions=question_sets.first(firm),
        held_out_questions=question_sets.held_out(firm),
    )


def files(firm: Firm) -> dict[str, bytes]:
    """Return every file of the firm by its path below the folder."""
    made: dict[str, bytes] = {}
    for writer in WRITERS:
        made |= writer.files(firm)
    return made


def put(folder: Path, made: Mapping[str, bytes]) -> None:
    """Write the files below the folder."""
    for path, data in made.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
