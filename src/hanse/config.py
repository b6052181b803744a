"""The only reader of the settings file and of the environment. Makes one frozen Config, which is passed on."""

import os
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from hanse.errors import Misconfigured
from hanse.words import Lang, Words


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings with their defaults. Each can stand in hanse.toml in the home, or as HANSE_<NAME> in the environment.

    home: the data folder. today: the clock for "letztes Jahr" (empty: the computer's). lang: "de" or "en".
    host, port: where the page is served. model: the model that answers ("" picks the best one that is here).
    models_dir: more model files to look in. hub: address of a model hub or mirror ("" switches the hub off).
    engine_url: a running llama-server to use instead of our own. engine_threads: 0 picks the physical cores.
    engine_memory_mb: the engine child's limit (0: none). read_seconds, read_memory_mb, read_expansion_mb: limits of
    one file in the reader child. readers: how many reader children (0 picks one for each core, two at most).
    scan_seconds: how often linked folders are scanned when no event came. vectors: "auto" compares meanings beside
    words where the optional package for it is installed, "off" compares words alone.
    """

    home: Path
    today: str = ""
    lang: Lang = "de"
    host: str = "127.0.0.1"
    port: int = 8484
    model: str = ""
    models_dir: str = ""
    hub: str = "https://huggingface.co"
    engine_url: str = ""
    engine_threads: int = 0
    engine_memory_mb: int = 0
    read_seconds: int = 60
    read_memory_mb: int = 1500
    read_expansion_mb: int = 500
    readers: int = 0
    scan_seconds: int = 300
    vectors: Literal["auto", "off"] = "auto"

    def clock(self) -> date:
        """Return the day that relative dates are resolved against."""
        return date.fromisoformat(self.today) if self.today else datetime.now(UTC).astimezone().date()


def load(home: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Read hanse.toml in the home, then the environment, which wins.

    Raises Misconfigured for an unknown setting or a value of the wrong type, naming both.
    """
    env = os.environ if environ is None else environ
    where = home or Path(env.get("HANSE_HOME") or _default_home(env))
    values: dict[str, Any] = _file_values(where / "hanse.toml")
    for name in Config.__struct_fields__:
        if name != "home" and (text := env.get(f"HANSE_{name.upper()}")):
            values[name] = text
    if "lang" not in values and env.get("LANG", "de").lower().startswith("en"):
        values["lang"] = "en"
    return _checked({**values, "home": str(where)})


def _default_home(env: Mapping[str, str]) -> Path:
    data = env.get("XDG_DATA_HOME") or env.get("LOCALAPPDATA")
    return Path(data) / "hanse" if data else Path.home() / ".hanse"


def _file_values(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Misconfigured(
            Words(f"{path} ist nicht lesbar: {error}", f"{path} can't be read: {error}"),
            hint=Words(
                "Die Datei berichtigen oder löschen, oder mit --home einen anderen Ordner nehmen.",
                "Mend the file or delete it, or take another folder with --home.",
            ),
        ) from error


def _checked(values: dict[str, Any]) -> Config:
    try:
        config = msgspec.convert(values, Config, strict=False, dec_hook=lambda kind, value: kind(value))
        config.clock()
    except (msgspec.ValidationError, ValueError) as error:
        names = ", ".join(Config.__struct_fields__)
        raise Misconfigured(
            Words(f"Eine Einstellung ist falsch: {error}", f"A setting is wrong: {error}"),
            hint=Words(f"Es gibt: {names}.", f"There are: {names}."),
        ) from error
    return config
