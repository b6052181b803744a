"""What a citation shows: the page with the place marked, the rows around a record, or the text around a quote.

Rows and text come from the store, as they were learned. Files are opened only for the image of a page and for the
original, in a short-lived child process with limits (hanse.flow.pageimage), since a file may be hostile.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from hanse.errors import Broken, NotAllowed, TooBig, Unreachable, Unreadable
from hanse.flow import copies
from hanse.flow.house import House
from hanse.flow.pageimage import Failure, Job
from hanse.flow.placegrid import Grid, grid
from hanse.records import Box, Origin, Place
from hanse.sources import folder
from hanse.store import catalogue
from hanse.words import Words

BEFORE, AFTER = 1500, 2500
CHILD = (sys.executable, "-P", "-m", "hanse.flow.pageimage")
_place = msgspec.json.Decoder(Place)
_spans = msgspec.json.Decoder(tuple[tuple[int, Place], ...])


class View(msgspec.Struct, frozen=True):
    """A place with its surroundings; each kind is there when the item has it.

    page: number of the page whose image page() makes. grid: rows around the record. text: the text around, of which
    start to end (characters) is the quote, or the block of the place when the quote isn't literally there.
    """

    origin: Origin
    place: Place
    page: int | None = None
    grid: Grid | None = None
    text: str = ""
    start: int = 0
    end: int = 0


class _Stretch(msgspec.Struct, frozen=True):
    """A block of the text: where it starts in the whole, and its place."""

    start: int
    end: int
    place: Place


def show(house: House, origin: Origin, place: Place, *, account: int, quote: str = "") -> View:
    """Return what stands at a place.

    Raises NotAllowed when the account may not see the source, Unreachable when the item isn't known (any more).
    """
    item = _item(house, origin, account)
    found = grid(house, item, origin.inner, place)
    text, start, end = _text(house, item, origin.inner, place, quote)
    return View(origin, place, place.page, found, text, start, end)


def page(house: House, origin: Origin, place: Place, *, account: int, quote: str = "", band: bool = False) -> bytes:
    """Return the image of a place's page as WebP, about 1000 pixels wide, the quote or the place's box marked.

    band: only the strip of the page around the box, so that it is on screen at once.
    Raises NotAllowed and Unreachable as show does, and Unreadable when there is no such page.
    """
    path = _path(house, origin, account)
    return _child(house, Job(str(path), origin.inner, place.page or 1, _within(place.box), quote, band))


def _within(box: Box | None) -> Box | None:
    """Return a box cut to the page: it comes from an address, which anybody can write."""
    if box is None:
        return None
    left, top, right, bottom = (min(1.0, max(0.0, side)) for side in box)
    return left, top, right, bottom


def original(house: House, origin: Origin, *, account: int) -> Path | bytes:
    """Return the path of a file, or the bytes of an item inside one. Raises as show does."""
    path = _path(house, origin, account)
    return _child(house, Job(str(path), origin.inner, None)) if origin.inner else path


def _item(house: House, origin: Origin, account: int) -> int:
    """Return the number of the stored item, so that nothing but what was learned can be shown."""
    if origin.source not in catalogue.allowed_sources(house.store, account):
        raise NotAllowed(
            Words("Diese Quelle dürfen Sie nicht sehen.", "You may not see this source."),
            hint=Words("Die Inhaberin oder den Inhaber fragen.", "Ask the owner."),
        )
    sql = "SELECT id FROM items WHERE source_id = ? AND path = ?"
    found = house.store.rows(sql, (origin.source, origin.path))
    if not found:
        raise _gone(origin)
    return int(found[0][0])


def _path(house: House, origin: Origin, account: int) -> Path:
    _item(house, origin, account)
    places = [copies.place(house.config, s) for s in catalogue.sources(house.store, account) if s.id == origin.source]
    where = folder.base(places[0].resolve())
    path = (where / origin.path).resolve()
    if not path.is_relative_to(where) or not path.is_file():
        raise _gone(origin)
    return path


def _gone(origin: Origin) -> Unreachable:
    return Unreachable(
        Words(f"{origin.name} ist nicht (mehr) da.", f"{origin.name} is not there (any more)."),
        hint=Words("Die Quelle abgleichen und noch einmal fragen.", "Sync the source and ask again."),
    )


def _text(house: House, item: int, inner: str, place: Place, quote: str) -> tuple[str, int, int]:
    """Return the text around the place, and from where to where in it the quote goes."""
    text, stretches = _whole(house, item, inner, place)
    if not stretches:
        return "", 0, 0
    near = _nearest(stretches, place)
    start, end = _found(text, quote, near) or (near.start, near.end)
    first, last = max(0, start - BEFORE), min(len(text), end + AFTER)
    return text[first:last], start - first, end - first


def _whole(house: House, item: int, inner: str, place: Place) -> tuple[str, list[_Stretch]]:
    """Return the item's text as it was learned (of a paged item: that page's), and its blocks."""
    text, stretches = "", []
    for part, at in _blocks(house, item, inner):
        if place.page is not None and at.page != place.page:
            continue
        text += "\n" if text else ""
        stretches.append(_Stretch(len(text), len(text) + len(part), at))
        text += part
    return text, stretches


def _blocks(house: House, item: int, inner: str) -> Iterator[tuple[str, Place]]:
    """Yield the blocks of an item's documents; passages of table records have no spans and are left out."""
    sql = "SELECT text, spans FROM passages WHERE item_id = ? AND inner = ? AND spans <> '[]' ORDER BY id"
    for text, encoded in house.store.rows(sql, (item, inner)):
        spans = _spans.decode(encoded)
        ends = [start for start, _ in spans[1:]] + [len(text)]
        for (start, place), end in zip(spans, ends, strict=True):
            yield text[start:end].rstrip("\n"), place


