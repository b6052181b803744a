"""Presentations: the text of each slide in order, with its tables, chart data and speaker's notes.

Knows nothing of how a slide looks; a picture on it is not read.
"""

import re
from collections.abc import Iterator

from lxml import etree

from hanse.readers._office import Link, Parts, broken, holds
from hanse.readers.cells import Merge, embedded
from hanse.readers.item import Item
from hanse.records import Block, BlockKind, Counts, Document, Finding, Place, Reading, Table
from hanse.words import Words

NAME = "pptx"
SUFFIXES = (".pptx", ".pptm", ".ppsx", ".potx")
TITLE = Words("Präsentation", "Presentation")
HELP = Words(
    "PowerPoint ab 2007: Text, Tabellen, Diagrammwerte und Notizen je Folie.",
    "PowerPoint since 2007: text, tables, chart values and notes of each slide.",
)
SPEC = "https://ecma-international.org/publications-and-standards/standards/ecma-376/"

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr", "sldImg")


def sniff(head: bytes, name: str) -> int:
    """Return 90 when the zip's head shows slides, 60 for a zip or locked file with its suffix."""
    if holds(head, b"ppt/"):
        return 90
    named = name.lower().endswith(SUFFIXES)
    return 60 if named and head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else 0


def read(item: Item) -> Reading:
    """Return one document of all slides, and the tables on them.

    Raises Unreadable for a file that is locked, damaged beyond reading or no presentation.
    """
    with Parts(item) as parts:
        slides = _slides(parts)
        if not slides:
            raise broken(item.name)
        shown = _Slides(parts)
        for number, part in enumerate(slides, start=1):
            shown.add(number, part)
        shown.findings += parts.findings()
    blocks = tuple(shown.blocks)
    title = next((block.text for block in blocks if block.kind == "heading"), item.name)
    document = Document(" ".join(title.split()), blocks)
    return Reading(NAME, (document,), tuple(shown.tables), tuple(shown.findings), Counts(len(blocks), len(blocks)))


