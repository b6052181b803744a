"""One message, saved from Outlook (.msg): header, text, attachments. A message inside it is read like one outside."""

from hanse.errors import Unreadable
from hanse.readers.item import Item
from hanse.readers.msg.cfb import MAGIC, Compound
from hanse.readers.msg.letter import reading
from hanse.records import Reading
from hanse.words import Words

NAME = "msg"
SUFFIXES = (".msg", ".oft")
TITLE = Words("Outlook-Nachricht", "Outlook message")
HELP = Words(
    "Aus Outlook gespeicherte Nachrichten (.msg) mit Empfängern, Text (auch nur RTF oder HTML), Anhängen und"
    " angehängten Nachrichten; jede Mail ist auch eine Zeile der Tabelle „Mails“, jeder Kontakt eine der Tabelle"
    " „Kontakte“, jeder Termin und jede Aufgabe eine wie bei Kalendern. Nicht gelesen: eingebettete OLE-Objekte,"
    " Verschlüsseltes.",
    "Messages saved from Outlook (.msg) with recipients, text (RTF or HTML alone, too), attachments and attached"
    ' messages; each mail is a row of the table "Mails" too, each contact one of the table "Kontakte", each'
    " appointment and task one as of calendars. Not read: embedded OLE objects, encrypted content.",
)
SPEC = "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxmsg/"
_PARTS = tuple(name.encode("utf-16-le") for name in ("__properties_version1.0", "__substg1.0_", "__nameid_version1.0"))


def sniff(head: bytes, name: str) -> int:
    """Return 97 for a compound file with Outlook's parts, 96 for one with the suffix alone, 20 for the suffix."""
    named = name.lower().endswith(SUFFIXES)
    if not head.startswith(MAGIC):
        return 20 if named else 0
    return 97 if any(part in head for part in _PARTS) else 96 * named


def read(item: Item) -> Reading:
    """Return the message as one document and one row. Raises Unreadable when it is no message of Outlook."""
    try:
        file = Compound(item.data())
    except (ValueError, IndexError) as error:
        raise _no_message(item.name) from error
    if "__properties_version1.0" not in file.root():
        raise _no_message(item.name)
    return reading(NAME, file)


def _no_message(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} ist keine Outlook-Nachricht.", f"{name} is no Outlook message."),
        hint=Words(
            "Die Nachricht in Outlook noch einmal speichern (Datei, Speichern unter, Outlook-Nachrichtenformat).",
            "Save the message in Outlook once more (File, Save as, Outlook message format).",
        ),
    )
