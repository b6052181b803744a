"""What every mail becomes, whatever file it came in: a header as a block, and a row of the table "Mails"."""

from datetime import datetime
from typing import NamedTuple

from hanse.records import Block, Cell, Column, Document, Place, Table

HEADER = Place(part="header")
COLUMNS = (
    Column("Datum", "Datum", "datetime", role="date"),
    Column("Von", "Von", "text", role="party"),
    Column("An", "An", "text", role="party"),
    Column("Betreff", "Betreff", "text", role="text"),
    Column("Anhänge", "Anhänge", "text", role="text"),
)


class Head(NamedTuple):
    """The header of a mail as people read it. date: the sender's local time; told: the date's words without one."""

    subject: str = ""
    sender: str = ""
    to: str = ""
    cc: str = ""
    date: datetime | None = None
    told: str = ""


def row(head: Head, attachments: str) -> Table:
    """Return the mail as one row of the table that all mails share."""
    texts = (head.sender, head.to, head.subject, attachments)
    cells: tuple[Cell, ...] = (head.date, *(text or None for text in texts))
    return Table("Mails", "Mails", COLUMNS, (cells,), (HEADER,), kind="mail.index")


def document(head: Head, attachments: str, body: tuple[Block, ...]) -> Document:
    """Return the header and the text of a mail as a document."""
    day = f"{head.date:%d.%m.%Y %H:%M}" if head.date else head.told
    pairs = (
        *(("Von", head.sender), ("An", head.to), ("Kopie", head.cc), ("Datum", day)),
        *(("Betreff", head.subject), ("Anhänge", attachments)),
    )
    lines = [f"{name}: {text}" for name, text in pairs if text]
    header = (Block("\n".join(lines), HEADER),) if lines else ()
    return Document(head.subject or "(ohne Betreff)", header + body)
