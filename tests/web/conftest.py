"""A small firm behind the page: a real store, ledger and app; only the rivers are told what to say."""

import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from hanse.config import Config
from hanse.flow.events import Answered, AskEvent, EvidenceFound, Progress, Said
from hanse.flow.place import View
from hanse.ledger.log import Ledger
from hanse.records import (
    Answer,
    Check,
    Citation,
    Column,
    Counts,
    Finding,
    Message,
    Origin,
    Passage,
    Place,
    Question,
    Refusal,
    Severity,
    TableResult,
    Timings,
    Usage,
)
from hanse.store import accounts, catalogue, checks, imports
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.store.imports import CellChange, RowChange, TableChange
from hanse.web import app
from hanse.web.rivers import Rivers
from hanse.words import Words

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
PASSWORD = "kran-hafen-moewe-tau"
SORTS: tuple[Severity, ...] = ("info", "warning", "error")
LABEL = Words("Von einer KI aus Ihren Daten zusammengestellt.", "Put together by an AI from your data.")
ORIGIN = Origin(1, f"Verträge/{EVIL}.txt")
CITATION = Citation(1, f"Die Frist beträgt 14 Tage {EVIL}", Place(line=3), ORIGIN)


@dataclass
class FakeHouse:
    config: Config
    store: Store
    ledger: Ledger


@dataclass
class Told:
    """What the rivers were asked, and what they are to say. gate: a question waits here after its first word."""

    asked: list[tuple[Question, int | None, str]] = field(default_factory=list)
    linked: list[Path] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    synced: list[int | None] = field(default_factory=list)
    shown: list[tuple[Origin, Place, str, int]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)
    failure: Exception | None = None
    vectors: tuple[int, int] | None = None


class FakePlaces:
    def __init__(self, told: Told) -> None:
        self.told = told

    def show(self, origin: Origin, place: Place, *, quote: str, account: int) -> View:
        self.told.shown.append((origin, place, quote, account))
        return View(origin, place, None, None, f"Davor. {EVIL} Danach.", 7, 7 + len(EVIL))

    def page(self, origin: Origin, place: Place, *, quote: str, account: int, band: bool) -> bytes:  # noqa: ARG002
        self.told.shown.append((origin, place, quote, account))
        return b"RIFF"

    def original(self, origin: Origin, *, account: int) -> Path | bytes:
        self.told.shown.append((origin, Place(), "", account))
        return b"original"


def written() -> Answer:
    text = f"Die Frist beträgt 14 Tage {EVIL} [1], nicht [9]."
    return Answer(text, (CITATION,), None, None, Timings(12, 30, 40), "kleines-modell", LABEL, 7)


def computed() -> Answer:
    columns = (Column("kunde", "Kunde", "text"), Column("summe", "Summe", "decimal"))
    rows = ((EVIL, Decimal("1234.50")), ("Müller GmbH", Decimal("-7.00")))
    words = Words("Summe je Kunde", "Sum per customer")
    table = TableResult("SELECT c0", columns, rows, "1.227,50", words, 2, (CITATION,))
    return Answer("Zusammen 1.227,50", (), table, None, Timings(5, 0, 6), "", LABEL, 8)


def refused() -> Answer:
    reason = Refusal(
        "unclear", Words("Das lässt sich verschieden lesen.", "This can be read in two ways."), ("A", EVIL)
    )
    return Answer("", (), None, reason, Timings(5, 0, 6), "", LABEL, 9, (passage(),))


def not_found() -> Answer:
    return msgspec.structs.replace(refused(), refused=Refusal("not-found", Words("Nicht da.", "Not there."), ()))


def passage() -> Passage:
    return Passage(1, f"Die Frist beträgt 14 Tage {EVIL}", Place(line=3), ORIGIN, 2.0, "Vertrag")


ANSWERS: dict[str, Callable[[], Answer]] = {"summe": computed, "unklar": refused, "nichts": not_found}


