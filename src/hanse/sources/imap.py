"""A mailbox by IMAP, only read: EXAMINE and BODY.PEEK, so that no mail is marked as seen. Each mail is kept as .eml.

What is new is told by UIDVALIDITY and the numbers (UID) of the mails; mails that are gone there go here too.
Protocol: https://www.rfc-editor.org/rfc/rfc9051
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Self, cast

from hanse.errors import HanseError, Misconfigured, NotAllowed, Unreachable
from hanse.records import Finding, Place
from hanse.sources import Step, _mailnames, tls
from hanse.sources._mailnames import Folder
from hanse.sources._taking import safe
from hanse.sources._telling import Telling, contents
from hanse.sources.address import Address
from hanse.words import Words

NAME = "imap"
SCHEMES = ("imap", "imaps")
OPTIONS = ("since", "folders", "every", "tls", "ca")
EXAMPLE = "imap://ich@mail.firma.de/INBOX?since=2024-01-01"
TITLE = Words("Postfach (IMAP)", "Mailbox (IMAP)")
HELP = Words(
    "Mails seit einem Tag, aus den Ordnern der Adresse oder aus allen außer Papierkorb, Spam und Entwürfen."
    " Anmeldung mit Passwort oder App-Passwort; OAuth (Microsoft 365, Gmail ohne App-Passwort) geht noch nicht."
    " Mails über 50 MB bleiben draußen.",
    "Mails since a day, from the folders of the address, or from all but trash, junk and drafts."
    " Sign in by password or app password; OAuth (Microsoft 365, Gmail without app password) doesn't work yet."
    " Mails over 50 MB are left out.",
)
SECRET = True

MOST_BYTES = 50 << 20

TIMEOUT = 60.0
AT_ONCE = 200
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SIZE = re.compile(rb"UID (\d+).*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)")
imaplib._MAXLINE = 10_000_000  # type: ignore[attr-defined]  # noqa: SLF001 - a list of all numbers is one line


def encrypted(address: Address) -> bool:
    """Return whether the way there is encrypted, or doesn't leave this computer."""
    return address.local or address.tls("yes") != "no"


def check(address: Address, secret: str) -> None:
    """Sign in and look for the folders."""
    _since(address)
    with _Mailbox(address, secret) as mailbox:
        mailbox.folders()


def copy(address: Address, secret: str, into: Path) -> Iterator[Step]:
    """Fetch the mails that are new and drop those that are gone, folder by folder."""
    since, telling, step = _since(address), Telling(address), Step("")
    with _Mailbox(address, secret) as mailbox:
        chosen = mailbox.folders()
        kept = set()
        for folder in chosen:
            where = into.joinpath(
                *map(safe, folder.name.split(folder.delimiter) if folder.delimiter else [folder.name])
            )
            kept.add(where)
            taking = _Taking(mailbox, folder, where, telling)
            for size in taking.mails(since):
                step = Step(folder.name, step.items + 1, 0, step.bytes + size)
                yield step
            telling.add(_told(folder.name, taking.count))
    _drop_others(into, kept)
    yield from contents(into, telling, step, set())


def _since(address: Address) -> date | None:
    text = address.option("since")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Misconfigured(
            Words(f"since kann nicht {text!r} sein.", f"since can't be {text!r}."),
            hint=Words("Richtig ist ein Tag wie 2024-01-01.", "It has to be a day such as 2024-01-01."),
        ) from error


