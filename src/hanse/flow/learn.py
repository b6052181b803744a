"""The first river: source, item, reader, documents and tables, store, index. Resumes wherever it was cut off.

Items that are read at about the same time are one transaction: killed at any moment, the next run finds each item
either wholly there or not at all.
"""

import gc
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import apsw
import msgspec
import watchfiles

from hanse import readers
from hanse.errors import HanseError, Misconfigured, NotAllowed, Unreachable
from hanse.flow import comparing, copies
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.records import Counts, Finding, Origin, Passage, Reading
from hanse.search import index, passages
from hanse.sources import folder
from hanse.sources.folder import Seen
from hanse.store import accounts, bulkparts, catalogue, checks, imports, tablefiles, tableparts
from hanse.store.catalogue import Facts, Known, Source
from hanse.store.imports import ItemChange
from hanse.tables import differences, values
from hanse.tables.views import build as views
from hanse.words import Words

log = logging.getLogger(__name__)
LOOK_AGAIN_MS = 5000
GARBAGE = 100_000
GATHER_SECONDS = 0.03  # that a transaction waits for more items


class _Work(msgspec.Struct, frozen=True):
    """What a scan found to do. moved: (stored item, where it is now)."""

    new: tuple[Seen, ...]
    changed: tuple[Seen, ...]
    moved: tuple[tuple[Known, Seen], ...]
    gone: tuple[Known, ...]

    @property
    def told(self) -> bool:
        """Return whether it is worth a line in the log of imports; a file with just another time is not."""
        return bool(self.new or self.changed or self.gone or any(k.path != now.path for k, now in self.moved))


def link(house: House, path: Path, *, account: int) -> int:
    """Link a folder or a single file for an account and return the source's number.

    What lies within a linked folder is linked by it already. Raises Misconfigured when there is no such path, when it
    lies within Hanse's own home, or when it holds what is linked already: its records would count twice.
    """
    where = path.expanduser().resolve()
    if not where.is_dir() and not where.is_file():
        raise Misconfigured(
            Words(f"{path} gibt es nicht.", f"{path} isn't there."),
            hint=Words(
                "Einen Ordner oder eine Datei angeben, zum Beispiel: hanse learn Dokumente",
                "Name a folder or a file, e.g.: hanse learn Documents",
            ),
        )
    if where.is_relative_to(house.config.home.resolve()) and not where.is_relative_to(
        house.config.home.resolve() / "firm"
    ):
        raise Misconfigured(
            Words(f"{path} liegt in Hanses eigenem Ordner.", f"{path} lies within Hanse's own folder."),
            hint=Words("Einen Ordner mit Ihren Dateien angeben.", "Name a folder with your own files."),
        )
    place = _linked_already(house, where) or where
    owners = accounts.owners(house.store)
    kind = folder.FILE if place.is_file() else folder.KIND
    return catalogue.link(house.store, kind, str(place), {account, *owners})


def _linked_already(house: House, where: Path) -> Path | None:
    """Return the linked place that this one lies within. Raises Misconfigured when others lie within this one."""
    places = (source for source in catalogue.sources(house.store) if not copies.is_copied(source))
    linked = {source.id: Path(source.location) for source in places}
    within = {number: place for number, place in linked.items() if place != where and place.is_relative_to(where)}
    if within:
        listed = ", ".join(f"[{number}] {place}" for number, place in within.items())
        first = next(iter(within))
        raise Misconfigured(
            Words(
                f"In {where} liegt, was schon verknüpft ist, und würde doppelt zählen: {listed}",
                f"{where} holds what is linked already, and would count twice: {listed}",
            ),
            hint=Words(
                f"Erst trennen (Seite: Quellen, oder 'hanse sources --forget {first}'), dann noch einmal.",
                f"Unlink it first (page: Sources, or 'hanse sources --forget {first}'), then again.",
            ),
        )
    return next((place for place in linked.values() if _reads(place, where)), None)


def _reads(place: Path, where: Path) -> bool:
    """Return whether a linked place is this one, or a folder whose scan comes past this one."""
    return where.is_relative_to(place) and not any(folder.skipped(part) for part in where.relative_to(place).parts)


