"""The tables as a catalogue in DCAT 3, written as JSON-LD: https://www.w3.org/TR/vocab-dcat-3/ .

It holds what DCAT itself asks for, no more: no profile such as DCAT-AP.de, which wants a public body as the publisher.
"""

from hanse.tables.datapackage import Json
from hanse.tables.inventory import Described

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PARQUET = "https://www.iana.org/assignments/media-types/application/vnd.apache.parquet"


def catalogue(tables: list[Described], *, made: str, publisher: str, data: bool) -> Json:
    """Return the catalogue. made: when, as ISO text. publisher: the firm, "" when not to be named."""
    found: Json = {
        "@context": CONTEXT,
        "@id": "urn:hanse:catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _german("Tabellen in Hanse"),
        "dct:issued": _typed(made, "dateTime"),
        "dcat:dataset": [_dataset(table, data=data) for table in tables],
    }
    return found | ({"dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher}} if publisher else {})


def _dataset(table: Described, *, data: bool) -> Json:
    found: Json = {
        "@id": _id(table.slug),
        "@type": "dcat:Dataset",
        "dct:identifier": table.slug,
        "dct:title": _german(table.title),
        "dcat:keyword": [_german(column.title) for column in table.columns],
    }
    if table.about:
        found["dct:description"] = _german(table.about)
    if table.first:
        ends = {"dcat:startDate": _typed(table.first, "date"), "dcat:endDate": _typed(table.last, "date")}
        found["dct:temporal"] = {"@type": "dct:PeriodOfTime", **ends}
    if table.made_of:
        found["prov:wasDerivedFrom"] = [{"@id": _id(slug)} for slug in table.made_of]
    if table.files:
        found["dct:source"] = list(table.files)
    if data:
        found["dcat:distribution"] = _distribution(table)
    return found


def _distribution(table: Described) -> Json:
    return {
        "@type": "dcat:Distribution",
        "dct:title": f"{table.slug}.parquet",
        "dcat:downloadURL": {"@id": f"{table.slug}.parquet"},
        "dcat:mediaType": {"@id": PARQUET},
        "dct:conformsTo": {"@id": "datapackage.json"},
    }


def _id(slug: str) -> str:
    return f"urn:hanse:table:{slug}"


def _german(text: str) -> Json:
    return {"@value": text, "@language": "de"}


def _typed(text: str, kind: str) -> Json:
    return {"@value": text, "@type": f"xsd:{kind}"}
