"""What all commands share: options, output for people or programs, and errors that say what to do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from traceback import format_exception
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from hanse.config import Config, language, load
from hanse.errors import HanseError, Misconfigured
from hanse.flow import disk
from hanse.words import Lang, Words

FINDINGS = 3

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Datenordner / data folder (HANSE_HOME)", metavar="DIR", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Ein JSON-Dokument auf stdout / one JSON document on stdout")]

people = Console(highlight=False, soft_wrap=True)
aside = Console(stderr=True, highlight=False, soft_wrap=True)


def config(home: Path | None) -> Config:
    """Read the settings for this call."""
    return load(home)


def to_plain(value: object) -> Any:  # noqa: ANN401 - JSON values are of any type
    """Return a record as plain values: decimals and dates as strings, places without their empty fields."""
    return msgspec.to_builtins(value, builtin_types=(), str_keys=True)


def print_json(value: object) -> None:
    """Print one JSON document, indented for a terminal and in one line for a pipe."""
    encoded = msgspec.json.encode(value)
    sys.stdout.buffer.write(msgspec.json.format(encoded) if sys.stdout.isatty() else encoded)
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def say(words: Words, lang: Lang) -> None:
    """Tell a person something on the side (stderr)."""
    aside.print(words.say(lang), markup=False)


@contextmanager
def guarded(*, home: Path | None, json: bool) -> Iterator[Config]:
    """Run a command's body: a HanseError becomes a message with its hint and exit code 1, or 2 for wrong usage."""
    lang = language(home)
    settings = None
    try:
        settings = config(home)
        yield settings
    except HanseError as error:
        raise told(error, lang, json=json) from error
    except typer.Exit:
        raise
    except Exception as error:  # the door: whatever comes, a person gets a sentence, and the details are kept
        if settings and (refused := disk.refusal(error, settings.home)):
            raise told(refused, lang, json=json) from error
        words = _bug(error, home)
        if json:
            _print_error(type(error).__name__, words.say(lang), "")
        say(words, lang)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        say(Words("Abgebrochen. Nichts ist verloren.", "Stopped. Nothing is lost."), lang)
        raise typer.Exit(130) from error


def told(error: HanseError, lang: Lang, *, json: bool) -> typer.Exit:
    """Tell people and programs about an error, and return the exit that goes with it."""
    if json:
        _print_error(type(error).__name__, error.message.say(lang), error.hint.say(lang))
    aside.print(f"[bold]{'Fehler' if lang == 'de' else 'Error'}:[/] ", end="")
    aside.print(error.say(lang), markup=False)
    return typer.Exit(2 if isinstance(error, Misconfigured) else 1)


def _print_error(kind: str, message: str, hint: str) -> None:
    print_json({"error": {"kind": kind, "message": message, "hint": hint}})


def _bug(error: Exception, home: Path | None) -> Words:
    """Write down a defect of Hanse itself, and return what to tell about it."""
    path = (home or Path.cwd()) / "hanse-error.log"
    try:
        path = config(home).home / "error.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat()} {' '.join(sys.argv[1:])}\n{''.join(format_exception(error))}\n")
    except (OSError, HanseError):
        path = Path("-")
    name = type(error).__name__
    return Words(
        f"Das ist ein Fehler in Hanse ({name}), nicht in Ihren Daten. Einzelheiten stehen in {path}. "
        "Bitte noch einmal versuchen; bleibt es dabei, die Datei an die Entwickler geben.",
        f"This is a defect of Hanse ({name}), not of your data. Details are in {path}. "
        "Please try again; if it stays, give that file to the developers.",
    )
