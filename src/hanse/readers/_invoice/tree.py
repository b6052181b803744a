"""The XML tree of an e-invoice without namespaces, and which syntax it is in. Entities and network are off."""

import re
from collections import Counter
from typing import NamedTuple

from lxml import etree

from hanse.errors import Unreadable
from hanse.readers._invoice.terms import Syntax
from hanse.words import Words

_BY_ROOT: dict[str, Syntax] = {
    "Invoice": "ubl",
    "CreditNote": "ubl",
    "CrossIndustryInvoice": "cii",
    "CrossIndustryDocument": "zf1",
}
_BY_CHILD: dict[str, Syntax] = {"ExchangedDocument": "cii", "HeaderExchangedDocument": "zf1"}
"""A child tells more than the root: drafts of ZUGFeRD 1.0 had the root Invoice."""

_NUMBER = "hanse-number"
"""Attribute for an element's number among its brothers of the same name: counting them anew each time is quadratic."""

_NAME = re.compile(r"[A-Za-z_][\w.\-]*")
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*>")
_AS_DECLARED = re.compile(rb"encoding\s*=\s*[\"']?([\w.\-]+)")


class Parsed(NamedTuple):
    """A tree. declared: the encoding that was declared, but wrong. mended: the error of damaged XML, read in part."""

    root: etree._Element
    syntax: Syntax
    declared: str = ""
    mended: str = ""


def parse(data: bytes, name: str) -> Parsed:
    """Return the tree. Raises Unreadable when this is no XML or no invoice."""
    root, declared, mended = _root(data.strip(), name)
    _strip(root)
    _number(root)
    syntax = next((_BY_CHILD[child.tag] for child in root if child.tag in _BY_CHILD), _BY_ROOT.get(root.tag))
    if syntax is None:
        raise Unreadable(
            Words(f"{name}: '{root.tag}' ist keine E-Rechnung.", f"{name}: '{root.tag}' is no e-invoice."),
            hint=Words(
                "Erwartet wird UBL (Invoice, CreditNote) oder CII. Bitte die Rechnung neu anfordern.",
                "UBL (Invoice, CreditNote) or CII is expected. Please ask for the invoice again.",
            ),
        )
    return Parsed(root, syntax, declared, mended)


def path_of(element: etree._Element) -> str:
    """Return the element's path without namespaces: /Invoice/InvoiceLine[2]."""
    steps = [_step(above) for above in element.iterancestors()]
    return "/".join(["", *reversed(steps), _step(element)])


def _step(element: etree._Element) -> str:
    number = element.get(_NUMBER)
    return f"{element.tag}[{number}]" if number else str(element.tag)


def _root(data: bytes, name: str) -> tuple[etree._Element, str, str]:
    """Return the root, the encoding that was declared in vain, and the error of XML that is damaged."""
    first = _parsed(data)
    if etree.iselement(first):
        return first, "", ""
    bare = _DECLARATION.sub(b"", data)
    for encoding in ("utf-8", "cp1252"):
        again = _parsed(_encoded(bare, encoding))
        if etree.iselement(again):
            return again, _declared(data), ""
    whole = _recovered(data)
    root = whole if _depth(whole) > 1 else _recovered(bare)
    if root is None or not isinstance(root.tag, str):
        raise Unreadable(
            Words(f"{name}: kein lesbares XML ({first}).", f"{name}: not readable as XML ({first})."),
            hint=Words("Die Datei beim Absender neu anfordern.", "Ask the sender for the file again."),
        )
    return root, "", str(first)


def _declared(data: bytes) -> str:
    start = _DECLARATION.match(data)
    found = _AS_DECLARED.search(start.group()) if start else None
    return found[1].decode() if found else "UTF-8"


def _encoded(bare: bytes, encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + bare


def _parsed(data: bytes) -> etree._Element | str:
    """Return the root of whole XML, else the error."""
    try:
        return etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        return str(error)


def _recovered(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None


def _depth(root: etree._Element | None) -> int:
    return 0 if root is None else 1 + (len(root) > 0)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _strip(root: etree._Element) -> None:
    """Take namespaces off: producers write them in many ways, and some wrongly."""
    for element in root.iter("*"):
        name = element.tag.rpartition("}")[2].rpartition(":")[2]  # a damaged file may leave "cbc:ID" unresolved
        if name != element.tag:
            element.tag = name if _NAME.fullmatch(name) else "_"


def _number(root: etree._Element) -> None:
    for parent in root.iter("*"):
        if len(parent) < 2:
            continue
        children = list(parent.iterchildren("*"))  # an entity that isn't resolved is a child too, without attributes
        many = Counter(child.tag for child in children)
        seen: Counter[str] = Counter()
        for child in children:
            if many[child.tag] > 1:
                seen[child.tag] += 1
                child.set(_NUMBER, str(seen[child.tag]))
