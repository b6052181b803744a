"""A mail as one reading: document, row, attachments, findings."""

import email
import re
from collections.abc import Iterator
from email.message import Message
from email.policy import Compat32

from hanse.errors import Unreadable
from hanse.readers._mail.letter import Head, document, row
from hanse.readers._mail.letters import charset_text
from hanse.readers._mail.texts import html_blocks, plain_blocks
from hanse.readers.eml import findings as say
from hanse.readers.eml.headers import decoded, field, moment, people, raw_field
from hanse.readers.eml.parts import ENVELOPES, Leaf, attachments, file_name, leaves, payload
from hanse.readers.item import Item
from hanse.records import Block, Counts, Finding, Inside, Reading
from hanse.words import Words

_COUNTED = re.compile(rb"^(\d{1,12}) *\r?\n(?=[!-9;-~]+:)")  # Apple's .emlx: a byte count, the mail, a property list


class _Raw(Compat32):
    """Leaves bytes beyond ASCII in headers as they are; the library would put question marks for them."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 - the signature is the library's
        return value


def reading(reader: str, item: Item) -> Reading:
    """Return the reading of one mail. Raises Unreadable when there is no header field at all."""
    message = _parsed(item)
    found = leaves(message)
    inside, ornaments = attachments(found)
    blocks, told = _body(found)
    head, names = _head(message), _names(inside)
    told_document = document(head, names, tuple(blocks))
    findings = (*_header_findings(message), *told, *_part_findings(message, found), *say.ornaments(ornaments))
    counts = Counts(len(told_document.blocks), len(told_document.blocks))
    return Reading(reader, (told_document,), (row(head, names),), findings, counts, inside)


def _parsed(item: Item) -> Message:
    data = item.data()
    if counted := _COUNTED.match(data[:64]):
        data = data[counted.end() : counted.end() + int(counted[1])]
    try:
        message = email.message_from_bytes(data.lstrip(b"\r\n"), policy=_Raw())
    except RecursionError as error:
        raise _nested(item.name) from error
    if not message.keys():
        raise _no_mail(item.name)
    return message


def _head(message: Message) -> Head:
    people_of = {name: people(message, name) for name in ("from", "to", "cc")}
    date = moment(raw_field(message, "date"))
    told = field(message, "date")
    return Head(field(message, "subject"), people_of["from"], people_of["to"], people_of["cc"], date, told)


def _names(inside: tuple[Inside, ...]) -> str:
    return ", ".join(part.name.partition(":")[2] for part in inside)


def _body(found: list[Leaf]) -> tuple[list[Block], list[Finding]]:
    blocks: list[Block] = []
    findings: list[Finding] = []
    for leaf in found:
        if leaf.role != "text":
            continue
        charset = decoded(_parameter(leaf.message, "charset"))
        text, true = charset_text(payload(leaf.message), charset)
        if not true:
            findings.append(say.charset(charset))
        blocks.extend(_text_blocks(leaf.message, text))
    return blocks, findings


def _text_blocks(part: Message, text: str) -> tuple[Block, ...]:
    if part.get_content_subtype() == "html":
        return html_blocks(text)
    return plain_blocks(text, flowed=_parameter(part, "format").lower() == "flowed")


def _parameter(part: Message, name: str) -> str:
    """Return a parameter of the content type; of one in three pieces (RFC 2231) the value."""
    value = part.get_param(name) or ""
    return str(value[2] if isinstance(value, tuple) else value)


def _header_findings(message: Message) -> Iterator[Finding]:
    date = raw_field(message, "date")
    if not date:
        yield say.no_date()
    elif moment(date) is None:
        yield say.bad_date(decoded(date))


def _part_findings(message: Message, found: list[Leaf]) -> Iterator[Finding]:
    kinds = {leaf.message.get_content_type() for leaf in found}
    for leaf in found:
        if leaf.message.get_content_type() in say.TNEF or file_name(leaf.message).lower() == "winmail.dat":
            yield say.winmail()
    if kinds & {*ENVELOPES, "multipart/encrypted"}:
        yield say.sealed()
    elif any(part.get_content_type() in ENVELOPES for part in message.walk()):
        yield say.signed()
    if defects := sorted({type(defect).__name__ for part in message.walk() for defect in part.defects}):
        yield say.defects(defects)


def _no_mail(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} hat keinen Mail-Kopf.", f"{name} has no mail header."),
        hint=Words(
            "Die Mail im Mailprogramm noch einmal als .eml speichern.",
            "Save the mail as .eml once more in the program.",
        ),
    )


def _nested(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} ist zu tief verschachtelt.", f"{name} is nested too deeply."),
        hint=Words("Die Anhänge einzeln speichern und einlesen.", "Save the attachments one by one and learn those."),
    )
