"""Write docs/reference.md from the code: commands, settings, formats, sources. With --check: fail when it is stale."""

import sys
from pathlib import Path
from typing import Any

import msgspec
import typer

from hanse.cli.app import COMMANDS, app
from hanse.config import Config
from hanse.readers import all_readers
from hanse.sources import kinds

TARGET = Path(__file__).parent.parent / "docs" / "reference.md"
HEAD = "# Reference\n\nMade from the code by `make docs`; don't edit by hand.\n"


def main() -> None:
    """Write the page, or compare it."""
    text = "\n".join([HEAD, *commands(), *settings(), *formats(), *sources()])
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text(encoding="utf-8") == text else "docs/reference.md is stale: make docs")
    TARGET.write_text(text, encoding="utf-8")


def commands() -> list[str]:
    """Return the chapter on commands with their options."""
    root: Any = typer.main.get_command(app)
    lines = ["## Commands\n", "Exit codes: 0 done, 1 could not be done, 2 wrong usage, 3 done with findings.\n"]
    for name in COMMANDS:
        command = root.get_command(None, name)
        lines += section(f"hanse {name}", command)
        for inner in getattr(command, "commands", {}).values():
            lines += section(f"hanse {name} {inner.name}", inner)
    return lines


def section(name: str, command: Any) -> list[str]:
    """Return one command's help and options."""
    rows = [option(p) for p in command.params if getattr(p, "name", "") != "help"]
    return [f"### `{name}`\n", (command.help or "").strip() + "\n", *rows, ""]


def option(parameter: Any) -> str:
    """Return one line for an option or argument."""
    names = (
        ", ".join(parameter.opts) if parameter.param_type_name == "option" else str(parameter.metavar or parameter.name)
    )
    return f"- `{names}`: {getattr(parameter, 'help', '') or ''}"


def settings() -> list[str]:
    """Return the chapter on settings with type and default."""
    lines = [
        "## Settings\n",
        "In `hanse.toml` in the data folder, or in the environment as `HANSE_` and the name in capitals.\n",
        (Config.__doc__ or "").strip().replace("\n    ", "\n") + "\n",
        "| Setting | Default |\n|---|---|",
    ]
    for field in msgspec.structs.fields(Config):
        default = "" if field.default is msgspec.NODEFAULT else repr(field.default)
        lines.append(f"| `{field.name}` | `{default}` |")
    return [*lines, ""]


def formats() -> list[str]:
    """Return the chapter on formats."""
    lines = ["## Formats\n", "| Name | Endings | Format | Specification |\n|---|---|---|---|"]
    for reader in all_readers():
        endings = " ".join(f"`{s}`" for s in reader.SUFFIXES)
        lines.append(f"| {reader.NAME} | {endings} | {reader.TITLE.en}: {reader.HELP.en} | {reader.SPEC} |")
    return [*lines, ""]


def sources() -> list[str]:
    """Return the chapter on the kinds of sources that aren't folders."""
    lines = ["## Sources\n", "| Kind | Address | Options | What is read |\n|---|---|---|---|"]
    for kind in kinds():
        options = " ".join(f"`{name}`" for name in kind.OPTIONS)
        lines.append(f"| {kind.TITLE.en} | `{kind.EXAMPLE}` | {options} | {kind.HELP.en} |")
    return [*lines, ""]


if __name__ == "__main__":
    main()
