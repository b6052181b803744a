"""UN/EDIFACT: orders, confirmations, delivery notes, invoices, call-offs as tables; every other message as segments."""

import base64
import binascii
import re

from hanse.errors import Unreadable
from hanse.readers.edifact import letters, marks
from hanse.readers.edifact.messages import Messages
from hanse.readers.item import Item
from hanse.records import Counts, Inside, Reading
from hanse.words import Words

NAME = "edifact"
SUFFIXES = (".edi", ".edifact", ".edf")
TITLE = Words("EDIFACT", "EDIFACT")
HELP = Words(
    "Bestellungen (ORDERS, ORDCHG), Auftragsbestätigungen (ORDRSP), Lieferavise (DESADV), Wareneingänge (RECADV),"
    " Rechnungen (INVOIC) und Lieferabrufe (DELFOR) als Tabellen: Köpfe, Positionen, Einteilungen, Beteiligte, Steuern,"
    " Zu- und Abschläge; dazu jedes Segment. Andere Nachrichten nur als Kopf und Segmente. Zähler, Referenzen und"
    " Rechnungssummen werden geprüft. Nicht gelesen: interaktives EDIFACT (UIB), Verschlüsseltes, XML.",
    "Orders (ORDERS, ORDCHG), confirmations (ORDRSP), despatch advices (DESADV), receipts (RECADV), invoices (INVOIC)"
    " and delivery schedules (DELFOR) as tables: heads, lines, schedules, parties, taxes, charges; and every segment."
    " Other messages only as head and segments. Counts, references and invoice sums are checked. Not read: interactive"
    " EDIFACT (UIB), anything encrypted, the XML notation.",
)
SPEC = "https://unece.org/trade/uncefact/introducing-unedifact"

_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:UNA[^A-Za-z0-9]{6}\s*UN?[\r\n]*N?[BGH]?|UNB[^A-Za-z0-9](?:UNO|IATA|KECA)|UN[GH][^A-Za-z0-9\s])"
)
_BARE = re.compile(rb"\s*BGM\+[^']{0,60}'\s*(?:DTM|RFF|NAD|FTX|PAI|ALI|IMD)\+")
_LATER = re.compile(rb"UNA[^A-Za-z0-9]{6}[\r\n]*UNB|UNB\+UNO[A-Z]:")


def sniff(head: bytes, name: str) -> int:
    """Return 96 for UNA, UNB or UNH at the start, 70 for a message without them or with something before them."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", errors="replace").encode()
    if _START.match(head):
        return 96
    if _BARE.match(head):
        return 70
    if head.lstrip()[:1] in {b"<", b"{", b"%"} or head[:2] == b"PK":
        return 0
    return 70 if name.lower().endswith(SUFFIXES) and _LATER.search(head) else 0


def read(item: Item) -> Reading:
    """Return the tables of all messages of the file. Raises Unreadable when there is no EDIFACT segment at all."""
    text = letters.read(item.data())
    before, stretches = marks.stretches(text.text)
    if not stretches:
        raise _no_edifact(item.name)
    messages = Messages()
    messages.findings += text.findings
    if before.strip():
        messages.reject(before, 1, "before")
    inside: list[Inside] = []
    for stretch in stretches:
        body, objects = marks.objects(stretch.text, stretch.seps)
        inside += [Inside(name, _bytes(content, text.encoding)) for name, content in marks.names(objects)]
        messages.stretch(stretch._replace(text=body))
    messages.end()
    if not messages.book.rows:
        raise _no_edifact(item.name)
    out = len(messages.book.rows.get("segments", ()))
    counts = Counts(out + messages.rejected, out, messages.rejected)
    return Reading(
        NAME, tables=messages.book.tables(), findings=messages.told(), counts=counts, inside=tuple(inside),
        checks=messages.tally.checks(),
    )  # fmt: skip


def _bytes(content: str, encoding: str) -> bytes:
    """Return an embedded object's bytes; objects are often written as base64, some twice over."""
    data = content.encode(encoding, "replace")
    for _ in range(2):
        try:
            plain = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            return data
        data = plain or data
    return data


def _no_edifact(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name}: kein EDIFACT-Segment gefunden.", f"{name}: no EDIFACT segment found."),
        hint=Words(
            "Eine EDIFACT-Datei beginnt mit UNA oder UNB. Die Datei beim Absender neu anfordern.",
            "An EDIFACT file begins with UNA or UNB. Ask the sender for the file again.",
        ),
    )
