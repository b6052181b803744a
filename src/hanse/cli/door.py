"""What all commands share: options, output for people or programs, and errors that say what to do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from hanse.config import Config, load
from hanse.errors import HanseError, Misconfigured
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
    lang: Lang = "de"
    try:
        settings = config(home)
        lang = settings.lang
        yield settings
    except HanseError as error:
        if json:
            print_json(
                {
                    "error": {
                        "kind": type(error).__name__,
                        "message": error.message.say(lang),
                        "hint": error.hint.say(lang),
                    }
                }
            )
        aside.print(f"[bold]{'Fehler' if lang == 'de' else 'Error'}:[/] ", end="")
        aside.print(error.say(lang), markup=False)
        raise typer.Exit(2 if isinstance(error, Misconfigured) else 1) from error
    except KeyboardInterrupt as error:
        say(Words("Abgebrochen. Nichts ist verloren.", "Stopped. Nothing is lost."), lang)
        raise typer.Exit(130) from error
