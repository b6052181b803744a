"""hanse keys list, confirm, reject, reset: which column of which table leads to another table."""

from typing import Annotated

import typer

from hanse.cli.door import Home, Json, guarded, people, print_json, to_plain
from hanse.flow.house import House
from hanse.store import accounts
from hanse.tables import keys as room
from hanse.tables.keys import Key, State
from hanse.words import Lang, Words

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Schlüssel zwischen Tabellen / keys between tables")
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="wie 'hanse keys list' ihn zeigt / as 'hanse keys list' shows it")
]
STATES: dict[State, Words] = {
    "open": Words("ungeprüft", "not reviewed"),
    "confirmed": Words("bestätigt", "confirmed"),
    "rejected": Words("abgelehnt", "rejected"),
    "declared": Words("vom Format erklärt", "declared by the format"),
}


@app.command("list")
def list_keys(*, home: Home = None, json: Json = False) -> None:
    """Alle gefundenen Schlüssel, ungeprüfte zuerst / all keys that were found, those not reviewed first."""
    with guarded(home=home, json=json) as config, House(config) as house:
        found = room.listed(house.store)
        if json:
            print_json([to_plain(key) for key in found])
            return
        none = Words("Noch keine Schlüssel gefunden.", "No keys found yet.").say(config.lang)
        people.print("\n".join(_line(key, config.lang) for key in found) or none, markup=False)


@app.command()
def confirm(name: Name, *, home: Home = None, json: Json = False) -> None:
    """Einen Schlüssel bestätigen: er wird immer benutzt / confirm a key: it is always used."""
    _decide(name, confirmed=True, home=home, json=json)


@app.command()
def reject(name: Name, *, home: Home = None, json: Json = False) -> None:
    """Einen Schlüssel ablehnen: er wird nie benutzt / reject a key: it is never used."""
    _decide(name, confirmed=False, home=home, json=json)


@app.command()
def reset(name: Name, *, home: Home = None, json: Json = False) -> None:
    """Eine Entscheidung zurücknehmen / take a decision back."""
    _decide(name, confirmed=None, home=home, json=json)


def _decide(name: str, *, confirmed: bool | None, home: Home, json: bool) -> None:
    with guarded(home=home, json=json) as config, House(config) as house:
        found = room.decide(house.store, name, confirmed=confirmed, account=accounts.owner(house.store))
        if json:
            print_json(to_plain(found))
        else:
            people.print(_line(found, config.lang), markup=False)


def _line(key: Key, lang: Lang) -> str:
    percent = f"{100 * key.rate:.1f} %"
    used = Words("wird benutzt", "used") if key.used else Words("wird nicht benutzt", "not used")
    matching = Words(f"{percent} passen", f"{percent} match").say(lang).replace(".", "," if lang == "de" else ".", 1)
    return f"{key.name}: {matching}, {STATES[key.state].say(lang)}, {used.say(lang)}"
