"""hanse learn, sync, sources: link places, keep in step, list."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Grid

from hanse.cli import progress
from hanse.cli.door import FINDINGS, Home, Json, guarded, people, print_json, to_plain
from hanse.config import Config
from hanse.errors import Misconfigured
from hanse.flow import learn as river
from hanse.flow import vectors
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.records import Severity
from hanse.store import accounts, catalogue
from hanse.words import Lang, Words

learn_app, sync_app, sources_app = (
    typer.Typer(add_completion=False),
    typer.Typer(add_completion=False),
    typer.Typer(add_completion=False),
)

SEVERITIES: dict[Severity, Words] = {
    "error": Words("Fehler", "error"),
    "warning": Words("Warnung", "warning"),
    "info": Words("Hinweis", "note"),
}


@learn_app.command()
def learn(
    paths: Annotated[list[Path], typer.Argument(help="Ordner oder Dateien / folders or files", metavar="PATH...")],
    *,
    home: Home = None,
    json: Json = False,
) -> None:
    """Ordner oder Dateien verknüpfen und lernen / link folders or files and learn them."""
    with guarded(home=home, json=json) as config, House(config) as house:
        owner = accounts.owner(house.store)
        for path in paths:
            river.link(house, path, account=owner)
        _run(config, house, json=json)


@sync_app.command()
def sync(
    *,
    with_vectors: Annotated[
        bool, typer.Option("--vectors", help="Vektoren gleich fertig machen / finish the vectors now")
    ] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Mit allen Ordnern in Schritt kommen / get in step with all folders."""
    with guarded(home=home, json=json) as config, House(config) as house:
        if with_vectors:
            vectors.require(house)
        _run(config, house, json=json, with_vectors=with_vectors)


def _run(config: Config, house: House, *, json: bool, with_vectors: bool = False) -> None:
    show = progress.json_lines if json else partial(progress.bar, lang=config.lang)
    last = show(_steps(house, with_vectors=with_vectors))
    if not json:
        people.print(progress.summary(last, config.lang), markup=False)
        _worst(house, config.lang)
    if last.findings or last.unreadable:
        raise typer.Exit(FINDINGS)


def _steps(house: House, *, with_vectors: bool) -> Iterator[Progress]:
    """Yield the steps of learning, the vectors' before the last one, which is for the whole."""
    for step in river.sync(house):
        if step.phase == "done" and with_vectors:
            yield from vectors.fill(house)
        yield step


def _worst(house: House, lang: Lang) -> None:
    """Print one example of each kind of warning or error, with how often it came."""
    kinds: dict[str, list[catalogue.ItemFinding]] = {}
    for source in catalogue.sources(house.store):
        for found in catalogue.findings(house.store, source.id):
            if found.finding.severity != "info":
                kinds.setdefault(found.finding.code, []).append(found)
    for same in kinds.values():
        people.print(f"  {len(same)}x {_one_line(same[0], lang)}", markup=False)
    if kinds:
        people.print(
            Words("  Alle: hanse sources --findings", "  All: hanse sources --findings").say(lang), markup=False
        )


def _one_line(found: catalogue.ItemFinding, lang: Lang) -> str:
    text = " ".join(found.finding.message.say(lang).split())
    return text if found.origin.path.rpartition("/")[2] in text else f"{found.origin.name}: {text}"


@sources_app.command()
def sources(
    *,
    findings: Annotated[bool, typer.Option("--findings", help="alle Hinweise / all findings")] = False,
    forget: Annotated[int, typer.Option("--forget", help="Quelle Nr. vergessen / forget source no.", metavar="N")] = 0,
    home: Home = None,
    json: Json = False,
) -> None:
    """Verknüpfte Ordner und Dateien zeigen / list linked folders and files."""
    with guarded(home=home, json=json) as config, House(config) as house:
        if forget:
            river.forget(house, _linked(house, forget))
        linked = catalogue.sources(house.store)
        if json:
            print_json(
                [
                    to_plain(s)
                    | {"findings": [to_plain(f) for f in catalogue.findings(house.store, s.id)]}
                    | {"vectors": dict(zip(("made", "of"), vectors.state(house, [s.id]), strict=True))}
                    for s in linked
                ]
            )
            return
        if not linked:
            people.print(
                Words("Noch nichts verknüpft: hanse learn ORDNER", "Nothing linked yet: hanse learn FOLDER").say(
                    config.lang
                )
            )
        for source in linked:
            _describe(house, source, config.lang, findings=findings)


def _linked(house: House, number: int) -> int:
    """Return the number of a source. Raises Misconfigured when none has it, listing those that there are."""
    there = [source.id for source in catalogue.sources(house.store)]
    if number in there:
        return number
    listed = ", ".join(map(str, there)) or "-"
    raise Misconfigured(
        Words(f"Eine Quelle Nr. {number} gibt es nicht.", f"There is no source no. {number}."),
        hint=Words(
            f"Es gibt: {listed}. 'hanse sources' zeigt sie.", f"There are: {listed}. 'hanse sources' shows them."
        ),
    )


def _describe(house: House, source: catalogue.Source, lang: Lang, *, findings: bool) -> None:
    found = catalogue.findings(house.store, source.id)
    by: Counter[Severity] = Counter(f.finding.severity for f in found)
    words = Words(
        f"[{source.id}] {source.location}: {source.items} Dateien, {source.unreadable} nicht lesbar, "
        f"{by['error']} Fehler, {by['warning']} Warnungen; zuletzt geprüft {_when(source.scanned, 'de') or 'nie'}",
        f"[{source.id}] {source.location}: {source.items} files, {source.unreadable} unreadable, "
        f"{by['error']} errors, {by['warning']} warnings; last scanned {_when(source.scanned, 'en') or 'never'}",
    )
    people.print(words.say(lang), markup=False)
    if house.has_vectors:
        people.print(f"    {vectors.said(*vectors.state(house, [source.id])).say(lang)}", markup=False)
    if findings:
        grid = Grid(show_header=False, box=None)
        for item in found:
            place = item.finding.place.say(lang)
            grid.add_row(
                SEVERITIES[item.finding.severity].say(lang), item.origin.name, place, item.finding.message.say(lang)
            )
        people.print(grid)


def _when(scanned: str | None, lang: Lang) -> str:
    """Return the moment of a scan in this computer's time."""
    if not scanned:
        return ""
    local = datetime.fromisoformat(scanned).astimezone()
    return f"{local:%d.%m.%Y %H:%M}" if lang == "de" else f"{local:%Y-%m-%d %H:%M}"
