"""The files that an e-invoice carries inside it (BT-125), decoded so that they can be read as files of their own."""

import base64
import binascii
import mimetypes

from hanse.readers._invoice import Group, Value, path_of
from hanse.records import Finding, Inside, Place
from hanse.words import Words

MAX_BYTES = 100_000_000


def attached(invoice: Group) -> tuple[list[Inside], list[Finding]]:
    """Return the files inside and a finding for each one that couldn't be decoded."""
    inside: list[Inside] = []
    findings: list[Finding] = []
    for group in invoice.groups.get("BG-24", ()):
        for value in group.all("BT-125"):
            data = _decoded(value)
            if data:
                inside.append(Inside(_name(value, group), data))
            else:
                findings.append(_lost(_name(value, group), path_of(value.element)))
    return inside, findings


def _decoded(value: Value) -> bytes:
    text = "".join((value.element.text or "").split())
    if len(text) > MAX_BYTES * 4 // 3:
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _name(value: Value, group: Group) -> str:
    """Return the file's name; where the invoice gives none, its identifier with the ending of its type."""
    said = value.extras.get("BT-125-2", "").replace("\\", "/").rsplit("/", 1)[-1]
    if said:
        return said[:200]
    ending = mimetypes.guess_extension(value.extras.get("BT-125-1", "")) or ""
    return f"{(group.text('BT-122') or 'anlage').replace('/', '-')[:100]}{ending}"


def _lost(name: str, path: str) -> Finding:
    return Finding(
        "einvoice.attachment",
        "warning",
        Words(
            f"Die beigefügte Datei {name} ist beschädigt und konnte nicht gelesen werden. Bitte neu anfordern.",
            f"The attached file {name} is damaged and could not be read. Please ask for it again.",
        ),
        Place(part=path),
    )