def _slides(parts: Parts) -> list[str]:
    """Return the parts of the slides in the order that they are shown in."""
    main = next((k.target for k in parts.links("").values() if k.kind == "officeDocument"), "ppt/presentation.xml")
    root, links = parts.xml(main), parts.links(main)
    ids = [sld.get(f"{_R}id") or "" for sld in root.iter(f"{_P}sldId")] if root is not None else []
    ordered = [links[i].target for i in ids if i in links and links[i].target in parts.names]
    loose = [name for name in parts.names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    return ordered or sorted(loose, key=lambda name: int(re.sub(r"\D", "", name)))


class _Slides:
    """Gathers the blocks and tables of the slides."""

    def __init__(self, parts: Parts) -> None:
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.findings: list[Finding] = []
        self._parts = parts

    def add(self, number: int, part: str) -> None:
        """Add one slide: title, the rest as it is drawn, then its notes."""
        root, links = self._parts.xml(part), self._parts.links(part)
        if root is None:
            self.findings.append(_lost(number))
            return
        titles = [shape for shape in root.iter(f"{_P}sp") if _placeholder(shape) in _TITLES]
        title = " ".join(" ".join(_lines(shape)).strip() for shape in titles).strip() or None
        place = Place(section=title, part=f"slide {number}")
        if title:
            self._say(title, place, "heading")
        for shape in _shapes(root):
            if shape not in titles:
                self._add_shape(shape, place, links)
        for link in links.values():
            if link.kind == "notesSlide":
                self._add_notes(link.target, place)

    def _say(self, text: str, place: Place, kind: BlockKind = "text") -> None:
        if text.strip():
            self.blocks.append(Block(text.strip(), place, kind))

    def _add_shape(self, shape: etree._Element, place: Place, links: dict[str, Link]) -> None:
        if shape.tag == f"{_P}sp" and _placeholder(shape) not in _FURNITURE:
            lines = _lines(shape)
            self._say("\n".join(lines), place, "list" if len(lines) > 1 else "text")
        elif shape.tag == f"{_P}graphicFrame":
            for grid in shape.iter(f"{_A}tbl"):
                self._add_table(grid, place)
            for chart in shape.iter(f"{_C}chart"):
                link = links.get(chart.get(f"{_R}id") or "")
                self._add_chart(link.target if link else "", place)

    def _add_table(self, element: etree._Element, place: Place) -> None:
        grid, merged = _grid(element)
        text = "\n".join(" | ".join(" ".join(cell.split()) for cell in row) for row in grid if any(row))
        self._say(text, place, "table")
        self._make_table(grid, merged, place)

    def _make_table(self, grid: list[list[str]], merged: list[Merge], place: Place) -> None:
        name = f"Tabelle {len(self.tables) + 1}"
        places = [Place(table=name, record=n, part=place.part, section=place.section) for n in range(1, len(grid) + 1)]
        made = embedded(name, place.section or name, grid, places, merged=merged)
        if made.table is not None:
            self.tables.append(made.table)
            self.findings.extend(made.findings)

    def _add_chart(self, part: str, place: Place) -> None:
        """Add the values that a chart shows, as they were stored with it."""
        root = self._parts.xml(part)
        if root is None:
            return
        title = "".join(t.text or "" for head in root.iter(f"{_C}title") for t in head.iter(f"{_A}t"))
        series = [_series(ser) for ser in root.iter(f"{_C}ser")]
        labels = list(dict.fromkeys(label for _, values in series for label in values))
        grid = [["", *(name for name, _ in series)]]
        grid += [[label, *(values.get(label, "") for _, values in series)] for label in labels]
        text = "\n".join(" | ".join(row).strip() for row in grid) if labels else ""
        self._say(f"{title}\n{text}", place, "table")

    def _add_notes(self, part: str, place: Place) -> None:
        root = self._parts.xml(part)
        for shape in root.iter(f"{_P}sp") if root is not None else ():
            if _placeholder(shape) not in _FURNITURE:
                self._say("\n".join(_lines(shape)), Place(section=place.section, part=f"{place.part} notes"))


def _shapes(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the shapes of a slide, those in groups too, in the order of the file."""
    yield from root.iter(f"{_P}sp", f"{_P}graphicFrame")


def _placeholder(shape: etree._Element) -> str:
    found = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return "" if found is None else found.get("type", "body")


def _lines(shape: etree._Element) -> list[str]:
    lines = ("".join(_said(paragraph)).strip() for paragraph in shape.iter(f"{_A}p"))
    return [line for line in lines if line]


def _said(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(f"{_A}t", f"{_A}br"):
        yield (element.text or "") if element.tag == f"{_A}t" else "\n"


def _grid(element: etree._Element) -> tuple[list[list[str]], list[Merge]]:
    grid: list[list[str]] = []
    merged: list[Merge] = []
    for number, row in enumerate(element.iterchildren(f"{_A}tr")):
        line = []
        for column, cell in enumerate(row.iterchildren(f"{_A}tc")):
            line.append("\n".join(_lines(cell)))
            across, down = _span(cell, "gridSpan"), _span(cell, "rowSpan")
            if across > 1 or down > 1:
                merged.append((number, column, number + down - 1, column + across - 1))
        grid.append(line)
    return grid, merged


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1")
    return min(int(text), 200) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _series(ser: etree._Element) -> tuple[str, dict[str, str]]:
    """Return the name of a series and its stored value for each label."""
    name = " ".join(v.text or "" for v in ser.iterfind(f"{_C}tx//{_C}v"))
    labels = {p.get("idx"): v for p, v in _points(ser, "cat")}
    values = {p.get("idx"): v for p, v in _points(ser, "val")}
    return name, {labels.get(at, str(at)): value for at, value in values.items()}


def _points(ser: etree._Element, which: str) -> Iterator[tuple[etree._Element, str]]:
    for point in ser.iterfind(f"{_C}{which}//{_C}pt"):
        yield point, point.findtext(f"{_C}v") or ""


def _lost(number: int) -> Finding:
    words = Words(
        f"Folie {number} ist beschädigt und wurde nicht gelesen. Die Datei in PowerPoint neu speichern.",
        f"Slide {number} is damaged and was not read. Save the file anew in PowerPoint.",
    )
    return Finding("pptx.slide", "error", words, Place(part=f"slide {number}"))
