"""The only reader of the settings file and of the environment. Makes one frozen Config, which is passed on."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec

from hanse.errors import Misconfigured
from hanse.words import Lang, Words

Whole = Annotated[int, msgspec.Meta(ge=0)]
Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings with their defaults. Each can stand in hanse.toml in the home, or as HANSE_<NAME> in the environment.

    home: the data folder. today: the clock for "letztes Jahr" (empty: the computer's). lang: "de" or "en".
    host, port: where the page is served. model: the model that answers ("" picks the best one that is here).
    models_dir: more model files to look in. hub: address of a model hub or mirror ("" switches the hub off).
    engine_url: a running llama-server to use instead of our own. engine_threads: 0 picks the physical cores.
    engine_memory_mb: the engine child's limit (0: none). read_seconds, read_memory_mb, read_expansion_mb: limits of
    one file in the reader child. readers: how many reader children (0 picks one for each core, two at most).
    scan_seconds: how often linked folders are scanned when no event came. copy_at: the time of day at which linked
    mailboxes and databases are copied. vectors: "auto" compares meanings beside words where the optional package for
    it is installed, "off" compares words alone. xdt: "on" reads the health data of doctors' practices (GDT, LDT, BDT,
    KVDT), "off" leaves them closed.
    """

    home: Path
    today: str = ""
    lang: Lang = "de"
    host: str = "127.0.0.1"
    port: Port = 8484
    model: str = ""
    models_dir: str = ""
    hub: str = "https://huggingface.co"
    engine_url: str = ""
    engine_threads: Whole = 0
    engine_memory_mb: Whole = 0
    read_seconds: Whole = 60
    read_memory_mb: Whole = 1500
    read_expansion_mb: Whole = 500
    readers: Whole = 0
    scan_seconds: Whole = 300
    copy_at: str = "02:30"
    vectors: Literal["auto", "off"] = "auto"
    xdt: Literal["off", "on"] = "off"

    def clock(self) -> date:
        """Return the day that relative dates are resolved against."""
        return date.fromisoformat(self.today) if self.today else datetime.now(UTC).astimezone().date()


def load(home: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Read hanse.toml in the home, then the environment, which wins.

    Raises Misconfigured for an unknown setting or a value that can't be, naming it and what could be.
    """
    env = os.environ if environ is None else environ
    where = home or Path(env.get("HANSE_HOME") or _default_home(env))
    values: dict[str, Any] = _file_values(where / "hanse.toml")
    for name in Config.__struct_fields__:
        if name != "home" and (text := env.get(f"HANSE_{name.upper()}")):
            values[name] = text
    values.setdefault("lang", _lang(env))
    return _checked({**values, "home": str(where)})


def variable(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    """Return an environment variable that a person has named, as the one that a password is in."""
    return (os.environ if environ is None else environ).get(name)


def language(home: Path | None = None, environ: Mapping[str, str] | None = None) -> Lang:
    """Return the language to speak, also where other settings are wrong."""
    env = os.environ if environ is None else environ
    try:
        said = _file_values((home or Path(env.get("HANSE_HOME") or _default_home(env))) / "hanse.toml").get("lang")
    except Misconfigured:
        said = None
    wanted = env.get("HANSE_LANG") or said
    spoken: dict[str | None, Lang] = {"de": "de", "en": "en"}
    return spoken.get(wanted) or _lang(env)


def _lang(env: Mapping[str, str]) -> Lang:
    return "en" if env.get("LANG", "de").lower().startswith("en") else "de"


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
    kinds = {field.name: field.type for field in msgspec.structs.fields(Config)}
    for name, value in values.items():
        if name not in kinds:
            raise _unknown(name, kinds)
        if name == "today" and not _is_day(value):
            raise _wrong(name, value, Words("ein Tag wie 2026-11-30", "a day such as 2026-11-30"))
        if name == "copy_at" and not _is_time(value):
            raise _wrong(name, value, Words("eine Uhrzeit wie 02:30", "a time of day such as 02:30"))
        try:
            msgspec.convert(value, kinds[name], strict=False, dec_hook=lambda kind, text: kind(text))
        except msgspec.ValidationError as error:
            raise _wrong(name, value, _expected(kinds[name])) from error
    return msgspec.convert(values, Config, strict=False, dec_hook=lambda kind, text: kind(text))


def _is_day(value: object) -> bool:
    try:
        return not value or bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _is_time(value: object) -> bool:
    try:
        return bool(datetime.strptime(str(value), "%H:%M"))  # noqa: DTZ007 - a time of day has no zone
    except ValueError:
        return False


def _expected(kind: object) -> Words:
    """Return what a setting of this type may be."""
    if kind is str:
        return Words("ein Text", "a text")
    if get_origin(kind) is Literal:
        return Words(" oder ".join(get_args(kind)), " or ".join(get_args(kind)))
    if kind == Port:
        return Words("eine Zahl von 0 bis 65535", "a number from 0 to 65535")
    return Words("eine ganze Zahl ab 0", "a whole number from 0")


def _wrong(name: str, value: object, right: Words) -> Misconfigured:
    return Misconfigured(
        Words(
            f"Die Einstellung {name} kann nicht {value!r} sein. Richtig ist: {right.de}.",
            f"The setting {name} can't be {value!r}. It has to be: {right.en}.",
        ),
        hint=Words(
            f"Berichtigen, wo sie steht: HANSE_{name.upper()} in der Umgebung oder {name} in hanse.toml.",
            f"Mend it where it stands: HANSE_{name.upper()} in the environment or {name} in hanse.toml.",
        ),
    )


def _unknown(name: str, known: Iterable[str]) -> Misconfigured:
    listed = ", ".join(known)
    return Misconfigured(
        Words(f"Eine Einstellung {name} gibt es nicht.", f"There is no setting {name}."),
        hint=Words(f"Es gibt: {listed}.", f"There are: {listed}."),
    )
