"""SAP IDocs, flat or XML: orders, confirmations, delivery notes, invoices, call-offs and master data as tables."""

import re

from hanse.readers.idoc import flat, xml
from hanse.readers.idoc.messages import tell
from hanse.readers.idoc.tables import tables
from hanse.readers.item import Item
from hanse.records import Counts, Reading
from hanse.words import Words

NAME = "idoc"
SUFFIXES = (".idoc", ".xml", ".txt")
TITLE = Words("SAP IDoc", "SAP IDoc")
HELP = Words(
    "IDocs flach (EDI_DC40, EDI_DC) und als XML: Bestellungen, Auftragsbestätigungen, Lieferungen, Rechnungen und"
    " Lieferabrufe (ORDERS, ORDRSP, DESADV, INVOIC, DELINS) als Köpfe, Positionen, Einteilungen, Beteiligte; dazu"
    " jedes Segment jeder Nachricht als eigene Tabelle. Flache Segmente ohne hinterlegten Aufbau (eigene Z-Segmente,"
    " große Teile von MATMAS und DEBMAS) stehen als ein Text da. Nicht gelesen: Statussätze.",
    "IDocs, flat (EDI_DC40, EDI_DC) and as XML: orders, confirmations, deliveries, invoices and delivery schedules"
    " (ORDERS, ORDRSP, DESADV, INVOIC, DELINS) as heads, lines, schedules, parties; and every segment of every message"
    " as a table. Flat segments without a known layout (custom Z segments, much of MATMAS, DEBMAS) stand as one text."
    " Not read: status records.",
)
SPEC = "https://help.sap.com/docs/SAP_NETWEAVER"

_FLAT = re.compile(r"EDI_DC(?:40  |    ) ?[0-9A-Z ]")
_XML = re.compile(r"<(?:[\w.-]+:)?(?:IDOC\b[^>]*\bBEGIN\s*=|EDI_DC40[\s>])")


def sniff(head: bytes, name: str) -> int:
    """Return 97 for a control record at the start or an IDOC element with its control record."""
    del name
    text = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", errors="replace")
    text = text.lstrip("\ufeff \r\n\t")
    if _FLAT.match(text):
        return 97
    return 97 if text.startswith("<") and _XML.search(text) else 0


def read(item: Item) -> Reading:
    """Return the tables of all IDocs of the file. Raises Unreadable when there is none."""
    data = item.data()
    rejected = []
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00")[:1] == b"<":
        found = xml.read(data, item.name)
        documents, findings = found.documents, found.findings
    else:
        cut = flat.read(data)
        documents, findings, rejected = cut.documents, cut.findings, cut.rejected
    if not documents:
        raise xml.no_idoc(item.name)
    told = tell(documents)
    made, more = tables(documents)
    out = sum(len(table.rows) for table in made)
    seen = {(f.place.record, f.place.part, f.raw) for f in more if f.raw}
    new = [f for f in told.findings if (f.place.record, f.place.part, f.raw) not in seen]
    all_findings = [*findings, *rejected, *more, *new, *told.tally.findings()]
    return Reading(
        NAME,
        tables=(*told.book.tables(), *made),
        findings=tuple(sorted(all_findings, key=lambda f: f.severity != "info")),
        counts=Counts(out + len(rejected), out, len(rejected)),
        checks=told.tally.checks(),
    )
