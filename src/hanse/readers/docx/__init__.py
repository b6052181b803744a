"""Word documents: what stands in them in reading order, with tables as tables.

Reads the XML itself: five times faster than an object model of the whole document. Knows nothing of pages, which Word
only makes when it prints.
"""

import re
from collections.abc import Iterator

from lxml import etree

from hanse.readers._office import Parts, broken, holds
from hanse.readers.cells import embedded
from hanse.readers.docx import body
from hanse.readers.docx.body import Paragraph, W
from hanse.readers.docx.numbering import Numbering
from hanse.readers.docx.styles import Styles
from hanse.readers.item import Item
from hanse.records import Block, BlockKind, Counts, Document, Finding, Place, Reading, Table
from hanse.words import Words

NAME = "docx"
SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
TITLE = Words("Word-Dokument", "Word document")
HELP = Words(
    "Word ab 2007: Absätze, Überschriften, Listen mit ihren Nummern, Tabellen, Textfelder, Kopf- und Fußzeilen, "
    "Fußnoten und Kommentare. Gelöschtes (Änderungsverfolgung) zählt nicht.",
    "Word since 2007: paragraphs, headings, lists with their numbers, tables, text boxes, headers and footers, "
    "footnotes and comments. Deleted text (tracked changes) does not count.",
)
SPEC = "https://ecma-international.org/publications-and-standards/standards/ecma-376/"

_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment"))
_SENTENCE_END = re.compile(r"[.;,:!?]$")


def sniff(head: bytes, name: str) -> int:
    """Return 90 when the zip's head shows Word parts, 60 for a zip or locked file with its suffix."""
    if holds(head, b"word/"):
        return 90
    named = name.lower().endswith(SUFFIXES)
    return 60 if named and head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else 0


def read(item: Item) -> Reading:
    """Return one document in reading order, and each of its tables.

    Raises Unreadable for a file that is locked, damaged beyond reading or no Word document.
    """
    with Parts(item) as parts:
        text = _gathered(parts)
    blocks = tuple(text.blocks)
    document = Document(text.title or item.name, blocks)
    return Reading(NAME, (document,), tuple(text.tables), tuple(text.findings), Counts(len(blocks), len(blocks)))


def _gathered(parts: Parts) -> "_Text":
    starts = (link.target for link in parts.links("").values() if link.kind == "officeDocument")
    main = next(starts, "word/document.xml")
    root = parts.xml(main)
    if root is None:
        raise broken(parts.name)
    links = parts.links(main)
    targets = {link.kind: link.target for link in links.values()}
    numbering = Numbering(lambda: parts.xml(targets.get("numbering", "")))
    text = _Text(Styles(parts.data(targets.get("styles", ""))), numbering)
    inside = root.find(f"{W}body")
    text.add_all(root if inside is None else inside)
    margins = {(link.kind, link.target) for link in links.values() if link.kind in ("header", "footer")}
    for kind, part in sorted(margins):
        text.add_margin(parts.xml(part), kind)
    for kind, tag in _NOTES:
        text.add_notes(parts.xml(targets.get(kind, "")), tag)
    text.findings += parts.findings()
    return text


class _Text:
    """Gathers blocks and tables in reading order."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.findings: list[Finding] = []
        self.title = ""
        self._styles = styles
        self._numbering = numbering
        self._section: str | None = None

    def add_all(self, container: etree._Element) -> None:
        """Add the paragraphs and tables of the body, text boxes after the paragraph that they hang on."""
        waiting: list[Iterator[etree._Element]] = [body.pieces(container)]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
            elif element.tag == f"{W}tbl":
                self._add_table(element)
            else:
                found = body.paragraph(element)
                self._add_paragraph(found)
                waiting.extend(body.pieces(box) for box in reversed(found.boxes))

    def _add_paragraph(self, found: Paragraph) -> None:
        style = self._styles.get(found.style)
        number = found.number or style.number
        depth = found.depth if found.depth is not None else style.depth or 0
        label = self._numbering.label(number, depth) if number not in ("", "0") and found.text else ""
        if not found.text:
            return
        text = f"{label} {found.text}" if label else found.text
        kind: BlockKind = "list" if label else "text"
        if style.heading or _reads_as_heading(found, bool(label)):
            kind, self._section = "heading", " ".join(text.split())
            self.title = self.title or self._section
        self.blocks.append(Block(text, self._place(), kind))

    def _place(self) -> Place:
        return Place(section=self._section, part=f"paragraph {len(self.blocks) + 1}")

    def _add_table(self, element: etree._Element) -> None:
        found = body.grid(element)
        rows = [row for row in found.cells if any(row)]
        if len(rows) < 2 or max(len([cell for cell in row if cell]) for row in rows) < 2:
            for cell in (cell for row in rows for cell in dict.fromkeys(row) if cell):
                self.blocks.append(Block(cell, self._place()))
            return
        name = f"Tabelle {len(self.tables) + 1}"
        text = "\n".join(" | ".join(" ".join(cell.split()) for cell in row) for row in rows)
        self.blocks.append(Block(text, self._place(), "table"))
        places = [Place(table=name, record=n, section=self._section) for n in range(1, len(found.cells) + 1)]
        made = embedded(name, self._section or name, found.cells, places, merged=found.merged)
        if made.table is not None:
            self.tables.append(made.table)
            self.findings.extend(made.findings)

    def add_margin(self, root: etree._Element | None, kind: str) -> None:
        """Add a header or footer of the pages, once for each wording."""
        text = body.text_of(root) if root is not None else ""
        if text and all(block.text != text for block in self.blocks):
            self.blocks.append(Block(text, Place(part=kind)))

    def add_notes(self, root: etree._Element | None, tag: str) -> None:
        """Add footnotes, endnotes or comments."""
        for note in root.iterchildren(f"{W}{tag}") if root is not None else ():
            text = body.text_of(note)
            if text and note.get(f"{W}type") is None:
                self.blocks.append(Block(text, Place(part=f"{tag} {note.get(f'{W}id', '')}".strip())))


def _reads_as_heading(found: Paragraph, listed: bool) -> bool:  # noqa: FBT001  # a fact, not a mode
    """Say whether a short bold line or a line such as "§ 5 Kündigung" stands for a heading, as in many contracts."""
    short = len(found.text) <= 80 and "\n" not in found.text and not _SENTENCE_END.search(found.text)
    return short and ((found.bold and not listed) or re.match(r"§ ?\d+[a-z]? +\S", found.text) is not None)
