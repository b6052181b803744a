"""Writes the description of all tables into a folder, and with them the rows, where these are wanted."""

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from hanse.records import Column
from hanse.store.database import Store
from hanse.tables import datapackage, dcat, inventory
from hanse.tables.inventory import Described
from hanse.tables.views import build
from hanse.tables.views.child import Job
from hanse.tables.views.relation import relation

PACKAGE, CATALOGUE = "datapackage.json", "catalogue.jsonld"


def export(store: Store, folder: Path, *, made: str, publisher: str, data: bool) -> list[Path]:
    """Write catalogue and package, and a Parquet file for each table when its data is wanted; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = inventory.described(store)
    package = datapackage.package(tables, made=made, data=data)
    found = dcat.catalogue(tables, made=made, publisher=publisher, data=data)
    written = [_json(folder / PACKAGE, package), _json(folder / CATALOGUE, found)]
    if not data:
        return written
    jobs = [_job(store, table, folder) for table in tables]
    build.write(folder, jobs)
    return [*written, *(Path(job.parquet) for job in jobs)]


def _json(path: Path, value: object) -> Path:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value)) + b"\n")
    return path


def _job(store: Store, table: Described, folder: Path) -> Job:
    """Return the job for a table's rows under the names of its columns; of a view's, only those that count."""
    columns = ", ".join(f'c{i} AS "{name}"' for i, name in enumerate(_names(table.columns)))
    path = str((store.home / "tables" / table.file).resolve())
    sql = f"SELECT {columns} FROM {relation(table.file)}"  # noqa: S608 - names are quoted, the path is bound
    return Job(sql, [path], str(folder / f"{table.slug}.parquet"))


def _names(columns: Sequence[Column]) -> list[str]:
    return [re.sub(r"[\x00-\x1f]", " ", column.name).replace('"', '""') for column in columns]
