"""From IDocs to rows: the common tables by message type, and one table for each segment type, with nothing left out."""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from hanse.readers._edi import codes, sums
from hanse.readers._edi.checks import Tally
from hanse.readers._edi.mapping import Filler, Kind, Mapping
from hanse.readers._edi.nodes import Message, Node
from hanse.readers._edi.tables import Book, Row, shared
from hanse.readers.idoc.dialect import Idoc
from hanse.readers.idoc.segment import Document, Segment
from hanse.records import Finding
from hanse.words import Words

_LISTS = {
    "message": "idoc.message",
    "3035": "idoc.party",
    "1001": "",
    "1225": "",
    "3055": "",
    "5305": "",
    "5463": "idoc.charge",
    "schedule": "schedule.idoc",
}
_NUMBERS = Words("Segmente sind fortlaufend nummeriert", "Segments are numbered without a gap")


@cache
def _mapping() -> Mapping:
    return Mapping(__package__ or "")


class Told(NamedTuple):
    """What was made of the IDocs of a file."""

    book: Book
    findings: list[Finding]
    tally: Tally


def tell(documents: list[Document]) -> Told:
    """Return the common tables of all IDocs, findings and checks."""
    told = Told(Book(_LISTS), [], Tally("idoc"))
    filler = Filler(Idoc(), "idoc")
    for document in documents:
        message, lost = _tree(document)
        told.findings.extend(_orphan(segment) for segment in lost)
        kind = _mapping().kind(message.kind) or _mapping().kinds["*"]
        _rows(told, filler, message, kind)
        _check_numbers(told.tally, document)
    told.findings.extend(filler.findings)
    return told


def _tree(document: Document) -> tuple[Message, list[Segment]]:
    """Return the message's tree by segment numbers, and the segments whose parent isn't there."""
    control = document.control
    root = _node("IDOC", control)
    message = Message(root, control.values.get("MESTYP", ""))
    message.note(root)
    by_number: dict[str, Node] = {}
    lost: list[Segment] = []
    for segment in document.segments:
        node = _node(segment.name, segment)
        above = by_number.get(segment.parent.lstrip("0"))
        if above is None and segment.parent.strip("0"):
            lost.append(segment)
        (above or root).add(node)
        message.note(node)
        by_number[segment.number.lstrip("0")] = node
    return message, lost


def _node(tag: str, segment: Segment) -> Node:
    place = segment.place
    node = Node(tag, segment.values, place.record or 0, place.line or 0)
    node.part = place.part or ""
    return node


def _rows(told: Told, filler: Filler, message: Message, kind: Kind) -> None:
    head = filler.row(message.root, kind.rules["head"])
    head["Art"] = kind.title or codes.labels("idoc.message").get(str(head.get("Nachrichtentyp")))
    common = shared(head)
    found = {
        table: [({**common, **row}, node) for row, node in filler.rows(message, kind, table)]
        for table in ("lines", "schedules", "parties", "taxes", "charges")
    }
    head["Positionen"] = len(found["lines"])
    head["Segmente"] = sum(len(nodes) for nodes in message.nodes.values())
    if kind.name == "INVOIC":
        _amounts(told, message, head, found)
    told.book.add("messages", head, message.root.place)
    for table, rows in found.items():
        for row, node in rows:
            told.book.add(table, row, node.place)


def _amounts(told: Told, message: Message, head: Row, found: dict[str, list[tuple[Row, Node]]]) -> None:
    """Put the sign of a credit note and check the sums; conditions on the head (E1EDK05) leave the net unchecked."""
    gross = head.get("Brutto")
    if isinstance(gross, Decimal):
        head["Betrag"] = -abs(gross) if head.get("Belegart") in codes.labels("idoc.credit") else gross
    tested = {name: cell for name, cell in head.items() if name != "Netto" or "E1EDK05" not in message.nodes}
    if "E1EDK05" in message.nodes and "Netto" in head:
        tested["Zuschläge"] = None
        tested["Netto"] = None
        tested.pop("Brutto", None)
    lines = [row for row, _ in found["lines"]]
    sums.check(told.tally, tested, lines, [(row, node.place) for row, node in found["taxes"]], message.root.place)


def _check_numbers(tally: Tally, document: Document) -> None:
    """A flat IDoc numbers its segments from 1; a gap means that some are missing. In XML the numbers are ours."""
    if document.control.place.part:
        return
    numbers = [int(s.number) for s in document.segments if s.number.isascii() and s.number.isdigit()]
    if numbers:
        tally.same("numbers", _NUMBERS, max(numbers), len(document.segments), document.control.place)


def _orphan(segment: Segment) -> Finding:
    words = Words(
        f"{segment.name} hängt unter Segment {segment.parent}, das es im IDoc nicht gibt; es steht am Kopf.",
        f"{segment.name} hangs below segment {segment.parent}, which the IDoc doesn't have; it stands at the head.",
    )
    return Finding("idoc.parent", "warning", words, segment.place)