def forget(house: House, source: int) -> None:
    """Forget a source and everything learned from it, with its copy and password; the files themselves stay."""
    with house.store.learning():
        for known in catalogue.sources(house.store):
            if known.id == source and copies.is_copied(known):
                copies.forget(house, known)
        with house.store.write() as db:
            for (item,) in list(db.execute("SELECT id FROM items WHERE source_id = ?", (source,))):
                index.remove(db, item)
            catalogue.unlink(house.store, source)
        _refresh_tables(house)


def watch(house: House, stop: threading.Event, on_progress: Callable[[Progress], None]) -> None:
    """Keep all sources in step until stop is set: at once when a file changes, and every scan_seconds in any case.

    Shares of other computers send no events; for them the periodic scan is what notices. Mailboxes and databases are
    copied when their time has come.
    """
    while not stop.is_set():
        try:
            for step in _sync(house, _watched(house)):
                on_progress(step)
                if stop.is_set():
                    return
        except NotAllowed:
            log.info("another process is learning; trying again at the next scan")
        _until_change(house, stop)


def _watched(house: House) -> list[Source]:
    due = copies.due(house, datetime.now(UTC))
    return [s for s in catalogue.sources(house.store) if s.id in due or not copies.is_copied(s)]


def _until_change(house: House, stop: threading.Event) -> None:
    """Return when a linked folder changed, another one was linked, the scan is due, or stop is set."""
    folders = _folders(house)
    due = time.monotonic() + house.config.scan_seconds
    if not folders:
        while not (stop.wait(LOOK_AGAIN_MS / 1000) or time.monotonic() > due or _folders(house)):
            pass
        return
    for changes in watchfiles.watch(
        *folders, stop_event=stop, rust_timeout=LOOK_AGAIN_MS, yield_on_timeout=True, raise_interrupt=False,
        ignore_permission_denied=True, debounce=1600,
    ):  # fmt: skip
        if changes or time.monotonic() > due or _folders(house) != folders:
            return


def _folders(house: House) -> list[str]:
    places = (s.location for s in catalogue.sources(house.store) if not copies.is_copied(s))
    return [place for place in places if Path(place).exists()]


def sync(house: House, source: int | None = None) -> Iterator[Progress]:
    """Bring the store in step with all linked sources, or with one. The last event has the phase "done".

    Raises NotAllowed when another process is learning into the same home. A source that isn't there is left as it
    was stored, and reported through a finding of its own.
    """
    wanted = [linked for linked in catalogue.sources(house.store) if source in (None, linked.id)]
    for step in _sync(house, wanted):
        yield msgspec.structs.replace(step, source=source or 0) if step.phase == "done" else step


