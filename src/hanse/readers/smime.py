"""Signed and encrypted envelopes (.p7m): what was signed is read, without verifying it; encrypted ones are told."""

import re
from collections.abc import Iterator

from hanse.errors import Unreadable
from hanse.readers import _cms, gather
from hanse.readers.item import Item
from hanse.records import Finding, Inside, Reading
from hanse.words import Words

NAME = "smime"
SUFFIXES = (".p7m", ".p7s")
TITLE = Words("Signierte oder verschlüsselte Datei (S/MIME)", "Signed or encrypted file (S/MIME)")
HELP = Words(
    "smime.p7m und andere signierte Dateien (.p7m): der signierte Inhalt wird gelesen, die Signatur nicht geprüft."
    " Nicht gelesen: Verschlüsseltes.",
    "smime.p7m and other signed files (.p7m): the signed content is read, the signature is not verified. Not read:"
    " encrypted content.",
)
SPEC = "https://www.rfc-editor.org/rfc/rfc8551"

_MIME = re.compile(rb"(?:\s*)(?:content-[a-z-]+|mime-version):", re.IGNORECASE)
_STARTS = (b"\x30", b"-----BEGIN PKCS7-----", b"-----BEGIN CMS-----", b"MI")


def sniff(head: bytes, name: str) -> int:
    """Return 90 for an envelope with the suffix (or a mail's part in one), 60 for one without it."""
    known = any(oid in head[:64] for oid in _cms.MARKS) or head.startswith(_STARTS[1:3])
    if name.lower().endswith(SUFFIXES):
        return 90 if known or _MIME.match(head) or head.startswith(_STARTS) else 30
    return 60 if known else 0


def read(item: Item) -> Reading:
    """Return what was signed as a thing inside. Raises Unreadable when this is no envelope."""
    return gather(NAME, _parts(item))


def _parts(item: Item) -> Iterator[Inside | Finding]:
    data = item.data()
    if _MIME.match(data):  # Outlook keeps a mail with a clear signature whole in its smime.p7m
        yield Inside(f"{_inner_name(item.name)}.eml", data)
        return
    found = _cms.envelope(data)
    if found is None:
        raise _no_envelope(item.name)
    if found.kind == "signed":
        mail = ".eml" if _MIME.match(found.content) else ""
        yield Inside(f"{_inner_name(item.name)}{mail}", found.content)
        yield _not_verified()
    else:
        yield _detached() if found.kind == "detached" else _closed(item.name, found.kind)


def _inner_name(name: str) -> str:
    plain = name.rsplit("/", 1)[-1]
    return plain[:-4] if plain.lower().endswith(SUFFIXES) and len(plain) > 4 else plain


def _not_verified() -> Finding:
    words = Words(
        "Der signierte Inhalt wurde gelesen, die Signatur nicht geprüft. Kommt es auf sie an, die Datei im Mailprogramm"
        " öffnen.",
        "The signed content was read, the signature was not verified. If it matters, open the file in the mail"
        " program.",
    )
    return Finding("smime.unverified", "info", words)


def _detached() -> Finding:
    words = Words(
        "Die Datei enthält nur die Signatur einer anderen Datei. Nichts zu tun.",
        "The file holds only the signature of another file. Nothing to do.",
    )
    return Finding("smime.detached", "info", words)


def _closed(name: str, kind: str) -> Finding:
    de, en = ("gepackt", "packed") if kind == "compressed" else ("verschlüsselt", "encrypted")
    words = Words(
        f"{name} ist {de} und wurde nicht gelesen. Die Mail im Mailprogramm öffnen und unverschlüsselt speichern.",
        f"{name} is {en} and was not read. Open the mail in the mail program and save it unencrypted.",
    )
    return Finding("smime.sealed", "error", words)


def _no_envelope(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} ist keine lesbare S/MIME-Datei.", f"{name} is no readable S/MIME file."),
        hint=Words(
            "Die Mail im Mailprogramm öffnen und als .eml speichern.",
            "Open the mail in the program and save it as .eml.",
        ),
    )
