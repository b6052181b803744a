"""Starts the server: binds, tells the address and, the first time, the owner's password; watches the linked folders."""

import logging
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType

import apsw
import uvicorn

from hanse.config import Config
from hanse.errors import HanseError, Misconfigured, NotAllowed
from hanse.flow import ask, learn, place, vectors
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.records import Origin, Place
from hanse.store import accounts
from hanse.web import app
from hanse.web.rivers import Rivers
from hanse.web.shield import loopback
from hanse.words import Words

ENDING = 1.0  # seconds that work in the background gets to end
_log = logging.getLogger(__name__)


def tell(text: str) -> None:
    """Write to the person at the terminal at once, also where the output is a file or a journal."""
    sys.stdout.write(text)
    sys.stdout.flush()


def run(config: Config, *, new_password: bool = False, say: Callable[[str], object] = tell) -> None:
    """Serve the page until it is stopped (Ctrl-C, SIGTERM).

    new_password: first give the owner a new one. say: writes text for the person at the terminal. Raises NotAllowed
    when others could come in with the first password, Misconfigured when the address can't be bound.
    """
    _resolved(config)
    with House(config) as house:
        check_opening(house)
        listening = _bound(config)
        password = accounts.renew_owner_password(house.store) if new_password else _first_password(house)
        say(_welcome(config, listening.getsockname()[1], password))
        with listening, suppress(KeyboardInterrupt):  # the welcome says that Ctrl-C is the way to end
            _serve(house, listening)


def rivers(house: House) -> Rivers:
    """Return the functions of flow, bound to a house."""
    return Rivers(
        ask=partial(ask.ask, house),
        places=_Places(house),
        chat=partial(ask.chat, house),
        models=partial(ask.models, house),
        link=lambda path, account: learn.link(house, path, account=account),
        unlink=partial(learn.forget, house),
        sync=partial(learn.sync, house),
        watch=partial(learn.watch, house),
        warm=_Warming(house),
        vectors=partial(vectors.keep_filling, house),
        places_with_vectors=lambda source: vectors.state(house, [source]) if house.has_vectors else None,
    )


def check_opening(house: House) -> None:
    """Raise NotAllowed when the page would be open to other machines under a password that was made at the start."""
    config = house.config
    if loopback(config.host) or accounts.open_to_others(house.store):
        return
    raise NotAllowed(
        Words(
            f"Mit der Adresse {config.host} wäre die Seite für alle Geräte im Netz offen: anmelden, fragen, Originale"
            " herunterladen, Ordner verknüpfen. Das Passwort ist aber noch das vom ersten Start.",
            f"At {config.host} the page would be open to every device in the network: signing in, asking, downloading"
            " originals, linking folders. But the password is still the one of the first start.",
        ),
        hint=Words(
            "Erst mit HANSE_HOST=127.0.0.1 starten und unter Konto ein eigenes Passwort wählen (ab 12 Zeichen).",
            "First start with HANSE_HOST=127.0.0.1 and choose a password of your own under Account (12 characters).",
        ),
    )


class _Warming:
    """Begins to load the model when the question field is first shown; a house without one goes without."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._begun = threading.Lock()

    def __call__(self) -> None:
        if self._begun.acquire(blocking=False):
            threading.Thread(target=self._warm, name="warm", daemon=True).start()

    def _warm(self) -> None:
        try:
            self._house.executor.warm()
            if self._house.meaning is not None:
                self._house.meaning.warm()
            ask.warm(self._house)
        except HanseError as error:
            _log.info("no model was warmed: %s", error.say("en"))
        except apsw.Error as error:  # the house was closed meanwhile
            _log.info("no model was warmed: %s", error)


class _Places:
    """hanse.flow.place, bound to a house. Only two files at a time are opened, whoever asks."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._opening = threading.Semaphore(2)

    def show(self, origin: Origin, place_: Place, *, quote: str, account: int) -> place.View:
        return place.show(self._house, origin, place_, quote=quote, account=account)

    def page(self, origin: Origin, place_: Place, *, quote: str, account: int, band: bool) -> bytes:
        with self._opening:
            return place.page(self._house, origin, place_, quote=quote, account=account, band=band)

    def original(self, origin: Origin, *, account: int) -> Path | bytes:
        with self._opening:
            return place.original(self._house, origin, account=account)


def _first_password(house: House) -> str | None:
    password = accounts.first_owner(house.store)
    if password:
        accounts.set_lang(house.store, accounts.owner(house.store), house.config.lang)
    return password


