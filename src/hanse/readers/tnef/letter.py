"""A winmail.dat as one reading: what the mail's text is, and the files in it."""

import struct
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from hanse.readers._mail.letter import Head, document
from hanse.readers._mail.texts import plain_blocks
from hanse.readers._mapi.body import Body, body
from hanse.readers._mapi.properties import OBJECT, Properties, Value, codepage_name
from hanse.readers.tnef import findings as say
from hanse.readers.tnef.stream import SIGNATURE, Attribute, Broken, attributes, properties, rows
from hanse.records import Counts, Finding, Inside, Reading

# Attributes (MS-OXTNEF 2.1.3) by the lower half of their identifier.
_SUBJECT, _SENT, _BODY, _FROM = 0x8004, 0x8005, 0x800C, 0x8000
_MAPI, _RECIPIENTS, _CODEPAGE = 0x9003, 0x9004, 0x9007
_NEW_FILE, _FILE_DATA, _FILE_TITLE, _FILE_MAPI = 0x9002, 0x800F, 0x8010, 0x9005
_NAMES, _DATA, _ROLE = (0x3707, 0x3704, 0x3001), 0x3701, 0x0C15
_PERSON, _MAIL = 0x3001, (0x39FE, 0x3003)
_INTERFACE: Final = 16  # bytes before a message inside: the number of IMessage


class _Stream:
    """What the attributes say, gathered in their order."""

    def __init__(self, data: bytes) -> None:
        self.message: dict[int, bytes] = {}
        self.files: list[dict[int, bytes]] = []
        self.findings: list[Finding] = []
        self.count = 0
        try:
            for attribute in attributes(data):
                self._take(attribute)
        except Broken as broken:
            self.findings.append(say.cut(broken.at, len(data)))

    def _take(self, attribute: Attribute) -> None:
        self.count += 1
        if not attribute.true:
            self.findings.append(say.checksum(attribute.at))
        if attribute.level == 1:
            self.message.setdefault(attribute.name, attribute.data)
            return
        if attribute.name == _NEW_FILE or not self.files:
            self.files.append({})
        self.files[-1].setdefault(attribute.name, attribute.data)


def reading(reader: str, data: bytes) -> Reading:
    """Return the text as a document and the files as things inside.

    There is no row of the table "Mails": the mail that this came with has one already.
    """
    stream = _Stream(data)
    codepage = _codepage(stream.message.get(_CODEPAGE, b""))
    message = Properties(properties(stream.message.get(_MAPI, b"")), codepage)
    inside = tuple(_files(stream, codepage))
    text = _body(message, stream.message.get(_BODY, b""), codepage)
    names = ", ".join(part.name.partition(":")[2] for part in inside)
    told = document(_head(stream.message, message, codepage), names, text.blocks)
    documents = (told,) if told.blocks else ()
    rejected = sum(finding.severity == "error" for finding in stream.findings)
    blocks = len(told.blocks)
    counts = Counts(blocks + rejected, blocks, rejected)
    return Reading(reader, documents, (), (*stream.findings, *text.findings), counts, inside)


def _codepage(data: bytes) -> str:
    return codepage_name(struct.unpack_from("<I", data)[0]) if len(data) >= 4 else ""


def _text8(data: bytes, codepage: str) -> str:
    return Properties({0: Value(0x001E, data)}, codepage).text(0)


def _body(message: Properties, plain: bytes, codepage: str) -> Body:
    found = body(message)
    if found.blocks or not plain:
        return found
    return Body(plain_blocks(_text8(plain, codepage), flowed=False), found.findings)


def _head(attributes_: dict[int, bytes], message: Properties, codepage: str) -> Head:
    subject = message.text(0x0037, 0x0E1D) or _text8(attributes_.get(_SUBJECT, b""), codepage)
    people: dict[int, list[str]] = {}
    for row in rows(attributes_.get(_RECIPIENTS, b"")):
        person = Properties(row, codepage)
        people.setdefault(person.number(_ROLE) or 1, []).append(_shown(person.text(_PERSON), person.text(*_MAIL)))
    to, cc = (", ".join(filter(None, people.get(role, ()))) for role in (1, 2))
    sender = _shown(message.text(0x0042, 0x0C1A), message.text(0x5D02, 0x5D01, 0x0065, 0x0C1F))
    sender = sender or _triple(attributes_.get(_FROM, b""), codepage)
    return Head(" ".join(subject.split()), sender, to, cc, _moment(attributes_.get(_SENT, b"")))


def _shown(name: str, mail: str) -> str:
    return f"{name} <{mail}>" if name and "@" in mail and name != mail else name or (mail if "@" in mail else "")


def _triple(data: bytes, codepage: str) -> str:
    """Return the sender of a TRP structure (MS-OXTNEF 2.1.3.3): lengths, a name, "SMTP:address"."""
    if len(data) < 8:
        return ""
    name_size, mail_size = struct.unpack_from("<4xHH", data)
    name = _text8(data[8 : 8 + name_size], codepage)
    mail = _text8(data[8 + name_size : 8 + name_size + mail_size], codepage).partition(":")[2]
    return _shown(name, mail)


def _moment(data: bytes) -> datetime | None:
    """Return a DTR structure (year, month, day, hour, minute, second), which is local time."""
    try:
        return datetime(*struct.unpack_from("<6H", data))  # noqa: DTZ001 - the sender's local time
    except (struct.error, ValueError):
        return None


def _files(stream: _Stream, codepage: str) -> Iterator[Inside]:
    for number, file in enumerate(stream.files, 1):
        about = Properties(properties(file.get(_FILE_MAPI, b"")), codepage)
        name = about.text(*_NAMES) or _text8(file.get(_FILE_TITLE, b""), codepage)
        name = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "").strip()
        data = file.get(_FILE_DATA, b"") or about.data(_DATA)
        inner = about.data(_DATA)
        if about.kind(_DATA) == OBJECT and inner[_INTERFACE:].startswith(SIGNATURE):
            yield Inside(f"{number}:{name or 'nachricht'}.tnef", inner[_INTERFACE:])
        elif about.kind(_DATA) == OBJECT or not data:
            stream.findings.append(say.not_taken(name))
        else:
            yield Inside(f"{number}:{name or 'teil.bin'}", data)
