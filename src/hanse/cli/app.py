"""The command `hanse`: which commands there are. Each is imported only when it is called."""

import importlib
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from hanse import __version__, config

COMMANDS = {
    "demo": "hanse.cli.demo",
    "up": "hanse.cli.up",
    "learn": "hanse.cli.learning:learn",
    "sync": "hanse.cli.learning:sync",
    "sources": "hanse.cli.learning:sources",
    "views": "hanse.cli.views",
    "keys": "hanse.cli.keys",
    "report": "hanse.cli.report",
    "read": "hanse.cli.reading",
    "profile": "hanse.cli.profile",
    "search": "hanse.cli.asking:search",
    "ask": "hanse.cli.asking:ask",
    "models": "hanse.cli.models",
    "ledger": "hanse.cli.ledger",
    "export": "hanse.cli.export",
    "doctor": "hanse.cli.doctor",
}


class Lazy(TyperGroup):
    """Loads a command's module when the command is called, so that each start is quick."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - the signature of click
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - the signature of click
        """Return the command, or None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = typer.main.get_command(getattr(importlib.import_module(module), f"{name}_app" if name else "app"))
        command.name = cmd_name
        return command

    def main(self, args: Sequence[str] | None = None, *_: Any, standalone_mode: bool = True, **named: Any) -> Any:  # noqa: ANN401 - the signature of click
        """Run a command; what was typed wrong is told in the person's language, or as JSON, like any other error."""
        if not standalone_mode:
            return super().main(args, standalone_mode=False, **named)
        try:
            code = super().main(args, standalone_mode=False, **named)
        except typer.TyperException as error:
            sys.exit(_typed_wrong(error, sys.argv[1:] if args is None else list(args)))
        except typer.Abort:
            sys.exit(130)
        sys.exit(code if isinstance(code, int) else 0)


def _typed_wrong(error: Any, words: list[str]) -> int:  # noqa: ANN401 - Typer's own copy of click has no public types
    """Tell what was typed wrong and return the exit code; a call without any words has shown the help already."""
    from hanse.cli import door, usage  # noqa: PLC0415 - each start is quick

    if type(error).__name__ == "NoArgsIsHelpError":
        return 2
    home = next((Path(after) for word, after in pairwise(words) if word == "--home"), None)
    told = usage.told(error, list(COMMANDS))
    return door.told(told, config.language(home), json="--json" in words).exit_code


app = typer.Typer(cls=Lazy, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


Version = Annotated[bool, typer.Option("--version", help="Version zeigen / show the version", is_eager=True)]


@app.callback(invoke_without_command=True)
def root(*, version: Version = False) -> None:
    """Hanse: Antworten aus den eigenen Daten, auf dem eigenen Rechner / answers from your own data, offline."""
    if version:
        typer.echo(f"hanse {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line. German text comes out right on consoles with an old code page, too."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
