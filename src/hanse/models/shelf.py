"""Which models are on this machine: in the home's folder "models", and in the folder that the settings name."""

from pathlib import Path

import msgspec

from hanse.config import Config
from hanse.errors import Unreachable
from hanse.models import catalogue
from hanse.models.catalogue import Model
from hanse.models.partial import digest, sealed, write_seal
from hanse.models.progress import Meter
from hanse.words import Words


class Shelved(msgspec.Struct, frozen=True):
    """A model file that is here. model is None for a file that the catalogue doesn't know; its name is the file's.

    sha256 is that of the file, computed once.
    """

    name: str
    path: Path
    size: int
    sha256: str
    model: Model | None


def folder(home: Path) -> Path:
    """Return where delivered models are kept."""
    return home / "models"


def on_shelf(config: Config, meter: Meter | None = None) -> tuple[Shelved, ...]:
    """Return all models that are here, from the weakest to the strongest, unknown ones (by size) last.

    A file that has the name of a catalogued model but another hash is no such model and counts as unknown. Hashes a
    file that it hasn't seen before: about a second per gigabyte, once.
    """
    found: dict[str, Shelved] = {}
    for path in _files(config):
        shelved = _shelved(path, folder(config.home), meter)
        found.setdefault(shelved.name, shelved)
    return tuple(sorted(found.values(), key=_strength))


def find(config: Config, name: str) -> Shelved:
    """Return the model of this name. Raises Misconfigured for a name nobody knows, Unreachable if it isn't here."""
    here = on_shelf(config)
    for shelved in here:
        if shelved.name == name:
            return shelved
    model = catalogue.find(name)
    names = ", ".join(shelved.name for shelved in here) or "-"
    raise Unreachable(
        Words(
            f"Das Modell {model.name} ist nicht auf diesem Rechner (da sind: {names}).",
            f"The model {model.name} isn't on this machine (there are: {names}).",
        ),
        hint=Words(f"'hanse models get {model.name}' holt es.", f"'hanse models get {model.name}' fetches it."),
    )


def best(config: Config, memory: int) -> Shelved:
    """Return the model that the settings name, else the strongest that needs no more than so many bytes of memory.

    When none fits it is the smallest: slow is better than nothing. Raises Unreachable when there is no model at all.
    """
    if config.model:
        return find(config, config.model)
    here = on_shelf(config)
    if not here:
        raise Unreachable(
            Words("Auf diesem Rechner ist noch kein Modell.", "There is no model on this machine yet."),
            hint=Words(
                "'hanse models get qwen2.5-coder-1.5b' holt das Modell zum Anfangen.",
                "'hanse models get qwen2.5-coder-1.5b' fetches the starter model.",
            ),
        )
    known = [shelved for shelved in here if shelved.model] or list(here)
    fitting = [shelved for shelved in known if need(shelved.size, shelved.model) <= memory]
    return fitting[-1] if fitting else min(known, key=lambda shelved: shelved.size)


def whole(config: Config, model: Model, meter: Meter) -> Path | None:
    """Return the model's file if it is here under its own name and is right; None if not."""
    for place in _folders(config):
        path = place / model.file
        if path.is_file() and (not model.sha256 or path.stat().st_size == model.size):
            shelved = _shelved(path, folder(config.home), meter)
            if shelved.model == model:
                return path
    return None


def need(size: int, model: Model | None, context: int = 4096) -> int:
    """Return the memory in bytes that a model needs to run: weights, cache for the context, 300 MB for the rest."""
    cache = model.kv_bytes_per_token * context if model else size // 10
    return size + cache + 300_000_000


def _folders(config: Config) -> list[Path]:
    return [folder(config.home), *([Path(config.models_dir)] if config.models_dir else [])]


def _files(config: Config) -> list[Path]:
    return [path for place in _folders(config) if place.is_dir() for path in sorted(place.glob("*.gguf"))]


def _shelved(path: Path, seals: Path, meter: Meter | None) -> Shelved:
    sha256 = sealed(path, seals)
    if not sha256:
        sha256 = digest(path, meter)
        write_seal(path, seals, sha256)
    model = next((m for m in catalogue.all_models() if _is(m, path, sha256)), None)
    return Shelved(model.name if model else path.stem, path, path.stat().st_size, sha256, model)


def _is(model: Model, path: Path, sha256: str) -> bool:
    return model.sha256 == sha256 if model.sha256 else model.file == path.name


def _strength(shelved: Shelved) -> tuple[int, int]:
    models = catalogue.all_models()
    return (models.index(shelved.model) if shelved.model else len(models), shelved.size)
