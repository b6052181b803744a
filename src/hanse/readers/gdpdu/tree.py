"""The XML of index.xml as a tree under the standard's names. No DTD is fetched or asked, no entity is resolved."""

import re

from lxml import etree

from hanse.errors import Unreadable
from hanse.readers.gdpdu.notes import Notes
from hanse.words import Words

NAMES = frozenset(
    "DataSet Extension Version DataSupplier Command Media AcceptNoTables Table URL Name Location Comment Description"
    " Validity ANSI Macintosh OEM UTF16 UTF7 UTF8 DecimalSymbol DigitGroupingSymbol SkipNumBytes Range From To Length"
    " Epoch VariableLength FixedLength ColumnDelimiter RecordDelimiter TextEncapsulator VariablePrimaryKey"
    " VariableColumn FixedPrimaryKey FixedColumn FixedRange ForeignKey References Alias Numeric AlphaNumeric Date"
    " MaxLength Map Format Accuracy ImpliedAccuracy".split()
)
_OTHERS = {  # seen in the wild, or what people write who know the thing but not the word
    "thousandsseparator": "DigitGroupingSymbol", "thousandseparator": "DigitGroupingSymbol",
    "digitgroupsymbol": "DigitGroupingSymbol", "decimalseparator": "DecimalSymbol", "utf-8": "UTF8",
    "utf_8": "UTF8", "fielddelimiter": "ColumnDelimiter", "columnseparator": "ColumnDelimiter",
    "recordseparator": "RecordDelimiter", "textdelimiter": "TextEncapsulator", "textqualifier": "TextEncapsulator",
    "primarykey": "VariablePrimaryKey", "column": "VariableColumn",
}  # fmt: skip
_CANON = {name.lower(): name for name in NAMES} | _OTHERS
_DECLARED = re.compile(rb"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"']([^\"']*)[\"']")
_TAG = re.compile(rb"<([\w.:-]*:)?DataSet[\s>/]", re.IGNORECASE)
_SIGNS = re.compile(rb"<([\w.:-]*:)?(Media|DataSupplier|Table|Version)[\s>/]", re.IGNORECASE)
_DTD = re.compile(rb"<!DOCTYPE[^>]*\b(gdpdu|gobd)[^>]*>", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY")


def looks_like(head: bytes) -> bool:
    """Return whether a file that starts like this is a GDPdU description."""
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not plain.startswith(b"<"):
        return False
    if _DTD.search(plain):
        return True
    found = _TAG.search(plain)
    return found is not None and _SIGNS.search(plain, found.end()) is not None


def parse(data: bytes, name: str, notes: Notes) -> etree._Element:
    """Return the root, elements under the standard's names. Raises Unreadable when this is no XML or no DataSet."""
    body = data if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.rstrip(b"\0 \r\n\t\x1a").lstrip()
    if _ENTITY.search(body.replace(b"\0", b"")):
        raise _entities(name)
    root = _root(body, name, notes)
    if _canon(root) != "DataSet":
        raise Unreadable(
            Words(
                f"{name}: „{root.tag}“ ist keine GDPdU-Beschreibung.", f'{name}: "{root.tag}" is no GDPdU description.'
            ),
            hint=Words("Erwartet wird ein Element DataSet.", "An element DataSet is expected."),
        )
    _rename(root, notes)
    return root


def path_of(element: etree._Element) -> str:
    """Return the element's path as the file has it: /DataSet/Media[2]/Table[3]."""
    return element.getroottree().getpath(element)


def _root(body: bytes, name: str, notes: Notes) -> etree._Element:
    why = ""
    for attempt in _attempts(body):
        try:
            root = etree.fromstring(attempt, _parser(recover=False))
        except (etree.XMLSyntaxError, ValueError, LookupError) as error:
            why = why or str(error)
            continue
        if why or attempt != body:
            notes.add("xml", example=why or "UTF-8")
        return root
    return _recovered(body, name, why, notes)


def _attempts(body: bytes) -> list[bytes]:
    """Return the bytes as they may be meant: as declared; as UTF-8, first where they are that beyond doubt; CP1252."""
    plain = _DECLARED.sub(rb"\1", body)
    ansi = _DECLARED.sub(rb'\1 encoding="windows-1252"', body)
    declared = _DECLARED.match(body)
    if declared and declared[2].lower() not in (b"utf-8", b"utf8") and not body.isascii() and _is_utf8(body):
        return [plain, body]
    return [body, plain, ansi if declared else b'<?xml version="1.0" encoding="windows-1252"?>' + body]


def _is_utf8(body: bytes) -> bool:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _recovered(body: bytes, name: str, why: str, notes: Notes) -> etree._Element:
    try:
        root = etree.fromstring(_attempts(body)[0], _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = None
    if root is None or not isinstance(root.tag, str):
        raise Unreadable(
            Words(f"{name}: kein lesbares XML ({why}).", f"{name}: not readable as XML ({why})."),
            hint=Words("Den Export noch einmal erzeugen.", "Make the export once more."),
        )
    notes.add("broken_xml", example=why)
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True,
        remove_pis=True, recover=recover, strip_cdata=False,
    )  # fmt: skip


def _entities(name: str) -> Unreadable:
    return Unreadable(
        Words(
            f"{name}: erklärt eigene XML-Entities; so etwas liest Hanse nicht, es dient Angriffen.",
            f"{name}: declares XML entities of its own; Hanse does not read those, they serve attacks.",
        ),
        hint=Words("Den Export beim Hersteller neu anfordern.", "Ask the vendor for a clean export."),
    )


def _canon(element: etree._Element) -> str:
    local = str(element.tag).rpartition("}")[2].rpartition(":")[2]
    return local if local in NAMES else _CANON.get(local.lower(), local)


def _rename(root: etree._Element, notes: Notes) -> None:
    tree = root.getroottree()
    for element in root.iter("*"):
        local = str(element.tag).rpartition("}")[2].rpartition(":")[2]
        known = _canon(element)
        if known not in NAMES:
            notes.add("unknown_element", tree.getpath(element), local)
        elif known != local:
            notes.add("other_element", tree.getpath(element), f"{local} → {known}")
        if known != element.tag and known in NAMES:
            element.tag = known
