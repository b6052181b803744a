"""The tables as a Frictionless Data Package: https://datapackage.org/standard/data-package/ (version 2).

What the standard has no field for is in fields that begin with "hanse:".
"""

from hanse.records import Column
from hanse.tables.inventory import Described

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {"text": "string", "decimal": "number"}
Json = dict[str, object]


def package(tables: list[Described], *, made: str, data: bool) -> Json:
    """Return the package. made: when, as ISO text. data: whether the rows lie beside it."""
    return {
        "$schema": PROFILE,
        "name": "hanse",
        "title": "Tabellen in Hanse",
        "created": made,
        "resources": [_resource(table, data=data) for table in tables],
    }


def _resource(table: Described, *, data: bool) -> Json:
    return _filled(
        {
            "name": table.slug,
            "title": table.title,
            "description": table.about,
            "path": f"{table.slug}.parquet",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "sources": [{"title": file, "path": file} for file in table.files],
            "schema": _schema(table),
            "hanse:exported": data,
            "hanse:rows": table.rows,
            "hanse:kind": table.kind,
            "hanse:made_of": list(table.made_of),
        }
    )


def _schema(table: Described) -> Json:
    keys = [
        {"fields": [key.column], "reference": {"resource": key.slug, "fields": [key.to]}, "hanse:match_rate": key.rate}
        for key in table.leading
    ]
    fields = [_field(column) for column in table.columns]
    return _filled({"fields": fields, "primaryKey": list(table.keys), "foreignKeys": keys})


def _field(column: Column) -> Json:
    return _filled(
        {
            "name": column.name,
            "title": column.title,
            "description": column.about,
            "type": TYPES.get(column.type, column.type),
            "categories": [{"value": code, "label": label} for code, label in column.labels],
            "hanse:role": column.role,
            "hanse:unit": column.unit,
            "hanse:term": column.term,
        }
    )


def _filled(fields: Json) -> Json:
    """Return what says something."""
    return {name: value for name, value in fields.items() if value not in ("", [], ())}