def _sync(house: House, wanted: Iterable[Source]) -> Iterator[Progress]:
    store = house.store
    started = time.monotonic()
    with store.learning(), _seldom_collecting():
        index.prepare(store)
        total = Progress("done", 0)
        for linked in wanted:
            last = Progress("scan", linked.id)
            for last in _sync_source(house, linked):
                yield last
            total = _added(total, last)
        for name in _refresh_tables(house):
            yield msgspec.structs.replace(total, phase="tables", item=name)
        yield msgspec.structs.replace(total, phase="done", item="", seconds=time.monotonic() - started)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for circles of garbage less often: readings are trees without any, and looking takes a fifth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(GARBAGE, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _added(total: Progress, step: Progress) -> Progress:
    names = ("done", "total", "new", "changed", "moved", "gone", "unreadable", "findings")
    return msgspec.structs.replace(total, **{n: getattr(total, n) + getattr(step, n) for n in names})


def _refresh_tables(house: House) -> Iterable[str]:
    rebuilt: list[str] = []
    tablefiles.refresh(house.store, rebuilt.append)
    differences.tell(house.store, views.refresh(house.store), views.made(house.store))
    values.index(house.store)
    return rebuilt


def _sync_source(house: House, source: Source) -> Iterator[Progress]:
    store, where = house.store, copies.place(house.config, source)
    yield Progress("scan", source.id)
    try:
        if copies.is_copied(source):
            yield from copies.refresh(house, source)
        own = _below(where, house.config.home)
        seen = {item.path: item for item in folder.scan(where) if not own or not item.path.startswith(own)}
    except HanseError as error:
        if not copies.is_copied(source) and not isinstance(error, Unreachable):
            raise
        log.warning("source %d: %s", source.id, error)
        yield Progress("read", source.id, unreadable=1, findings=1, item=source.location)
        return
    work = _compare(catalogue.known_items(store, source.id), seen, folder.base(where))
    with store.write() as db:
        number = imports.begin(db, source.id) if work.told else 0
        imports.note(db, number, [*_drop(db, source.id, work.gone), *_move(db, source.id, work.moved)])
        db.execute("UPDATE sources SET scanned = ? WHERE id = ?", (catalogue.now(), source.id))
    yield from _read_all(house, source, work, number)
    with store.write() as db:
        imports.finish(db, source.id)


def _drop(db: apsw.Connection, source: int, gone: Iterable[Known]) -> Iterator[ItemChange]:
    """Forget items that are there no more, and yield what went with them."""
    for known in gone:
        yield comparing.gone(db, source, known)
        index.remove(db, known.id)
        catalogue.drop_item(db, known.id)


def _move(db: apsw.Connection, source: int, moved: Iterable[tuple[Known, Seen]]) -> Iterator[ItemChange]:
    """Note where items lie now, and yield those that lie elsewhere; the others just have a new time."""
    for known, now in moved:
        catalogue.touch_item(db, known.id, path=now.path, size=now.size, mtime_ns=now.mtime_ns)
        if known.path != now.path:
            yield comparing.moved(db, source, known.path, now.path)


def _below(where: Path, home: Path) -> str:
    """Return how the paths of Hanse's own files begin when its home lies below a linked folder; "" when it doesn't."""
    whole = home.resolve()
    return f"{whole.relative_to(where).as_posix()}/" if where in whole.parents else ""


def _compare(known: dict[str, Known], seen: dict[str, Seen], where: Path) -> _Work:
    """Tell new, changed, moved and gone apart. Content is only read of files whose size or time is new."""
    missing = {k.sha256: k for path, k in known.items() if path not in seen}
    new, changed, moved = [], [], []
    for path, now in seen.items():
        old = known.get(path)
        if old is None:
            found = _moved_from(missing, now, where)
            moved += [(found, now)] if found else []
            new += [] if found else [now]
        elif (old.size, old.mtime_ns) != (now.size, now.mtime_ns):
            same = old.size == now.size and _hash(where / path) == old.sha256
            moved += [(old, now)] if same else []
            changed += [] if same else [now]
    taken = {k.id for k, _ in moved}
    gone = tuple(k for path, k in known.items() if path not in seen and k.id not in taken)
    touched = [
        *(n.path for n in (*new, *changed)),
        *(p for k, n in moved for p in (k.path, n.path)),
        *(k.path for k in gone),
    ]
    changed += _described_anew(touched, seen)
    return _Work(tuple(new), tuple(changed), tuple(moved), gone)


def _described_anew(touched: list[str], seen: dict[str, Seen]) -> Iterator[Seen]:
    """Yield what lies beside or below a touched file that describes others, and was not touched itself."""
    folders = {path.rpartition("/")[0] for path in touched if readers.describing(path.rpartition("/")[2])}
    if not folders:
        return
    mine = frozenset(touched)
    for path, now in seen.items():
        above = path.split("/")[:-1]
        if path not in mine and any("/".join(above[:n]) in folders for n in range(len(above) + 1)):
            yield now


def _moved_from(missing: dict[str, Known], now: Seen, where: Path) -> Known | None:
    """Return the stored item that was moved here. A file with a new name is read anew, since names have meaning."""
    name = os.path.basename(now.path)  # noqa: PTH119 - the path is a text with "/", not a path of this system
    if not any(k.size == now.size and k.path.rpartition("/")[2] == name for k in missing.values()):
        return None
    found = missing.get(_hash(where / now.path))
    if found and found.path.rpartition("/")[2] == name:
        del missing[found.sha256]
        return found
    return None


def _hash(path: Path) -> str:
    try:
        return folder.sha256(path)
    except OSError:
        return ""


def _read_all(house: House, source: Source, work: _Work, number: int) -> Iterator[Progress]:
    """Read what is new or changed, and store it. number: of the import that this belongs to."""
    todo = [*work.changed, *work.new]
    step = Progress(
        "read", source.id, total=len(todo), new=len(work.new), changed=len(work.changed),
        moved=len(work.moved), gone=len(work.gone),
    )  # fmt: skip
    yield step
    if not todo:
        return
    started, where = time.monotonic(), folder.base(copies.place(house.config, source))
    jobs = ((seen, where / seen.path, seen.path.rpartition("/")[2]) for seen in todo)
    with house.pool() as pool:
        alone = source.kind == folder.FILE
        spool = house.config.home / tablefiles.FOLDER / bulkparts.FOLDER
        spool.mkdir(parents=True, exist_ok=True)
        for batch in pool.read_batches(jobs, seconds=GATHER_SECONDS, root=where, alone=alone, spool=spool):
            items = [(_facts(seen, where, readings), readings) for seen, readings in batch]
            told = [comparing.of_item(house.store, source.id, *item) for item in items]
            with house.store.write() as db:
                imports.note(db, number, told)
                index.add(db, (p for facts, readings in items for p in _store(db, source.id, facts, readings)))
            for facts, readings in items:
                step = _counted(step, facts, readings, time.monotonic() - started)
                yield step


def _facts(seen: Seen, where: Path, readings: list[tuple[str, Reading]]) -> Facts:
    readers = "+".join(dict.fromkeys(reading.reader for _, reading in readings))
    readable = any(r.documents or r.tables or r.inside for _, r in readings) or not _has_error(readings)
    counts = Counts(
        sum(r.counts.in_ for _, r in readings),
        sum(r.counts.out for _, r in readings),
        sum(r.counts.rejected for _, r in readings),
    )
    return Facts(seen.path, seen.size, seen.mtime_ns, _hash(where / seen.path), readers, readable, counts)


def _has_error(readings: list[tuple[str, Reading]]) -> bool:
    return any(f.severity == "error" for _, r in readings for f in r.findings)


def _store(db: apsw.Connection, source: int, facts: Facts, readings: list[tuple[str, Reading]]) -> list[Passage]:
    """Store an item in place of what was there and return its passages, which are to be indexed."""
    for (old,) in list(db.execute("SELECT id FROM items WHERE source_id = ? AND path = ?", (source, facts.path))):
        index.remove(db, old)
    item = catalogue.put_item(db, source, facts)
    return [p for inner, r in readings for p in _store_reading(db, item, Origin(source, facts.path, inner), r)]


def _store_reading(db: apsw.Connection, item: int, origin: Origin, reading: Reading) -> list[Passage]:
    cut = [p for document in reading.documents for p in passages.cut(document, origin)]
    for table in reading.tables:
        tableparts.add_part(db, item, origin.inner, table)
        cut += passages.rows(table, origin)
        searched = passages.searched(table)
        if table.bulk:
            catalogue.add_finding(db, item, origin.inner, _not_searched(table.title, table.bulk.rows))
        elif searched < len(table.rows):
            catalogue.add_finding(db, item, origin.inner, _too_long(table.title, searched, len(table.rows)))
    for finding in reading.findings:
        catalogue.add_finding(db, item, origin.inner, finding)
    checks.add(db, item, origin.inner, reading.checks)
    return catalogue.add_passages(db, item, cut)


def _too_long(title: str, first: int, rows: int) -> Finding:
    words = Words(
        f"{title}: die Wortsuche findet die ersten {first} von {rows} Zeilen; gerechnet wird mit allen.",
        f"{title}: word search finds the first {first} of {rows} rows; sums use all of them.",
    )
    return Finding("table.rows-searched", "info", words)


def _not_searched(title: str, rows: int) -> Finding:
    words = Words(
        f"{title}: {rows} Zeilen; gerechnet und nach Werten gesucht wird mit allen, die Wortsuche kennt sie nicht.",
        f"{title}: {rows} rows; sums and values use all of them, word search doesn't know them.",
    )
    return Finding("table.rows-searched", "info", words)


def _counted(step: Progress, facts: Facts, readings: list[tuple[str, Reading]], seconds: float) -> Progress:
    done = step.done + 1
    serious = sum(f.severity != "info" for _, r in readings for f in r.findings)
    return msgspec.structs.replace(
        step, done=done, item=facts.path, unreadable=step.unreadable + (not facts.readable),
        findings=step.findings + serious, seconds=seconds, seconds_left=seconds / done * (step.total - done),
    )  # fmt: skip
