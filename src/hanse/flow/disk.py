"""What the disk under the home refuses, told as an error that a person can mend. Doesn't know what was being done."""

import errno
import os
from pathlib import Path

import apsw

from hanse.errors import HanseError, Misconfigured, TooBig
from hanse.words import Words

FULL = {errno.ENOSPC, errno.EDQUOT}
_FILE = Words("dort liegt eine Datei", "a file is there")
_CLOSED = Words("dort darf nicht geschrieben werden", "nothing may be written there")
REASONS = {
    errno.ENOTDIR: _FILE,
    errno.EEXIST: _FILE,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.EROFS: Words("der Datenträger ist schreibgeschützt", "the disk is read-only"),
}
_UNUSABLE = (apsw.CantOpenError, apsw.ReadOnlyError)


def refusal(error: Exception, home: Path) -> HanseError | None:
    """Return the error to show when the disk is full or the home can't be written to; None for any other defect."""
    if isinstance(error, apsw.FullError) or (isinstance(error, OSError) and error.errno in FULL):
        return _full(home)
    if isinstance(error, _UNUSABLE) or (isinstance(error, OSError) and _concerns(error, home)):
        return _unusable(home, _reason(error))
    return None


def unusable(home: Path) -> HanseError | None:
    """Return the error to show when the home, or the folder that it is to be made in, can't be written to."""
    there = next(path for path in (home, *home.absolute().parents) if path.exists() or path.is_symlink())
    if not there.is_dir():
        return _unusable(home, REASONS[errno.ENOTDIR])
    if not os.access(there, os.W_OK | os.X_OK):
        return _unusable(home, REASONS[errno.EACCES])
    return None


def _reason(error: Exception) -> Words:
    """Return why, in words for people; what is rare is told as the system tells it."""
    number = errno.EACCES if isinstance(error, apsw.ReadOnlyError) else getattr(error, "errno", None)
    said = getattr(error, "strerror", None) or str(error)
    return REASONS.get(number or 0) or Words(said, said)


def _concerns(error: OSError, home: Path) -> bool:
    if not isinstance(error, PermissionError | FileNotFoundError | FileExistsError | NotADirectoryError) and (
        error.errno != errno.EROFS
    ):
        return False
    if not isinstance(error.filename, str):
        return False
    where = Path(error.filename)
    return where == home or home in where.parents or where in home.parents


def _full(home: Path) -> HanseError:
    return TooBig(
        Words(f"Die Platte ist voll: in {home} ist kein Platz mehr.", f"The disk is full: no space is left in {home}."),
        hint=Words(
            "Platz schaffen und denselben Befehl noch einmal geben, oder mit --home einen anderen Ordner nehmen.",
            "Make room and give the same command again, or take another folder with --home.",
        ),
    )


def _unusable(home: Path, reason: Words) -> HanseError:
    return Misconfigured(
        Words(
            f"Der Datenordner {home} lässt sich nicht benutzen: {reason.de}.",
            f"The data folder {home} can't be used: {reason.en}.",
        ),
        hint=Words(
            "Einen Ordner nehmen, in den Sie schreiben dürfen: --home ORDNER oder HANSE_HOME=ORDNER.",
            "Take a folder that you may write to: --home FOLDER or HANSE_HOME=FOLDER.",
        ),
    )
