"""hanse read: what a reader makes of one file, without learning it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from hanse import readers
from hanse.cli.door import FINDINGS, Home, Json, guarded, people, print_json, to_plain
from hanse.errors import Misconfigured
from hanse.readers.pool.children import Pool
from hanse.records import Reading
from hanse.words import Lang, Words

app = typer.Typer(add_completion=False)


@app.command()
def read(
    file: Annotated[Path | None, typer.Argument(help="Datei / file", metavar="FILE", show_default=False)] = None,
    *,
    formats: Annotated[bool, typer.Option("--formats", help="alle Formate zeigen / list all formats")] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Eine Datei lesen und zeigen, was darin steht / read one file and show what is in it."""
    with guarded(home=home, json=json) as config:
        if formats:
            _formats(config.lang, json=json)
            return
        if file is None or not file.is_file():
            raise Misconfigured(
                Words(f"{file or 'FILE'}: keine Datei.", f"{file or 'FILE'}: not a file."),
                hint=Words("hanse read DATEI oder hanse read --formats", "hanse read FILE or hanse read --formats"),
            )
        with Pool(config) as pool:
            found = pool.read(file, file.name, alone=True)
        if json:
            print_json(_document(found))
        else:
            for inner, reading in found:
                _show(inner or file.name, reading, config.lang)
        if any(f.severity != "info" for _, r in found for f in r.findings):
            raise typer.Exit(FINDINGS)


def _document(found: list[tuple[str, Reading]]) -> dict[str, Any]:
    """Return the JSON form of DESIGN: the item itself, and what was found inside it under "inside"."""
    first, *rest = [_plain(reading) | {"inner": inner} for inner, reading in found]
    del first["inner"]
    return first | {"inside": rest}


def _plain(reading: Reading) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(reading)
    del plain["inside"]
    for finding in plain["findings"]:
        finding["message"] = {"de": finding["message"][0], "en": finding["message"][1]}
    for check in plain["checks"]:
        check["words"] = {"de": check["words"][0], "en": check["words"][1]}
    return plain


def _show(name: str, reading: Reading, lang: Lang) -> None:
    people.print(f"[bold]{'Datei' if lang == 'de' else 'File'}[/] ", end="")
    people.print(f"{name}  ({reading.reader})", markup=False)
    for document in reading.documents:
        people.print(f"  {document.title}", markup=False, style="bold")
        for block in document.blocks:
            people.print(f"  [{block.place.say(lang)}] {block.text}", markup=False)
    for table in reading.tables:
        people.print(f"  {table.title}: " + " | ".join(f"{c.title} ({c.type})" for c in table.columns), markup=False)
        for row, place in list(zip(table.rows, table.places, strict=True))[:20]:
            people.print(f"  [{place.say(lang)}] " + " | ".join("" if c is None else str(c) for c in row), markup=False)
        if len(table.rows) > 20:
            people.print(f"  ... {len(table.rows)} " + ("Zeilen" if lang == "de" else "rows"), markup=False)
    for finding in reading.findings:
        people.print(f"  {finding.severity}: {finding.message.say(lang)} {finding.place.say(lang)}", markup=False)


def _formats(lang: Lang, *, json: bool) -> None:
    known = readers.all_readers()
    if json:
        print_json(
            [
                {
                    "name": r.NAME,
                    "suffixes": r.SUFFIXES,
                    "title": r.TITLE.say(lang),
                    "help": r.HELP.say(lang),
                    "spec": r.SPEC,
                }
                for r in known
            ]
        )
        return
    for reader in known:
        people.print(f"{reader.NAME:12} {' '.join(reader.SUFFIXES):24} {reader.TITLE.say(lang)}", markup=False)
