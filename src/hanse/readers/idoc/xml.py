"""IDocs in XML: segments are elements with a SEGMENT attribute, fields their childless children.

Entities and network are off.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from hanse.errors import Unreadable
from hanse.readers.idoc.segment import Document, Segment
from hanse.records import Finding, Place
from hanse.words import Words

_MAX_DEPTH = 40


class Read(NamedTuple):
    """The IDocs of a file and what to tell."""

    documents: list[Document]
    findings: list[Finding]


def read(data: bytes, name: str) -> Read:
    """Return the IDocs of an XML file, in order. Raises Unreadable when it holds none."""
    root, findings = _root(data, name)
    found = list(root.iter("{*}IDOC"))
    documents = [_document(element) for element in found or ([root] if root.find("{*}EDI_DC40") is not None else [])]
    if not documents:
        raise no_idoc(name)
    return Read(documents, findings)


def no_idoc(name: str) -> Unreadable:
    """Return the error for a file without any IDoc."""
    return Unreadable(
        Words(f"{name}: kein IDoc gefunden.", f"{name}: no IDoc found."),
        hint=Words(
            "Ein IDoc beginnt mit EDI_DC40 (flach) oder hat ein Element IDOC (XML). Die Datei neu ausgeben lassen.",
            "An IDoc begins with EDI_DC40 (flat) or has an element IDOC (XML). Have the file written again.",
        ),
    )


def _root(data: bytes, name: str) -> tuple[etree._Element, list[Finding]]:
    try:
        return etree.fromstring(data.strip(), _parser(recover=False)), []
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        message = str(error)
    try:
        root = etree.fromstring(data.strip(), _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = None
    if root is None or not isinstance(root.tag, str):
        raise no_idoc(name)
    return root, [_mended(message)]


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def _document(idoc: etree._Element) -> Document:
    control: Segment | None = None
    segments: list[Segment] = []
    tree = idoc.getroottree()
    numbers: dict[etree._Element, str] = {}
    for element, depth in _walk(idoc, 1):
        name = _local(element)
        place = Place(part=tree.getpath(element))
        if name.startswith("EDI_DC"):
            control = control or Segment(name, _values(element), "", "", "", place)
            continue
        number = str(len(segments) + 1)
        numbers[element] = number
        parent = element.getparent()
        above = numbers.get(parent, "0") if parent is not None else "0"
        segments.append(Segment(name, _values(element), number, above, str(depth), place))
    return Document(control or Segment("EDI_DC40", {}, "", "", "", Place(part=tree.getpath(idoc))), segments)


def _walk(element: etree._Element, depth: int) -> Iterator[tuple[etree._Element, int]]:
    for child in element:
        if not _is_segment(child):
            continue
        yield child, depth
        if depth < _MAX_DEPTH:
            yield from _walk(child, depth + 1)


def _is_segment(element: etree._Element) -> bool:
    return "SEGMENT" in element.attrib or len(element) > 0


def _values(element: etree._Element) -> dict[str, str]:
    values: dict[str, str] = {}
    for child in element:
        if not _is_segment(child):
            name, text = _local(child), (child.text or "").strip()
            values[name] = f"{values[name]}\n{text}" if name in values else text
    return values


def _local(element: etree._Element) -> str:
    """Return the element's name without a namespace; a damaged file may have names that are none."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2] or "_"


def _mended(error: str) -> Finding:
    words = Words(
        f"Das XML ist beschädigt ({error}); gelesen wurde, was lesbar ist. Die Datei neu ausgeben lassen.",
        f"The XML is damaged ({error}); what could be read was read. Have the file written again.",
    )
    return Finding("idoc.xml", "error", words)
