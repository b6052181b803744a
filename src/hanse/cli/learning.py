"""hanse learn, sync, sources: link places, keep in step, list."""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Grid

from hanse.cli import progress
from hanse.cli.door import FINDINGS, Home, Json, guarded, people, print_json, to_plain
from hanse.config import Config
from hanse.errors import Misconfigured
from hanse.flow import copies, vectors
from hanse.flow import learn as river
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.records import Severity
from hanse.sources import is_address
from hanse.sources.secrets import Secret
from hanse.store import accounts, catalogue, visits
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
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Ordner, Dateien oder Adressen von Postfächern und Datenbanken"
            " / folders, files or addresses of mailboxes and databases",
            metavar="PATH...",
        ),
    ],
    *,
    password_env: Annotated[
        str,
        typer.Option(
            "--password-env",
            help="Umgebungsvariable mit dem Passwort / environment variable with the password",
            metavar="NAME",
        ),
    ] = "",
    allow_writable_login: Annotated[
        bool,
        typer.Option(
            "--allow-writable-login",
            help="auch eine Anmeldung nehmen, die schreiben könnte / take a login that could write, too",
        ),
    ] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Ordner, Dateien, Postfächer, Datenbanken verknüpfen und lernen / link folders, files, mailboxes, databases."""
    with guarded(home=home, json=json) as config, House(config) as house:
        owner = accounts.owner(house.store)
        for path in paths:
            if is_address(path):
                secret = _secret(house, path, password_env, config.lang)
                copies.link(house, path, account=owner, secret=secret, writable=allow_writable_login)
            else:
                river.link(house, Path(path), account=owner)
        _run(config, house, json=json)


def _secret(house: House, address: str, variable: str, lang: Lang) -> Secret | None:
    """Return where the password is, or ask for it; None when it is known already, or none is needed."""
    if variable:
        return Secret(env=variable)
    if not copies.needs_secret(house, address):
        return None
    if not sys.stdin.isatty():
        raise Misconfigured(
            Words("Das Passwort fehlt, und niemand ist da, der gefragt werden kann.", "The password is missing."),
            hint=Words("--password-env NAME nennt eine Umgebungsvariable.", "--password-env NAME names a variable."),
        )
    return Secret(getpass(Words("Passwort (bleibt unsichtbar): ", "Password (not shown): ").say(lang)))


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
        for visit in visits.last(house.store, source.id):
            if visit.problem:
                people.print(f"  {source.location}: {visit.problem.say(lang)}", markup=False)
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
                    | {"visits": [to_plain(v) for v in visits.last(house.store, s.id, limit=10)]}
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
    for visit in visits.last(house.store, source.id):
        people.print(f"    {_visited(visit).say(lang)}", markup=False)
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


def _visited(visit: visits.Visit) -> Words:
    """Return what the last connection to a mailbox or database was."""
    if visit.problem:
        return Words(
            f"{_when(visit.started, 'de')}: {visit.problem.de}", f"{_when(visit.started, 'en')}: {visit.problem.en}"
        )
    return Words(
        f"{visit.host}, {_when(visit.started, 'de')}: {visit.items} Stücke, {visit.rows} Zeilen, {visit.bytes} Bytes"
        f" geholt{'' if visit.encrypted else ', unverschlüsselt'}",
        f"{visit.host}, {_when(visit.started, 'en')}: {visit.items} items, {visit.rows} rows, {visit.bytes} bytes came"
        f" in{'' if visit.encrypted else ', unencrypted'}",
    )


def _when(scanned: str | None, lang: Lang) -> str:
    """Return the moment of a scan in this computer's time."""
    if not scanned:
        return ""
    local = datetime.fromisoformat(scanned).astimezone()
    return f"{local:%d.%m.%Y %H:%M}" if lang == "de" else f"{local:%Y-%m-%d %H:%M}"