def _nearest(stretches: list[_Stretch], place: Place) -> _Stretch:
    """Return the block of this place, else the one that shares most of it with it."""
    return max(stretches, key=lambda stretch: (stretch.place == place, _shared(stretch.place, place)))


def _shared(one: Place, other: Place) -> int:
    fields: list[tuple[Any, Any]] = [(getattr(one, n), getattr(other, n)) for n in Place.__struct_fields__]
    return sum(a == b and a is not None for a, b in fields)


def _found(text: str, quote: str, near: _Stretch) -> tuple[int, int] | None:
    """Return where the quote stands, blanks and line ends being equal; of several the one in the block, or nearest."""
    words = quote.split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    matches = [match.span() for match in re.finditer(pattern, text)]
    return min(matches, key=lambda span: max(near.start - span[0], span[1] - near.end, 0), default=None)


def _child(house: House, job: Job) -> bytes:
    seconds, memory = house.config.read_seconds, house.config.read_memory_mb
    command = [*CHILD, str(seconds), str(memory)]
    try:
        done = subprocess.run(
            command, input=msgspec.json.encode(job), capture_output=True, timeout=seconds + 5, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TooBig(
            Words(f"{job.name} braucht länger als {seconds} s.", f"{job.name} takes longer than {seconds} s."),
            hint=Words("Das Original herunterladen.", "Download the original."),
        ) from error
    if done.returncode == 0:
        return done.stdout
    raise _failure(job, done.stderr)


def _failure(job: Job, told: bytes) -> Unreadable | Broken:
    try:
        failure = msgspec.json.decode(told, type=Failure)
    except msgspec.MsgspecError:
        return Broken(
            Words(f"{job.name} ließ sich nicht darstellen.", f"{job.name} could not be shown."),
            hint=Words("Das Original herunterladen.", "Download the original."),
        )
    return Unreadable(Words(failure.de, failure.en), hint=Words("Das Original ansehen.", "Look at the original."))
