"""Bytes to text by the declared encoding, doubted where the text shows another one. Knows no records."""

import codecs
import re
from typing import NamedTuple

from hanse.readers import cells
from hanse.readers.gdpdu.notes import Notes

NAMES = {
    "cp1252": "ANSI (Windows-1252)", "cp850": "OEM (CP850)", "mac_roman": "Macintosh", "utf-16": "UTF16",
    "utf-16-le": "UTF16", "utf-16-be": "UTF16", "utf-7": "UTF7", "utf-8": "UTF8", "cp437": "OEM (CP437)",
}  # fmt: skip
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LETTERS = frozenset("äöüÄÖÜß§°²³µ")
_SIGNS = frozenset("éèêàçáóúñëïôâîåøæœ€–’„“”…®©´`×½¼\xa0")
_GAPS = b"\x81\x8d\x8f\x90\x9d"
"""Bytes without a character in CP1252."""
_PROBE = 1 << 20
_DOUBT, _SURE = 0.25, 0.75


class Text(NamedTuple):
    """A file's text from its first record on. encoding: the real one; line: the number of its first line."""

    text: str
    encoding: str
    line: int = 1


def decode(data: bytes, declared: str, skip: int, notes: Notes) -> Text:
    """Return the text behind the skipped bytes; every deviation from the declared encoding is noted.

    No byte is lost: what fits no encoding stays as a sign of its own, and is noted.
    """
    mark = next((m for m in _MARKS if data.startswith(m)), b"")
    start = max(skip, len(mark))
    body = data[start:]
    line = 1 + _lines(data[len(mark) : start]) if skip else 1
    text, encoding = _read(body, mark, declared)
    if encoding != declared and not (declared == "utf-16" and encoding.startswith("utf-16")):
        notes.add("encoding", example=f"{NAMES.get(encoding, encoding)} statt {NAMES.get(declared, declared)}")
    if "\ufffd" in text and "\ufffd".encode() not in body:
        notes.add("damaged_letters", example=NAMES.get(encoding, encoding))
    return Text(text, encoding, line)


def _lines(skipped: bytes) -> int:
    return skipped.count(b"\n") or skipped.count(b"\r")


def _read(body: bytes, mark: bytes, declared: str) -> tuple[str, str]:
    if mark or declared == "utf-16" or _wide(body):
        found = cells.decode(mark + body)
        wide = found.encoding.startswith("utf-16") or mark == codecs.BOM_UTF8
        if wide or declared != "utf-16":
            return found.text, found.encoding
        return body.decode("utf-16-le", "replace"), "utf-16"
    if body.isascii() and declared != "utf-7":
        return body.decode("ascii"), declared
    try:
        text = body.decode(declared)
    except UnicodeDecodeError:
        text = ""
    if declared in ("utf-8", "utf-7"):
        return (text, declared) if text else _guessed(body)
    if (better := _better(body, declared)) is not None:
        return better
    return (text, declared) if text else (_with_gaps(body, declared), declared)


def _wide(body: bytes) -> bool:
    head = body[:1024]
    return len(head) > 3 and head.count(0) * 3 > len(head) and 0 in (head[::2].count(0), head[1::2].count(0))


def _guessed(body: bytes) -> tuple[str, str]:
    found = cells.decode(body)
    return found.text, found.encoding


def _better(body: bytes, declared: str) -> tuple[str, str] | None:
    """Return the text in another encoding when that makes German letters of it and the declared one doesn't."""
    head = body[:_PROBE]
    if _share(head, declared) < _SURE:  # "Ä§" in Windows letters happens to be a letter of UTF-8 as well
        try:
            return body.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    if _share(head, declared) > _DOUBT:
        return None
    best = max(("cp1252", "cp850", "mac_roman"), key=lambda encoding: _share(head, encoding))
    if best == declared or _share(head, best) < _SURE:
        return None
    return _with_gaps(body, best), best


def _share(head: bytes, encoding: str) -> float:
    """Return how many of the letters beyond ASCII are German ones, or signs that Germans use (half as telling)."""
    high = re.sub(rb"[\x00-\x7f]+", b"", head)
    text = high.decode(encoding, "replace")
    if not text:
        return 1.0
    return sum(1.0 if ch in _LETTERS else 0.5 if ch in _SIGNS else 0.0 for ch in text) / len(text)


def _with_gaps(body: bytes, encoding: str) -> str:
    if encoding != "cp1252":
        return body.decode(encoding, "replace")
    return (
        "".join(chr(b) if b in _GAPS else bytes([b]).decode("cp1252") for b in body)
        if _gappy(body)
        else body.decode("cp1252")
    )


def _gappy(body: bytes) -> bool:
    return re.search(rb"[\x81\x8d\x8f\x90\x9d]", body) is not None
