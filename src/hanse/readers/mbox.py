"""A mailbox in one file (mbox: Thunderbird, Google Takeout, Apple Mail). Yields its mails; doesn't read them."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from hanse.errors import Unreadable
from hanse.readers import gather
from hanse.readers.item import Item
from hanse.records import Finding, Inside, Reading
from hanse.words import Words

NAME = "mbox"
SUFFIXES = (".mbox", ".mbx")
TITLE = Words("Postfach (mbox)", "Mailbox (mbox)")
HELP = Words(
    "Postfächer von Thunderbird, Apple Mail oder Google Takeout: jede Mail wird einzeln gelesen, gelöschte nicht.",
    "Mailboxes of Thunderbird, Apple Mail or Google Takeout: each mail is read on its own, deleted ones are not.",
)
SPEC = "https://www.rfc-editor.org/rfc/rfc4155"

ROOM = 500 << 20
_BEGIN = re.compile(
    rb"From (?:- |\S+ +|)\w{3},? +\w{3} +\d{1,2} +\d{1,2}:\d\d(?::\d\d)? .*\d{4}|From -? *\r?\n|From \S+@"
)
_HEADER = re.compile(rb"[!-9;-~]+:")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_EXPUNGED = re.compile(rb"^X-Mozilla-Status: [0-9a-f]{3}[89a-f]\r?$", re.MULTILINE | re.IGNORECASE)  # bit 0x0008
_LINE = 1 << 20


def sniff(head: bytes, name: str) -> int:
    """Return 85 for a "From " line with a header below it, less without the suffix or for a mail's suffix."""
    first, _, rest = head.partition(b"\n")
    begins = bool(_BEGIN.match(first + b"\n") and _HEADER.match(rest))
    if name.lower().endswith(SUFFIXES):
        return 85 if begins else 20
    return 70 if begins and not name.lower().endswith((".eml", ".emlx")) else 0


def read(item: Item) -> Reading:
    """Return all mails, up to 500 MB of them. Raises Unreadable when there is none."""
    return gather(NAME, members(item, room=ROOM))


def members(item: Item, *, room: int) -> Iterator[Inside | Finding]:
    """Yield each mail as "17.eml", numbered from 1 with the deleted ones counted; at most room bytes in all."""
    number = expunged = 0
    with item.open() as stream:
        for mail in _mails(stream, room):
            number += 1
            room -= len(mail)
            if room < 0:
                yield _too_big(number)
                return
            if _EXPUNGED.search(mail[:4096]):
                expunged += 1
                continue
            yield Inside(f"{number}.eml", _ESCAPED.sub(rb"\1", mail))
    if expunged:
        yield _expunged(expunged)
    if not number:
        raise _no_mailbox(item.name)


def _mails(stream: BinaryIO, room: int) -> Iterator[bytes]:
    """Yield the bytes between "From " lines. One that is longer than room is cut off there, and is the last."""
    gathered: list[bytes] | None = None
    size = 0
    line = stream.readline(_LINE)
    while line:
        after = stream.readline(_LINE)
        if _BEGIN.match(line) and _HEADER.match(after):
            if gathered is not None:
                yield b"".join(gathered)
            gathered, size = [], 0
        elif gathered is not None:
            gathered.append(line)
            size += len(line)
            if size > room:
                break
        line = after
    if gathered is not None:
        yield b"".join(gathered)


def _too_big(number: int) -> Finding:
    words = Words(
        f"Ab Mail {number} wurde aufgehört: das Postfach ist größer, als in einem Zug gelesen werden darf. In"
        " hanse.toml read_expansion_mb erhöhen oder das Postfach teilen.",
        f"Stopped at mail {number}: the mailbox is larger than may be read in one go. Raise read_expansion_mb in"
        " hanse.toml or split the mailbox.",
    )
    return Finding("mbox.big", "error", words)


def _expunged(count: int) -> Finding:
    words = Words(
        f"Gelöschte Mails, die noch in der Datei stehen, wurden übergangen: {count}. Nichts zu tun.",
        f"Deleted mails that still stand in the file were passed over: {count}. Nothing to do.",
    )
    return Finding("mbox.deleted", "info", words)


def _no_mailbox(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name}: kein Postfach im Format mbox.", f"{name}: no mailbox in the format mbox."),
        hint=Words("Die Mails im Mailprogramm als .eml exportieren.", "Export the mails as .eml in the mail program."),
    )