def rivers_of(told: Told, store: Store) -> Rivers:
    def ask(
        question: Question,
        *,
        model: str = "",  # noqa: ARG001 - as flow.ask has it
        choice: int | None = None,
        purpose: str = "ask",
    ) -> Iterator[AskEvent]:
        told.asked.append((question, choice, purpose))
        answer = ANSWERS.get(question.text.lower(), written)()
        try:
            yield EvidenceFound((passage(),), answer.table, 12.0)
            if told.failure:
                raise told.failure
            yield Said("Die Frist ")
            if question.text == "warte":
                told.gate.wait(10)
            yield Said(f"beträgt {EVIL}. ")
            yield Answered(answer)
        finally:
            told.closed.set()

    def chat(messages: Sequence[Message], **_: object) -> Iterator[str | Usage]:
        if told.failure:
            raise told.failure
        yield from ("Gu", "ten ", "Tag")
        yield Usage(prompt_tokens=len(messages), completion_tokens=3)

    def link(path: Path, account: int) -> int:
        told.linked.append(path)
        return catalogue.link(store, "folder", str(path), [account])

    def sync(source: int | None) -> Iterator[Progress]:
        told.synced.append(source)
        yield Progress("read", source or 0, done=1, total=2, item=EVIL)
        yield Progress("done", source or 0)

    def watch(stop: threading.Event, _: Callable[[Progress], None]) -> None:
        stop.wait()

    models = [("kleines-modell", "Ein kleines Modell")]
    return Rivers(
        ask, FakePlaces(told), chat, lambda: models, link, told.forgotten.append, sync, watch,
        places_with_vectors=lambda _: told.vectors,
    )  # fmt: skip


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the owner and one source, made once: hashing a password takes its time on purpose."""
    home = tmp_path_factory.mktemp("furnished")
    with Store(home) as store, Ledger(home):
        accounts.add(store, "chef", PASSWORD, owner=True)
        catalogue.link(store, "folder", f"/daten/{EVIL}", [1])
    return home


@pytest.fixture
def house(tmp_path: Path, furnished: Path) -> Iterator[FakeHouse]:
    config = Config(home=tmp_path / "home", today="2026-11-23")
    shutil.copytree(furnished, config.home)
    with Store(config.home) as store, Ledger(config.home) as ledger:
        yield FakeHouse(config, store, ledger)


@pytest.fixture
def imported(house: FakeHouse) -> str:
    """A file with all that an import report tells, changed by the second of two imports; gives its path."""
    path, evil = f"Kasse/{EVIL}.csv", Words(f"Meldung {EVIL}", f"Message {EVIL}")
    facts = Facts(path, 1234, 1, "ab" * 32, "csv", readable=True, counts=Counts(1200, 1198, 2))
    found = [Finding("x", sort, evil, Place(line=n), EVIL) for n, sort in enumerate(SORTS, 1)]
    checked = tuple(Check("x", evil, held, "10", EVIL, Place(line=5)) for held in (True, False, None))
    rows = (RowChange("changed", Place(line=3), (CellChange("Netto", "decimal", "10.5", "1234.5"),)),
            RowChange("removed", Place(line=4), (CellChange("Name", "text", EVIL),)))  # fmt: skip
    table = TableChange("", "kasse", "Kasse", 10, 9, "keys", 0, 1, 1, rows)
    with house.store.write() as db:
        first = imports.begin(db, 1)
        imports.note(db, first, [imports.ItemChange("new", path)])
        imports.finish(db, 1)
        item = catalogue.put_item(db, 1, facts)
        for one in found:
            catalogue.add_finding(db, item, "", one)
        checks.add(db, item, "", checked)
        stands = imports.standing(db, 1, path)
        imports.note(db, imports.begin(db, 1), [imports.ItemChange("changed", path, stands, stands, "", (table,))])
        imports.finish(db, 1)
    return path


@pytest.fixture
def guest(house: FakeHouse, told: Told) -> Iterator[TestClient]:
    """A browser that nobody has signed in with."""
    made = app.make(house, rivers_of(told, house.store))
    with TestClient(made, base_url="http://127.0.0.1:8484", follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(guest: TestClient, house: FakeHouse) -> TestClient:
    """The owner's browser."""
    guest.cookies.set("hanse_8484", accounts.open_session(house.store, 1), domain="127.0.0.1")
    return guest


@pytest.fixture
def evil() -> str:
    """A name as only an attacker gives it to a file."""
    return EVIL


@pytest.fixture
def csrf() -> Callable[[TestClient, str], str]:
    """Return the hidden field of the forms on a page."""
    return _csrf


@pytest.fixture
def sign_in() -> Callable[[TestClient, str, str], int]:
    """Sign a browser in and return the status."""
    return _sign_in


def _sign_in(client: TestClient, name: str, password: str) -> int:
    form = {"name": name, "password": password, "csrf": _csrf(client, "/login")}
    return client.post("/login", data=form).status_code


def _csrf(client: TestClient, page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(page).text)
    assert found, f"no form on {page}"
    return found[1]


@pytest.fixture
def served(house: FakeHouse, told: Told) -> Iterator[str]:
    """The address of the page, served as it is in a firm: for clients that only speak HTTP."""
    with _serving(app.make(house, rivers_of(told, house.store))) as address:
        yield address
        told.gate.set()


@pytest.fixture
def rivers(told: Told, house: FakeHouse) -> Rivers:
    """The two rivers, saying what they are told to."""
    return rivers_of(told, house.store)


@pytest.fixture
def serving() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """Serve an application on a free port of this machine and give its address."""
    return _serving


@contextmanager
def _serving(application: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(application, log_level="error", ws="none", timeout_graceful_shutdown=1))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
