"""A model from a file or a folder that is at hand: a USB stick, a share, a download made elsewhere."""

from collections.abc import Iterator
from pathlib import Path

from hanse.errors import Unreachable
from hanse.models.catalogue import Model
from hanse.models.partial import CHUNK, Partial
from hanse.models.progress import Meter
from hanse.words import Words


def fetch(model: Model, place: Path, partial: Partial, meter: Meter) -> None:
    """Copy the file; place is the file itself or a folder that has it, at most two folders down.

    Raises Unreachable when it isn't there or has another size.
    """
    path = _file(model, place)
    if path.stat().st_size != model.size:
        raise Unreachable(
            Words(
                f"{path} hat {path.stat().st_size} Bytes, das Modell {model.size}.",
                f"{path} has {path.stat().st_size} bytes, the model {model.size}.",
            ),
            hint=Words("Die Datei noch einmal kopieren.", "Copy the file again."),
        )
    partial.cut(0)
    partial.append(_copied(path, meter))


def _file(model: Model, place: Path) -> Path:
    if place.is_file():
        return place
    if not place.exists():
        raise Unreachable(
            Words(f"{place} gibt es nicht.", f"{place} isn't there."),
            hint=Words("Den Stick oder die Freigabe verbinden.", "Connect the stick or the share."),
        )
    for pattern in (model.file, f"*/{model.file}", f"*/*/{model.file}"):
        for path in place.glob(pattern):
            return path
    raise Unreachable(
        Words(f"In {place} ist keine Datei {model.file}.", f"There is no file {model.file} in {place}."),
        hint=Words("Datei oder Ordner prüfen.", "Check the file or folder."),
    )


def _copied(path: Path, meter: Meter) -> Iterator[bytes]:
    note, done = Words(f"von {path.parent}", f"from {path.parent}"), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
            done += len(chunk)
            meter.at(done, note)
