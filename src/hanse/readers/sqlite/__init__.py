"""A SQLite file: each table and view with its types, keys, and a place for each row. Opened for reading only."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw

from hanse.errors import Unreadable
from hanse.readers.item import Item
from hanse.readers.sqlite.tables import reading
from hanse.records import Finding, Reading
from hanse.words import Words

NAME = "sqlite"
SUFFIXES = (".sqlite", ".sqlite3", ".db3")
TITLE = Words("SQLite-Datenbank", "SQLite database")
HELP = Words(
    "Tabellen und Sichten mit Schlüsseln. Nicht gelesen: Bilder und andere binäre Spalten, verschlüsselte Dateien."
    " Schreibt noch ein Programm hinein (WAL), wird das gemeldet: dann besser 'hanse learn sqlite:/pfad/datei.db'.",
    "Tables and views with their keys. Not read: images and other binary columns, encrypted files."
    " If a program is still writing to it (WAL) that is told: then better 'hanse learn sqlite:/path/file.db'.",
)
SPEC = "https://www.sqlite.org/fileformat2.html"
_MAGIC = b"SQLite format 3\0"


def sniff(head: bytes, name: str) -> int:
    """Return 95 for the signature, 20 for the suffix alone."""
    if head.startswith(_MAGIC):
        return 95
    return 20 if name.lower().endswith(SUFFIXES) else 0


def read(item: Item) -> Reading:
    """Return all tables and views. Raises Unreadable when the file is damaged from its beginning."""
    try:
        with _file(item) as path, closing(_open(path)) as db:
            return reading(NAME, db, tuple(_waiting(item)))
    except apsw.Error as error:
        raise Unreadable(
            Words(
                f"{item.name} ist keine lesbare SQLite-Datei: {error}",
                f"{item.name} is no readable SQLite file: {error}",
            ),
            hint=Words(
                "Ist sie verschlüsselt oder abgeschnitten? Eine Sicherung geben.",
                "Encrypted or cut off? Give a backup.",
            ),
        ) from error


@contextmanager
def _file(item: Item) -> Iterator[Path]:
    """Give the file's path; bytes that came from inside another item are put into a temporary one."""
    if item.path is not None:
        yield item.path
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "item.sqlite"
        path.write_bytes(item.data())
        yield path


def _open(path: Path) -> apsw.Connection:
    """Open without any lock or file beside it (immutable), and distrust the schema (it may call nothing)."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    db = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    db.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    db.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    db.execute("PRAGMA query_only = 1")
    return db


def _waiting(item: Item) -> Iterator[Finding]:
    """Tell of a log beside the file: what is in it is not read."""
    beside = item.path.with_name(f"{item.path.name}-wal") if item.path else None
    if beside is not None and beside.is_file() and beside.stat().st_size:
        words = Words(
            f"Neben {item.name} liegt {beside.name}: was dort steht, fehlt hier noch."
            f" Besser: hanse learn sqlite:{item.path}",
            f"{beside.name} lies beside {item.name}: what stands there is missing here."
            f" Better: hanse learn sqlite:{item.path}",
        )
        yield Finding("sqlite.wal", "warning", words)
