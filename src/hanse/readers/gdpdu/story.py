"""index.xml itself as a document: who made the package, its media, tables and columns, and what is wrong with it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from hanse.readers.gdpdu.layout import DataSet, Field, Layout, Medium
from hanse.readers.gdpdu.letters import NAMES
from hanse.readers.gdpdu.nearby import Package, package
from hanse.readers.gdpdu.notes import Notes
from hanse.readers.item import Item, steps
from hanse.records import Block, Check, Counts, Document, Inside, Place, Reading
from hanse.words import Words

NAME = "gdpdu"
_MARKS = {"\t": "Tabulator", ";": "Semikolon", ",": "Komma", "|": "senkrechter Strich", " ": "Leerzeichen"}


def reading(item: Item) -> Reading:
    """Return the data dictionary; when nobody else reads the files beside, they are inside. Raises Unreadable."""
    found = package(item)
    notes = Notes(item.name)
    blocks = tuple(_blocks(found.data))
    looked = item.around is not None
    there = {t: _way(found, t, notes) for t in found.data.tables} if looked else {}
    inside = tuple(Inside(way, beside=True) for way in dict.fromkeys(there.values()) if way) if item.alone else ()
    title = found.data.supplier[0] if found.data.supplier and found.data.supplier[0] else item.name
    return Reading(
        NAME,
        (Document(f"{item.name}: {title}" if title != item.name else title, blocks),),
        findings=(*found.data.findings, *notes.findings()),
        counts=Counts(len(blocks), len(blocks)),
        inside=inside,
        checks=(_files(there),) if looked else (),
    )


def _files(there: dict[Layout, str]) -> Check:
    missing = [table for table, way in there.items() if not way]
    words = Words("Alle beschriebenen Dateien sind da.", "All described files are there.")
    place = Place(part=missing[0].part) if missing else Place()
    return Check("gdpdu.files", words, not missing, str(len(there)), str(len(there) - len(missing)), place)


def _way(found: Package, table: Layout, notes: Notes) -> str:
    """Return where a table's file lies, from the folder of index.xml; "" where it isn't, which is noted."""
    place = Place(part=table.part)
    if table.refused:
        return ""
    outside = steps(found.folder.way, table.ways[0]) is None
    way = next((way for way in table.ways if found.folder.get(way) is not None), "")
    if not way:
        notes.add("escapes" if outside else "file_missing", place, table.url, about=table.url)
    elif ".." in PurePosixPath(way).parts:
        notes.add("elsewhere", place, table.url, about=table.url)
    elif way != table.ways[0]:
        notes.add("file_moved", place, table.url, about=table.url, what=way)
    return way


def _blocks(data: DataSet) -> Iterator[Block]:
    yield Block(_heading(data), Place(part="/DataSet"), "heading")
    for name, url in data.extensions:
        yield Block(f"Erweiterung (nicht gelesen): {name}, {url}", Place(part="/DataSet/Extension"))
    for medium in data.media:
        yield Block(_medium(medium), Place(part=medium.part), "heading")
        for table in medium.tables:
            yield Block("\n".join(_table(table)), Place(part=table.part), "table")


def _heading(data: DataSet) -> str:
    if not any(data.supplier):
        return "Datenträgerüberlassung (GDPdU/GoBD)"
    return f"Datenträgerüberlassung von {', '.join(part for part in data.supplier if part)}"


def _medium(medium: Medium) -> str:
    name = medium.name or "ohne Namen"
    named = name if "datenträger" in name.lower() else f"Datenträger {name}"
    return f"{named}: {len(medium.tables)} Tabelle{'' if len(medium.tables) == 1 else 'n'}"


def _table(table: Layout) -> Iterator[str]:
    about = f" ({table.about})" if table.about and table.about != table.name else ""
    yield f"Tabelle {table.name}{about}, Datei {table.url}"
    if table.validity:
        until = f" bis {table.validity.end}" if table.validity.end else ""
        yield f"Zeitraum: {table.validity.start}{until}"
    shape = (
        f"feste Satzlänge {table.length or ''}".strip()
        if table.fixed
        else f"Trennzeichen {_MARKS.get(table.delimiter, table.delimiter)}"
    )
    yield f"{NAMES.get(table.encoding, table.encoding)}, {shape}"
    for field in table.fields:
        yield f"- {_field(field)}"
    for key in table.foreign:
        to = f" ({', '.join(key.to)})" if key.to else ""
        yield f"Fremdschlüssel: {', '.join(key.columns)} → {key.table}{to}"


def _field(field: Field) -> str:
    about = f": {field.about}" if field.about and field.about != field.name else ""
    labels = "; ".join(f"{code} = {label}" for code, label in field.labels)
    told = [_kind(field), "Schlüssel" if field.key else "", labels]
    return f"{field.name}{about} [{', '.join(part for part in told if part)}]"


def _kind(field: Field) -> str:
    if field.kind == "number":
        decimals = field.implied or field.accuracy
        return f"Zahl mit {decimals} Nachkommastellen" if decimals else "Zahl"
    if field.kind == "date":
        return f"Datum {field.format}"
    return "Text" if field.kind else "ohne Typ"
