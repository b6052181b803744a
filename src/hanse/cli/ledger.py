"""hanse ledger list, verify, export: the record of calls."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from hanse.cli.door import Home, Json, guarded, people, print_json, to_plain
from hanse.errors import Misconfigured
from hanse.ledger.log import Ledger
from hanse.words import Words

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Protokoll der Aufrufe / the record of calls")


@app.command("list")
def list_rows(
    *,
    limit: Annotated[int, typer.Option("-n", help="wie viele / how many", min=1)] = 20,
    home: Home = None,
    json: Json = False,
) -> None:
    """Die letzten Aufrufe / the newest calls."""
    with guarded(home=home, json=json) as config, Ledger(config.home) as ledger:
        rows = ledger.rows(limit=limit)
        if json:
            print_json([to_plain(row) | {"question_text": ledger.text(row.question)} for row in rows])
            return
        for row in rows:
            asked = ledger.text(row.question) or "(gelöscht / erased)"
            people.print(
                f"{row.n:5} {row.time:%d.%m.%Y %H:%M:%S} {row.purpose:6} {row.model or '-':12.12} "
                f"{row.total_ms / 1000:6.1f} s  {row.refused or 'ok':14} {asked}",
                markup=False,
            )


@app.command()
def verify(
    *,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="woanders verwahrter Prüfpunkt / checkpoint kept elsewhere"),
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Prüfen, ob eine Zeile verändert, entfernt oder abgeschnitten wurde / find changed, removed or cut-off rows."""
    with guarded(home=home, json=json) as config, Ledger(config.home) as ledger:
        problems = ledger.verify(*[_kept(path) for path in checkpoint or []])
        newest = ledger.rows(limit=1)
        size = newest[0].n if newest else 0
        if json:
            print_json({"rows": size, "problems": [to_plain(p) for p in problems], "checkpoint": ledger.checkpoint()})
        else:
            good = Words(f"{size} Zeilen geprüft, alle unverändert.", f"{size} rows checked, all unchanged.")
            people.print("\n".join(p.message.say(config.lang) for p in problems) or good.say(config.lang), markup=False)
            people.print(ledger.checkpoint(), markup=False)
    if problems:
        raise typer.Exit(1)


def _kept(path: Path) -> str:
    """Return the text of a checkpoint that was kept elsewhere. Raises Misconfigured when it can't be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            Words(f"Der Prüfpunkt {path} ist nicht lesbar.", f"The checkpoint {path} can't be read."),
            hint=Words(
                "Eine Datei mit dem Text angeben, den 'hanse ledger verify' gezeigt hat.",
                "Name a file with the text that 'hanse ledger verify' has shown.",
            ),
        ) from error


@app.command()
def export(*, home: Home = None, json: Json = True) -> None:
    """Alle Zeilen als JSON-Zeilen / all rows as JSON lines."""
    with guarded(home=home, json=json) as config, Ledger(config.home) as ledger:
        for row in ledger.export():
            sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
