"""What the VDA reader tells people of a file's records."""

from hanse.readers._edi.nodes import Node
from hanse.readers.vda.cut import Record
from hanse.readers.vda.layout import Field, Wrong
from hanse.records import Finding, Place
from hanse.words import Words


def wrong(found: Wrong, node: Node) -> Finding:
    """Tell of a field that is no number or no date."""
    none = Words("kein Datum", "no date") if found.field.kind == "date" else Words("keine Zahl", "no number")
    words = Words(
        f"Satz {node.tag}, {found.field.name}: „{found.raw}“ ist {none.de}. Das Feld bleibt leer; bitte nachsehen.",
        f"Record {node.tag}, {found.field.name}: '{found.raw}' is {none.en}. The field stays empty; please check.",
    )
    return Finding("vda.value", "warning", words, node.place, raw=found.raw)


def unusual(node: Node, fields: tuple[Field, ...]) -> list[Finding]:
    """Tell of text in places that the recommendation leaves empty."""
    found = [(f, str(node.data[f.name])) for f in fields if f.kind == "empty" and node.data[f.name]]
    return [_unusual(node, field, raw) for field, raw in found if raw.strip("0 ")]


def _unusual(node: Node, field: Field, raw: str) -> Finding:
    words = Words(
        f"Satz {node.tag}: In den Stellen {field.first + 1} bis {field.last}, die leer sein sollten, steht"
        f" „{raw[:60]}“.",
        f"Record {node.tag}: places {field.first + 1} to {field.last}, which should be empty, hold '{raw[:60]}'.",
    )
    return Finding("vda.rest", "info", words, node.place, raw=raw)


def no_date(node: Node, raw: str) -> Finding:
    """Tell of a call-off whose date is neither a date nor a known code."""
    words = Words(
        f"Satz {node.tag}: „{raw}“ ist weder ein Abrufdatum noch ein bekannter Schlüssel. Beim Kunden nachfragen.",
        f"Record {node.tag}: '{raw}' is neither a call-off date nor a known code. Ask the customer.",
    )
    return Finding("vda.date", "warning", words, node.place, raw=raw)


def short(record: Record, place: Place) -> Finding:
    """Tell of a record that is too short or too long."""
    words = Words(
        "Der Satz hat nicht 128 Zeichen; gelesen ist, was da ist. Die Datei neu anfordern.",
        "The record doesn't have 128 characters; what is there was read. Ask for the file again.",
    )
    return Finding("vda.length", "warning", words, place, raw=record.text.rstrip())


def rejected(record: Record) -> Finding:
    """Tell of a record that begins with no record type."""
    words = Words(
        f"„{record.text[:30].rstrip()}“ beginnt mit keiner Satzart. Der Satz wurde nicht gelesen.",
        f"'{record.text[:30].rstrip()}' begins with no record type. The record was not read.",
    )
    place = Place(record=record.number, line=record.line or None)
    return Finding("vda.rejected", "error", words, place, raw=record.text.rstrip())


def unknown(tag: str, count: int) -> Finding:
    """Tell of records that have no layout here."""
    words = Words(
        f"Für die Satzart {tag} ist kein Aufbau hinterlegt; {count} Sätze stehen als Text in der Tabelle vda_{tag}.",
        f"There is no layout for record type {tag}; {count} records stand as text in table vda_{tag}.",
    )
    return Finding("vda.layout", "info", words)


def outside(node: Node) -> Finding:
    """Tell of a record that belongs to no message."""
    words = Words(
        f"Satz {node.tag} gehört zu keinem Lieferabruf oder Lieferschein; er steht nur in der Tabelle vda_{node.tag}.",
        f"Record {node.tag} belongs to no call-off or delivery note; it is only in table vda_{node.tag}.",
    )
    return Finding("vda.outside", "warning", words, node.place)


def unclosed(node: Node) -> Finding:
    """Tell of a transmission without its closing record."""
    number = node.data.get("Übertragungsnummer neu") or ""
    words = Words(
        f"Die Übertragung {number} endet nicht mit {node.tag[0]}19: Es fehlt wohl ein Teil. Die Datei neu anfordern.",
        f"Transmission {number} doesn't end with {node.tag[0]}19: part of it seems to be missing. Ask for it again.",
    )
    return Finding("vda.unclosed", "warning", words, node.place)


def orphan(node: Node) -> Finding:
    """Tell of a closing record without an opening one."""
    words = Words(
        f"Satz {node.tag} steht ohne {node.tag[0]}11 da: Der Anfang fehlt. Die Datei neu anfordern.",
        f"Record {node.tag} stands without {node.tag[0]}11: the start is missing. Ask for the file again.",
    )
    return Finding("vda.orphan", "warning", words, node.place)
