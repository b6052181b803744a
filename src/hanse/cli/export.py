"""hanse export catalogue: what tables there are, for other programs and people."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hanse.cli.door import Home, Json, guarded, people, print_json
from hanse.flow.house import House
from hanse.tables import exporting

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Verzeichnis der Tabellen / catalogue of tables")


@app.callback()
def root() -> None:
    """Verzeichnis der Tabellen ausgeben / write out the catalogue of tables."""


@app.command()
def catalogue(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Ordner, der entsteht / folder to be made")],
    *,
    data: Annotated[
        bool, typer.Option("--data", help="auch die Zeilen, als Parquet / the rows, too, as Parquet files")
    ] = False,
    publisher: Annotated[
        str, typer.Option("--publisher", help="Name der Firma im Verzeichnis / the firm's name", metavar="NAME")
    ] = "",
    home: Home = None,
    json: Json = False,
) -> None:
    """DCAT (JSON-LD) und Frictionless datapackage.json schreiben / write DCAT (JSON-LD) and datapackage.json."""
    with guarded(home=home, json=json) as config, House(config) as house:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        written = exporting.export(house.store, folder, made=made, publisher=publisher, data=data)
        if json:
            print_json([str(path) for path in written])
        else:
            people.print("\n".join(str(path) for path in written), markup=False)
