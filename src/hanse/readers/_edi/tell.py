"""What readers of interchanges tell people: decisions they took, and what is wrong with a file."""

from hanse.readers._edi.nodes import Node
from hanse.records import Finding, Place
from hanse.words import Words

_RAW = 500


def wrapped(reader: str, count: int) -> Finding:
    """Tell that line breaks inside segments were taken out."""
    words = Words(
        f"{count} Zeilenumbrüche innerhalb von Segmenten wurden beim Lesen entfernt.",
        f"{count} line breaks inside segments were taken out in reading.",
    )
    return Finding(f"{reader}.wrapped", "info", words)


def rejected(reader: str, raw: str, place: Place, what: str) -> Finding:
    """Tell of text that is no segment."""
    words = (
        Words(
            f"Vor dem ersten Segment stehen {len(raw)} Zeichen, die nicht zum Format gehören; sie wurden übersprungen.",
            f"Before the first segment stand {len(raw)} characters that don't belong to the format; they were skipped.",
        )
        if what == "before"
        else Words(
            f"„{raw[:40]}“ ist kein Segment. Bitte in der Datei nachsehen oder sie neu anfordern.",
            f"'{raw[:40]}' is no segment. Please look at the file or ask for it again.",
        )
    )
    return Finding(f"{reader}.rejected", "error", words, place, raw=raw[:_RAW])


def cut(reader: str, place: Place, raw: str) -> Finding:
    """Tell of a last segment without its terminator."""
    words = Words(
        "Das letzte Segment hat kein Endezeichen: Die Datei ist wohl abgeschnitten. Es steht nur in der Segmenttabelle;"
        " bitte die Datei neu anfordern.",
        "The last segment has no terminator: the file seems to be cut off. It is only in the table of segments; please"
        " ask for the file again.",
    )
    return Finding(f"{reader}.cut", "warning", words, place, raw=raw[:_RAW])


def outside(reader: str, node: Node) -> Finding:
    """Tell of segments outside of any message."""
    words = Words(
        f"Das Segment {node.tag} steht außerhalb einer Nachricht; es steht nur in der Tabelle der Segmente.",
        f"Segment {node.tag} stands outside of a message; it is only in the table of segments.",
    )
    return Finding(f"{reader}.outside", "warning", words, node.place)


def unmapped(reader: str, kind: str, place: Place) -> Finding:
    """Tell of a message type that has no tables of its own."""
    words = Words(
        f"Für den Nachrichtentyp {kind or '?'} gibt es keine eigenen Tabellen; Kopf und alle Segmente wurden gelesen.",
        f"There are no tables of its own for message type {kind or '?'}; head and all segments were read.",
    )
    return Finding(f"{reader}.type", "info", words, place)


def stray(reader: str, node: Node, kind: str) -> Finding:
    """Tell of a segment that the message type doesn't have at this place."""
    words = Words(
        f"{node.tag} ist in {kind} an dieser Stelle nicht vorgesehen; es steht in der Tabelle der Segmente.",
        f"{node.tag} has no place here in {kind}; it is in the table of segments.",
    )
    return Finding(f"{reader}.stray", "info", words, node.place)


def unclosed(reader: str, node: Node, stop: str, reference: str) -> Finding:
    """Tell of an envelope that is not ended."""
    words = Words(
        f"{node.tag} {reference} wird nicht mit {stop} beendet: Es fehlt wohl ein Teil. Gelesen ist, was da ist;"
        " die Datei neu anfordern.",
        f"{node.tag} {reference} is not ended by {stop}: part of it seems to be missing. What is there was read;"
        " ask for the file again.",
    )
    return Finding(f"{reader}.unclosed", "warning", words, node.place)


def orphan(reader: str, node: Node, start: str) -> Finding:
    """Tell of an end without a start."""
    words = Words(
        f"{node.tag} steht ohne {start} da: Der Anfang fehlt. Die Datei neu anfordern.",
        f"{node.tag} stands without {start}: its start is missing. Ask for the file again.",
    )
    return Finding(f"{reader}.orphan", "warning", words, node.place)
