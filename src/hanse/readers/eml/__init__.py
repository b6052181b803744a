"""One e-mail (.eml, .emlx, .mht): header, text, quoted history; attachments are things inside."""

import re

from hanse.readers.eml.letter import reading
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.words import Words

NAME = "eml"
SUFFIXES = (".eml", ".emlx", ".mht", ".mhtml")
TITLE = Words("E-Mail", "E-mail")
HELP = Words(
    "Gespeicherte E-Mails mit Anhängen. Jede Mail wird auch eine Zeile der Tabelle „Mails“ (Datum, Von, An, Betreff,"
    " Anhänge); das Datum ist die Ortszeit des Absenders.",
    'Saved e-mails with attachments. Each mail is a row of the table "Mails" (date, from, to, subject, attachments)'
    " too; the date is the sender's local time.",
)
SPEC = "https://www.rfc-editor.org/rfc/rfc5322"

_KNOWN = re.compile(
    rb"^(from|to|cc|subject|date|received|mime-version|message-id|return-path|content-type|x-[\w-]+|delivered-to"
    rb"|reply-to|sender|references|in-reply-to|thread-\w+|importance|dkim-signature|arc-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST = re.compile(rb"^(\d+ *\r?\n)?(From [^\n]*\n)?[!-9;-~]+:")  # .emlx: a byte count; one kept mail: a "From " line


def sniff(head: bytes, name: str) -> int:
    """Return 90 for mail headers with the suffix, 60 for three of them without it, 30 for the suffix alone."""
    named = name.lower().endswith(SUFFIXES)
    headers = len({found.lower() for found in _KNOWN.findall(head)}) if _FIRST.match(head) else 0
    if named:
        return 90 if headers else 30
    return 60 if headers >= 3 and not head.startswith(b"From ") else 0


def read(item: Item) -> Reading:
    """Return the document, the row for the table "Mails", and attachments as inside "2:rechnung.pdf"."""
    return reading(NAME, item)
