"""The one SQLite file: opening, one writer at a time, readers that never wait, and the lock of a running learner."""

import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from hanse.errors import Broken, NotAllowed
from hanse.store.schema import STEPS
from hanse.words import Words

BUSY_MS = 20_000
CLOSING = 5.0  # seconds that a busy connection is waited for


class Store:
    """A home's SQLite file. Each thread gets its own connection; writing takes a process-wide and a file lock."""

    def __init__(self, home: Path) -> None:
        """Open or make home/hanse.db and bring its schema up to date. Raises Broken when the file is damaged."""
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        self._path = home / "hanse.db"
        self._local = threading.local()
        self._writing = threading.RLock()
        self._opened: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._closed = False
        self._migrate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections of all threads. What one is doing is broken off; its transaction is undone whole."""
        self._closed = True
        for connection in list(self._opened):
            _close(connection)
        self._opened.clear()
        self._local = threading.local()

    def interrupt(self) -> None:
        """Break off what threads are just doing here (an apsw.Error for them); transactions are undone whole."""
        for connection in list(self._opened):
            with suppress(apsw.ConnectionClosedError):
                connection.interrupt()

    @property
    def db(self) -> apsw.Connection:
        """Return this thread's connection. Raises apsw.ConnectionClosedError once the store is closed."""
        if self._closed:
            raise apsw.ConnectionClosedError
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = _connect(self._path)
            self._local.connection = connection
            self._opened.add(connection)
        return connection

    @contextmanager
    def write(self) -> Iterator[apsw.Connection]:
        """Run the body as one transaction that other writers wait for; an exception undoes all of it."""
        with self._writing:
            db = self.db
            if db.in_transaction:
                with db:
                    yield db
                return
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                if self.db.in_transaction:  # one that was interrupted is undone already
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return list(self.db.execute(sql, values))

    def ensure(self, script: str) -> None:
        """Run a CREATE ... IF NOT EXISTS script of a room for its derived index."""
        with self.write() as db:
            for _ in db.execute(script):
                pass

    def setting(self, name: str) -> str | None:
        """Return a stored setting, or None."""
        rows = self.rows("SELECT value FROM settings WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def set(self, name: str, value: str) -> None:
        """Store a setting."""
        with self.write() as db:
            db.execute(
                "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value)
            )

    @contextmanager
    def learning(self) -> Iterator[None]:
        """Hold the lock of the one learner. The operating system frees it when the process dies, kill -9 included.

        Raises NotAllowed when another process is learning into this home.
        """
        lock = apsw.Connection(str(self.home / "learning.lock"))
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except apsw.BusyError as error:
            lock.close()
            raise NotAllowed(
                Words("Hier wird gerade schon gelernt.", "Learning is already under way here."),
                hint=Words(
                    "Warten, bis es fertig ist, oder die Seite ansehen.", "Wait until it's done, or look at the page."
                ),
            ) from error
        try:
            yield
        finally:
            lock.close()

    def _migrate(self) -> None:
        try:
            version = int(self.rows("PRAGMA user_version")[0][0])
            for number in range(version, len(STEPS)):
                with self.write() as db:
                    if int(next(iter(db.execute("PRAGMA user_version")))[0]) == number:
                        db.execute(STEPS[number])
                        db.execute(f"PRAGMA user_version = {number + 1}")
        except (apsw.NotADBError, apsw.CorruptError) as error:
            raise Broken(
                Words(f"{self._path} ist beschädigt: {error}", f"{self._path} is damaged: {error}"),
                hint=Words(
                    "Die letzte Sicherung zurückspielen oder neu lernen.", "Restore the last backup or learn again."
                ),
            ) from error


def _connect(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(BUSY_MS)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _close(connection: apsw.Connection) -> None:
    """Close a connection that another thread may be using. One that stays busy goes with its thread."""
    until = time.monotonic() + CLOSING
    while time.monotonic() < until:
        try:
            connection.close()
        except apsw.ThreadingViolationError:
            connection.interrupt()
            time.sleep(0.001)
        else:
            return
