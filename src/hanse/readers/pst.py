"""Outlook's data files (.pst, .ost): the program readpst unpacks them, folder by folder, into mails, contacts, events.

readpst (GPL) is called as a process. It only runs while nothing that it has written waits to be read, so that a
mailbox of many gigabytes needs little room on the disk and its first mails come at once.
"""

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from hanse.errors import Unreadable
from hanse.readers import gather
from hanse.readers.item import Item
from hanse.records import Finding, Inside, Reading
from hanse.words import Words

NAME = "pst"
SUFFIXES = (".pst", ".ost")
TITLE = Words("Outlook-Datendatei", "Outlook data file")
HELP = Words(
    "Postfächer von Outlook: jede Mail, jeder Kontakt und jeder Termin wird einzeln gelesen, die Ordner stehen im"
    " Namen. Braucht das Programm readpst (Paket pst-utils). Nicht gelesen: Notizen, endgültig Gelöschtes.",
    "Mailboxes of Outlook: each mail, contact and appointment is read on its own, the folders stand in the name. Needs"
    " the program readpst (package pst-utils). Not read: notes, what was deleted for good.",
)
SPEC = "https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-pst/"

ROOM = 500 << 20
HEADER = 512  # the shorter of the two headers (MS-PST 2.2.2.6, ANSI)
_UNICODE = 23  # wVer from which sizes have 8 bytes
SLICE = 0.05
"""Seconds that readpst runs before what it has written is read."""

_MAGIC, _CLIENTS = b"!BDN", (b"SM", b"SO")
_SUMMARY = re.compile(r'"(.*)" - (\d+) items done, (\d+) items skipped')
# -e: a file with an ending for each item; -8: texts in UTF-8; -j 0: one after the other, done when the program ends.
_OPTIONS = ("-e", "-8", "-b", "-cv", "-teajc", "-j", "0")


def sniff(head: bytes, name: str) -> int:
    """Return 95 for the header of a data file, 20 for the suffix alone."""
    if head.startswith(_MAGIC) and head[8:10] in _CLIENTS:
        return 95
    return 20 if name.lower().endswith(SUFFIXES) else 0


def read(item: Item) -> Reading:
    """Return all items, up to 500 MB of them. Raises Unreadable when nothing could be unpacked."""
    return gather(NAME, members(item, room=ROOM))


def members(item: Item, *, room: int) -> Iterator[Inside | Finding]:
    """Yield each item as "Posteingang/17.eml"; at most room bytes in all."""
    if not item.head().startswith(_MAGIC):
        raise _broken(item.name, "")
    size = item.size()
    if size < HEADER:
        yield _cut(size, HEADER)
        return
    if size < (stated := _stated_size(item.head())):
        yield _cut(size, stated)
    program = shutil.which("readpst")
    if program is None:
        yield _missing()
        return
    with TemporaryDirectory(prefix="hanse-pst-") as folder, _Unpacking(program, item, Path(folder)) as unpacking:
        for path in unpacking.files():
            room -= path.stat().st_size
            if room < 0:
                yield _too_big(unpacking.name(path))
                return
            yield Inside(unpacking.name(path), path.read_bytes())
            path.unlink()
        yield from unpacking.said(item.name)


