"""Three ways into one tree: DA XML as it is, GAEB 2000 and GAEB 90 turned into the same elements with their lines."""

import io

from lxml import etree

from hanse.errors import Unreadable
from hanse.readers._trade import tree
from hanse.readers._trade.cells import Notes
from hanse.readers.gaeb import fixed, keyword
from hanse.readers.gaeb.marks import END, LINE
from hanse.readers.gaeb.terms import terms
from hanse.records import Place
from hanse.words import Words


def generation(head: bytes) -> str:
    """Return "xml", "2000" or "90" by the first bytes, "" for none of them."""
    first = tree.start(head)
    if first is not None:
        return "xml" if first.name == "GAEB" else ""
    if b"#begin[gaeb" in head.lower().replace(b"\x00", b""):
        return "2000"
    return "90" if fixed.plausible(head) else ""


def root(data: bytes, name: str, notes: Notes) -> tuple[etree._Element, str]:
    """Return the tree in the words of DA XML 3 and the generation it came from. Raises Unreadable for anything else."""
    kind = generation(data[:8192])
    if kind == "2000":
        return keyword.root(data, notes), kind
    if kind == "90":
        return fixed.root(data, notes), kind
    if kind != "xml":
        raise Unreadable(
            Words(f"{name}: keine GAEB-Datei.", f"{name}: no GAEB file."),
            hint=Words(
                "Gelesen werden GAEB 90 (D81 ...), GAEB 2000 (P81 ...) und DA XML (X80 bis X89).",
                "GAEB 90 (D81 ...), GAEB 2000 (P81 ...) and DA XML (X80 to X89) are read.",
            ),
        )
    found = _xml(data, name, notes)
    if tree.child(found, "Vergabe") is not None:
        _rename(found)
    return found, kind


def _xml(data: bytes, name: str, notes: Notes) -> etree._Element:
    body = data.strip(b"\x00 \r\n\t")
    encoding = tree.belied(io.BytesIO(body))
    if encoding:
        notes.say("encoding", "warning", tree.belied_words())
    try:
        return etree.fromstring(body, _parser(recover=False, encoding=encoding))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        problem = error
    try:
        found = etree.fromstring(body, _parser(recover=True, encoding=encoding))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        found = None
    if found is None or tree.local(found) != "GAEB":
        raise Unreadable(
            Words(f"{name}: kein lesbares XML ({problem}).", f"{name}: not readable as XML ({problem})."),
            hint=Words("Die Datei beim Absender neu anfordern.", "Ask the sender for the file again."),
        )
    line = getattr(problem, "lineno", None) or None
    notes.say("xml", "error", _damaged(str(problem)), Place(line=line))
    return found


def _damaged(error: str) -> Words:
    return Words(
        f"Das XML ist beschädigt ({error}); gelesen wurde, was lesbar ist. Die Datei beim Absender neu anfordern.",
        f"The XML is damaged ({error}); what could be read was read. Ask the sender for the file again.",
    )


def _parser(*, recover: bool, encoding: str | None) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
        encoding=encoding,
    )


def _rename(found: etree._Element) -> None:
    """Give a tree of DA XML 2.x the names of version 3."""
    german = terms().german
    for element in found.iter("*"):
        if (name := german.get(tree.local(element))) is not None:
            element.tag = name


def place(element: etree._Element, path: str) -> Place:
    """Return where an element stands: its lines where it came from lines, else its path."""
    line = element.get(LINE)
    if line is None:
        return Place(part=path)
    end = element.get(END)
    return Place(line=int(line), line_end=int(end) if end else None)
