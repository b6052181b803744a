"""hanse doctor: what is missing on this machine, and the command that mends it."""

import typer

from hanse.cli.door import Home, Json, guarded, people, print_json, to_plain
from hanse.flow import doctor as flow

app = typer.Typer(add_completion=False)
MARKS = {"ok": "✓", "note": "·", "missing": "✗"}


@app.command()
def doctor(*, home: Home = None, json: Json = False) -> None:
    """Prüfen, was hier fehlt / check what is missing here."""
    with guarded(home=home, json=json) as config:
        missing = False
        found = []
        for check in flow.examine(config):
            missing = missing or check.state == "missing"
            found.append(to_plain(check) | {"message": check.message.say(config.lang)})
            if not json:
                mend = f"  ->  {check.mend}" if check.mend else ""
                people.print(
                    f"{MARKS[check.state]} {check.name:10} {check.message.say(config.lang)}{mend}", markup=False
                )
        if json:
            print_json(found)
        if missing:
            raise typer.Exit(1)
