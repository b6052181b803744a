"""A linked folder, or a single file: which files are there now. Reads names, sizes and times only, never content."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from hanse.errors import Unreachable
from hanse.words import Words

KIND = "folder"
FILE = "file"
HIDDEN = (".", "~$", ".~", "._")
TEMPORARY = (".tmp", ".temp", ".bak~", ".part", ".crdownload", ".partial", ".swp", ".lock", "~", ".ldb", ".laccdb")
JUNK = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx", "$recycle.bin", "system volume information"})
CHUNK = 1 << 20


class Seen(msgspec.Struct, frozen=True):
    """A file as the directory tells it. path: relative to the folder, with "/". size: bytes."""

    path: str
    size: int
    mtime_ns: int


def base(place: Path) -> Path:
    """Return the folder that the paths of the files are relative to."""
    return place.parent if place.is_file() else place


def scan(folder: Path) -> Iterator[Seen]:
    """Yield each file below a folder that isn't hidden, temporary or a program's litter; links are not followed.

    A place that is a file itself is yielded alone, whatever its name. Raises Unreachable when the place isn't there,
    so that an unplugged share is not taken for an empty one.
    """
    if folder.is_file():
        stat = folder.stat()
        yield Seen(folder.name, stat.st_size, stat.st_mtime_ns)
        return
    if not folder.is_dir():
        raise Unreachable(
            Words(f"{folder} ist nicht da.", f"{folder} isn't there."),
            hint=Words(
                "Laufwerk oder Freigabe verbinden, dann 'hanse sync'.", "Connect the drive or share, then 'hanse sync'."
            ),
        )
    yield from _below(str(folder), "")


def _below(folder: str, prefix: str) -> Iterator[Seen]:
    folders: list[tuple[str, str]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if skipped(entry.name):
                    continue
                path = f"{prefix}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, f"{path}/"))
                elif entry.is_file(follow_symlinks=False):
                    stat = entry.stat(follow_symlinks=False)
                    yield Seen(path, stat.st_size, stat.st_mtime_ns)
    except PermissionError:
        return
    for below, deeper in folders:
        yield from _below(below, deeper)


def skipped(name: str) -> bool:
    """Return whether a file or folder of this name is hidden, temporary or litter."""
    low = name.casefold()
    return name.startswith(HIDDEN) or low.endswith(TEMPORARY) or low in JUNK


def sha256(path: Path) -> str:
    """Return the hex SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