class _Mailbox:
    """A signed-in connection."""

    def __init__(self, address: Address, secret: str) -> None:
        self._address = address
        try:
            self.imap = _connect(address)
        except (OSError, imaplib.IMAP4.error) as error:
            raise tls.unreachable(address, error) from error
        try:
            self.imap.login(address.user, secret)
        except imaplib.IMAP4.error as error:
            self.imap.shutdown()
            raise _refused(address, str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.imap.logout()
        except (OSError, imaplib.IMAP4.error):
            self.imap.shutdown()

    def ask(self, *words: str) -> list[bytes | tuple[bytes, bytes]]:
        """Send a UID command and return its data. Raises Unreachable when it fails."""
        try:
            state, data = self.imap.uid(*words)
        except (OSError, imaplib.IMAP4.error) as error:
            raise tls.unreachable(self._address, error) from error
        if state != "OK":
            raise tls.unreachable(self._address, imaplib.IMAP4.error(f"{words[0]}: {data!r}"))
        return [part for part in data if part is not None]

    def examine(self, folder: Folder) -> str:
        """Open a folder for reading only and return its UIDVALIDITY."""
        try:
            state, data = self.imap.select(_mailnames.quoted(folder.raw), readonly=True)
        except (OSError, imaplib.IMAP4.error) as error:
            raise tls.unreachable(self._address, error) from error
        if state != "OK":
            raise Unreachable(
                Words(f"Der Ordner {folder.name} öffnet sich nicht: {data!r}", f"{folder.name} won't open: {data!r}"),
                hint=Words("Die Ordner der Adresse prüfen.", "Check the folders of the address."),
            )
        validity = self.imap.response("UIDVALIDITY")[1]
        return (cast("bytes", validity[0]) if validity and validity[0] else b"").decode()

    def folders(self) -> list[Folder]:
        """Return the folders asked for. Raises Misconfigured for one that isn't there, listing those that are."""
        try:
            _, lines = self.imap.list()
        except (OSError, imaplib.IMAP4.error) as error:
            raise tls.unreachable(self._address, error) from error
        there = _mailnames.folders(lines)
        names = [name for part in (self._address.path, self._address.option("folders")) for name in part.split(",")]
        wanted = [name.strip() for name in names if name.strip()]
        if not wanted:
            return [folder for folder in there if folder.wanted]
        return [_folder(name, there) for name in wanted]


def _connect(address: Address) -> imaplib.IMAP4:
    host, way = address.host or "localhost", address.tls("yes")
    if way == "yes":
        return imaplib.IMAP4_SSL(host, address.port or 993, ssl_context=tls.context(address), timeout=TIMEOUT)
    imap = imaplib.IMAP4(host, address.port or 143, timeout=TIMEOUT)
    if way == "starttls":
        try:
            imap.starttls(tls.context(address))
        except (ssl.SSLError, imaplib.IMAP4.error, HanseError):
            imap.shutdown()
            raise
    return imap


def _folder(name: str, there: list[Folder]) -> Folder:
    found = next((folder for folder in there if folder.name.casefold() == name.casefold()), None)
    if found is None:
        listed = ", ".join(folder.name for folder in there)
        raise Misconfigured(
            Words(f"Einen Ordner {name} gibt es nicht.", f"There is no folder {name}."),
            hint=Words(f"Es gibt: {listed}", f"There are: {listed}"),
        )
    return found


class _Taking:
    """One folder on its way into files named by UIDVALIDITY and UID."""

    def __init__(self, mailbox: _Mailbox, folder: Folder, where: Path, telling: Telling) -> None:
        self._mailbox, self._folder, self._where, self._telling = mailbox, folder, where, telling
        self.count = 0

    def mails(self, since: date | None) -> Iterator[int]:
        """Yield the size of each mail that was fetched."""
        validity = self._mailbox.examine(self._folder)
        day = f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}" if since else "ALL"
        found = self._mailbox.ask("SEARCH", *day.split())
        there = {int(uid) for line in found for uid in cast("bytes", line).split()}
        self._where.mkdir(parents=True, exist_ok=True)
        kept = {f"{validity}-{uid}.eml" for uid in there}
        for path in self._where.glob("*.eml"):
            if path.name not in kept:
                path.unlink()
        self.count = len(there)
        new = sorted(uid for uid in there if not (self._where / f"{validity}-{uid}.eml").exists())
        for at in range(0, len(new), AT_ONCE):
            for uid, size in self._sizes(new[at : at + AT_ONCE]):
                if size > MOST_BYTES:
                    self._telling.add(_too_big(self._folder.name, uid, size))
                else:
                    yield self._fetch(uid, self._where / f"{validity}-{uid}.eml")

    def _sizes(self, uids: list[int]) -> list[tuple[int, int]]:
        answers = self._mailbox.ask("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE)")
        matches = [_SIZE.search(cast("bytes", answer)) for answer in answers]
        return sorted((int(m[1] or m[4]), int(m[2] or m[3])) for m in matches if m)

    def _fetch(self, uid: int, path: Path) -> int:
        answer = self._mailbox.ask("FETCH", str(uid), "(BODY.PEEK[])")
        data = next((part[1] for part in answer if isinstance(part, tuple)), b"")
        if data:
            draft = path.with_name(f".{path.name}.new")
            draft.write_bytes(data)
            draft.replace(path)
        return len(data)


def _drop_others(into: Path, kept: set[Path]) -> None:
    """Delete the mails of folders that are gone, or not asked for any more."""
    for path in list(into.rglob("*.eml")):
        if path.parent not in kept:
            path.unlink()


def _refused(address: Address, text: str) -> NotAllowed:
    return NotAllowed(
        Words(f"{address.login} lässt diese Anmeldung nicht zu: {text}", f"{address.login} refuses this login: {text}"),
        hint=Words(
            "Benutzer und Passwort prüfen. Viele Anbieter verlangen ein App-Passwort (in den Einstellungen des Kontos);"
            " wo nur OAuth erlaubt ist, geht es noch nicht.",
            "Check user and password. Many providers want an app password (in the account's settings);"
            " where only OAuth is allowed it doesn't work yet.",
        ),
    )


def _told(name: str, count: int) -> Finding:
    return Finding("source.copied", "info", Words(f"{name}: {count} Mails", f"{name}: {count} mails"))


def _too_big(name: str, uid: int, size: int) -> Finding:
    words = Words(
        f"{name}: die Mail {uid} hat {size >> 20} MB und bleibt draußen.",
        f"{name}: the mail {uid} has {size >> 20} MB and is left out.",
    )
    return Finding("imap.too-big", "warning", words, Place(part=f"UID {uid}"))
