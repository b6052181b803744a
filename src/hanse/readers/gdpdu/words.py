"""Texts, numbers and delimiters of elements of index.xml, with the spellings that people use by mistake."""

import re

from lxml import etree

from hanse.readers.gdpdu.notes import Notes

_SPELLED = {
    "tab": "\t", "tabulator": "\t", "\\t": "\t", "semikolon": ";", "semicolon": ";", "komma": ",", "comma": ",",
    "pipe": "|", "space": " ", "blank": " ", "crlf": "\r\n", "cr+lf": "\r\n", "\\r\\n": "\r\n", "cr/lf": "\r\n",
    "lf": "\n", "\\n": "\n", "cr": "\r", "\\r": "\r", "none": "", "&quot;": '"',
}  # fmt: skip
_CODES = re.compile(r"(?:&#(x[0-9A-Fa-f]+|\d+);|0x([0-9A-Fa-f]{2}))+")
_CODE = re.compile(r"&#(x[0-9A-Fa-f]+|\d+);|0x([0-9A-Fa-f]{2})")
_MOST = 1 << 40


def text(element: etree._Element, path: str) -> str:
    """Return the text of a child, trimmed, "" when there is none."""
    return " ".join((element.findtext(path) or "").split())


def number(element: etree._Element | None, tag: str, default: int, notes: Notes) -> int:
    """Return a whole number of a child; the default where there is none or it isn't one (which is noted)."""
    found = element.find(tag) if element is not None else None
    if found is None:
        return default
    said = (found.text or "").strip()
    if said.isascii() and said.isdecimal() and len(said) < 12 and int(said) < _MOST:
        return int(said)
    notes.add("not_a_number", found.getroottree().getpath(found), f"{tag} = „{said}“", about=tag)
    return default


def spelled(element: etree._Element | None, tag: str, default: str, notes: Notes) -> str:
    """Return the characters of a delimiter element, blanks and tabs kept; the default where there is none.

    Names ("TAB"), escapes and references that were escaped once more are understood, and noted.
    """
    found = element.find(tag) if element is not None else None
    if found is None:
        return default
    raw = "".join(str(part) for part in found.itertext())
    bare = raw.strip()
    meant = raw
    if bare.lower() in _SPELLED:
        meant = _SPELLED[bare.lower()]
    elif _CODES.fullmatch(bare):
        meant = "".join(_character(m) for m in _CODE.finditer(bare))
    elif bare and "\n" in raw:
        meant = bare
    if meant != raw:
        notes.add("spelled", found.getroottree().getpath(found), f"{tag} „{bare}“ = {meant!r}", about=tag)
    if not meant and tag != "TextEncapsulator":
        notes.add("empty_delimiter", found.getroottree().getpath(found), tag, about=tag)
    return meant


def _character(match: re.Match[str]) -> str:
    code = int(match[2], 16) if match[2] else int("0" + match[1], 16) if match[1][0] == "x" else int(match[1])
    return chr(code) if code < 0x110000 else ""
