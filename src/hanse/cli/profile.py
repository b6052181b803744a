"""hanse profile: how a text file is built, why, and the profile to correct it by."""

from pathlib import Path
from typing import Annotated

import typer

from hanse import readers
from hanse.cli.door import Home, Json, guarded, people, print_json, to_plain
from hanse.errors import Misconfigured, Unreadable
from hanse.readers._profile import Proposal
from hanse.readers._profile.writing import name, text
from hanse.readers.item import Item
from hanse.words import Lang, Words

app = typer.Typer(add_completion=False)


@app.command()
def profile(
    file: Annotated[Path, typer.Argument(help="Datei / file", metavar="FILE", show_default=False)],
    *,
    write: Annotated[bool, typer.Option("--write", help="Profil neben die Datei schreiben / write it beside")] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Aufbau einer CSV- oder Textdatei erklären und zum Ändern aufschreiben / explain how a text file is built."""
    with guarded(home=home, json=json) as config:
        proposal = _proposal(file)
        target = file.parent / name(proposal.profile)
        if write:
            _write(target, text(proposal, config.lang))
        if json:
            why = [{"de": words.de, "en": words.en} for words in proposal.why]
            print_json({"profile": to_plain(proposal.profile), "why": why, "written": str(target) if write else None})
            return
        _show(proposal, target, config.lang, written=write)


def _proposal(file: Path) -> Proposal:
    if not file.is_file():
        raise Misconfigured(
            Words(f"{file}: keine Datei.", f"{file}: not a file."),
            hint=Words("hanse profile DATEI", "hanse profile FILE"),
        )
    item = Item(file.name, path=file)
    reader = readers.best(item)
    proposal = reader.propose(item) if isinstance(reader, readers.Proposing) else None
    if proposal is None:
        raise Unreadable(
            Words(f"{file.name}: keine Tabelle in Textform gefunden.", f"{file.name}: no table in text form found."),
            hint=Words(
                "Profile gibt es für CSV und für Text mit festen Spalten. 'hanse read DATEI' zeigt, was gelesen wird.",
                "Profiles are for CSV and for text with fixed columns. 'hanse read FILE' shows what is read.",
            ),
        )
    return proposal


def _write(target: Path, content: str) -> None:
    """Write the profile; one that is there already may have been corrected by a person and stays."""
    try:
        with target.open("x", encoding="utf-8") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise Misconfigured(
            Words(f"{target} gibt es schon.", f"{target} is there already."),
            hint=Words("Diese Datei ändern, oder sie vorher umbenennen.", "Edit that file, or rename it first."),
        ) from error


def _show(proposal: Proposal, target: Path, lang: Lang, *, written: bool) -> None:
    for words in proposal.why:
        people.print(f"  {words.say(lang)}", markup=False)
    files = ", ".join(proposal.profile.files)
    done = Words(
        f"Geschrieben: {target}. Gilt für {files} in diesem Ordner; ändern, was nicht stimmt.",
        f"Written: {target}. It is for {files} in this folder; change what isn't right.",
    )
    todo = Words(
        "Stimmt etwas nicht? Mit --write entsteht ein Profil zum Ändern.",
        "Something isn't right? With --write you get a profile to edit.",
    )
    people.print((done if written else todo).say(lang), markup=False)
