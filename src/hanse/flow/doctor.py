"""What is missing on this machine, and the command that mends it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import apsw
import msgspec

from hanse.config import Config
from hanse.engines import cpu
from hanse.errors import HanseError
from hanse.flow import disk, vectors
from hanse.flow.house import House
from hanse.ledger.log import Ledger
from hanse.models import machine, shelf
from hanse.search import index
from hanse.store.database import Store
from hanse.words import Words

GB = 10**9


class Check(msgspec.Struct, frozen=True):
    """One thing looked at. state: "ok", "missing" (something doesn't work), "note". mend: what to do, or nothing."""

    name: str
    state: str
    message: Words
    mend: str = ""


def examine(config: Config) -> Iterator[Check]:
    """Yield each check as it is done; the slow ones (ledger, store) come last."""
    for look in (_python, _home, _processor, _model, _tesseract, _store, _vectors, _ledger):
        try:
            yield from look(config)
        except HanseError as error:
            yield _failed(look.__name__.strip("_"), error, config)
        except (OSError, apsw.Error) as error:
            if (refused := disk.refusal(error, config.home)) is None:
                raise
            yield _failed(look.__name__.strip("_"), refused, config)


def _failed(name: str, error: HanseError, config: Config) -> Check:
    return Check(name, "missing", error.message, error.hint.say(config.lang))


def _python(_: Config) -> Iterator[Check]:
    version = sys.version.split()[0]
    yield Check(
        "python",
        "ok",
        Words(
            f"Python {version}, SQLite {apsw.sqlite_lib_version()}",
            f"Python {version}, SQLite {apsw.sqlite_lib_version()}",
        ),
    )


def _home(config: Config) -> Iterator[Check]:
    if refused := disk.unusable(config.home):
        yield _failed("home", refused, config)
        return
    has = machine.look(config.home)
    free = f"{has.free_disk / GB:.1f} GB"
    enough = has.free_disk > 2 * GB
    words = Words(f"Datenordner {config.home}, {free} frei", f"data folder {config.home}, {free} free")
    yield Check("home", "ok" if enough else "missing", words, "" if enough else "HANSE_HOME=...")


def _processor(config: Config) -> Iterator[Check]:
    lacks = cpu.lacks()
    has = machine.look(config.home, lacks)
    if lacks:
        names = ", ".join(lacks)
        words = Words(
            f"Dem Prozessor fehlt {names}: kein Modell auf diesem Rechner, alles andere geht.",
            f"The processor lacks {names}: no model on this computer, everything else works.",
        )
        yield Check("processor", "missing", words, "engine_url = ...")
        return
    words = Words(
        f"{has.cores} Kerne, {has.memory / GB:.0f} GB Arbeitsspeicher, {has.free_memory / GB:.1f} GB frei",
        f"{has.cores} cores, {has.memory / GB:.0f} GB memory, {has.free_memory / GB:.1f} GB free",
    )
    yield Check("processor", "ok", words)


def _model(config: Config) -> Iterator[Check]:
    if config.engine_url:
        yield Check("model", "note", Words(f"Modell auf {config.engine_url}", f"model at {config.engine_url}"))
        return
    best = shelf.best(config, machine.look(config.home).free_memory)
    if best.model:
        fit = machine.fit(best.model, machine.look(config.home, cpu.lacks()))
        yield Check("model", "ok" if fit.verdict == "fits" else "missing", fit.message)
    else:
        yield Check("model", "note", Words(f"Modell {best.name}", f"model {best.name}"))


def _tesseract(_: Config) -> Iterator[Check]:
    program = shutil.which("tesseract")
    mend = "sudo apt install tesseract-ocr tesseract-ocr-deu" if sys.platform == "linux" else "tesseract + deu"
    if program is None:
        words = Words("Tesseract fehlt: Scans bleiben ungelesen.", "Tesseract is missing: scans stay unread.")
        yield Check("scans", "missing", words, mend)
        return
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    ).stdout.split()
    if "deu" not in listed:
        words = Words("Tesseract kann kein Deutsch.", "Tesseract has no German.")
        yield Check("scans", "missing", words, mend)
        return
    yield Check("scans", "ok", Words("Tesseract mit Deutsch ist da.", "Tesseract with German is here."))


def _store(config: Config) -> Iterator[Check]:
    with Store(config.home) as store:
        index.prepare(store)
        result = str(store.rows("PRAGMA quick_check(1)")[0][0])
        good = result == "ok" and index.verify(store)
        count = store.rows("SELECT (SELECT count(*) FROM items), (SELECT count(*) FROM passages)")[0]
    words = Words(
        f"Speicher: {count[0]} Dateien, {count[1]} Textstellen", f"store: {count[0]} files, {count[1]} passages"
    )
    yield Check("store", "ok" if good else "missing", words, "" if good else "hanse sync")


def _vectors(config: Config) -> Iterator[Check]:
    if config.vectors == "off":
        words = Words("Suche nach Bedeutung ist ausgeschaltet.", "Search by meaning is switched off.")
        yield Check("vectors", "note", words, 'vectors = "auto"')
        return
    with House(config) as house:
        if not house.has_vectors:
            words = Words(
                "Suche nach Wörtern; nach Bedeutung (auch Englisch zu Deutsch) mit einem Zusatzpaket.",
                "Search by words; by meaning (English to German too) with an extra package.",
            )
            yield Check("vectors", "note", words, "" if cpu.lacks() else vectors.INSTALL)
            return
        made, count = vectors.state(house)
    yield Check("vectors", "ok" if made == count else "note", vectors.said(made, count), _finish(made, count))


def _finish(made: int, of: int) -> str:
    return "" if made == of else "hanse sync --vectors"


def _ledger(config: Config) -> Iterator[Check]:
    with Ledger(config.home) as ledger:
        problems = ledger.verify()
    words = problems[0].message if problems else Words("Protokoll unverändert", "ledger unchanged")
    yield Check("ledger", "missing" if problems else "ok", words, "hanse ledger verify" if problems else "")
