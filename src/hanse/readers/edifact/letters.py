"""The text of an interchange: which characters UNB names, and what the bytes really are."""

import csv
import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from hanse.readers.cells import decode
from hanse.records import Finding
from hanse.words import Words

_UNB = re.compile(rb"UNB[^A-Za-z0-9](UNO[A-Z]|KECA)")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Text(NamedTuple):
    """Text of the whole file and what to tell about its characters."""

    text: str
    encoding: str
    findings: list[Finding]


@cache
def charsets() -> dict[str, tuple[str, str]]:
    """Return codec and words for each code of UNB."""
    text = resources.files(__package__).joinpath("charsets.csv").read_text(encoding="utf-8")
    rows = csv.reader(line for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: (row[1], row[2]) for row in rows}


def read(data: bytes) -> Text:
    """Return the bytes as text. Bytes that are UTF-8 are read as such, whatever UNB says; the rest as UNB says."""
    if data.startswith(_MARKS) or b"\x00" in data[:64]:
        letters = decode(data)
        return Text(letters.text, letters.encoding, [*letters.findings])
    stated = _UNB.search(data)
    code = stated[1].decode("ascii") if stated else ""
    codec, _ = charsets().get(code, ("", ""))
    if data.isascii():
        return Text(data.decode("ascii"), "ascii", [])
    try:
        return Text(data.decode("utf-8"), "utf-8", _told(code, "utf-8", codec))
    except UnicodeDecodeError:
        pass
    if codec in {"", "ascii", "utf-8"} or (codec == "iso8859_1" and re.search(rb"[\x80-\x9f]", data)):
        letters = decode(data)
        return Text(letters.text, letters.encoding, _told(code, letters.encoding, codec))
    return Text(data.decode(codec, "replace"), codec, [])


def _told(code: str, found: str, codec: str) -> list[Finding]:
    if codec == found:
        return []
    said = f"{code}, {charsets().get(code, ('', '?'))[1]}" if code else ""
    name = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "cp850": "CP850 (DOS)", "mac_roman": "Mac Roman"}.get(
        found, found
    )
    words = Words(
        f"Die Datei nennt {said or 'keinen Zeichensatz'}, die Bytes sind aber {name}; so wurde sie gelesen."
        " Umlaute bitte prüfen.",
        f"The file says {said or 'no character set'}, but its bytes are {name}; it was read so. Please check umlauts.",
    )
    return [Finding("edifact.charset", "info", words)]
