"""winmail.dat (TNEF), in which Outlook wraps the text and the attachments of a mail."""

from hanse.errors import Unreadable
from hanse.readers.item import Item
from hanse.readers.tnef.letter import reading
from hanse.readers.tnef.stream import SIGNATURE
from hanse.records import Reading
from hanse.words import Words

NAME = "tnef"
SUFFIXES = (".tnef", ".dat")
TITLE = Words("winmail.dat (Outlook)", "winmail.dat (Outlook)")
HELP = Words(
    "Was Outlook in winmail.dat verpackt hat, allein oder als Anhang einer Mail: der Text (auch nur RTF) und die"
    " Anhänge. Nicht gelesen: eingebettete OLE-Objekte; Termine und Kontakte nur als Text.",
    "What Outlook has wrapped into winmail.dat, alone or attached to a mail: the text (RTF alone, too) and the"
    " attachments. Not read: embedded OLE objects; appointments and contacts as text only.",
)
SPEC = "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxtnef/"


def sniff(head: bytes, name: str) -> int:
    """Return 95 for the signature, 20 for the name alone."""
    if head.startswith(SIGNATURE):
        return 95
    return 20 if name.lower().endswith((".tnef", "winmail.dat")) else 0


def read(item: Item) -> Reading:
    """Return the text and the files. Raises Unreadable when there is nothing of either."""
    data = item.data()
    if not data.startswith(SIGNATURE):
        raise _no_tnef(item.name)
    return reading(NAME, data)


def _no_tnef(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} ist kein winmail.dat von Outlook.", f"{name} is no winmail.dat of Outlook."),
        hint=Words(
            "Den Absender bitten, die Mail als HTML oder Nur-Text zu senden.",
            "Ask the sender to send the mail as HTML or plain text.",
        ),
    )
