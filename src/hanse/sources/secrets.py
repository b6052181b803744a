"""Passwords of mailboxes and databases, in one file of the home that only its owner's account may read (mode 0600).

It protects against other accounts of this computer, and against a database or a copy of it that is passed on: no
password is in there. It does not protect against who is this account or root, nor against who holds the disk; for
that there is disk encryption. A password may be kept out of it wholly: then only the name of an environment variable
stands here (the environment is read by whoever asks). Windows knows no such mode: there the folder's rights count.
"""

import os
from pathlib import Path

import msgspec

from hanse.errors import Broken
from hanse.words import Words

FILE = "secrets.json"


class Secret(msgspec.Struct, frozen=True, omit_defaults=True):
    """A password, or the name of the environment variable that it is in."""

    password: str = ""
    env: str = ""


def get(home: Path, login: str) -> Secret | None:
    """Return what is kept for a login."""
    return _all(home).get(login)


def put(home: Path, login: str, secret: Secret) -> None:
    """Keep a password for a login. The file is whole at any moment."""
    _write(home, _all(home) | {login: secret})


def forget(home: Path, login: str) -> None:
    """Keep nothing for a login any more."""
    kept = _all(home)
    if kept.pop(login, None):
        _write(home, kept)


def _all(home: Path) -> dict[str, Secret]:
    path = home / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Secret])
    except FileNotFoundError:
        return {}
    except msgspec.MsgspecError as error:
        raise Broken(
            Words(f"{path} ist beschädigt: {error}", f"{path} is damaged: {error}"),
            hint=Words(
                "Die Datei löschen und die Quellen neu verknüpfen.", "Delete the file and link the sources again."
            ),
        ) from error


def _write(home: Path, secrets: dict[str, Secret]) -> None:
    draft = home / f"{FILE}.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(secrets)))
    draft.replace(home / FILE)
