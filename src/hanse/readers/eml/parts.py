"""The parts of a mail: which are its text, which are attachments. Knows nothing of what stands in them."""

import binascii
import email
from email.message import Message
from typing import Literal, NamedTuple

from hanse.readers import _cms
from hanse.readers.eml.headers import decoded, field
from hanse.records import Inside

_SUFFIXES = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/tiff": "tif",
    "text/html": "html",
    "text/plain": "txt",
    "text/enriched": "txt",
    "text/richtext": "txt",
    "text/csv": "csv",
    "text/calendar": "ics",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "text/xml": "xml",
    "application/xml": "xml",
    "application/zip": "zip",
    "application/msword": "doc",
    "application/pkcs7-mime": "p7m",
    "message/rfc822": "eml",
}
_READABLE = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
ENVELOPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
ORNAMENT = 15_000  # pictures inside the text up to so many bytes are logos and lines, not content


class Leaf(NamedTuple):
    """A part that has no parts. number: from 1 in the order of the mail.

    role: "text" of the mail itself, "other" form of a text that is shown already, or "file". related: it belongs to
    the layout of a text, as a picture does.
    """

    number: int
    message: Message
    role: Literal["text", "other", "file"]
    related: bool


def leaves(message: Message) -> list[Leaf]:
    """Return all leaf parts. Of alternatives the plain text is shown; the HTML only where there is no plain text."""
    found: list[Leaf] = []
    waiting: list[tuple[Message, bool, bool]] = [(message, True, False)]
    while waiting:
        part, shown, related = waiting.pop()
        children = _children(part)
        if children is None:
            first = not any(leaf.role == "text" for leaf in found)
            found.append(Leaf(len(found) + 1, part, _role(part, shown=shown, first=first), related))
            continue
        kind = part.get_content_subtype()
        shows = _alternatives(children) if kind == "alternative" else [True] * len(children)
        inner = [(child, shown and show, kind == "related") for child, show in zip(children, shows, strict=True)]
        waiting.extend(reversed(inner))
    return found


def payload(part: Message) -> bytes:
    """Return the decoded bytes of a leaf; a mail inside a mail as it would be saved."""
    if part.get_content_maintype() == "message" and part.is_multipart():
        return _mail_bytes(part)
    try:
        body = part.get_payload(decode=True)
    except (ValueError, binascii.Error, LookupError):
        body = _as_it_stands(part)
    return body if isinstance(body, bytes) else b""


def _as_it_stands(part: Message) -> bytes:
    """Return the letters of a leaf whose encoding is broken; none when its charset is broken, too."""
    try:
        return str(part.get_payload()).encode("utf-8", "surrogateescape")
    except (ValueError, LookupError, TypeError):
        return b""


def attachments(found: list[Leaf]) -> tuple[tuple[Inside, ...], int]:
    """Return what hangs on the mail as "2:rechnung.pdf", and how many ornaments were passed over.

    Without signatures, which say nothing, and empty parts.
    """
    inside: list[Inside] = []
    ornaments = 0
    for leaf in found:
        if leaf.role != "file" or leaf.message.get_content_type() in _SIGNATURES:
            continue
        data = payload(leaf.message)
        if _is_ornament(leaf, len(data)):
            ornaments += 1
        elif data:
            inside.append(Inside(f"{leaf.number}:{file_name(leaf.message)}", data))
    return tuple(inside), ornaments


def _is_ornament(leaf: Leaf, size: int) -> bool:
    """Tell whether this is a small picture that the text shows, such as a logo in a signature."""
    part = leaf.message
    disposition = part.get_content_disposition()
    within = disposition != "attachment" and (leaf.related or disposition == "inline")
    return within and part.get_content_maintype() == "image" and size <= ORNAMENT


def file_name(part: Message) -> str:
    """Return the part's file name; one made of its type where it has none; never a path."""
    name = _stated_name(part)
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "").strip()
    if plain:
        return plain
    if part.get_content_type() == "message/rfc822":
        subject = field(_inner(part), "subject").replace("/", "_")[:80]
        return f"{subject or 'nachricht'}.eml"
    return f"teil.{_SUFFIXES.get(part.get_content_type(), 'bin')}"


def _stated_name(part: Message) -> str:
    try:
        return decoded(part.get_filename() or "")
    except (ValueError, LookupError, TypeError, IndexError):  # RFC 2231 pieces that don't fit together
        return ""


def _children(part: Message) -> list[Message] | None:
    if part.get_content_type() in ENVELOPES:
        return _signed(part)
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        return None  # the text of a leaf isn't asked for: the parser stumbles over a charset of broken letters
    body = part.get_payload()
    return [child for child in body if isinstance(child, Message)]


def _signed(part: Message) -> list[Message] | None:
    """Return what lies in an envelope that is only signed, as one part. The signature is not verified."""
    found = _cms.envelope(payload(part))
    if found is None or not found.content:
        return None
    try:
        return [email.message_from_bytes(found.content, policy=part.policy)]
    except RecursionError:
        return None


def _role(part: Message, *, shown: bool, first: bool) -> Literal["text", "other", "file"]:
    """Say what a leaf is. A text with a file name is a file, but for an inline one that is the mail's only text."""
    disposition = part.get_content_disposition()
    if part.get_content_type() not in _READABLE or disposition == "attachment":
        return "file"
    if not shown:
        return "other"
    if _stated_name(part) and not (disposition == "inline" and first):
        return "file"
    return "text" if part.get_content_type() in {"text/plain", "text/html"} else "file"


def _alternatives(children: list[Message]) -> list[bool]:
    """Say which of the alternatives to show: the plain text if it says anything, else all that hold HTML."""
    plain = [child.get_content_type() == "text/plain" and bool(payload(child).strip()) for child in children]
    if any(plain):
        return plain
    return [child.get_content_type() != "text/plain" for child in children]


def _inner(part: Message) -> Message:
    body = part.get_payload()
    inner = body[0] if isinstance(body, list) and body else Message()
    return inner if isinstance(inner, Message) else Message()


def _mail_bytes(part: Message) -> bytes:
    """Return the mail inside. Some programs wrap it in base64, which the standard forbids."""
    try:
        raw = _inner(part).as_bytes()
    except (ValueError, LookupError, KeyError, TypeError):
        return b""
    if str(part.get("content-transfer-encoding", "")).strip().lower() != "base64":
        return raw
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        return raw
