"""Linked mailboxes and databases: linking, copying into a folder of the home, and when the next copy is due.

A copy is learned like a linked folder. What the owner has linked is the written permission to go there, for reading.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hanse import config as settings
from hanse.config import Config
from hanse.errors import HanseError, Misconfigured, NotAllowed
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.routing import policy
from hanse.sources import Kind, Step, folder, resolve, secrets
from hanse.sources.address import Address
from hanse.sources.secrets import Secret
from hanse.store import accounts, catalogue, visits
from hanse.store.catalogue import Source
from hanse.words import Words

FOLDER = "copies"
AGAIN = timedelta(hours=1)  # after a copy that failed


def is_copied(source: Source) -> bool:
    """Tell whether a source is copied, and not read where it is."""
    return source.kind not in {folder.KIND, folder.FILE}


def place(config: Config, source: Source) -> Path:
    """Return the folder, or file, that a source's items are read from."""
    return config.home / FOLDER / str(source.id) if is_copied(source) else Path(source.location)


def needs_secret(house: House, text: str) -> bool:
    """Tell whether a password has to be asked for. Raises Misconfigured for an address that can't be."""
    kind, address = resolve(text)
    return kind.SECRET and secrets.get(house.config.home, address.login) is None


def link(house: House, text: str, *, account: int, secret: Secret | None, writable: bool = False) -> int:
    """Sign in, and link a mailbox or database for an account when that went well; returns the source's number.

    secret: None keeps the one that is known. writable: a login that could write is taken, with a warning.
    """
    kind, address = resolve(text)
    address = address.with_option("writable", "yes") if writable and "writable" in kind.OPTIONS else address
    _every(address)
    _allow(kind, address)
    kept = secret or secrets.get(house.config.home, address.login) or Secret()
    kind.check(address, _password(kept))
    if secret:
        secrets.put(house.config.home, address.login, secret)
    return catalogue.link(house.store, kind.NAME, address.said, {account, *accounts.owners(house.store)})


def forget(house: House, source: Source) -> None:
    """Drop the copy of a source, and its password unless another source has the same login."""
    shutil.rmtree(place(house.config, source), ignore_errors=True)
    login = resolve(source.location)[1].login
    others = (s for s in catalogue.sources(house.store) if is_copied(s) and s.id != source.id)
    if not any(resolve(other.location)[1].login == login for other in others):
        secrets.forget(house.config.home, login)


def refresh(house: House, source: Source) -> Iterator[Progress]:
    """Bring the copy of a source in step. Each connection is noted, and how it ended; raises what made it fail."""
    kind, address = resolve(source.location)
    _allow(kind, address)
    into = place(house.config, source)
    into.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    into.mkdir(exist_ok=True)
    visit = visits.begin(house.store, source.id, address.login, encrypted=kind.encrypted(address))
    step = Step("")
    try:
        password = _password(secrets.get(house.config.home, address.login) or Secret())
        for step in kind.copy(address, password, into):
            yield Progress("copy", source.id, done=step.items, item=step.item)
    except HanseError as error:
        visits.end(house.store, visit, (step.items, step.rows, step.bytes), error.message)
        raise
    visits.end(house.store, visit, (step.items, step.rows, step.bytes))


def due(house: House, now: datetime) -> set[int]:
    """Return the copied sources whose next copy is due. now: with zone."""
    return {s.id for s in catalogue.sources(house.store) if is_copied(s) and _is_due(house, s, now)}


def _is_due(house: House, source: Source, now: datetime) -> bool:
    """Tell whether the last good copy is from before the last time set for it; after a failed one an hour is waited."""
    found = visits.last(house.store, source.id, limit=20)
    if found and now - datetime.fromisoformat(found[0].started) < AGAIN and found[0].problem:
        return False
    good = next((datetime.fromisoformat(v.started) for v in found if v.ended and not v.problem), None)
    if good is None:
        return True
    minutes = _every(resolve(source.location)[1])
    return now - good >= timedelta(minutes=minutes) if minutes else good < last_time(house.config.copy_at, now)


def last_time(at: str, now: datetime) -> datetime:
    """Return the newest moment before now at which it was that time of day on this computer."""
    hour, minute = map(int, at.split(":"))
    local = now.astimezone()
    today = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (today if today <= local else today - timedelta(days=1)).astimezone(UTC)


def _every(address: Address) -> int:
    text = address.option("every", "0")
    if text.isdigit():
        return int(text)
    raise Misconfigured(
        Words(f"every kann nicht {text!r} sein.", f"every can't be {text!r}."),
        hint=Words("Richtig ist eine Zahl von Minuten, zum Beispiel 60.", "It has to be a number of minutes, e.g. 60."),
    )


def _allow(kind: Kind, address: Address) -> None:
    policy.visit(address.host, encrypted=kind.encrypted(address), private=address.private)


def _password(secret: Secret) -> str:
    if not secret.env:
        return secret.password
    found = settings.variable(secret.env)
    if found is None:
        raise NotAllowed(
            Words(f"Die Variable {secret.env} ist nicht gesetzt.", f"The variable {secret.env} isn't set."),
            hint=Words(
                "Sie muss in der Umgebung stehen, in der Hanse läuft.", "It has to be set where Hanse is running."
            ),
        )
    return found
