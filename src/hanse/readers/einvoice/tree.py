"""The XML tree of an e-invoice without namespaces, under the newer names, and with a path for each element.

Entities and network are off; knows no business terms.
"""

import re

from lxml import etree

from hanse.errors import Unreadable
from hanse.readers.einvoice.terms import Syntax, terms
from hanse.words import Words

ROOTS: dict[str, Syntax] = {
    "Invoice": "ubl",
    "CreditNote": "ubl",
    "CrossIndustryInvoice": "cii",
    "CrossIndustryDocument": "cii",
}
MAX_DEPTH = 60
_NAME = re.compile(r"[A-Za-z_][\w.\-]*")
_DECLARED = re.compile(rb"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")


def parse(data: bytes, name: str) -> tuple[etree._Element, Syntax, list[str]]:
    """Return the root, the syntax and what had to be mended to read it at all.

    Raises Unreadable when this is no XML or no invoice.
    """
    root, mended = _root(data, name)
    _strip(root)
    syntax: Syntax | None = "cii" if root.find("ExchangedDocument") is not None else ROOTS.get(root.tag)
    if syntax is None:
        raise Unreadable(
            Words(f"{name}: '{root.tag}' ist keine E-Rechnung.", f"{name}: '{root.tag}' is no e-invoice."),
            hint=Words(
                "Erwartet wird UBL (Invoice, CreditNote) oder CII. Bitte die Rechnung neu anfordern.",
                "UBL (Invoice, CreditNote) or CII is expected. Please ask for the invoice again.",
            ),
        )
    return root, syntax, mended


def path_of(element: etree._Element) -> str:
    """Return the element's path as the file has it, without namespaces: /Invoice/InvoiceLine[2]."""
    return element.get("hanse-path") or element.getroottree().getpath(element)


def _root(data: bytes, name: str) -> tuple[etree._Element, list[str]]:
    mended: list[str] = []
    for attempt in (data.strip(), _DECLARED.sub(rb"\1", data.strip())):
        try:
            return etree.fromstring(attempt, _parser(recover=False)), mended
        except (etree.XMLSyntaxError, ValueError, LookupError) as error:
            mended = [str(error)]
    try:
        root = etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = None
    if root is None or not isinstance(root.tag, str):
        raise Unreadable(
            Words(f"{name}: kein lesbares XML ({mended[0]}).", f"{name}: not readable as XML ({mended[0]})."),
            hint=Words("Die Datei beim Absender neu anfordern.", "Ask the sender for the file again."),
        )
    return root, mended


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
    """Take namespaces off and give ZUGFeRD 1.0 the newer names; renamed elements remember their own path."""
    for element in root.iter("*"):
        name = element.tag.rpartition("}")[2].rpartition(":")[2]  # a damaged file may leave "cbc:ID" unresolved
        if name != element.tag:
            element.tag = name if _NAME.fullmatch(name) else "_"
    if root.find("HeaderExchangedDocument") is not None:  # ZUGFeRD 1.0 and its drafts, whose root was Invoice
        _rename(root)


def _rename(root: etree._Element) -> None:
    tree = root.getroottree()
    elements = list(root.iter("*"))
    for element in elements:
        if element.tag in {"IncludedSupplyChainTradeLineItem", "ApplicableTradeTax", "HeaderExchangedDocument"}:
            element.set("hanse-path", tree.getpath(element))
    for element in elements:
        parent = element.getparent()
        above = "" if parent is None else f"{parent.tag}/"
        element.tag = terms().old_names.get(f"{above}{element.tag}") or terms().old_names.get(element.tag, element.tag)
