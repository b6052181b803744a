"""hanse report: the import report of a source or a file, for the terminal, for programs, or as PDF."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from hanse.cli.door import FINDINGS, Home, Json, guarded, people, print_json, say, to_plain
from hanse.errors import Misconfigured
from hanse.flow import report, reportwords
from hanse.flow.house import House
from hanse.flow.report import Extent, FileReport, Report
from hanse.records import Check, Finding
from hanse.sources import folder
from hanse.store import accounts, catalogue
from hanse.store.database import Store
from hanse.words import Lang, Words

FILES = 50
EACH = 10
RAW = 300
app = typer.Typer(add_completion=False)
Target = tuple[int, str | None]


@app.command(name="report")
def show(
    which: Annotated[
        str,
        typer.Argument(
            help="Nr. oder Weg einer Quelle, oder eine Datei / a source's no. or path, or a file",
            metavar="SOURCE|FILE",
            show_default=False,
        ),
    ] = "",
    *,
    attention: Annotated[
        bool, typer.Option("--attention", help="nur, was einen Blick braucht / only what needs a look")
    ] = False,
    run: Annotated[
        int | None, typer.Option("--import", help="Änderungen dieses Imports / changes of this import", metavar="N")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="als PDF schreiben / write it as PDF", metavar="OUT")
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Prüfbericht: was gelesen, entschieden, zurückgewiesen und geprüft wurde / import report."""
    with guarded(home=home, json=json) as config, House(config) as house:
        whole = json or pdf is not None
        made = list(
            _reports(
                house.store,
                which,
                run,
                Extent(attention=attention) if whole else Extent(FILES, FILES, EACH, attention=attention),
            )
        )
        if pdf:
            _write(pdf, made, config.lang)
        if json:
            print_json([_plain(one) for one in made])
        elif not pdf:
            for one in made:
                people.print("\n".join(_lines(one, config.lang)), markup=False)
        if any(one.needs_a_look for one in made):
            raise typer.Exit(FINDINGS)


def _reports(store: Store, which: str, run: int | None, extent: Extent) -> Iterator[Report]:
    """Yield the report that is meant, or one for each source. Raises Misconfigured where there is none."""
    account = accounts.owner(store)
    for number, path in _targets(store, account, which):
        wanted = Extent(extent.files, extent.changes, extent.findings, attention=extent.attention, path=path)
        yield report.of_source(store, number, account=account, extent=wanted, run=run)


def _targets(store: Store, account: int, which: str) -> list[Target]:
    linked = catalogue.sources(store, account)
    if not linked:
        raise Misconfigured(
            Words("Es ist noch nichts verknüpft.", "Nothing is linked yet."),
            hint=Words("Zuerst: hanse learn ORDNER", "First: hanse learn FOLDER"),
        )
    named = [s.id for s in linked if which in ("", str(s.id), s.location)]
    found: list[Target] = [(number, None) for number in named] or _file(store, linked, which)
    if found:
        return found
    listed = ", ".join(f"[{s.id}] {s.location}" for s in linked)
    raise Misconfigured(
        Words(f"{which} ist weder eine Quelle noch eine gelernte Datei.", f"{which} is no source and no learned file."),
        hint=Words(f"Quellen: {listed}", f"Sources: {listed}"),
    )


def _file(store: Store, linked: list[catalogue.Source], which: str) -> list[Target]:
    """Return the source or the learned file that a path means: of this computer, or as the source has it."""
    path = Path(which).expanduser().resolve()
    same: list[Target] = [(s.id, None) for s in linked if s.location == str(path)]
    for source in [] if same else linked:
        base = folder.base(Path(source.location))
        inside = path.relative_to(base).as_posix() if path.is_relative_to(base) else which
        if store.rows("SELECT 1 FROM items WHERE source_id = ? AND path = ?", (source.id, inside)):
            same.append((source.id, inside))
    return same


def _write(path: Path, made: list[Report], lang: Lang) -> None:
    from hanse.flow import reportpaper  # noqa: PLC0415 - reportlab takes its time to load

    try:
        path.write_bytes(reportpaper.pdf(made, lang))
    except OSError as error:
        raise Misconfigured(
            Words(f"{path} lässt sich nicht schreiben: {error.strerror}", f"{path} can't be written: {error.strerror}"),
            hint=Words("Einen anderen Weg angeben.", "Name another path."),
        ) from error
    say(Words(f"Geschrieben: {path}", f"Written: {path}"), lang)


def _plain(one: Report) -> dict[str, Any]:
    """Return the JSON form: both languages of a text by their names, as in 'hanse read'."""
    plain: dict[str, Any] = to_plain(one)
    plain["summary"] = one.summary._asdict()
    for file in plain["files"]:
        for sort in ("decisions", "rejected", "problems"):
            for found in file[sort]:
                german, english = found["finding"]["message"]
                found["finding"]["message"] = {"de": german, "en": english}
        for found in file["checks"]:
            german, english = found["check"]["words"]
            found["check"]["words"] = {"de": german, "en": english}
    return plain


def _lines(one: Report, lang: Lang) -> Iterator[str]:
    yield f"[{one.source.id}] {one.source.location}"
    yield one.summary.say(lang)
    yield from _changed(one, lang)
    for file in one.files:
        yield from _file_lines(file, lang)
    more = one.totals.files - len(one.files)
    if more > 0 and one.files and len(one.files) >= FILES:
        yield Words(
            f"... und {more} weitere Dateien (--pdf, --json)", f"... and {more} more files (--pdf, --json)"
        ).say(lang)
    yield ""


def _changed(one: Report, lang: Lang) -> Iterator[str]:
    if one.changes is None:
        yield reportwords.NO_IMPORT.say(lang)
        return
    yield reportwords.run(one.changes.run, first=one.changes.first).say(lang)
    for change in () if one.changes.first else one.changes.items:
        yield f"  {reportwords.KINDS[change.kind].say(lang)}: {change.path}: {reportwords.item(change).say(lang)}"
        for table in change.tables:
            if table.differs:
                yield f"    {reportwords.table(table).say(lang)}"


def _file_lines(found: FileReport, lang: Lang) -> Iterator[str]:
    file = found.file
    mark = "!" if file.attention else " "
    yield f"{mark} {file.path} ({file.readers or '-'}): {reportwords.balance(file).say(lang)}"
    yield f"    sha256 {file.sha256}"
    told = {
        "decisions": [_finding(f.finding, lang) for f in found.decisions],
        "checks": [_check(c.check, lang) for c in found.checks],
        "rejected": [_finding(f.finding, lang) for f in found.rejected],
        "problems": [_finding(f.finding, lang) for f in found.problems],
    }
    for name, points in told.items():
        if points:
            yield f"    {reportwords.LISTS[name].say(lang)}:"
            yield from (f"      - {point}" for point in points)
    if text := reportwords.elsewhere(file).say(lang):
        yield f"    {text}"
    if found.cut:
        yield Words(f"    ... und {found.cut} weitere", f"    ... and {found.cut} more").say(lang)


def _check(check: Check, lang: Lang) -> str:
    values = reportwords.compared(check).say(lang)
    told = f"{check.words.say(lang)}: {reportwords.outcome(check).say(lang)}"
    place = check.place.say(lang)
    return ", ".join(part for part in (told, values, place) if part)


def _finding(finding: Finding, lang: Lang) -> str:
    place = finding.place.say(lang)
    text = f"{place}: {finding.message.say(lang)}" if place else finding.message.say(lang)
    return f"{text} | {finding.raw[:RAW]}" if finding.raw else text
