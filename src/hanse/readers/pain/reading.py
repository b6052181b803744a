"""From a pain file to its reading: orders as they stream by, then numbers and sums."""

from decimal import Decimal

import msgspec

from hanse.readers._bank import chain, columns, xml
from hanse.readers.item import Item
from hanse.readers.pain import order
from hanse.records import Block, Cell, Check, Counts, Document, Finding, Place, Reading
from hanse.words import Words

_ORDERS = ("CdtTrfTxInf", "DrctDbtTxInf")
_WANTED = ("Document", "GrpHdr", "PmtInf", *_ORDERS)
_MOST = 20


class Found(msgspec.Struct):
    """What was met so far. start: number of rows before the batch that is read; stated: what the header states."""

    version: str = ""
    file: str | None = None
    stated: tuple[str | None, str | None] = (None, None)
    header: str = ""
    shared: dict[str, Cell] = {}
    start: int = 0
    rows: list[columns.Row] = []
    places: list[Place] = []
    checks: list[Check] = []
    blocks: list[Block] = []
    findings: list[Finding] = []


def read(name: str, item: Item) -> Reading:
    """Return the reading of a pain file. Raises Unreadable when nothing of it can be read."""
    data, mended = xml.mended(item.data().lstrip(b"\r\n\t "))
    found = Found()
    if mended:
        found.findings.append(_encoding())
    whole = True
    try:
        for seen in xml.stream(data, _WANTED, frozenset({*_ORDERS, "PmtInf"})):
            _take(seen, found)
    except xml.Broken as broken:
        if not found.version and not found.rows:
            raise xml.unreadable(item.name, str(broken)) from None
        whole = False
        found.findings.append(_broken(broken))
    found.checks += _sums(found.stated, found.rows, Place(part=found.header or None), "Datei")
    return _reading(name, found, whole=whole)


def _take(seen: xml.Seen, found: Found) -> None:
    if seen.name == "Document":
        found.version = found.version or xml.version(seen.node) or "pain"
    elif seen.name == "PmtInf":
        _batch(seen, found)
    elif seen.start:
        return
    elif seen.name == "GrpHdr":
        found.file, found.header = xml.text(seen.node, "MsgId"), seen.path
        found.stated = (xml.text(seen.node, "NbOfTxs"), xml.text(seen.node, "CtrlSum"))
    else:
        _order(seen, found)


def _order(seen: xml.Seen, found: Found) -> None:
    above = seen.node.getparent()
    if above is None or xml.local(above) != "PmtInf":
        return
    if not found.shared:
        found.shared = order.batch(above)
    made = order.row(seen.node, found.shared, found.file, len(found.rows) + 1)
    found.rows.append(made)
    found.places.append(Place(part=seen.path))
    if made.get("Betrag") is None:
        words = Words("Der Auftrag hat keinen lesbaren Betrag.", "The order has no readable amount.")
        found.findings.append(Finding("pain.amount", "warning", words, Place(part=seen.path)))


def _batch(seen: xml.Seen, found: Found) -> None:
    """Begin a batch, or end it with its checks and a sentence."""
    if seen.start:
        found.start, found.shared = len(found.rows), {}
        return
    rows = found.rows[found.start :]
    shared = found.shared or order.batch(seen.node)
    stated = (xml.text(seen.node, "NbOfTxs"), xml.text(seen.node, "CtrlSum"))
    found.checks += _sums(stated, rows, Place(part=seen.path), f"Sammler {shared['Sammler'] or ''}".strip())
    found.blocks.append(Block(_words(shared, rows), Place(part=seen.path)))


def _words(shared: dict[str, Cell], rows: list[columns.Row]) -> str:
    day = shared["Ausführung"]
    when = f", Ausführung am {day:%d.%m.%Y}" if hasattr(day, "year") else ""
    total = chain.german(order.total(rows))
    return f"{len(rows)} Aufträge ({shared['Art']}), Summe {total}, Konto {shared['Konto']}{when}"


def _sums(stated: tuple[str | None, str | None], rows: list[columns.Row], place: Place, of: str) -> list[Check]:
    """Check NbOfTxs and CtrlSum, where they are stated."""
    number, total = stated
    held = []
    if number and number.isdigit():
        words = Words(f"{of}: Anzahl der Aufträge.", f"{of}: number of orders.")
        held.append(Check("pain.count", words, int(number) == len(rows), number, str(len(rows)), place))
    expected = xml.amount(total)
    if expected is not None:
        made: Decimal = order.total(rows)
        words = Words(f"{of}: Summe der Aufträge.", f"{of}: sum of the orders.")
        held.append(Check("pain.sum", words, expected == made, chain.german(expected), chain.german(made), place))
    return held


def _reading(name: str, found: Found, *, whole: bool) -> Reading:
    table = columns.payments(found.rows, found.places)
    findings = (_version(found), *found.findings[:_MOST], *_more(found), *_failed(found.checks))
    counts = Counts(len(found.rows) + (not whole), len(found.rows), int(not whole))
    documents = (Document(f"Zahlungsaufträge {found.file or ''}".strip(), tuple(found.blocks)),) if found.blocks else ()
    return Reading(name, documents, (table,), findings, counts, (), tuple(found.checks))


def _failed(held: list[Check]) -> list[Finding]:
    return [
        Finding(
            check.code,
            "warning",
            Words(
                f"{check.words.de} Genannt {check.expected}, gefunden {check.found}. Vor dem Einreichen neu erzeugen.",
                f"{check.words.en} Stated {check.expected}, found {check.found}. Make it again before handing it in.",
            ),
            check.place,
        )
        for check in held
        if check.held is False
    ]


def _more(found: Found) -> list[Finding]:
    more = len(found.findings) - _MOST
    if more <= 0:
        return []
    return [Finding("pain.amount", "warning", Words(f"Weitere solche Stellen: {more}.", f"More such places: {more}."))]


def _version(found: Found) -> Finding:
    words = Words(
        f"Format {found.version}: {len(found.rows)} Aufträge.", f"Format {found.version}: {len(found.rows)} orders."
    )
    return Finding("pain.version", "info", words)


def _encoding() -> Finding:
    words = Words(
        "Die Datei nennt UTF-8, ist aber Windows-1252; so wurde sie gelesen.",
        "The file says UTF-8 but is Windows-1252; it was read as that.",
    )
    return Finding("pain.encoding", "warning", words)


def _broken(broken: xml.Broken) -> Finding:
    words = Words(
        f"Das XML ist ab Zeile {broken.line} beschädigt ({broken}); gelesen wurde, was davor steht. Neu erzeugen.",
        f"The XML is damaged from line {broken.line} on ({broken}); what stands before it was read. Make it again.",
    )
    return Finding("pain.broken", "error", words, Place(line=broken.line))
