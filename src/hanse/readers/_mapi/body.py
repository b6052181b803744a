"""Which of a message's bodies is shown, as blocks. Knows nothing of files."""

import re
from typing import NamedTuple

import msgspec

from hanse.readers._mail.letters import charset_text
from hanse.readers._mail.texts import html_blocks, plain_blocks
from hanse.readers._mapi import compressed, rtf
from hanse.readers._mapi.properties import BINARY, Properties
from hanse.records import Block, Finding, Place
from hanse.words import Words

_PLAIN, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_META = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)


class Body(NamedTuple):
    """The text of a message with what must be told of it."""

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()


def body(properties: Properties) -> Body:
    """Return the plain text where it says anything; else the HTML; else what the RTF shows."""
    if (text := properties.text(_PLAIN)).strip():
        return Body(plain_blocks(text, flowed=False))
    if (markup := _markup(properties)).strip():
        return Body(html_blocks(markup))
    packed = properties.data(_RTF)
    return rtf_body(*compressed.rtf(packed)) if packed else Body()


def rtf_body(data: bytes, whole: bool = True) -> Body:  # noqa: FBT001, FBT002 - as compressed.rtf returns them
    """Return what an RTF body shows; its places are in the text that it shows."""
    found = rtf.shown(data)
    blocks = html_blocks(found.text) if found.html else plain_blocks(found.text, flowed=False)
    return Body(tuple(map(_in_rtf, blocks)), () if whole else (_broken(),))


def _markup(properties: Properties) -> str:
    if properties.kind(_HTML) != BINARY:
        return properties.text(_HTML)
    data = properties.data(_HTML)
    stated = _META.search(data[:4096])
    return charset_text(data, stated[1].decode() if stated else properties.internet_codepage())[0]


def _in_rtf(block: Block) -> Block:
    return msgspec.structs.replace(block, place=msgspec.structs.replace(block.place, part="text/rtf"))


def _broken() -> Finding:
    words = Words(
        "Der Text der Nachricht (RTF) ist beschädigt; sein Ende kann fehlen. Die Mail in Outlook ansehen.",
        "The text of the message (RTF) is damaged; its end may be missing. Look at the mail in Outlook.",
    )
    return Finding("mail.rtf", "warning", words, Place(part="text/rtf"))