def _resolved(config: Config) -> None:
    """Raise Misconfigured when the address is none of this computer's, before anything is made or asked."""
    try:
        socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Misconfigured(
            Words(f"Eine Adresse {config.host} gibt es hier nicht.", f"There is no address {config.host} here."),
            hint=Words(
                "Richtig sind 127.0.0.1 (nur dieser Computer), 0.0.0.0 (alle Geräte im Netz), eine Adresse von hier.",
                "Right are 127.0.0.1 (this computer only), 0.0.0.0 (every device in the network), an address of here.",
            ),
        ) from error


def _bound(config: Config) -> socket.socket:
    """Return the listening socket, bound before anything is told."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((config.host, config.port))
        made.listen(64)
    except (OSError, OverflowError) as error:
        made.close()
        where = f"{config.host}:{config.port}"
        raise Misconfigured(
            Words(f"Unter {where} kann kein Server starten: {error}", f"No server can start at {where}: {error}"),
            hint=Words(
                "Läuft Hanse schon? Sonst einen anderen Port wählen: HANSE_PORT=8485 hanse up",
                "Is Hanse running already? Else choose another port: HANSE_PORT=8485 hanse up",
            ),
        ) from error
    return made


def _welcome(config: Config, port: int, password: str | None) -> str:
    shown = f"[{config.host}]" if ":" in config.host else config.host
    lines = [Words(f"Hanse läuft: http://{shown}:{port}/", f"Hanse is up: http://{shown}:{port}/")]
    if not loopback(config.host):
        lines.append(
            Words(
                "Offen für das Netz: Wer die Adresse erreicht und ein Passwort kennt, kann fragen. Unverschlüsselt.",
                "Open to the network: whoever reaches this address and knows a password can ask. Not encrypted.",
            )
        )
    if password:
        name = accounts.OWNER
        lines.append(
            Words(
                f"Anmelden als {name} mit dem Passwort {password} (wird nur jetzt gezeigt).",
                f"Sign in as {name} with the password {password} (shown only now).",
            )
        )
    lines.append(Words("Beenden mit Strg+C.", "Stop with Ctrl+C."))
    return "".join(f"{line.say(config.lang)}\n" for line in lines)


def _serve(house: House, listening: socket.socket) -> None:
    bound = rivers(house)
    application = app.make(house, bound)
    stop = threading.Event()
    learner = application.state.desk.learner
    note, pause = learner.note, house.config.scan_seconds
    working = [
        threading.Thread(target=_keep_at, args=(work, note, stop, pause), name=name, daemon=True)
        for name, work in (("watch", bound.watch), ("vectors", bound.vectors))
    ]
    settings = uvicorn.Config(
        application, loop="asyncio", http="h11", ws="none", lifespan="on", log_level="warning", access_log=False,
        proxy_headers=False, server_header=False, timeout_graceful_shutdown=1, limit_concurrency=200,
    )  # fmt: skip
    for thread in working:
        thread.start()
    try:
        _Server(settings, ending=(stop, application.state.desk.closing)).run(sockets=[listening])
    finally:
        stop.set()
        _end(house, [*working, learner.thread])


class _Server(uvicorn.Server):
    """Tells the work in the background that it is to end as soon as the signal comes, and not after the last answer."""

    def __init__(self, config: uvicorn.Config, *, ending: Iterable[threading.Event]) -> None:
        super().__init__(config)
        self._ending = tuple(ending)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, as asked for by a signal. That an answer is cut off by it is no error to be told."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        for event in self._ending:
            event.set()
        super().handle_exit(sig, frame)


def _end(house: House, working: Sequence[threading.Thread]) -> None:
    """Break off what is being learned. What does not end in time is left: a slow share must not hold us up."""
    until = time.monotonic() + ENDING
    while (alive := [thread for thread in working if thread.is_alive()]) and time.monotonic() < until:
        house.break_off_learning()
        for thread in alive:
            thread.join(0.02)


def _keep_at(
    work: Callable[[threading.Event, Callable[[Progress], None]], None],
    note: Callable[[Progress], None],
    stop: threading.Event,
    pause: float,
) -> None:
    """Watch, or make vectors, until stop is set; what goes wrong is logged, and after a pause (seconds) it goes on."""
    while not stop.is_set():
        try:
            work(stop, note)
        except HanseError as error:
            if not stop.is_set():
                _log.warning("work in the background was interrupted: %s", error.say("en"))
        except Exception:  # noqa: BLE001 - the top of a thread: a defect is logged, the page goes on
            if not stop.is_set():  # else it was broken off, in the middle of whatever it did
                _log.exception("work in the background was interrupted")
        note(Progress("done", 0))
        stop.wait(pause)
