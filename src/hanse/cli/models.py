"""hanse models list, get: which open-weight models there are, and fetching one."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

from hanse.cli.door import Home, Json, aside, guarded, people, print_json, to_plain
from hanse.config import Config
from hanse.models import catalogue, delivery, shelf
from hanse.models.progress import Progress
from hanse.words import Lang

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Modelle / models")


@app.command("list")
def list_models(*, home: Home = None, json: Json = False) -> None:
    """Was es gibt und was hier ist / what there is and what is here."""
    with guarded(home=home, json=json) as config:
        here = {shelved.name: shelved for shelved in shelf.on_shelf(config)}
        known = catalogue.all_models()
        if json:
            print_json([to_plain(model) | {"here": model.name in here} for model in known])
            return
        for model in known:
            mark = "✓" if model.name in here else " "
            people.print(
                f"{mark} {model.name:28} {model.size / 1e9:5.1f} GB  {model.licence:12} {model.origin}  "
                f"{getattr(model.role, config.lang)}",
                markup=False,
            )
        for shelved in here.values():
            if shelved.model is None:
                people.print(f"✓ {shelved.name:28} {shelved.size / 1e9:5.1f} GB  {shelved.path}", markup=False)


@app.command("get")
def get_model(
    name: Annotated[str, typer.Argument(help="Name aus 'hanse models list' / name from the list", metavar="NAME")],
    *,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="Datei oder Ordner, etwa ein USB-Stick / file or folder, such as a stick"),
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Ein Modell holen / fetch a model."""
    with guarded(home=home, json=json) as config:
        path = fetch(name, config, medium=source)
        if json:
            print_json({"name": name, "path": str(path)})
        else:
            people.print(str(path), markup=False)


def fetch(name: str, config: Config, *, medium: Path | None = None) -> Path:
    """Fetch a model with a bar on stderr and return its path. With a medium, from there and nowhere else."""
    sources = delivery.Sources(hub=config.hub) if medium is None else delivery.Sources(medium=medium, index=False)
    size = catalogue.find(name).size
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=aside, transient=True) as bar:
        task = bar.add_task(name, total=size)

        def drawn(step: Progress) -> None:
            if step.phase == "skip":
                bar.console.print(step.note.say(config.lang), style="dim", markup=False)
            bar.update(task, description=_short(step, config.lang), completed=step.done, total=step.total or None)

        return delivery.get(name, config, progress=drawn, sources=sources)


def _short(step: Progress, lang: Lang) -> str:
    note = step.note.say(lang).splitlines()[0]
    return note if len(note) <= 40 else f"{note[:39]}…"
