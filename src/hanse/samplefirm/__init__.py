"""Writes the files of an invented 15-person trade firm, and the truth about them as JSON."""

import importlib
from datetime import date
from pathlib import Path

from hanse.samplefirm.truth import Truth, read_truth, write_truth

__all__ = ["Truth", "read_truth", "write", "write_truth"]


def write(folder: Path, *, seed: int = 1, today: date) -> Truth:
    """Write the firm's files below the folder and return the truth, which the caller keeps elsewhere.

    The same seed and day give the same bytes. The writers are loaded only now: they take half a second to import.
    """
    truth = importlib.import_module("hanse.samplefirm.folder").write(folder, seed=seed, today=today)
    if not isinstance(truth, Truth):
        raise TypeError
    return truth