class _Unpacking:
    """One run of readpst into a folder of its own. A context manager that ends the program."""

    def __init__(self, program: str, item: Item, folder: Path) -> None:
        self._out, self._log = folder / "out", folder / "log"
        self._out.mkdir()
        source = item.path
        if source is None:
            source = folder / "data.pst"
            source.write_bytes(item.data())
        with self._log.open("wb") as log:
            self._popen = subprocess.Popen(
                [program, *_OPTIONS, "-o", str(self._out), str(source.resolve())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._popen.kill()
        self._popen.wait()

    def name(self, path: Path) -> str:
        """Return the folders and the number of an item."""
        return path.relative_to(self._out).as_posix()

    def files(self) -> Iterator[Path]:
        """Yield files that are complete; the program stands still meanwhile. The reader deletes each."""
        ended = False
        while not ended:
            time.sleep(SLICE)
            ended = self._popen.poll() is not None
            self._signal("SIGSTOP")
            for path in self._complete(ended=ended):
                self._count += 1
                yield path
            self._signal("SIGCONT")

    def _complete(self, *, ended: bool) -> list[Path]:
        """Return the files in the order of their folders and numbers, without the newest while it may be written on."""
        found = [path for path in self._out.rglob("*") if path.is_file() and not path.is_symlink()]
        if not ended and found:
            newest = max(path.stat().st_mtime_ns for path in found)
            found = [path for path in found if path.stat().st_mtime_ns < newest]
        return sorted(found, key=lambda path: (path.parent, int(path.stem) if path.stem.isdecimal() else 0, path.name))

    def _signal(self, name: str) -> None:
        if sys.platform != "win32":
            with suppress(ProcessLookupError):
                self._popen.send_signal(signal.Signals[name])

    def said(self, name: str) -> Iterator[Finding]:
        """Yield what the program has said of folders and damage. Raises Unreadable when it has unpacked nothing."""
        lines = self._log.read_bytes().decode("utf-8", "replace").splitlines()
        summaries = [found for line in lines if (found := _SUMMARY.search(line))]
        if self._popen.returncode and not self._count:
            raise _broken(name, _last(lines))
        if self._popen.returncode:
            yield _damaged(self._count, _last(lines))
        yield from (_skipped(found[1], int(found[3])) for found in summaries if int(found[3]))
        if not self._count:
            yield _empty(name)


def _last(lines: list[str]) -> str:
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")


def _missing() -> Finding:
    words = Words(
        "Zum Lesen von Outlook-Datendateien fehlt das Programm readpst. Debian und Ubuntu: sudo apt install pst-utils."
        " Danach 'hanse sync'. Oder die Mails in Outlook als .msg speichern.",
        "To read Outlook data files the program readpst is needed. Debian and Ubuntu: sudo apt install pst-utils. Then"
        " 'hanse sync'. Or save the mails in Outlook as .msg.",
    )
    return Finding("pst.missing", "error", words)


def _stated_size(head: bytes) -> int:
    """Return how long the file should be (ROOT.ibFileEof, MS-PST 2.2.2.5)."""
    version = int.from_bytes(head[10:12], "little")
    return int.from_bytes(head[0xB8:0xC0] if version >= _UNICODE else head[0xA8:0xAC], "little")


def _cut(size: int, stated: int) -> Finding:
    words = Words(
        f"Die Datendatei bricht nach {size} von {stated} Bytes ab; Einträge fehlen. Sie bei beendetem Outlook neu"
        " kopieren.",
        f"The data file breaks off after {size} of {stated} bytes; entries are missing. Copy it once more while Outlook"
        " is closed.",
    )
    return Finding("pst.cut", "error", words)


def _too_big(name: str) -> Finding:
    words = Words(
        f"Bei {name} wurde aufgehört: das Postfach ist größer, als in einem Zug gelesen werden darf. In hanse.toml"
        " read_expansion_mb erhöhen oder das Postfach in Outlook teilen (Archivieren).",
        f"Stopped at {name}: the mailbox is larger than may be read in one go. Raise read_expansion_mb in hanse.toml or"
        " split the mailbox in Outlook (archive).",
    )
    return Finding("pst.big", "error", words, raw=name)


def _damaged(count: int, said: str) -> Finding:
    words = Words(
        f"Die Datendatei ist beschädigt; gelesen wurden {count} Einträge ({said}). In Outlook mit ScanPST reparieren"
        " und neu einlesen.",
        f"The data file is damaged; {count} entries were read ({said}). Repair it with ScanPST of Outlook and learn it"
        " again.",
    )
    return Finding("pst.damaged", "error", words, raw=said)


def _skipped(folder: str, count: int) -> Finding:
    words = Words(
        f"Ordner „{folder}“: {count} Einträge konnten nicht gelesen werden oder sind Notizen. Sie in Outlook ansehen.",
        f'Folder "{folder}": {count} entries could not be read or are notes. Look at them in Outlook.',
    )
    return Finding("pst.skipped", "warning", words, raw=folder)


def _empty(name: str) -> Finding:
    words = Words(
        f"{name} enthält keine Mails, Kontakte oder Termine. Nichts zu tun.",
        f"{name} holds no mails, contacts or appointments. Nothing to do.",
    )
    return Finding("pst.empty", "info", words)


def _broken(name: str, said: str) -> Unreadable:
    more = f" ({said})" if said else ""
    return Unreadable(
        Words(f"{name} ist keine lesbare Outlook-Datendatei{more}.", f"{name} is no readable Outlook data file{more}."),
        hint=Words(
            "In Outlook mit ScanPST reparieren, oder aus einer Sicherung holen.",
            "Repair it with ScanPST of Outlook, or get it from a backup.",
        ),
    )
