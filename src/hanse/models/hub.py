"""A model from a model hub, or a mirror that answers like one: resumable, and through a proxy if there is one.

Specification: Hugging Face hub, "resolve" addresses, X-Linked-Etag; ranges: RFC 9110, 14.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar
from urllib.parse import quote

import httpx2
import msgspec

from hanse.errors import HanseError, Unreachable
from hanse.models.catalogue import Model
from hanse.models.partial import Partial
from hanse.models.progress import Meter
from hanse.words import Words

T = TypeVar("T")
TIMEOUT = httpx2.Timeout(30.0, connect=5.0)
# Finding the address of a name has no timeout of its own in httpx2 and may take a minute on a dead line.
ANSWER_SECONDS = 8.0
MOST_FAILURES = 4


class Offer(msgspec.Struct, frozen=True):
    """What the hub says of a file: its size in bytes and its sha256, 0 and "" where it says nothing."""

    size: int
    sha256: str


def url(hub: str, model: Model) -> str:
    """Return the address of the model's file."""
    return f"{hub.rstrip('/')}/{quote(model.repo)}/resolve/main/{quote(model.file)}"


def offer(hub: str, model: Model) -> Offer:
    """Ask the hub, once and for at most 8 seconds, whether it has the file. Raises Unreachable when it hasn't."""
    return _within(ANSWER_SECONDS, lambda: _offer(url(hub, model)), hub)


def _offer(address: str) -> Offer:
    try:
        with httpx2.Client(timeout=TIMEOUT, headers={"Accept-Encoding": "identity"}) as http:
            answer = http.head(address)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise _silent(address, str(error) or type(error).__name__) from error
    if answer.status_code >= httpx2.codes.BAD_REQUEST:
        raise _silent(address, f"HTTP {answer.status_code}")
    # A redirect to the storage carries the facts of the file; a plain mirror gives them as its own.
    etag = answer.headers.get("x-linked-etag", "").strip('"')
    own = "0" if answer.is_redirect else answer.headers.get("content-length", "0")
    return Offer(int(answer.headers.get("x-linked-size", own)), etag if len(etag) == 64 else "")


def fetch(model: Model, hub: str, partial: Partial, meter: Meter) -> None:
    """Fetch what is missing, going on where it stopped; after four failures in a row without a byte it gives up.

    Raises Unreachable, naming what went wrong last.
    """
    failures = 0
    with httpx2.Client(timeout=TIMEOUT, follow_redirects=True) as http:
        while partial.size() < model.size:
            before = partial.size()
            try:
                _stream(http, url(hub, model), partial, meter)
            except httpx2.HTTPError as error:
                failures = failures + 1 if partial.size() <= before else 0
                if failures >= MOST_FAILURES:
                    raise _silent(hub, str(error) or type(error).__name__) from error


def _stream(http: httpx2.Client, address: str, partial: Partial, meter: Meter) -> None:
    done = partial.size()
    wish = {"Accept-Encoding": "identity", **({"Range": f"bytes={done}-"} if done else {})}
    with http.stream("GET", address, headers=wish) as answer:
        if answer.status_code >= httpx2.codes.BAD_REQUEST:
            raise _silent(address, f"HTTP {answer.status_code}")
        if answer.status_code != httpx2.codes.PARTIAL_CONTENT:
            partial.cut(0)  # it doesn't know ranges and sends all of it again
        # Pieces as they come: gathered ones would be lost when the line breaks.
        partial.append(_counted(answer.iter_raw(), partial.size(), meter))


def _counted(chunks: Iterator[bytes], done: int, meter: Meter) -> Iterator[bytes]:
    note = Words("vom Modell-Verzeichnis", "from the hub")
    for chunk in chunks:
        done += len(chunk)
        if done > meter.total:
            raise _too_long(meter.total)
        yield chunk
        meter.at(done, note)


def _within(seconds: float, work: Callable[[], T], hub: str) -> T:
    """Return what work returns, or raise Unreachable when it takes longer; it then goes on alone and is forgotten."""
    results: queue.SimpleQueue[T | HanseError] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put(work())
        except HanseError as error:
            results.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        result = results.get(timeout=seconds)
    except queue.Empty:
        raise _silent(hub, f"{seconds:.0f} s") from None
    if isinstance(result, HanseError):
        raise result
    return result


def _silent(address: str, reason: str) -> Unreachable:
    host = httpx2.URL(address).host or address
    return Unreachable(
        Words(
            f"Das Modell-Verzeichnis {host} liefert nicht ({reason}).",
            f"The hub {host} doesn't deliver ({reason}).",
        ),
        hint=Words(
            "Netz und Proxy prüfen, oder 'hub' auf einen Spiegel setzen, oder die Datei von einem Stick nehmen.",
            "Check line and proxy, or set 'hub' to a mirror, or take the file from a stick.",
        ),
    )


def _too_long(total: int) -> Unreachable:
    return Unreachable(
        Words(f"Das Modell-Verzeichnis schickt mehr als {total} Bytes.", f"The hub sends more than {total} bytes."),
        hint=Words("Eine andere Quelle nehmen.", "Take another source."),
    )
