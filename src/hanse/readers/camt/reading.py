"""From a camt file to its reading: statements and entries as they stream by, then the checks."""

import msgspec
from lxml import etree

from hanse.readers._bank import chain, columns, xml
from hanse.readers.camt import entry, statement
from hanse.readers.camt.entry import Entry
from hanse.readers.camt.statement import Statement
from hanse.readers.item import Item
from hanse.records import Block, Check, Counts, Document, Finding, Place, Reading, Table
from hanse.words import Words

_STATEMENTS = ("Stmt", "Rpt", "Ntfctn")
_WANTED = ("Document", *_STATEMENTS, "Ntry")
MOST = 20


class Found(msgspec.Struct):
    """What was met so far. places: of the rows of tables; open: the last statement."""

    version: str = ""
    statements: list[Statement] = []
    rows: list[columns.Row] = []
    places: list[Place] = []
    details: list[columns.Row] = []
    detail_places: list[Place] = []
    entries: int = 0
    open: etree._Element | None = None
    findings: list[Finding] = []
    checks: list[Check] = []


def read(name: str, item: Item) -> Reading:
    """Return the reading of a camt file. Raises Unreadable when nothing of it can be read."""
    data, mended = xml.mended(item.data().lstrip(b"\r\n\t "))
    found = Found()
    if mended:
        found.findings.append(_encoding())
    try:
        for seen in xml.stream(data, _WANTED, frozenset({"Ntry"})):
            _take(seen, found)
    except xml.Broken as broken:
        if not found.version and not found.statements:
            raise xml.unreadable(item.name, str(broken)) from None
        if found.open is not None and not found.statements[-1].known:
            statement.complete(found.statements[-1], found.open, found.version)
        found.findings.append(_broken(broken))
    if not found.statements:
        found.findings.append(_empty())
    return _reading(name, found)


def _take(seen: xml.Seen, found: Found) -> None:
    above = seen.node.getparent()
    parent = xml.local(above) if above is not None else ""
    if seen.name == "Document":
        found.version = found.version or xml.version(seen.node) or "camt"
    elif seen.name in _STATEMENTS and parent.startswith("BkToCstmr"):
        if seen.start:
            found.statements.append(Statement(seen.path))
            found.open = seen.node
        else:
            statement.complete(found.statements[-1], seen.node, found.version)
    elif seen.name == "Ntry" and above is not None and parent in _STATEMENTS and not seen.start and found.statements:
        _entry(seen, above, found)


def _entry(seen: xml.Seen, above: etree._Element, found: Found) -> None:
    now = found.statements[-1]
    if not now.known:
        statement.complete(now, above, found.version)
    now.entries += 1
    found.entries += 1
    made = entry.read(seen.node, seen.path, now)
    found.rows += made.rows
    found.places += made.places
    found.details += made.details
    found.detail_places += made.detail_places
    found.checks += made.checks
    found.findings += made.findings
    _count(made, now)


def _count(made: Entry, now: Statement) -> None:
    now.currency = now.currency or made.currency
    if made.booked and made.amount is not None and made.currency in {now.currency, None}:
        now.total += made.amount
    elif made.booked:
        now.unclear = True


def _reading(name: str, found: Found) -> Reading:
    rows = [statement.row(one) for one in found.statements]
    places = [Place(part=one.path) for one in found.statements]
    tables: list[Table] = [columns.entries(found.rows, found.places), columns.statements(rows, places)]
    if found.details:
        tables.append(columns.details(found.details, found.detail_places))
    links = [statement.link(one) for one in found.statements]
    held = [*chain.checks(name, links), *found.checks]
    findings = (_version(found), *_limited(found.findings), *chain.findings(held))
    rejected = sum(finding.severity == "error" for finding in found.findings if finding.code == "camt.broken")
    counts = Counts(found.entries + rejected, found.entries, rejected)
    return Reading(name, _documents(found), tuple(tables), findings, counts, (), tuple(held))


def _documents(found: Found) -> tuple[Document, ...]:
    blocks = tuple(Block(statement.words(one), Place(part=one.path)) for one in found.statements)
    return (Document(f"Kontoauszug {found.version}", blocks),) if blocks else ()


def _limited(findings: list[Finding]) -> list[Finding]:
    """Return the first of each kind, and how many more there are."""
    seen: dict[str, list[Finding]] = {}
    for finding in findings:
        seen.setdefault(finding.code, []).append(finding)
    kept = []
    for code, same in seen.items():
        kept += same[:MOST]
        if len(same) > MOST:
            words = Words(f"Weitere solche Stellen: {len(same) - MOST}.", f"More such places: {len(same) - MOST}.")
            kept.append(Finding(code, same[0].severity, words))
    return kept


def _version(found: Found) -> Finding:
    words = Words(
        f"Format {found.version}: {len(found.statements)} Auszüge, {found.entries} Buchungen.",
        f"Format {found.version}: {len(found.statements)} statements, {found.entries} entries.",
    )
    return Finding("camt.version", "info", words)


def _encoding() -> Finding:
    words = Words(
        "Die Datei nennt UTF-8, ist aber Windows-1252; so wurde sie gelesen.",
        "The file says UTF-8 but is Windows-1252; it was read as that.",
    )
    return Finding("camt.encoding", "warning", words)


def _broken(broken: xml.Broken) -> Finding:
    words = Words(
        f"Das XML ist ab Zeile {broken.line} beschädigt ({broken}); gelesen wurde, was davor steht. "
        "Die Datei bei der Bank neu abholen.",
        f"The XML is damaged from line {broken.line} on ({broken}); what stands before it was read. "
        "Get the file from the bank again.",
    )
    return Finding("camt.broken", "error", words, Place(line=broken.line))


def _empty() -> Finding:
    words = Words(
        "Die Nachricht enthält keinen Kontoauszug. Die Datei bei der Bank neu abholen.",
        "The message holds no statement. Get the file from the bank again.",
    )
    return Finding("camt.empty", "warning", words)
