"""Texts of GAEB: paragraphs, breaks, tables, lists of DA XML, gaps for the bidder, RTF of GAEB 2000. To lines."""

import re

from lxml import etree

from hanse.readers._trade import tree

_BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "Text", "TextComplement", "OutlTxt", "TextOutlTxt", "ComplTSA", "ComplTSB"}
)
_SKIPPED = frozenset({"image", "Image", "attachment", "Attachment"})
_RTF_GROUP = re.compile(r"\{\\(?:fonttbl|colortbl|stylesheet|info|\*)(?:[^{}]|\{[^{}]*\})*\}")
_RTF_WORD = re.compile(r"\\(?:'([0-9a-fA-F]{2})|u(-?\d{1,6})\??|([a-z]+)(-?\d+)? ?|([^a-z]))", re.IGNORECASE)
_RTF_BREAKS = frozenset({"par", "line", "row"})


def lines(element: etree._Element | None) -> str:
    """Return the text below an element as lines; runs of blanks within a line become one."""
    if element is None:
        return ""
    parts: list[str] = []
    _gather(element, parts)
    rows = (" ".join(row.split()) for row in "".join(parts).splitlines())
    return rtf("\n".join(row for row in rows if row))


def one_line(element: etree._Element | None) -> str:
    """Return the text below an element on one line."""
    return " ".join(lines(element).split())


def _gather(element: etree._Element, parts: list[str]) -> None:
    name = tree.local(element)
    if name in _SKIPPED:
        return
    if name == "TextComplement":
        parts.append("\n" + _gap(element))
        return
    if name in _BREAKS:
        parts.append("\n")
    parts.append(element.text or "")
    for node in element:
        if isinstance(node.tag, str):
            _gather(node, parts)
        parts.append(node.tail or "")
    if name in {"td", "th"}:
        parts.append(" ")
    elif name in _BREAKS:
        parts.append("\n")


def _gap(element: etree._Element) -> str:
    """Return a gap of the text with its caption; one that the bidder has yet to fill says so."""
    caption, body, tail = (one_line(tree.child(element, name)) for name in ("ComplCaption", "ComplBody", "ComplTail"))
    if not body and element.get("Kind") == "Bidder":
        body = f"[Bieterangabe {element.get('MarkLbl', '')}]".replace(" ]", "]")
    return " ".join(part for part in (caption, body, tail) if part)


def rtf(text: str) -> str:
    """Return RTF as plain lines; any other text as it is."""
    if not text.lstrip().startswith("{\\rtf"):
        return text
    body = _RTF_WORD.sub(_rtf_word, _RTF_GROUP.sub("", text.replace("\n", " ")))
    rows = (" ".join(row.split()) for row in body.replace("{", "").replace("}", "").splitlines())
    return "\n".join(row for row in rows if row)


def _rtf_word(match: re.Match[str]) -> str:
    code, point, word, _, sign = match.groups()
    if code:
        return bytes([int(code, 16)]).decode("cp1252", "replace")
    if point:
        return chr(int(point) % 0x10000) if not 0xD800 <= int(point) % 0x10000 < 0xE000 else ""
    if word:
        return "\n" if word.lower() in _RTF_BREAKS else "\t" if word == "tab" else ""
    return {"~": " ", "\\": "\\"}.get(sign or "", "")
