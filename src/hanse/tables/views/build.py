"""Makes the views anew whose tables have changed, and keeps what each is made of. All of it may be deleted."""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from hanse.errors import Broken
from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable, logical_tables
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement
from hanse.tables.views import queries, rules
from hanse.tables.views.child import Job
from hanse.tables.views.model import PREFIX, View, views
from hanse.tables.views.rules import Contribution
from hanse.words import Words

RULES = "1"  # to be raised when rows are made in another way than before
FEWEST = 2  # tables that a view is made of
OWN = 0.5  # share of a seller's numbers that the firm's own tables must have
SETTING = "table_views"
SCRIPT = "CREATE TABLE IF NOT EXISTS table_views (name TEXT PRIMARY KEY, made BLOB NOT NULL) WITHOUT ROWID"


class Made(msgspec.Struct, frozen=True):
    """A view that was made: its file within home/tables, rows with those of all sources, and what it is made of."""

    name: str
    file: str
    rows: int
    parts: tuple[Contribution, ...]

    @property
    def view(self) -> View:
        """Return what it is by its data file."""
        return views()[self.name]

    def table(self) -> LogicalTable:
        """Return it as a table that questions are asked of. Numbers of views are below 0."""
        columns = tuple(column.column() for column in self.view.column)
        number = -1 - list(views()).index(self.name)
        return LogicalTable(number, self.name, self.view.title.de, columns, (), self.rows, self.file)


def made(store: Store) -> list[Made]:
    """Return the views that there are."""
    store.ensure(SCRIPT)
    decode = msgspec.json.Decoder(Made).decode
    known = (decode(blob) for name, blob in store.rows("SELECT name, made FROM table_views") if name in views())
    return sorted(known, key=lambda m: m.name)


def refresh(store: Store) -> list[Made]:
    """Bring the views in line with the tables, and return those that are new or changed."""
    known, tables = made(store), logical_tables(store)
    state = _state(tables)
    if store.setting(SETTING) == state and all((_folder(store) / m.file).exists() for m in known):
        return []
    before = {m.name: m.file for m in known}
    found = [wanted for view in views().values() if (wanted := _wanted(store, view, tables))]
    fresh = [m for m in found if before.get(m.name) != m.file or not (_folder(store) / m.file).exists()]
    if fresh:
        _write(store, fresh)
    counted = [_counted(store, m) if m in fresh else next(k for k in known if k.name == m.name) for m in found]
    _keep(store, counted)
    store.set(SETTING, state)
    return [m for m in counted if before.get(m.name) != m.file]


def _state(tables: Sequence[LogicalTable]) -> str:
    """Return what tells whether anything has changed that views are made of."""
    made_of = [RULES, sorted(str(table.file) for table in tables), list(views().values())]
    return hashlib.sha256(msgspec.json.encode(made_of)).hexdigest()


def _folder(store: Store) -> Path:
    return store.home / "tables"


def _wanted(store: Store, view: View, tables: Sequence[LogicalTable]) -> Made | None:
    """Return a view with the file that it should have; None where not enough tables contribute."""
    found = _own_only(store, view, rules.contributions(view, tables))
    if len(found) < FEWEST:
        return None
    digest = hashlib.sha256(msgspec.json.encode([RULES, view, found])).hexdigest()[:16]
    return Made(view.name, f"{PREFIX}{view.name}.{digest}.parquet", 0, tuple(found))


def _own_only(store: Store, view: View, found: list[Contribution]) -> list[Contribution]:
    """Return the contributions with those sellers that are the firm itself: half of their invoices are known as own."""
    of_many = [c for c in found if c.seller is not None]
    own = [c for c in found if c.seller is None]
    if not of_many:
        return found
    if not own:
        return []
    with Executor(store.home) as executor:
        numbers = {str(n) for c in own for n, _ in _numbers(store, executor, view, c)}
        known = {c.table: _own_sellers(_numbers(store, executor, view, c), numbers) for c in of_many}
    made_ = (msgspec.structs.replace(c, sellers=known.get(c.table, ())) for c in found)
    return [c for c in made_ if c.seller is None or c.sellers]


def _numbers(store: Store, executor: Executor, view: View, found: Contribution) -> list[tuple[object, object]]:
    path = str((_folder(store) / found.file).resolve())
    statement = Statement(queries.sellers(view, found), (("text", path),), cap=0)
    return [(number, seller) for number, seller in executor.run([statement])[0].rows if number]


def _own_sellers(written: Iterable[tuple[object, object]], own: set[str]) -> tuple[str, ...]:
    by: dict[str, list[bool]] = {}
    for number, seller in written:
        by.setdefault(str(seller or ""), []).append(str(number) in own)
    return tuple(sorted(s for s, known in by.items() if s and sum(known) >= OWN * len(known)))


def _write(store: Store, fresh: Iterable[Made]) -> None:
    folder = _folder(store)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        write(Path(scratch), [_job(m, folder, Path(scratch)) for m in fresh])
        for m in fresh:
            (Path(scratch) / m.file).replace(folder / m.file)


def write(scratch: Path, jobs: Iterable[Job]) -> None:
    """Write files by a child, so that its memory is given back. Raises Broken when it fails."""
    lines = b"".join(msgspec.json.encode(job) + b"\n" for job in jobs)
    command = [sys.executable, "-m", "hanse.tables.views.child", str(scratch)]
    done = subprocess.run(command, input=lines, capture_output=True, check=False)
    if done.returncode != 0:
        raise _unwritten(done.stderr.decode(errors="replace").strip()[-500:])


def _job(m: Made, folder: Path, scratch: Path) -> Job:
    made_ = [queries.rows(m.view, c, rank, folder) for rank, c in enumerate(m.parts, 1)]
    sql = " UNION ALL ".join(f"({part})" for part, _ in made_)
    return Job(sql, [value for _, values in made_ for value in values], str(scratch / m.file))


def _counted(store: Store, m: Made) -> Made:
    """Return a view with the number of its rows, and of those that each table gave."""
    path = (("text", str((_folder(store) / m.file).resolve())),)
    with Executor(store.home) as executor:
        sql = "SELECT _rank, count(*) FROM read_parquet(?) GROUP BY 1"
        given = {int(str(rank)): int(str(n)) for rank, n in executor.run([Statement(sql, path, cap=0)])[0].rows}
    parts = tuple(msgspec.structs.replace(c, rows=given.get(rank, 0)) for rank, c in enumerate(m.parts, 1))
    return msgspec.structs.replace(m, rows=sum(given.values()), parts=parts)


def _keep(store: Store, found: Sequence[Made]) -> None:
    with store.write() as db:
        db.execute("DELETE FROM table_views")
        db.executemany("INSERT INTO table_views VALUES (?, ?)", [(m.name, msgspec.json.encode(m)) for m in found])
    files = {m.file for m in found}
    for path in _folder(store).glob(f"{PREFIX}*.parquet"):
        if path.name not in files:
            path.unlink(missing_ok=True)


def _unwritten(reason: str) -> Broken:
    return Broken(
        Words(f"Eine Tabelle ließ sich nicht schreiben: {reason}", f"A table could not be written: {reason}"),
        hint=Words(
            "Freien Platz auf der Platte prüfen, dann 'hanse sync'.", "Check free disk space, then 'hanse sync'."
        ),
    )
