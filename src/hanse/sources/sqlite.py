"""A SQLite file, opened for reading only and copied whole as of one moment, with what is still in its log (WAL)."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw

from hanse.errors import Unreachable, Unreadable
from hanse.sources import Step
from hanse.sources._taking import safe
from hanse.sources.address import Address
from hanse.store import tablecopy
from hanse.words import Words

NAME = "sqlite"
SCHEMES = ("sqlite",)
OPTIONS = ("tables", "every")
EXAMPLE = "sqlite:/daten/kasse.db"
TITLE = Words("SQLite-Datei", "SQLite file")
HELP = Words(
    "Eine Datenbankdatei, in die ein anderes Programm schreibt. Sie wird nur gelesen.",
    "A database file that another program writes to. It is only read.",
)
SECRET = False
_PAGES = 1000
_BUSY_MS = 5000
_LISTED = "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_'"


def encrypted(address: Address) -> bool:  # noqa: ARG001 - every kind has this
    """Return True: a file is not gone to by a network of ours."""
    return True


def check(address: Address, secret: str) -> None:  # noqa: ARG001 - a file has no password
    """Open the file. Raises Unreachable when there is none, Unreadable when it is no database."""
    with closing(_open(address)) as db:
        _schema(db, address)


def copy(address: Address, secret: str, into: Path) -> Iterator[Step]:  # noqa: ARG001 - as above
    """Copy the file; one that is as before is left as it is."""
    target = into / f"{safe(Path(address.path).stem)}.sqlite"
    draft = target.with_name(f".{target.name}.new")
    draft.unlink(missing_ok=True)
    with closing(_open(address)) as db:
        _schema(db, address)
        _back_up(db, draft)
    _choose(draft, address)
    if tablecopy.same(draft, target):
        draft.unlink()
    else:
        draft.replace(target)
    yield Step(target.name, 1, 0, target.stat().st_size)


def _open(address: Address) -> apsw.Connection:
    path = Path(address.path).expanduser()
    if not path.is_file():
        raise Unreachable(
            Words(f"{path} ist nicht da.", f"{path} isn't there."),
            hint=Words(f"Den ganzen Weg angeben: {EXAMPLE}", f"Give the whole path: {EXAMPLE}"),
        )
    db = apsw.Connection(path.resolve().as_uri() + "?mode=ro", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    db.set_busy_timeout(_BUSY_MS)
    return db


def _schema(db: apsw.Connection, address: Address) -> None:
    """Read the list of tables. Raises Unreadable when the file is no database."""
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except apsw.Error as error:
        raise Unreadable(
            Words(f"{address.path} ist keine SQLite-Datei: {error}", f"{address.path} is no SQLite file: {error}"),
            hint=Words("Ist es die richtige Datei? Ist sie verschlüsselt?", "Is it the right file? Is it encrypted?"),
        ) from error


def _back_up(db: apsw.Connection, draft: Path) -> None:
    with closing(apsw.Connection(str(draft))) as copied:
        db.execute("BEGIN")
        db.execute("SELECT 1 FROM sqlite_schema").fetchall()  # the moment that all is read as of
        with copied.backup("main", db, "main") as backup:
            while not backup.done:
                backup.step(_PAGES)
        copied.execute("PRAGMA journal_mode = DELETE")


def _choose(draft: Path, address: Address) -> None:
    """Leave only the tables asked for in the copy."""
    wanted = {name.casefold() for name in address.names("tables")}
    if not wanted:
        return
    with closing(apsw.Connection(str(draft))) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        for kind, name in db.execute(_LISTED).fetchall():
            if str(name).casefold() not in wanted:
                quoted = '"' + str(name).replace('"', '""') + '"'
                db.execute(f"DROP {kind} IF EXISTS {quoted}")
        db.execute("VACUUM")
