"""hanse up: start the page and keep the folders in step."""

from typing import Annotated

import typer
from msgspec.structs import replace

from hanse.cli.door import Home, guarded
from hanse.web import serve

app = typer.Typer(add_completion=False)


@app.command()
def up(
    *,
    host: Annotated[str, typer.Option("--host", help="Adresse / address", metavar="IP")] = "",
    port: Annotated[int, typer.Option("--port", help="Port", metavar="N", min=0, max=65535)] = 0,
    new_password: Annotated[
        bool,
        typer.Option("--new-password", help="dem Inhaber ein neues Passwort geben / give the owner a new password"),
    ] = False,
    home: Home = None,
) -> None:
    """Die Seite starten / start the page."""
    with guarded(home=home, json=False) as config:
        serve.run(replace(config, host=host or config.host, port=port or config.port), new_password=new_password)
