"""The drivers of databases are an optional package: missing ones are told, their errors become ours."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from hanse.errors import HanseError, Misconfigured, NotAllowed, Unreachable
from hanse.sources.address import Address
from hanse.sources.tls import unreachable
from hanse.words import Words

BATCH = 5000  # rows that are fetched at a time
LARGEST = 1 << 63  # of whole numbers in JSON
INSTALL = 'pip install "hanse[databases]"'


def load(module: str, title: str) -> Any:  # noqa: ANN401 - a module without types
    """Return a driver. Raises Misconfigured with the command that installs it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise Misconfigured(
            Words(f"Für {title} fehlt ein Zusatzpaket ({error}).", f"{title} needs an extra package ({error})."),
            hint=Words(INSTALL, INSTALL),
        ) from error


@contextmanager
def connecting(address: Address, refused: tuple[str, ...]) -> Iterator[None]:
    """Turn whatever a driver raises while it connects into NotAllowed (a login refused) or Unreachable.

    refused: what the messages of the system have in them when user or password are wrong.
    """
    try:
        yield
    except HanseError:
        raise
    except Exception as error:  # each driver has errors of its own; here, at its door, all mean: no connection
        text = " ".join(str(error).split())
        if any(sign in text for sign in refused):
            raise _refused(address, text) from error
        raise unreachable(address, error) from error


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn whatever a driver raises while it reads into Unreachable, naming what was read."""
    try:
        yield
    except HanseError:
        raise
    except Exception as error:  # as above
        text = " ".join(str(error).split())[:300]
        raise Unreachable(
            Words(f"{what} ließ sich nicht lesen: {text}", f"{what} could not be read: {text}"),
            hint=Words(
                "Später noch einmal: 'hanse sync'. Bleibt es dabei, die Tabelle mit ?tables=... auslassen.",
                "Try again later: 'hanse sync'. If it stays, leave the table out with ?tables=...",
            ),
        ) from error


def literal(text: str) -> str:
    """Return a text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _refused(address: Address, text: str) -> NotAllowed:
    return NotAllowed(
        Words(f"{address.login} lässt diese Anmeldung nicht zu: {text}", f"{address.login} refuses this login: {text}"),
        hint=Words(
            "Benutzer und Passwort prüfen, dann noch einmal 'hanse learn ...' (fragt nach dem Passwort).",
            "Check user and password, then 'hanse learn ...' again (it asks for the password).",
        ),
    )


def plain(cell: object) -> str | int | bool | None:
    """Return a cell of a driver's as it goes into a copy: exact numbers, ISO dates and times, texts."""
    if cell is None or isinstance(cell, str | bool):
        return cell
    if isinstance(cell, int):
        return cell if -LARGEST <= cell < LARGEST else str(cell)
    if isinstance(cell, float):
        return repr(cell)
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
