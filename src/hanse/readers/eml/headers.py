"""Header fields of a mail as people read them. Knows nothing of bodies."""

import binascii
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from itertools import groupby

from hanse.readers._mail.letters import charset_text
from hanse.readers.cells import decode

_WORD = re.compile(r"=\?([^?*\s]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_BETWEEN = re.compile(r"(=\?[^?\s]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?\s]+\?[bq]\?)", re.IGNORECASE)
_ZONES = re.compile(r"\b(MEZ|MESZ|CET|CEST|WET)\b")
_OFFSETS = {"MEZ": "+0100", "MESZ": "+0200", "CET": "+0100", "CEST": "+0200", "WET": "+0000"}


def raw_field(message: Message, name: str) -> str:
    """Return the first field of this name unfolded but still encoded, bytes beyond ASCII as surrogates."""
    return next((_unfolded(value) for key, value in message.raw_items() if key.lower() == name), "")


def field(message: Message, name: str) -> str:
    """Return the first field of this name as text."""
    return decoded(raw_field(message, name))


def people(message: Message, name: str) -> str:
    """Return the addresses of all fields of this name as "Name <address>, ..."."""
    raws = [_unfolded(value) for key, value in message.raw_items() if key.lower() == name]
    shown = [_person(decoded(person), _voted(address)) for person, address in getaddresses(raws) if person or address]
    return ", ".join(shown) or ", ".join(decoded(raw) for raw in raws)


def moment(text: str) -> datetime | None:
    """Return the sender's local time of a date field without its zone; None when it is no date."""
    try:
        found = parsedate_to_datetime(_ZONES.sub(lambda zone: _OFFSETS[zone[1]], text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found.replace(tzinfo=None)


def decoded(raw: str) -> str:
    """Return text with its encoded words (RFC 2047) decoded; what can't be decoded stays as it is."""
    joined = raw
    while (closer := _BETWEEN.sub(r"\1", joined)) != joined:
        joined = closer
    return " ".join("".join(_stretches(joined)).split())


def _unfolded(value: object) -> str:
    """Return a raw value in one line; bytes beyond ASCII stay as the surrogates that the parser has kept them as."""
    return re.sub(r"\r?\n(?=[ \t])", "", str(value)).strip()


def _voted(text: str) -> str:
    """Return text with bytes beyond ASCII as the letters that they most likely are: no charset is stated for them."""
    return text if text.isascii() else decode(text.encode("utf-8", "surrogateescape")).text


def _stretches(text: str) -> Iterator[str]:
    """Yield plain stretches and decoded ones; neighbouring words of one charset are decoded together."""
    at = 0
    words: list[tuple[str, bytes | str]] = []
    for word in _WORD.finditer(text):
        if word.start() > at:
            yield from _joined(words)
            words = []
            yield _voted(text[at : word.start()])
        words.append((word[1].lower(), _word_bytes(word)))
        at = word.end()
    yield from _joined(words)
    yield _voted(text[at:])


def _joined(words: list[tuple[str, bytes | str]]) -> Iterator[str]:
    for charset, group in groupby(words, key=lambda word: word[0]):
        parts = [part for _, part in group]
        if all(isinstance(part, bytes) for part in parts):
            yield charset_text(b"".join(part for part in parts if isinstance(part, bytes)), charset)[0]
        else:
            yield from (part if isinstance(part, str) else charset_text(part, charset)[0] for part in parts)


def _word_bytes(word: re.Match[str]) -> bytes | str:
    body = word[3].encode("utf-8", "surrogateescape")
    if word[2].lower() == "q":
        return binascii.a2b_qp(body, header=True)
    try:
        return binascii.a2b_base64(body + b"=" * (-len(body) % 4))
    except binascii.Error:
        return _voted(word[0])


def _person(name: str, address: str) -> str:
    if not address:
        return name
    return f"{name} <{address}>" if name and name != address else address
